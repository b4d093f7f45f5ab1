package cli

import (
	"time"

	"github.com/appnetlint/appnetlint/checks"
	"github.com/appnetlint/appnetlint/pkg/fix"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/lint/suppress"
	"github.com/appnetlint/appnetlint/pkg/load"
	"github.com/appnetlint/appnetlint/pkg/report"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// run collects what is found into a report.
type run struct {
	report.Report
	// known are all rules that comments may name; those of the program if it is nil.
	known []*lint.Check
	// declared tells what each block of the source makes.
	declared *fix.Declared
}

// add adds what was found in configurations and leaves out what comments suppress.
func (r *run) add(configurations []load.Configuration, selected []*lint.Check) {
	known := r.known
	if known == nil {
		known = checks.Catalogue()
	}
	suppressed := suppress.NewSet(suppress.Config{Known: known, Selected: selected, Now: time.Now()})
	for _, c := range configurations {
		for _, in := range c.Suppressions {
			suppressed.Add(in)
		}
	}
	for _, c := range configurations {
		result, _ := suppressed.Apply(c.Result, suppress.Outcome{Before: c.Planned, Complete: c.Complete})
		r.Findings = append(r.Findings, result.Findings...)
		r.Undecided = append(r.Undecided, result.Undecided...)
		r.Secrets = append(r.Secrets, c.Secrets...)
		r.Private = append(r.Private, c.Private...)
		r.Notes = append(r.Notes, c.Notes...)
		r.Resources += c.Resources
	}
	r.Notes = distinctPlaces(r.Notes)
	redact := lint.Redactor(r.Secrets)
	for _, note := range suppressed.Notes() { // of comments, in which anything may stand
		note.Message = redact(note.Message)
		r.Findings = append(r.Findings, note)
	}
	r.Findings = lint.Merge(r.Findings)
}

// distinctPlaces leaves out notes on a place that has one: several configurations
// that call one module say the same of it.
func distinctPlaces(notes []*source.Error) []*source.Error {
	seen := map[source.Range]bool{}
	out := notes[:0]
	for _, n := range notes {
		if n.At.IsZero() || !seen[n.At] {
			seen[n.At] = true
			out = append(out, n)
		}
	}
	return out
}
