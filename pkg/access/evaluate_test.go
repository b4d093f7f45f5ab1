package access

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestOrdered(t *testing.T) {
	l := listOf(
		allow(300, "Any"), allow(100, "10.0.0.0/8"), deny(100, "Any"),
		allow(1, "Any", unknownPriority), allow(2147483647, "Any"), allow(100, "Storage"),
	)
	placed, unplaced := l.Ordered()
	assert.Equal(t, []int{1, 2, 5, 0, 4}, placed, "ties keep the order of the list")
	assert.Equal(t, []int{3}, unplaced)
}

// TestEvaluate has a row for each statement of
// https://learn.microsoft.com/azure/app-service/overview-access-restrictions
func TestEvaluate(t *testing.T) {
	frontDoor := allow(100, "AzureFrontDoor.Backend", withFDID("id-1 id-2"))
	client := func(a string) Client { return Client{Addr: ip(a)} }
	tests := []struct {
		name   string
		list   List
		client Client
		want   Verdict
	}{
		{"no rules allow", List{}, client("1.2.3.4"), Verdict{Action: Allow, Rule: ByDefault, Certain: true}},
		{"an allow rule denies the rest", listOf(allow(100, "1.2.3.0/24")), client("1.2.4.4"), Verdict{Action: Deny, Rule: ByDefault, Certain: true}},
		{"a deny rule denies the rest too", listOf(deny(100, "1.2.3.0/24")), client("1.2.4.4"), Verdict{Action: Deny, Rule: ByDefault, Certain: true}},
		{"an explicit default wins", listOf(allow(100, "1.2.3.0/24")).then(Allow), client("1.2.4.4"), Verdict{Action: Allow, Rule: ByDefault, Certain: true}},
		{"an explicit default without rules", List{}.then(Deny), client("1.2.4.4"), Verdict{Action: Deny, Rule: ByDefault, Certain: true}},
		{"lower number first", listOf(allow(200, "1.2.3.0/24"), deny(100, "1.2.0.0/16")), client("1.2.3.4"), Verdict{Action: Deny, Rule: 1, Certain: true}},
		{"ties as written", listOf(allow(100, "1.2.3.0/24"), deny(100, "1.2.0.0/16")), client("1.2.3.4"), Verdict{Action: Allow, Rule: 0, Certain: true}},
		{"host bits do not matter", listOf(allow(100, "1.2.3.99/24")), client("1.2.3.4"), Verdict{Action: Allow, Rule: 0, Certain: true}},
		{"a bare address", listOf(allow(100, "1.2.3.4")), client("1.2.3.4"), Verdict{Action: Allow, Rule: 0, Certain: true}},
		{"several ranges", listOf(allow(100, "5.0.0.0/8 1.2.3.0/24 2a00::/16")), client("2a00:1::1"), Verdict{Action: Allow, Rule: 0, Certain: true}},
		{"0.0.0.0/0 is IPv4 only", listOf(deny(100, "0.0.0.0/0")).then(Allow), client("2a00::1"), Verdict{Action: Allow, Rule: ByDefault, Certain: true}},
		{"Any is both", listOf(deny(100, "Any")).then(Allow), client("2a00::1"), Verdict{Action: Deny, Rule: 0, Certain: true}},
		{"an IPv4 client in IPv6 form", listOf(deny(100, "1.2.3.0/24")).then(Allow), client("::ffff:1.2.3.4"), Verdict{Action: Deny, Rule: 0, Certain: true}},
		{"Internet is every public address", listOf(allow(100, "Internet")), client("1.2.3.4"), Verdict{Action: Allow, Rule: 0, Certain: true}},
		{"Internet is no private address", listOf(allow(100, "Internet")), client("10.2.3.4"), Verdict{Action: Deny, Rule: ByDefault, Certain: true}},

		{"tag in any case", listOf(allow(100, "STORAGE")), Client{Tags: []string{"Storage"}}, Verdict{Action: Allow, Rule: 0, Certain: true}},
		{"a region is in the tag", listOf(allow(100, "Storage")), Client{Tags: []string{"Storage.WestEurope"}}, Verdict{Action: Allow, Rule: 0, Certain: true}},
		{"the tag is not in a region", listOf(allow(100, "Storage.WestEurope")), Client{Tags: []string{"Storage"}}, Verdict{Action: Deny, Rule: ByDefault, Certain: true}},
		{"a tag's address is not known", listOf(deny(100, "1.0.0.0/8"), allow(200, "Storage")), Client{Tags: []string{"Storage"}}, Verdict{Rule: 1, Maybe: []int{0}}},
		{"unless given", listOf(deny(100, "1.0.0.0/8"), allow(200, "Storage")), Client{Addr: ip("2.0.0.1"), Tags: []string{"Storage"}}, Verdict{Action: Allow, Rule: 1, Certain: true}},

		{"subnet", listOf(allow(100, "subnet:a")), Client{Subnet: "a"}, Verdict{Action: Allow, Rule: 0, Certain: true}},
		{"other subnet", listOf(allow(100, "subnet:a")), Client{Subnet: "b"}, Verdict{Action: Deny, Rule: ByDefault, Certain: true}},
		{"AnyVnets", listOf(allow(100, "AnyVnets")), Client{Subnet: "b"}, Verdict{Action: Allow, Rule: 0, Certain: true}},
		{"AnyVnets is not the internet", listOf(allow(100, "AnyVnets")), client("1.2.3.4"), Verdict{Action: Deny, Rule: ByDefault, Certain: true}},
		{"a service endpoint shows no public address", listOf(deny(100, "1.2.3.0/24"), allow(200, "subnet:a")), Client{Subnet: "a"}, Verdict{Action: Allow, Rule: 1, Certain: true}},
		{"but which private one is not known", listOf(deny(100, "0.0.0.0/0"), allow(200, "subnet:a")), Client{Subnet: "a"}, Verdict{Rule: 1, Maybe: []int{0}}},

		{"source and header", listOf(frontDoor), Client{Tags: []string{"AzureFrontDoor.Backend"}, Request: Request{FrontDoorID: "id-2"}}, Verdict{Action: Allow, Rule: 0, Certain: true}},
		{"source without header", listOf(frontDoor), Client{Tags: []string{"AzureFrontDoor.Backend"}}, Verdict{Action: Deny, Rule: ByDefault, Certain: true}},
		{"header without source", listOf(frontDoor), Client{Addr: ip("1.2.3.4"), Request: Request{FrontDoorID: "id-2"}}, Verdict{Action: Deny, Rule: ByDefault, Certain: true}},

		{"unknown source", listOf(allow(100, "?"), deny(200, "1.0.0.0/8")), client("1.2.3.4"), Verdict{Rule: 1, Maybe: []int{0}}},
		{"unknown source with the same action", listOf(deny(100, "?"), deny(200, "1.0.0.0/8")), client("1.2.3.4"), Verdict{Action: Deny, Rule: 1, Certain: true, Maybe: []int{0}}},
		{"unknown source that comes later", listOf(allow(300, "?"), deny(200, "1.0.0.0/8")), client("1.2.3.4"), Verdict{Action: Deny, Rule: 1, Certain: true}},
		{"unknown action", listOf(allow(100, "1.0.0.0/8", unknownAction)), client("1.2.3.4"), Verdict{Rule: 0}},
		{"unknown action elsewhere", listOf(allow(100, "1.0.0.0/8", unknownAction)), client("2.2.3.4"), Verdict{Action: Deny, Rule: ByDefault, Certain: true}},
		{"unknown priority", listOf(allow(1, "1.0.0.0/8", unknownPriority), deny(200, "1.0.0.0/8")), client("1.2.3.4"), Verdict{Rule: 1, Maybe: []int{0}}},
		{"unknown priority alone", listOf(allow(1, "1.0.0.0/8", unknownPriority), deny(200, "2.0.0.0/8")), client("1.2.3.4"), Verdict{Action: Allow, Rule: 0, Certain: true}},
		{"unknown header", listOf(allow(100, "Any", unknownFDID)), client("1.2.3.4"), Verdict{Rule: ByDefault, Maybe: []int{0}}},
		{"unknown default", List{Rules: []*Rule{allow(100, "1.0.0.0/8")}, Default: unknown[Action]()}, client("2.2.3.4"), Verdict{Rule: ByDefault}},
		{"unknown default out of reach", List{Rules: []*Rule{allow(100, "1.0.0.0/8")}, Default: unknown[Action]()}, client("1.2.3.4"), Verdict{Action: Allow, Rule: 0, Certain: true}},
		{"more rules than known", List{Rules: []*Rule{allow(100, "Any")}, Incomplete: "var.rules"}, client("1.2.3.4"), Verdict{Rule: 0}},
		{"opaque", listOf(deny(100, "opaque"), allow(200, "Any")), client("1.2.3.4"), Verdict{Rule: 1, Maybe: []int{0}}},
		{"several kinds in one rule are invalid", listOf(deny(100, "1.0.0.0/8 Storage"), allow(200, "Any")), client("1.2.3.4"), Verdict{Rule: 1, Maybe: []int{0}}},
		{"no source is invalid", listOf(deny(100, ""), allow(200, "Any")), client("1.2.3.4"), Verdict{Rule: 1, Maybe: []int{0}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := Evaluate(test.list, test.client)
			if !test.want.Certain {
				got.Action = test.want.Action
			}
			assert.Equal(t, test.want, got)
		})
	}
}

