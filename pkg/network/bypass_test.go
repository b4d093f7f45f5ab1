package network_test

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/pkg/access"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

func rule(action access.Action, prefix string) *network.AccessRule {
	r := &network.AccessRule{}
	r.Action, r.Priority = value.Some(action, nowhere), value.Some(100, nowhere)
	r.Source = value.Some(access.Source{Prefixes: []netip.Prefix{netip.MustParsePrefix(prefix)}}, nowhere)
	return r
}

func TestAllowsInVain(t *testing.T) {
	office, all, noOffice := rule(access.Allow, "192.0.2.0/24"), rule(access.Allow, "0.0.0.0/0"), rule(access.Deny, "192.0.2.0/24")
	hidden := rule(access.Allow, "192.0.2.0/24")
	hidden.Action = value.Undecided[access.Action]("var.action", nowhere)
	for name, c := range map[string]struct {
		rules []*network.AccessRule
		want  bool
	}{
		"none":            {nil, false},
		"a few":           {[]*network.AccessRule{office}, true},
		"perhaps a few":   {[]*network.AccessRule{hidden}, true},
		"everybody":       {[]*network.AccessRule{all}, false},
		"a few and all":   {[]*network.AccessRule{office, all}, true},
		"some are denied": {[]*network.AccessRule{office, noOffice}, false},
	} {
		t.Run(name, func(t *testing.T) {
			list := network.AccessList{Rules: value.Set[*network.AccessRule]{Items: c.rules}, Default: value.Some(access.Allow, nowhere)}
			assert.Equal(t, c.want, network.Restrictions{AccessList: &list}.AllowsInVain())
		})
	}
}

func TestBypassable(t *testing.T) {
	for name, c := range map[string]struct {
		given func(*network.Site)
		want  bool
	}{
		"no rules": {func(*network.Site) {}, true},
		"a block list": {func(s *network.Site) {
			s.Main.Rules.Items = append(s.Main.Rules.Items, rule(access.Deny, "192.0.2.0/24"))
		}, true},
		"an allow list": {func(s *network.Site) {
			s.Main.Rules.Items = append(s.Main.Rules.Items, rule(access.Allow, "192.0.2.0/24"))
		}, false},
		"IPv4 denied": {func(s *network.Site) { s.Main.Rules.Items = append(s.Main.Rules.Items, rule(access.Deny, "0.0.0.0/0")) }, false},
		"denied":      {func(s *network.Site) { s.Main.Default = value.Some(access.Deny, nowhere) }, false},
		"more rules":  {func(s *network.Site) { s.Main.Rules.Incomplete = "var.rules" }, false},
		"external":    {func(s *network.Site) { s.External = true }, false},
		"closed":      {func(s *network.Site) { s.PublicAccess = value.Some(network.PublicDisabled, nowhere) }, false},
		"not known":   {func(s *network.Site) { s.PublicAccess = value.Undecided[string]("", nowhere) }, false},
	} {
		t.Run(name, func(t *testing.T) {
			site := &network.Site{PublicAccess: value.Some(network.PublicEnabled, nowhere)}
			site.Main.Default = value.Some(access.Allow, nowhere)
			c.given(site)
			model := &network.Model{Sites: []*network.Site{site}}
			model.Link()
			assert.Equal(t, c.want, model.Bypassable(site))
		})
	}
}
