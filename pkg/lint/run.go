package lint

import (
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

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
	for _, p := range runAll(s, checks) {
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

// runAll runs checks side by side; each has a pass of its own, and the passes come
// back in the order of the checks.
func runAll(s Subject, checks []*Check) []*Pass {
	var passes []*Pass
	shared := newLists(s.Model)
	for _, c := range checks {
		if !c.OnChange || s.Before != nil {
			passes = append(passes, &Pass{Model: s.Model, Before: s.Before, lists: shared, check: c, root: s.Root})
		}
	}
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(passes)) {
		workers.Add(1)
		go func() {
			defer workers.Done()
			for i := next.Add(1) - 1; i < int64(len(passes)); i = next.Add(1) - 1 {
				passes[i].check.Run(passes[i])
			}
		}()
	}
	workers.Wait()
	return passes
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
