package network

import (
	"github.com/appnetlint/appnetlint/pkg/value"
)

// TrafficManager is a Traffic Manager profile.
type TrafficManager struct {
	Element
	// Enabled is absent where nothing is sent: Azure enables the profile.
	Enabled value.Of[bool]
	// Protocol is what the probes of the profile speak, as written: HTTP, HTTPS, TCP.
	Protocol value.Of[string]
	// Statuses are the answers to a probe that count as healthy; absent means 200
	// alone.
	Statuses value.Of[[]StatusRange]
	// Headers is set if the probes send headers that somebody chose. An endpoint may
	// add some of its own.
	Headers value.Of[bool]

	Endpoints value.Set[*TrafficEndpoint]
	// Parents are the endpoints of other profiles that lead to this one.
	Parents value.Set[*TrafficEndpoint]
}

// StatusRange is a range of HTTP status codes, both ends included.
type StatusRange struct{ Min, Max int }

// TrafficEndpointKind tells endpoints of Traffic Manager apart.
type TrafficEndpointKind uint8

// The kinds of endpoint; the zero value is one that is not known.
const (
	// AzureEndpoint names a resource by its id.
	AzureEndpoint TrafficEndpointKind = iota + 1
	// ExternalEndpoint names a host.
	ExternalEndpoint
	// NestedEndpoint names another profile.
	NestedEndpoint
)

// TrafficEndpoint is an endpoint of a Traffic Manager profile.
type TrafficEndpoint struct {
	Element
	Kind    TrafficEndpointKind
	Profile Edge[TrafficManager]
	// Site is the app or slot that the endpoint leads to, by its id or by its host
	// name; absent if it leads to something else.
	Site Edge[Site]
	// Nested is the profile that a nested endpoint leads to.
	Nested Edge[TrafficManager]
	// Host is the target of an external endpoint.
	Host value.Of[string]
	// Enabled is absent where nothing is sent: Azure enables the endpoint.
	Enabled value.Of[bool]
	// AlwaysServe is set if Traffic Manager does not probe the endpoint.
	AlwaysServe value.Of[bool]
	// Headers is set if the probes of this endpoint send headers of their own.
	Headers value.Of[bool]
}
