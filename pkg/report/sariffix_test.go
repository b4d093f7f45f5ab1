package report

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/source"
)

func TestSARIFTellsFixes(t *testing.T) {
	f := source.NewFile("main.tf", []byte("# 😀\na = \"😀\" # x\n"))
	check := &lint.Check{Name: "rule", Severity: lint.Warning, Title: "t", Why: "w.", Fix: "f."}
	edit := lint.Edit{At: source.Range{File: f, Start: 11, End: 17}, Text: `"b"`}
	require.Equal(t, `"😀"`, edit.At.Text())
	r := Report{Base: "infra", Findings: []lint.Finding{
		{Check: check, Severity: lint.Warning, At: edit.At, Fix: &lint.Fix{Edits: []lint.Edit{edit, {At: source.Range{File: f, Start: 17, End: 21}}}}},
		{Check: check, Severity: lint.Warning, At: edit.At, Fix: &lint.Fix{}},
	}}
	var out bytes.Buffer
	require.NoError(t, Write(&out, SARIF, r, Options{}))
	var log struct {
		Runs []struct {
			Results []struct{ Fixes json.RawMessage }
		}
	}
	require.NoError(t, json.Unmarshal(out.Bytes(), &log))
	assert.JSONEq(t, `[{
		"description": {"text": "Apply what appnetlint --fix would change."},
		"artifactChanges": [{
			"artifactLocation": {"uri": "infra/main.tf", "uriBaseId": "%SRCROOT%"},
			"replacements": [
				{"deletedRegion": {"startLine": 2, "startColumn": 5, "endLine": 2, "endColumn": 9}, "insertedContent": {"text": "\"b\""}},
				{"deletedRegion": {"startLine": 2, "startColumn": 9, "endLine": 2, "endColumn": 13}}
			]
		}]
	}]`, string(log.Runs[0].Results[0].Fixes))
	assert.Empty(t, log.Runs[0].Results[1].Fixes)
}
