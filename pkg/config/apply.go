package config

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/lint/suppress"
	"github.com/appnetlint/appnetlint/pkg/policy"
)

// Selection are the names that the command line gives. They go over the file.
type Selection struct{ Only, Enable, Disable []string }

// Select returns the rules that run, in their order.
func (c *Config) Select(s Selection) ([]*lint.Check, error) {
	for _, name := range slices.Concat(s.Only, s.Enable, s.Disable) {
		if _, err := lint.Find(c.known, name); err != nil {
			return nil, err
		}
	}
	var out []*lint.Check
	for _, check := range c.known {
		switch name := check.Name; {
		case slices.Contains(s.Disable, name):
		case slices.Contains(s.Enable, name), slices.Contains(s.Only, name):
			out = append(out, check)
		case len(s.Only) == 0 && c.wants(check):
			out = append(out, check)
		}
	}
	return out, nil
}

// wants reports whether the file wants a rule to run.
func (c *Config) wants(check *lint.Check) bool {
	rule := c.Rules[check.Name]
	switch {
	case rule != nil && rule.Enabled != nil:
		return *rule.Enabled
	case len(c.Only) > 0:
		return slices.Contains(c.Only, check.Name)
	case c.DisabledByDefault:
		return slices.ContainsFunc(c.Policies, func(p *policy.Policy) bool { return p.Name == check.Name })
	}
	return true
}

// Excluded reports whether a path is not to be linted.
func (c *Config) Excluded(path string, rebase Rebase) bool {
	if len(c.Exclude) == 0 || path == "" {
		return false
	}
	p, ok := rebase(path)
	return ok && anyMatch(c.Exclude, p)
}

// Seen is how much of everything the rules could see.
type Seen struct {
	// Selected are the rules that ran.
	Selected []*lint.Check
	// Undecided are the questions that they left open.
	Undecided []lint.Undecided
	// Before is set if there was a state before in every configuration.
	Before bool
	// Complete is set if all could be read.
	Complete bool
	// Now is the time against which dates are held.
	Now time.Time
}

// Apply leaves out findings that the file does not want, gives the others the
// severities that it says, and adds what is to be said of its own ignores.
func (c *Config) Apply(findings []lint.Finding, rebase Rebase, seen Seen) []lint.Finding {
	used := make([]map[string]bool, len(c.Ignores))
	for i := range used {
		used[i] = map[string]bool{}
	}
	var out []lint.Finding
	for _, f := range findings {
		if c.Excluded(pathOf(&f), rebase) || !c.Rules[f.Check.Name].covers(&f, rebase) {
			continue
		}
		if c.ignored(&f, rebase, seen.Now, used) {
			continue
		}
		if rule := c.Rules[f.Check.Name]; rule != nil && rule.Severity != 0 {
			f.Severity = rule.Severity
		}
		out = append(out, f)
	}
	return append(out, c.notes(used, seen)...)
}

func pathOf(f *lint.Finding) string {
	if f.At.File != nil {
		return f.At.File.Path
	}
	return f.Root
}

// covers reports whether the rule is wanted where a finding is.
func (r *Rule) covers(f *lint.Finding, rebase Rebase) bool {
	if r == nil || len(r.Paths) == 0 && len(r.Exclude) == 0 {
		return true
	}
	at := places(f, rebase)
	matches := func(globs []Glob) bool {
		return slices.ContainsFunc(at, func(p string) bool { return anyMatch(globs, p) })
	}
	return (len(r.Paths) == 0 || matches(r.Paths)) && !matches(r.Exclude)
}

// ignored reports whether an ignore holds for a finding, and marks all that do.
func (c *Config) ignored(f *lint.Finding, rebase Rebase, now time.Time, used []map[string]bool) bool {
	hit := false
	if own(f.Check) {
		return false
	}
	for i, ignore := range c.Ignores {
		if !ignore.Expired(now) && ignore.matches(f, rebase) {
			used[i][f.Check.Name], used[i][all], hit = true, true, true
		}
	}
	return hit
}

func own(check *lint.Check) bool { return slices.Contains(suppress.Checks(), check) }

// notes tell of ignores what comments are told of.
func (c *Config) notes(used []map[string]bool, seen Seen) []lint.Finding {
	var out []lint.Finding
	add := func(check *lint.Check, i *Ignore, message string) {
		if slices.Contains(seen.Selected, check) {
			f := lint.Finding{Check: check, Severity: check.Severity, Message: message, At: i.At}
			if rule := c.Rules[check.Name]; rule != nil && rule.Severity != 0 {
				f.Severity = rule.Severity
			}
			out = append(out, f)
		}
	}
	for n, i := range c.Ignores {
		if i.Reason == "" {
			add(suppress.WithoutReason, i, fmt.Sprintf(
				"The ignore of %s gives no reason, so that nobody can tell later whether it still holds. Add \"reason\".", list(i.Rules)))
		}
		if i.Expired(seen.Now) {
			add(suppress.Expired, i, fmt.Sprintf(
				"The ignore of %s held until %s, so that what it let pass is reported again. Correct what is found and delete the block, or give it "+
					"a later date.", list(i.Rules), i.Until.Format(time.DateOnly)))
			continue
		}
		if unused := c.unused(i, used[n], seen); len(unused) > 0 {
			add(suppress.Unused, i, fmt.Sprintf(
				"The ignore of %s lets nothing pass, but would hide the next mistake in its place. Delete it.", list(unused)))
		}
	}
	return out
}

// unused returns the rules of an ignore of which certainly nothing is let pass: they ran
// on everything, and left no question open.
func (c *Config) unused(i *Ignore, used map[string]bool, seen Seen) []string {
	if !seen.Complete {
		return nil
	}
	var out []string
	for _, name := range i.Rules {
		if !used[name] && c.certain(name, seen) {
			out = append(out, name)
		}
	}
	return out
}

// certain reports whether a rule, or "all" of them, saw everything. Rules on changes,
// which few runs have, count for "all" only where they ran.
func (c *Config) certain(name string, seen Seen) bool {
	for _, u := range seen.Undecided {
		if name == all || u.Check.Name == name {
			return false
		}
	}
	for _, check := range c.known {
		if name != all && check.Name != name || own(check) {
			continue
		}
		if !slices.Contains(seen.Selected, check) || name != all && check.OnChange && !seen.Before {
			return false
		}
	}
	return true
}

// list joins the names of rules as a sentence does.
func list(names []string) string {
	if names[0] == all {
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
