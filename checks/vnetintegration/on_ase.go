package vnetintegration

import (
	"fmt"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// OnASE reports VNet integration of apps that run in an App Service Environment.
var OnASE = &lint.Check{
	Name:     "vnet-integration-on-ase",
	Family:   "vnetintegration",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "An app in an App Service Environment joins another subnet",
	Why: "Apps in an App Service Environment are in its subnet already: all their traffic leaves from there, and regional " +
		"VNet integration does not exist for them. The exception is an environment v3 that was created with the cluster " +
		"setting `MultipleSubnetJoinEnabled`, which lets apps join alternate subnets (outbound network segmentation). The " +
		"setting cannot be added later.",
	Fix: "Remove the integration from the app: what the environment's subnet reaches, the app reaches. Or create the " +
		"environment with the cluster setting `MultipleSubnetJoinEnabled` set to `true`.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/networking-features#app-service-environment",
		"https://learn.microsoft.com/azure/app-service/environment/networking#outbound-network-segmentation",
	},
	Since:    "0.1",
	EachSite: true,
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			if isIntegrated(site) {
				checkNotInEnvironment(p, site)
			}
		}
	},
}

func checkNotInEnvironment(p *lint.Pass, site *network.Site) {
	hosting, edge := site.Hosting()
	if hosting != network.InEnvironment {
		return
	}
	options := integrationOf(site)
	severity, seen := lint.Warning, fmt.Sprintf("App Service Environment %q", edge.Label())
	if candidates, _ := edge.Candidates(); len(candidates) > 0 {
		if undecided := undecidedJoin(candidates); undecided != nil {
			p.Undecide(site, undecided.ClusterSettings.At(), undecided.ClusterSettings.Why())
			return
		}
		if !edge.All(refusesJoins) {
			return
		}
		if edge.All(func(e *network.Environment) bool { return !e.External }) {
			severity = lint.Error
		}
		seen = fmt.Sprintf("App Service Environment %q", candidates[0].Label())
		options = append(options, lint.Also(candidates[0], "the environment that the app runs in"))
	}
	message := fmt.Sprintf("The %s runs in %s and has VNet integration as well. ", site.Title(), seen)
	if severity == lint.Error {
		message += "Azure refuses it: the environment lacks the cluster setting \"MultipleSubnetJoinEnabled\", so its apps " +
			"send everything from its own subnet. "
	} else {
		message += "Azure refuses it unless the environment was created with the cluster setting \"MultipleSubnetJoinEnabled\", " +
			"which this configuration does not show. "
	}
	p.Report(site, message+
		"Remove the integration (`virtual_network_subnet_id`; ARM: `virtualNetworkSubnetId`), or create the environment with that setting.",
		append(options, lint.As(severity))...)
}

// undecidedJoin returns an environment whose cluster settings are not known.
func undecidedJoin(environments []*network.Environment) *network.Environment {
	for _, e := range environments {
		if e.ClusterSettings.IsUnknown() && !e.External {
			return e
		}
	}
	return nil
}

// refusesJoins reports whether nothing shows that apps of an environment can join
// alternate subnets.
func refusesJoins(e *network.Environment) bool {
	if value.Is(e.Version, 2) {
		return true
	}
	settings, _ := e.ClusterSettings.Get()
	switch strings.ToLower(settings["multiplesubnetjoinenabled"]) {
	case "true", "1":
		return false
	}
	return true
}
