package tls

import (
	"fmt"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/source"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// FTPOnRestricted reports apps that are closed to the internet and open to it by FTP.
var FTPOnRestricted = &lint.Check{
	Name:     "ftp-open-on-restricted-app",
	Family:   "tls",
	Severity: lint.Warning,
	Effect:   lint.Exposure,
	Title:    "FTP stays open to the internet on an app that is restricted",
	Why: "Access restrictions, private endpoints and public network access are for HTTP and HTTPS. The FTP ports of App Service are " +
		"open on the shared addresses, whatever they say, and cannot be blocked outside of an App Service Environment. A private " +
		"endpoint does not serve FTP: deployments from the network, too, go by the public address. Whoever " +
		"has the publishing credentials can write the app's content from anywhere. Where nothing is written, Azure allows FTP and FTPS.",
	Fix: "Set `ftps_state = \"Disabled\"` (ARM: `ftpsState: 'Disabled'`), and deploy by zip or by container. Or take FTP its " +
		"credentials: `ftp_publish_basic_authentication_enabled = false` (ARM: `basicPublishingCredentialsPolicies/ftp` with `allow: false`).",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/networking-features#app-service-ports",
		"https://learn.microsoft.com/azure/app-service/overview-private-endpoint",
		"https://learn.microsoft.com/azure/app-service/deploy-ftp",
		"https://learn.microsoft.com/azure/app-service/configure-basic-auth-disable",
	},
	Since:            "0.1",
	Fixable:          true,
	SecuritySeverity: 5.9,
	EachSite:         true,
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			checkFTP(p, site)
		}
	},
}

func checkFTP(p *lint.Pass, site *network.Site) {
	state, written := site.FTPS.Get()
	disabled := strings.EqualFold(state, "Disabled")
	if disabled && !site.FTPBasicAuth.IsUnknown() {
		return
	}
	if site.External || site.Flex || !site.CertainlyMultitenant() && maybeInEnvironment(p, site) || maybeOnArc(site) {
		return
	}
	why, severity := keptOut(p, site), lint.Warning
	if why == "" && len(site.PrivateEndpoints.Items) > 0 {
		// It is not closed, or not certainly, but somebody means to reach it privately.
		why, severity = fmt.Sprintf("it has private endpoint %q, which FTP never enters by", site.PrivateEndpoints.Items[0].Label()), lint.Note
	}
	if why == "" || value.Is(site.FTPBasicAuth, false) {
		return
	}
	for _, open := range []value.Of[string]{site.FTPS, value.Map(site.FTPBasicAuth, func(bool) string { return "" })} {
		if open.IsUnknown() {
			p.Undecide(site, open.At(), open.Why())
			return
		}
	}
	if disabled {
		return
	}
	open, at := fmt.Sprintf("`ftps_state` (ARM: `ftpsState`) is %q", state), site.FTPS.At()
	if !written || state == "" {
		open, at = "`ftps_state` (ARM: `ftpsState`) is not set, by which Azure allows FTP and FTPS", source.Range{}
	}
	p.Report(site, fmt.Sprintf(
		"The FTP server of %s is open: %s. For HTTP %s, but nothing keeps FTP out, so that anybody on the internet can try the "+
			"publishing credentials. Set `ftps_state` to \"Disabled\".",
		site.Title(), open, why), lint.As(severity), lint.At(at), disableFTP(site))
}

// maybeOnArc reports whether an app may run on Azure Arc, where App Service has
// none of its front ends.
func maybeOnArc(s *network.Site) bool {
	return !s.Arc.IsAbsent() && !value.Is(s.Arc, false)
}
