package tls

import (
	"fmt"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// FTPPlaintext reports apps that take passwords and files over FTP unencrypted.
var FTPPlaintext = &lint.Check{
	Name:     "ftp-plaintext",
	Family:   "tls",
	Severity: lint.Warning,
	Effect:   lint.Exposure,
	Title:    "The app takes unencrypted FTP",
	Why: "With the FTP state `AllAllowed`, App Service takes FTP without TLS as well. Publishing credentials and content then " +
		"cross the internet readable to anybody on the way.",
	Fix: "Set `ftps_state = \"Disabled\"` (ARM: `ftpsState`), or `FtpsOnly` where FTP is needed for deployments.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/deploy-ftp#enforce-ftps",
		"https://learn.microsoft.com/azure/app-service/networking-features#app-service-ports",
	},
	Since:            "0.1",
	Fixable:          true,
	SecuritySeverity: 6.5,
	EachSite:         true,
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			state, _ := site.FTPS.Get()
			if site.External || site.Flex || !strings.EqualFold(state, "AllAllowed") || value.Is(site.FTPBasicAuth, false) {
				continue
			}
			if site.FTPBasicAuth.IsUnknown() {
				p.Undecide(site, site.FTPBasicAuth.At(), site.FTPBasicAuth.Why())
				continue
			}
			p.Report(site, fmt.Sprintf(
				"The FTP state of %s is %q. App Service then takes FTP without TLS, and publishing credentials cross the internet "+
					"unencrypted. Set `ftps_state` (ARM: `ftpsState`) to \"Disabled\", or to \"FtpsOnly\" if FTP is needed.",
				site.Title(), state), lint.At(site.FTPS.At()), disableFTP(site))
		}
	},
}
