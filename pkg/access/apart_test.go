package access

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestApart(t *testing.T) {
	many := List{}
	for range fewRules + 1 {
		many.Rules = append(many.Rules, allow(1, "subnet:a"))
	}
	tests := []struct {
		name string
		list List
		want bool
	}{
		{"no rules", List{}, true},
		{"other ranges", listOf(allow(1, "1.2.3.0/24"), deny(2, "1.2.4.0/24 2a00::/16")), true},
		{"a range in a range", listOf(allow(1, "1.2.0.0/16"), deny(2, "9.9.9.9 1.2.4.0/24")), false},
		{"host bits", listOf(allow(1, "1.2.3.99/24"), deny(2, "1.2.3.1")), false},
		{"kinds that have nothing in common", listOf(allow(1, "1.2.3.0/24"), allow(2, "Storage"), allow(3, "subnet:a")), true},
		{"subnets", listOf(allow(1, "subnet:a"), allow(2, "subnet:b")), true},
		{"the same subnet", listOf(allow(1, "subnet:a"), allow(2, "subnet:a")), false},
		{"every subnet", listOf(allow(1, "AnyVnets"), allow(2, "subnet:a")), false},
		{"tags", listOf(allow(1, "Storage"), allow(2, "Sql")), true},
		{"a region of a tag", listOf(allow(1, "Storage"), allow(2, "storage.WestEurope")), false},
		{"the internet", listOf(allow(1, "Internet"), allow(2, "1.2.3.4")), false},
		{"everything", listOf(allow(1, "1.2.3.4"), deny(2, "Any")), false},
		{"what is not known hides nothing", listOf(allow(1, "?"), allow(2, "1.2.3.4")), true},
		{"what is not understood", listOf(allow(1, "opaque"), allow(2, "1.2.3.4")), false},
		{"more than a glance takes in", many, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			assert.Equal(t, test.want, test.list.apart())
		})
	}
}
