package linttest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/load"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// eachSite tests that checks which say that they look at each site by itself say the
// same whether they are shown all sites or one at a time.
func eachSite(t *testing.T, root *iac.Root, checks []*lint.Check) {
	t.Helper()
	c, _ := load.Build(root)
	for _, check := range checks {
		if !check.EachSite {
			continue
		}
		var alone lint.Result
		for i := range c.Model.Sites {
			one := c.Subject
			one.Model = showing(c.Model, c.Model.Sites[i:i+1])
			r := lint.Run(one, []*lint.Check{check})
			alone.Findings = append(alone.Findings, r.Findings...)
			alone.Undecided = append(alone.Undecided, r.Undecided...)
		}
		lint.SortFindings(alone.Findings)
		together := lint.Run(c.Subject, []*lint.Check{check})
		assert.Equal(t, describe(together), describe(alone), "%s does not look at each site by itself", check.Name)
	}
}

// showing returns the model with some of its sites only.
func showing(m *network.Model, sites []*network.Site) *network.Model {
	part := *m
	part.Sites = sites
	return &part
}

func describe(r lint.Result) string {
	var b strings.Builder
	b.WriteString(render(r.Findings))
	for _, u := range r.Undecided {
		fmt.Fprintf(&b, "%s %s %s\n", u.Check.Name, u.Address, u.Why)
	}
	return b.String()
}
