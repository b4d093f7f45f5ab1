package cli_test

import (
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/checks"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/load"
)

// TestSoak lints 10,000 times in one process, as a server or a language server would: a
// configuration, a plan and a Bicep file in turn. What is in memory after a tenth of the
// runs is all that there may be after the last one.
func TestSoak(t *testing.T) {
	runs := 10_000
	if testing.Short() {
		runs = 500
	}
	const stack = "../../fixtures/access-rules-default-allow-no-effect/"
	inputs := []string{stack + "bad", stack + "bad/plan.json", "../load/testdata/example/main.bicep"}
	lintOnce := func(i int) {
		configurations, errs := load.Load(t.Context(), []string{inputs[i%len(inputs)]}, load.Options{})
		require.Empty(t, errs)
		for _, c := range configurations {
			require.NotEmpty(t, lint.Run(c.Subject, checks.All()).Findings)
		}
	}
	var before usage
	for i := range runs {
		lintOnce(i)
		if i == runs/10 {
			before = measure()
		}
	}
	after := measure()
	t.Logf("after %d runs %v, after %d runs %v", runs/10, before, runs, after)
	assert.LessOrEqual(t, after.goroutines, before.goroutines, "goroutines are left behind")
	assert.LessOrEqual(t, after.heap, before.heap+1<<20, "memory is left behind")
}

// usage is what a process holds.
type usage struct {
	heap       uint64 // in bytes, of what is in use
	goroutines int
}

func measure() usage {
	for range 3 { // what cleanups free is gone only after another collection
		runtime.GC()
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return usage{m.HeapAlloc, runtime.NumGoroutine()}
}
