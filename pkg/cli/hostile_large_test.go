//go:build unix

package cli_test

import (
	"bufio"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/cli"
)

// largeInputs asks for the inputs that take a gigabyte of disk.
const largeInputs = "APPNETLINT_LARGE_INPUTS"

// TestGigabytes reads a text of a gigabyte, where nobody needs it and where somebody does.
func TestGigabytes(t *testing.T) {
	if os.Getenv(largeInputs) == "" {
		t.Skip(largeInputs + " is not set")
	}
	for name, c := range map[string]struct {
		head, tail string
		code       int
		says       string
	}{
		"in the plan":     {planHead + `],"x":"`, `"}`, cli.ExitClean, ""},
		"in a resource":   {planHead + `{"address":"azurerm_subnet.a","mode":"managed","type":"azurerm_subnet","name":"a","change":{"actions":["create"],"before":null,"after":{"name":"`, `"},"after_unknown":{}}}]}`, cli.ExitFailed, "which is the limit"},
		"without an end":  {planHead + `],"x":"`, "", cli.ExitFailed, "ends"},
		"in a template":   {armHead + `"x": "`, `", "resources": []}`, cli.ExitFailed, "larger than"},
		"of blanks":       {planHead + "]", "}", cli.ExitClean, ""},
		"behind the plan": {planHead + "]}", "", cli.ExitClean, ""},
	} {
		t.Run(name, func(t *testing.T) {
			fill := "aaaaaaaaaaaaaaaa"
			if name == "of blanks" || name == "behind the plan" {
				fill = "                "
			}
			runHostile(t, hostile{args: []string{"plan.json"}, code: c.code, says: c.says, make: func(t *testing.T, dir string) {
				t.Helper()
				f, err := os.Create(filepath.Join(dir, "plan.json"))
				require.NoError(t, err)
				w := bufio.NewWriterSize(f, 1<<20)
				block := strings.Repeat(fill, 1<<12)
				for _, s := range append(append([]string{c.head}, gigabyte(block)...), c.tail) {
					_, err := w.WriteString(s)
					require.NoError(t, err)
				}
				require.NoError(t, w.Flush())
				require.NoError(t, f.Close())
			}})
		})
	}
}

// gigabyte repeats a block until it is a gigabyte.
func gigabyte(block string) []string {
	out := make([]string, 1<<30/len(block))
	for i := range out {
		out[i] = block
	}
	return out
}
