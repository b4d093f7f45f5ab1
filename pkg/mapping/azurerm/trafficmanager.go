package azurerm

import (
	"slices"
	"strconv"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// trafficProfile maps azurerm_traffic_manager_profile.
//
// Source: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/traffic_manager_profile
func trafficProfile(x *index.Index, a attributes) {
	t := &network.TrafficManager{Element: a.element(x)}
	t.Enabled = parse(sent(a, "profile_status", a.computed("profile_status").NonEmpty(), "Enabled"), enabledOrDisabled) // computed up to 3
	monitor := a.get("monitor_config")
	t.Protocol = monitor.text("protocol")
	t.Statuses = parse(monitor.get("expected_status_code_ranges").Texts(), statusRanges)
	t.Headers = hasHeaders(monitor)
	x.Model.TrafficManagers = append(x.Model.TrafficManagers, t)
	x.Add(a.of.Resource, t, a.id("Microsoft.Network/trafficManagerProfiles", t.Name))
}

// hasHeaders tells whether custom headers are written.
func hasHeaders(a attributes) value.Of[bool] {
	headers := a.get("custom_header")
	if headers.IsUnknown() {
		return value.Undecided[bool](headers.Pin(), headers.At())
	}
	return value.Some(!headers.missing(), a.At())
}

func enabledOrDisabled(s string) (bool, bool) {
	on := strings.EqualFold(s, "Enabled")
	return on, on || strings.EqualFold(s, "Disabled")
}

// statusRanges reads ranges of status codes such as 200-299; no ranges at all are
// 200 alone.
func statusRanges(texts []string) ([]network.StatusRange, bool) {
	if len(texts) == 0 {
		return []network.StatusRange{{Min: 200, Max: 200}}, true
	}
	ranges := make([]network.StatusRange, len(texts))
	for i, text := range texts {
		from, to, isRange := strings.Cut(text, "-")
		if !isRange {
			to = from
		}
		low, errLow := strconv.Atoi(strings.TrimSpace(from))
		high, errHigh := strconv.Atoi(strings.TrimSpace(to))
		if errLow != nil || errHigh != nil {
			return nil, false
		}
		ranges[i] = network.StatusRange{Min: low, Max: high}
	}
	return ranges, true
}

// trafficEndpoint maps the three resources for endpoints of a profile.
//
// Source: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/traffic_manager_azure_endpoint
func trafficEndpoint(kind network.TrafficEndpointKind) mapper {
	return func(x *index.Index, a attributes) {
		e := &network.TrafficEndpoint{Element: a.element(x), Kind: kind}
		e.Enabled = a.boolOr("enabled", true)
		e.AlwaysServe = a.boolOr("always_serve_enabled", false)
		e.Headers = hasHeaders(a)
		link(x, &e.Profile, a.get("profile_id"))
		x.Model.TrafficEndpoints = append(x.Model.TrafficEndpoints, e)
		x.Add(a.of.Resource, e, a.known())

		target := a.get("target_resource_id").Cursor
		switch kind {
		case network.AzureEndpoint:
			x.Later(func() { e.Site = trafficTarget(x, target) })
		case network.NestedEndpoint:
			index.Link(x, &e.Nested, target)
		case network.ExternalEndpoint:
			host := a.get("target").Cursor
			e.Host = host.NonEmpty()
			x.AfterLinks(func() { e.Site = x.ResolveHost(host) })
		}
	}
}

// trafficTarget leads to the app that is the target of an endpoint. A public address
// can be one too, other than that of a private endpoint.
func trafficTarget(x *index.Index, c iac.Cursor) network.Edge[network.Site] {
	typ := targetType(x, c)
	if !typ.IsKnown() && mayBeAddress(c) && !certainlyNoSite(c) {
		return network.Open[network.Site](c.Pin(), c.At())
	}
	return targetSite(x, c, typ, false)
}

// mayBeAddress reports whether an unknown id may be that of a public address.
func mayBeAddress(c iac.Cursor) bool {
	origin := c.Value().Origin()
	return c.IsUnknown() && origin != nil && slices.ContainsFunc(origin.References, func(ref iac.Reference) bool {
		return strings.HasPrefix(resourceType(ref.Address), "azurerm_public_ip")
	})
}
