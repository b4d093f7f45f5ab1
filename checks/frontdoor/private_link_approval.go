package frontdoor

import (
	"fmt"
	"slices"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// PrivateLinkApproval notes private links of Front Door that somebody has to approve.
var PrivateLinkApproval = &lint.Check{
	Name:     "frontdoor-private-link-approval",
	Family:   "frontdoor",
	Severity: lint.Note,
	Effect:   lint.Outage,
	Title:    "The private link of Front Door to an app waits for approval",
	Why: "Front Door reaches a private link origin by a private endpoint that Microsoft makes in a network of its own, so that the " +
		"connection is never approved by itself. The deployment succeeds, the connection stays pending, and requests fail until the " +
		"owner of the app approves it.",
	Fix: "Approve the connection after the deployment: at the app under Networking, Private endpoints, or by `az network " +
		"private-endpoint-connection approve`. In Terraform, an `azapi_update_resource` of the type " +
		"`Microsoft.Web/sites/privateEndpointConnections` with the status `Approved` can do it, once the name of the connection is known.",
	Links: []string{
		"https://learn.microsoft.com/azure/frontdoor/private-link",
		"https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/cdn_frontdoor_origin",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, o := range p.Origins {
			switch {
			case !isUsed(o) || !isPrivate(o) || !o.PrivateLinkSite.IsPresent() || isThere(p, o):
			case slices.ContainsFunc(p.Approvals, func(a *network.Approval) bool { return mayApprove(a, o) }):
			case len(p.Incomplete) > 0:
				p.Undecide(o, o.At, p.Incomplete[0])
			default:
				reportPending(p, o)
			}
		}
	},
}

// isThere reports whether the private link of an origin is there before the change, by
// when somebody may have approved it.
func isThere(p *lint.Pass, o *network.Origin) bool {
	return p.Before != nil && !o.Replaced && slices.ContainsFunc(p.Before.Origins, func(before *network.Origin) bool {
		return before.Address == o.Address && !before.PrivateLink.IsAbsent() && !isPublic(before)
	})
}

// mayApprove reports whether something may approve the connection of an origin. What is
// written for the app may be meant for its slot.
func mayApprove(a *network.Approval, o *network.Origin) bool {
	if a.Site.IsAbsent() {
		return false
	}
	if site, ok := o.PrivateLinkSite.Get(); ok && site.Slot && !network.LeadApart(a.Site, site.Parent) {
		return true
	}
	return !network.LeadApart(a.Site, o.PrivateLinkSite)
}

func reportPending(p *lint.Pass, o *network.Origin) {
	app, options := "an app", []lint.Option{lint.At(o.PrivateLink.At())}
	if site, ok := o.PrivateLinkSite.Get(); ok {
		app, options = site.Title(), append(options, lint.Also(site, "the app"))
	}
	p.Report(o, fmt.Sprintf(
		"Origin %q reaches %s by private link, and nothing here approves the connection. It stays pending, and Front Door's requests "+
			"fail, until the owner of the app approves it. Plan for that step after the deployment.",
		o.Label(), app), options...)
}
