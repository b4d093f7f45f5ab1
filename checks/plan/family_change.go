package plan

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/network/sizing"
)

// FamilyChangeOutbound reports changes of a plan's size that change the outbound
// addresses of its apps.
var FamilyChangeOutbound = &lint.Check{
	Name:     "plan-family-change-outbound",
	Family:   "plan",
	Severity: lint.Note,
	Effect:   lint.Outage,
	Title:    "A change of the plan's size changes the outbound addresses of its apps",
	Why: "Apps send from the addresses of the workers that they run on, and there are several families of workers: one for " +
		"Basic, Standard and Premium v1, and one each for Premium v2, v3 and v4 and for the memory-optimized sizes. A plan " +
		"that moves to another family gives all its apps other outbound addresses. Firewalls and partners that admit the " +
		"former ones refuse them from then on. Premium v4 has no fixed set at all. On old scale units a move from Standard to " +
		"Premium v2 changes the inbound address too.",
	Fix: "Admit the apps' possible outbound addresses everywhere before the change, which cover all families but Premium v4; or " +
		"give the apps a fixed address by VNet integration, Route all and a NAT gateway.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-inbound-outbound-ips#when-outbound-ips-change",
		"https://learn.microsoft.com/azure/app-service/networking-features#outbound-addresses",
	},
	Since:    "0.1",
	OnChange: true,
	Run: func(p *lint.Pass) {
		before := map[string]*network.Plan{}
		for _, plan := range p.Before.Plans {
			before[plan.Address] = plan
		}
		for _, plan := range p.Plans {
			if former := before[plan.Address]; former != nil && !plan.External && !former.External {
				checkFamily(p, former, plan)
			}
		}
	},
}

func checkFamily(p *lint.Pass, former, plan *network.Plan) {
	from, okFrom := sizing.SKU(former)
	to, okTo := sizing.SKU(plan)
	switch {
	case plan.SKU.IsUnknown():
		p.Undecide(plan, plan.SKU.At(), plan.SKU.Why())
		return
	case !okFrom, !okTo, from.Family == to.Family, from.Family == azure.NoFamily, to.Family == azure.NoFamily:
		return
	}
	effect := "The outbound addresses of %s change: firewalls and partners that admit the present ones will refuse the calls. " +
		"Admit all possible outbound addresses first, or send from a NAT gateway."
	if to.StableOutbound.Answer == azure.No {
		effect = "The outbound addresses of %s are not fixed any more: firewalls and partners cannot admit calls by address. " +
			"Send from a NAT gateway, by VNet integration and Route all, before the change."
	}
	p.Report(plan, fmt.Sprintf(
		"Plan %q moves from %s to %s, which is another family of workers. "+effect,
		plan.Label(), sizeOf(from), sizeOf(to), appsOf(plan)),
		lint.At(plan.SKU.At()))
}

func sizeOf(sku azure.SKU) string {
	if sku.Name != "" {
		return sku.Name
	}
	return string(sku.Tier)
}

func appsOf(plan *network.Plan) string {
	if len(plan.Sites.Items) == 0 {
		return "its apps"
	}
	return network.TitlesOf(plan.Sites.Items)
}
