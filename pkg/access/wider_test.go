package access

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestWider(t *testing.T) {
	office := allow(100, "203.0.113.0/24")
	open, closed := List{}, List{}.then(Deny)
	tests := []struct {
		name          string
		before, after List
		example       string // "" where it is not wider
	}{
		{"default becomes allow", listOf(office), listOf(office).then(Allow), "1.0.0.1"},
		{"the only rule goes", listOf(office), open, "1.0.0.1"},
		{"a catch-all comes", listOf(office), listOf(office, allow(200, "0.0.0.0/0")), "1.0.0.1"},
		{"IPv6 opens", listOf(office), listOf(office, allow(200, "::/0")), "2400::1"},
		{"a block list loses a range", listOf(deny(1, "5.0.0.0/8"), deny(2, "6.0.0.0/8")).then(Allow), listOf(deny(1, "5.0.0.0/8")).then(Allow), "6.0.0.1"},
		{"a block list loses half a range", listOf(deny(1, "5.0.0.0/8")).then(Allow), listOf(deny(1, "5.0.0.0/9")).then(Allow), "5.128.0.1"},
		{"a denial before an allowed range goes", listOf(deny(1, "5.6.7.0/24"), allow(2, "5.6.0.0/16")), listOf(allow(2, "5.6.0.0/16")), "5.6.7.1"},
		{"one range more", listOf(office), listOf(office, allow(200, "5.6.7.0/24")), ""},
		{"the first range", closed, listOf(office), ""},
		{"another order of the same rules", listOf(deny(1, "5.6.0.0/16"), allow(2, "5.6.7.0/24")), listOf(allow(1, "5.6.7.0/24"), deny(2, "5.6.0.0/16")), ""},
		{"private addresses", listOf(deny(1, "10.0.0.0/8")).then(Allow), open, ""},
		{"nothing changes", listOf(office), listOf(office), ""},
		{"narrower", open, listOf(office), ""},
		{"unknown before", listOf(allow(1, "?")), open, ""},
		{"unknown after", closed, listOf(office, allow(1, "?")), ""},
		{"the denial may still be there", listOf(deny(1, "5.6.7.0/24"), allow(2, "5.6.0.0/16")), listOf(allow(2, "5.6.0.0/16"), deny(3, "?")), ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			example, ok := Wider(test.before, test.after)
			assert.Equal(t, test.example != "", ok)
			if ok {
				assert.Equal(t, ip(test.example), example)
			}
		})
	}
}
