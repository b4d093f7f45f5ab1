package plan

import (
	"fmt"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/network/sizing"
)

// InboundIPv6 reports apps that ask for an inbound IPv6 address on a tier without.
var InboundIPv6 = &lint.Check{
	Name:     "inbound-ipv6-sku",
	Family:   "plan",
	Severity: lint.Note,
	Effect:   lint.Silent,
	Title:    "The pricing tier has no inbound IPv6",
	Why: "Inbound IPv6 is for Basic, Standard, Premium, Consumption, Elastic Premium and Workflow Standard. The document does not name " +
		"the other tiers; on them `ipMode` is likely to have no effect, and the app's name has no IPv6 address.",
	Fix:      "Move the plan to Basic or higher, or set `ipMode` to `IPv4`.",
	Links:    []string{"https://learn.microsoft.com/azure/app-service/overview-inbound-outbound-ips#inbound-ipv6-support"},
	Since:    "0.1",
	EachSite: true,
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			if !strings.Contains(strings.ToLower(site.IPMode.Or("")), "ipv6") || !site.RunsOn().All(lacksIPv6) {
				continue
			}
			plans, _ := site.RunsOn().Candidates()
			sku, _ := sizing.SKU(plans[0])
			p.Report(site, fmt.Sprintf(
				"The %s sets `ipMode` to %q, but inbound IPv6 is not documented for the %s. The app is likely to keep IPv4 only. "+
					"Move plan %q to Basic or higher, or set `IPv4`.",
				site.Title(), site.IPMode, tierWords(sku), plans[0].Label()),
				lint.At(site.IPMode.At()), lint.Also(plans[0], "the plan"))
		}
	},
}

func lacksIPv6(plan *network.Plan) bool {
	sku, ok := sizing.SKU(plan)
	return ok && sku.InboundIPv6.Answer == azure.No
}
