package suppress_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/lint/suppress"
	"github.com/appnetlint/appnetlint/pkg/source"
)

func day(year int, month time.Month, d int) time.Time {
	return time.Date(year, month, d, 0, 0, 0, 0, time.UTC)
}

func parse(text string) ([]suppress.Directive, []suppress.Problem) {
	return suppress.Parse(input(newFile("main.tf", text)), rules)
}

func TestGrammar(t *testing.T) {
	a, b := ruleA.Name, ruleB.Name
	for text, want := range map[string]suppress.Directive{
		"# appnetlint:ignore access-rule-shadowed -- the team is told":         {Rules: []string{a}, Reason: "the team is told"},
		"// appnetlint:ignore access-rule-shadowed -- why":                     {Rules: []string{a}, Reason: "why"},
		"/* appnetlint:ignore access-rule-shadowed -- why */":                  {Rules: []string{a}, Reason: "why"},
		"/** appnetlint:ignore access-rule-shadowed -- why **/":                {Rules: []string{a}, Reason: "why *"},
		"#appnetlint:ignore access-rule-shadowed":                              {Rules: []string{a}},
		"## appnetlint:ignore access-rule-shadowed --":                         {Rules: []string{a}},
		"/*\n * appnetlint:ignore access-rule-shadowed -- why\n */":            {Rules: []string{a}, Reason: "why"},
		"# \t appnetlint:ignore\taccess-rule-shadowed\t--\twhy \t":             {Rules: []string{a}, Reason: "why"},
		"# appnetlint:ignore access-rule-shadowed,subnet-too-small -- why":     {Rules: []string{a, b}, Reason: "why"},
		"# appnetlint:ignore access-rule-shadowed , subnet-too-small":          {Rules: []string{a, b}},
		"# appnetlint:ignore subnet-too-small, access-rule-shadowed":           {Rules: []string{b, a}},
		"# appnetlint:ignore subnet-too-small,subnet-too-small":                {Rules: []string{b}},
		"# appnetlint:ignore all -- why":                                       {All: true, Reason: "why"},
		"# appnetlint:ignore-file all -- why":                                  {All: true, File: true, Reason: "why"},
		"# appnetlint:ignore-file subnet-too-small":                            {Rules: []string{b}, File: true},
		"# appnetlint:ignore subnet-too-small until=2027-01-31 -- why":         {Rules: []string{b}, Until: day(2027, 1, 31), Reason: "why"},
		"# appnetlint:ignore until=2028-02-29 subnet-too-small -- why":         {Rules: []string{b}, Until: day(2028, 2, 29), Reason: "why"},
		"# appnetlint:ignore subnet-too-small -- a -- b, until=2027-01-31":     {Rules: []string{b}, Reason: "a -- b, until=2027-01-31"},
		"# appnetlint:ignore subnet-too-small -- a\tb\x1b[31m\u202ec\u2066 d":  {Rules: []string{b}, Reason: "a b [31mc d"},
		"# appnetlint:ignore subnet-too-small -- Grüße, 世界":                    {Rules: []string{b}, Reason: "Grüße, 世界"},
		"# appnetlint:ignore\u00a0subnet-too-small\u00a0--\u00a0why":           {Rules: []string{b}, Reason: "why"},
		"# appnetlint:ignore subnet-too-small -- why\r\n":                      {Rules: []string{b}, Reason: "why"},
		"# appnetlint:ignore subnet-too-small -- \xff":                         {Rules: []string{b}, Reason: "\uFFFD"},
		"/* The network team opens it.\n   appnetlint:ignore all -- later */ ": {All: true, Reason: "later"},
	} {
		directives, problems := parse(text)
		assert.Empty(t, problems, text)
		require.Len(t, directives, 1, text)
		got := directives[0]
		assert.True(t, strings.HasPrefix(got.At.Text(), "appnetlint:ignore"), "%q: at %q", text, got.At.Text())
		got.At, got.Scope = source.Range{}, source.Range{}
		assert.Equal(t, want, got, text)
	}
}

