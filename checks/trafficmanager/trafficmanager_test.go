package trafficmanager_test

import (
	"net/netip"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/checks/trafficmanager"
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

func element(address string) network.Element {
	return network.Element{Address: address, Name: some(address)}
}

// world is a profile with one endpoint that leads to an app which admits an office.
type world struct {
	network.Model
	profile  *network.TrafficManager
	endpoint *network.TrafficEndpoint
	app      *network.Site
}

func newWorld() *world {
	plan := &network.Plan{Element: element("plan"), SKU: some("P1v3")}
	w := &world{
		profile: &network.TrafficManager{Element: element("profile"), Protocol: some("HTTPS")},
		app:     &network.Site{Element: element("app"), Kind: network.WebApp, Plan: to(plan), PublicAccess: some(network.PublicEnabled)},
	}
	w.app.Main.Default = some(access.Deny)
	w.admit(access.Source{Prefixes: []netip.Prefix{netip.MustParsePrefix("203.0.113.0/24")}})
	w.endpoint = &network.TrafficEndpoint{
		Element: element("endpoint"), Kind: network.AzureEndpoint, Profile: to(w.profile), Site: to(w.app),
	}
	w.Plans, w.Sites = []*network.Plan{plan}, []*network.Site{w.app}
	w.TrafficManagers, w.TrafficEndpoints = []*network.TrafficManager{w.profile}, []*network.TrafficEndpoint{w.endpoint}
	return w
}

func (w *world) admit(from access.Source) *network.AccessRule {
	rules := &w.app.Main.Rules
	r := &network.AccessRule{Rule: access.Rule{
		Name: some("r" + strconv.Itoa(len(rules.Items))), Priority: some(100 + len(rules.Items)), Action: some(access.Allow), Source: some(from),
	}}
	rules.Items = append(rules.Items, r)
	return r
}

func tags(names ...string) access.Source { return access.Source{Tags: names} }

func prefixes(texts ...string) access.Source {
	var s access.Source
	for _, text := range texts {
		s.Prefixes = append(s.Prefixes, netip.MustParsePrefix(text))
	}
	return s
}

func TestRestrictedApp(t *testing.T) {
	withHeader := func(w *world) {
		w.admit(access.Source{Any: true}).Headers = &access.Headers{FrontDoorID: some([]string{"id"})}
	}
	privately := func(w *world) {
		w.app.PublicAccess = some(network.PublicDisabled)
		w.PrivateEndpoints = []*network.PrivateEndpoint{{Element: element("pe"), Site: to(w.app)}}
	}
	tests := []struct {
		name      string
		change    func(*world)
		reported  bool
		undecided bool
	}{
		{"no rule for the probes", func(*world) {}, true, false},
		{"a rule for them", func(w *world) { w.admit(tags("AzureTrafficManager")) }, false, false},
		{"a tag that holds them", func(w *world) { w.admit(tags("azurecloud.westeurope")) }, false, false},
		{"the internet", func(w *world) { w.admit(tags("Internet")) }, false, false},
		{"a tag that is not known", func(w *world) { w.admit(tags("AzureProbes")) }, false, false},
		{"another tag", func(w *world) { w.admit(tags("AzureFrontDoor.Backend")) }, true, false},
		{"a source that is not known", func(w *world) { w.admit(tags()).Source = unknown[access.Source]() }, false, false},
		{"more rules may be there", func(w *world) { w.app.Main.Rules.Incomplete = "var.rules" }, false, false},
		{"the rest gets in", func(w *world) { w.app.Main.Default = some(access.Allow) }, false, false},
		{"a header that probes do not send", withHeader, true, false},
		{"a header that probes may send", func(w *world) { withHeader(w); w.profile.Headers = some(true) }, false, false},
		{"a header that the endpoint's probes may send", func(w *world) { withHeader(w); w.endpoint.Headers = unknown[bool]() }, false, false},
		{"headers that no rule asks for", func(w *world) { w.profile.Headers = some(true) }, true, false},
		{"a wide range", func(w *world) { w.admit(prefixes("20.0.0.0/8")) }, false, false},
		{"a wide IPv6 range", func(w *world) { w.admit(prefixes("2603:1000::/24")) }, false, false},
		{"a wide private range", func(w *world) { w.admit(prefixes("10.0.0.0/8")) }, true, false},
		{"as many ranges as probes have", func(w *world) {
			for i := range 20 {
				w.admit(prefixes("20.36." + strconv.Itoa(i) + ".7/32"))
			}
		}, false, false},
		{"block list that closes the app", func(w *world) {
			w.app.Main.Rules.Items[0].Action, w.app.Main.Default = some(access.Deny), value.None[access.Action]()
		}, false, false},

		{"TCP", func(w *world) { w.profile.Protocol = some("TCP") }, false, false},
		{"a protocol that is not known", func(w *world) { w.profile.Protocol = unknown[string]() }, false, true},
		{"no protocol", func(w *world) { w.profile.Protocol = value.None[string]() }, false, false},
		{"403 is healthy", func(w *world) { w.profile.Statuses = some([]network.StatusRange{{Min: 200, Max: 499}}) }, false, false},
		{"200 is healthy", func(w *world) { w.profile.Statuses = some([]network.StatusRange{{Min: 200, Max: 399}}) }, true, false},
		{"what is healthy is not known", func(w *world) { w.profile.Statuses = unknown[[]network.StatusRange]() }, false, true},
		{"a disabled profile", func(w *world) { w.profile.Enabled = some(false) }, false, false},
		{"a disabled endpoint", func(w *world) { w.endpoint.Enabled = some(false) }, false, false},
		{"an endpoint that may be disabled", func(w *world) { w.endpoint.Enabled = unknown[bool]() }, false, true},
		{"an endpoint that is not probed", func(w *world) { w.endpoint.AlwaysServe = some(true) }, false, false},
		{"a profile that is not known", func(w *world) { w.endpoint.Profile = network.Open[network.TrafficManager]("var.p", nowhere) }, false, true},
		{"a profile elsewhere", func(w *world) { w.endpoint.Profile = network.Outside[network.TrafficManager]("/p", nowhere) }, false, false},

		{"an app elsewhere", func(w *world) { w.app.External = true }, false, false},
		{"an app that is not known", func(w *world) { w.endpoint.Site = network.Open[network.Site]("var.app", nowhere) }, false, false},
		{"a private app", privately, true, false},
		{"a private app in a perimeter", func(w *world) {
			privately(w)
			w.Perimeters = []*network.PerimeterAssociation{{Element: element("a"), Site: to(w.app), Mode: some("Learning")}}
		}, false, false},
		{"an app that nobody reaches", func(w *world) { w.app.PublicAccess = some(network.PublicDisabled) }, false, false},
		{"rules that a perimeter replaces", func(w *world) {
			w.Perimeters = []*network.PerimeterAssociation{{Element: element("a"), Site: to(w.app), Mode: some("Enforced")}}
		}, false, false},
		{"one of two restricted apps", func(w *world) { w.either(func(*network.Site) {}) }, true, false},
		{"one of two apps, of which one is open", func(w *world) {
			w.either(func(s *network.Site) { s.Main = network.AccessList{Default: some(access.Allow)} })
		}, false, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld()
			test.change(w)
			w.Link()
			result := lint.Run(lint.Subject{Model: &w.Model}, []*lint.Check{trafficmanager.RestrictedApp})
			assert.Equal(t, test.reported, len(result.Findings) == 1)
			assert.Equal(t, test.undecided, len(result.Undecided) > 0)
		})
	}
}

// either makes the endpoint lead to the app or to another one that is changed.
func (w *world) either(change func(*network.Site)) {
	other := *w.app
	other.Element = element("other")
	change(&other)
	w.Sites = append(w.Sites, &other)
	w.endpoint.Site = network.AnyOf([]*network.Site{w.app, &other}, nowhere)
}

// Two endpoints to one app are one mistake of the app.
func TestOneFindingForAnApp(t *testing.T) {
	w := newWorld()
	second := *w.endpoint
	second.Element = element("second")
	w.TrafficEndpoints = append(w.TrafficEndpoints, &second)
	w.Link()
	assert.Len(t, lint.Run(lint.Subject{Model: &w.Model}, []*lint.Check{trafficmanager.RestrictedApp}).Findings, 1)
}
