package accessrestriction_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/checks/accessrestriction"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// written is a rule as somebody wrote it, which nothing could make sense of.
func written(address, tag value.Of[string], spelled *network.Spelling) *network.AccessRule {
	r := fromSomewhere()
	r.Address, r.Tag, r.Spelled = address, tag, spelled
	return r
}

func kind(k string) *network.Spelling { return &network.Spelling{Kind: some(k)} }

var (
	noText  value.Of[string]
	plainly = &network.Spelling{}
)

func TestHowSourcesAreWritten(t *testing.T) {
	invalid, encoding := accessrestriction.InvalidCIDR, accessrestriction.ServiceTagEncoding
	mixed, unknownTag := accessrestriction.MixedSourceKinds, accessrestriction.UnknownServiceTag
	tests := []struct {
		name string
		rule *network.AccessRule
		want map[*lint.Check]string
	}{
		{"range", written(some("203.0.113.0/24"), noText, plainly), nil},
		{"ranges of both families", written(some("203.0.113.0/24,2001:db8::/32"), noText, plainly), nil},
		{"bare address that the provider sends", written(some("203.0.113.7"), noText, nil), nil},
		{"bare address", written(some("203.0.113.7"), noText, plainly), map[*lint.Check]string{invalid: "warning"}},
		{"bare IPv6 address", written(some("2001:db8::7"), noText, plainly), nil},
		{"bare address, mask not known", written(some("203.0.113.7"), noText, &network.Spelling{Mask: unknown[string]()}), nil},
		{"bare address with a mask", written(some("203.0.113.7"), noText, &network.Spelling{Mask: some("255.255.255.255")}), nil},
		{"bare address with half a mask", written(some("203.0.113.7"), noText, &network.Spelling{Mask: some("255.0.255.0")}), map[*lint.Check]string{invalid: "error"}},
		{"range with a mask", written(some("203.0.113.0/24"), noText, &network.Spelling{Mask: some("255.255.255.0")}), map[*lint.Check]string{invalid: "error"}},
		{"host bits", written(some("203.0.113.7/24"), noText, plainly), map[*lint.Check]string{invalid: "note"}},
		{"prefix too long", written(some("203.0.113.7/33"), noText, plainly), map[*lint.Check]string{invalid: "error"}},
		{"host name", written(some("gateway.example.com"), noText, plainly), map[*lint.Check]string{invalid: "error"}},
		{"nothing behind a comma", written(some("203.0.113.0/24,"), noText, plainly), map[*lint.Check]string{invalid: "error"}},
		{"blank", written(some("203.0.113.0/24, 198.51.100.0/24"), noText, plainly), map[*lint.Check]string{invalid: "warning"}},
		{"word", written(some("Any"), noText, plainly), nil},
		{"word for subnets", written(some("AnyVnets"), noText, plainly), nil},
		{"word in a list", written(some("Any,203.0.113.0/24"), noText, plainly), map[*lint.Check]string{invalid: "error"}},
		{"said to be addresses", written(some("gateway"), noText, kind("default")), map[*lint.Check]string{invalid: "error"}},
		{"proxies", written(some("gateway"), noText, kind("XffProxy")), nil},
		{"not known what it is", written(some("AzureDevOps"), unknown[string](), &network.Spelling{Kind: unknown[string]()}), nil},
		{"nothing known", written(unknown[string](), unknown[string](), plainly), nil},
		{"tag", written(noText, some("AzureDevOps"), kind("ServiceTag")), nil},
		{"tag without saying so", written(some("AzureDevOps"), noText, plainly), map[*lint.Check]string{encoding: "error"}},
		{"misspelt tag without saying so", written(some("AzureDevop"), noText, plainly), map[*lint.Check]string{encoding: "error"}},
		{"addresses as tags", written(noText, some("203.0.113.0/24,198.51.100.7"), nil), map[*lint.Check]string{encoding: "error"}},
		{"tags and addresses", written(noText, some("AzureDevOps,198.51.100.7"), nil), map[*lint.Check]string{mixed: "error"}},
		{"addresses and tags", written(some("198.51.100.0/24,AzureDevOps"), noText, plainly), map[*lint.Check]string{mixed: "error"}},
		{"misspelt tag", written(noText, some("AzureDevop"), nil), map[*lint.Check]string{unknownTag: "warning"}},
		{"misspelt region", written(noText, some("AppService.EuropeWest"), nil), map[*lint.Check]string{unknownTag: "warning"}},
		{"region of a tag, whatever the case", written(noText, some("logicapps.WESTEUROPE"), nil), nil},
		{"tag of nobody", written(noText, some("Contoso"), nil), map[*lint.Check]string{unknownTag: "warning"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld()
			w.main(isDeny, test.rule)
			for _, c := range []*lint.Check{invalid, encoding, mixed, unknownTag} {
				want := []string(nil)
				if severity, ok := test.want[c]; ok {
					want = []string{severity + " app"}
				}
				assert.Equal(t, want, w.run(c), c.Name)
			}
		})
	}
}

