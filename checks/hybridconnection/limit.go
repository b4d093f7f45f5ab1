package hybridconnection

import (
	"fmt"
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/network/sizing"
)

// Limit reports plans and apps with more hybrid connections than their tier has.
var Limit = &lint.Check{
	Name:     "hybrid-connection-limit",
	Family:   "hybridconnection",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "There are more hybrid connections than the pricing tier allows",
	Why: "The number of hybrid connections depends on the tier: 5 on a Basic plan and 25 on a Standard plan, over all apps of " +
		"the plan, where a connection that several apps use counts once; 220 for each app on Premium and Isolated v2. " +
		"Azure refuses what exceeds it.",
	Fix: "Move the plan to a higher tier, or use fewer connections. Many endpoints in one network are better reached by VNet " +
		"integration and a VPN.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/app-service-hybrid-connections#hybrid-connections-and-app-service-plans",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, plan := range p.Plans {
			sku, ok := sizing.SKU(plan)
			quota := sku.HybridConnections
			if !ok || quota.Answer != azure.Yes || !quota.Max.Known {
				continue
			}
			if quota.Scope == azure.PerPlan {
				checkPlanQuota(p, plan, sku)
				continue
			}
			for _, site := range plan.Sites.Items {
				checkSiteQuota(p, site, sku)
			}
		}
	},
}

func checkPlanQuota(p *lint.Pass, plan *network.Plan, sku azure.SKU) {
	used, limit := distinct(connectionsOn(plan)), sku.HybridConnections.Max.N
	if len(used) <= limit {
		return
	}
	p.Report(plan, fmt.Sprintf(
		"The apps of plan %q use %d different hybrid connections, but a plan of the %s tier can have %d. "+
			"Azure refuses the others. Use fewer, or move the plan to a higher tier: Standard has %d, Premium %d for each app.",
		plan.Label(), len(used), sku.Tier, limit, quotaOf(azure.Standard), quotaOf(azure.PremiumV3)),
		lint.At(plan.SKU.At()), lint.Also(used[limit], "the first that is one too many"))
}

func checkSiteQuota(p *lint.Pass, site *network.Site, sku azure.SKU) {
	used, limit := distinct(site.HybridConnections.Items), sku.HybridConnections.Max.N
	if len(used) <= limit {
		return
	}
	p.Report(site, fmt.Sprintf(
		"The %s uses %d different hybrid connections, but an app on the %s tier can have %d. "+
			"Azure refuses the others. Use fewer, or spread them over several apps.",
		site.Title(), len(used), sku.Tier, limit),
		lint.Also(used[limit], "the first that is one too many"))
}

// connectionsOn returns the hybrid connections of all apps of a plan. The app with
// the most comes first: its connections certainly differ from each other, and the
// count of different ones starts from there.
func connectionsOn(plan *network.Plan) []*network.HybridConnection {
	sites := slices.Clone(plan.Sites.Items)
	slices.SortStableFunc(sites, func(a, b *network.Site) int {
		return len(b.HybridConnections.Items) - len(a.HybridConnections.Items)
	})
	var out []*network.HybridConnection
	for _, s := range sites {
		out = append(out, s.HybridConnections.Items...)
	}
	return out
}

// distinct returns connections that certainly differ from each other.
func distinct(connections []*network.HybridConnection) []*network.HybridConnection {
	return network.Distinct(connections, areDistinct)
}

// areDistinct reports whether two connections certainly use different relays: they
// lead to different ones, or to different endpoints, of which a relay has only
// one, or are of the same app, which can use a relay only once.
func areDistinct(a, b *network.HybridConnection) bool {
	same, different := network.SameTarget(a.Relay, b.Relay)
	if same || different {
		return different
	}
	if app := a.Site.Target(); app != nil && app == b.Site.Target() {
		return true
	}
	hostA, okA := a.Host.Get()
	hostB, okB := b.Host.Get()
	if okA && okB && !strings.EqualFold(hostA, hostB) {
		return true
	}
	portA, okA := a.Port.Get()
	portB, okB := b.Port.Get()
	return okA && okB && portA != portB
}

func quotaOf(t azure.Tier) int {
	sku, _ := azure.SKUForTier(string(t), "")
	return sku.HybridConnections.Max.N
}
