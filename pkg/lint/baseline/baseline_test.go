package baseline_test

import (
	"path"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/lint/baseline"
	"github.com/appnetlint/appnetlint/pkg/source"
)

var (
	ruleA = &lint.Check{Name: "rule-a"}
	ruleB = &lint.Check{Name: "rule-b"}
)

func found(c *lint.Check, file, text, address, message string) lint.Finding {
	f := lint.Finding{Check: c, Address: address, Message: message}
	if text != "" {
		f.At = source.Range{File: source.NewFile(file, []byte(text)), Start: 0, End: len(text)}
		f.Root = path.Dir(file)
	} else {
		f.Root = file
	}
	return f
}

func same(s string) string { return s }

// scope is a run over everything in some files and folders that exist.
func scope(exist ...string) baseline.Scope {
	return baseline.Scope{
		Rebase: same, Roots: exist, Rules: []string{"rule-a", "rule-b"}, Whole: true,
		Exists: func(p string) bool {
			for _, e := range exist {
				if p == e || strings.HasPrefix(p, e+"/") {
					return true
				}
			}
			return false
		},
	}
}

func TestFileIsStableAndReadable(t *testing.T) {
	long := strings.Repeat("word ", 40)
	findings := []lint.Finding{
		found(ruleB, "b/main.tf", "x", "azurerm_linux_web_app.b", "Second <one> & more."),
		found(ruleA, "a/main.tf", "x", "azurerm_linux_web_app.a", "First."),
		found(ruleA, "a/main.tf", "y", "azurerm_linux_web_app.a", "First."),
		found(ruleA, "plan.json", "", "azurerm_linux_web_app.a", long),
	}
	content, err := baseline.New(findings, same).Marshal()
	require.NoError(t, err)
	findings[0], findings[3] = findings[3], findings[0]
	again, err := baseline.New(findings, same).Marshal()
	require.NoError(t, err)
	assert.Equal(t, string(content), string(again), "the order of findings is no matter")
	assert.Equal(t, `{
  "version": 1,
  "findings": [
    {"rule":"rule-a","address":"azurerm_linux_web_app.a","path":"a/main.tf","fingerprint":"`+print16(t, content, 0)+`","count":2,"message":"First."},
    {"rule":"rule-b","address":"azurerm_linux_web_app.b","path":"b/main.tf","fingerprint":"`+print16(t, content, 1)+`","message":"Second <one> & more."},
    {"rule":"rule-a","address":"azurerm_linux_web_app.a","path":"plan.json","fingerprint":"`+print16(t, content, 2)+`","message":"`+strings.TrimSpace(strings.Repeat("word ", 19))+`…"}
  ]
}
`, string(content))

	b, err := baseline.Parse(content)
	require.NoError(t, err)
	read, err := b.Marshal()
	require.NoError(t, err)
	assert.Equal(t, string(content), string(read))

	empty, err := baseline.New(nil, same).Marshal()
	require.NoError(t, err)
	assert.True(t, strings.HasSuffix(string(empty), "\"findings\": []\n}\n"), string(empty))
}

// print16 is the fingerprint of an entry.
func print16(t *testing.T, content []byte, i int) string {
	t.Helper()
	b, err := baseline.Parse(content)
	require.NoError(t, err)
	require.Len(t, b.Entries[i].Fingerprint, 16)
	return b.Entries[i].Fingerprint
}

