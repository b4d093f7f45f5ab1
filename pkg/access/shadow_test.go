package access

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestShadowed(t *testing.T) {
	both := func(options ...ruleOption) ruleOption {
		return func(r *Rule) {
			for _, o := range options {
				o(r)
			}
		}
	}
	tests := []struct {
		name string
		list List
		want []Shadow
	}{
		{"narrow before wide is normal", listOf(deny(100, "1.2.3.0/24"), allow(200, "1.2.0.0/16")), nil},
		{"wide before narrow", listOf(deny(100, "1.2.0.0/16"), allow(200, "1.2.3.0/24")), []Shadow{{1, []int{0}, Contained, Opposite}}},
		{"by priority, not by place", listOf(allow(200, "1.2.3.0/24"), deny(100, "1.2.0.0/16")), []Shadow{{0, []int{1}, Contained, Opposite}}},
		{"ties by place", listOf(allow(100, "1.2.3.0/24"), deny(100, "1.2.0.0/16")), nil},
		{"the same again", listOf(allow(100, "1.2.3.0/24"), allow(200, "1.2.3.7/24")), []Shadow{{1, []int{0}, Duplicate, Same}}},
		{"everything before", listOf(deny(100, "Any"), allow(200, "1.2.3.0/24"), allow(300, "Storage"), allow(400, "subnet:a"), allow(500, "AnyVnets"), allow(600, "Any")), []Shadow{
			{1, []int{0}, Contained, Opposite}, {2, []int{0}, Contained, Opposite}, {3, []int{0}, Contained, Opposite},
			{4, []int{0}, Contained, Opposite}, {5, []int{0}, Duplicate, Opposite},
		}},

		{"two halves", listOf(allow(100, "1.2.3.0/25"), allow(200, "1.2.3.128/25"), allow(300, "1.2.3.0/24")), []Shadow{{2, []int{0, 1}, Combined, Same}}},
		{"two halves of opposite actions", listOf(allow(100, "1.2.3.0/25"), deny(200, "1.2.3.128/25"), allow(300, "1.2.3.0/24")), []Shadow{{2, []int{0, 1}, Combined, Mixed}}},
		{"one half and the whole", listOf(deny(100, "1.2.3.0/25"), allow(200, "1.2.3.0/24"), allow(300, "1.2.3.0/24")), []Shadow{{2, []int{1}, Duplicate, Same}}},
		{"a hidden rule hides nothing", listOf(deny(100, "1.0.0.0/8"), allow(200, "1.2.0.0/16"), allow(300, "1.2.3.0/24")), []Shadow{
			{1, []int{0}, Contained, Opposite}, {2, []int{0}, Contained, Opposite},
		}},
		{"one address is left", listOf(allow(100, "1.2.3.0/25"), allow(200, "1.2.3.129/32 1.2.3.130/31 1.2.3.132/30 1.2.3.136/29 1.2.3.144/28 1.2.3.160/27 1.2.3.192/26"), deny(300, "1.2.3.0/24")), nil},
		{"all sources of a rule", listOf(allow(100, "1.0.0.0/8"), allow(200, "2a00::/16"), deny(300, "1.2.3.4 2a00:1::/32")), []Shadow{{2, []int{0, 1}, Combined, Opposite}}},
		{"some sources of a rule", listOf(allow(100, "1.0.0.0/8"), deny(300, "1.2.3.4 2a00:1::/32")), nil},
		{"families apart", listOf(allow(100, "0.0.0.0/0"), deny(300, "::/0")), nil},
		{"the last addresses", listOf(allow(100, "0.0.0.0/0"), allow(200, "::/0"), deny(300, "255.255.255.255 ffff::/16")), []Shadow{{2, []int{0, 1}, Combined, Opposite}}},
		{"prefixes are not Any", listOf(allow(100, "0.0.0.0/0 ::/0"), deny(300, "Any")), nil},
		{"prefixes cover no tag", listOf(allow(100, "0.0.0.0/0 ::/0"), deny(300, "Storage"), deny(400, "Internet")), nil},

		{"Internet covers public addresses", listOf(allow(100, "Internet"), deny(200, "203.0.113.0/24"), deny(300, "10.0.0.0/8")), []Shadow{{1, []int{0}, Contained, Opposite}}},
		{"tag", listOf(allow(100, "storage"), deny(200, "Storage")), []Shadow{{1, []int{0}, Duplicate, Opposite}}},
		{"region of a tag", listOf(allow(100, "Storage"), deny(200, "Storage.WestEurope")), []Shadow{{1, []int{0}, Contained, Opposite}}},
		{"region before tag", listOf(allow(100, "Storage.WestEurope"), deny(200, "Storage")), nil},
		{"no region", listOf(allow(100, "AzureFrontDoor"), deny(200, "AzureFrontDoor.Backend")), nil},
		{"tags together", listOf(allow(100, "Storage"), allow(200, "Sql"), deny(300, "Storage Sql.WestEurope")), []Shadow{{2, []int{0, 1}, Combined, Opposite}}},
		{"some tags", listOf(allow(100, "Storage"), deny(300, "Storage Sql")), nil},

		{"subnet", listOf(allow(100, "subnet:a"), deny(200, "subnet:a"), deny(300, "subnet:b")), []Shadow{{1, []int{0}, Duplicate, Opposite}}},
		{"AnyVnets", listOf(allow(100, "AnyVnets"), deny(200, "subnet:a"), deny(300, "AnyVnets")), []Shadow{{1, []int{0}, Contained, Opposite}, {2, []int{0}, Duplicate, Opposite}}},
		{"subnet before AnyVnets", listOf(allow(100, "subnet:a"), deny(200, "AnyVnets")), nil},

		{"a header is narrower", listOf(allow(100, "Any", withFDID("a")), deny(200, "Any")), nil},
		{"the same header", listOf(allow(100, "Any", withFDID("a b")), deny(200, "1.0.0.0/8", withFDID("b"))), []Shadow{{1, []int{0}, Contained, Opposite}}},
		{"another value", listOf(allow(100, "Any", withFDID("a")), deny(200, "1.0.0.0/8", withFDID("b"))), nil},
		{"one value more", listOf(allow(100, "Any", withFDID("a")), deny(200, "1.0.0.0/8", withFDID("a b"))), nil},
		{"one header more", listOf(allow(100, "Any", withFDID("a")), deny(200, "Any", both(withFDID("a"), withHost("x.example")))), []Shadow{{1, []int{0}, Contained, Opposite}}},
		{"one header less", listOf(allow(100, "Any", both(withFDID("a"), withHost("x.example"))), deny(200, "Any", withFDID("a"))), nil},
		{"wildcard host", listOf(allow(100, "Any", withHost("*.x.example")), deny(200, "Any", withHost("A.x.example")), deny(300, "Any", withHost("x.example"))), []Shadow{{1, []int{0}, Contained, Opposite}}},
		{"wider range of proxies", listOf(allow(100, "Any", withForwardedFor("1.0.0.0/8")), deny(200, "Any", withForwardedFor("1.2.3.4"))), []Shadow{{1, []int{0}, Contained, Opposite}}},
		{"values in another order", listOf(allow(100, "Any", withFDID("a b")), allow(200, "Any", withFDID("b a"))), []Shadow{{1, []int{0}, Duplicate, Same}}},
		{"with and without header together", listOf(allow(100, "1.2.3.0/25", withFDID("a")), deny(200, "1.2.3.128/25"), deny(300, "1.2.3.0/24", withFDID("a"))), []Shadow{{2, []int{0, 1}, Combined, Mixed}}},
		{"one of two that would do", listOf(deny(100, "Any", withFDID("a")), allow(200, "Any"), deny(300, "Any", withFDID("a"))), []Shadow{{2, []int{0}, Duplicate, Same}}},
		{"nobody covers a header with an unknown one", listOf(allow(100, "Any", unknownFDID), deny(200, "Any", withFDID("a"))), nil},
		{"an unknown header is narrower still", listOf(allow(100, "1.0.0.0/8"), deny(200, "1.2.3.4", unknownFDID)), []Shadow{{1, []int{0}, Contained, Opposite}}},
		{"and no duplicate", listOf(allow(100, "1.0.0.0/8"), deny(200, "1.0.0.0/8", unknownFDID)), []Shadow{{1, []int{0}, Contained, Opposite}}},

		{"unknown source", listOf(allow(100, "?"), deny(200, "1.2.3.4")), nil},
		{"unknown source after everything", listOf(allow(100, "Any"), deny(200, "?")), nil},
		{"unknown action hides", listOf(allow(100, "1.0.0.0/8", unknownAction), deny(200, "1.2.3.4")), []Shadow{{1, []int{0}, Contained, Unclear}}},
		{"unknown priority hides nothing", listOf(allow(1, "1.0.0.0/8", unknownPriority), deny(200, "1.2.3.4")), nil},
		{"unknown priority is not hidden", listOf(allow(1, "1.0.0.0/8"), deny(200, "1.2.3.4", unknownPriority)), nil},
		{"more rules than known change nothing", List{Rules: listOf(allow(100, "Any"), deny(200, "1.2.3.4")).Rules, Incomplete: "var.rules"}, []Shadow{{1, []int{0}, Contained, Opposite}}},
		{"opaque", listOf(allow(100, "opaque"), deny(200, "opaque"), deny(300, "1.2.3.4")), nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			assert.Equal(t, test.want, Shadowed(test.list))
		})
	}
}
