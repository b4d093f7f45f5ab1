package reach_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/pkg/access"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/reach"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// What an app with and without private endpoints, public network access and rules
// does to clients on the internet and to those of the endpoint.
//
// Source: https://learn.microsoft.com/azure/app-service/overview-access-restrictions#app-access
func TestTruthTable(t *testing.T) {
	office := rule("office", prefix("203.0.113.0/24"))
	unset, allow, deny := value.None[access.Action](), known(access.Allow), known(access.Deny)
	null := value.None[string]()
	type verdicts struct{ internet, listed, endpoint reach.Verdict }
	everyone := verdicts{reach.Open, reach.Open, ""}
	matched := verdicts{reach.Filtered, reach.Open, ""}
	nobody := verdicts{reach.Closed, reach.Closed, ""}
	over := func(v verdicts) verdicts { v.endpoint = reach.Open; return v }
	tests := []struct {
		name      string
		endpoints int
		public    value.Of[string]
		unmatched value.Of[access.Action]
		rules     []*network.AccessRule
		want      verdicts
	}{
		{"nothing is set", 0, null, unset, nil, everyone},
		{"enabled, no rules", 0, known(network.PublicEnabled), unset, nil, everyone},
		{"rules, default unset", 0, null, unset, []*network.AccessRule{office}, matched},
		{"rules, default Deny", 0, known(network.PublicEnabled), deny, []*network.AccessRule{office}, matched},
		{"rules, default Allow", 0, known(network.PublicEnabled), allow, []*network.AccessRule{office}, everyone},
		{"disabled, whatever the rules", 0, known(network.PublicDisabled), allow, []*network.AccessRule{office}, nobody},
		{"an endpoint turns unset off", 1, null, allow, []*network.AccessRule{office}, over(nobody)},
		{"an endpoint, enabled, no rules", 1, known(network.PublicEnabled), unset, nil, over(everyone)},
		{"an endpoint, enabled, rules", 1, known(network.PublicEnabled), deny, []*network.AccessRule{office}, over(matched)},
		{"an endpoint, disabled", 1, known(network.PublicDisabled), allow, []*network.AccessRule{office}, over(nobody)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			m := site(list(test.unmatched, test.rules...), func(s *network.Site) { s.PublicAccess = test.public })
			for range test.endpoints {
				e := &network.PrivateEndpoint{Element: network.Element{Address: "pe", Name: known("pe")}, Site: network.To(m.Sites[0], "", nowhere)}
				m.Sites[0].PrivateEndpoints.Items = append(m.Sites[0].PrivateEndpoints.Items, e)
			}
			assert.Equal(t, test.want.internet, reach.Of(m, reach.TheInternet())[0].Verdict, "from the internet")
			assert.Equal(t, test.want.listed, reach.Of(m, parse(t, "203.0.113.7"))[0].Verdict, "from the office")
			got := reach.Verdict("")
			for _, r := range reach.Of(m) {
				if r.From.Kind == reach.PrivateEndpoint && !r.SCM {
					got = r.Verdict
				}
			}
			assert.Equal(t, test.want.endpoint, got, "over the endpoint")
		})
	}
}

// What a network security perimeter does to that. Its rules are not evaluated, so
// that nothing can be told where they decide.
//
// Source: https://learn.microsoft.com/azure/private-link/network-security-perimeter-transition
func TestPerimeterTruthTable(t *testing.T) {
	const none = ""
	tests := []struct {
		public, mode string
		want         reach.Verdict
	}{
		{network.PublicEnabled, none, reach.Open},
		{network.PublicEnabled, "Learning", reach.Open},
		{network.PublicEnabled, "Enforced", reach.CannotTell},
		{network.PublicDisabled, none, reach.Closed},
		{network.PublicDisabled, "Learning", reach.CannotTell},
		{network.PublicDisabled, "Enforced", reach.CannotTell},
		{network.SecuredByPerimeter, none, reach.Closed},
		{network.SecuredByPerimeter, "Learning", reach.CannotTell},
		{network.SecuredByPerimeter, "Enforced", reach.CannotTell},
	}
	for _, test := range tests {
		t.Run(test.public+" "+test.mode, func(t *testing.T) {
			m := site(func(s *network.Site) { s.PublicAccess = known(test.public) })
			if test.mode != none {
				a := &network.PerimeterAssociation{Mode: known(test.mode), Site: network.To(m.Sites[0], "", nowhere)}
				m.Perimeters = []*network.PerimeterAssociation{a}
				m.Sites[0].Perimeters.Items = m.Perimeters
			}
			assert.Equal(t, test.want, reach.Of(m, reach.TheInternet())[0].Verdict)
		})
	}
}
