package accessrestriction_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/checks/accessrestriction"
	"github.com/appnetlint/appnetlint/pkg/access"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// anyVNets is a rule for every subnet with a service endpoint.
var anyVNets = rule(200, isAllow, access.Source{AnyVNets: true})

func TestAnyVNets(t *testing.T) {
	w := newWorld()
	w.main(isDeny, anyVNets)
	assert.Equal(t, []string{"warning app"}, w.run(accessrestriction.AnyVNets))
	w.main(isDeny, rule(200, isDeny, access.Source{AnyVNets: true}), rule(300, anyAction, access.Source{AnyVNets: true}))
	assert.Empty(t, w.run(accessrestriction.AnyVNets))
	w.main(isDeny, anyVNets)
	w.plan.Environment = to(&network.Environment{})
	assert.Empty(t, w.run(accessrestriction.AnyVNets), "that it does not work there is another mistake")
}

func TestAllowAny(t *testing.T) {
	front := filtered(everybody, "x-azure-fdid", some([]string{"id"}))
	late := rule(900, isDeny, ranges("198.51.100.0/24"))
	tests := []struct {
		name  string
		given func(w *world)
		want  []string
	}{
		{"beside the office", func(w *world) { w.main(isDeny, office, everybody) }, []string{"warning app"}},
		{"implicit deny", func(w *world) { w.main(noAction, office, everybody) }, []string{"warning app"}},
		{"range", func(w *world) { w.main(isDeny, office, rule(200, isAllow, ranges("0.0.0.0/0"))) }, []string{"warning app"}},
		{"two halves", func(w *world) { w.main(isDeny, office, rule(200, isAllow, ranges("0.0.0.0/1", "128.0.0.0/1"))) }, []string{"warning app"}},
		{"IPv6", func(w *world) { w.main(isDeny, office, rule(200, isAllow, ranges("::/0"))) }, []string{"warning app"}},
		{"tag", func(w *world) { w.main(isDeny, office, rule(200, isAllow, tags("internet"))) }, []string{"warning app"}},
		{"SCM", func(w *world) { w.scm(isDeny, office, everybody) }, []string{"warning app"}},
		{"alone", func(w *world) { w.main(isDeny, everybody) }, nil},
		{"by default too, which is another mistake", func(w *world) { w.main(isAllow, office, everybody) }, nil},
		{"default not known", func(w *world) { w.main(anyAction, office, everybody) }, nil},
		{"with a header", func(w *world) { w.main(isDeny, office, front) }, nil},
		{"with a header that is not known", func(w *world) {
			w.main(isDeny, office, filtered(everybody, "x-azure-fdid", unknown[[]string]()))
		}, nil},
		{"a few are blocked before", func(w *world) { w.main(isDeny, office, noOffice, everybody) }, nil},
		{"a few may be blocked before", func(w *world) { w.main(isDeny, office, everybody, rule(1, anyAction, ranges("20.0.0.0/8"))) }, nil},
		{"something denied after", func(w *world) { w.main(isDeny, office, everybody, late) }, []string{"warning app"}},
		{"something denied at an unknown place", func(w *world) {
			other := *late
			other.Priority = anyPriority
			w.main(isDeny, office, everybody, &other)
		}, nil},
		{"there may be more rules", func(w *world) { w.main(isDeny, office, everybody); w.app.Main.Rules.Incomplete = "var.rules" }, nil},
		{"in a private network", func(w *world) {
			w.main(isDeny, office, everybody)
			w.plan.Environment = to(&network.Environment{Internal: some(true)})
		}, []string{"note app"}},
		{"closed", func(w *world) { w.main(isDeny, office, everybody); w.app.PublicAccess = some(network.PublicDisabled) }, nil},
		{"all of Azure", func(w *world) { w.main(isDeny, rule(100, isAllow, tags("AzureCloud.westeurope"))) }, []string{"note app"}},
		{"all of Azure, with a header", func(w *world) {
			w.main(isDeny, filtered(rule(100, isAllow, tags("AzureCloud")), "x-azure-fdid", some([]string{"id"})))
		}, nil},
		{"all of Azure denied", func(w *world) { w.main(isDeny, rule(100, isDeny, tags("AzureCloud"))) }, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld()
			test.given(w)
			assert.Equal(t, test.want, w.run(accessrestriction.AllowAny))
		})
	}
}

