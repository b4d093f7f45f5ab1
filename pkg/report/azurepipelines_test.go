package report

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// readAzure reads a line as the agent of Azure Pipelines does: from "##vso[", at any
// place, up to the first "]", then properties at semicolons, then escapes.
func readAzure(t *testing.T, line string) (command, bool) {
	t.Helper()
	_, rest, ok := strings.Cut(line, "##vso[")
	if !ok {
		return command{}, false
	}
	info, data, ok := strings.Cut(rest, "]")
	require.True(t, ok, line)
	unescape := strings.NewReplacer("%0D", "\r", "%0A", "\n", "%3B", ";", "%5D", "]", "%AZP25", "%").Replace
	c := command{data: unescape(data), properties: map[string]string{}}
	var properties string
	c.name, properties, _ = strings.Cut(info, " ")
	for p := range strings.SplitSeq(strings.TrimSuffix(properties, ";"), ";") {
		name, value, ok := strings.Cut(p, "=")
		require.True(t, ok, line)
		c.properties[name] = unescape(value)
	}
	return c, true
}

func TestAzurePipelines(t *testing.T) {
	var got []command
	var log []string
	for _, line := range lines(write(t, AzurePipelines, hostile(), Options{})) {
		if c, ok := readAzure(t, line); ok {
			got = append(got, c)
		} else {
			log = append(log, line)
		}
	}
	require.Len(t, got, 5)
	const file = "infra/a%b;c]d,e:f/mäin|`1`.tf"
	assert.Equal(t, map[string]string{"type": "error", "sourcepath": file, "code": unread}, got[0].properties)
	assert.Equal(t, map[string]string{"type": "error", "sourcepath": file, "linenumber": "2", "columnnumber": "1", "code": small.Name}, got[1].properties)
	assert.Equal(t, "Over several lines, (sensitive). (block)", got[1].data)
	assert.Equal(t, map[string]string{"type": "error", "code": open.Name}, got[2].properties)
	assert.Equal(t, map[string]string{"type": "warning", "sourcepath": file, "linenumber": "1", "columnnumber": "8", "code": shadowed.Name}, got[3].properties)
	assert.Contains(t, got[3].data, "100% of a:b, c;d] |")
	assert.Equal(t, command{name: "task.complete", properties: map[string]string{"result": "Failed"}}, got[4])

	assert.Equal(t, []string{
		"note: infra/b/main.tf:1:1: The first. (x) [" + advice.Name + "]",
		"note: infra/b/main.tf:2:1: The second. (x) [" + advice.Name + "]",
	}, log, "notes are no issues")
}

func TestAzurePipelinesResult(t *testing.T) {
	for want, r := range map[string]Report{
		"Succeeded":           level(lint.Note, 1),
		"SucceededWithIssues": level(lint.Warning, 1),
		"Failed":              level(lint.Error, 1),
	} {
		assert.Contains(t, write(t, AzurePipelines, r, Options{}), "##vso[task.complete result="+want+";]\n")
	}
	r := level(lint.Note, 1)
	r.Errors = []*source.Error{{Message: "No."}}
	assert.Contains(t, write(t, AzurePipelines, r, Options{}), "result=Failed;", "what could not be read fails the task")
}
