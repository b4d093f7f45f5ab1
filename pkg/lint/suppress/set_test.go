package suppress_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/lint/suppress"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/source"
)

func TestChecks(t *testing.T) {
	for _, c := range suppress.Checks() {
		assert.NoError(t, c.Validate())
		c.Run(nil)
	}
	selected, err := lint.Select(suppress.Checks(), lint.Selection{Disable: []string{"suppression-unused"}})
	require.NoError(t, err)
	assert.Len(t, selected, 3)
}

func TestApply(t *testing.T) {
	file := newFile("main.tf", `# appnetlint:ignore-file subnet-too-small -- small on purpose
# appnetlint:ignore access-rule-shadowed -- the block
b "x" {
  one = 1 # appnetlint:ignore access-rule-shadowed -- the line
  two = 2
}
three = 3
`)
	s := newSet()
	s.Add(input(file))
	findings := []lint.Finding{
		found(t, ruleA, file, "one"), found(t, ruleA, file, "two"), found(t, ruleA, file, "three"),
		found(t, ruleB, file, "two"), found(t, ruleB, file, "three"), found(t, ruleA, file, "two"),
	}
	kept, suppressed := s.Apply(lint.Result{Findings: findings}, seen)

	assert.Equal(t, []string{"access-rule-shadowed warning three"}, told(kept.Findings))
	var by []string
	for _, x := range suppressed {
		by = append(by, x.Finding.Check.Name+" "+x.Finding.At.Text()+": "+x.Reason)
		assert.Contains(t, x.By.Text(), x.Reason)
	}
	assert.Equal(t, []string{
		"access-rule-shadowed one: the line", // the nearest one tells the reason
		"access-rule-shadowed two: the block",
		"subnet-too-small two: small on purpose",
		"subnet-too-small three: small on purpose",
		"access-rule-shadowed two: the block", // another instance of the same resource
	}, by)
	assert.Empty(t, s.Notes())
	assert.Len(t, findings, 6)
	assert.Equal(t, "three", findings[2].At.Text(), "what was passed is left as it is")
}

func TestWithoutDirectivesNothingChanges(t *testing.T) {
	file := newFile("main.tf", "x = 1\n")
	r := lint.Result{Findings: []lint.Finding{found(t, ruleA, file, "x")}}
	for _, s := range []*suppress.Set{newSet(), newSet()} {
		kept, suppressed := s.Apply(r, seen)
		assert.Equal(t, r, kept)
		assert.Empty(t, suppressed)
		assert.Empty(t, s.Notes())
		s.Add(input(file))
		s.Add(suppress.Input{})
	}
}

// A directive on a module call holds inside the module, wherever its files are.
func TestModules(t *testing.T) {
	main := newFile("main.tf", `# appnetlint:ignore access-rule-shadowed,plan-family-change -- outer
module "web" {
  source = "./web"
}
module "api" {
  source = "./web"
}
`)
	web := newFile("web/main.tf", `module "app" { # appnetlint:ignore subnet-too-small,plan-family-change -- inner
  source = "../app"
}
`)
	app := newFile("app/main.tf", "rule = 1\n")
	inside := func(c *lint.Check, call string) lint.Finding {
		f := found(t, c, app, "rule")
		f.Calls = []network.Call{
			{Address: call, At: at(t, main, call)},
			{Address: call + ".module.app", At: at(t, web, `module "app"`)},
		}
		return f
	}
	s := newSet()
	for _, f := range []*source.File{main, web, app} {
		s.Add(input(f))
	}
	kept, suppressed := s.Apply(lint.Result{Findings: []lint.Finding{
		inside(ruleA, `module "web"`), inside(ruleB, `module "web"`), inside(ruleA, `module "api"`), inside(ruleB, `module "api"`),
		inside(onChange, `module "web"`), // both hold; the inner one is nearer
	}}, seen)
	require.Len(t, kept.Findings, 1)
	assert.Equal(t, `module "api"`, kept.Findings[0].Calls[0].Address)
	assert.Equal(t, ruleA, kept.Findings[0].Check)
	require.Len(t, suppressed, 4)
	for i, reason := range []string{"outer", "inner", "inner", "inner"} {
		assert.Equal(t, reason, suppressed[i].Reason)
	}
	assert.Empty(t, s.Notes())
}

