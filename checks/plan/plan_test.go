package plan_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/checks/plan"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/source"
	"github.com/appnetlint/appnetlint/pkg/value"
)

var nowhere source.Range

func some[T any](v T) value.Of[T] { return value.Some(v, nowhere) }

// changed runs a check on a plan before and after a change.
func changed(c *lint.Check, before, after *network.Plan) lint.Result {
	return lint.Run(lint.Subject{
		Model:  &network.Model{Plans: []*network.Plan{after}},
		Before: &network.Model{Plans: []*network.Plan{before}},
	}, []*lint.Check{c})
}

func sized(address string, sku value.Of[string]) *network.Plan {
	return &network.Plan{Element: network.Element{Address: address}, SKU: sku}
}

func TestFamilyChangeOutbound(t *testing.T) {
	unknown := value.Undecided[string]("var.size", nowhere)
	for name, c := range map[string]struct {
		before, after *network.Plan
		found         bool
	}{
		"another family":       {sized("p", some("S1")), sized("p", some("P1v3")), true},
		"memory-optimized":     {sized("p", some("P1v3")), sized("p", some("P1mv3")), true},
		"down":                 {sized("p", some("P1v2")), sized("p", some("B1")), true},
		"one family":           {sized("p", some("S1")), sized("p", some("B3")), false},
		"the same":             {sized("p", some("P1v3")), sized("p", some("p1V3")), false},
		"environments":         {sized("p", some("I1v2")), sized("p", some("I2v2")), false},
		"to events":            {sized("p", some("S1")), sized("p", some("EP1")), false},
		"from unknown":         {sized("p", unknown), sized("p", some("P1v3")), false},
		"to unknown":           {sized("p", some("S1")), sized("p", unknown), false},
		"another plan":         {sized("p", some("S1")), sized("q", some("P1v3")), false},
		"a size nobody knows":  {sized("p", some("S1")), sized("p", some("K1")), false},
		"a plan that is read":  {external(sized("p", some("S1"))), external(sized("p", some("P1v3"))), false},
		"tiers without a size": {&network.Plan{Tier: some("Standard")}, &network.Plan{Tier: some("PremiumV2")}, true},
	} {
		t.Run(name, func(t *testing.T) {
			findings := changed(plan.FamilyChangeOutbound, c.before, c.after).Findings
			if !c.found {
				assert.Empty(t, findings)
				return
			}
			require.Len(t, findings, 1)
			assert.Equal(t, lint.Note, findings[0].Severity)
			assert.Equal(t, c.after.Address, findings[0].Address)
		})
	}

	findings := changed(plan.FamilyChangeOutbound, sized("p", some("S1")), sized("p", some("P1v4"))).Findings
	assert.Contains(t, findings[0].Message, "not fixed any more")
	assert.NotEmpty(t, changed(plan.FamilyChangeOutbound, sized("p", some("S1")), sized("p", unknown)).Undecided)
}

func external(p *network.Plan) *network.Plan {
	p.External = true
	return p
}
