package suppress

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// Notes returns what is to be said of the directives themselves, sorted. It is
// called when all findings were applied. Notes belong to no configuration, for
// several may read one file, and to no resource.
func (s *Set) Notes() []lint.Finding {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := notes{selected: s.selected}
	for _, f := range s.files {
		if f.downloaded {
			continue
		}
		for _, p := range f.problems {
			n.add(Malformed, p.At, p.Severity, p.Message)
		}
		for i := range f.directives {
			n.directive(&f.directives[i], s.unused(&f.directives[i]))
		}
	}
	lint.SortFindings(n.findings)
	return n.findings
}

// unused returns the rules, or "all", of which a directive certainly suppresses nothing.
func (s *Set) unused(e *entry) []string {
	if e.expired || !s.judged {
		return nil
	}
	var out []string
	for _, name := range e.names() {
		if !e.used[name] && !s.open[name] {
			out = append(out, name)
		}
	}
	return out
}

type notes struct {
	selected map[*lint.Check]bool
	findings []lint.Finding
}

func (n *notes) add(c *lint.Check, at source.Range, severity lint.Severity, message string) {
	if n.selected[c] {
		n.findings = append(n.findings, lint.Finding{Check: c, Severity: severity, Message: message, At: at})
	}
}

func (n *notes) directive(e *entry, unused []string) {
	if e.Reason == "" {
		n.add(WithoutReason, e.At, lint.Note, fmt.Sprintf(
			"The suppression of %s gives no reason, so that nobody can tell later whether it still holds. Write %q.",
			list(e.names()), e.String()+" "+reasonSign+" reason"))
	}
	if e.expired {
		n.add(Expired, e.At, lint.Note, fmt.Sprintf(
			"The suppression of %s held until %s, so that what it suppressed is reported again. Correct what is found and delete the "+
				"comment, or give it a later date.", list(e.names()), e.Until.Format(dateFormat)))
	}
	if len(unused) > 0 {
		n.add(Unused, e.At, lint.Note, fmt.Sprintf(
			"The suppression of %s suppresses nothing, but would hide the next mistake in its place. Delete it, or move it to where the "+
				"finding is: to the end of its line, or above it.", list(unused)))
	}
}

// list joins the names of rules as a sentence does.
func list(names []string) string {
	if len(names) == 1 && names[0] == all {
		return "all rules"
	}
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = strconv.Quote(n)
	}
	last := len(quoted) - 1
	if last == 0 {
		return quoted[0]
	}
	return strings.Join(quoted[:last], ", ") + " and " + quoted[last]
}
