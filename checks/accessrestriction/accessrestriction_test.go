package accessrestriction_test

import (
	"fmt"
	"net/netip"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/checks/accessrestriction"
	"github.com/appnetlint/appnetlint/pkg/access"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/source"
	"github.com/appnetlint/appnetlint/pkg/value"
)

var nowhere source.Range

func some[T any](v T) value.Of[T] { return value.Some(v, nowhere) }

func unknown[T any]() value.Of[T] { return value.Undecided[T]("var.x", nowhere) }

func to[T any](target *T) network.Edge[T] { return network.To(target, "", nowhere) }

func element(address string) network.Element { return network.Element{Address: address} }

// world is a model with an app on a multitenant plan and two subnets.
type world struct {
	network.Model
	plan *network.Plan
	app  *network.Site
	a, b *network.Subnet
}

func newWorld() *world {
	w := &world{
		plan: &network.Plan{Element: element("plan"), SKU: some("P1v3")},
		a:    &network.Subnet{Element: element("a")},
		b:    &network.Subnet{Element: element("b")},
	}
	w.app = &network.Site{
		Element: element("app"), Kind: network.WebApp, Plan: to(w.plan),
		PublicAccess: some(network.PublicEnabled), SCMUsesMain: some(true),
	}
	w.Plans, w.Sites, w.Subnets = []*network.Plan{w.plan}, []*network.Site{w.app}, []*network.Subnet{w.a, w.b}
	return w
}

func (w *world) main(byDefault value.Of[access.Action], rules ...*network.AccessRule) {
	w.app.Main = network.AccessList{Default: byDefault, Rules: value.Set[*network.AccessRule]{Items: rules}}
}

func (w *world) scm(byDefault value.Of[access.Action], rules ...*network.AccessRule) {
	w.app.SCMUsesMain = some(false)
	w.app.SCM = network.AccessList{Default: byDefault, Rules: value.Set[*network.AccessRule]{Items: rules}}
}

func (w *world) result(c *lint.Check) lint.Result {
	w.Link()
	return lint.Run(lint.Subject{Model: &w.Model}, []*lint.Check{c})
}

func (w *world) run(c *lint.Check) []string {
	var out []string
	for _, f := range w.result(c).Findings {
		out = append(out, f.Severity.String()+" "+f.Address)
	}
	return out
}

var (
	noAction    value.Of[access.Action]
	isAllow     = some(access.Allow)
	isDeny      = some(access.Deny)
	anyAction   = unknown[access.Action]()
	anyPriority = unknown[int]()
)

func rule(priority int, action value.Of[access.Action], s access.Source) *network.AccessRule {
	r := &network.AccessRule{}
	r.Priority, r.Action, r.Source = some(priority), action, some(s)
	return r
}

func ranges(prefixes ...string) access.Source {
	var s access.Source
	for _, p := range prefixes {
		s.Prefixes = append(s.Prefixes, netip.MustParsePrefix(p))
	}
	return s
}

func tags(names ...string) access.Source { return access.Source{Tags: names} }

func fromSubnet(e network.Edge[network.Subnet]) *network.AccessRule {
	r := rule(100, isAllow, access.Source{Subnet: "key"})
	r.Subnet = e
	return r
}

func fromSomewhere() *network.AccessRule {
	r := rule(100, isAllow, access.Source{})
	r.Source = unknown[access.Source]()
	return r
}

func many(n int) []*network.AccessRule {
	rules := make([]*network.AccessRule, n)
	for i := range rules {
		rules[i] = rule(100+i, isAllow, ranges(fmt.Sprintf("20.%d.%d.0/24", i/256, i%256)))
	}
	return rules
}

var (
	office    = rule(100, isAllow, ranges("203.0.113.0/24"))
	noOffice  = rule(200, isDeny, ranges("203.0.113.0/25"))
	everybody = rule(300, isAllow, access.Source{Any: true})
	nobody    = rule(300, isDeny, access.Source{Any: true})
	branches  = rule(400, isAllow, ranges("10.20.0.0/16"))
	// catchAll is what Azure itself lists where the default action is set.
	catchAll = func() *network.AccessRule {
		r := rule(2147483647, isDeny, access.Source{Any: true})
		r.Synthetic = true
		return r
	}()
)

