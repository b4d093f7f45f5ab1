package plan

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/schema"
	"github.com/appnetlint/appnetlint/pkg/iac"
)

// providers tell what is known of the provider of a resource.
type providers struct {
	config *configuration
	root   *module
	major  map[string]int // by short name
}

func newProviders(g *graph, majorOf func(typ string, has func(string) bool) int) *providers {
	p := &providers{config: g.config, root: g.config.root, major: map[string]int{}}
	constraints := map[string][]string{}
	for _, key := range slices.Sorted(maps.Keys(g.config.providers)) {
		c := g.config.providers[key]
		name := shortName(cmp.Or(c.FullName, c.Name))
		constraints[name] = append(constraints[name], c.VersionConstraint)
	}
	for name, all := range constraints {
		p.major[name] = schema.MajorOfConstraint(strings.Join(all, ","))
	}
	if majorOf == nil {
		return p
	}
	// One root has one version of each provider, so that all of its types
	// together tell which.
	votes := map[string]map[int]int{}
	for _, e := range g.entries {
		if len(e.sample) == 0 || p.major[e.provider] != 0 {
			continue
		}
		if m := majorOf(e.typ, func(attribute string) bool { return e.sample[attribute] }); m != 0 {
			if votes[e.provider] == nil {
				votes[e.provider] = map[int]int{}
			}
			votes[e.provider][m]++
		}
	}
	for name, v := range votes {
		p.major[name] = elect(v)
	}
	return p
}

// elect returns the version with most votes; 0 if there are two of them.
func elect(votes map[int]int) int {
	best, most := 0, 0
	for major, n := range votes {
		switch {
		case n > most:
			best, most = major, n
		case n == most:
			best = 0
		}
	}
	return best
}

// of returns the provider of a resource: its short name, and the key of its
// configuration if that is known.
func (p *providers) of(name, key string) iac.Provider {
	out := iac.Provider{Name: name, Major: p.major[name], Key: key}
	c := p.config.providers[key]
	if c == nil {
		// A module that has the provider handed down to it, in what older
		// versions write: module.web:azurerm.
		c = p.config.providers[key[strings.LastIndexByte(key, ':')+1:]]
	}
	if c != nil {
		out.Subscription = p.constant(c.Expressions["subscription_id"])
	}
	return out
}

// constant is the text of an expression in a provider configuration: of a
// literal, or of a variable of the root module.
func (p *providers) constant(e *tfjson.Expression) string {
	if e == nil || e.ExpressionData == nil {
		return ""
	}
	if s, ok := e.ConstantValue.(string); ok {
		return s
	}
	refs := parseReferences(e.References)
	if len(refs) != 1 || refs[0].root != rootVariable || len(refs[0].steps) > 0 {
		return ""
	}
	for _, v := range []*expression{p.config.variables[refs[0].name], p.root.defaults[refs[0].name]} {
		if v != nil {
			if v.constant.Kind() == iac.String {
				return v.constant.Scalar()
			}
			return ""
		}
	}
	return ""
}
