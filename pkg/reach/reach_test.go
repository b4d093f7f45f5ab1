package reach_test

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/access"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/reach"
	"github.com/appnetlint/appnetlint/pkg/source"
	"github.com/appnetlint/appnetlint/pkg/value"
)

var nowhere source.Range

func known[T any](v T) value.Of[T] { return value.Some(v, nowhere) }

// site returns an app that is public and certainly multitenant, changed by edits.
func site(edits ...func(*network.Site)) *network.Model {
	plan := &network.Plan{Element: network.Element{Address: "plan"}}
	s := &network.Site{
		Element: network.Element{Address: "app", Name: known("shop")}, Kind: network.WebApp,
		Plan: network.To(plan, "", nowhere), PublicAccess: known(network.PublicEnabled),
	}
	for _, edit := range edits {
		edit(s)
	}
	return &network.Model{Sites: []*network.Site{s}, Plans: []*network.Plan{plan}}
}

func rule(name string, src access.Source) *network.AccessRule {
	return &network.AccessRule{Rule: access.Rule{
		Name: known(name), Priority: known(100), Action: known(access.Allow), Source: known(src),
	}}
}

func list(unmatched value.Of[access.Action], rules ...*network.AccessRule) func(*network.Site) {
	return func(s *network.Site) {
		s.Main = network.AccessList{Default: unmatched, Rules: value.Set[*network.AccessRule]{Items: rules}}
		s.SCMUsesMain = known(true)
	}
}

func prefix(s string) access.Source {
	return access.Source{Prefixes: []netip.Prefix{netip.MustParsePrefix(s)}}
}

func parse(t *testing.T, s string) reach.Source {
	t.Helper()
	f, err := reach.Parse(s)
	require.NoError(t, err)
	return f
}

func TestVerdicts(t *testing.T) {
	office := rule("office", prefix("203.0.113.0/24"))
	frontDoor := rule("front-door", access.Source{Tags: []string{"AzureFrontDoor.Backend"}})
	withID := rule("front-door", access.Source{Tags: []string{"AzureFrontDoor.Backend"}})
	withID.Headers = &access.Headers{FrontDoorID: known([]string{"11111111-1111-1111-1111-111111111111"})}
	denied := rule("deny", prefix("0.0.0.0/0"))
	denied.Action = known(access.Deny)
	deny := known(access.Deny)
	tests := []struct {
		name    string
		model   *network.Model
		from    string
		verdict reach.Verdict
		because string
	}{
		{"nothing set", site(), "internet", reach.Open, "there are no rules"},
		{"public access off", site(list(deny, office), func(s *network.Site) { s.PublicAccess = known(network.PublicDisabled) }),
			"203.0.113.7", reach.Closed, "public network access is disabled"},
		{"public access unknown", site(func(s *network.Site) { s.PublicAccess = value.Undecided[string]("var.public", nowhere) }),
			"internet", reach.CannotTell, "public network access is not known: var.public"},
		{"a listed address", site(list(deny, office)), "203.0.113.7", reach.Open, `rule "office" (Allow)`},
		{"another address", site(list(deny, office)), "198.51.100.7", reach.Closed, "unmatched rule action Deny"},
		{"a range of which some is listed", site(list(deny, office)), "203.0.112.0/23", reach.Filtered, "unmatched rule action Deny"},
		{"rules that the default makes useless", site(list(known(access.Allow), office)), "internet", reach.Open, "unmatched rule action Allow"},
		{"an allow list seen from the internet", site(list(deny, office)), "internet", reach.Filtered, "unmatched rule action Deny"},
		{"no default is Deny with a rule", site(list(value.None[access.Action](), office)), "198.51.100.7", reach.Closed,
			"no rule matches, and the unmatched rule action is Deny where it is not set"},
		{"a tag", site(list(deny, frontDoor)), "AzureFrontDoor.Backend", reach.Open, `rule "front-door" (Allow)`},
		{"a tag with a header", site(list(deny, withID)), "AzureFrontDoor.Backend", reach.Filtered, `rule "front-door" lets requests with its headers in`},
		{"a tag with a header, IPv4 denied", site(list(known(access.Allow), withID, denied)), "AzureFrontDoor.Backend", reach.Filtered,
			`rule "front-door" lets requests with its headers in`},
		{"a tag, IPv4 denied", site(list(known(access.Allow), denied)), "Storage", reach.CannotTell,
			"IPv4 and IPv6 meet different rules, and which of them the tag holds is not known"},
		{"an unknown subnet", site(list(deny, office)), "subnet:azurerm_subnet.x", reach.CannotTell, "the subnet is not in the configuration"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			rows := reach.Of(test.model, parse(t, test.from))
			require.Len(t, rows, 2, "the main site and the SCM site")
			assert.Equal(t, test.verdict, rows[0].Verdict)
			assert.Equal(t, test.because, rows[0].Because)
			if test.model.Sites[0].SCMUsesMain.IsKnown() {
				assert.Equal(t, rows[0].Verdict, rows[1].Verdict, "the SCM site uses the same rules")
			}
		})
	}
}

