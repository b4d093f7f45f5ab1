package applicationgateway

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// EnvironmentIsolation notes apps of an internal App Service Environment that the whole
// network can call beside their application gateway.
var EnvironmentIsolation = &lint.Check{
	Name:     "appgw-ase-isolation",
	Family:   "applicationgateway",
	Severity: lint.Note,
	Effect:   lint.Advice,
	Title:    "The network reaches the app of an internal environment past the application gateway",
	Why: "The apps of an App Service Environment with an internal load balancer answer the virtual network and everything connected to " +
		"it: peered networks, VPN, ExpressRoute. An application gateway before such an app filters the requests that pass it, and " +
		"anybody in these networks can leave it out. Rules for subnets do not work in an environment.",
	Fix: "Where the gateway is to be the only way, allow its private address, or the range of its subnet, in the access restrictions of " +
		"the app, with the unmatched rule action `Deny`; or let the network security group of the environment's subnet admit only the " +
		"gateway's subnet to ports 80 and 443.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-app-gateway-integration",
		"https://learn.microsoft.com/azure/app-service/environment/networking#ports-and-network-restrictions",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		type way struct {
			gateway     *network.ApplicationGateway
			environment *network.Environment
		}
		reported := map[way]bool{}
		for _, g := range p.ApplicationGateways {
			for _, b := range g.Backends.Items {
				site, ok := b.Site.Get()
				if !ok || g.External || site.External {
					continue
				}
				env := openTo(site)
				switch w := (way{g, env}); {
				case env == nil || reported[w]:
				case len(p.Incomplete) > 0:
					p.Undecide(g, b.At, p.Incomplete[0])
				default:
					reported[w] = true
					reportBeside(p, site, g, env)
				}
			}
		}
	},
}

// openTo returns the internal environment whose network certainly reaches a site without
// let or hindrance; nil where there is none.
func openTo(s *network.Site) *network.Environment {
	_, edge := s.Hosting()
	env, ok := edge.Get()
	if !ok || env.External || !value.Is(env.Internal, true) || s.Public() != network.PublicOpen {
		return nil
	}
	if len(s.Main.Rules.Items) > 0 || !s.Main.IsOpen() || !env.Subnet.All(unfiltered) {
		return nil
	}
	return env
}

// unfiltered reports whether no security group of a subnet keeps anybody out.
func unfiltered(s *network.Subnet) bool {
	if s.External {
		return false
	}
	return s.SecurityGroup.IsAbsent() || s.SecurityGroup.All(func(g *network.SecurityGroup) bool {
		if g.External || !g.Rules.Complete() {
			return false
		}
		for i := range g.Rules.Items {
			if r := &g.Rules.Items[i]; !value.Is(r.Direction, network.Outbound) && !value.Is(r.Allow, true) {
				return false
			}
		}
		return true
	})
}

func reportBeside(p *lint.Pass, site *network.Site, g *network.ApplicationGateway, env *network.Environment) {
	p.Report(site, fmt.Sprintf(
		"Application gateway %q stands before %s, but everybody in the network of App Service Environment %q, and in networks connected "+
			"to it, reaches the app directly. If the gateway is to be the only way, allow its private address in the access restrictions "+
			"and set the unmatched rule action to \"Deny\".",
		g.Label(), site.Title(), env.Label()), lint.Also(g, "the gateway"), lint.Also(env, "the environment"))
}
