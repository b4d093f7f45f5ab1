package access

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"testing"
)

// benchmarkLists are lists of a given size, of the kinds that take the most time
// each in its own way.
func benchmarkLists(size int) map[string]List {
	w := world{rand.New(rand.NewPCG(1, 2))}
	lists := map[string]List{"random": w.list(size, true).list()}

	partners, halves, filters := List{}, List{}, List{}
	for i := range size {
		a := netip.AddrFrom4([4]byte{20, byte(i >> 12), byte(i >> 4), byte(i << 4)})
		partners.Rules = append(partners.Rules, allow(100+i, netip.PrefixFrom(a, 28).String()))
		filters.Rules = append(filters.Rules, allow(100+i, "AzureFrontDoor.Backend", withFDID(fmt.Sprint("id-", i))))
		if i < size/2 {
			halves.Rules = append(halves.Rules, deny(100+i, netip.PrefixFrom(a, 28).String()))
		} else {
			halves.Rules = append(halves.Rules, allow(100+i, "0.0.0.0/0", withHost(fmt.Sprintf("h%d.example", i))))
		}
	}
	lists["partners"], lists["filters"], lists["halves"] = partners, filters, halves
	one := List{}
	for _, r := range lists["random"].Rules {
		same := *r
		same.Priority = some(65000)
		one.Rules = append(one.Rules, &same)
	}
	lists["one priority"] = one
	return lists
}

func BenchmarkAnalyses(b *testing.B) {
	for _, size := range []int{512, 5000} {
		for name, l := range benchmarkLists(size) {
			b.Run(fmt.Sprintf("%d %s", size, name), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					Expose(l)
					Shadowed(l)
					DuplicatePriorities(l)
					Wider(l, l)
					Evaluate(l, Client{Addr: netip.MustParseAddr("203.0.113.7")})
					EvaluateSource(l, Source{Any: true})
				}
			})
		}
	}
}
