package tls

import (
	"fmt"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/source"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// MinTLSVersion reports apps that take old versions of TLS.
var MinTLSVersion = &lint.Check{
	Name:     "min-tls-version",
	Family:   "tls",
	Severity: lint.Warning,
	Effect:   lint.Exposure,
	Title:    "The app takes TLS older than 1.2",
	Why: "TLS 1.0 and 1.1 are broken and deprecated. The minimum is set for the app and for its SCM site (Kudu, deployments) " +
		"separately; for either, 1.2 is what Azure sets where nothing is written.",
	Fix: "Set `minimum_tls_version` and `scm_minimum_tls_version` (ARM: `minTlsVersion`, `scmMinTlsVersion`) to `1.2` or `1.3`, or " +
		"leave them out.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/configure-ssl-bindings#enforce-tls-versions",
		"https://learn.microsoft.com/azure/app-service/overview-tls",
	},
	Since:            "0.1",
	Fixable:          true,
	SecuritySeverity: 5.3,
	EachSite:         true,
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			if !site.External {
				checkMinimum(p, site)
			}
		}
	},
}

func checkMinimum(p *lint.Pass, site *network.Site) {
	var old []string
	var at source.Range
	for _, minimum := range []struct {
		of   value.Of[string]
		what string
	}{{site.SCMMinTLS, "its SCM site"}, {site.MinTLS, "the app"}} {
		if isOld(minimum.of) {
			old = append([]string{fmt.Sprintf("TLS %s at %s", minimum.of, minimum.what)}, old...)
			at = minimum.of.At()
		}
	}
	if len(old) == 0 {
		return
	}
	p.Report(site, fmt.Sprintf(
		"The minimum TLS version of %s is too low: it takes %s. These versions are broken. Set `minimum_tls_version` and "+
			"`scm_minimum_tls_version` (ARM: `minTlsVersion`, `scmMinTlsVersion`) to \"1.2\".",
		site.Title(), network.Enumerate(old)), lint.At(at), raiseMinimum(site))
}

// isOld reports whether a minimum is certainly below 1.2.
func isOld(minimum value.Of[string]) bool {
	v, _ := minimum.Get()
	return strings.TrimSpace(v) == "1.0" || strings.TrimSpace(v) == "1.1"
}
