package suppress_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/lint/suppress"
	"github.com/appnetlint/appnetlint/pkg/source"
)

var (
	ruleA    = &lint.Check{Name: "access-rule-shadowed", Severity: lint.Warning}
	ruleB    = &lint.Check{Name: "subnet-too-small", Severity: lint.Error}
	onChange = &lint.Check{Name: "plan-family-change", Severity: lint.Warning, OnChange: true}
	rules    = []*lint.Check{ruleA, ruleB, onChange}

	now = time.Date(2027, 1, 31, 12, 0, 0, 0, time.UTC)
)

// input reads HCL as the front end does; broken HCL yields what there is.
func input(file *source.File) suppress.Input {
	in := suppress.Input{File: file}
	tokens, _ := hclsyntax.LexConfig(file.Content, file.Path, hcl.InitialPos)
	for _, t := range tokens {
		if t.Type == hclsyntax.TokenComment {
			at := source.Range{File: file, Start: t.Range.Start.Byte, End: t.Range.End.Byte}
			in.Comments = append(in.Comments, suppress.CommentAt(at))
		}
	}
	parsed, _ := hclsyntax.ParseConfig(file.Content, file.Path, hcl.InitialPos)
	if body, ok := parsed.Body.(*hclsyntax.Body); ok {
		in.Blocks = blocks(file, body)
	}
	return in
}

func blocks(file *source.File, body *hclsyntax.Body) []source.Range {
	var out []source.Range
	for _, b := range body.Blocks {
		out = append(out, source.Range{File: file, Start: b.TypeRange.Start.Byte, End: b.CloseBraceRange.End.Byte})
		out = append(out, blocks(file, b.Body)...)
	}
	return out
}

func newFile(path, content string) *source.File { return source.NewFile(path, []byte(content)) }

// at returns the range of the only place in a file that has a text.
func at(t *testing.T, file *source.File, text string) source.Range {
	t.Helper()
	start := strings.Index(string(file.Content), text)
	require.GreaterOrEqual(t, start, 0, "%s has no %q", file.Path, text)
	return source.Range{File: file, Start: start, End: start + len(text)}
}

// found is a finding of a rule at a text of a file.
func found(t *testing.T, c *lint.Check, file *source.File, text string) lint.Finding {
	t.Helper()
	return lint.Finding{Check: c, Severity: c.Severity, Message: text, At: at(t, file, text)}
}

func newSet(selected ...*lint.Check) *suppress.Set {
	if selected == nil {
		selected = slices.Concat(rules, suppress.Checks())
	}
	return suppress.NewSet(suppress.Config{Known: rules, Selected: selected, Now: now})
}

var seen = suppress.Outcome{Before: true, Complete: true}

// told shortens notes to their rule, line and severity.
func told(findings []lint.Finding) []string {
	var out []string
	for _, f := range findings {
		out = append(out, f.Check.Name+" "+f.Severity.String()+" "+f.At.Text())
	}
	return out
}

func messages(findings []lint.Finding) []string {
	var out []string
	for _, f := range findings {
		out = append(out, f.Message)
	}
	return out
}
