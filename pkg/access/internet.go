package access

import (
	"net/netip"
	"slices"
)

// The internet, as far as a client on it can have an address there: without what
// the IANA special-purpose registries call not globally reachable, and without
// multicast. Documentation ranges stay in, because configurations write them
// for real addresses.
//
// https://www.iana.org/assignments/iana-ipv4-special-registry
// https://www.iana.org/assignments/iana-ipv6-special-registry
var (
	ipv4       = mustParse("0.0.0.0/0")
	ipv6       = mustParse("::/0")
	everywhere = slices.Concat(ipv4, ipv6)

	internet4 = ipv4.minus(mustParse(
		"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
		"192.0.0.0/24", "192.168.0.0/16", "198.18.0.0/15", "224.0.0.0/4", "240.0.0.0/4",
	))
	internet6   = mustParse("2000::/3").minus(mustParse("2001:2::/48"))
	internet    = slices.Concat(internet4, internet6)
	notInternet = everywhere.minus(internet)
)

// plausible lists where to look for an address to show, best first: ordinary
// addresses of the internet (in IPv6 those of the regional registries), other
// public ones, and private ones.
var plausible = []ranges{
	slices.Concat(
		internet4.minus(mustParse("192.0.2.0/24", "192.88.99.0/24", "198.51.100.0/24", "203.0.113.0/24")),
		mustParse("2400::/12", "2600::/12", "2800::/12", "2a00::/12", "2c00::/12"),
	),
	internet,
	mustParse("10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"),
	everywhere,
}

// example returns an address of the set that a reader takes for a client's,
// always the same for the same set, or the zero Addr for an empty one.
func (s ranges) example() netip.Addr {
	for _, p := range plausible {
		if common := s.intersect(p); len(common) > 0 {
			a, last := common[0].From(), common[0].To()
			// 1.0.0.0 looks like a network; 1.0.0.1 is as good.
			if bytes := a.AsSlice(); bytes[len(bytes)-1] == 0 && a != last {
				a = a.Next()
			}
			return a
		}
	}
	return netip.Addr{}
}
