package hybridconnection

import (
	"fmt"
	"net/netip"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// IPHost reports connections to an address instead of a name.
var IPHost = &lint.Check{
	Name:     "hybrid-connection-ip-host",
	Family:   "hybridconnection",
	Severity: lint.Warning,
	Effect:   lint.Silent,
	Title:    "A hybrid connection leads to an IP address",
	Why: "App Service sends a request through a hybrid connection when the app looks up the host's name. With an address in place of " +
		"a name many clients look up nothing: their requests go past the connection, and the host is not reached.",
	Fix: "Use a host name that the machine of the Hybrid Connection Manager can resolve, a line in its hosts file will do, and the same " +
		"name in the app.",
	Links: []string{linkHybrid},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, use := range p.HybridConnections {
			if host, ok := use.Host.Get(); ok && isAddress(host) {
				p.Report(use, fmt.Sprintf(
					"The hybrid connection%s leads to %s, which is an IP address. Requests are redirected when a name is looked up, so "+
						"that clients which look up nothing do not get through. Use a host name.",
					ofApp(use), hostOf(use)), lint.At(use.Host.At()))
			}
		}
	},
}

func isAddress(host string) bool {
	if n := len(host); n > 2 && host[0] == '[' && host[n-1] == ']' {
		host = host[1 : n-1]
	}
	_, err := netip.ParseAddr(host)
	return err == nil
}

// ofApp names the app of a connection: " of web app "shop"".
func ofApp(use *network.HybridConnection) string {
	if site, ok := use.Site.Get(); ok {
		return " of " + site.Title()
	}
	return ""
}
