package plan

import (
	"fmt"
	"slices"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/source"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// ArcAppNetworking reports networking features of apps on Azure Arc, which has none.
var ArcAppNetworking = &lint.Check{
	Name:     "arc-app-networking",
	Family:   "plan",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "An app on Azure Arc has none of App Service's networking features",
	Why: "App Service on Azure Arc runs apps on a Kubernetes cluster of your own, behind the ingress of that cluster. There are no front " +
		"ends and no workers of App Service: VNet integration, private endpoints, access restrictions and hybrid connections are " +
		"refused, or accepted and ignored.",
	Fix: "Leave the feature out, and use the network of the cluster: its ingress and network policies, the routes and firewalls of " +
		"its nodes. Or run the app on a plan in Azure.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/networking-features",
		"https://learn.microsoft.com/azure/app-service/overview-arc-integration#public-preview-limitations",
	},
	Since:    "0.1",
	EachSite: true,
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			if !site.External && isOnArc(site) {
				checkArc(p, site)
			}
		}
	},
}

// isOnArc reports whether a site certainly runs on Azure Arc.
func isOnArc(s *network.Site) bool {
	return value.Is(s.Arc, true) || s.RunsOn().All(func(p *network.Plan) bool { return value.Is(p.Arc, true) })
}

func checkArc(p *lint.Pass, site *network.Site) {
	features := featuresOf(site)
	if len(features) == 0 {
		return
	}
	options, names := []lint.Option{lint.At(features[0].at)}, make([]string, len(features))
	for i, f := range features {
		names[i] = f.name
		if f.part != nil {
			options = append(options, lint.Also(f.part, "the "+f.name))
		}
	}
	p.Report(site, fmt.Sprintf(
		"On Azure Arc, %s cannot have networking features of App Service, but is to have %s. Azure refuses or ignores them. Leave them "+
			"out, and use the network of the cluster.",
		site.Title(), network.Enumerate(names)), options...)
}

// feature is a networking feature that an app certainly has: by what is written at
// the app, or by a part of its own.
type feature struct {
	name string
	at   source.Range
	part network.Subject
}

func featuresOf(s *network.Site) []feature {
	var features []feature
	if i := slices.IndexFunc(s.Integrations.Items, isJoined); i >= 0 {
		features = append(features, feature{name: "VNet integration", at: s.Integrations.Items[i].Subnet.At()})
	}
	if len(s.GatewayVNets.Items) > 0 {
		features = append(features, feature{name: "gateway-required VNet integration", part: &s.GatewayVNets.Items[0]})
	}
	if endpoints := s.PrivateEndpoints.Items; len(endpoints) > 0 {
		features = append(features, feature{name: "private endpoint", part: endpoints[0]})
	}
	if rules := writtenRules(s); len(rules) > 0 {
		features = append(features, feature{name: "access restriction rules", at: rules[0].At})
	}
	if connections := s.HybridConnections.Items; len(connections) > 0 {
		features = append(features, feature{name: "hybrid connection", part: connections[0]})
	}
	return features
}

func isJoined(i network.Integration) bool { return i.Subnet.IsPresent() }

// writtenRules returns the access restriction rules of a site and of its SCM site.
func writtenRules(s *network.Site) []*network.AccessRule {
	main, scm := network.Restrictions{AccessList: &s.Main, Site: s}, network.Restrictions{AccessList: &s.SCM, Site: s, SCM: true}
	return slices.Concat(main.Written(), scm.Written())
}