func TestRuleCount(t *testing.T) {
	w := newWorld()
	w.main(isDeny, many(512)...)
	assert.Empty(t, w.run(accessrestriction.RuleCountExceeded))
	w.main(isDeny, append(many(512), catchAll)...)
	assert.Empty(t, w.run(accessrestriction.RuleCountExceeded), "the catch-all is no rule of ours")
	w.main(isDeny, many(513)...)
	assert.Equal(t, []string{"error app"}, w.run(accessrestriction.RuleCountExceeded))
	w.app.PublicAccess = some(network.PublicDisabled)
	assert.Equal(t, []string{"error app"}, w.run(accessrestriction.RuleCountExceeded), "Azure counts unused rules too")
	w.app.External = true
	assert.Empty(t, w.run(accessrestriction.RuleCountExceeded))

	w = newWorld()
	w.main(isDeny, many(300)...)
	w.scm(isDeny, many(300)...)
	assert.Equal(t, []string{"note app"}, w.run(accessrestriction.RuleCountExceeded))
	w.scm(isDeny, many(513)...)
	assert.Equal(t, []string{"error app"}, w.run(accessrestriction.RuleCountExceeded))
	w.app.SCMUsesMain = unknown[bool]()
	assert.Empty(t, w.run(accessrestriction.RuleCountExceeded))
	w.app.SCMUsesMain = some(true)
	assert.Empty(t, w.run(accessrestriction.RuleCountExceeded))
}

func TestDefaultAllow(t *testing.T) {
	tests := []struct {
		name  string
		given func(w *world)
		want  []string
	}{
		{"allow list", func(w *world) { w.main(isAllow, office) }, []string{"error app"}},
		{"a default that the provider sends", func(w *world) { w.main(value.Default(access.Allow, nowhere), office) }, []string{"error app"}},
		{"a tag, by all headers", func(w *world) { w.main(isAllow, rule(100, isAllow, tags("AzureFrontDoor.Backend"))) }, []string{"error app"}},
		{"a subnet", func(w *world) { w.main(isAllow, fromSubnet(to(w.a))) }, []string{"error app"}},
		{"implicit deny", func(w *world) { w.main(noAction, office) }, nil},
		{"deny", func(w *world) { w.main(isDeny, office) }, nil},
		{"unknown default", func(w *world) { w.main(anyAction, office) }, nil},
		{"no rules", func(w *world) { w.main(isAllow) }, nil},
		{"a deny rule as well", func(w *world) { w.main(isAllow, office, nobody) }, nil},
		{"an unknown action as well", func(w *world) { w.main(isAllow, office, rule(1, anyAction, ranges("0.0.0.0/0"))) }, nil},
		{"everybody on purpose", func(w *world) { w.main(isAllow, everybody) }, nil},
		{"an unknown source may be everybody", func(w *world) { w.main(isAllow, fromSomewhere()) }, nil},
		{"an unknown source beside a known one", func(w *world) { w.main(isAllow, office, fromSomewhere()) }, []string{"error app"}},
		{"there may be more rules", func(w *world) { w.main(isAllow, office); w.app.Main.Rules.Incomplete = "var.rules" }, nil},
		{"closed", func(w *world) { w.main(isAllow, office); w.app.PublicAccess = some(network.PublicDisabled) }, nil},
		{"perhaps closed", func(w *world) { w.main(isAllow, office); w.app.PublicAccess = unknown[string]() }, nil},
		{"in an environment", func(w *world) {
			w.main(isAllow, office)
			w.plan.Environment = to(&network.Environment{Internal: some(true)})
		}, []string{"warning app"}},
		{"on an unknown plan", func(w *world) { w.main(isAllow, office); w.app.Plan = network.Open[network.Plan]("var.plan", nowhere) }, []string{"warning app"}},
		{"a perimeter is enforced", func(w *world) {
			w.main(isAllow, office)
			w.Perimeters = []*network.PerimeterAssociation{{Site: to(w.app), Mode: some("Enforced")}}
		}, nil},
		{"a perimeter learns", func(w *world) {
			w.main(isAllow, office)
			w.Perimeters = []*network.PerimeterAssociation{{Site: to(w.app), Mode: some("Learning")}}
		}, []string{"error app"}},
		{"a perimeter may be enforced", func(w *world) {
			w.main(isAllow, office)
			w.Perimeters = []*network.PerimeterAssociation{{Site: network.Open[network.Site]("var.app", nowhere)}}
		}, nil},
		{"only read", func(w *world) { w.main(isAllow, office); w.app.External = true }, nil},
		{"both lists", func(w *world) { w.main(isAllow, office); w.scm(isAllow, office) }, []string{"error app", "error app"}},
		{"an unused SCM list", func(w *world) { w.scm(isAllow, office); w.app.SCMUsesMain = some(true) }, nil},
		{"a perhaps unused SCM list", func(w *world) { w.scm(isAllow, office); w.app.SCMUsesMain = unknown[bool]() }, nil},
		{"an SCM list without a word on its use", func(w *world) { w.scm(isAllow, office); w.app.SCMUsesMain = value.None[bool]() }, []string{"error app"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld()
			test.given(w)
			assert.Equal(t, test.want, w.run(accessrestriction.DefaultAllow))
		})
	}
}

