package egress

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/network/nsg"
	"github.com/appnetlint/appnetlint/pkg/source"
	"github.com/appnetlint/appnetlint/pkg/value"
)

func some[T any](v T) value.Of[T] { return value.Some(v, source.Range{}) }

func userRoute(prefix, hop string) network.Route {
	r := network.Route{Element: network.Element{Address: "to " + prefix, Name: some("to " + prefix)}, Prefix: some(prefix), NextHop: some("VirtualAppliance")}
	r.Address = some(hop)
	return r
}

func withRoutes(routes ...network.Route) *network.Subnet {
	table := &network.RouteTable{Routes: value.Set[network.Route]{Items: routes}}
	return &network.Subnet{RouteTable: network.To(table, "", source.Range{})}
}

func prefixesOf(texts ...string) []netip.Prefix {
	var out []netip.Prefix
	for _, text := range texts {
		out = append(out, netip.MustParsePrefix(text))
	}
	return out
}

// The longest prefix wins, and of two equal ones the user's.
func TestSelectionOfRoutes(t *testing.T) {
	for _, c := range []struct {
		name      string
		user      []string // prefixes of the user's routes
		system    []string
		addresses string
		main      string // the prefix that takes most; "" for a route of Azure's own
		other     []string
	}{
		{"no routes of the user", nil, []string{"0.0.0.0/0"}, "8.8.8.0/24", "", nil},
		{"the user's with the same prefix", []string{"0.0.0.0/0"}, []string{"0.0.0.0/0"}, "8.8.8.0/24", "0.0.0.0/0", nil},
		{"a longer one of Azure's own", []string{"0.0.0.0/0"}, []string{"0.0.0.0/0", "10.1.0.0/16"}, "10.1.2.0/24", "", nil},
		{"a longer one of the user", []string{"10.1.2.0/24"}, []string{"10.1.0.0/16"}, "10.1.2.0/25", "10.1.2.0/24", nil},
		{"the longest of three", []string{"0.0.0.0/0", "10.0.0.0/8", "10.1.0.0/16"}, []string{"10.1.2.0/24"}, "10.1.3.0/24", "10.1.0.0/16", nil},
		{"whatever their order", []string{"10.1.0.0/16", "0.0.0.0/0", "10.0.0.0/8"}, nil, "10.2.0.0/16", "10.0.0.0/8", nil},
		{"for a part of the addresses", []string{"10.1.2.0/26"}, []string{"10.1.0.0/16"}, "10.1.2.0/24", "", []string{"10.1.2.0/26"}},
		{"for most of them", []string{"10.1.2.0/25", "10.1.2.128/26"}, []string{"10.1.0.0/16"}, "10.1.2.0/24", "10.1.2.0/25", []string{"10.1.2.128/26"}},
		{"of a single address", []string{"10.1.2.4/32", "10.1.2.0/24"}, []string{"10.1.0.0/16"}, "10.1.2.4/32", "10.1.2.4/32", nil},
		{"for other addresses", []string{"192.168.0.0/16"}, []string{"10.1.0.0/16"}, "10.1.2.0/24", "", nil},
		{"host bits set", []string{"10.1.2.77/24"}, []string{"10.1.0.0/16"}, "10.1.2.0/24", "10.1.2.77/24", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			var routes []network.Route
			for i, prefix := range c.user {
				routes = append(routes, userRoute(prefix, fmt.Sprint("10.9.9.", i)))
			}
			way := route(withRoutes(routes...), nsg.SetOf(prefixesOf(c.addresses)...), prefixesOf(c.system...)...)
			require.Empty(t, way.why)
			assert.Equal(t, c.main, prefixOf(way.main.route))
			var other []string
			for _, r := range way.other {
				other = append(other, prefixOf(r))
			}
			assert.Equal(t, c.other, other)
		})
	}
}

func prefixOf(r *network.Route) string {
	if r == nil {
		return ""
	}
	return r.Prefix.Or("")
}

