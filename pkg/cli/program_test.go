package cli_test

import (
	"os"
	"testing"

	"github.com/appnetlint/appnetlint/pkg/cli"
)

// runAsProgram makes the test binary the program itself, so that its memory can
// be measured from outside.
const runAsProgram = "APPNETLINT_RUN_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(runAsProgram) != "" {
		os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}
