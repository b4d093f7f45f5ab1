package sizing

import (
	"net/netip"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// Ranges returns the known IPv4 ranges of a subnet: App Service takes addresses of
// no others.
func Ranges(s *network.Subnet) []netip.Prefix {
	prefixes, _ := s.Prefixes.Get()
	var out []netip.Prefix
	for _, p := range prefixes {
		if p.IsValid() && p.Addr().Is4() {
			out = append(out, p)
		}
	}
	return out
}

// Usable returns how many addresses of a subnet resources can have: those of all
// its IPv4 ranges without the ones that Azure reserves. It reports false where
// the ranges are not known or none is IPv4.
func Usable(s *network.Subnet) (int, bool) {
	ranges := Ranges(s)
	usable := 0
	for _, p := range ranges {
		usable += azure.UsableAddresses(p)
	}
	return usable, len(ranges) > 0
}

// IsSmallerThan reports whether all IPv4 ranges of a subnet together certainly
// hold fewer addresses than one of the given prefix length. What Azure says of
// subnets with several ranges is not documented, hence together.
func IsSmallerThan(s *network.Subnet, bits int) bool {
	ranges := Ranges(s)
	size := int64(0)
	for _, p := range ranges {
		size += 1 << (32 - p.Bits())
	}
	return len(ranges) > 0 && size < int64(1)<<(32-bits)
}

// RangesText prints the IPv4 ranges of a subnet for a message: 10.0.1.0/26.
func RangesText(s *network.Subnet) string {
	if s.Prefixes.IsSensitive() {
		return s.Prefixes.String()
	}
	var words []string
	for _, p := range Ranges(s) {
		words = append(words, p.String())
	}
	return network.Enumerate(words)
}