// For each address the route is chosen by hand; the selection agrees on how many
// addresses each route takes.
func TestSelectionOfRoutesAgainstAddresses(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 10))
	draw := func() netip.Prefix { // in a world of 256 addresses
		a := netip.AddrFrom4([4]byte{10, 0, 0, byte(random.IntN(256))})
		return netip.PrefixFrom(a, 24+random.IntN(9)).Masked()
	}
	distinct := func(n int) []netip.Prefix {
		var out []netip.Prefix
		for range n {
			if p := draw(); !slices.Contains(out, p) { // Azure takes a prefix once
				out = append(out, p)
			}
		}
		return out
	}
	for range 5000 {
		user, system := distinct(random.IntN(8)), append(distinct(random.IntN(3)), netip.MustParsePrefix("10.0.0.0/8"))
		var routes []network.Route
		for _, p := range user {
			routes = append(routes, userRoute(p.String(), fmt.Sprint("10.9.9.", random.IntN(3))))
		}
		addresses := nsg.SetOf(distinct(1 + random.IntN(3))...)
		s := withRoutes(routes...)
		way := route(s, addresses, system...)
		table := s.RouteTable.Target()

		counts := map[*network.Route]uint64{}
		for last := range 256 {
			a := netip.AddrFrom4([4]byte{10, 0, 0, byte(last)})
			if !addresses.Intersect(nsg.SetOf(netip.PrefixFrom(a, 32))).IsEmpty() {
				counts[chosen(table, system, a)]++
			}
		}
		var most uint64
		for _, n := range counts {
			most = max(most, n)
		}
		message := fmt.Sprint(user, system, addresses)
		require.Equal(t, most, way.main.size, message)
		require.Equal(t, most, counts[way.main.route], message)
		for r, n := range counts {
			listed := slices.Contains(way.other, r)
			require.Equal(t, r != nil && r != way.main.route && n > 0 && !sameWay(r, way.main.route), listed, message)
		}
		for _, r := range way.other {
			require.NotZero(t, counts[r], message)
		}
	}
}

// chosen is the route that Azure takes for one address; nil for one of its own.
func chosen(table *network.RouteTable, system []netip.Prefix, a netip.Addr) *network.Route {
	var best *network.Route
	bits := -1
	for _, p := range system {
		if p.Contains(a) && p.Bits() > bits {
			bits = p.Bits()
		}
	}
	for i := range table.Routes.Items {
		r := &table.Routes.Items[i]
		if p := netip.MustParsePrefix(r.Prefix.Or("")); p.Contains(a) && p.Bits() >= bits {
			best, bits = r, p.Bits()
		}
	}
	return best
}

func sameWay(a, b *network.Route) bool {
	return a != nil && b != nil && a.Address.Or("") == b.Address.Or("")
}

// A route that is not known leaves the selection open, whatever the others are.
func TestSelectionOfUnknownRoutes(t *testing.T) {
	unknown := userRoute("", "10.9.9.9")
	unknown.Prefix = value.Undecided[string]("var.prefix", source.Range{})
	everything := nsg.PublicAddresses()
	assert.NotEmpty(t, route(withRoutes(userRoute("0.0.0.0/0", "10.9.9.4"), unknown), everything).why)

	open := withRoutes(userRoute("0.0.0.0/0", "10.9.9.4"))
	open.RouteTable.Target().Routes.Incomplete = "var.routes"
	assert.Contains(t, route(open, everything).why, "var.routes")
	open.RouteTable = network.Open[network.RouteTable]("var.table", source.Range{})
	assert.Contains(t, route(open, everything).why, "var.table")

	tagged := userRoute("Storage", "10.9.9.9")
	way := route(withRoutes(userRoute("0.0.0.0/0", "10.9.9.4"), tagged), everything)
	assert.Equal(t, "0.0.0.0/0", prefixOf(way.main.route))
	require.Len(t, way.other, 1, "a tag's addresses are a part that is not counted")
	assert.Equal(t, "Storage", prefixOf(way.other[0]))
	assert.Empty(t, route(withRoutes(tagged), nsg.SetOf(prefixesOf("10.0.0.0/8")...)).other, "no service has private addresses")
}