func TestProseIsNoDirective(t *testing.T) {
	for _, text := range []string{
		"# we use appnetlint:ignore to silence it",
		"# appnetlint finds this",
		"# appnetlint",
		"# appnetlint ignores comments in strings",
		"# appnetlint - a linter",
		"# appnetlint-----------",
		"# appnetlinter:ignore",
		"# tflint-ignore: all",
		`x = "# appnetlint:ignore all"`,
		"x = <<EOT\n# appnetlint:ignore all\nEOT\n",
	} {
		directives, problems := parse(text)
		assert.Empty(t, directives, text)
		assert.Empty(t, problems, text)
	}
}

func TestMalformed(t *testing.T) {
	const write = `Write "appnetlint:ignore RULE -- reason"`
	for _, c := range []struct {
		text, at, message string
		severity          lint.Severity
		left              []string // the rules that are suppressed all the same
	}{
		{text: "appnetlint: ignore all -- why", message: "looks like a suppression but is none"},
		{text: "appnetlint-ignore all -- why", message: write},
		{text: "appnetlint ignore all", message: write},
		{text: "appnetlint ignore-file all", message: write},
		{text: "appnetlint:disable all", message: write},
		{text: "appnetlint:ignore-next-line all", message: `"appnetlint:ignore-file RULE -- reason" for the whole file`},
		{text: "appnetlint:ignore: all", message: write},
		{text: "appnetlint:ignore,all", message: write},
		{text: "AppNetLint:Ignore all", message: write},
		{text: "appnetlint:", message: write},
		{text: "appnetlint:ignore", message: "names no rule"},
		{text: "appnetlint:ignore -- why", message: "names no rule"},
		{text: "appnetlint:ignore until=2027-01-31 -- why", message: "names no rule"},
		{text: "appnetlint:ignore access-rule-shadwed -- why", at: "access-rule-shadwed", severity: lint.Warning,
			message: `there is no rule "access-rule-shadwed"; did you mean "access-rule-shadowed"?`},
		{text: "appnetlint:ignore nothing-like-it, subnet-too-small -- why", at: "nothing-like-it", severity: lint.Warning,
			message: `there is no rule "nothing-like-it": appnetlint rules lists all.`, left: []string{"subnet-too-small"}},
		{text: "appnetlint:ignore Subnet-Too-Small", at: "Subnet-Too-Small", severity: lint.Warning, message: `did you mean "subnet-too-small"?`},
		{text: "appnetlint:ignore suppression-unused -- why", at: "suppression-unused", message: "--disable-rule suppression-unused"},
		{text: "appnetlint:ignore all until=2027-02-30 -- why", at: "until=2027-02-30", message: `"2027-02-30" is not a date`},
		{text: "appnetlint:ignore all until=27-01-31", at: "until=27-01-31", message: "until=2027-01-31"},
		{text: "appnetlint:ignore all until=2027-1-31", at: "until=2027-1-31", message: "is not a date"},
		{text: "appnetlint:ignore all until=0001-01-01", at: "until=0001-01-01", message: "is not a date"},
		{text: "appnetlint:ignore all until= 2027-01-31", at: "until=", message: `"" is not a date`},
		{text: "appnetlint:ignore all until=2027-01-31 until=2027-01-31", at: "until=2027-01-31", message: "two dates"},
		{text: "appnetlint:ignore all util=2027-01-31", at: "util=2027-01-31", message: `no option "util"`},
		{text: "appnetlint:ignore all --until=2027-01-31", at: "--until=2027-01-31", message: `no option "--until"`},
		{text: "appnetlint:ignore all until:2027-01-31", at: "until:2027-01-31", message: `from "until:2027-01-31" on`},
		{text: "appnetlint:ignore all because of it", at: "because", message: write},
		{text: "appnetlint:ignore subnet-too-small access-rule-shadowed", at: "access-rule-shadowed", message: "Commas separate rules"},
		{text: "appnetlint:ignore all --why", at: "--why", message: "two dashes with a space on each side"},
		{text: "appnetlint:ignore all — why", at: "—", message: "two dashes"},
		{text: "appnetlint:ignore --why", at: "--why", message: "two dashes"},
		{text: "appnetlint:ignore all,subnet-too-small", message: `rules besides "all"`},
		{text: "appnetlint:ignore subnet-too-small,", message: "beside a comma", left: []string{"subnet-too-small"}},
		{text: "appnetlint:ignore ,subnet-too-small", at: ",", message: "beside a comma", left: []string{"subnet-too-small"}},
		{text: "appnetlint:ignore , -- why", at: ",", message: "beside a comma"},
	} {
		directives, problems := parse("# " + c.text + "\nx = 1\n")
		require.NotEmpty(t, problems, c.text)
		at, severity := c.at, c.severity
		if at == "" {
			at = c.text
		}
		if severity == 0 {
			severity = lint.Note
		}
		assert.Equal(t, at, problems[0].At.Text(), c.text)
		assert.Contains(t, problems[0].Message, c.message, c.text)
		assert.Equal(t, severity, problems[0].Severity, c.text)
		assert.NotContains(t, problems[0].Message, "..", c.text)
		var left []string
		for _, d := range directives {
			assert.False(t, d.All, c.text)
			left = append(left, d.Rules...)
		}
		assert.Equal(t, c.left, left, c.text)
	}
}

