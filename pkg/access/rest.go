package access

import (
	"encoding/binary"
	"maps"
	"slices"

	"go4.org/netipx"
)

// rest tells what more than half of a set of addresses certainly meets, or mayBoth,
// and who decides for most of these. Half of the addresses, because an unknown rule
// that is known later can then not change the answer.
func (o *overlay) rest(set ranges) (actions, int32) {
	var total [mayBoth + 1]uint64
	var share [mayBoth + 1]map[int32]uint64
	for _, r := range set {
		for i, last := o.axis.span(r); i <= last; i++ {
			possible, size := o.possible[i], sizeOf(o.axis.at(i))
			if share[possible] == nil {
				share[possible] = map[int32]uint64{}
			}
			total[possible] += size
			share[possible][o.decider[i]] += size
		}
	}
	rest := mayBoth
	switch unknown := total[mayBoth]; {
	case total[mayAllow] >= total[mayDeny]+unknown:
		rest = mayAllow
	case total[mayDeny] > total[mayAllow]+unknown:
		rest = mayDeny
	}

	decider, most := int32(ByDefault), uint64(0)
	for _, d := range slices.Sorted(maps.Keys(share[rest])) {
		if share[rest][d] > most {
			decider, most = d, share[rest][d]
		}
	}
	return rest, decider
}

// sizeOf counts addresses, in IPv6 networks of 64 bits: fewer are too small to
// matter, and 64 bits are enough to count them.
func sizeOf(r netipx.IPRange) uint64 {
	if r.From().Is4() {
		from, to := r.From().As4(), r.To().As4()
		return uint64(binary.BigEndian.Uint32(to[:])) - uint64(binary.BigEndian.Uint32(from[:])) + 1
	}
	from, next := r.From().As16(), r.To().Next().As16()
	return binary.BigEndian.Uint64(next[:8]) - binary.BigEndian.Uint64(from[:8])
}
