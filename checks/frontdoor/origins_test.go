package frontdoor_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/checks/frontdoor"
	"github.com/appnetlint/appnetlint/pkg/access"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/source"
	"github.com/appnetlint/appnetlint/pkg/value"
)

var noPlace source.Range

func is[T any](v T) value.Of[T] { return value.Some(v, noPlace) }

func open[T any]() value.Of[T] { return value.Undecided[T]("var.x", noPlace) }

// edge is a Front Door with one origin that leads to an app.
type edge struct {
	model   *network.Model
	profile *network.FrontDoor
	origin  *network.Origin
	app     *network.Site
	plan    *network.Plan
}

func newEdge() *edge {
	e := &edge{
		profile: &network.FrontDoor{Element: network.Element{Address: "profile"}, SKU: is("Premium_AzureFrontDoor")},
		plan:    &network.Plan{Element: network.Element{Address: "plan"}, SKU: is("P1v3")},
		app: &network.Site{
			Element: network.Element{Address: "app"}, Kind: network.WebApp, PublicAccess: is(network.PublicEnabled),
		},
	}
	e.app.Plan = network.To(e.plan, "", noPlace)
	e.app.Main.Default = is(access.Allow)
	e.origin = &network.Origin{
		Element: network.Element{Address: "origin"}, FrontDoor: network.To(e.profile, "", noPlace), Enabled: is(true),
		Site: network.To(e.app, "", noPlace), HostHeader: is("app.azurewebsites.net"),
		PrivateLink: is(false), CertificateNameCheck: is(true),
	}
	e.model = &network.Model{
		Sites: []*network.Site{e.app}, Plans: []*network.Plan{e.plan},
		FrontDoors: []*network.FrontDoor{e.profile}, Origins: []*network.Origin{e.origin},
	}
	return e
}

// private makes the origin one that is reached by private link.
func (e *edge) private() {
	e.origin.PrivateLink, e.origin.PrivateLinkTarget = is(true), is("sites")
	e.origin.PrivateLinkSite = network.To(e.app, "", noPlace)
}

// addPrivate adds an origin that may be reached by private link.
func (e *edge) addPrivate(group string, private value.Of[bool]) {
	e.origin.Group = "group"
	e.model.Origins = append(e.model.Origins, &network.Origin{Group: group, PrivateLink: private})
}

func rule(action access.Action) *network.AccessRule {
	r := &network.AccessRule{}
	r.Action, r.Priority = is(action), is(100)
	r.Source = is(access.Source{Tags: []string{"AzureFrontDoor.Backend"}})
	return r
}