func TestSeveralLinesOfOneComment(t *testing.T) {
	directives, problems := parse("/*\n * appnetlint:ignore subnet-too-small -- one\n *\n * appnetlint:ignore all -- two\n */\nx = 1\n")
	assert.Empty(t, problems)
	require.Len(t, directives, 2)
	assert.Equal(t, "appnetlint:ignore subnet-too-small -- one", directives[0].At.Text())
	assert.Equal(t, "appnetlint:ignore all -- two", directives[1].At.Text())
	assert.Equal(t, "x = 1\n", directives[1].Scope.Text())
}

func TestTextThatIsNotInTheFile(t *testing.T) {
	file := newFile("main.bicep", "// something\n")
	whole := at(t, file, "// something")
	directives, problems := suppress.Parse(suppress.Input{
		File: file, Comments: []suppress.Comment{{At: whole, Text: "appnetlint:ignore all,"}},
	}, rules)
	require.Len(t, directives, 1)
	require.Len(t, problems, 1)
	assert.Equal(t, whole, directives[0].At)
	assert.Equal(t, whole, problems[0].At)
}

func TestLimits(t *testing.T) {
	directives, problems := parse(strings.Repeat("# appnetlint:ignore all -- why\n", 10_050))
	assert.Len(t, directives, 10_000)
	require.Len(t, problems, 1)
	assert.Contains(t, problems[0].Message, "more than 10000 suppressions")

	start := time.Now()
	directives, problems = parse("# appnetlint:ignore " + strings.Repeat("acces-rule-shadowed,", 20_000) + strings.Repeat("y", 1<<16) + "\n")
	assert.Empty(t, directives)
	assert.Len(t, problems, 100)
	assert.Less(t, time.Since(start), 5*time.Second)

	_, problems = parse("# appnetlint:ignore " + strings.Repeat("é", 1<<16) + "\n")
	require.Len(t, problems, 1)
	assert.Less(t, len(problems[0].Message), 300)
}

func TestMentioned(t *testing.T) {
	for text, want := range map[string]bool{
		"": false, "appnetlin": false, "appnetlint": true, "# AppNetLint-ignore": true, "aapnetlint": false, "aappnetlint:ignore": true,
		`resource "azurerm_app" "app" {}`: false,
	} {
		assert.Equal(t, want, suppress.Mentioned(text), text)
		assert.Equal(t, want, suppress.Mentioned([]byte(text)), text)
	}
}

func TestExpired(t *testing.T) {
	d := suppress.Directive{Until: day(2027, 1, 31)}
	for moment, want := range map[string]bool{
		"2027-01-30T00:00:00Z": false, "2027-01-31T23:59:59Z": false, "2027-02-01T00:00:00Z": true,
		"2027-02-01T00:30:00+01:00": false, "2027-01-31T20:00:00-08:00": true,
	} {
		at, err := time.Parse(time.RFC3339, moment)
		require.NoError(t, err)
		assert.Equal(t, want, d.Expired(at), moment)
	}
	assert.False(t, (&suppress.Directive{}).Expired(now))
}
