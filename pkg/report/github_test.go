package report

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/lint"
)

// command is what a build server makes of a line.
type command struct {
	name, data string
	properties map[string]string
}

// readGitHub reads a line as the runner of GitHub Actions does: if it begins with
// "::" up to the next "::", then properties at commas, then escapes.
func readGitHub(t *testing.T, line string) (command, bool) {
	t.Helper()
	rest, ok := strings.CutPrefix(strings.TrimLeft(line, " \t"), "::")
	if !ok {
		return command{}, false
	}
	info, data, ok := strings.Cut(rest, "::")
	require.True(t, ok, line)
	unescape := func(s string, pairs ...string) string {
		for i := 0; i < len(pairs); i += 2 {
			s = strings.ReplaceAll(s, pairs[i], pairs[i+1])
		}
		return s
	}
	c := command{properties: map[string]string{}}
	var properties string
	c.name, properties, _ = strings.Cut(info, " ")
	for p := range strings.SplitSeq(properties, ",") {
		name, value, ok := strings.Cut(p, "=")
		require.True(t, ok, line)
		require.NotEmpty(t, value, line)
		c.properties[name] = unescape(value, "%0D", "\r", "%0A", "\n", "%3A", ":", "%2C", ",", "%25", "%")
	}
	c.data = unescape(data, "%0D", "\r", "%0A", "\n", "%25", "%")
	return c, true
}

func TestGitHub(t *testing.T) {
	var got []command
	for _, line := range lines(write(t, GitHub, hostile(), Options{})) {
		c, ok := readGitHub(t, line)
		require.True(t, ok, line)
		got = append(got, c)
	}
	require.Len(t, got, 6)
	const file = "infra/a%b;c]d,e:f/mäin|`1`.tf"

	assert.Equal(t, "error", got[0].name)
	assert.Equal(t, map[string]string{"file": file, "title": "This could not be read"}, got[0].properties)

	lines := got[1]
	assert.Equal(t, "error", lines.name, "the gravest comes first")
	assert.Equal(t, "Over several lines, (sensitive).\nResource: block\n"+page(small), lines.data)
	assert.Equal(t, map[string]string{"file": file, "line": "2", "endLine": "4", "title": title(small)}, lines.properties, "no columns over several lines")

	nowhere := got[2]
	assert.Equal(t, map[string]string{"title": title(open)}, nowhere.properties, "standard input is no file")

	wide := got[3]
	assert.Equal(t, "warning", wide.name)
	assert.Equal(t, "1", wide.properties["line"])
	assert.Equal(t, "8", wide.properties["col"], "UTF-16 units: two for each of two letters")
	assert.Equal(t, "16", wide.properties["endColumn"])
	assert.Equal(t, file, wide.properties["file"])
	assert.Contains(t, wide.data, "100% of a:b, c;d] |")

	assert.Equal(t, "notice", got[4].name)
}

func TestGitHubLimit(t *testing.T) {
	r := level(lint.Warning, 13)
	r.Findings = append(r.Findings, level(lint.Error, 2).Findings...)
	commands := map[string]int{}
	var log []string
	for _, line := range lines(write(t, GitHub, r, Options{})) {
		if c, ok := readGitHub(t, line); ok {
			require.Empty(t, log, "annotations come first")
			commands[c.name]++
		} else {
			log = append(log, line)
		}
	}
	assert.Equal(t, map[string]int{"error": 2, "warning": maxAnnotations}, commands)
	require.Len(t, log, 1+3)
	assert.Equal(t, "- plan.json: warning: Message 12. Resource: a.b12 "+page(small), log[3])

	var summary strings.Builder
	require.NoError(t, WriteGitHubSummary(&summary, r, Options{}))
	for _, f := range r.Findings {
		assert.Contains(t, summary.String(), code(f.Address), "the summary has all of them")
	}
}

func TestGitHubSummaryLimit(t *testing.T) {
	var summary strings.Builder
	require.NoError(t, WriteGitHubSummary(&summary, large(25_000), Options{}))
	assert.LessOrEqual(t, summary.Len(), maxSummary)
	assert.Greater(t, summary.Len(), maxSummary*9/10)
	assert.Contains(t, summary.String(), "**Cut to fit: ")
	assert.Error(t, WriteGitHubSummary(brokenWriter{}, mixed(), Options{}))
}
