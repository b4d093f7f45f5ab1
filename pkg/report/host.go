package report

import (
	"cmp"
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// What the formats for build servers and code hosts have in common.

// say makes a message fit for one line of a report: as plain does, and without
// secrets.
func (v *view) say(s string) string { return plain(v.redact(s)) }

// plain makes a name from an input, such as a path or an address, fit for one line
// of a report: without control characters and valid UTF-8.
func plain(s string) string { return strings.ToValidUTF8(clean(s), "\uFFFD") }

// gravestFirst lists the findings with the gravest ones first, because hosts show
// only so many; of one level they keep their order.
func (v *view) gravestFirst() []*lint.Finding {
	all := make([]*lint.Finding, len(v.Findings))
	for i := range v.Findings {
		all[i] = &v.Findings[i]
	}
	slices.SortStableFunc(all, func(a, b *lint.Finding) int { return cmp.Compare(severity(b), severity(a)) })
	return all
}

// hostPath is the path of a place as hosts know files: with forward slashes and
// without a leading "./"; "" if nothing tells it.
func hostPath(p place) string {
	if p.path == "" || isStandard(p.path) {
		return p.path
	}
	return path.Clean(filepath.ToSlash(p.path))
}

// hostFile is the path of a place if that can be a file in a repository, else "".
func hostFile(p place) string {
	if f := hostPath(p); f != "." && !isStandard(f) {
		return f
	}
	return ""
}

// isStandard reports whether a path stands for standard input: <stdin>.
func isStandard(p string) bool { return strings.HasPrefix(p, "<") }

// region is where a place lies in its file, columns in UTF-16 units. Where only
// the file is known it has no columns, and its line is the first one.
func (v *view) region(p place) sarifRegion { return v.sarifPhysical(p).Region }

// position prints a place with its line and column, in UTF-16 units.
func position(p place) string {
	if !p.at.HasText() {
		return plain(hostPath(p))
	}
	start := p.start(source.UTF16)
	return fmt.Sprintf("%s:%d:%d", plain(hostPath(p)), start.Line, start.Column)
}

// whole is a finding's message with, where the line does not tell it, the resource.
func (v *view) whole(f *lint.Finding) string {
	message := v.say(f.Message)
	if f.Address != "" {
		message += " (" + plain(f.Address) + ")"
	}
	return message
}

// unread is the name under which formats that know only rules list what could
// not be read.
const unread = "could-not-be-read"

// title is the name of a rule for a heading: its title, then its name.
func title(c *lint.Check) string {
	if c.Title == "" {
		return plain(c.Name)
	}
	return plain(c.Title + " (" + c.Name + ")")
}
