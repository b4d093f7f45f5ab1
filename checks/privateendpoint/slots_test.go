package privateendpoint_test

import (
	"testing"

	"github.com/appnetlint/appnetlint/checks/privateendpoint"
	"github.com/appnetlint/appnetlint/pkg/access"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// slot adds a slot of the app.
func (w *world) slot(name string) *network.Site {
	s := w.site(name)
	s.Slot, s.Parent, s.Plan = true, to(w.app), network.Edge[network.Plan]{}
	s.Name = some(name)
	return s
}

func TestSlotWithoutEndpoint(t *testing.T) {
	slot := func(given func(w *world, s *network.Site)) func(w *world) {
		return func(w *world) { given(w, w.slot("slot")) }
	}
	enabled := func(given func(w *world, s *network.Site)) func(w *world) {
		return slot(func(w *world, s *network.Site) { s.PublicAccess = some(network.PublicEnabled); given(w, s) })
	}
	runAll(t, privateendpoint.SlotWithoutEndpoint, []test{
		{"out of reach", slot(func(*world, *network.Site) {}), []string{"warning slot"}},
		{"out of reach beside an open app", slot(func(w *world, _ *network.Site) {
			w.app.PublicAccess = some(network.PublicEnabled)
		}), []string{"warning slot"}},
		{"open", enabled(func(*world, *network.Site) {}), []string{"warning slot"}},
		{"open, never set", slot(func(_ *world, s *network.Site) { s.PublicAccess = value.None[string]() }), []string{"warning slot"}},
		{"out of reach beside an endpoint for a slot that is not there", slot(func(w *world, _ *network.Site) {
			w.PrivateEndpoints = append(w.PrivateEndpoints, &network.PrivateEndpoint{App: to(w.app), Groups: some([]string{"sites-slt"})})
		}), []string{"note slot"}},
		{"open beside an open app is another mistake", enabled(func(w *world, _ *network.Site) {
			w.app.PublicAccess = some(network.PublicEnabled)
		}), nil},
		{"open beside an app that was never set", enabled(func(w *world, _ *network.Site) {
			w.app.PublicAccess = value.None[string]()
		}), []string{"warning slot"}},
		{"restricted", enabled(func(_ *world, s *network.Site) { s.Main.Default = some(access.Deny) }), nil},
		{"perhaps restricted", enabled(func(_ *world, s *network.Site) { s.Main.Rules.Incomplete = "var.rules" }), nil},
		{"unknown", slot(func(_ *world, s *network.Site) { s.PublicAccess = unknown[string]() }), nil},
		{"an endpoint of its own", slot(func(w *world, s *network.Site) {
			w.PrivateEndpoints = append(w.PrivateEndpoints, &network.PrivateEndpoint{Site: to(s)})
		}), nil},
		{"perhaps an endpoint of its own", enabled(func(w *world, _ *network.Site) {
			w.PrivateEndpoints = append(w.PrivateEndpoints, &network.PrivateEndpoint{Site: open[network.Site]()})
		}), nil},
		{"perhaps an endpoint of its own, and closed", slot(func(w *world, _ *network.Site) {
			w.PrivateEndpoints = append(w.PrivateEndpoints, &network.PrivateEndpoint{Site: open[network.Site]()})
		}), nil},
		{"perhaps a private link origin", slot(func(w *world, _ *network.Site) {
			w.Origins = []*network.Origin{{Site: open[network.Site]()}}
		}), nil},
		{"a private link origin", slot(func(w *world, s *network.Site) {
			w.Origins = []*network.Origin{{PrivateLink: some(true), PrivateLinkSite: to(s)}}
		}), nil},
		{"a perimeter", slot(func(w *world, s *network.Site) {
			w.Perimeters = []*network.PerimeterAssociation{{Site: to(s)}}
		}), nil},
		{"an app without an endpoint", slot(func(w *world, _ *network.Site) { w.PrivateEndpoints = nil }), nil},
		{"an internal environment", enabled(func(w *world, _ *network.Site) {
			w.Environments = []*network.Environment{{Internal: some(true)}}
			w.plan.Environment = to(w.Environments[0])
		}), nil},
		{"a slot of something", slot(func(_ *world, s *network.Site) { s.Parent = open[network.Site]() }), nil},
		{"only read", slot(func(_ *world, s *network.Site) { s.External = true }), nil},
	})
}

func TestSlotUnknown(t *testing.T) {
	group := func(name string, given func(w *world)) func(w *world) {
		return func(w *world) {
			w.endpoint.App, w.endpoint.Site = to(w.app), outside[network.Site]("/sites/app/slots/x")
			w.endpoint.Groups = some([]string{name})
			given(w)
		}
	}
	runAll(t, privateendpoint.SlotUnknown, []test{
		{"another name", group("sites-stage", func(w *world) { w.slot("staging") }), []string{"error endpoint"}},
		{"no slots here", group("sites-stage", func(*world) {}), []string{"warning endpoint"}},
		{"in capitals", group("Sites-STAGING", func(w *world) { w.slot("staging") }), nil},
		{"unknown name", group("sites-stage", func(w *world) { w.slot("staging").Name = unknown[string]() }), nil},
		{"a slot of something", group("sites-stage", func(w *world) { w.slot("staging").Parent = open[network.Site]() }), nil},
		{"parts cannot be read", group("sites-stage", func(w *world) { w.Incomplete = []string{"module.x"} }), nil},
		{"the app itself", group("sites", func(*world) {}), nil},
		{"unknown group", group("", func(w *world) { w.endpoint.Groups = unknown[[]string]() }), nil},
		{"an app that is only read", group("sites-stage", func(w *world) { w.app.External = true }), nil},
		{"an app elsewhere", group("sites-stage", func(w *world) { w.endpoint.App = outside[network.Site]("/x") }), nil},
		{"only read", group("sites-stage", func(w *world) { w.endpoint.External = true }), nil},
	})
}