func TestImplicitDeny(t *testing.T) {
	tests := []struct {
		name  string
		given func(w *world)
		want  []string
	}{
		{"block list", func(w *world) { w.main(noAction, noOffice) }, []string{"warning app"}},
		{"block list for apps by a tag", func(w *world) { w.main(noAction, rule(1, isDeny, tags("AzureCloud"))) }, []string{"warning app"}},
		{"default allow", func(w *world) { w.main(isAllow, noOffice) }, nil},
		{"default deny is on purpose", func(w *world) { w.main(isDeny, noOffice) }, nil},
		{"unknown default", func(w *world) { w.main(anyAction, noOffice) }, nil},
		{"everybody is blocked on purpose", func(w *world) { w.main(noAction, nobody) }, nil},
		{"an allow rule", func(w *world) { w.main(noAction, noOffice, office) }, nil},
		{"an unknown action", func(w *world) { w.main(noAction, noOffice, rule(1, anyAction, ranges("20.0.0.0/8"))) }, nil},
		{"there may be more rules", func(w *world) { w.main(noAction, noOffice); w.app.Main.Rules.Incomplete = "var.rules" }, nil},
		{"an unknown source may be everybody", func(w *world) {
			r := fromSomewhere()
			r.Action = isDeny
			w.main(noAction, r)
		}, nil},
		{"closed", func(w *world) { w.main(noAction, noOffice); w.app.PublicAccess = some(network.PublicDisabled) }, nil},
		{"SCM", func(w *world) { w.scm(noAction, noOffice) }, []string{"warning app"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld()
			test.given(w)
			assert.Equal(t, test.want, w.run(accessrestriction.ImplicitDeny))
		})
	}
}

func TestShadowed(t *testing.T) {
	with := func(r *network.AccessRule, priority value.Of[int]) *network.AccessRule {
		other := *r
		other.Priority = priority
		return &other
	}
	second := rule(500, isDeny, ranges("203.0.113.128/26"))
	tests := []struct {
		name  string
		rules []*network.AccessRule
		want  []string
	}{
		{"opposite", []*network.AccessRule{office, noOffice}, []string{"warning app"}},
		{"several by the same rule are one mistake", []*network.AccessRule{office, noOffice, second}, []string{"warning app"}},
		{"by different rules they are several", []*network.AccessRule{
			office, noOffice, rule(110, isAllow, ranges("20.0.0.0/8")), rule(510, isDeny, ranges("20.1.0.0/16")),
		}, []string{"warning app", "warning app"}},
		{"redundant", []*network.AccessRule{office, with(office, some(500))}, []string{"note app"}},
		{"of unknown action", []*network.AccessRule{office, rule(500, anyAction, ranges("203.0.113.0/26"))}, []string{"note app"}},
		{"of unknown place", []*network.AccessRule{office, with(noOffice, anyPriority)}, nil},
		{"narrow before wide", []*network.AccessRule{with(noOffice, some(1)), office}, nil},
		{"what contends by priority is that check's matter", []*network.AccessRule{office, with(noOffice, some(100))}, nil},
		{"the same twice at one priority", []*network.AccessRule{office, office}, []string{"note app"}},
		{"what Azure lists", []*network.AccessRule{nobody, catchAll}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld()
			w.main(isDeny, test.rules...)
			assert.Equal(t, test.want, w.run(accessrestriction.Shadowed))
			w.app.PublicAccess = unknown[string]()
			assert.Empty(t, w.run(accessrestriction.Shadowed))
		})
	}
}