func TestEvaluateHeaders(t *testing.T) {
	host := func(h string) Request { return Request{ForwardedHost: h} }
	chain := func(c string) Request { return Request{ForwardedFor: c} }
	tests := []struct {
		name    string
		filter  ruleOption
		request Request
		want    match
	}{
		{"no header sent", withHost("contoso.com"), Request{}, never},
		{"host", withHost("contoso.com"), host("contoso.com"), sure},
		{"host in any case", withHost("Contoso.COM"), host("cOntoso.com"), sure},
		{"host with a port", withHost("contoso.com"), host("contoso.com:8443"), sure},
		{"one of several hosts", withHost("fabrikam.com contoso.com"), host("contoso.com"), sure},
		{"wildcard: one label", withHost("*.contoso.com"), host("www.contoso.com"), sure},
		{"wildcard: not the root", withHost("*.contoso.com"), host("contoso.com"), never},
		{"wildcard: not two labels", withHost("*.contoso.com"), host("a.www.contoso.com"), never},
		{"wildcard elsewhere is not documented", withHost("www.*.com"), host("www.contoso.com"), maybe},
		{"bare wildcard is not documented", withHost("*"), host("contoso.com"), maybe},
		{"names in other scripts", withHost("bücher.example"), host("xn--bcher-kva.example"), maybe},
		{"sent in other scripts", withHost("xn--bcher-kva.example"), host("bücher.example"), maybe},

		{"address in the chain", withForwardedFor("198.51.100.0/24"), chain("203.0.113.9, 198.51.100.7"), sure},
		{"address with a port", withForwardedFor("198.51.100.0/24"), chain("198.51.100.7:1234"), sure},
		{"IPv6 in brackets", withForwardedFor("2001:db8::/32"), chain("[2001:db8::1]:1234"), sure},
		{"bare address as value", withForwardedFor("198.51.100.7"), chain("198.51.100.7"), sure},
		{"nowhere in the chain", withForwardedFor("198.51.100.0/24"), chain("203.0.113.9, 10.0.0.1"), never},
		{"garbage in the chain", withForwardedFor("198.51.100.0/24"), chain("203.0.113.9, unknown"), maybe},
		{"a value that is no address", withForwardedFor("proxy.contoso.com"), chain("198.51.100.7"), maybe},
		{"no values, no condition", withForwardedFor(""), Request{}, sure},

		{"front door id", withFDID("id-1 id-2"), Request{FrontDoorID: "id-2"}, sure},
		{"front door id is exact", withFDID("id-1"), Request{FrontDoorID: "ID-1"}, never},
		{"no wildcards in ids", withFDID("*.b"), Request{FrontDoorID: "a.b"}, never},
		{"health probe", withProbe("1"), Request{HealthProbe: "1"}, sure},
		{"unknown id", unknownFDID, Request{FrontDoorID: "id-1"}, maybe},
		{"unsupported header", func(r *Rule) { headersOf(r).UnknownHeaders = []string{"x-api-key"} }, Request{}, maybe},

		{"all headers must match", func(r *Rule) { withFDID("id-1")(r); withHost("contoso.com")(r) }, Request{FrontDoorID: "id-1"}, never},
		{"and all do", func(r *Rule) { withFDID("id-1")(r); withHost("contoso.com")(r) }, Request{FrontDoorID: "id-1", ForwardedHost: "contoso.com"}, sure},
		{"a known header that fails decides", func(r *Rule) { unknownFDID(r); withHost("contoso.com")(r) }, Request{FrontDoorID: "id-1"}, never},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := Evaluate(listOf(allow(100, "Any", test.filter)), Client{Addr: ip("1.2.3.4"), Request: test.request})
			want := map[match]Verdict{
				sure:  {Action: Allow, Rule: 0, Certain: true},
				maybe: {Action: got.Action, Rule: ByDefault, Maybe: []int{0}},
				never: {Action: Deny, Rule: ByDefault, Certain: true},
			}[test.want]
			assert.Equal(t, want, got)
		})
	}
}
