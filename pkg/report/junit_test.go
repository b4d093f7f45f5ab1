package report

import (
	"encoding/xml"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/source"
)

type junitOutcome struct {
	Type    string `xml:"type,attr"`
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

type junitCase struct {
	Class   string        `xml:"classname,attr"`
	Name    string        `xml:"name,attr"`
	Failure *junitOutcome `xml:"failure"`
	Error   *junitOutcome `xml:"error"`
	Skipped *junitOutcome `xml:"skipped"`
	Out     *string       `xml:"system-out"`
}

type junitCounts struct {
	Tests    int `xml:"tests,attr"`
	Failures int `xml:"failures,attr"`
	Errors   int `xml:"errors,attr"`
}

type junitDocument struct {
	XMLName xml.Name `xml:"testsuites"`
	junitCounts
	Suites []struct {
		Name string `xml:"name,attr"`
		junitCounts
		Skipped int         `xml:"skipped,attr"`
		Cases   []junitCase `xml:"testcase"`
	} `xml:"testsuite"`
}

func readJUnit(t *testing.T, r Report) junitDocument {
	t.Helper()
	var d junitDocument
	require.NoError(t, xml.Unmarshal([]byte(write(t, JUnit, r, Options{})), &d))
	return d
}

func TestJUnitIsValid(t *testing.T) {
	for name, r := range reports() {
		t.Run(name, func(t *testing.T) {
			d := readJUnit(t, r)
			var all junitCounts
			for _, s := range d.Suites {
				var counts junitCounts
				skipped, seen := 0, map[[2]string]bool{}
				for _, c := range s.Cases {
					counts.Tests++
					key := [2]string{c.Class, c.Name}
					assert.False(t, seen[key], "%v is there twice", key)
					seen[key] = true
					switch {
					case c.Failure != nil:
						counts.Failures++
					case c.Error != nil:
						counts.Errors++
					case c.Skipped != nil:
						skipped++
					}
				}
				assert.Equal(t, counts, s.junitCounts, s.Name)
				assert.Equal(t, skipped, s.Skipped, s.Name)
				all.Tests += counts.Tests
				all.Failures += counts.Failures
				all.Errors += counts.Errors
			}
			assert.Equal(t, all, d.junitCounts)
			validateXML(t, "junit.xsd", write(t, JUnit, r, Options{}))
		})
	}
}

func TestJUnit(t *testing.T) {
	d := readJUnit(t, hostile())
	require.Len(t, d.Suites, 5)
	assert.Equal(t, []string{"infra/a%b;c]d,e:f", "infra/b", "other", "<stdin>", "reading"},
		[]string{d.Suites[0].Name, d.Suites[1].Name, d.Suites[2].Name, d.Suites[3].Name, d.Suites[4].Name})

	first := d.Suites[0].Cases
	require.Len(t, first, 2, "a file of it could not be read, so that no rule passes")
	assert.Equal(t, "warning", first[0].Failure.Type)
	assert.Contains(t, first[0].Failure.Text, "infra/a%b;c]d,e:f/mäin|`1`.tf:1:8: warning: 100% of a:b", "UTF-16 units")
	assert.Contains(t, first[0].Name, `a.b["100% of`)

	second := d.Suites[1].Cases
	require.Len(t, second, 4)
	assert.Contains(t, *second[0].Out, "The first.", "notes fail nothing")
	assert.Contains(t, *second[0].Out, "The second.", "one test for a rule on a resource")
	assert.Equal(t, junitCase{Class: shadowed.Name, Name: "no findings"}, second[1])

	assert.Len(t, d.Suites[2].Cases, 4, "every rule passes")
	assert.Equal(t, unread, d.Suites[4].Cases[0].Error.Type)
}

// Of folders only the one above them may be named: a rule passes there only if it
// does so in all of them.
func TestJUnitFoldersWithin(t *testing.T) {
	r := Report{Checks: []*lint.Check{small, open}, Roots: []string{"infra"}}
	r.Findings = []lint.Finding{{Check: small, Message: "m.", Address: "a.b", Root: "infra/a"}}
	d := readJUnit(t, r)
	require.Len(t, d.Suites, 2)
	assert.Equal(t, []junitCase{{Class: open.Name, Name: "no findings"}}, d.Suites[0].Cases)
	assert.NotNil(t, d.Suites[1].Cases[0].Failure)

	r.Errors = []*source.Error{{Path: "infra/b/main.tf", Message: "No."}}
	assert.Empty(t, readJUnit(t, r).Suites[0].Cases)
}

// The gravest of several findings is the one that a list shows.
func TestJUnitGravest(t *testing.T) {
	r := Report{Roots: []string{"."}}
	for _, s := range []lint.Severity{lint.Note, lint.Error, lint.Warning} {
		r.Findings = append(r.Findings, lint.Finding{Check: small, Severity: s, Message: s.String() + ".", Address: "a.b", Root: "."})
	}
	c := readJUnit(t, r).Suites[0].Cases
	require.Len(t, c, 1)
	assert.Equal(t, "error.", c[0].Failure.Message)
	for _, want := range []string{"note.", "error.", "warning."} {
		assert.Contains(t, c[0].Failure.Text, want)
	}
}

func TestWithin(t *testing.T) {
	for _, c := range []struct {
		path, folder string
		want         bool
	}{
		{"a/b", "a", true}, {"a", "a", true}, {"./a/b", "a/", true}, {"ab", "a", false}, {"a", "a/b", false},
		{"a", ".", true}, {"", ".", true}, {"/a", ".", false}, {"/a", "/", true}, {"../a", ".", false},
	} {
		assert.Equal(t, c.want, within(c.path, c.folder), "%s in %s", c.path, c.folder)
	}
}
