package accessrestriction

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// SubnetWithIPSSL reports subnet rules of apps with a dedicated inbound address.
var SubnetWithIPSSL = &lint.Check{
	Name:     "access-rule-subnet-with-ip-ssl",
	Family:   "accessrestriction",
	Severity: lint.Error,
	Effect:   lint.Outage,
	Title:    "A subnet rule on an app with an IP-based TLS binding",
	Why: "A subnet rule depends on the service endpoint of the subnet, and service endpoints do not work with the dedicated " +
		"inbound address that an IP-based TLS binding gives to an app. Microsoft supports no such rule on such an app: " +
		"requests from the subnet are not recognised.",
	Fix: "Make the binding SNI-based (`ssl_state = \"SniEnabled\"`, ARM: `sslState`), which all current clients support, or " +
		"reach the app through a gateway with an address of its own and admit that address.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-access-restrictions#access-restriction-rules-based-on-service-endpoints",
		"https://learn.microsoft.com/azure/app-service/app-service-ip-restrictions#set-a-service-endpoint-based-rule",
	},
	Since:    "0.1",
	EachSite: true,
	Run: func(p *lint.Pass) {
		for _, list := range decidingLists(p) {
			bindings, inline := list.Site.IPBasedBindings()
			if len(bindings)+len(inline) == 0 {
				continue
			}
			var rules []*network.AccessRule
			for _, rule := range list.Written() {
				if rule.Subnet.IsPresent() || anyServiceEndpoint(rule) {
					rules = append(rules, rule)
				}
			}
			if len(rules) > 0 {
				reportIPSSL(p, list, rules, bindings, inline)
			}
		}
	},
}

func reportIPSSL(p *lint.Pass, list network.Restrictions, rules []*network.AccessRule, bindings []*network.Binding, inline []network.HostName) {
	options := []lint.Option{lint.At(rules[0].At)}
	var hosts []string
	for _, b := range bindings {
		hosts = append(hosts, fmt.Sprintf("%q", b.HostName))
		options = append(options, lint.Also(b, "the IP-based binding"))
	}
	for _, h := range inline {
		hosts = append(hosts, fmt.Sprintf("%q", h.Name))
		options = append(options, lint.AlsoAt(h.At, "the IP-based binding"))
	}
	p.Report(list.Site, fmt.Sprintf(
		"The access restriction list of %s admits by subnet (%s), but the app has an IP-based TLS binding for %s. Service endpoints, "+
			"and with them subnet rules, do not work with the dedicated address of such a binding. Make the binding SNI-based.",
		list.Guards(), network.TitlesOfRules(rules), network.Enumerate(hosts)), options...)
}
