package cli_test

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/appnetlint/appnetlint/pkg/cli"
)

// runAsProgram makes the test binary the program itself, so that its memory can
// be measured from outside.
const runAsProgram = "APPNETLINT_RUN_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(runAsProgram) != "" {
		code := cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
		if path := os.Getenv(peakFile); path != "" {
			if err := os.WriteFile(path, []byte(strconv.FormatInt(peak(), 10)), 0o600); err != nil {
				panic(err)
			}
		}
		os.Exit(code)
	}
	os.Exit(m.Run())
}

// peakFile names the file that a run as the program writes the memory to that it held at
// most. What the system tells of a child counts that of its parent, too.
const peakFile = "APPNETLINT_PEAK_FILE"

// peak is the memory in bytes that this process held at most; 0 where the system does not
// tell.
func peak() int64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(status)) {
		if fields := strings.Fields(line); len(fields) == 3 && fields[0] == "VmHWM:" {
			kilobytes, _ := strconv.ParseInt(fields[1], 10, 64)
			return kilobytes << 10
		}
	}
	return 0
}