func TestDenyAllIPv4Only(t *testing.T) {
	noIPv4, noIPv6 := rule(900, isDeny, ranges("0.0.0.0/0")), rule(901, isDeny, ranges("::/0"))
	tests := []struct {
		name  string
		given func(w *world)
		want  []string
	}{
		{"catch-all", func(w *world) { w.main(isAllow, office, noIPv4) }, []string{"warning app"}},
		{"both families", func(w *world) { w.main(isAllow, office, noIPv4, noIPv6) }, nil},
		{"everybody", func(w *world) { w.main(isAllow, office, nobody) }, nil},
		{"default deny", func(w *world) { w.main(isDeny, office, noIPv4) }, nil},
		{"implicit deny", func(w *world) { w.main(noAction, office, noIPv4) }, nil},
		{"default not known", func(w *world) { w.main(anyAction, office, noIPv4) }, nil},
		{"IPv6 is let in by a rule", func(w *world) { w.main(isAllow, rule(1, isAllow, ranges("::/0")), noIPv4) }, nil},
		{"something else may deny IPv6", func(w *world) { r := fromSomewhere(); r.Action = isDeny; w.main(isAllow, r, noIPv4) }, nil},
		{"block list", func(w *world) { w.main(isAllow, noOffice) }, []string{"note app"}},
		{"block list of both families", func(w *world) { w.main(isAllow, noOffice, rule(1, isDeny, ranges("2001:db8::/32"))) }, nil},
		{"block list by a tag", func(w *world) { w.main(isAllow, noOffice, rule(1, isDeny, tags("AzureCloud"))) }, nil},
		{"block list with an exception", func(w *world) { w.main(isAllow, office, noOffice) }, nil},
		{"no rules", func(w *world) { w.main(isAllow) }, nil},
		{"SCM", func(w *world) { w.scm(isAllow, office, noIPv4) }, []string{"warning app"}},
		{"in an environment", func(w *world) {
			w.main(isAllow, office, noIPv4)
			w.plan.Environment = to(&network.Environment{Internal: some(false)})
		}, nil},
		{"there may be more rules", func(w *world) { w.main(isAllow, office, noIPv4); w.app.Main.Rules.Incomplete = "var.rules" }, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld()
			test.given(w)
			assert.Equal(t, test.want, w.run(accessrestriction.DenyAllIPv4Only))
		})
	}
}

func TestSCMRulesIgnored(t *testing.T) {
	w := newWorld()
	ignored := func(l network.AccessList, usesMain value.Of[bool]) []string {
		w.app.SCM, w.app.SCMUsesMain = l, usesMain
		return w.run(accessrestriction.SCMRulesIgnored)
	}
	assert.Equal(t, []string{"warning app"}, ignored(list(isAllow, office), some(true)))
	assert.Equal(t, []string{"note app"}, ignored(list(isDeny), some(true)))
	assert.Empty(t, ignored(list(isAllow), some(true)))
	assert.Empty(t, ignored(list(noAction, catchAll), some(true)))
	assert.Empty(t, ignored(list(isDeny, office), some(false)))
	assert.Empty(t, ignored(list(isDeny, office), value.None[bool]()))
	assert.Empty(t, ignored(list(isDeny, office), unknown[bool]()))
	assert.Len(t, w.result(accessrestriction.SCMRulesIgnored).Undecided, 1)
	w.app.External = true
	assert.Empty(t, ignored(list(isDeny, office), some(true)))
}

