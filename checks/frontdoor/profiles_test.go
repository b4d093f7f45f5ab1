package frontdoor_test

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/checks/frontdoor"
	"github.com/appnetlint/appnetlint/pkg/access"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/source"
	"github.com/appnetlint/appnetlint/pkg/value"
)

var nowhere source.Range

// world is an app that is an origin of one profile, beside another one.
type world struct {
	network.Model
	app          *network.Site
	front, other *network.FrontDoor
	origin       *network.Origin
}

func newWorld(rules ...*network.AccessRule) *world {
	w := &world{
		app:   &network.Site{Element: network.Element{Address: "app"}, Kind: network.WebApp},
		front: &network.FrontDoor{Element: network.Element{Address: "front"}},
		other: &network.FrontDoor{Element: network.Element{Address: "other"}},
	}
	w.app.Main.Default = value.Some(access.Deny, nowhere)
	w.app.Main.Rules.Items = rules
	w.origin = &network.Origin{
		Element: network.Element{Address: "origin"}, FrontDoor: network.To(w.front, "", nowhere), Site: network.To(w.app, "", nowhere),
		Enabled: value.Some(true, nowhere), PrivateLink: value.Some(false, nowhere),
	}
	w.Sites, w.FrontDoors, w.Origins = []*network.Site{w.app}, []*network.FrontDoor{w.front, w.other}, []*network.Origin{w.origin}
	return w
}

func (w *world) run(c *lint.Check) []string {
	w.Link()
	var out []string
	for _, f := range lint.Run(lint.Subject{Model: &w.Model}, []*lint.Check{c}).Findings {
		out = append(out, f.Severity.String()+" "+f.Address)
	}
	return out
}

func admit(s access.Source, ids ...network.Edge[network.FrontDoor]) *network.AccessRule {
	r := &network.AccessRule{FrontDoors: ids}
	r.Action, r.Source = value.Some(access.Allow, nowhere), value.Some(s, nowhere)
	if len(ids) > 0 {
		r.Headers = &access.Headers{FrontDoorID: value.Undecided[[]string]("", nowhere)}
	}
	return r
}

var (
	backend = access.Source{Tags: []string{"AzureFrontDoor.Backend"}}
	anybody = access.Source{Prefixes: []netip.Prefix{netip.MustParsePrefix("0.0.0.0/0")}}
	office  = access.Source{Prefixes: []netip.Prefix{netip.MustParsePrefix("203.0.113.0/24")}}
)

func to(f *network.FrontDoor) network.Edge[network.FrontDoor] { return network.To(f, "", nowhere) }

var warning = []string{"warning app"}

