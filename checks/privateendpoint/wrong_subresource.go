package privateendpoint

import (
	"fmt"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/source"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// WrongSubresource reports private endpoints that ask an app for something that it
// does not have.
var WrongSubresource = &lint.Check{
	Name:     "private-endpoint-wrong-subresource",
	Family:   "privateendpoint",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "The subresource of a private endpoint is none that an app has",
	Why: "A private endpoint leads to one subresource of its target. Apps have `sites` for the app itself and `sites-<slot>` for a slot. " +
		"The target is the id of the app in both cases: for the id of a slot Azure answers `InvalidPrivateLinkServiceIdType`. The SCM site needs " +
		"no endpoint of its own.",
	Fix: "Name exactly one of the subresources `sites` and `sites-<slot>`, and the id of the app as target.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-private-endpoint#conceptual-overview",
		"https://learn.microsoft.com/azure/private-link/private-endpoint-overview#private-link-resource",
		"https://github.com/hashicorp/terraform-provider-azurerm/issues/11147",
	},
	Since:   "0.1",
	Fixable: true,
	Run: func(p *lint.Pass) {
		for _, endpoint := range p.PrivateEndpoints {
			switch {
			case endpoint.External:
			case strings.EqualFold(endpoint.TargetType.Or(""), "microsoft.web/sites/slots"):
				reportSubresource(p, endpoint, endpoint.Target.At(), "has the id of a slot as target",
					`Use the id of the app, with the subresource "sites-<slot>"`)
			case leadsToSite(endpoint):
				checkGroups(p, endpoint)
			}
		}
	},
}

func checkGroups(p *lint.Pass, endpoint *network.PrivateEndpoint) {
	if endpoint.Groups.IsUnknown() {
		p.Undecide(endpoint, endpoint.Groups.At(), endpoint.Groups.Why())
		return
	}
	const remedy = `Use "sites" for the app, or "sites-<slot>" for a slot`
	switch groups, _ := endpoint.Groups.Get(); {
	case len(groups) == 0:
		reportSubresource(p, endpoint, writtenAt(endpoint.Groups), "leads to an app and names no subresource", remedy, nameSites(endpoint))
	case len(groups) > 1:
		reportSubresource(p, endpoint, endpoint.Groups.At(), fmt.Sprintf("names %d subresources of an app", len(groups)),
			"Use one endpoint for each")
	case !isSiteGroup(groups[0]):
		reportSubresource(p, endpoint, endpoint.Groups.At(), fmt.Sprintf("names the subresource %s of an app, which has none of that name",
			shown(endpoint.Groups, groups[0])), remedy, nameSites(endpoint))
	}
}

// isSiteGroup reports whether a subresource is one that apps have.
func isSiteGroup(group string) bool {
	rest, ok := strings.CutPrefix(strings.ToLower(group), "sites")
	return ok && (rest == "" || len(rest) > 1 && rest[0] == '-')
}

// shown quotes a text of a value for a message, if it may be printed.
func shown(v value.Of[[]string], text string) string {
	if v.IsSensitive() {
		return "(sensitive)"
	}
	return fmt.Sprintf("%q", text)
}

func reportSubresource(p *lint.Pass, endpoint *network.PrivateEndpoint, at source.Range, what, remedy string, more ...lint.Option) {
	options := append([]lint.Option{lint.At(at)}, more...)
	if site, ok := endpoint.App.Get(); ok {
		options = append(options, lint.Also(site, "the target"))
	}
	p.Report(endpoint, fmt.Sprintf("Private endpoint %q %s. Azure refuses it. %s.", endpoint.Label(), what, remedy), options...)
}
