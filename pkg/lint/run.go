package lint

import (
	"runtime"
	"slices"
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
	// ResourceManager is set for Bicep and ARM templates: messages name attributes as
	// these do.
	ResourceManager bool
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
	var lists [][]*Finding
	for _, p := range runAll(s, checks) {
		lists = append(lists, p.sorted)
		out.Undecided = append(out.Undecided, p.undecided...)
	}
	if all := mergeSorted(lists); len(all) > 0 {
		out.Findings = make([]Finding, len(all))
		for i, f := range all {
			out.Findings[i] = *f
		}
	}
	return out
}

// sitesAtATime is how many sites are shown to checks that look at each by itself: as
// many as fit in the processor's cache with their rules.
const sitesAtATime = 128

// runAll runs checks side by side; each has a pass of its own, and the passes come
// back in the order of the checks, with their findings sorted.
func runAll(s Subject, checks []*Check) []*Pass {
	var passes, each []*Pass
	var jobs []func()
	shared, redact := newLists(s.Model), Redactor(s.Secrets)
	for _, c := range checks {
		if c.OnChange && s.Before == nil {
			continue
		}
		p := &Pass{Model: s.Model, Before: s.Before, lists: shared, check: c, root: s.Root}
		passes = append(passes, p)
		if c.EachSite {
			each = append(each, p)
		} else {
			jobs = append(jobs, func() { c.Run(p) })
		}
	}
	var parts [][]*Pass // of each, for some sites
	for sites := range slices.Chunk(s.Model.Sites, sitesAtATime) {
		part := partsFor(sites, each)
		parts = append(parts, part)
		jobs = append(jobs, func() {
			for _, p := range part {
				p.check.Run(p)
			}
		})
	}
	sideBySide(len(jobs), func(i int) { jobs[i]() })
	for _, part := range parts {
		for i, p := range part {
			each[i].take(p)
		}
	}
	polish := redact
	if s.ResourceManager {
		polish = func(message string) string { return redact(ForResourceManager(message)) }
	}
	sideBySide(len(passes), func(i int) { passes[i].finish(polish) })
	return passes
}

// partsFor returns passes that show some of the sites only.
func partsFor(sites []*network.Site, passes []*Pass) []*Pass {
	if len(passes) == 0 {
		return nil
	}
	model := *passes[0].Model
	model.Sites = sites
	shared := newLists(&model)
	parts := make([]*Pass, len(passes))
	for i, p := range passes {
		parts[i] = &Pass{Model: &model, Before: p.Before, lists: shared, check: p.check, root: p.root}
	}
	return parts
}

// sideBySide calls f for each number below n, as many at a time as there are
// processors.
func sideBySide(n int, f func(i int)) {
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), n) {
		workers.Go(func() {
			for i := next.Add(1) - 1; i < int64(n); i = next.Add(1) - 1 {
				f(int(i))
			}
		})
	}
	workers.Wait()
}
