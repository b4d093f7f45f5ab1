package access

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestExpose(t *testing.T) {
	tests := []struct {
		name         string
		list         List
		want         State
		ipv4, ipv6   State
		rule4, rule6 int // Rest.Rule
	}{
		{"no rules", List{}, Open, Open, Open, ByDefault, ByDefault},
		{"no rules, explicit deny", List{}.then(Deny), Closed, Closed, Closed, ByDefault, ByDefault},
		{"allow rules, implicit deny", listOf(allow(1, "203.0.113.0/24")), Filtered, Filtered, Closed, ByDefault, ByDefault},
		{"allow rules, default allow", listOf(allow(1, "203.0.113.0/24")).then(Allow), Open, Open, Open, ByDefault, ByDefault},
		{"deny rules, implicit deny", listOf(deny(1, "203.0.113.0/24")), Closed, Closed, Closed, ByDefault, ByDefault},
		{"deny rules, default allow", listOf(deny(1, "203.0.113.0/24 2001:db8::/32")).then(Allow), OpenExcept, OpenExcept, OpenExcept, ByDefault, ByDefault},
		{"block list for IPv4", listOf(deny(1, "203.0.113.0/24")).then(Allow), OpenExcept, OpenExcept, Open, ByDefault, ByDefault},
		{"denying private addresses denies nobody", listOf(deny(1, "10.0.0.0/8 192.168.0.0/16 127.0.0.1 169.254.0.0/16 224.0.0.0/4 fe80::/10")).then(Allow), Open, Open, Open, ByDefault, ByDefault},
		{"denying a subnet denies nobody here", listOf(deny(1, "subnet:a")).then(Allow), Open, Open, Open, ByDefault, ByDefault},
		{"denying a tag", listOf(deny(1, "AzureCloud")).then(Allow), OpenExcept, OpenExcept, OpenExcept, ByDefault, ByDefault},
		{"denying with a header", listOf(deny(1, "0.0.0.0/0", withHost("x.example"))).then(Allow), OpenExcept, OpenExcept, Open, ByDefault, ByDefault},
		{"a tag denied too late", listOf(allow(1, "0.0.0.0/0 ::/0"), deny(2, "AzureCloud")), Open, Open, Open, 0, 0},
		{"catch-all deny for IPv4 only", listOf(allow(1, "203.0.113.0/24"), deny(2, "0.0.0.0/0")).then(Allow), OpenIPv6, Filtered, Open, 1, ByDefault},
		{"catch-all deny for IPv6 only, subnets get in", listOf(deny(2, "::/0")).then(Allow), OpenIPv4, Open, Filtered, ByDefault, 0},
		{"catch-all deny for both, subnets get in", listOf(deny(2, "0.0.0.0/0"), deny(2, "::/0")).then(Allow), Filtered, Filtered, Filtered, 0, 1},
		{"Any denies subnets too", listOf(deny(2, "Any")).then(Allow), Closed, Closed, Closed, 0, 0},
		{"catch-all deny first", listOf(deny(1, "Any"), allow(2, "203.0.113.0/24"), allow(3, "Storage"), allow(4, "subnet:a"), allow(5, "1.0.0.0/8", withFDID("a"))), Closed, Closed, Closed, 0, 0},
		{"catch-all allow", listOf(allow(1, "203.0.113.0/24"), allow(2, "0.0.0.0/0")), OpenIPv4, Open, Closed, 1, ByDefault},
		{"Internet is a catch-all", listOf(deny(1, "203.0.113.0/24"), allow(2, "Internet")), OpenExcept, OpenExcept, Open, 1, 1},
		{"two halves are a catch-all", listOf(allow(1, "0.0.0.0/1"), allow(2, "128.0.0.0/1")), OpenIPv4, Open, Closed, 0, ByDefault},
		{"tag", listOf(allow(1, "AzureFrontDoor.Backend", withFDID("a"))), Filtered, Filtered, Filtered, ByDefault, ByDefault},
		{"subnet", listOf(allow(1, "subnet:a")), Filtered, Filtered, Filtered, ByDefault, ByDefault},
		{"header", listOf(allow(1, "0.0.0.0/0", withFDID("a"))), Filtered, Filtered, Closed, ByDefault, ByDefault},
		{"header, too late", listOf(deny(1, "1.0.0.0/8", withFDID("a")), allow(2, "1.2.3.4", withFDID("a"))), Closed, Closed, Closed, ByDefault, ByDefault},
		{"subnet, too late", listOf(deny(1, "AnyVnets"), allow(2, "subnet:a")), Closed, Closed, Closed, ByDefault, ByDefault},
		{"tag, unknown place", listOf(deny(1, "0.0.0.0/0 ::/0"), allow(2, "Storage", unknownPriority)), Filtered, Filtered, Filtered, 0, 0},
		{"private addresses get in", listOf(allow(1, "10.0.0.0/8")), Filtered, Filtered, Closed, ByDefault, ByDefault},

		{"unknown allowed source", listOf(allow(1, "?")), Undecided, Undecided, Undecided, ByDefault, ByDefault},
		{"unknown source, same as default", listOf(allow(1, "?")).then(Allow), Open, Open, Open, ByDefault, ByDefault},
		{"unknown source after a catch-all", listOf(deny(1, "Any"), allow(2, "?")), Closed, Closed, Closed, 0, 0},
		{"unknown source after all addresses", listOf(deny(1, "0.0.0.0/0 ::/0"), allow(2, "?")), Filtered, Filtered, Filtered, 0, 0},
		{"unknown header on a tag", listOf(allow(1, "AzureFrontDoor.Backend", unknownFDID)), Filtered, Filtered, Filtered, ByDefault, ByDefault},
		{"unknown header on everybody", listOf(allow(1, "Any", unknownFDID)), Undecided, Undecided, Undecided, ByDefault, ByDefault},
		{"unknown action of a few", listOf(allow(1, "203.0.113.0/24", unknownAction)), Filtered, Filtered, Closed, ByDefault, ByDefault},
		{"unknown place of a few", listOf(deny(1, "Any"), allow(1, "203.0.113.0/24", unknownPriority)), Filtered, Filtered, Closed, 0, 0},
		{"unknown place of a catch-all", listOf(allow(1, "203.0.113.0/24"), deny(1, "Any", unknownPriority)), Filtered, Filtered, Closed, 1, 1},
		{"unknown place, same action", listOf(deny(1, "Any"), deny(1, "203.0.113.0/24", unknownPriority)).then(Allow), Closed, Closed, Closed, 0, 0},
		{"unknown default", List{Rules: []*Rule{allow(1, "203.0.113.0/24")}, Default: unknown[Action]()}, Undecided, Undecided, Undecided, ByDefault, ByDefault},
		{"unknown default out of reach", List{Rules: []*Rule{allow(1, "Any")}, Default: unknown[Action]()}, Open, Open, Open, 0, 0},
		{"unknown IPv6", listOf(allow(1, "0.0.0.0/0"), allow(2, "?")), Undecided, Open, Undecided, 0, ByDefault},
		{"more rules", List{Rules: []*Rule{deny(1, "Any")}, Incomplete: "var.rules"}, Undecided, Undecided, Undecided, 0, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			e := Expose(test.list)
			assert.Equal(t, test.want, e.State)
			assert.Equal(t, test.ipv4, e.IPv4.State, "IPv4")
			assert.Equal(t, test.ipv6, e.IPv6.State, "IPv6")
			assert.Equal(t, test.rule4, e.IPv4.Rest.Rule, "IPv4")
			assert.Equal(t, test.rule6, e.IPv6.Rest.Rule, "IPv6")
			for _, f := range []FamilyExposure{e.IPv4, e.IPv6} {
				assert.Equal(t, f.State != Undecided, f.Rest.Certain)
				assert.Equal(t, f.State.LetsIn(), f.Rest.Certain && f.Rest.Action == Allow)
			}
		})
	}
}

