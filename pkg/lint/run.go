package lint

import (
	"slices"
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
	redact := Redactor(s.Secrets)
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

// MinSecret is the length from which a sensitive value is looked for in what is
// printed: shorter ones, such as "1", would blot out half a sentence and tell
// nothing.
const MinSecret = 3

// Redactor returns a function that blots out secrets. Checks do not print
// sensitive values in the first place; this is the second lock on that door.
func Redactor(secrets []string) func(string) string {
	// Longest first: of two secrets that begin at one place, the replacer takes
	// the one that is named first, and must not leave the end of the other.
	longest := slices.SortedFunc(slices.Values(secrets), func(a, b string) int { return len(b) - len(a) })
	var pairs []string
	for _, s := range longest {
		if len(s) >= MinSecret {
			pairs = append(pairs, s, "(sensitive)")
		}
	}
	if len(pairs) == 0 {
		return func(s string) string { return s }
	}
	return strings.NewReplacer(pairs...).Replace
}
