package suppress

import (
	"strings"
	"time"

	"github.com/appnetlint/appnetlint/pkg/source"
)

// all is the name that stands for every rule.
const all = "all"

// dateFormat is how the last day of a suppression is written.
const dateFormat = time.DateOnly

// Directive is one suppression.
type Directive struct {
	// Rules are the names of the rules, as written, each once. It is empty if All is set.
	Rules []string
	// All is set if every rule is suppressed.
	All bool
	// File is set if it holds for the whole file.
	File bool
	// Until is the start, in UTC, of the last day on which it holds; zero if it
	// holds for ever.
	Until time.Time
	// Reason is empty if none is given. It is one line without control characters.
	Reason string
	// At is the directive itself, without comment signs.
	At source.Range
	// Scope is where findings that start in it are suppressed. It is empty, and
	// at the directive, if nothing follows that it could hold for.
	Scope source.Range
}

// String returns the directive in its canonical form, without comment signs.
func (d *Directive) String() string {
	var b strings.Builder
	b.WriteString(verbs[d.File] + " ")
	if d.All {
		b.WriteString(all)
	}
	b.WriteString(strings.Join(d.Rules, ","))
	if !d.Until.IsZero() {
		b.WriteString(" " + untilOption + "=" + d.Until.Format(dateFormat))
	}
	if d.Reason != "" {
		b.WriteString(" " + reasonSign + " " + d.Reason)
	}
	return b.String()
}

// Expired reports whether the last day of the directive is over.
func (d *Directive) Expired(now time.Time) bool {
	return !d.Until.IsZero() && !now.Before(d.Until.AddDate(0, 0, 1))
}

// Holds reports whether a finding at a place lies in the scope of the directive.
// Only where the finding starts counts.
func (d *Directive) Holds(at source.Range) bool {
	return at.HasText() && d.Scope.HasText() && key(at.File) == key(d.Scope.File) && d.covers(at.Start)
}

// covers reports whether an offset in the file of the directive is in its scope.
func (d *Directive) covers(offset int) bool {
	end := d.Scope.End
	if end == len(d.Scope.File.Content) {
		end++ // the very end of a file belongs to its last line
	}
	return d.Scope.Start <= offset && offset < end
}

// names returns the names under which the directive is looked up: its rules, or "all".
func (d *Directive) names() []string {
	if d.All {
		return []string{all}
	}
	return d.Rules
}