func TestExposeExamples(t *testing.T) {
	e := Expose(listOf(allow(1, "203.0.113.0/24"), allow(2, "10.0.0.0/8")))
	assert.Equal(t, ip("203.0.113.1"), e.IPv4.In)
	assert.Equal(t, ip("1.0.0.1"), e.IPv4.Out)
	assert.Equal(t, netip.Addr{}, e.IPv6.In)
	assert.Equal(t, ip("2400::1"), e.IPv6.Out)
	assert.Equal(t, []netip.Prefix{netip.MustParsePrefix("203.0.113.0/24")}, e.IPv4.Allowed[0].Prefixes())

	e = Expose(listOf(allow(1, "10.0.0.0/8")))
	assert.Equal(t, ip("10.0.0.1"), e.IPv4.In, "a private address that the list names")
	assert.Empty(t, e.IPv4.Allowed, "but it is not public")

	e = Expose(listOf(deny(1, "1.0.0.0/8")).then(Allow))
	assert.Equal(t, ip("2.0.0.1"), e.IPv4.In)
	assert.Equal(t, ip("1.0.0.1"), e.IPv4.Out)

	e = Expose(listOf(allow(1, "?"), deny(2, "1.0.0.0/8", unknownAction), deny(3, "subnet:a", unknownAction), deny(4, "Storage", unknownFDID), allow(5, "Any", withFDID("x"))))
	assert.Equal(t, []int{0, 1}, e.Because)
}

func TestState(t *testing.T) {
	for s := Undecided; s <= Closed; s++ {
		assert.NotEmpty(t, s.String())
		assert.False(t, s.LetsIn() && s.KeepsOut())
		assert.Equal(t, s == Undecided, !s.LetsIn() && !s.KeepsOut())
	}
}