func TestNotes(t *testing.T) {
	file := newFile("main.tf", `
one = 1 # appnetlint:ignore access-rule-shadowed, subnet-too-small
two = 2 # appnetlint:ignore access-rule-shadowed until=2027-01-30 -- late
three = 3 # appnetlint:ignore access-rule-shadowed until=2027-01-31 -- last day
four = 4 # appnetlint:ignore all -- nothing here
five = 5 # appnetlint:ignore acess-rule-shadowed -- typo
six = 6 # appnetlint:ignore access-rule-shadowed -- nothing here
`)
	s := newSet()
	s.Add(input(file))
	kept, suppressed := s.Apply(lint.Result{Findings: []lint.Finding{
		found(t, ruleA, file, "one"), found(t, ruleA, file, "two"), found(t, ruleA, file, "three"), found(t, ruleA, file, "five"),
	}}, seen)
	assert.Len(t, kept.Findings, 2)
	assert.Len(t, suppressed, 2)
	assert.Equal(t, []string{
		"suppression-unused note appnetlint:ignore access-rule-shadowed, subnet-too-small",
		"suppression-without-reason note appnetlint:ignore access-rule-shadowed, subnet-too-small",
		"suppression-expired note appnetlint:ignore access-rule-shadowed until=2027-01-30 -- late",
		"suppression-unused note appnetlint:ignore all -- nothing here",
		"suppression-malformed warning acess-rule-shadowed",
		"suppression-unused note appnetlint:ignore access-rule-shadowed -- nothing here",
	}, told(s.Notes()))
	again := s.Notes()
	assert.Equal(t, again, s.Notes())

	notes := messages(s.Notes())
	assert.Contains(t, notes[0], `The suppression of "subnet-too-small" suppresses nothing`)
	assert.Contains(t, notes[1], `of "access-rule-shadowed" and "subnet-too-small" gives no reason`)
	assert.Contains(t, notes[1], `Write "appnetlint:ignore access-rule-shadowed,subnet-too-small -- reason".`)
	assert.Contains(t, notes[2], "held until 2027-01-30")
	assert.Contains(t, notes[3], "The suppression of all rules suppresses nothing")
}

func TestNotesCanBeSwitchedOff(t *testing.T) {
	file := newFile("main.tf", "x = 1 # appnetlint:ignore access-rule-shadowed\n# appnetlint:ignore\n")
	s := newSet(ruleA, ruleB, onChange, suppress.Malformed)
	s.Add(input(file))
	s.Apply(lint.Result{}, seen)
	assert.Equal(t, []string{"suppression-malformed note appnetlint:ignore"}, told(s.Notes()))
}

// Whether a directive is of use can be told only if its rule has seen everything.
func TestUnusedIsToldOnlyWhenCertain(t *testing.T) {
	const one, every = "x = 1 # appnetlint:ignore plan-family-change -- why\n", "x = 1 # appnetlint:ignore all -- why\n"
	notes := suppress.Checks()
	file := newFile("other.tf", "y = 2")
	undecided := lint.Result{Undecided: []lint.Undecided{{Check: onChange, At: at(t, file, "y")}}}
	for _, c := range []struct {
		name, text string
		selected   []*lint.Check
		applied    []suppress.Outcome
		result     lint.Result
		want       bool
	}{
		{name: "everything was seen", text: one, selected: rules, applied: []suppress.Outcome{seen}, want: true},
		{name: "several configurations", text: one, selected: rules, applied: []suppress.Outcome{seen, seen}, want: true},
		{name: "the rule did not run", text: one, selected: rules[:2], applied: []suppress.Outcome{seen}},
		{name: "only the rule ran", text: one, selected: rules[2:], applied: []suppress.Outcome{seen}, want: true},
		{name: "no before", text: one, selected: rules, applied: []suppress.Outcome{{Complete: true}}},
		{name: "no before in one of two", text: one, selected: rules, applied: []suppress.Outcome{seen, {Complete: true}}},
		{name: "not all was read", text: one, selected: rules, applied: []suppress.Outcome{{Before: true}}},
		{name: "not all was read in one of two", text: one, selected: rules, applied: []suppress.Outcome{{Before: true}, seen}},
		{name: "a question is open", text: one, selected: rules, applied: []suppress.Outcome{seen}, result: undecided},
		{name: "nothing was applied", text: one, selected: rules},
		{name: "all: everything was seen", text: every, selected: rules, applied: []suppress.Outcome{seen}, want: true},
		{name: "all: no before", text: every, selected: rules, applied: []suppress.Outcome{{Complete: true}}, want: true},
		{name: "all: a rule did not run", text: every, selected: rules[:2], applied: []suppress.Outcome{seen}},
		{name: "all: not all was read", text: every, selected: rules, applied: []suppress.Outcome{{Before: true}}},
		{name: "all: a question is open", text: every, selected: rules, applied: []suppress.Outcome{seen}, result: undecided},
	} {
		s := newSet(slices.Concat(c.selected, notes)...)
		s.Add(input(newFile("main.tf", c.text)))
		for _, o := range c.applied {
			s.Apply(c.result, o)
		}
		assert.Equal(t, c.want, len(s.Notes()) == 1, c.name)
	}
}

