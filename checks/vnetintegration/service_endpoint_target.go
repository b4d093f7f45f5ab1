package vnetintegration

import (
	"fmt"
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// ServiceEndpointTarget reports network rules of storage accounts and the like that
// admit an integration subnet without the service endpoint.
var ServiceEndpointTarget = &lint.Check{
	Name:     "service-endpoint-target-not-enabled",
	Family:   "vnetintegration",
	Severity: lint.Warning,
	Effect:   lint.Outage,
	Title:    "A network rule admits an integration subnet that lacks the service endpoint",
	Why: "A storage account, key vault or database that admits a subnet recognises its traffic by the service endpoint of the subnet. Without the " +
		"endpoint, what apps send leaves with a public address, and the rule does not match it. Azure refuses some such rules right away.",
	Fix: "Add the service endpoint to the subnet (`service_endpoints`, from azurerm 5 on a `service_endpoint` block; ARM: `serviceEndpoints`).",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-vnet-integration#service-endpoints",
		"https://learn.microsoft.com/azure/virtual-network/virtual-network-service-endpoints-overview",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, subnet := range p.Subnets {
			if len(subnet.Integrations.Items) > 0 && !subnet.External {
				checkTargets(p, subnet)
			}
		}
	},
}

func checkTargets(p *lint.Pass, subnet *network.Subnet) {
	admitting := map[string][]*network.Guarded{} // by service endpoint
	for _, g := range p.Guarded {
		endpoint, ok := azure.ServiceEndpointFor(g.Kind)
		if ok && relyOnSubnets(g) && slices.ContainsFunc(g.Subnets.Items, func(e network.Edge[network.Subnet]) bool { return e.Target() == subnet }) {
			admitting[endpoint] = append(admitting[endpoint], g)
		}
	}
	if len(admitting) > 0 && subnet.ServiceEndpoints.IsUnknown() {
		p.Undecide(subnet, subnet.ServiceEndpoints.At(), subnet.ServiceEndpoints.Why())
		return
	}
	have := subnet.ServiceEndpoints.Or(nil)
	var missing []string
	for endpoint := range admitting {
		if !slices.ContainsFunc(have, func(h string) bool { return azure.ServiceEndpointServes(h, endpoint) }) {
			missing = append(missing, endpoint)
		}
	}
	slices.Sort(missing)
	for _, endpoint := range missing {
		reportTargets(p, subnet, endpoint, admitting[endpoint])
	}
}

// relyOnSubnets reports whether the network rules of a resource certainly decide,
// and admit nobody by default.
func relyOnSubnets(g *network.Guarded) bool {
	return (g.PublicAccess.IsAbsent() || value.Is(g.PublicAccess, true)) &&
		(g.DefaultAction.IsAbsent() || strings.EqualFold(g.DefaultAction.Or(""), "Deny"))
}

func reportTargets(p *lint.Pass, subnet *network.Subnet, endpoint string, targets []*network.Guarded) {
	sites := subnet.Integrations.Items
	options := []lint.Option{lint.At(subnet.ServiceEndpoints.At()), lint.Also(sites[0], "the app that joins the subnet")}
	if endpoint == azure.EndpointCosmosDB { // whose rules count only with a filter that cannot be seen
		options = append(options, lint.As(lint.Note))
	}
	for _, g := range targets {
		options = append(options, lint.Also(g, "what admits the subnet"))
	}
	p.Report(subnet, fmt.Sprintf(
		"Subnet %q lacks the service endpoint %q, and the network rules of %s admit the subnet. They do not recognise the traffic of %s, and refuse "+
			"it. Add the service endpoint to the subnet.",
		subnet.Label(), endpoint, names(targets), network.TitlesOf(sites)), options...)
}
