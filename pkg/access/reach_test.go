package access

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestEvaluateSource(t *testing.T) {
	at := func(a string, rule int) *Sample { return &Sample{Addr: ip(a), Rule: rule} }
	tag := func(name string, rule int) *Sample { return &Sample{Tag: name, Rule: rule} }
	sub := func(key string, rule int) *Sample { return &Sample{Subnet: key, Rule: rule} }
	office := allow(100, "203.0.113.0/24")
	frontDoor := allow(100, "AzureFrontDoor.Backend", withFDID("a"))
	tests := []struct {
		name string
		list List
		from string
		want Reach
	}{
		{"address inside", listOf(office), "203.0.113.7", Reach{Outcome: AllAllowed, In: at("203.0.113.7", 0)}},
		{"address outside", listOf(office), "198.51.100.7", Reach{Outcome: AllDenied, Out: at("198.51.100.7", ByDefault)}},
		{"half inside", listOf(office), "203.0.112.0/23", Reach{Outcome: Partly, In: at("203.0.113.1", 0), Out: at("203.0.112.1", ByDefault)}},
		{"private range", listOf(office), "10.1.2.0/24", Reach{Outcome: AllDenied, Out: at("10.1.2.1", ByDefault)}},
		{"everywhere", listOf(office), "Any", Reach{Outcome: Partly, In: at("203.0.113.1", 0), Out: at("1.0.0.1", ByDefault)}},
		{"the internet", listOf(allow(1, "Internet")), "internet", Reach{Outcome: AllAllowed, In: at("1.0.0.1", 0)}},
		{"unless it sends the header", listOf(allow(100, "0.0.0.0/0", withFDID("a"))), "1.2.3.4", Reach{Outcome: AllDenied, Out: at("1.2.3.4", ByDefault), Unless: []int{0}}},
		{"a header rule for others", listOf(allow(100, "5.0.0.0/8", withFDID("a"))), "1.2.3.4", Reach{Outcome: AllDenied, Out: at("1.2.3.4", ByDefault)}},
		{"unless it is in the tag", listOf(allow(100, "AzureCloud"), office), "1.2.3.4", Reach{Outcome: AllDenied, Out: at("1.2.3.4", ByDefault), Unless: []int{0}}},
		{"a tag that comes too late", listOf(deny(1, "Any"), allow(100, "AzureCloud")), "1.2.3.4", Reach{Outcome: AllDenied, Out: at("1.2.3.4", 0)}},
		{"unknown rule", listOf(allow(1, "?"), office), "203.0.113.0/24 5.6.7.8", Reach{In: at("203.0.113.1", 1)}},

		{"tag", listOf(frontDoor), "AzureFrontDoor.Backend", Reach{Outcome: AllDenied, Out: tag("AzureFrontDoor.Backend", ByDefault), Unless: []int{0}}},
		{"tag without filter", listOf(allow(100, "azurefrontdoor.backend")), "AzureFrontDoor.Backend", Reach{Outcome: AllAllowed, In: tag("AzureFrontDoor.Backend", 0)}},
		{"unless the tag holds the range", listOf(office), "AzureCloud", Reach{Outcome: AllDenied, Out: tag("AzureCloud", ByDefault), Unless: []int{0}}},
		{"tag and both families", listOf(deny(1, "0.0.0.0/0"), deny(2, "::/0"), allow(3, "Storage")), "Storage", Reach{Outcome: AllDenied, Out: tag("Storage", 0)}},
		{"tag and one family", listOf(deny(1, "0.0.0.0/0")).then(Allow), "Storage", Reach{Families: true}},
		{"tag after all public addresses", listOf(deny(1, "Internet"), allow(2, "Storage")), "Storage", Reach{}},
		{"region of an allowed tag", listOf(allow(1, "Storage")), "Storage.WestEurope", Reach{Outcome: AllAllowed, In: tag("Storage.WestEurope", 0)}},
		{"tag with an allowed region", listOf(allow(1, "Storage.WestEurope")), "Storage", Reach{Outcome: Partly, In: tag("storage.westeurope", 0), Out: tag("Storage", ByDefault)}},

		{"subnet", listOf(allow(1, "subnet:a"), office), "subnet:a", Reach{Outcome: AllAllowed, In: sub("a", 0)}},
		{"other subnet", listOf(allow(1, "subnet:a"), office), "subnet:b", Reach{Outcome: AllDenied, Out: sub("b", ByDefault)}},
		{"subnet and a wide range", listOf(allow(1, "0.0.0.0/0")), "subnet:a", Reach{}},
		{"all subnets", listOf(allow(1, "subnet:a")), "AnyVnets", Reach{Outcome: Partly, In: sub("a", 0), Out: sub("", ByDefault)}},
		{"all subnets allowed", listOf(allow(1, "AnyVnets")), "AnyVnets", Reach{Outcome: AllAllowed, In: sub("", 0)}},

		{"nothing", listOf(office), "", Reach{}},
		{"opaque", List{}, "opaque", Reach{}},
		{"an address in two forms", List{}, "::ffff:1.2.3.4 1.2.3.4", Reach{In: at("1.2.3.4", ByDefault)}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			assert.Equal(t, test.want, EvaluateSource(test.list, parseSource(test.from)))
		})
	}
}

func TestOutcomeString(t *testing.T) {
	for o := Unknown; o <= Partly; o++ {
		assert.NotEmpty(t, o.String())
	}
}
