package cli

import (
	"math"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"sync/atomic"

	"github.com/appnetlint/appnetlint/pkg/load"
)

const (
	// spare is the memory in bytes up to which nothing is collected of a large input:
	// what a small CI machine has to spare.
	spare = 200 << 20
	// perByte is how much memory a byte of input may take before it is collected,
	// twice of what is live while a plan is mapped.
	perByte = 5
	// large is from how many bytes of input on it counts.
	large = 1 << 20
)

// runs counts the runs of this process, which are several in tests only.
var runs atomic.Int64

// collectLess trades memory for time: a run is short, so most of what a garbage
// collection would free is freed sooner by the end of the process. Of a large file
// nearly everything is live until it is mapped, so that collecting is in vain; of folders
// most is done with after each one. What takes more memory than an input of its size
// should is collected as usual from then on. Where GOGC or GOMEMLIMIT is set, it wins.
func collectLess(dir string, paths []string) {
	run := runs.Add(1)
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	var size int64
	for _, path := range paths {
		if path == load.Standard {
			size = max(size, large) // it may be of any size
		} else if info, err := os.Stat(filepath.Join(dir, path)); err == nil && info.Mode().IsRegular() {
			size += info.Size()
		}
	}
	if size < large {
		debug.SetGCPercent(300)
		debug.SetMemoryLimit(math.MaxInt64)
		return
	}
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(max(spare, perByte*size))
	runtime.AddCleanup(new(mark), func(of int64) { // there was a collection
		if of == runs.Load() {
			debug.SetGCPercent(50)
			debug.SetMemoryLimit(math.MaxInt64)
		}
	}, run)
}

// mark is garbage from the beginning, so that its end tells of a collection. It is large
// enough not to share its place with something that lives on.
type mark [64]byte
