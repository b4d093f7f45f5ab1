package frontdoor_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/checks/frontdoor"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

func TestPrivateLinkApproval(t *testing.T) {
	approves := func(e *edge, site network.Edge[network.Site]) {
		e.model.Approvals = append(e.model.Approvals, &network.Approval{Site: site})
	}
	before := func(edit func(*network.Origin)) func(*edge) *network.Model {
		return func(e *edge) *network.Model {
			o := *e.origin
			edit(&o)
			return &network.Model{Origins: []*network.Origin{&o}}
		}
	}
	pending := []string{"note origin"}
	for _, test := range []struct {
		name   string
		given  func(*edge)
		before func(*edge) *network.Model
		want   []string
	}{
		{"private", func(*edge) {}, nil, pending},
		{"public", func(e *edge) { e.origin.PrivateLink = is(false) }, nil, nil},
		{"perhaps private", func(e *edge) { e.origin.PrivateLink = open[bool]() }, nil, nil},
		{"disabled", func(e *edge) { e.origin.Enabled = is(false) }, nil, nil},
		{"to something else", func(e *edge) { e.origin.PrivateLinkSite = network.Edge[network.Site]{} }, nil, nil},
		{"to an app elsewhere", func(e *edge) { e.origin.PrivateLinkSite = network.Outside[network.Site]("/x", noPlace) }, nil, pending},
		{"approved", func(e *edge) { approves(e, network.To(e.app, "", noPlace)) }, nil, nil},
		{"perhaps approved", func(e *edge) { approves(e, network.Open[network.Site]("", noPlace)) }, nil, nil},
		{"approved for another app", func(e *edge) { approves(e, network.To(&network.Site{}, "", noPlace)) }, nil, pending},
		{"not approved", func(e *edge) { approves(e, network.Edge[network.Site]{}) }, nil, pending},
		{"a slot, approved at its app", func(e *edge) {
			approves(e, network.To(e.app, "", noPlace))
			slot := &network.Site{Slot: true, Parent: network.To(e.app, "", noPlace)}
			e.origin.PrivateLinkSite = network.To(slot, "", noPlace)
		}, nil, nil},
		{"parts cannot be read", func(e *edge) { e.model.Incomplete = []string{"module.x"} }, nil, nil},
		{"was private before", func(*edge) {}, before(func(*network.Origin) {}), nil},
		{"was perhaps private before", func(*edge) {}, before(func(o *network.Origin) { o.PrivateLink = open[bool]() }), nil},
		{"was public before", func(*edge) {}, before(func(o *network.Origin) { o.PrivateLink = is(false) }), pending},
		{"was not there before", func(*edge) {}, before(func(o *network.Origin) { o.Address = "other" }), pending},
		{"is made anew", func(e *edge) { e.origin.Replaced = true }, before(func(*network.Origin) {}), pending},
	} {
		t.Run(test.name, func(t *testing.T) {
			e := newEdge()
			e.private()
			test.given(e)
			subject := lint.Subject{Model: e.model}
			if test.before != nil {
				subject.Before = test.before(e)
			}
			e.model.Link()
			var got []string
			for _, f := range lint.Run(subject, []*lint.Check{frontdoor.PrivateLinkApproval}).Findings {
				got = append(got, f.Severity.String()+" "+f.Address)
			}
			assert.Equal(t, test.want, got)
		})
	}
}
