package report

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// gitlabItem is an item as GitLab documents it, in types of its own.
type gitlabItem struct {
	Description *string `json:"description"`
	CheckName   *string `json:"check_name"`
	Fingerprint *string `json:"fingerprint"`
	Severity    *string `json:"severity"`
	Location    *struct {
		Path  *string `json:"path"`
		Lines *struct {
			Begin *int `json:"begin"`
		} `json:"lines"`
	} `json:"location"`
}

func readGitLab(t *testing.T, text string) []gitlabItem {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.DisallowUnknownFields()
	items := []gitlabItem(nil)
	require.NoError(t, decoder.Decode(&items))
	require.NotNil(t, items, "a list, even if it is empty")
	require.False(t, decoder.More())
	return items
}

// The demands are those of
// https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format.
func TestGitLab(t *testing.T) {
	fingerprint := regexp.MustCompile(`^[0-9a-f]{32}$`)
	for name, r := range reports() {
		t.Run(name, func(t *testing.T) {
			items := readGitLab(t, write(t, GitLab, r, Options{}))
			require.Len(t, items, len(r.Findings)+len(r.Errors))
			seen := map[string]bool{}
			for _, i := range items {
				require.NotNil(t, i.Location)
				require.NotNil(t, i.Location.Lines)
				assert.NotEmpty(t, *i.Description)
				assert.NotEmpty(t, *i.CheckName)
				assert.Contains(t, []string{"info", "minor", "major", "critical", "blocker"}, *i.Severity)
				assert.GreaterOrEqual(t, *i.Location.Lines.Begin, 1)
				assert.NotEmpty(t, *i.Location.Path)
				assert.NotRegexp(t, `^(\./|/)|\\`, *i.Location.Path, "relative, with forward slashes")
				assert.Regexp(t, fingerprint, *i.Fingerprint)
				assert.False(t, seen[*i.Fingerprint], "%s is not unique", *i.Description)
				seen[*i.Fingerprint] = true
			}
		})
	}
}

func TestGitLabSeverity(t *testing.T) {
	for s, want := range map[lint.Severity]string{lint.Error: "critical", lint.Warning: "major", lint.Note: "info"} {
		assert.Equal(t, want, *readGitLab(t, write(t, GitLab, level(s, 1), Options{}))[0].Severity)
	}
}

// An issue stays the same one when the lines above it, its level or other issues
// change, and becomes another one when what is written there changes.
func TestGitLabFingerprint(t *testing.T) {
	prints := func(content, subject string, s lint.Severity) string {
		f := source.NewFile("main.tf", []byte(content))
		r := Report{Findings: []lint.Finding{{Check: small, Severity: s, Message: "m.", Address: "a.b", At: in(f, subject), Root: "."}}}
		return *readGitLab(t, write(t, GitLab, r, Options{}))[0].Fingerprint
	}
	first := prints("x = 1\n", "x = 1", lint.Error)
	assert.Equal(t, first, prints("# a comment\n\n  x = 1 # or so\n", "x = 1", lint.Warning))
	assert.NotEqual(t, first, prints("x = 2\n", "x = 2", lint.Error))

	before, after := level(lint.Error, 3), level(lint.Error, 3)
	after.Findings = after.Findings[1:]
	old := readGitLab(t, write(t, GitLab, before, Options{}))
	for i, item := range readGitLab(t, write(t, GitLab, after, Options{})) {
		assert.Equal(t, *old[i+1].Fingerprint, *item.Fingerprint)
	}
}

// Findings that nothing tells apart still have fingerprints of their own.
func TestGitLabRepeats(t *testing.T) {
	r := level(lint.Error, 1)
	r.Findings = append(r.Findings, r.Findings[0], r.Findings[0])
	seen := map[string]bool{}
	for _, item := range readGitLab(t, write(t, GitLab, r, Options{})) {
		seen[*item.Fingerprint] = true
	}
	assert.Len(t, seen, 3)
}
