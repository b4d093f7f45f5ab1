package cli_test

import (
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// commands are commands whose output has to be the same in every run: all formats, and
// everything that is drawn or told of the model.
func commands(t *testing.T) [][]string {
	t.Helper()
	const stack = "../../fixtures/stacks/shop"
	var all [][]string
	for _, format := range []string{"text", "compact", "json", "sarif", "junit", "github", "azure-pipelines", "gitlab", "checkstyle", "markdown", "html"} {
		all = append(all, []string{"--format", format, "--show-undecided", stack, filepath.Join(stack, "plan.json")})
	}
	for _, path := range []string{stack, filepath.Join(stack, "plan.json"), "../load/testdata/example/main.bicep"} {
		all = append(all, []string{"reach", path}, []string{"reach", "--format", "json", path}, []string{"reach", "--outbound", path},
			[]string{"map", path}, []string{"map", "--format", "mermaid", path}, []string{"map", "--format", "dot", path})
	}
	return append(all, []string{"--diff", stack}, []string{"rules"}, []string{"explain", "model"})
}

// TestSameBytes runs each command again and again, with one processor and with more than
// there are: Go visits its maps in another order each time, and the processors take what
// there is to do in another order.
func TestSameBytes(t *testing.T) {
	rounds := 4
	if testing.Short() {
		rounds = 2
	}
	for _, args := range commands(t) {
		t.Run(fmt.Sprint(args), func(t *testing.T) { sameBytes(t, rounds, args) })
	}
}

// TestSameBytesOfAll does so for every example that there is at once.
func TestSameBytesOfAll(t *testing.T) {
	if testing.Short() {
		t.Skip("this reads all fixtures several times")
	}
	for _, format := range []string{"json", "sarif"} {
		sameBytes(t, 3, []string{"--format", format, "--show-undecided", "--recursive", "../../fixtures"})
	}
}

func sameBytes(t *testing.T, rounds int, args []string) {
	t.Helper()
	processors := runtime.GOMAXPROCS(0)
	defer runtime.GOMAXPROCS(processors)
	code, stdout, stderr := run("", args...)
	require.NotEmpty(t, stdout+stderr)
	for i := range rounds {
		runtime.GOMAXPROCS([]int{1, 8, 2, processors}[i%4])
		again, out, err := run("", args...)
		require.Equal(t, code, again)
		if stdout != out { // not by Equal, which would print both
			require.Fail(t, "the output differs", "at byte %d of %d", differ(stdout, out), len(stdout))
		}
		require.Equal(t, stderr, err)
	}
}

// differ is the first byte in which two texts differ.
func differ(a, b string) int {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return i
		}
	}
	return min(len(a), len(b))
}

// TestSameFindingsInAnyOrder hands over the same paths in another order: what is found is
// the same, and so is what is said of each.
func TestSameFindingsInAnyOrder(t *testing.T) {
	paths, err := filepath.Glob("../../fixtures/*/bad")
	require.NoError(t, err)
	paths = paths[:min(len(paths), 60)]
	_, forward, _ := run("", append([]string{"--format", "compact"}, paths...)...)
	slices.Reverse(paths)
	_, backward, _ := run("", append([]string{"--format", "compact"}, paths...)...)
	assert.Equal(t, sortedLines(forward), sortedLines(backward))
}

func sortedLines(text string) []string {
	lines := strings.Split(text, "\n")
	slices.Sort(lines)
	return lines
}
