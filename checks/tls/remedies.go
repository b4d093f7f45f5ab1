package tls

import (
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// disableFTP switches FTP off.
func disableFTP(site *network.Site) lint.Option {
	return lint.Mend(site, lint.FTPState, "Disabled", site.FTPS)
}

// raiseMinimum sets the minimum TLS versions that are too low.
func raiseMinimum(site *network.Site) lint.Option {
	var options []lint.Option
	for _, minimum := range []struct {
		of   value.Of[string]
		part lint.Part
	}{{site.MinTLS, lint.MinTLS}, {site.SCMMinTLS, lint.SCMMinTLS}} {
		if isOld(minimum.of) {
			options = append(options, lint.Mend(site, minimum.part, "1.2", minimum.of))
		}
	}
	return lint.Options(options...)
}

// stopDebugging switches remote debugging off.
func stopDebugging(site *network.Site) lint.Option {
	return lint.Mend(site, lint.RemoteDebugging, "false", site.RemoteDebugging)
}
