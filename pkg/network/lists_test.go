package network_test

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/pkg/access"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/source"
	"github.com/appnetlint/appnetlint/pkg/value"
)

func TestDecidingLists(t *testing.T) {
	var nowhere source.Range
	rules := value.Set[*network.AccessRule]{Items: []*network.AccessRule{{}}}
	site := func(public value.Of[string], main network.AccessList) *network.Site {
		return &network.Site{PublicAccess: public, Main: main, SCMUsesMain: value.Some(true, nowhere)}
	}
	open, closed, unknown := value.Some(network.PublicEnabled, nowhere), value.Some(network.PublicDisabled, nowhere), value.Undecided[string]("var.x", nowhere)
	m := &network.Model{Sites: []*network.Site{
		site(open, network.AccessList{Rules: rules}),
		site(closed, network.AccessList{Rules: rules}),
		site(unknown, network.AccessList{Rules: rules}),
		site(unknown, network.AccessList{}),
		site(open, network.AccessList{}),
	}}
	m.Sites[4].SCMUsesMain = value.None[bool]()
	m.Link()

	used := m.UsedLists()
	assert.Len(t, used, 6, "an SCM site that nothing is sent for has a list of its own")
	deciding, doubtful := m.DecidingLists(used)
	assert.Equal(t, []network.Restrictions{used[0], used[4], used[5]}, deciding)
	assert.Equal(t, []network.Restrictions{used[2]}, doubtful)
}

// Of an app that is made elsewhere, only what this configuration writes is looked at.
func TestUsedListsOfOthers(t *testing.T) {
	own := &network.Site{}
	read := &network.Site{Element: network.Element{External: true}}
	main := &network.Site{Element: network.Element{External: true}, Main: network.AccessList{Rewritten: true}}
	scm := &network.Site{Element: network.Element{External: true}, SCM: network.AccessList{Rewritten: true}}
	m := &network.Model{Sites: []*network.Site{read, main, own, scm}}
	assert.Equal(t, []network.Restrictions{
		{AccessList: &main.Main, Site: main}, {AccessList: &own.Main, Site: own}, {AccessList: &own.SCM, Site: own, SCM: true},
		{AccessList: &scm.SCM, Site: scm, SCM: true},
	}, m.UsedLists())
}

func TestIsOpen(t *testing.T) {
	var nowhere source.Range
	rule := func(action access.Action, prefix string) *network.AccessRule {
		r := &network.AccessRule{}
		r.Priority, r.Action = value.Some(1, nowhere), value.Some(action, nowhere)
		r.Source = value.Some(access.Source{Prefixes: []netip.Prefix{netip.MustParsePrefix(prefix)}}, nowhere)
		return r
	}
	list := func(byDefault value.Of[access.Action], rules ...*network.AccessRule) *network.AccessList {
		return &network.AccessList{Default: byDefault, Rules: value.Set[*network.AccessRule]{Items: rules}}
	}
	none, allow, deny := value.None[access.Action](), value.Some(access.Allow, nowhere), value.Some(access.Deny, nowhere)
	incomplete := list(allow)
	incomplete.Rules.Incomplete = "var.rules"
	tests := []struct {
		name           string
		list           *network.AccessList
		open, keepsOut bool
	}{
		{"no rules", list(none), true, false},
		{"no rules, Allow", list(allow), true, false},
		{"no rules, Deny", list(deny), false, true},
		{"no rules, not known", list(value.Undecided[access.Action]("var.x", nowhere)), false, false},
		{"there may be rules", incomplete, false, false},
		{"an allowed range", list(deny, rule(access.Allow, "203.0.113.0/24")), false, true},
		{"an allowed range, Allow", list(allow, rule(access.Allow, "203.0.113.0/24")), true, false},
		{"a denied range", list(allow, rule(access.Deny, "203.0.113.0/24")), false, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			assert.Equal(t, test.open, test.list.IsOpen())
			assert.Equal(t, test.keepsOut, test.list.KeepsOut())
		})
	}
}
