package environment

import (
	"fmt"
	"slices"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// ManagementTag notes security rules that admit App Service's management to an App
// Service Environment which does not need it.
var ManagementTag = &lint.Check{
	Name:     "ase-management-tag",
	Family:   "environment",
	Severity: lint.Note,
	Effect:   lint.Advice,
	Title:    "A security rule admits management traffic, which an environment v3 does not need",
	Why: "App Service Environments v1 and v2 were managed through their subnet: a network security group had to admit the service tag " +
		"`AppServiceManagement` to ports 454 and 455. Version 3 is not managed in this way. The rule opens ports for nothing.",
	Fix: "Remove the rule.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/environment/networking#ports-and-network-restrictions",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		reported := map[*network.SecurityGroup]bool{}
		for _, env := range p.Environments {
			g, admits := guards(env, func(g *network.SecurityGroup, _ *network.Subnet) bool { return managementRule(g) != nil })
			if !admits || !value.Is(env.Version, 3) || reported[g.group] {
				continue
			}
			reported[g.group] = true
			rule := managementRule(g.group)
			g.report(p, fmt.Sprintf(
				"%s admits the source %q by %s, but App Service Environment %q is of version 3, which needs no such traffic. Remove the rule.",
				g.title(), azure.TagAppServiceManagement, ruleTitle(rule), env.Label()), rule)
		}
	},
}

// managementRule returns the first rule of a group that admits management traffic;
// nil if there is none.
func managementRule(g *network.SecurityGroup) *network.SecurityRule {
	if g.External {
		return nil
	}
	for i := range g.Rules.Items {
		r := &g.Rules.Items[i]
		if value.Is(r.Direction, network.Inbound) && value.Is(r.Allow, true) &&
			slices.ContainsFunc(r.Sources.Or(nil), func(source string) bool { return isTag(source, azure.TagAppServiceManagement) }) {
			return r
		}
	}
	return nil
}
