//go:build linux

package cli_test

import (
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/cli"
)

// large has 20,000 apps, small a tenth of them. Of usual, which is as large, one resource in
// twenty matters.
var (
	large = estate{teams: 200, appsPerTeam: 100}
	small = estate{teams: 20, appsPerTeam: 100}
	usual = estate{teams: 70, appsPerTeam: 50, others: 38}
)

func (e estate) file(tb testing.TB) (path string) {
	tb.Helper()
	path = filepath.Join(tb.TempDir(), "plan.json")
	f, err := os.Create(path)
	require.NoError(tb, err)
	require.NoError(tb, e.write(f))
	require.NoError(tb, f.Close())
	return path
}

func lintOnce(tb testing.TB, path string) time.Duration {
	tb.Helper()
	runtime.GC()
	start := time.Now()
	code := cli.Main([]string{"--format", "json", path}, nil, io.Discard, io.Discard)
	took := time.Since(start)
	require.Equal(tb, cli.ExitFindings, code)
	return took
}

// validate returns the size of a file and the least time that json.Valid takes on it.
// The file is not kept in memory, where the linter would not have it either.
func validate(tb testing.TB, path string) (size int, least time.Duration) {
	tb.Helper()
	content, err := os.ReadFile(path)
	require.NoError(tb, err)
	return len(content), best(func() time.Duration {
		runtime.GC()
		start := time.Now()
		require.True(tb, json.Valid(content))
		return time.Since(start)
	})
}

func best(f func() time.Duration) time.Duration {
	least := f()
	for range 4 {
		least = min(least, f())
	}
	return least
}

// The benchmarks lint plans of more than 100 MB and report the time as a multiple of what
// json.Valid takes on the same bytes.
func BenchmarkPlan(b *testing.B)      { benchmarkPlan(b, large) }
func BenchmarkUsualPlan(b *testing.B) { benchmarkPlan(b, usual) }

func benchmarkPlan(b *testing.B, e estate) {
	b.Helper()
	path := e.file(b)
	size, valid := validate(b, path)
	b.SetBytes(int64(size))
	var lint time.Duration
	for b.Loop() {
		lint += lintOnce(b, path)
	}
	b.ReportMetric(float64(lint)/float64(b.N)/float64(valid), "x-json.Valid")
}

// TestScale guards what the benchmarks page promises. It measures ratios, yet on
// a machine that is busy with other things they say little: so it runs only when
// asked for.
func TestScale(t *testing.T) {
	if os.Getenv("APPNETLINT_SCALE") == "" {
		t.Skip("set APPNETLINT_SCALE=1 to measure; the machine should be idle")
	}
	smallPath, largePath := small.file(t), large.file(t)
	size, valid := validate(t, largePath)
	lintLarge := best(func() time.Duration { return lintOnce(t, largePath) })
	lintSmall := best(func() time.Duration { return lintOnce(t, smallPath) })
	memory := peakMemory(t, largePath)
	t.Logf("plan %d MB: json.Valid %v; lint %v (%.2fx); a tenth of it %v (%.1fx less); peak memory %d MB",
		size>>20, valid, lintLarge, float64(lintLarge)/float64(valid), lintSmall, float64(lintLarge)/float64(lintSmall), memory>>20)

	usualPath := usual.file(t)
	usualSize, usualValid := validate(t, usualPath)
	lintUsual := best(func() time.Duration { return lintOnce(t, usualPath) })
	t.Logf("usual plan %d MB: json.Valid %v; lint %v (%.2fx)", usualSize>>20, usualValid, lintUsual, float64(lintUsual)/float64(usualValid))

	assert.LessOrEqual(t, float64(lintLarge), 2*float64(valid), "more than twice the time of json.Valid")
	assert.LessOrEqual(t, float64(lintUsual), 1.2*float64(usualValid), "more than 1.2 times the time of json.Valid")
	assert.LessOrEqual(t, float64(lintLarge), 12*float64(lintSmall), "ten times the resources cost more than twelve times the time")
	assert.LessOrEqual(t, memory, int64(600<<20), "more than 600 MB")
}

// peakMemory runs the linter as a process of its own and returns the largest
// amount of memory it held, in bytes.
func peakMemory(t *testing.T, path string) int64 {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "--format", "json", path)
	cmd.Env = append(os.Environ(), runAsProgram+"=1")
	cmd.Stdout = io.Discard
	err := cmd.Run()
	var exit *exec.ExitError
	require.ErrorAs(t, err, &exit)
	usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	require.True(t, ok, "this system does not tell the memory of a process")
	return usage.Maxrss << 10
}