func TestOrigins(t *testing.T) {
	for _, test := range []struct {
		name  string
		check *lint.Check
		given func(*edge)
		want  []string
	}{
		{"open", frontdoor.OriginBypass, func(*edge) {}, []string{"warning app"}},
		{"a second origin", frontdoor.OriginBypass, func(e *edge) { e.model.Origins = append(e.model.Origins, e.origin) }, []string{"warning app"}},
		{"denied by default", frontdoor.OriginBypass, func(e *edge) { e.app.Main.Default = is(access.Deny) }, nil},
		{"default not known", frontdoor.OriginBypass, func(e *edge) { e.app.Main.Default = open[access.Action]() }, nil},
		{"rules that are not closed, another mistake", frontdoor.OriginBypass, func(e *edge) {
			e.app.Main.Rules.Items = []*network.AccessRule{rule(access.Allow)}
		}, nil},
		{"a block list", frontdoor.OriginBypass, func(e *edge) {
			e.app.Main.Rules.Items = []*network.AccessRule{rule(access.Deny)}
		}, []string{"warning app"}},
		{"more rules than are known", frontdoor.OriginBypass, func(e *edge) { e.app.Main.Rules.Incomplete = "var.rules" }, nil},
		{"closed", frontdoor.OriginBypass, func(e *edge) { e.app.PublicAccess = is(network.PublicDisabled) }, nil},
		{"an endpoint beside, another mistake", frontdoor.OriginBypass, func(e *edge) {
			e.model.PrivateEndpoints = []*network.PrivateEndpoint{{Site: network.To(e.app, "", noPlace)}}
		}, nil},
		{"in an internal environment", frontdoor.OriginBypass, func(e *edge) {
			e.plan.Environment = network.To(&network.Environment{Internal: is(true)}, "", noPlace)
		}, nil},
		{"an app that is read", frontdoor.OriginBypass, func(e *edge) { e.app.External = true }, nil},
		{"switched off", frontdoor.OriginBypass, func(e *edge) { e.origin.Enabled = is(false) }, nil},
		{"perhaps switched off", frontdoor.OriginBypass, func(e *edge) { e.origin.Enabled = open[bool]() }, nil},
		{"perhaps private", frontdoor.OriginBypass, func(e *edge) { e.origin.PrivateLink = open[bool]() }, nil},
		{"private", frontdoor.OriginBypass, (*edge).private, nil},
		{"one of two open apps", frontdoor.OriginBypass, func(e *edge) {
			other := *e.app
			e.origin.Site = network.AnyOf([]*network.Site{e.app, &other}, noPlace)
		}, []string{"warning app"}},
		{"an app that is not known", frontdoor.OriginBypass, func(e *edge) {
			e.origin.Site = network.Open[network.Site]("var.host", noPlace)
		}, nil},

		{"private and open", frontdoor.PrivateLinkPublicOpen, (*edge).private, []string{"warning app"}},
		{"private, and nothing sent", frontdoor.PrivateLinkPublicOpen, func(e *edge) {
			e.private()
			e.app.PublicAccess = value.None[string]()
		}, nil},
		{"private and closed", frontdoor.PrivateLinkPublicOpen, func(e *edge) {
			e.private()
			e.app.PublicAccess = is(network.PublicDisabled)
		}, nil},
		{"public and open", frontdoor.PrivateLinkPublicOpen, func(*edge) {}, nil},

		{"no header", frontdoor.OriginHostHeader, func(e *edge) { e.origin.HostHeader = value.None[string]() }, []string{"warning origin"}},
		{"a header known after apply", frontdoor.OriginHostHeader, func(e *edge) { e.origin.HostHeader = open[string]() }, nil},
		{"a custom domain", frontdoor.OriginHostHeader, func(e *edge) {
			e.origin.HostHeader = value.None[string]()
			e.model.Bindings = []*network.Binding{{Site: network.To(e.app, "", noPlace)}}
		}, nil},
		{"perhaps a custom domain", frontdoor.OriginHostHeader, func(e *edge) {
			e.origin.HostHeader = value.None[string]()
			e.model.Bindings = []*network.Binding{{Site: network.Open[network.Site]("var.app", noPlace)}}
		}, nil},
		{"no header for an app that is read", frontdoor.OriginHostHeader, func(e *edge) {
			e.origin.HostHeader, e.app.External = value.None[string](), true
		}, nil},

		{"Standard", frontdoor.PrivateLinkSKU, func(e *edge) {
			e.private()
			e.profile.SKU = is("Standard_AzureFrontDoor")
		}, []string{"error profile"}},
		{"Standard without private link", frontdoor.PrivateLinkSKU, func(e *edge) { e.profile.SKU = is("Standard_AzureFrontDoor") }, nil},
		{"a Standard profile that is read", frontdoor.PrivateLinkSKU, func(e *edge) {
			e.private()
			e.profile.SKU, e.profile.External = is("Standard_AzureFrontDoor"), true
		}, []string{"error origin"}},
		{"a tier known after apply", frontdoor.PrivateLinkSKU, func(e *edge) {
			e.private()
			e.profile.SKU = open[string]()
		}, nil},
		{"no name check", frontdoor.PrivateLinkSKU, func(e *edge) {
			e.private()
			e.origin.CertificateNameCheck = is(false)
		}, []string{"error origin"}},
		{"another target type", frontdoor.PrivateLinkSKU, func(e *edge) {
			e.private()
			e.origin.PrivateLinkTarget = is("web")
		}, []string{"error origin"}},
		{"no target type", frontdoor.PrivateLinkSKU, func(e *edge) {
			e.private()
			e.origin.PrivateLinkTarget = value.None[string]()
		}, []string{"error origin"}},
		{"a slot", frontdoor.PrivateLinkSKU, func(e *edge) {
			e.private()
			e.origin.PrivateLinkTarget = is("sites-staging")
		}, nil},
		{"no app", frontdoor.PrivateLinkSKU, func(e *edge) {
			e.private()
			e.origin.PrivateLinkSite, e.origin.PrivateLinkTarget = network.Edge[network.Site]{}, is("blob")
		}, nil},

		{"public beside private", frontdoor.MixedOrigins, func(e *edge) { e.addPrivate("group", is(true)) }, []string{"note origin"}},
		{"public beside perhaps private", frontdoor.MixedOrigins, func(e *edge) { e.addPrivate("group", open[bool]()) }, nil},
		{"groups apart", frontdoor.MixedOrigins, func(e *edge) { e.addPrivate("other", is(true)) }, nil},
		{"groups not known", frontdoor.MixedOrigins, func(e *edge) {
			e.addPrivate("", is(true))
			e.origin.Group = ""
		}, nil},

		{"private link to Free", frontdoor.PrivateLinkAppSKU, func(e *edge) {
			e.private()
			e.plan.SKU = is("F1")
		}, []string{"error plan"}},
		{"private link to a Free plan that is read", frontdoor.PrivateLinkAppSKU, func(e *edge) {
			e.private()
			e.plan.SKU, e.plan.External = is("F1"), true
		}, []string{"error origin"}},
		{"private link to Premium", frontdoor.PrivateLinkAppSKU, (*edge).private, nil},
	} {
		t.Run(test.check.Name+"/"+test.name, func(t *testing.T) {
			e := newEdge()
			test.given(e)
			e.model.Link()
			var got []string
			for _, f := range lint.Run(lint.Subject{Model: e.model}, []*lint.Check{test.check}).Findings {
				got = append(got, f.Severity.String()+" "+f.Address)
			}
			assert.Equal(t, test.want, got)
		})
	}
}
