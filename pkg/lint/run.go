package lint

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/network"
)

// Subject is what checks run on: one configuration.
type Subject struct {
	// Root is the name of the configuration.
	Root   string
	Model  *network.Model
	Before *network.Model
	// Secrets are values that must not appear in any output.
	Secrets []string
}

// Result is what checks say of one configuration.
type Result struct {
	Findings  []Finding
	Undecided []Undecided
}

// Run runs checks on one configuration. The result is sorted, and the same for
// the same input.
func Run(s Subject, checks []*Check) Result {
	var out Result
	for _, c := range checks {
		if c.OnChange && s.Before == nil {
			continue
		}
		p := &Pass{Model: s.Model, Before: s.Before, check: c, root: s.Root}
		c.Run(p)
		out.Findings = append(out.Findings, p.findings...)
		out.Undecided = append(out.Undecided, p.undecided...)
	}
	redact := newRedactor(s.Secrets)
	for i := range out.Findings {
		f := &out.Findings[i]
		f.Message = redact(f.Message)
		for j := range f.Related {
			f.Related[j].Message = redact(f.Related[j].Message)
		}
	}
	SortFindings(out.Findings)
	return out
}

// minSecret is the length from which a sensitive value is looked for in
// messages: shorter ones, such as "1", would blot out half a sentence and tell
// nothing.
const minSecret = 3

// newRedactor returns a function that blots out secrets. Checks do not print
// sensitive values in the first place; this is the second lock on that door.
func newRedactor(secrets []string) func(string) string {
	var pairs []string
	for _, s := range secrets {
		if len(s) >= minSecret {
			pairs = append(pairs, s, "(sensitive)")
		}
	}
	if len(pairs) == 0 {
		return func(s string) string { return s }
	}
	return strings.NewReplacer(pairs...).Replace
}