func TestDuplicatePriority(t *testing.T) {
	same := func(r *network.AccessRule) *network.AccessRule {
		other := *r
		other.Priority = some(100)
		return &other
	}
	w := newWorld()
	w.main(isDeny, office, same(noOffice))
	assert.Equal(t, []string{"warning app"}, w.run(accessrestriction.DuplicatePriority))
	w.main(isDeny, office, same(everybody))
	assert.Equal(t, []string{"note app"}, w.run(accessrestriction.DuplicatePriority), "they agree")
	w.main(isDeny, office, same(rule(1, anyAction, ranges("0.0.0.0/0"))))
	assert.Equal(t, []string{"note app"}, w.run(accessrestriction.DuplicatePriority), "they may agree")
	w.main(isDeny, office, noOffice)
	assert.Empty(t, w.run(accessrestriction.DuplicatePriority))

	byDefault := func(r *network.AccessRule) *network.AccessRule {
		other := *r
		other.Priority = value.Default(65000, nowhere)
		return &other
	}
	w.main(isDeny, byDefault(office), byDefault(rule(1, isAllow, ranges("20.0.0.0/8"))))
	found := w.result(accessrestriction.DuplicatePriority).Findings
	assert.Len(t, found, 1)
	assert.Contains(t, found[0].Message, "priority 65000, which the provider sends where none is written")
}

func TestTooManySources(t *testing.T) {
	const nine = "20.1.0.0/16, 20.2.0.0/16,20.3.0.0/16,20.4.0.0/16,20.5.0.0/16,20.6.0.0/16,20.7.0.0/16,20.8.0.0/16,not-an-address"
	unread := fromSomewhere()
	unread.Address = some(nine)
	w := newWorld()
	w.main(isDeny, unread)
	assert.Equal(t, []string{"error app"}, w.run(accessrestriction.TooManySources), "what cannot be read counts")
	w.app.PublicAccess = some(network.PublicDisabled)
	assert.Equal(t, []string{"error app"}, w.run(accessrestriction.TooManySources), "Azure reads unused rules too")
	w.main(isDeny, rule(1, isAllow, tags("a", "b", "c", "d", "e", "f", "g", "h", "i")))
	assert.Equal(t, []string{"error app"}, w.run(accessrestriction.TooManySources))
	w.main(isDeny, rule(1, isAllow, tags("a", "b", "c", "d", "e", "f", "g", "h")))
	assert.Empty(t, w.run(accessrestriction.TooManySources))
	w.main(isDeny)
	w.scm(isDeny, unread)
	assert.Equal(t, []string{"error app"}, w.run(accessrestriction.TooManySources))
	w.app.SCMUsesMain = some(true)
	assert.Empty(t, w.run(accessrestriction.TooManySources))
}

