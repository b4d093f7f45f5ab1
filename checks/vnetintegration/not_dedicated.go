package vnetintegration

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// NotDedicated reports integration subnets with something else in them. Private
// endpoints have a check of their own.
var NotDedicated = &lint.Check{
	Name:     "vnet-integration-subnet-not-dedicated",
	Family:   "vnetintegration",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "Something else is in the integration subnet",
	Why: "VNet integration needs a subnet for itself: a subnet that is delegated to App Service takes no network interfaces, load balancers, " +
		"gateways or other services, and a subnet with something in it cannot be delegated. Azure refuses whichever comes second.",
	Fix: "Give the apps a subnet of their own.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-vnet-integration#subnet-requirements",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, subnet := range p.Subnets {
			sites := withoutFlex(subnet.Integrations.Items)
			others := occupantsOf(p.Model, subnet)
			if len(sites) == 0 || len(others) == 0 {
				continue
			}
			var subject network.Subject = subnet
			if subnet.External {
				subject = sites[0]
			}
			words := make([]string, len(others))
			options := []lint.Option{lint.Also(sites[0], "the app that joins the subnet")}
			for i, o := range others {
				words[i] = fmt.Sprintf("%s %q", o.kind, o.element.Common().Label())
				options = append(options, lint.Also(o.element, "what else is in the subnet"))
			}
			p.Report(subject, fmt.Sprintf(
				"Subnet %q is the integration subnet of %s and has %s in it as well. Azure wants a subnet that is delegated to App Service for "+
					"itself, and refuses one of them. Give the app a subnet of its own.",
				subnet.Label(), network.TitlesOf(sites), network.Enumerate(words)), options...)
		}
	},
}

// occupant is something that takes addresses of a subnet.
type occupant struct {
	kind    string
	element network.Subject
}

func occupantsOf(m *network.Model, subnet *network.Subnet) []occupant {
	var out []occupant
	for _, o := range subnet.Occupants.Items {
		out = append(out, occupant{o.Kind, o})
	}
	for _, g := range m.ApplicationGateways {
		for _, e := range g.Subnets.Items {
			if e.Target() == subnet {
				out = append(out, occupant{"application gateway", g})
				break
			}
		}
	}
	for _, g := range m.Gateways {
		if g.Subnet.Target() == subnet {
			out = append(out, occupant{"virtual network gateway", g})
		}
	}
	return out
}
