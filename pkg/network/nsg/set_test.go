package nsg_test

import (
	"math/rand/v2"
	"net/netip"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go4.org/netipx"

	"github.com/appnetlint/appnetlint/pkg/network/nsg"
)

// The sets agree with a general implementation.
func TestSetAgainstAnother(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	draw := func() ([]netip.Prefix, *netipx.IPSet) {
		var prefixes []netip.Prefix
		var b netipx.IPSetBuilder
		for range random.IntN(6) {
			address := netip.AddrFrom4([4]byte{byte(random.IntN(4) * 85), byte(random.IntN(4)), 0, byte(random.IntN(3) * 127)})
			p := netip.PrefixFrom(address, random.IntN(33)).Masked()
			prefixes = append(prefixes, p)
			b.AddPrefix(p)
		}
		set, err := b.IPSet()
		require.NoError(t, err)
		return prefixes, set
	}
	for range 2000 {
		p, a := draw()
		q, b := draw()
		combined := func(with func(*netipx.IPSetBuilder, *netipx.IPSet)) nsg.Set {
			var builder netipx.IPSetBuilder
			builder.AddSet(a)
			with(&builder, b)
			set, err := builder.IPSet()
			require.NoError(t, err)
			return nsg.SetOf(set.Prefixes()...)
		}
		s, u := nsg.SetOf(p...), nsg.SetOf(q...)
		assert.True(t, s.Equal(nsg.SetOf(a.Prefixes()...)), p)
		assert.True(t, s.Union(u).Equal(combined((*netipx.IPSetBuilder).AddSet)), "%v and %v", p, q)
		assert.True(t, s.Intersect(u).Equal(combined((*netipx.IPSetBuilder).Intersect)), "%v in %v", p, q)
		assert.True(t, s.Subtract(u).Equal(combined((*netipx.IPSetBuilder).RemoveSet)), "%v without %v", p, q)
		assert.Equal(t, s.Size(), s.Intersect(u).Size()+s.Subtract(u).Size())
	}
}

func TestSet(t *testing.T) {
	everything := nsg.SetOf(netip.MustParsePrefix("0.0.0.0/0"))
	assert.Equal(t, uint64(1)<<32, everything.Size())
	assert.True(t, nsg.SetOf(netip.MustParsePrefix("2001:db8::/32"), netip.Prefix{}).IsEmpty())
	assert.True(t, everything.Subtract(everything).IsEmpty())
	assert.True(t, everything.Intersect(nsg.PublicAddresses()).Equal(nsg.PublicAddresses()))
	assert.True(t, nsg.PublicAddresses().Intersect(nsg.SetOf(netip.MustParsePrefix("10.1.0.0/16"), netip.MustParsePrefix("168.63.129.16/32"))).IsEmpty())
}