func TestSensitiveSourcesAreNotPrinted(t *testing.T) {
	const secret = "198.51.100.77/99"
	w := newWorld()
	rules := []*network.AccessRule{
		written(some(secret).Sensitive(), noText, plainly),
		written(noText, some(secret+",AzureDevOps").Sensitive(), nil),
		written(some("198.51.100.77/24").Sensitive(), noText, plainly),
		written(some("198.51.100.77").Sensitive(), noText, &network.Spelling{Mask: some("255.1.0.0").Sensitive()}),
	}
	rules[0].Headers = headers("x-forwarded-for", some([]string{secret}).Sensitive())
	w.main(isDeny, rules...)
	for _, c := range []*lint.Check{
		accessrestriction.InvalidCIDR, accessrestriction.ServiceTagEncoding, accessrestriction.MixedSourceKinds,
		accessrestriction.UnknownServiceTag, accessrestriction.HeaderValueInvalid,
	} {
		for _, f := range w.result(c).Findings {
			assert.NotContains(t, f.Message, "198.51.100", c.Name)
			assert.NotContains(t, f.Message, "255.1", c.Name)
		}
	}
	assert.Len(t, w.result(accessrestriction.InvalidCIDR).Findings, 3)
	assert.Len(t, w.result(accessrestriction.HeaderValueInvalid).Findings, 1)
	assert.Len(t, w.result(accessrestriction.UnknownServiceTag).Findings, 1)
}

func TestSourceExactlyOne(t *testing.T) {
	w := newWorld()
	with := func(address, tag value.Of[string], subnet network.Edge[network.Subnet]) []string {
		r := written(address, tag, nil)
		r.Subnet = subnet
		w.main(isDeny, r)
		return w.run(accessrestriction.SourceExactlyOne)
	}
	none, open := network.Edge[network.Subnet]{}, network.Open[network.Subnet]("var.subnet", nowhere)
	wrong := []string{"error app"}
	assert.Empty(t, with(some("203.0.113.0/24"), noText, none))
	assert.Empty(t, with(noText, some("AzureCloud"), none))
	assert.Empty(t, with(noText, noText, to(w.a)))
	assert.Equal(t, wrong, with(noText, noText, none))
	assert.Equal(t, wrong, with(some("203.0.113.0/24"), some("AzureCloud"), none))
	assert.Equal(t, wrong, with(some("203.0.113.0/24"), noText, to(w.a)))
	assert.Equal(t, wrong, with(noText, some("AzureCloud"), network.AnyOf([]*network.Subnet{w.a, w.b}, nowhere)))
	assert.Empty(t, with(unknown[string](), some("AzureCloud"), none), "it may be null")
	assert.Empty(t, with(unknown[string](), noText, none))
	assert.Empty(t, with(noText, noText, open))
	assert.Empty(t, with(some("203.0.113.0/24"), noText, open))
}

func TestPriorityRange(t *testing.T) {
	w := newWorld()
	for priority, want := range map[int][]string{
		-1: {"error app"}, 0: {"error app"}, 1: nil, 65000: nil, 2147483646: nil, 2147483647: {"note app"},
	} {
		w.main(isDeny, rule(priority, isAllow, ranges("203.0.113.0/24")))
		assert.Equal(t, want, w.run(accessrestriction.PriorityRange), priority)
	}
	r := fromSomewhere()
	r.Priority = some(2147483647)
	w.main(isDeny, catchAll, r)
	assert.Empty(t, w.run(accessrestriction.PriorityRange), "what Azure lists, and what may be that")
	r.Priority = anyPriority
	assert.Empty(t, w.run(accessrestriction.PriorityRange))
}

func TestHeaderChecks(t *testing.T) {
	long := strings.Repeat("é", 64)
	tests := []struct {
		name   string
		header string
		values value.Of[[]string]
		check  *lint.Check
		want   []string
	}{
		{"eight", "x-forwarded-host", some(strings.Split("a,b,c,d,e,f,g,h", ",")), accessrestriction.HeaderTooManyValues, nil},
		{"nine", "x-forwarded-host", some(strings.Split("a,b,c,d,e,f,g,h,i", ",")), accessrestriction.HeaderTooManyValues, []string{"error app"}},
		{"not known how many", "x-forwarded-host", unknown[[]string](), accessrestriction.HeaderTooManyValues, nil},
		{"range", "x-forwarded-for", some([]string{"203.0.113.0/24", "2001:db8::7", ""}), accessrestriction.HeaderValueInvalid, nil},
		{"host among ranges", "x-forwarded-for", some([]string{"203.0.113.0/24", "proxy"}), accessrestriction.HeaderValueInvalid, []string{"error app"}},
		{"64 characters", "x-forwarded-host", some([]string{long}), accessrestriction.HeaderValueInvalid, nil},
		{"65 characters", "x-forwarded-host", some([]string{long + "x"}), accessrestriction.HeaderValueInvalid, []string{"error app"}},
		{"GUID", "x-azure-fdid", some([]string{"6F0A4F0E-5c1b-4b5d-9a53-2f2f1f7e9d10"}), accessrestriction.HeaderValueInvalid, nil},
		{"name for a GUID", "x-azure-fdid", some([]string{"afd-shop"}), accessrestriction.HeaderValueInvalid, []string{"warning app"}},
		{"probe", "x-fd-healthprobe", some([]string{"1"}), accessrestriction.HeaderValueInvalid, nil},
		{"other probe", "x-fd-healthprobe", some([]string{"true"}), accessrestriction.HeaderValueInvalid, []string{"warning app"}},
		{"not known", "x-azure-fdid", unknown[[]string](), accessrestriction.HeaderValueInvalid, nil},
		{"supported", "x-azure-fdid", some([]string{"a"}), accessrestriction.HeaderUnknown, nil},
		{"not supported", "x-api-key", some([]string{"a"}), accessrestriction.HeaderUnknown, []string{"error app"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld()
			r := rule(100, isAllow, ranges("203.0.113.0/24"))
			r.Headers = headers(test.header, test.values)
			w.main(isDeny, r)
			assert.Equal(t, test.want, w.run(test.check))
		})
	}
}
