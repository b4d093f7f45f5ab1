package tls

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// AppServiceTagOutbound reports outbound rules that miss apps with an address of
// their own.
var AppServiceTagOutbound = &lint.Check{
	Name:     "appservice-tag-outbound-nsg",
	Family:   "tls",
	Severity: lint.Note,
	Effect:   lint.Outage,
	Title:    "The service tag AppService does not hold the address of an app",
	Why: "The service tag `AppService` lists the shared inbound addresses. An app with an IP-based TLS binding has an address of its " +
		"own, which the tag does not list: an outbound rule that allows the tag does not let clients reach such an app.",
	Fix: "Allow the app's own address in the rule as well, or make the TLS binding SNI-based, by which the app keeps the shared address.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-inbound-outbound-ips#get-outbound-ips",
		"https://learn.microsoft.com/azure/app-service/configure-ssl-bindings",
	},
	Since:     "0.1",
	Precision: "medium", // the rule may be there for other apps
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			h, ok := firstDedicated(site)
			if !ok || !site.CertainlyMultitenant() {
				continue
			}
			for _, group := range p.SecurityGroups {
				if rule := allowsAppService(group); rule != nil && !group.External {
					reportTag(p, rule, h, site)
				}
			}
		}
	},
}

// allowsAppService returns the first outbound rule of a group that allows the
// service tag AppService.
func allowsAppService(g *network.SecurityGroup) *network.SecurityRule {
	for i := range g.Rules.Items {
		rule := &g.Rules.Items[i]
		if !value.Is(rule.Direction, network.Outbound) || !value.Is(rule.Allow, true) {
			continue
		}
		for _, destination := range rule.Destinations.Or(nil) {
			if tag, ok := azure.LookupServiceTag(destination); ok && tag.Name == azure.TagAppService {
				return rule
			}
		}
	}
	return nil
}

func reportTag(p *lint.Pass, rule *network.SecurityRule, h hostName, site *network.Site) {
	p.Report(rule, fmt.Sprintf(
		"The outbound rule %q allows the service tag \"AppService\". The tag does not list the address that %s has by the IP-based TLS "+
			"binding for %s, so that the rule does not let clients reach that app. If they are to, allow its address too.",
		rule.Label(), site.Title(), h.title()),
		lint.At(rule.Destinations.At()), lint.Also(h.subject, "the IP-based binding"))
}
