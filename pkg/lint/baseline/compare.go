package baseline

import (
	"math"
	"path"

	"github.com/appnetlint/appnetlint/pkg/lint"
)

// Scope says what a run has looked at.
type Scope struct {
	// Rebase makes paths begin at the folder of the baseline.
	Rebase func(string) string
	// Roots are the configurations that were linted to the last.
	Roots []string
	// Rules are the names of the rules that ran.
	Rules []string
	// Exists reports whether there is still a file or folder at a path that begins at
	// the folder of the baseline.
	Exists func(string) bool
	// Whole is set if all could be read.
	Whole bool
}

// Comparison is what a run has found, held against a baseline.
type Comparison struct {
	// New are the findings that are not in the baseline, and Known the others.
	New, Known []lint.Finding
	// Fixed counts the findings of the baseline that do not occur any more, as far as
	// this run can tell.
	Fixed int
}

// place is where an entry holds.
type place struct{ fingerprint, path string }

// Compare holds findings against the baseline. Each entry stands for as many findings as
// it counts; the first ones, in the order of the report, are those that are known.
func (b *Baseline) Compare(findings []lint.Finding, s Scope) Comparison {
	left, moved := b.counts(s)
	var out Comparison
	var rest []int // that are not known where they are
	known := make([]bool, len(findings))
	for i := range findings {
		at := place{fingerprint(&findings[i]), s.Rebase(pathOf(&findings[i]))}
		if left[at] > 0 {
			left[at]--
			known[i] = true
		} else {
			rest = append(rest, i)
		}
	}
	for _, i := range rest { // files that were renamed
		for _, at := range moved[fingerprint(&findings[i])] {
			if left[at] > 0 {
				left[at]--
				known[i] = true
				break
			}
		}
	}
	for i, f := range findings {
		if known[i] {
			out.Known = append(out.Known, f)
		} else {
			out.New = append(out.New, f)
		}
	}
	out.Fixed = b.fixed(left, s)
	return out
}

// counts returns how many findings are known of each place, and which of the places are
// gone, so that what was there may be elsewhere now.
func (b *Baseline) counts(s Scope) (left map[place]int, moved map[string][]place) {
	left, moved = map[place]int{}, map[string][]place{}
	for _, e := range b.Entries {
		at := place{e.Fingerprint, e.Path}
		if left[at] == 0 && !s.Exists(e.Path) {
			moved[e.Fingerprint] = append(moved[e.Fingerprint], at)
		}
		left[at] = add(left[at], max(e.Count, 1))
	}
	return left, moved
}

// add adds counts of a file that may say anything.
func add(a, b int) int {
	if a > math.MaxInt32-min(b, math.MaxInt32) {
		return math.MaxInt32
	}
	return a + b
}

// fixed counts what is left of the entries that this run would have found again.
func (b *Baseline) fixed(left map[place]int, s Scope) int {
	if !s.Whole {
		return 0
	}
	rules, roots := map[string]bool{}, map[string]bool{}
	for _, r := range s.Rules {
		rules[r] = true
	}
	for _, r := range s.Roots {
		roots[s.Rebase(r)] = true
	}
	n := 0
	for _, e := range b.Entries {
		at := place{e.Fingerprint, e.Path}
		if rules[e.Rule] && (e.within(roots) || !s.Exists(e.Path)) {
			n = add(n, left[at])
			delete(left, at) // entries of one place are counted together
		}
	}
	return n
}

// within reports whether an entry is of one of some configurations.
func (e *Entry) within(roots map[string]bool) bool {
	if e.Root != "" {
		return roots[e.Root]
	}
	return roots[e.Path] || roots[path.Dir(e.Path)]
}
