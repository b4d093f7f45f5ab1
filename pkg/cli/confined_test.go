//go:build linux

package cli_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// outside are the hostile inputs that want something from outside of their folder.
var outside = []string{
	"a file outside", "a file above", "a module outside", "a link outside", "a linked folder", "a module cache that points elsewhere",
	"bicep reads above", "a bicep module outside", "links in a circle", "a zip with paths",
	"a linked configuration", "linked variables", "a linked list of modules", "a linked lock file", "a linked bicepconfig.json",
	"a linked file that is read", "a linked text of bicep", "links everywhere", "a fileset outside", "a bicep cache elsewhere",
	"a registry module above", "parameters that use what is outside", "what asks to be run",
}

// openedOutside is a system call that opens, for a path that these inputs name.
var openedOutside = regexp.MustCompile(`open(at|at2)?\([^)]*"[^"]*(passwd|pwned)[^)]*\)\s+= [0-9]`)

// TestConfined watches the system calls of a run: nothing outside of the folder is opened,
// nothing is executed, and no connection made.
func TestConfined(t *testing.T) {
	if testing.Short() {
		t.Skip("it watches whole processes")
	}
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("strace is not installed")
	}
	inputs := allHostile()
	for _, name := range outside {
		t.Run(name, func(t *testing.T) {
			in := inputs[name]
			dir := tree(t, in.files)
			if in.make != nil {
				in.make(t, dir)
			}
			log := filepath.Join(t.TempDir(), "calls")
			cmd := exec.CommandContext(t.Context(), strace, append([]string{"-f", "-o", log, "-e", "trace=file,process,network", os.Args[0]}, in.args...)...)
			cmd.Dir = dir
			// No program is found, so that none could be run for a binary plan either.
			cmd.Env = append(os.Environ(), runAsProgram+"=1", "PATH="+t.TempDir())
			out, err := cmd.CombinedOutput()
			var exit *exec.ExitError
			if err != nil {
				require.ErrorAs(t, err, &exit)
			}
			calls := readFile(t, log)
			if strings.Contains(calls, "PTRACE") || calls == "" {
				t.Skip("this system does not let strace watch")
			}
			assert.NotRegexp(t, openedOutside, calls, "%s", out)
			assert.Equal(t, 1, strings.Count(calls, "execve("), "nothing is run but the program itself")
			assert.NotContains(t, calls, "socket(")
			assert.NotContains(t, calls, "connect(")
			assert.NoFileExists(t, filepath.Join(filepath.Dir(dir), "pwned.tf"))
		})
	}
}

// TestWhatIsRun watches what is run where there is a program of the name of Terraform: one
// that prints a plan, in a folder of the PATH, and one in the folder that is read.
func TestWhatIsRun(t *testing.T) {
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("strace is not installed")
	}
	const tool = "#!/bin/sh\necho '{\"format_version\":\"1.2\",\"planned_values\":{},\"resource_changes\":[]}'\n"
	for name, c := range map[string]struct {
		path string
		args []string
		runs []string
	}{
		"a binary plan that is named": {"bin", []string{"plan.tfplan"}, []string{"bin/terraform"}},
		"a binary plan that is found": {"bin", []string{"--recursive"}, nil},
		"a folder with the program":   {".", []string{"plan.tfplan"}, nil},
		"a folder without a plan":     {"bin", nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			dir := tree(t, map[string]string{".git/HEAD": "", "main.tf": usesOf(`"x"`), "terraform": tool, "bin/terraform": tool})
			for _, program := range []string{"terraform", "bin/terraform"} {
				require.NoError(t, os.Chmod(filepath.Join(dir, program), 0o700))
			}
			zipWithPaths(t, dir)
			log := filepath.Join(t.TempDir(), "calls")
			cmd := exec.CommandContext(t.Context(), strace, append([]string{"-f", "-o", log, "-e", "trace=execve", os.Args[0]}, c.args...)...)
			cmd.Dir = dir
			path := c.path
			if path != "." {
				path = filepath.Join(dir, path)
			}
			cmd.Env = append(os.Environ(), runAsProgram+"=1", "PATH="+path)
			out, _ := cmd.CombinedOutput() // what it ends with is tested elsewhere
			calls := readFile(t, log)
			if strings.Contains(calls, "PTRACE") || calls == "" {
				t.Skip("this system does not let strace watch")
			}
			var runs []string
			for _, call := range execs.FindAllStringSubmatch(calls, -1) {
				if program, err := filepath.Rel(dir, call[1]); err == nil && call[1] != os.Args[0] {
					runs = append(runs, program)
				}
			}
			assert.Equal(t, c.runs, runs, "%s", out)
		})
	}
}

// execs finds the programs that were run.
var execs = regexp.MustCompile(`execve\("([^"]*)".*= 0`)

// TestWithoutNetwork runs where there is no network at all: the result is the same.
func TestWithoutNetwork(t *testing.T) {
	unshare, err := exec.LookPath("unshare")
	if err != nil {
		t.Skip("unshare is not installed")
	}
	if out, err := exec.CommandContext(t.Context(), unshare, "-rn", "true").CombinedOutput(); err != nil {
		t.Skipf("this system does not let us leave the network: %s", out)
	}
	const inputs = "../../fixtures/stacks/shop ../load/testdata/example/main.bicep"
	lint := func(program string, args ...string) string {
		cmd := exec.CommandContext(t.Context(), program, append(args, strings.Fields("--format json "+inputs)...)...)
		cmd.Env = append(os.Environ(), runAsProgram+"=1")
		out, _ := cmd.Output() // there are findings, so it fails
		return string(out)
	}
	with, without := lint(os.Args[0]), lint(unshare, "-rn", os.Args[0])
	assert.NotEmpty(t, with)
	assert.Equal(t, with, without)
}