func TestFDIDMismatch(t *testing.T) {
	open := network.Open[network.FrontDoor]("var.fdid", nowhere)
	tests := []struct {
		name  string
		given func(w *world) []*network.AccessRule
		want  []string
	}{
		{"another profile", func(w *world) []*network.AccessRule { return []*network.AccessRule{admit(backend, to(w.other))} }, warning},
		{"an id of elsewhere", func(*world) []*network.AccessRule {
			return []*network.AccessRule{admit(backend, network.Outside[network.FrontDoor]("guid", nowhere))}
		}, warning},
		{"beside the office", func(w *world) []*network.AccessRule {
			return []*network.AccessRule{admit(office), admit(backend, to(w.other))}
		}, warning},
		{"the profile", func(w *world) []*network.AccessRule { return []*network.AccessRule{admit(backend, to(w.front))} }, nil},
		{"both", func(w *world) []*network.AccessRule {
			return []*network.AccessRule{admit(backend, to(w.other), to(w.front))}
		}, nil},
		{"in another rule", func(w *world) []*network.AccessRule {
			return []*network.AccessRule{admit(backend, to(w.other)), admit(backend, to(w.front))}
		}, nil},
		{"one of both", func(w *world) []*network.AccessRule {
			return []*network.AccessRule{admit(backend, network.AnyOf([]*network.FrontDoor{w.front, w.other}, nowhere))}
		}, nil},
		{"not known", func(*world) []*network.AccessRule { return []*network.AccessRule{admit(backend, open)} }, nil},
		{"every profile", func(w *world) []*network.AccessRule {
			return []*network.AccessRule{admit(backend), admit(backend, to(w.other))}
		}, nil},
		{"anybody", func(w *world) []*network.AccessRule {
			return []*network.AccessRule{admit(anybody, to(w.front)), admit(backend, to(w.other))}
		}, nil},
		{"somebody not known", func(w *world) []*network.AccessRule {
			r := admit(office)
			r.Source = value.Undecided[access.Source]("var.source", nowhere)
			return []*network.AccessRule{r, admit(backend, to(w.other))}
		}, nil},
		{"by default", func(w *world) []*network.AccessRule {
			w.app.Main.Default = value.Some(access.Allow, nowhere)
			return []*network.AccessRule{admit(backend, to(w.other))}
		}, nil},
		{"no Front Door rule", func(*world) []*network.AccessRule { return []*network.AccessRule{admit(office)} }, nil},
		{"private link", func(w *world) []*network.AccessRule {
			w.origin.PrivateLink = value.Some(true, nowhere)
			return []*network.AccessRule{admit(backend, to(w.other))}
		}, nil},
		{"origin switched off", func(w *world) []*network.AccessRule {
			w.origin.Enabled = value.Some(false, nowhere)
			return []*network.AccessRule{admit(backend, to(w.other))}
		}, nil},
		{"profile not known", func(w *world) []*network.AccessRule {
			w.origin.FrontDoor = open
			return []*network.AccessRule{admit(backend, to(w.other))}
		}, nil},
		{"there may be more rules", func(w *world) []*network.AccessRule {
			w.app.Main.Rules.Incomplete = "var.rules"
			return []*network.AccessRule{admit(backend, to(w.other))}
		}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld()
			w.app.Main.Rules.Items = test.given(w)
			assert.Equal(t, test.want, w.run(frontdoor.FDIDMismatch))
		})
	}
}

func TestFDIDWithoutSource(t *testing.T) {
	check := frontdoor.FDIDWithoutSource
	profile := to(&network.FrontDoor{})
	assert.Equal(t, warning, newWorld(admit(anybody, profile)).run(check))
	assert.Equal(t, warning, newWorld(admit(access.Source{Any: true}, profile)).run(check))
	assert.Equal(t, warning, newWorld(admit(access.Source{Tags: []string{"internet"}}, profile)).run(check))
	assert.Equal(t, warning, newWorld(admit(access.Source{Prefixes: []netip.Prefix{netip.MustParsePrefix("::/0")}}, profile)).run(check))
	assert.Empty(t, newWorld(admit(backend, profile)).run(check))
	assert.Empty(t, newWorld(admit(office, profile)).run(check))
	assert.Empty(t, newWorld(admit(anybody)).run(check))

	known := admit(anybody)
	known.Headers = &access.Headers{FrontDoorID: value.Some([]string{"guid"}, nowhere)}
	assert.Equal(t, warning, newWorld(known).run(check))
	known.Headers = &access.Headers{FrontDoorID: value.Undecided[[]string]("var.ids", nowhere)}
	assert.Empty(t, newWorld(known).run(check), "there may be none")
	known.Headers, known.Action = &access.Headers{FrontDoorID: value.Some([]string{"guid"}, nowhere)}, value.Some(access.Deny, nowhere)
	assert.Empty(t, newWorld(known).run(check))
}

func TestWrongServiceTag(t *testing.T) {
	check := frontdoor.WrongServiceTag
	tagged := func(tags ...string) *network.AccessRule { return admit(access.Source{Tags: tags}) }
	assert.Equal(t, warning, newWorld(tagged("AzureFrontDoor.Frontend")).run(check))
	assert.Equal(t, warning, newWorld(tagged("AzureCloud", "azurefrontdoor.firstparty")).run(check))
	assert.Empty(t, newWorld(tagged("AzureFrontDoor.Backend")).run(check))
	assert.Empty(t, newWorld(tagged("Contoso")).run(check))
	denied := tagged("AzureFrontDoor.Frontend")
	denied.Action = value.Some(access.Deny, nowhere)
	assert.Empty(t, newWorld(denied).run(check))
}