func TestCompare(t *testing.T) {
	a := found(ruleA, "live/main.tf", "x", "azurerm_linux_web_app.a", "First.")
	note := found(ruleB, "live/main.tf", "# appnetlint:ignore x", "", "A note.")
	plan := found(ruleA, "plan.json", "", "azurerm_linux_web_app.a", "First.")
	shared := found(ruleA, "modules/web/main.tf", "x", "module.web.azurerm_linux_web_app.a", "First.")
	shared.Root = "live"
	at := func(f lint.Finding, file string) lint.Finding {
		f.At.File = source.NewFile(file, f.At.File.Content)
		f.Root = path.Dir(file)
		return f
	}
	reworded := a
	reworded.Message = "Another."
	moved := a
	moved.At.File = source.NewFile("live/main.tf", []byte("# a comment\n\n   x"))
	moved.At.Start, moved.At.End = 16, 17
	gap := note
	gap.At.File = source.NewFile("live/main.tf", []byte("#  appnetlint:ignore   x"))
	gap.At.End = len(gap.At.File.Content)

	for _, c := range []struct {
		name              string
		before, now       []lint.Finding
		scope             baseline.Scope
		new, known, fixed int
	}{
		{"nothing", nil, nil, scope("live"), 0, 0, 0},
		{"the same", []lint.Finding{a, note, shared}, []lint.Finding{a, note, shared}, scope("live", "modules"), 0, 3, 0},
		{"a new one", []lint.Finding{a}, []lint.Finding{a, note}, scope("live"), 1, 1, 0},
		{"one is fixed", []lint.Finding{a, note}, []lint.Finding{a}, scope("live"), 0, 1, 1},
		{"something else is said", []lint.Finding{a}, []lint.Finding{reworded}, scope("live"), 1, 0, 1},
		{"lines moved, and comments", []lint.Finding{a}, []lint.Finding{moved}, scope("live"), 0, 1, 0},
		{"blanks of what has no address", []lint.Finding{note}, []lint.Finding{gap}, scope("live"), 0, 1, 0},
		{"the file is renamed", []lint.Finding{a}, []lint.Finding{at(a, "live/web.tf")}, onlyExisting(scope("live"), "live", "live/web.tf"), 0, 1, 0},
		{"the folder is renamed", []lint.Finding{a, note}, []lint.Finding{at(a, "prod/main.tf"), at(note, "prod/main.tf")}, scope("prod"), 0, 2, 0},
		{"a copy of the folder", []lint.Finding{a}, []lint.Finding{a, at(a, "prod/main.tf")}, scope("live", "prod"), 1, 1, 0},
		{"another folder has it", []lint.Finding{a}, []lint.Finding{at(a, "prod/main.tf")}, scope("live", "prod"), 1, 0, 1},
		{"one of two equal ones is fixed", []lint.Finding{a, a}, []lint.Finding{a}, scope("live"), 0, 1, 1},
		{"a third equal one", []lint.Finding{a, a}, []lint.Finding{a, a, a}, scope("live"), 1, 2, 0},
		{"an equal one in place of another", []lint.Finding{a}, []lint.Finding{a, a}, scope("live"), 1, 1, 0},
		{"a part was linted", []lint.Finding{a, at(a, "prod/main.tf")}, []lint.Finding{a}, onlyRoots(scope("live", "prod"), "live"), 0, 1, 0},
		{"not all could be read", []lint.Finding{a}, nil, partly(scope("live")), 0, 0, 0},
		{"the rule did not run", []lint.Finding{a}, nil, onlyRules(scope("live"), "rule-b"), 0, 0, 0},
		{"a module of what was linted", []lint.Finding{shared}, nil, onlyRoots(scope("live", "modules"), "live"), 0, 0, 1},
		{"a module of what was not linted", []lint.Finding{shared}, nil, onlyRoots(scope("live", "modules"), "modules"), 0, 0, 0},
		{"a plan of another name", []lint.Finding{plan}, []lint.Finding{found(ruleA, "tfplan-7.json", "", "azurerm_linux_web_app.a", "First.")}, scope("tfplan-7.json"), 0, 1, 0},
		{"another rule at the same place", []lint.Finding{a}, []lint.Finding{found(ruleB, "live/main.tf", "x", "azurerm_linux_web_app.a", "First.")}, scope("live"), 1, 0, 1},
	} {
		content, err := baseline.New(c.before, same).Marshal()
		require.NoError(t, err)
		b, err := baseline.Parse(content)
		require.NoError(t, err)
		got := b.Compare(c.now, c.scope)
		assert.Equal(t, []int{c.new, c.known, c.fixed}, []int{len(got.New), len(got.Known), got.Fixed}, "%s: new, known, fixed", c.name)
	}
}