// The rules of this package may be among the known ones, and are never open.
func TestKnownMayHoldTheChecksOfSuppressions(t *testing.T) {
	known := slices.Concat(rules, suppress.Checks())
	s := suppress.NewSet(suppress.Config{Known: known, Selected: append(rules[:3:3], suppress.Unused), Now: now})
	s.Add(input(newFile("main.tf", "x = 1 # appnetlint:ignore all -- why\n")))
	s.Apply(lint.Result{}, seen)
	assert.Len(t, s.Notes(), 1)
}

// A module that several configurations share is read by each of them; what one
// of them needs is in use.
func TestSharedFile(t *testing.T) {
	const text = "one = 1 # appnetlint:ignore access-rule-shadowed -- a\ntwo = 2 # appnetlint:ignore access-rule-shadowed -- b\n"
	s := newSet()
	for _, used := range [][]string{{}, {"one"}, {}} {
		file := newFile("./modules/web/main.tf", text) // each its own
		s.Add(input(file))
		var r lint.Result
		for _, name := range used {
			r.Findings = append(r.Findings, found(t, ruleA, file, name))
		}
		kept, suppressed := s.Apply(r, seen)
		assert.Empty(t, kept.Findings)
		assert.Len(t, suppressed, len(used))
	}
	assert.Equal(t, []string{"suppression-unused note appnetlint:ignore access-rule-shadowed -- b"}, told(s.Notes()))
}

func TestDownloadedModule(t *testing.T) {
	file := newFile(".terraform/modules/web/main.tf", "one = 1 # appnetlint:ignore access-rule-shadowed\n# appnetlint:ignore\n")
	in := input(file)
	in.Downloaded = true
	s := newSet()
	s.Add(in)
	kept, suppressed := s.Apply(lint.Result{Findings: []lint.Finding{found(t, ruleA, file, "one")}}, seen)
	assert.Empty(t, kept.Findings)
	assert.Len(t, suppressed, 1)
	assert.Empty(t, s.Notes())
}

func TestConcurrentUse(t *testing.T) {
	s := newSet()
	var wait sync.WaitGroup
	for i := range 8 {
		wait.Go(func() {
			shared := newFile("shared.tf", "one = 1 # appnetlint:ignore access-rule-shadowed -- why\n")
			private := newFile(fmt.Sprintf("%d.tf", i), "two = 1 # appnetlint:ignore access-rule-shadowed -- why\n")
			for _, f := range []*source.File{shared, private} {
				s.Add(input(f))
			}
			one := lint.Finding{Check: ruleA, At: source.Range{File: shared, Start: 0, End: 3}}
			two := lint.Finding{Check: ruleB, At: source.Range{File: private, Start: 0, End: 3}}
			kept, suppressed := s.Apply(lint.Result{Findings: []lint.Finding{one, two}}, seen)
			assert.Equal(t, []lint.Finding{two}, kept.Findings)
			assert.Len(t, suppressed, 1)
		})
	}
	wait.Wait()
	assert.Len(t, s.Notes(), 8)
}
