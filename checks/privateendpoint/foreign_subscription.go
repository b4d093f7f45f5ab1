package privateendpoint

import (
	"fmt"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// ForeignSubscription reports private endpoints in a network of another
// subscription than the app's.
var ForeignSubscription = &lint.Check{
	Name:     "private-endpoint-foreign-subscription-vnet",
	Family:   "privateendpoint",
	Severity: lint.Note,
	Effect:   lint.ApplyFails,
	Title:    "A private endpoint is in a network of another subscription",
	Why: "The subscription of the virtual network needs the resource provider `Microsoft.Web` registered, even if no app is in it. Where it is " +
		"not, Azure refuses the private endpoint of an app from another subscription.",
	Fix: "Register the provider once in the subscription of the network: `az provider register --namespace Microsoft.Web`.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-private-endpoint",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, endpoint := range p.PrivateEndpoints {
			if endpoint.External || !leadsToSite(endpoint) {
				continue
			}
			of, in := subscription(idOf(endpoint.App)), subscription(idOf(endpoint.Subnet))
			if of == "" || in == "" || of == in {
				continue
			}
			p.Report(endpoint, fmt.Sprintf(
				"Private endpoint %q is in a network of subscription %q, and its app in %q. Azure refuses the endpoint if the resource provider "+
					"Microsoft.Web is not registered in the first one. Make sure that it is.",
				endpoint.Label(), in, of), lint.At(endpoint.Subnet.At()))
		}
	},
}

// idOf returns the ARM id of the target of an edge; "" where it is not known.
func idOf[T any, P interface {
	*T
	network.Subject
}](e network.Edge[T]) string {
	if target, ok := e.Get(); ok {
		return P(target).Common().ID
	}
	return e.ID()
}

// subscription returns the subscription in an id; "" where it is not known.
func subscription(id string) string {
	rest, ok := strings.CutPrefix(id, "/subscriptions/")
	name, _, _ := strings.Cut(rest, "/")
	if !ok || strings.Contains(name, "?") {
		return ""
	}
	return name
}
