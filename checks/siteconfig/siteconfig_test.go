package siteconfig_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/checks/siteconfig"
	"github.com/appnetlint/appnetlint/pkg/access"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/source"
	"github.com/appnetlint/appnetlint/pkg/value"
)

var nowhere source.Range

func some[T any](v T) value.Of[T] { return value.Some(v, nowhere) }

func rule(address string) *network.AccessRule {
	r := &network.AccessRule{Address: some(address)}
	r.Action, r.Priority = some(access.Allow), some(100)
	return r
}

func listOf(rules ...*network.AccessRule) *network.AccessList {
	return &network.AccessList{Rules: value.Set[*network.AccessRule]{Items: rules}}
}

func TestDuplicateConfigWeb(t *testing.T) {
	unknown := rule("203.0.113.0/24")
	unknown.Address = value.Undecided[string]("var.office", nowhere)
	denied := rule("203.0.113.0/24")
	denied.Action = some(access.Deny)
	more := listOf(rule("203.0.113.0/24"))
	more.Rules.Incomplete = "var.rules"
	for name, c := range map[string]struct {
		former, now *network.AccessList
		external    bool
		found       int
	}{
		"written once":           {nil, listOf(rule("203.0.113.0/24")), false, 0},
		"the same":               {listOf(rule("203.0.113.0/24")), listOf(rule("203.0.113.0/24")), false, 0},
		"another address":        {listOf(rule("203.0.113.0/24")), listOf(rule("198.51.100.0/24")), false, 1},
		"another action":         {listOf(rule("203.0.113.0/24")), listOf(denied), false, 1},
		"fewer":                  {listOf(rule("203.0.113.0/24")), listOf(), false, 1},
		"an address not known":   {listOf(rule("203.0.113.0/24")), listOf(unknown), false, 0},
		"more than are known":    {listOf(rule("198.51.100.0/24"), rule("192.0.2.0/24")), more, false, 0},
		"of an app that is read": {listOf(rule("203.0.113.0/24")), listOf(), true, 0},
	} {
		t.Run(name, func(t *testing.T) {
			site := &network.Site{Element: network.Element{Address: "app", External: c.external}, Kind: network.WebApp}
			site.SCM = *c.now
			site.SCM.Replaces = c.former
			model := &network.Model{Sites: []*network.Site{site}}
			model.Link()
			assert.Len(t, lint.Run(lint.Subject{Model: model}, []*lint.Check{siteconfig.DuplicateConfigWeb}).Findings, c.found)
		})
	}
}
