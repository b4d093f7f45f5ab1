package module

import (
	"runtime"
	"sync"
	"sync/atomic"
)

func processors() int { return runtime.GOMAXPROCS(0) }

// sideBySide does n things, at most some at the same time, and waits for them.
func sideBySide(workers, n int, do func(int)) {
	if workers = min(workers, n); workers < 2 {
		for i := range n {
			do(i)
		}
		return
	}
	var next atomic.Int64
	var done sync.WaitGroup
	for range workers {
		done.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	done.Wait()
}
