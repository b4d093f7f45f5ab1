package cli

import (
	"os"
	"path/filepath"
	"runtime/debug"

	"github.com/appnetlint/appnetlint/pkg/load"
)

const (
	// softLimit is the memory in bytes up to which nothing is collected: what a
	// small CI machine has to spare.
	softLimit = 560 << 20
	// perByte is how much memory a byte of input may take before it is collected,
	// twice of what is live while a plan is mapped.
	perByte = 5
	// large is from how many bytes of input on it counts.
	large = 1 << 20
)

// percentFor is the growth in percent after which garbage is collected. Of a large
// file nearly everything is live until it is mapped, so that collecting is in vain
// up to the limit; of folders most is done with after each one.
func percentFor(size int64) int {
	if size < large {
		return 300
	}
	return -1
}

// collectLess trades memory for time: a run is short, so most of what a garbage
// collection would free is freed sooner by the end of the process. Inputs so large
// that the limit would be too tight for them raise it. GOGC and GOMEMLIMIT, where
// set, win.
func collectLess(dir string, paths []string) {
	var size int64
	for _, path := range paths {
		if path == load.Standard {
			size = max(size, large) // it may be of any size
		} else if info, err := os.Stat(filepath.Join(dir, path)); err == nil && info.Mode().IsRegular() {
			size += info.Size()
		}
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(percentFor(size))
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(max(softLimit, perByte*size))
	}
}
