package accessrestriction_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/checks/accessrestriction"
	"github.com/appnetlint/appnetlint/pkg/access"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

func TestSlotRulesMissing(t *testing.T) {
	tests := []struct {
		name  string
		given func(w *world, slot *network.Site)
		want  []string
	}{
		{"open beside rules", func(w *world, _ *network.Site) { w.main(isDeny, office) }, []string{"warning slot"}},
		{"rules without effect", func(w *world, s *network.Site) { w.main(isDeny, office); s.Main = list(isAllow, noOffice) }, []string{"warning slot"}},
		{"allowed sources in vain, which is told of the list", func(w *world, s *network.Site) { w.main(isDeny, office); s.Main = list(isAllow, office) }, []string{"note slot"}},
		{"perhaps allowed sources in vain", func(w *world, s *network.Site) {
			w.main(isDeny, office)
			s.Main = list(isAllow, rule(1, isAllow, ranges("203.0.113.0/24")))
			s.Main.Rules.Items[0].Action = unknown[access.Action]()
		}, []string{"note slot"}},
		{"everybody is let in", func(w *world, s *network.Site) { w.main(isDeny, office); s.Main = list(isDeny, everybody) }, []string{"warning slot"}},
		{"same rules", func(w *world, s *network.Site) { w.main(isDeny, office); s.Main = list(isDeny, office) }, nil},
		{"rules not known", func(w *world, s *network.Site) { w.main(isDeny, office); s.Main.Rules.Incomplete = "var.rules" }, nil},
		{"closed slot", func(w *world, s *network.Site) { w.main(isDeny, office); s.PublicAccess = some(network.PublicDisabled) }, nil},
		{"perhaps closed slot", func(w *world, s *network.Site) { w.main(isDeny, office); s.PublicAccess = unknown[string]() }, nil},
		{"both open", func(*world, *network.Site) {}, nil},
		{"app only read", func(w *world, _ *network.Site) { w.app.Main.Rules.Incomplete = "data"; w.app.External = true }, nil},
		{"app not known", func(w *world, s *network.Site) {
			w.main(isDeny, office)
			s.Parent = network.Open[network.Site]("var.app", nowhere)
		}, nil},
		{"closed app", func(w *world, _ *network.Site) { w.app.PublicAccess = some(network.PublicDisabled) }, []string{"warning slot"}},
		{"app with a private endpoint, which is that check's matter", func(w *world, _ *network.Site) {
			w.app.PublicAccess = some(network.PublicDisabled)
			w.PrivateEndpoints = []*network.PrivateEndpoint{{Site: to(w.app)}}
		}, nil},
		{"slot only read", func(w *world, s *network.Site) { w.main(isDeny, office); s.External = true }, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld()
			test.given(w, w.slot())
			assert.Equal(t, test.want, w.run(accessrestriction.SlotRulesMissing))
		})
	}
}

func TestSlotNetworkConfig(t *testing.T) {
	tests := []struct {
		name      string
		overwrite value.Of[bool]
		given     func(w *world, slot *network.Site)
		want      []string
	}{
		{"other subnet", some(true), func(w *world, s *network.Site) { joins(w.app, to(w.a)); joins(s, to(w.b)) }, []string{"warning swap"}},
		{"same subnet", some(true), func(w *world, s *network.Site) { joins(w.app, to(w.a)); joins(s, to(w.a)) }, nil},
		{"slot without", some(true), func(w *world, _ *network.Site) { joins(w.app, to(w.a)) }, []string{"warning swap"}},
		{"app without", some(true), func(w *world, s *network.Site) { joins(s, to(w.a)) }, []string{"warning swap"}},
		{"none", some(true), func(*world, *network.Site) {}, nil},
		{"kept", some(false), func(w *world, s *network.Site) { joins(w.app, to(w.a)); joins(s, to(w.b)) }, nil},
		{"nothing overwritten", value.None[bool](), func(w *world, _ *network.Site) { joins(w.app, to(w.a)) }, nil},
		{"not known whether", unknown[bool](), func(w *world, _ *network.Site) { joins(w.app, to(w.a)) }, nil},
		{"not known which", some(true), func(w *world, s *network.Site) {
			joins(w.app, to(w.a))
			joins(s, network.Open[network.Subnet]("var.subnet", nowhere))
		}, nil},
		{"perhaps elsewhere", some(true), func(w *world, s *network.Site) { joins(w.app, to(w.a)); s.Integrations.Incomplete = "swift" }, nil},
		{"app only read", some(true), func(w *world, s *network.Site) { joins(s, to(w.a)); w.app.External = true }, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld()
			slot := w.slot()
			w.Swaps = []*network.Swap{{Element: element("swap"), Slot: to(slot), OverwriteNetworkConfig: test.overwrite}}
			test.given(w, slot)
			assert.Equal(t, test.want, w.run(accessrestriction.SlotNetworkConfig))
		})
	}
}

func TestSlotSwap(t *testing.T) {
	setting := func(s *network.Site, v value.Of[string]) {
		s.Settings = some(map[string]value.Of[string]{"WEBSITE_OVERRIDE_PRESERVE_DEFAULT_STICKY_SLOT_SETTINGS": v})
	}
	tests := []struct {
		name  string
		given func(w *world, slot *network.Site)
		want  []string
	}{
		{"open slot", func(w *world, _ *network.Site) { w.main(isDeny, office); setting(w.app, some("0")) }, []string{"warning app"}},
		{"closed slot", func(w *world, s *network.Site) { s.Main = list(isDeny, office); setting(w.app, some("False")) }, []string{"warning app"}},
		{"setting at the slot", func(w *world, s *network.Site) { joins(w.app, to(w.a)); setting(s, some("0")) }, []string{"warning slot"}},
		{"at both", func(w *world, s *network.Site) { joins(s, to(w.a)); setting(w.app, some("0")); setting(s, some("0")) }, []string{"warning app"}},
		{"same", func(w *world, s *network.Site) {
			w.main(isDeny, office)
			s.Main = list(isDeny, office)
			setting(w.app, some("0"))
		}, nil},
		{"kept", func(w *world, _ *network.Site) { w.main(isDeny, office); setting(w.app, some("1")) }, nil},
		{"not known", func(w *world, _ *network.Site) { w.main(isDeny, office); setting(w.app, unknown[string]()) }, nil},
		{"no setting", func(w *world, _ *network.Site) { w.main(isDeny, office) }, nil},
		{"settings not known", func(w *world, _ *network.Site) {
			w.main(isDeny, office)
			w.app.Settings = unknown[map[string]value.Of[string]]()
		}, nil},
		{"slot not known", func(w *world, s *network.Site) {
			w.main(isDeny, office)
			s.Main.Default = anyAction
			setting(w.app, some("0"))
		}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld()
			test.given(w, w.slot())
			assert.Equal(t, test.want, w.run(accessrestriction.SlotSwap))
		})
	}
}
