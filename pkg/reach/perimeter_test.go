package reach_test

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/access"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/reach"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// perimeter puts the app of a model in a perimeter whose profile admits a branch.
func perimeter(m *network.Model, mode string) {
	profile := &network.PerimeterProfile{Element: network.Element{Address: "profile"}}
	m.PerimeterProfiles = []*network.PerimeterProfile{profile}
	m.Perimeters = []*network.PerimeterAssociation{{
		Element: network.Element{Address: "association"}, Mode: known(mode), Site: network.To(m.Sites[0], "", nowhere), Profile: known(profile.Key()),
	}}
	m.PerimeterRules = []*network.PerimeterRule{inbound("branch", "198.51.100.0/24")}
}

func inbound(name string, prefixes ...string) *network.PerimeterRule {
	r := &network.PerimeterRule{
		Element: network.Element{Address: name, Name: known(name)}, Profile: known("profile"), Direction: known(network.Inbound), Kind: known("addresses"),
	}
	var parsed []netip.Prefix
	for _, p := range prefixes {
		parsed = append(parsed, netip.MustParsePrefix(p))
	}
	r.Prefixes = known(parsed)
	return r
}

// What public network access and the access mode make of an app that admits an
// office, in a perimeter that admits a branch.
//
// Source: https://learn.microsoft.com/azure/private-link/network-security-perimeter-transition
func TestPerimeterRules(t *testing.T) {
	office := rule("office", prefix("203.0.113.0/24"))
	type verdicts struct{ internet, office, branch reach.Verdict }
	perimeterOnly := verdicts{reach.Filtered, reach.Closed, reach.Open}
	both := verdicts{reach.Filtered, reach.Open, reach.Open}
	cannotTell := verdicts{reach.CannotTell, reach.CannotTell, reach.CannotTell}
	for _, test := range []struct {
		public value.Of[string]
		mode   string
		want   verdicts
	}{
		{known(network.PublicEnabled), "Learning", both},
		{known(network.PublicEnabled), "Transition", both},
		{known(network.PublicEnabled), "Enforced", perimeterOnly},
		{known(network.PublicDisabled), "Learning", perimeterOnly},
		{known(network.PublicDisabled), "Enforced", perimeterOnly},
		{known(network.SecuredByPerimeter), "Learning", perimeterOnly},
		{known(network.SecuredByPerimeter), "Enforced", perimeterOnly},
		{value.Undecided[string]("var.public", nowhere), "Enforced", perimeterOnly},
		{value.Undecided[string]("var.public", nowhere), "Learning", cannotTell},
		{known(network.PublicEnabled), "Audit", cannotTell},
	} {
		t.Run(test.public.String()+" "+test.mode, func(t *testing.T) {
			m := site(list(known(access.Deny), office), func(s *network.Site) { s.PublicAccess = test.public })
			perimeter(m, test.mode)
			m.Link()
			for scm := range 2 {
				assert.Equal(t, test.want, verdicts{
					reach.Of(m, reach.TheInternet())[scm].Verdict,
					reach.Of(m, parse(t, "203.0.113.7"))[scm].Verdict,
					reach.Of(m, parse(t, "198.51.100.7"))[scm].Verdict,
				}, "SCM site: %d", scm)
			}
		})
	}
}

func TestPerimeterReasons(t *testing.T) {
	m := site(list(known(access.Deny)))
	perimeter(m, "Enforced")
	m.Link()
	branch := reach.Of(m, parse(t, "198.51.100.7"))[0]
	assert.Equal(t, `rule "branch" (Allow)`, branch.Because)
	office := reach.Of(m, parse(t, "203.0.113.7"))[0]
	assert.Equal(t, "no rule of the network security perimeter admits it", office.Because)
	internet := reach.Of(m, reach.TheInternet())[0]
	assert.Equal(t, "only rules of the network security perimeter admit clients", internet.Because)
	assert.Equal(t, "198.51.100.1 gets in", internet.Example)
	assert.True(t, internet.MostOut)
}

