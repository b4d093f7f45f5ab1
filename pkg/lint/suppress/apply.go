package suppress

import (
	"slices"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// Suppressed is a finding that a directive suppresses.
type Suppressed struct {
	Finding lint.Finding
	// Reason is why, in the user's words; it may be empty.
	Reason string
	// By is the directive.
	By source.Range
}

// Outcome says how much the checks could see of one configuration.
type Outcome struct {
	// Before is set if the model before the change was at hand, so that checks on
	// changes ran.
	Before bool
	// Complete is set if all of the input could be read.
	Complete bool
}

// Apply parts the findings on one configuration into those that are kept and those
// that are suppressed, both in their order. All files of the configuration must
// have been added. The result that was passed is left as it is.
func (s *Set) Apply(r lint.Result, o Outcome) (lint.Result, []Suppressed) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.judge(r, o)
	if len(s.files) == 0 {
		return r, nil
	}
	var kept []lint.Finding
	var suppressed []Suppressed
	for _, f := range r.Findings {
		if e := s.match(&f); e != nil {
			suppressed = append(suppressed, Suppressed{Finding: f, Reason: e.Reason, By: e.At})
		} else {
			kept = append(kept, f)
		}
	}
	r.Findings = kept
	return r, suppressed
}

// judge notes which rules may have had more to report: those that did not run, and
// those that left a question open, for its answer may be a finding. "all" is judged
// where all rules ran, but for those on changes, which few runs have.
func (s *Set) judge(r lint.Result, o Outcome) {
	s.judged = true
	for _, c := range s.config.Known {
		chosen := s.selected[c] || own(c.Name)
		if !o.Complete || !chosen || c.OnChange && !o.Before {
			s.open[c.Name] = true
		}
		if !o.Complete || !chosen {
			s.open[all] = true
		}
	}
	for _, u := range r.Undecided {
		s.open[u.Check.Name], s.open[all] = true, true
	}
}

// match marks the directives that hold for a finding as used, and returns the
// narrowest of those nearest to it; nil if there is none.
func (s *Set) match(f *lint.Finding) *entry {
	best := s.matchAt(f.Check.Name, f.At)
	for _, call := range slices.Backward(f.Calls) {
		if e := s.matchAt(f.Check.Name, call.At); best == nil {
			best = e
		}
	}
	return best
}

func (s *Set) matchAt(rule string, at source.Range) *entry {
	f := s.file(at)
	if f == nil {
		return nil
	}
	var best *entry
	for _, name := range []string{rule, all} {
		for _, e := range f.byName[name] {
			if !e.covers(at.Start) {
				continue
			}
			e.used[name] = true
			if best == nil || size(e.Scope) < size(best.Scope) {
				best = e
			}
		}
	}
	return best
}

func size(r source.Range) int { return r.End - r.Start }