func TestPrivateRange(t *testing.T) {
	denied := rule(400, isDeny, ranges("10.20.0.0/16"))
	tests := []struct {
		name  string
		given func(w *world)
		want  []string
	}{
		{"beside others", func(w *world) { w.main(isDeny, office, branches) }, []string{"warning app"}},
		{"carrier-grade NAT", func(w *world) { w.main(isDeny, office, rule(1, isAllow, ranges("100.64.0.0/10"))) }, []string{"warning app"}},
		{"several rules are one mistake", func(w *world) { w.main(isDeny, office, branches, branches) }, []string{"warning app"}},
		{"nobody else", func(w *world) { w.main(isDeny, branches) }, []string{"error app"}},
		{"nobody else, implicitly", func(w *world) { w.main(noAction, branches, noOffice) }, []string{"error app"}},
		{"everybody else", func(w *world) { w.main(isAllow, branches) }, []string{"warning app"}},
		{"perhaps somebody else", func(w *world) { w.main(isDeny, branches, fromSomewhere()) }, []string{"warning app"}},
		{"a subnet as well", func(w *world) { w.main(isDeny, branches, fromSubnet(to(w.a))) }, []string{"warning app"}},
		{"a private endpoint as well", func(w *world) {
			w.main(isDeny, branches)
			w.PrivateEndpoints = []*network.PrivateEndpoint{{Site: to(w.app)}}
		}, []string{"warning app"}},
		{"denied", func(w *world) { w.main(isAllow, denied) }, []string{"note app"}},
		{"all denied", func(w *world) { w.main(noAction, denied) }, []string{"note app"}},
		{"public", func(w *world) { w.main(isDeny, office) }, nil},
		{"wider than private", func(w *world) { w.main(isDeny, rule(1, isAllow, ranges("10.0.0.0/7"))) }, nil},
		{"in an environment", func(w *world) { w.main(isDeny, branches); w.plan.Environment = to(&network.Environment{}) }, nil},
		{"perhaps in an environment", func(w *world) {
			w.main(isDeny, branches)
			w.plan.Environment = network.Open[network.Environment]("var.ase", nowhere)
		}, nil},
		{"on one of two multitenant plans", func(w *world) {
			w.main(isDeny, branches)
			w.app.Plan = network.AnyOf([]*network.Plan{w.plan, {Element: element("other")}}, nowhere)
		}, []string{"error app"}},
		{"on Azure Arc", func(w *world) { w.main(isDeny, branches); w.app.Arc = some(true) }, nil},
		{"a plan on Azure Arc", func(w *world) { w.main(isDeny, branches); w.plan.Arc = some(true) }, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld()
			test.given(w)
			assert.Equal(t, test.want, w.run(accessrestriction.PrivateRange))
		})
	}
}

func TestSubnetMissingServiceEndpoint(t *testing.T) {
	either := func(w *world) network.Edge[network.Subnet] {
		return network.AnyOf([]*network.Subnet{w.a, w.b}, nowhere)
	}
	tests := []struct {
		name  string
		given func(w *world)
		want  []string
	}{
		{"nothing written", func(w *world) { w.main(isDeny, fromSubnet(to(w.a))) }, []string{"error app"}},
		{"another service", func(w *world) {
			w.main(isDeny, fromSubnet(to(w.a)))
			w.a.ServiceEndpoints = some([]string{"Microsoft.Storage"})
		}, []string{"error app"}},
		{"the service", func(w *world) {
			w.main(isDeny, fromSubnet(to(w.a)))
			w.a.ServiceEndpoints = some([]string{"microsoft.web"})
		}, nil},
		{"unknown services", func(w *world) {
			w.main(isDeny, fromSubnet(to(w.a)))
			w.a.ServiceEndpoints = unknown[[]string]()
		}, nil},
		{"only read", func(w *world) { w.main(isDeny, fromSubnet(to(w.a))); w.a.External = true }, nil},
		{"of another configuration", func(w *world) { w.main(isDeny, fromSubnet(network.Outside[network.Subnet]("/x", nowhere))) }, nil},
		{"unknown subnet", func(w *world) { w.main(isDeny, fromSubnet(network.Open[network.Subnet]("var.x", nowhere))) }, nil},
		{"one of two, neither has it", func(w *world) { w.main(isDeny, fromSubnet(either(w))) }, []string{"error app"}},
		{"one of two, the other has it", func(w *world) {
			w.main(isDeny, fromSubnet(either(w)))
			w.b.ServiceEndpoints = some([]string{"Microsoft.Web"})
		}, nil},
		{"in both lists it is one mistake", func(w *world) {
			w.main(isDeny, fromSubnet(to(w.a)))
			w.scm(isDeny, fromSubnet(to(w.a)))
		}, []string{"error app"}},
		{"two subnets", func(w *world) { w.main(isDeny, fromSubnet(to(w.a)), fromSubnet(to(w.b))) }, []string{"error app", "error app"}},
		{"in an environment no such rule works", func(w *world) {
			w.main(isDeny, fromSubnet(to(w.a)))
			w.plan.Environment = to(&network.Environment{})
		}, nil},
		{"closed", func(w *world) { w.main(isDeny, fromSubnet(to(w.a))); w.app.PublicAccess = some(network.PublicDisabled) }, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld()
			test.given(w)
			assert.Equal(t, test.want, w.run(accessrestriction.SubnetMissingServiceEndpoint))
		})
	}

	w := newWorld()
	w.main(isDeny, fromSubnet(to(w.a)))
	w.a.ServiceEndpoints = unknown[[]string]()
	open := w.result(accessrestriction.SubnetMissingServiceEndpoint).Undecided
	assert.Len(t, open, 1)
	assert.Equal(t, "a", open[0].Address)
}

