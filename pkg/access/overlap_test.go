package access

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestOverlaps(t *testing.T) {
	tests := []struct {
		name    string
		a, b    *Rule
		example string // "" where there is none
		ok      bool
	}{
		{"contained", allow(1, "1.0.0.0/8"), deny(2, "1.2.3.0/24"), "1.2.3.1", true},
		{"one address", allow(1, "1.0.0.0/8"), deny(2, "1.2.3.4 5.6.7.8"), "1.2.3.4", true},
		{"apart", allow(1, "1.0.0.0/8"), deny(2, "2.0.0.0/8"), "", false},
		{"families", allow(1, "0.0.0.0/0"), deny(2, "::/0"), "", false},
		{"public before private", allow(1, "10.0.0.0/8 20.0.0.0/8"), deny(2, "0.0.0.0/0"), "20.0.0.1", true},
		{"private if there is nothing else", allow(1, "10.0.0.0/8"), deny(2, "0.0.0.0/0"), "10.0.0.1", true},
		{"documentation range if the list names it", allow(1, "203.0.113.0/24"), deny(2, "0.0.0.0/0"), "203.0.113.1", true},
		{"Any and address", allow(1, "Any"), deny(2, "2a00:1::/32"), "2a00:1::1", true},
		{"Any and Any", allow(1, "Any"), deny(2, "Any"), "1.0.0.1", true},
		{"Any and tag", allow(1, "Any"), deny(2, "Storage"), "", true},
		{"tag and tag", allow(1, "Storage Sql"), deny(2, "sql"), "", true},
		{"tag and region", allow(1, "Storage.WestEurope"), deny(2, "Storage"), "", true},
		{"other tag", allow(1, "Storage"), deny(2, "Sql"), "", false},
		{"tag and address", allow(1, "Storage"), deny(2, "0.0.0.0/0"), "", false},
		{"Internet and address", allow(1, "Internet"), deny(2, "1.2.3.0/24"), "1.2.3.1", true},
		{"subnets", allow(1, "subnet:a"), deny(2, "subnet:a"), "", true},
		{"AnyVnets", allow(1, "subnet:a"), deny(2, "AnyVnets"), "", true},
		{"other subnets", allow(1, "subnet:a"), deny(2, "subnet:b"), "", false},
		{"same id", allow(1, "1.0.0.0/8", withFDID("a b")), deny(2, "1.2.3.4", withFDID("b c")), "1.2.3.4", true},
		{"no id is both", allow(1, "1.0.0.0/8", withFDID("a")), deny(2, "1.2.3.4", withFDID("b")), "", false},
		{"one with, one without", allow(1, "1.0.0.0/8", withFDID("a")), deny(2, "1.2.3.4"), "1.2.3.4", true},
		{"different headers", allow(1, "1.0.0.0/8", withFDID("a")), deny(2, "1.2.3.4", withHost("x.example")), "1.2.3.4", true},
		{"wildcard host", allow(1, "1.0.0.0/8", withHost("*.x.example")), deny(2, "1.2.3.4", withHost("a.x.example")), "1.2.3.4", true},
		{"a chain holds both", allow(1, "1.0.0.0/8", withForwardedFor("5.0.0.0/8")), deny(2, "1.2.3.4", withForwardedFor("6.0.0.0/8")), "1.2.3.4", true},
		{"unknown header", allow(1, "1.0.0.0/8", unknownFDID), deny(2, "1.2.3.4"), "", false},
		{"unknown source", allow(1, "?"), deny(2, "Any"), "", false},
		{"opaque", allow(1, "opaque"), deny(2, "Any"), "", false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var want netip.Addr
			if test.example != "" {
				want = ip(test.example)
			}
			for _, pair := range [][2]*Rule{{test.a, test.b}, {test.b, test.a}} {
				example, ok := Overlaps(pair[0], pair[1])
				assert.Equal(t, test.ok, ok)
				assert.Equal(t, want, example)
			}
		})
	}
}

func TestDuplicatePriorities(t *testing.T) {
	l := listOf(
		allow(100, "1.0.0.0/8"),
		allow(200, "2.0.0.0/8"),
		deny(100, "3.0.0.0/8"),
		deny(200, "2.3.0.0/16"),
		allow(300, "Storage"),
		allow(65000, "subnet:a"),
		deny(100, "1.0.0.0/8", unknownPriority),
		allow(65000, "Sql"),
		deny(65000, "Sql.WestEurope", unknownAction),
		deny(65000, "AnyVnets"),
	)
	assert.Equal(t, []PriorityGroup{
		{Priority: 100, Rules: []int{0, 2}},
		{Priority: 200, Rules: []int{1, 3}, Conflict: &Conflict{First: 1, Second: 3, Example: ip("2.3.0.1")}},
		{Priority: 65000, Rules: []int{5, 7, 8, 9}, Conflict: &Conflict{First: 5, Second: 9}},
	}, DuplicatePriorities(l))

	withHeader := listOf(deny(100, "1.2.3.4", withFDID("a")), allow(100, "9.0.0.0/8"), allow(100, "1.0.0.0/8"))
	assert.Equal(t, []PriorityGroup{
		{Priority: 100, Rules: []int{0, 1, 2}, Conflict: &Conflict{First: 0, Second: 2, Example: ip("1.2.3.4")}},
	}, DuplicatePriorities(withHeader))
	assert.Empty(t, DuplicatePriorities(List{}))
}
