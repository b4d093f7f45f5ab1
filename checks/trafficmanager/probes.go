package trafficmanager

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/access"
	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// forbidden is the status code of a request that App Service keeps out.
const forbidden = 403

// probes are what Traffic Manager sends to an endpoint to see whether it is healthy.
type probes struct {
	profile *network.TrafficManager
	// plain is set if they certainly send no headers that somebody chose.
	plain bool
}

// probesOf returns the probes of an endpoint if they certainly are requests that must
// be answered by something else than 403. In doubt, why says what decides.
func probesOf(e *network.TrafficEndpoint) (of probes, certain bool, why string) {
	profile, known := e.Profile.Get()
	switch {
	case value.Is(e.Enabled, false), value.Is(e.AlwaysServe, true):
		return of, false, ""
	case !known:
		return of, false, e.Profile.Why()
	case value.Is(profile.Enabled, false), profile.Protocol.IsKnown() && !isHTTP(profile.Protocol.Or("")):
		return of, false, ""
	case profile.Statuses.IsKnown() && slices.ContainsFunc(profile.Statuses.Or(nil), isHealthy403):
		return of, false, ""
	}
	for _, doubt := range []string{
		e.Enabled.Why(), e.AlwaysServe.Why(), profile.Enabled.Why(), profile.Protocol.Why(), profile.Statuses.Why(),
	} {
		if doubt != "" {
			return of, false, doubt
		}
	}
	certain = !e.Enabled.IsUnknown() && !e.AlwaysServe.IsUnknown() && !profile.Enabled.IsUnknown() &&
		profile.Protocol.IsKnown() && !profile.Statuses.IsUnknown()
	return probes{profile, isFalse(profile.Headers) && isFalse(e.Headers)}, certain, ""
}

func isHTTP(protocol string) bool {
	return strings.EqualFold(protocol, "HTTP") || strings.EqualFold(protocol, "HTTPS")
}

func isHealthy403(r network.StatusRange) bool { return r.Min <= forbidden && forbidden <= r.Max }

func isFalse(v value.Of[bool]) bool { return v.IsAbsent() || value.Is(v, false) }

// keptOut reports whether a list certainly denies the probes.
func (p probes) keptOut(list *network.AccessList) bool {
	l := list.List()
	met := access.EvaluateSource(l, access.Source{Tags: []string{azure.TagAzureTrafficManager}})
	if met.Outcome != access.AllDenied {
		return false
	}
	// What is left are rules which would let them in if they came from their addresses
	// or sent their headers.
	var prefixes []netip.Prefix
	for _, i := range met.Unless {
		source, known := l.Rules[i].Source.Get()
		switch {
		case isConditional(l.Rules[i]) && p.plain:
		case !known, source.Any, source.Opaque, slices.ContainsFunc(source.Tags, mayHoldProbes):
			return false
		default:
			prefixes = append(prefixes, source.Prefixes...)
		}
	}
	return !mayBeAllProbes(prefixes)
}

func isConditional(r *access.Rule) bool { return r.Headers != nil }

// mayHoldProbes reports whether a service tag may hold addresses of probes: the one
// of the probes, that of all addresses of Azure, and one that is not known.
func mayHoldProbes(tag string) bool {
	known, ok := azure.LookupServiceTag(tag)
	return !ok || known.Name == azure.TagAzureCloud || known.Name == azure.TagAzureTrafficManager || known.Name == azure.TagInternet
}

// Probes come from dozens of single addresses all over Azure.
//
// Source: https://learn.microsoft.com/azure/traffic-manager/traffic-manager-faqs#what-are-the-ip-addresses-from-which-the-health-checks-originate
const (
	// fewProbes is how many ranges certainly are not all of them.
	fewProbes = 16
	// wideIPv4 and wideIPv6 are the lengths up to which a range may hold many of them.
	wideIPv4, wideIPv6 = 16, 32
)

// mayBeAllProbes reports whether ranges of addresses may be those of the probes, that
// somebody wrote instead of the service tag.
func mayBeAllProbes(prefixes []netip.Prefix) bool {
	public := slices.DeleteFunc(slices.Clone(prefixes), func(p netip.Prefix) bool {
		return p.Addr().Is4() && !azure.HoldsPublic(p)
	})
	return len(public) >= fewProbes || slices.ContainsFunc(public, func(p netip.Prefix) bool {
		if p.Addr().Is4() {
			return p.Bits() <= wideIPv4
		}
		return p.Bits() <= wideIPv6
	})
}