func TestAppServiceTag(t *testing.T) {
	w := newWorld()
	w.main(isDeny, rule(1, isAllow, tags("Storage", "appservice.westeurope")))
	assert.Equal(t, []string{"warning app"}, w.run(accessrestriction.AppServiceTag))
	w.main(isAllow, rule(1, isDeny, tags("AppService")))
	assert.Equal(t, []string{"note app"}, w.run(accessrestriction.AppServiceTag))
	w.main(isDeny, rule(1, isAllow, tags("AppServiceManagement", "AppService.Nowhere")))
	assert.Empty(t, w.run(accessrestriction.AppServiceTag))
}

func TestSCMUnrestricted(t *testing.T) {
	tests := []struct {
		name  string
		given func(w *world)
		want  []string
	}{
		{"no rules", func(w *world) { w.scm(isAllow) }, []string{"warning app"}},
		{"nothing written", func(w *world) { w.scm(noAction); w.app.SCMUsesMain = value.None[bool]() }, []string{"warning app"}},
		{"a block list", func(w *world) { w.scm(isAllow, noOffice) }, []string{"warning app"}},
		{"allowed sources in vain, which is told of the list", func(w *world) { w.scm(isAllow, office) }, []string{"note app"}},
		{"everybody is let in", func(w *world) { w.scm(isDeny, everybody) }, []string{"warning app"}},
		{"uses main", func(*world) {}, nil},
		{"perhaps uses main", func(w *world) { w.scm(isAllow); w.app.SCMUsesMain = unknown[bool]() }, nil},
		{"closed", func(w *world) { w.scm(isDeny) }, nil},
		{"restricted", func(w *world) { w.scm(noAction, office) }, nil},
		{"perhaps restricted", func(w *world) { w.scm(anyAction) }, nil},
		{"there may be rules", func(w *world) { w.scm(isAllow); w.app.SCM.Rules.Incomplete = "var.rules" }, nil},
		{"everybody of IPv6 is another mistake", func(w *world) { w.scm(isAllow, rule(1, isDeny, ranges("0.0.0.0/0"))) }, nil},
		{"main is open", func(w *world) { w.main(isAllow, office); w.scm(isAllow) }, nil},
		{"main is perhaps open", func(w *world) { w.main(anyAction, office); w.scm(isAllow) }, nil},
		{"public access is off", func(w *world) { w.scm(isAllow); w.app.PublicAccess = some(network.PublicDisabled) }, nil},
		{"public access is off by an endpoint", func(w *world) {
			w.scm(isAllow)
			w.app.PublicAccess = value.None[string]()
			w.PrivateEndpoints = []*network.PrivateEndpoint{{Site: to(w.app)}}
		}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld()
			w.main(isDeny, office)
			test.given(w)
			assert.Equal(t, test.want, w.run(accessrestriction.SCMUnrestricted))
		})
	}
}

func TestSubnetWithIPSSL(t *testing.T) {
	w := newWorld()
	w.main(isDeny, fromSubnet(network.Outside[network.Subnet]("/x", nowhere)))
	assert.Empty(t, w.run(accessrestriction.SubnetWithIPSSL))
	w.app.InlineHostNames.Items = []network.HostName{{Name: some("shop.example.com"), IPBased: some(true)}}
	assert.Equal(t, []string{"error app"}, w.run(accessrestriction.SubnetWithIPSSL), "whosever the subnet is")
	w.main(isDeny, rule(1, isAllow, access.Source{AnyVNets: true}))
	assert.Equal(t, []string{"error app"}, w.run(accessrestriction.SubnetWithIPSSL))
	w.main(isDeny, office)
	assert.Empty(t, w.run(accessrestriction.SubnetWithIPSSL))
	w.main(isDeny, fromSubnet(network.Open[network.Subnet]("var.x", nowhere)))
	assert.Empty(t, w.run(accessrestriction.SubnetWithIPSSL))
	w.main(isDeny, fromSubnet(to(w.a)))
	w.app.InlineHostNames.Items[0].IPBased = unknown[bool]()
	assert.Empty(t, w.run(accessrestriction.SubnetWithIPSSL))
}
