package cli_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/cli"
)

// many makes a tree of folders with one app each.
func many(t *testing.T, n int) string {
	t.Helper()
	files := map[string]string{}
	for i := range n {
		files[fmt.Sprintf("team%d/app%d/main.tf", i%7, i)] = openApp
	}
	return tree(t, files)
}

// The shares together find what one run finds, and none of it twice.
func TestShards(t *testing.T) {
	dir := many(t, 40)
	lines := func(args ...string) []string {
		code, stdout, stderr := run("", append([]string{"--chdir", dir, "--recursive", "--format", "compact", "--only", finding}, args...)...)
		require.NotEqual(t, cli.ExitFailed, code, stderr)
		return slices.DeleteFunc(strings.Split(stdout, "\n"), func(line string) bool { return !strings.Contains(line, finding) })
	}
	whole := lines()
	require.Len(t, whole, 40)
	for _, n := range []int{1, 2, 3, 8} {
		var together []string
		for k := range n {
			share := lines("--shard", fmt.Sprintf("%d/%d", k+1, n))
			assert.Less(t, len(share), 40/n+12, "the shares are about equal")
			together = append(together, share...)
		}
		assert.ElementsMatch(t, whole, together)
	}
	for _, wrong := range []string{"0/3", "4/3", "x", "1/", "/2", "1", "-1/2", "1/99999999999999999999"} {
		code, _, stderr := run("", "--shard", wrong, dir)
		assert.Equal(t, cli.ExitFailed, code)
		assert.Contains(t, stderr, "is no share")
	}
}

// A configuration stays in its share when others come.
func TestShardsStay(t *testing.T) {
	shareOf := func(dir string) map[string]int {
		shares := map[string]int{}
		for k := 1; k <= 3; k++ {
			_, stdout, _ := run("", "--chdir", dir, "--recursive", "--format", "compact", "--only", finding, "--shard", fmt.Sprintf("%d/3", k))
			for line := range strings.Lines(stdout) {
				if before, _, ok := strings.Cut(line, "/main.tf:"); ok {
					rel, err := filepath.Rel(dir, filepath.FromSlash(before))
					require.NoError(t, err)
					shares[rel] = k
				}
			}
		}
		return shares
	}
	few := shareOf(many(t, 15))
	require.Len(t, few, 15)
	more := shareOf(many(t, 30))
	for path, share := range few {
		assert.Equal(t, share, more[path], path)
	}
}

func TestJobs(t *testing.T) {
	dir := many(t, 20)
	_, want, _ := run("", "--chdir", dir, "--recursive", "--format", "json")
	for _, jobs := range []string{"1", "3", "100"} {
		_, got, stderr := run("", "--chdir", dir, "--recursive", "--format", "json", "--jobs", jobs)
		assert.Equal(t, want, got, stderr)
	}
}

// Ctrl-C ends a long run at once.
func TestInterrupt(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("there are no signals")
	}
	dir := many(t, 3000)
	out := filepath.Join(t.TempDir(), "report.json")
	cmd := exec.CommandContext(t.Context(), os.Args[0], "--recursive", "--format", "json="+out, dir)
	cmd.Env = append(os.Environ(), runAsProgram+"=1")
	var stderr strings.Builder
	cmd.Stderr = &stderr
	require.NoError(t, cmd.Start())
	time.Sleep(150 * time.Millisecond)
	require.NoError(t, cmd.Process.Signal(os.Interrupt))
	asked := time.Now()
	err := cmd.Wait()
	if !raceEnabled {
		assert.Less(t, time.Since(asked), 2*time.Second)
	}
	var exit *exec.ExitError
	require.ErrorAs(t, err, &exit, "it was over before")
	assert.Equal(t, cli.ExitInterrupted, exit.ExitCode(), stderr.String())
	assert.Contains(t, stderr.String(), "interrupted")
	assert.NoFileExists(t, out, "no report is written of a part")
}
