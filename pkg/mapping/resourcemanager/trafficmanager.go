package resourcemanager

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// fillTrafficManager maps Microsoft.Network/trafficManagerProfiles with the
// endpoints that it lists.
//
// Source: https://learn.microsoft.com/azure/templates/microsoft.network/trafficmanagerprofiles
func fillTrafficManager(x *index.Index, r *resource, t *network.TrafficManager) {
	set(&t.Enabled, enabled(r.prop("profileStatus").Text()))
	monitor := r.prop("monitorConfig")
	set(&t.Protocol, monitor.Fold("protocol").NonEmpty())
	set(&t.Statuses, statusRanges(monitor.Fold("expectedStatusCodeRanges")))
	if headers := monitor.Fold("customHeaders"); !r.patch || !headers.IsNull() {
		t.Headers = listed(headers)
	}

	elements, more := r.prop("endpoints").List()
	if more != "" {
		t.Endpoints.Incomplete = more
	}
	if r.uncertain != "" {
		return
	}
	for _, c := range elements {
		add(x, r.child(endpointSegment(c), c), func(x *index.Index, r *resource, e *network.TrafficEndpoint) {
			e.Profile = network.To(t, "", c.At())
			fillEndpointProperties(x, r, e)
		})
	}
}

// endpointSegment is the last segment of the type that a listed endpoint names.
func endpointSegment(c iac.Cursor) string {
	typ := strings.ToLower(c.Fold("type").Text().Or(""))
	return typ[strings.LastIndexByte(typ, '/')+1:]
}

// statusRanges reads the status codes that count as healthy; no ranges at all are
// 200 alone.
func statusRanges(c iac.Cursor) value.Of[[]network.StatusRange] {
	if c.IsNull() {
		return value.None[[]network.StatusRange]()
	}
	elements, more := c.List()
	if more != "" {
		return value.Undecided[[]network.StatusRange](more, c.At())
	}
	ranges := []network.StatusRange{{Min: 200, Max: 200}}
	if len(elements) > 0 {
		ranges = nil
	}
	for _, e := range elements {
		low, okLow := e.Fold("min").Int().Get()
		high, okHigh := e.Fold("max").Int().Get()
		if !okLow || !okHigh {
			return value.Undecided[[]network.StatusRange](e.Pin(), e.At())
		}
		ranges = append(ranges, network.StatusRange{Min: low, Max: high})
	}
	return value.Some(ranges, c.At())
}

// listed reports whether a list has elements.
func listed(c iac.Cursor) value.Of[bool] {
	elements, more := c.List()
	if more != "" {
		return value.Undecided[bool](more, c.At())
	}
	return value.Some(len(elements) > 0, c.At())
}

// fillTrafficEndpoint maps the three types of endpoints below a profile.
//
// Source: https://learn.microsoft.com/azure/templates/microsoft.network/trafficmanagerprofiles/azureendpoints
func fillTrafficEndpoint(x *index.Index, r *resource, e *network.TrafficEndpoint) {
	if !r.patch {
		x.Later(func() { e.Profile = ancestor[network.TrafficManager](x, r, 1) })
	}
	fillEndpointProperties(x, r, e)
}

// trafficEndpointKinds are the kinds of endpoints by the last segment of their type.
var trafficEndpointKinds = map[string]network.TrafficEndpointKind{
	"azureendpoints":    network.AzureEndpoint,
	"externalendpoints": network.ExternalEndpoint,
	"nestedendpoints":   network.NestedEndpoint,
}

func fillEndpointProperties(x *index.Index, r *resource, e *network.TrafficEndpoint) {
	e.Kind = trafficEndpointKinds[r.segment()]
	set(&e.Enabled, enabled(r.prop("endpointStatus").Text()))
	set(&e.AlwaysServe, enabled(r.prop("alwaysServe").Text()))
	if headers := r.prop("customHeaders"); !r.patch || !headers.IsNull() {
		e.Headers = listed(headers)
	}
	target, host := r.prop("targetResourceId"), r.prop("target")
	switch {
	case e.Kind == network.ExternalEndpoint:
		set(&e.Host, host.NonEmpty())
		linkHost(x, &e.Site, host)
	case e.Kind == network.NestedEndpoint:
		link(x, &e.Nested, target)
	case e.Kind == network.AzureEndpoint && !target.IsNull():
		x.Later(func() { e.Site = trafficTarget(x, target) })
	case e.Kind == 0:
		e.Site, e.Nested = network.Open[network.Site](r.Address, e.At), network.Open[network.TrafficManager](r.Address, e.At)
	}
}

// trafficTarget leads to the app or slot that is the target of an endpoint.
func trafficTarget(x *index.Index, target iac.Cursor) network.Edge[network.Site] {
	typ := targetType(x, target)
	if t, ok := typ.Get(); ok && t == typeSlot { // not the app in its place
		return index.Resolve[network.Site](x, target)
	}
	return privateLinkSite(x, target, typ, false)
}
