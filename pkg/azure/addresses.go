package azure

import "net/netip"

// PlatformAddress is the virtual address of the host: Azure's DNS server, and the
// origin of load balancer probes. The service tag AzureLoadBalancer stands for it,
// and VirtualNetwork includes it (Azure service tags overview).
var PlatformAddress = netip.MustParseAddr("168.63.129.16")

// EnvironmentReservedRange holds client addresses whose requests an App Service
// Environment with an internal load balancer may drop (App Service Environment
// networking).
var EnvironmentReservedRange = netip.MustParsePrefix("172.31.192.0/25")

var (
	privateUse = []netip.Prefix{
		netip.MustParsePrefix("10.0.0.0/8"),
		netip.MustParsePrefix("172.16.0.0/12"),
		netip.MustParsePrefix("192.168.0.0/16"),
	}
	sharedSpace = netip.MustParsePrefix("100.64.0.0/10")
)

// IsRFC1918 reports whether a prefix lies in one of the three private ranges of
// RFC 1918.
func IsRFC1918(p netip.Prefix) bool {
	for _, private := range privateUse {
		if contains(private, p) {
			return true
		}
	}
	return false
}

// IsPrivateRange reports whether a prefix lies in a range of RFC 1918 or in the
// shared address space of RFC 6598, 100.64.0.0/10: addresses that the front ends
// of multitenant App Service never see as a client's.
func IsPrivateRange(p netip.Prefix) bool { return IsRFC1918(p) || contains(sharedSpace, p) }

// notPublic are the IPv4 ranges that no host of the internet has an address in:
// the private ones, and those of the IANA special-purpose registry that are not
// globally reachable.
var notPublic = append([]netip.Prefix{
	sharedSpace,
	netip.MustParsePrefix("0.0.0.0/8"),
	netip.MustParsePrefix("127.0.0.0/8"),
	netip.MustParsePrefix("169.254.0.0/16"),
	netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("198.18.0.0/15"),
	netip.MustParsePrefix("224.0.0.0/3"), // multicast, reserved, broadcast
}, privateUse...)

// HoldsPublic reports whether an IPv4 prefix holds addresses of the internet:
// 0.0.0.0/0 does, 10.0.0.0/8 does not.
func HoldsPublic(p netip.Prefix) bool {
	if !p.IsValid() || !p.Addr().Is4() {
		return false
	}
	for _, special := range notPublic {
		if contains(special, p) {
			return false
		}
	}
	return true
}

// contains reports whether all of inner lies in outer.
func contains(outer, inner netip.Prefix) bool {
	return inner.IsValid() && outer.Bits() <= inner.Bits() && outer.Contains(inner.Addr())
}
