package lint

import (
	"fmt"
	"slices"
	"sync"

	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// Pass is what a check may do: look at the model and report.
type Pass struct {
	*network.Model
	// Before is the model of what exists before the change. It is nil where
	// the input does not tell, and never nil for checks on changes.
	Before *network.Model

	lists     *lists
	check     *Check
	root      string
	batches   [][]Finding
	sorted    []*Finding // of the batches, once the check has run
	undecided []Undecided
}

// lists are the access restriction lists that many checks look at, found once for
// all checks of a run.
type lists struct {
	used     func() []network.Restrictions
	deciding func() (deciding, doubtful []network.Restrictions)
}

func newLists(m *network.Model) *lists {
	l := &lists{used: sync.OnceValue(m.UsedLists)}
	l.deciding = sync.OnceValues(func() (deciding, doubtful []network.Restrictions) { return m.DecidingLists(l.used()) })
	return l
}

// UsedLists returns what the method of the model does. The slice is that of all
// checks: none may change it.
func (p *Pass) UsedLists() []network.Restrictions { return p.lists.used() }

// DecidingLists returns the used lists that certainly decide who gets in, and those
// that may, as the method of the model does. The slices are those of all checks:
// none may change them.
func (p *Pass) DecidingLists() (deciding, doubtful []network.Restrictions) { return p.lists.deciding() }

// Option adds to a finding.
type Option func(*Finding)

// At points a finding at a range; without it, and where the range is nowhere,
// the finding is at the header of its subject.
func At(r source.Range) Option {
	return func(f *Finding) {
		if !r.IsZero() {
			f.At = r
		}
	}
}

// As gives a finding another severity than its check's.
func As(s Severity) Option { return func(f *Finding) { f.Severity = s } }

// Also names another resource that has a part in a finding, and which part.
func Also(s network.Subject, part string) Option {
	return func(f *Finding) {
		e := s.Common()
		f.Related = append(f.Related, Related{Address: e.Address, At: e.At, Message: part})
	}
}

// AlsoAt names another place that has a part in a finding.
func AlsoAt(r source.Range, part string) Option {
	return func(f *Finding) {
		if !r.IsZero() {
			f.Related = append(f.Related, Related{At: r, Message: part})
		}
	}
}

// Report reports a mistake of a part of the model.
func (p *Pass) Report(subject network.Subject, message string, options ...Option) {
	e := subject.Common()
	f := p.next()
	*f = Finding{
		Check: p.check, Severity: p.check.Severity, Message: message,
		Address: e.Address, At: e.At, Calls: e.Calls, Root: p.root,
	}
	for _, o := range options {
		o(f)
	}
}

// maxBatch is how many findings are allocated at a time at most.
const maxBatch = 256

// next returns room for one more finding. Findings do not move, as those of a list
// that grows would again and again.
func (p *Pass) next() *Finding {
	last := len(p.batches) - 1
	if last < 0 || len(p.batches[last]) == cap(p.batches[last]) {
		size := 4
		if last >= 0 {
			size = min(2*cap(p.batches[last]), maxBatch)
		}
		p.batches = append(p.batches, make([]Finding, 0, size))
		last++
	}
	batch := p.batches[last]
	p.batches[last] = batch[:len(batch)+1]
	return &p.batches[last][len(batch)]
}

// take adds what another pass of the check found.
func (p *Pass) take(other *Pass) {
	p.batches = append(p.batches, other.batches...)
	p.undecided = append(p.undecided, other.undecided...)
}

// finish blots secrets out of what the check found, and sorts it.
func (p *Pass) finish(polish func(string) string) {
	for _, batch := range p.batches {
		for i := range batch {
			f := &batch[i]
			f.Message = polish(f.Message)
			for j := range f.Related {
				f.Related[j].Message = polish(f.Related[j].Message)
			}
			p.sorted = append(p.sorted, f)
		}
	}
	if !slices.IsSortedFunc(p.sorted, compareFindings) { // most checks go through the model in order
		slices.SortStableFunc(p.sorted, compareFindings)
	}
}

// Undecide notes that a question about a part stays open until something is
// decided. why names the variable or reference to pin.
func (p *Pass) Undecide(subject network.Subject, at source.Range, why string) {
	e := subject.Common()
	if at.IsZero() {
		at = e.At
	}
	if why == "" {
		why = "a value that is known only after apply"
	}
	p.undecided = append(p.undecided, Undecided{Check: p.check, Address: e.Address, At: at, Why: why, Root: p.root})
}

// Plural returns "1 rule" or "2 rules"; more words than one are given whole.
func Plural(n int, one, many string) string {
	if n == 1 {
		return fmt.Sprintf("%d %s", n, one)
	}
	return fmt.Sprintf("%d %s", n, many)
}
