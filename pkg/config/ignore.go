package config

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/hashicorp/hcl/v2"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/lint/suppress"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// all stands for every rule.
const all = "all"

// Ignore is what a file lets pass.
type Ignore struct {
	// Rules are the names of the rules, or "all".
	Rules []string
	// Paths and Addresses are where. Where both are given, both must match.
	Paths     []Glob
	Addresses []AddressGlob
	// Reason is why; it may be empty.
	Reason string
	// Until is the start, in UTC, of the last day on which it holds; zero for ever.
	Until time.Time
	// At is the header of the block.
	At source.Range
}

// Expired reports whether the last day is over.
func (i *Ignore) Expired(now time.Time) bool {
	return !i.Until.IsZero() && !now.Before(i.Until.AddDate(0, 0, 1))
}

// matches reports whether it holds for a finding.
func (i *Ignore) matches(f *lint.Finding, rebase Rebase) bool {
	if i.Rules[0] != all && !slices.Contains(i.Rules, f.Check.Name) {
		return false
	}
	if len(i.Paths) > 0 && !slices.ContainsFunc(places(f, rebase), func(p string) bool { return anyMatch(i.Paths, p) }) {
		return false
	}
	return len(i.Addresses) == 0 || slices.ContainsFunc(i.Addresses, func(g AddressGlob) bool { return g.Match(f.Address) })
}

func (r *reader) ignore(b *hcl.Block) {
	content, diags := b.Body.Content(ignoreSchema)
	r.diagnose(diags)
	i := &Ignore{At: r.rangeOf(b.DefRange)}
	if a := content.Attributes["rules"]; a != nil {
		i.Rules = r.ignored(a)
		if i.Rules == nil {
			return
		}
	}
	if a := content.Attributes["paths"]; a != nil {
		i.Paths = r.globs(a)
	}
	if a := content.Attributes["addresses"]; a != nil {
		for _, t := range r.texts(a) {
			if t.text == "" {
				r.fail(t.at, "An address is not empty; \"module.legacy.*\" stands for all that is in a module.")
			}
			i.Addresses = append(i.Addresses, AddressGlob(t.text))
		}
	}
	if len(i.Paths) == 0 && len(i.Addresses) == 0 && content.Attributes["paths"] == nil && content.Attributes["addresses"] == nil {
		r.fail(b.DefRange, "Say where this holds, by paths or addresses. A rule that nobody wants anywhere has a block of its own with enabled = false.")
	}
	if a := content.Attributes["reason"]; a != nil {
		s, _ := r.text(a.Expr)
		i.Reason = clean(s)
	}
	if a := content.Attributes["until"]; a != nil {
		i.Until = r.date(a)
	}
	r.config.Ignores = append(r.config.Ignores, i)
}

// ignored reads the names of rules to ignore; nil if there is a mistake in them.
func (r *reader) ignored(a *hcl.Attribute) []string {
	items, before := r.texts(a), len(r.errs)
	var names []string
	for _, t := range items {
		switch {
		case t.text == all && len(items) > 1:
			r.fail(t.at, "\"all\" stands for every rule: name it alone.")
		case t.text == all:
		case slices.Contains(lint.Names(suppress.Checks()), t.text):
			r.fail(t.at, "The rule %q is about suppressions themselves, so that none holds for it. Give it a block of its own with enabled = false.", t.text)
		default:
			r.named(t.text, t.at)
		}
		names = append(names, t.text)
	}
	if len(names) == 0 && len(r.errs) == before {
		r.fail(a.Expr.Range(), "Name the rules, or \"all\".")
	}
	if len(r.errs) > before {
		return nil
	}
	return names
}

// firstYear is the earliest year that a date may have: before it, it is a typo.
const firstYear = 2000

func (r *reader) date(a *hcl.Attribute) time.Time {
	s, ok := r.text(a.Expr)
	if !ok {
		return time.Time{}
	}
	day, err := time.Parse(time.DateOnly, s)
	if err != nil || day.Year() < firstYear {
		r.fail(a.Expr.Range(), "This is not a date. Write it as in \"2027-01-31\".")
		return time.Time{}
	}
	return day
}

// clean makes a reason one line without control characters.
func clean(s string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r):
			return ' '
		case unicode.Is(unicode.Bidi_Control, r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))), " ")
}