func partly(s baseline.Scope) baseline.Scope { s.Whole = false; return s }

func onlyRules(s baseline.Scope, rules ...string) baseline.Scope { s.Rules = rules; return s }

func onlyRoots(s baseline.Scope, roots ...string) baseline.Scope { s.Roots = roots; return s }

func onlyExisting(s baseline.Scope, paths ...string) baseline.Scope {
	s.Exists = func(p string) bool {
		for _, e := range paths {
			if p == e {
				return true
			}
		}
		return false
	}
	return s
}

// Paths begin at the folder of the file, wherever the program works.
func TestRebase(t *testing.T) {
	a := found(ruleA, "main.tf", "x", "azurerm_linux_web_app.a", "First.")
	below := func(p string) string { return path.Join("infra", p) }
	b := baseline.New([]lint.Finding{a}, below)
	require.Len(t, b.Entries, 1)
	assert.Equal(t, "infra/main.tf", b.Entries[0].Path)
	s := scope("infra/main.tf")
	s.Rebase = below
	assert.Len(t, b.Compare([]lint.Finding{a}, s).Known, 1)
}

func TestMistakes(t *testing.T) {
	for text, want := range map[string]string{
		"":                       "not a baseline",
		"secret":                 "not a baseline",
		"{\n\"version\": \"x\"}": "(line 2)",
		`{"version": 2}`:         "version 2, and this program reads version 1",
		`{"version": 1, "findings": [{"rule": "a"}]}`:                                     "finding 1 has no rule or fingerprint",
		`{"version": 1, "findings": [{"rule": "a", "fingerprint": "b", "count": -1}]}`:    "wrong count",
		`{"version": 1, "findings": []} {}`:                                               "more than a baseline",
		`{"version": 1, "found": []}`:                                                     "not a baseline",
		`{"version": 1, "findings": [{"rule": "a", "fingerprint": "b", "count": 1e300}]}`: "not a baseline",
	} {
		_, err := baseline.Parse([]byte(text))
		require.Error(t, err, text)
		assert.Contains(t, err.Error(), want)
		assert.NotContains(t, err.Error(), "secret")
	}
}

// FuzzBaseline: whatever a file says, it is read or refused; what is read is written as
// it was, and neither hides more findings than it counts nor tells of fewer than none.
func FuzzBaseline(f *testing.F) {
	a := found(ruleA, "live/main.tf", "x", "azurerm_linux_web_app.a", "First.")
	content, err := baseline.New([]lint.Finding{a, a, found(ruleB, "plan.json", "", "", "Second.")}, same).Marshal()
	require.NoError(f, err)
	f.Add(content)
	f.Add([]byte(`{"version":1,"findings":[{"rule":"rule-a","fingerprint":"x","count":9223372036854775807},{"rule":"rule-a","fingerprint":"x","count":9223372036854775807}]}`))
	f.Add([]byte("[]"))
	f.Fuzz(func(t *testing.T, content []byte) {
		b, err := baseline.Parse(content)
		if err != nil {
			return
		}
		got := b.Compare([]lint.Finding{a, a, a}, scope("live"))
		if len(got.New)+len(got.Known) != 3 || got.Fixed < 0 {
			t.Fatalf("%d new, %d known, %d fixed", len(got.New), len(got.Known), got.Fixed)
		}
		written, err := b.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		again, err := baseline.Parse(written)
		if err != nil {
			t.Fatalf("%s: %v", written, err)
		}
		second, err := again.Marshal()
		if err != nil || string(second) != string(written) {
			t.Fatalf("%s\n%s\n%v", written, second, err)
		}
	})
}
