package tls

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// IPSSLRemap reports changes that give an app another inbound address.
var IPSSLRemap = &lint.Check{
	Name:     "ip-ssl-dns-remap",
	Family:   "tls",
	Severity: lint.Note,
	Effect:   lint.Outage,
	Title:    "A new IP-based TLS binding changes the address of the app",
	Why: "The first IP-based TLS binding of an app gives it an inbound address of its own, in the place of the shared one. A " +
		"records with the former address do not lead to the certificate. For a further host name that is mapped by a CNAME record and has " +
		"an SNI-based binding, the record must name `sni.<app>.azurewebsites.net`.",
	Fix: "Change the A records of the app's custom domains to the new address as soon as it is there, and firewall rules that name " +
		"the former one.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/configure-ssl-bindings#remap-records-for-ip-based-ssl",
		"https://learn.microsoft.com/azure/app-service/overview-inbound-outbound-ips#when-inbound-ip-changes",
	},
	Since:    "0.1",
	OnChange: true,
	Run: func(p *lint.Pass) {
		before := map[string]*network.Site{}
		for _, site := range p.Before.Sites {
			before[site.Address] = site
		}
		for _, site := range p.Sites {
			former := before[site.Address]
			if former == nil || former.External || mayHaveAddress(former) {
				continue
			}
			if h, ok := firstDedicated(site); ok {
				p.Report(h.subject, fmt.Sprintf(
					"The TLS binding for %s is the first one of %s that is IP-based, and gives the app another inbound address. A records "+
						"and firewalls that name the former address do not follow. Change them when the new address is there.",
					h.title(), site.Title()), lint.At(h.at), lint.Also(site, "the app"))
			}
		}
	},
}

// mayHaveAddress reports whether a site may have an IP-based binding.
func mayHaveAddress(s *network.Site) bool {
	if !s.Bindings.Complete() || !s.InlineHostNames.Complete() {
		return true
	}
	for _, h := range hostNames(s) {
		if !h.ipBased.IsAbsent() && !value.Is(h.ipBased, false) {
			return true
		}
	}
	return false
}

// firstDedicated returns a host name of a site that certainly has an IP-based
// binding.
func firstDedicated(s *network.Site) (hostName, bool) {
	for _, h := range hostNames(s) {
		if value.Is(h.ipBased, true) {
			return h, true
		}
	}
	return hostName{}, false
}