func TestPerimeterRulesInDoubt(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*network.Model)
		want   reach.Verdict // of the internet
	}{
		{"no rules", func(m *network.Model) { m.PerimeterRules = nil }, reach.Closed},
		{"everybody", func(m *network.Model) { m.PerimeterRules[0] = inbound("all", "0.0.0.0/0", "::/0") }, reach.Open},
		{"an outbound rule", func(m *network.Model) { m.PerimeterRules[0].Direction = known(network.Outbound) }, reach.Closed},
		{"a direction that is not known", func(m *network.Model) {
			m.PerimeterRules[0] = inbound("all", "0.0.0.0/0", "::/0")
			m.PerimeterRules[0].Direction = value.Undecided[network.Direction]("var.d", nowhere)
		}, reach.CannotTell},
		{"another profile's rule", func(m *network.Model) { m.PerimeterRules[0].Profile = known("other") }, reach.Closed},
		{"perhaps another profile's rule", func(m *network.Model) { m.PerimeterRules[0].Profile = value.Undecided[string]("var.p", nowhere) }, reach.CannotTell},
		{"subscriptions, which apps do not know", func(m *network.Model) { m.PerimeterRules[0].Kind = known("subscriptions") }, reach.Closed},
		{"service tags, which apps do not know", func(m *network.Model) { m.PerimeterRules[0].Kind = known("tags") }, reach.Closed},
		{"a kind that is not known", func(m *network.Model) { m.PerimeterRules[0].Kind = value.Undecided[string]("var.k", nowhere) }, reach.CannotTell},
		{"another kind", func(m *network.Model) { m.PerimeterRules[0].Kind = value.None[string]() }, reach.CannotTell},
		{"addresses that are not known", func(m *network.Model) {
			m.PerimeterRules[0].Prefixes = value.Undecided[[]netip.Prefix]("var.a", nowhere)
		}, reach.CannotTell},
		{"a profile elsewhere", func(m *network.Model) { m.PerimeterProfiles = nil }, reach.CannotTell},
		{"a profile that is only read", func(m *network.Model) { m.PerimeterProfiles[0].External = true }, reach.CannotTell},
		{"a profile that is not known", func(m *network.Model) { m.Perimeters[0].Profile = value.Undecided[string]("var.p", nowhere) }, reach.CannotTell},
		{"a model with gaps", func(m *network.Model) { m.Incomplete = []string{"module.x"} }, reach.CannotTell},
		{"two perimeters", func(m *network.Model) {
			m.Perimeters = append(m.Perimeters, m.Perimeters[0], &network.PerimeterAssociation{Site: m.Perimeters[0].Site})
		}, reach.CannotTell},
		{"perhaps a second one", func(m *network.Model) {
			m.Perimeters = append(m.Perimeters, &network.PerimeterAssociation{Site: network.Open[network.Site]("var.app", nowhere)})
		}, reach.CannotTell},
		{"perhaps none", func(m *network.Model) { m.Perimeters[0].Site = network.Open[network.Site]("var.app", nowhere) }, reach.CannotTell},
		{"another app's", func(m *network.Model) { m.Perimeters[0].Site = network.Outside[network.Site]("/elsewhere", nowhere) }, reach.Open},
		{"an access mode that is not known", func(m *network.Model) { m.Perimeters[0].Mode = value.Undecided[string]("var.m", nowhere) }, reach.CannotTell},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := site()
			perimeter(m, "Enforced")
			test.change(m)
			m.Link()
			assert.Equal(t, test.want, reach.Of(m, reach.TheInternet())[0].Verdict)
		})
	}
}

// In learning mode, the perimeter's rules can only add to the app's own.
func TestPerimeterBesideRules(t *testing.T) {
	m := site()
	perimeter(m, "Learning")
	m.Link()
	open := reach.Of(m, reach.TheInternet())[0]
	assert.Equal(t, reach.Open, open.Verdict, "an app without rules stays open")
	m.PerimeterProfiles = nil
	assert.Equal(t, open, reach.Of(m, reach.TheInternet())[0], "whatever the perimeter says")

	m = site(list(known(access.Deny)))
	perimeter(m, "Learning")
	m.Link()
	require.Equal(t, reach.Filtered, reach.Of(m, reach.TheInternet())[0].Verdict)
	m.PerimeterRules = nil
	assert.Equal(t, reach.Closed, reach.Of(m, reach.TheInternet())[0].Verdict)
	m.PerimeterProfiles = nil
	assert.Equal(t, reach.CannotTell, reach.Of(m, reach.TheInternet())[0].Verdict, "the profile may have rules")

	m = site(list(value.None[access.Action](), rule("office", prefix("192.0.2.0/24"))))
	perimeter(m, "Learning")
	m.Link()
	assert.Equal(t, reach.Closed, reach.Of(m, parse(t, "8.8.8.8"))[0].Verdict, "a rule denies the rest")
	assert.Equal(t, reach.Open, reach.Of(m, parse(t, "198.51.100.7"))[0].Verdict)
}

func TestPerimeterInEnvironment(t *testing.T) {
	m := site()
	perimeter(m, "Enforced")
	e := &network.Environment{Element: network.Element{Address: "ase"}, Internal: known(true)}
	m.Environments, m.Plans[0].Environment = []*network.Environment{e}, network.To(e, "", nowhere)
	m.PerimeterRules[0] = inbound("all", "0.0.0.0/0", "::/0")
	m.Link()
	assert.Equal(t, reach.Closed, reach.Of(m, reach.TheInternet())[0].Verdict)
	e.Internal = value.Undecided[bool]("var.ilb", nowhere)
	assert.Equal(t, reach.CannotTell, reach.Of(m, reach.TheInternet())[0].Verdict)
	m.PerimeterRules = nil
	assert.Equal(t, reach.Closed, reach.Of(m, reach.TheInternet())[0].Verdict, "nobody is admitted in either case")
}