func TestSCMBehindProxyOnly(t *testing.T) {
	front := rule(100, isAllow, tags("AzureFrontDoor.Backend"))
	note := []string{"note app"}
	tests := []struct {
		name  string
		given func(w *world)
		want  []string
	}{
		{"Front Door", func(w *world) { w.main(isDeny, front) }, note},
		{"Front Door, and Deny rules", func(w *world) { w.main(isDeny, front, noOffice) }, note},
		{"gateway", func(w *world) {
			w.main(isDeny, fromSubnet(to(w.a)))
			w.ApplicationGateways = []*network.ApplicationGateway{{Subnets: value.Set[network.Edge[network.Subnet]]{Items: []network.Edge[network.Subnet]{to(w.a)}}}}
		}, note},
		{"another subnet", func(w *world) { w.main(isDeny, fromSubnet(to(w.a))) }, nil},
		{"somebody else too", func(w *world) { w.main(isDeny, front, office) }, nil},
		{"perhaps somebody else too", func(w *world) { w.main(isDeny, front, fromSomewhere()) }, nil},
		{"own rules", func(w *world) { w.main(isDeny, front); w.app.SCMUsesMain = some(false) }, nil},
		{"private endpoint", func(w *world) {
			w.main(isDeny, front)
			w.PrivateEndpoints = []*network.PrivateEndpoint{{Site: to(w.app)}}
		}, nil},
		{"perhaps a private endpoint", func(w *world) {
			w.main(isDeny, front)
			w.PrivateEndpoints = []*network.PrivateEndpoint{{Site: network.Open[network.Site]("var.app", nowhere)}}
		}, nil},
		{"everybody by default", func(w *world) { w.main(isAllow, front) }, nil},
		{"nobody", func(w *world) { w.main(isDeny, noOffice) }, nil},
		{"there may be more rules", func(w *world) { w.main(isDeny, front); w.app.Main.Rules.Incomplete = "var.rules" }, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld()
			test.given(w)
			assert.Equal(t, test.want, w.run(accessrestriction.SCMBehindProxyOnly))
		})
	}
}

func TestRulesUnused(t *testing.T) {
	w := newWorld()
	w.main(isDeny, office)
	assert.Empty(t, w.run(accessrestriction.RulesUnused))
	w.app.PublicAccess = unknown[string]()
	assert.Empty(t, w.run(accessrestriction.RulesUnused))
	w.app.PublicAccess = some(network.PublicDisabled)
	assert.Equal(t, []string{"note app"}, w.run(accessrestriction.RulesUnused))
	w.main(isDeny)
	assert.Empty(t, w.run(accessrestriction.RulesUnused))
	w.main(isDeny, office)
	w.app.PublicAccess = value.None[string]()
	w.PrivateEndpoints = []*network.PrivateEndpoint{{Site: to(w.app)}}
	assert.Equal(t, []string{"note app"}, w.run(accessrestriction.RulesUnused), "an endpoint closes what nobody opens")
}

func TestForwardedHostWildcard(t *testing.T) {
	const header = "x-forwarded-host"
	tests := []struct {
		name  string
		hosts []string
		rules []*network.AccessRule
		want  []string
	}{
		{"apex", []string{"Contoso.com"}, []*network.AccessRule{filtered(office, header, some([]string{"*.contoso.com"}))}, []string{"note app"}},
		{"deeper", []string{"a.b.contoso.com"}, []*network.AccessRule{filtered(office, header, some([]string{"*.contoso.com"}))}, []string{"note app"}},
		{"one label", []string{"www.contoso.com"}, []*network.AccessRule{filtered(office, header, some([]string{"*.CONTOSO.com"}))}, nil},
		{"another domain", []string{"contoso.org", "notcontoso.com"}, []*network.AccessRule{filtered(office, header, some([]string{"*.contoso.com"}))}, nil},
		{"apex as well", []string{"contoso.com"}, []*network.AccessRule{filtered(office, header, some([]string{"*.contoso.com", "contoso.com"}))}, nil},
		{"apex in another rule", []string{"contoso.com"}, []*network.AccessRule{
			filtered(office, header, some([]string{"*.contoso.com"})), filtered(branches, header, some([]string{"contoso.com"})),
		}, nil},
		{"perhaps in another rule", []string{"contoso.com"}, []*network.AccessRule{
			filtered(office, header, some([]string{"*.contoso.com"})), filtered(branches, header, unknown[[]string]()),
		}, nil},
		{"denied", []string{"contoso.com"}, []*network.AccessRule{filtered(noOffice, header, some([]string{"*.contoso.com"}))}, nil},
		{"no wildcard", []string{"www.contoso.com"}, []*network.AccessRule{filtered(office, header, some([]string{"contoso.com"}))}, nil},
		{"other header", []string{"contoso.com"}, []*network.AccessRule{filtered(office, "x-azure-fdid", some([]string{"*.contoso.com"}))}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld()
			w.main(isDeny, test.rules...)
			for _, host := range test.hosts {
				w.app.InlineHostNames.Items = append(w.app.InlineHostNames.Items, network.HostName{Name: some(host)})
			}
			assert.Equal(t, test.want, w.run(accessrestriction.ForwardedHostWildcard))
		})
	}
}
