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

func TestRuleMissingFDID(t *testing.T) {
	var nowhere source.Range
	tests := []struct {
		name  string
		given func(s *network.Site, r *network.AccessRule)
		want  []string
	}{
		{"no header", func(*network.Site, *network.AccessRule) {}, []string{"warning app"}},
		{"an empty list", func(_ *network.Site, r *network.AccessRule) {
			r.Headers = &access.Headers{FrontDoorID: value.Some([]string{}, nowhere)}
		}, []string{"warning app"}},
		{"another header", func(_ *network.Site, r *network.AccessRule) {
			r.Headers = &access.Headers{ForwardedHost: value.Some([]string{"shop.example.com"}, nowhere)}
		}, []string{"warning app"}},
		{"one tag of several", func(_ *network.Site, r *network.AccessRule) {
			r.Source = value.Some(access.Source{Tags: []string{"AzureCloud", "azurefrontdoor.backend"}}, nowhere)
		}, []string{"warning app"}},
		{"the header", func(_ *network.Site, r *network.AccessRule) {
			r.Headers = &access.Headers{FrontDoorID: value.Some([]string{"id"}, nowhere)}
		}, nil},
		{"an id known after apply", func(_ *network.Site, r *network.AccessRule) {
			r.Headers = &access.Headers{FrontDoorID: value.Undecided[[]string]("profile.resource_guid", nowhere)}
		}, nil},
		{"a misspelt header", func(_ *network.Site, r *network.AccessRule) {
			r.Headers = &access.Headers{UnknownHeaders: []string{"x-azure-fd-id"}}
		}, nil},
		{"denied", func(_ *network.Site, r *network.AccessRule) { r.Action = value.Some(access.Deny, nowhere) }, nil},
		{"perhaps denied", func(_ *network.Site, r *network.AccessRule) { r.Action = value.Undecided[access.Action]("", nowhere) }, nil},
		{"another tag", func(_ *network.Site, r *network.AccessRule) {
			r.Source = value.Some(access.Source{Tags: []string{"AzureFrontDoor.Frontend"}}, nowhere)
		}, nil},
		{"an unknown source", func(_ *network.Site, r *network.AccessRule) {
			r.Source = value.Undecided[access.Source]("", nowhere)
		}, nil},
		{"closed", func(s *network.Site, _ *network.AccessRule) {
			s.PublicAccess = value.Some(network.PublicDisabled, nowhere)
		}, nil},
		{"only read", func(s *network.Site, _ *network.AccessRule) { s.External = true }, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			rule := &network.AccessRule{}
			rule.Action = value.Some(access.Allow, nowhere)
			rule.Source = value.Some(access.Source{Tags: []string{"AzureFrontDoor.Backend"}}, nowhere)
			site := &network.Site{Element: network.Element{Address: "app"}, Kind: network.WebApp}
			test.given(site, rule)
			site.Main.Rules.Items = []*network.AccessRule{rule}

			model := &network.Model{Sites: []*network.Site{site}}
			model.Link()
			var got []string
			for _, f := range lint.Run(lint.Subject{Model: model}, []*lint.Check{frontdoor.RuleMissingFDID}).Findings {
				got = append(got, f.Severity.String()+" "+f.Address)
			}
			assert.Equal(t, test.want, got)
		})
	}
}
