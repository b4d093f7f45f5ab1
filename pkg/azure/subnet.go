package azure

import (
	"math"
	"net/netip"
)

// UsableAddresses returns how many addresses of an IPv4 subnet resources can
// have: all but the five that Azure reserves, and never less than none. App
// Service takes IPv4 addresses only, so for an IPv6 prefix, as for an invalid
// one, it returns 0.
func UsableAddresses(p netip.Prefix) int {
	if !p.IsValid() || !p.Addr().Is4() {
		return 0
	}
	usable := int64(1)<<(32-p.Bits()) - int64(ReservedSubnetAddresses.Value)
	return int(min(max(usable, 0), math.MaxInt))
}

// SmallestPrefixFor returns the prefix length of the smallest IPv4 subnet that
// Azure creates and that has n usable addresses; /0 is the largest there is.
func SmallestPrefixFor(n int) int {
	bits := SubnetSmallestPrefix.Value
	for bits > 0 && UsableAddresses(netip.PrefixFrom(netip.IPv4Unspecified(), bits)) < n {
		bits--
	}
	return bits
}

// AddressesPerInstance returns how many addresses of the integration subnet one
// instance of a plan takes: one, and one more for each Windows container app of
// the plan.
func AddressesPerInstance(windowsContainerApps int) int { return 1 + windowsContainerApps }

// AddressesNeeded returns how many addresses of the integration subnet a plan can
// come to need: those of all its instances twice, since old instances keep theirs
// while a plan scales up or down.
func AddressesNeeded(instances, perInstance int) int {
	return ScalingFactor.Value * instances * perInstance
}

// InstancesThatFit returns how many instances of one address each a plan can run
// in a subnet that no other plan uses, and still scale up or down.
func InstancesThatFit(p netip.Prefix) int { return UsableAddresses(p) / ScalingFactor.Value }
