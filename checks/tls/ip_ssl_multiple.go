package tls

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// IPSSLMultiple reports apps with more than one IP-based TLS binding.
var IPSSLMultiple = &lint.Check{
	Name:     "ip-ssl-multiple",
	Family:   "tls",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "An app has more than one IP-based TLS binding",
	Why: "An IP-based TLS binding gives the app an inbound address of its own, at which App Service presents one certificate. " +
		"An app can have one such address, and therefore one such binding; Azure refuses a second one.",
	Fix: "Keep at most one binding IP-based and make the others SNI-based: `ssl_state = \"SniEnabled\"` (ARM: `sslState`). Or use " +
		"one certificate for all the names, and one binding.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/configure-ssl-bindings",
	},
	Since:    "0.1",
	EachSite: true,
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			var dedicated []hostName
			for _, h := range hostNames(site) {
				if value.Is(h.ipBased, true) {
					dedicated = append(dedicated, h)
				}
			}
			slices.SortStableFunc(dedicated, byAddress)
			if distinct := network.Distinct(dedicated, differ); len(distinct) > 1 {
				reportMultiple(p, site, distinct)
			}
		}
	},
}

func byAddress(a, b hostName) int {
	return cmp.Compare(a.subject.Common().Address, b.subject.Common().Address)
}

func reportMultiple(p *lint.Pass, site *network.Site, names []hostName) {
	first, second := names[0], names[1]
	p.Report(second.subject, fmt.Sprintf(
		"The TLS bindings for %s of %s are all IP-based. An app can have one such binding, and Azure refuses the others. Make all but "+
			"one SNI-based with `ssl_state` (ARM: `sslState`) \"SniEnabled\".",
		titlesOf(names), site.Title()),
		lint.At(second.at), lint.Also(first.subject, "the other IP-based binding"), lint.Also(site, "the app"))
}