func TestSCMSiteHasItsOwnRules(t *testing.T) {
	m := site(list(known(access.Deny)), func(s *network.Site) {
		s.SCMUsesMain = known(false)
		s.SCM = network.AccessList{Default: known(access.Allow)}
	})
	rows := reach.Of(m, reach.TheInternet())
	assert.Equal(t, reach.Closed, rows[0].Verdict)
	assert.Equal(t, reach.Open, rows[1].Verdict)
	assert.True(t, rows[1].SCM)

	m.Sites[0].SCMUsesMain = value.Undecided[bool]("var.scm", nowhere)
	assert.Equal(t, reach.CannotTell, reach.Of(m, reach.TheInternet())[1].Verdict)
}

// A private endpoint reaches the app whatever the rules say.
func TestPrivateEndpoint(t *testing.T) {
	m := site(func(s *network.Site) { s.PublicAccess = known(network.PublicDisabled) })
	e := &network.PrivateEndpoint{Element: network.Element{Address: "pe", Name: known("pe-shop")}, Site: network.To(m.Sites[0], "", nowhere)}
	m.Sites[0].PrivateEndpoints.Items = append(m.Sites[0].PrivateEndpoints.Items, e)
	rows := reach.Of(m)
	require.Len(t, rows, 4)
	assert.Equal(t, reach.Closed, rows[0].Verdict)
	assert.Equal(t, "private endpoint pe-shop", rows[1].From.Name)
	assert.Equal(t, reach.Open, rows[1].Verdict)
}

func TestEnvironmentWithInternalLoadBalancer(t *testing.T) {
	m := site()
	e := &network.Environment{Element: network.Element{Address: "ase", Name: known("ase-shop")}, Internal: known(true)}
	m.Environments = []*network.Environment{e}
	m.Plans[0].Environment = network.To(e, "", nowhere)
	assert.Equal(t, reach.Closed, reach.Of(m, reach.TheInternet())[0].Verdict)
	e.Internal = value.Undecided[bool]("var.ilb", nowhere)
	assert.Equal(t, reach.CannotTell, reach.Of(m, reach.TheInternet())[0].Verdict)
}

func TestDiff(t *testing.T) {
	closed := site(list(known(access.Deny)))
	open := site(list(known(access.Allow)))
	changes := reach.Diff(closed, open)
	require.Len(t, changes, 2)
	assert.True(t, changes[0].Opens())
	assert.False(t, changes[0].Closes())
	assert.True(t, reach.Diff(open, closed)[0].Closes())
	assert.Empty(t, reach.Diff(open, open))

	undecided := site(list(value.Undecided[access.Action]("var.default", nowhere)))
	for _, c := range reach.Diff(closed, undecided) {
		assert.False(t, c.Opens(), "what is not known opens nothing")
	}
	gone := reach.Diff(closed, &network.Model{})
	require.NotEmpty(t, gone)
	assert.Nil(t, gone[0].After)
}

func TestParse(t *testing.T) {
	for _, s := range []string{"internet", "203.0.113.7", "2001:db8::1", "10.1.2.0/24", "azurefrontdoor.backend", "Storage.WestEurope", "subnet:module.n.azurerm_subnet.s[\"a\"]"} {
		_, err := reach.Parse(s)
		assert.NoError(t, err, s)
	}
	_, err := reach.Parse("AzureFrontDoor.Backnd")
	assert.ErrorContains(t, err, `did you mean the service tag "AzureFrontDoor.Backend"`)
	_, err = reach.Parse("10.1.2.0/33")
	assert.Error(t, err)
}

// The id of a Front Door is known only after apply, but a rule that asks for it lets
// nobody else in.
func TestFrontDoorIDKnownLater(t *testing.T) {
	r := rule("front-door", access.Source{Tags: []string{"AzureFrontDoor.Backend"}})
	r.Headers = &access.Headers{FrontDoorID: value.Undecided[[]string]("azurerm_cdn_frontdoor_profile.x.resource_guid", nowhere)}
	from := parse(t, "AzureFrontDoor.Backend")
	row := reach.Of(site(list(known(access.Deny), r)), from)[0]
	assert.Equal(t, reach.CannotTell, row.Verdict, "there may be no header at all")
	assert.Equal(t, `rule "front-door" is not fully known`, row.Because)

	r.Headers.AsksFrontDoorID = true
	row = reach.Of(site(list(known(access.Deny), r)), from)[0]
	assert.Equal(t, reach.Filtered, row.Verdict)
	assert.Equal(t, `rule "front-door" lets requests with its headers in`, row.Because)
}
