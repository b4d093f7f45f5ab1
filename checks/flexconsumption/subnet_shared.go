package flexconsumption

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/network/sizing"
)

// SubnetShared reports subnets that Flex Consumption apps share with something else.
var SubnetShared = &lint.Check{
	Name:     "flex-subnet-shared",
	Family:   "flexconsumption",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "A Flex Consumption app shares its subnet with something else",
	Why: "Apps on the Flex Consumption plan can share a subnet with each other and with nothing else: not with apps on other plans, a " +
		"Container Apps environment, which needs the same delegation, nor private endpoints. Azure refuses whichever comes " +
		"second. The document on the plan names service endpoints among the uses that exclude it as well, while that on VNet " +
		"integration advises them: a service endpoint alone is only noted.",
	Fix: "Give the Flex Consumption apps a subnet of their own.",
	Links: []string{
		"https://learn.microsoft.com/azure/azure-functions/functions-networking-options#virtual-network-integration",
		"https://learn.microsoft.com/azure/azure-functions/flex-consumption-how-to#enable-virtual-network-integration",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, subnet := range p.Subnets {
			sites := joining(subnet)
			if len(sites) == 0 {
				continue
			}
			f := flaw{subnet, sites, subnet}
			if subnet.External {
				f.subject = sites[0]
			}
			if others := othersIn(p, subnet); len(others) > 0 {
				reportShared(p, f, others)
			}
			if services, _ := subnet.ServiceEndpoints.Get(); len(services) > 0 {
				f.report(p, fmt.Sprintf(
					"Subnet %q has service endpoints, and %s. Microsoft names service endpoints among the uses of a subnet that exclude "+
						"such apps. If the integration is refused, give the apps a subnet without any "+
						"and reach the services by private endpoints.", subnet.Label(), f.joinedBy()),
					subnet.ServiceEndpoints.At(), lint.As(lint.Note))
			}
		}
	},
}

// other is something in a subnet that is no Flex Consumption app.
type other struct {
	network.Subject
	title string
}

// othersIn returns what is certainly in a subnet beside Flex Consumption apps.
func othersIn(p *lint.Pass, subnet *network.Subnet) []other {
	var out []other
	add := func(s network.Subject, title string) { out = append(out, other{s, title}) }
	for _, s := range subnet.Integrations.Items {
		if isOnOtherPlan(s) && s.Joins().Target() == subnet {
			add(s, s.Title())
		}
	}
	for _, o := range subnet.Occupants.Items {
		add(o, fmt.Sprintf("%s %q", o.Kind, o.Label()))
	}
	for _, e := range subnet.PrivateEndpoints.Items {
		add(e, fmt.Sprintf("private endpoint %q", e.Label()))
	}
	for _, e := range subnet.Environments.Items {
		add(e, fmt.Sprintf("App Service Environment %q", e.Label()))
	}
	for _, g := range p.ApplicationGateways {
		for _, e := range g.Subnets.Items {
			if e.Target() == subnet {
				add(g, fmt.Sprintf("application gateway %q", g.Label()))
				break
			}
		}
	}
	return out
}

// isOnOtherPlan reports whether a site certainly does not run on the Flex
// Consumption plan, which runs function apps alone.
func isOnOtherPlan(s *network.Site) bool {
	if s.Flex {
		return false
	}
	return s.Kind == network.WebApp || s.Kind == network.LogicApp || s.RunsOn().All(func(plan *network.Plan) bool {
		sku, ok := sizing.SKU(plan)
		return ok && sku.Tier != azure.FlexConsumption
	})
}

func reportShared(p *lint.Pass, f flaw, others []other) {
	titles := make([]string, len(others))
	var options []lint.Option
	for i, o := range others {
		titles[i] = o.title
		options = append(options, lint.Also(o, "what shares the subnet"))
	}
	f.report(p, fmt.Sprintf(
		"Subnet %q is shared: %s, and it is used by %s as well. Azure lets apps of that plan share a subnet only with each other "+
			"and refuses the rest. Give them a subnet of their own.",
		f.subnet.Label(), f.joinedBy(), network.Enumerate(titles)),
		f.subnet.At, options...)
}
