package cli_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/cli"
)

// oldFinding asserts that there is nothing new, and one finding of before.
func (r gitRepository) oldFinding(args ...string) {
	r.t.Helper()
	code, findings, stderr := r.changed(append([]string{"--only", finding, "--changed-only"}, args...)...)
	assert.Equal(r.t, cli.ExitClean, code, "%s%s", findings, stderr)
	assert.Contains(r.t, stderr, "1 older finding is not shown")
}

func (r gitRepository) newFinding(args ...string) (stderr string) {
	r.t.Helper()
	code, findings, stderr := r.changed(append([]string{"--only", finding, "--changed-only"}, args...)...)
	assert.Equal(r.t, cli.ExitFindings, code, stderr)
	assert.Len(r.t, findings, 1)
	return stderr
}

// From a folder of a root module, modules above it are read then as they are now.
func TestChangedOnlyBelowItsModules(t *testing.T) {
	r := newGitRepository(t, map[string]string{
		"live/a/main.tf": "module \"m\" {\n  source = \"../../modules/m\"\n}\n", "modules/m/main.tf": openApp,
	})
	r.write("live/a/more.tf", "locals {\n}\n")
	code, stdout, stderr := run("", "--chdir", filepath.Join(r.dir, "live", "a"), "--changed-only", "--only", finding)
	assert.Equal(t, cli.ExitClean, code, "%s%s", stdout, stderr)
	assert.Contains(t, stderr, "1 older finding is not shown")
}

// What a root module led to then is there then, whether or not it leads to it now.
func TestChangedOnlyOfACallThatMoved(t *testing.T) {
	call := func(source string) string { return "module \"m\" {\n  source = \"" + source + "\"\n}\n" }
	r := newGitRepository(t, map[string]string{
		"a/main.tf": call("../modules/old"), "modules/old/main.tf": call("../inner"), "modules/new/main.tf": call("../inner"), "modules/inner/main.tf": openApp,
	})
	r.write("a/main.tf", call("../modules/new"))
	r.oldFinding("a")
}

func TestChangedOnlyReadsData(t *testing.T) {
	text := strings.ReplaceAll(openApp, "var.default", `jsondecode(file("${path.module}/../data/rules.json")).default`)
	r := newGitRepository(t, map[string]string{"a/main.tf": text, "b/main.tf": openApp, "data/rules.json": `{"default": "Deny"}`})
	r.write("data/rules.json", `{"default": "Allow"}`)
	r.newFinding("--recursive")
	r.commit()
	r.write("data/rules.json", `{"default": "Allow", "more": 1}`)
	r.oldFinding("--recursive")
}

func TestChangedOnlyThroughLinks(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("links need a privilege there")
	}
	r := newGitRepository(t, map[string]string{"shared/common.tf": openApp, "a/main.tf": "locals {\n}\n"})
	require.NoError(t, os.Symlink("../shared/common.tf", filepath.Join(r.dir, "a", "common.tf")))
	r.commit()
	r.write("a/main.tf", "locals {\n  a = 1\n}\n")
	r.oldFinding("a")
	r.write("shared/common.tf", openApp+another)
	r.newFinding("a")
}

func TestChangedOnlyWithNamesThatAreNoText(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("file names are text there")
	}
	r := newGitRepository(t, map[string]string{"a\xff/main.tf": openApp, "a\xff/b\n\"'\xfe.tf": "locals {\n}\n"})
	r.write("a\xff/b\n\"'\xfe.tf", "locals {\n  a = 1\n}\n")
	r.oldFinding("--recursive")
}

// What cannot be read is told although it could not be read before; what is not touched
// is not read.
func TestChangedOnlyTellsWhatCannotBeRead(t *testing.T) {
	r := newGitRepository(t, map[string]string{"a/main.tf": openApp, "a/broken.tf": "resource {", "b/broken.tf": "resource {"})
	r.write("a/more.tf", "locals {\n}\n")
	code, findings, stderr := r.changed("--changed-only", "--recursive", "--only", finding)
	assert.Equal(t, cli.ExitFailed, code)
	assert.Empty(t, findings)
	assert.Contains(t, stderr, "a/broken.tf")
	assert.NotContains(t, stderr, "b/broken.tf")
	code, _, stderr = r.changed("--changed-only", "nowhere")
	assert.Equal(t, cli.ExitFailed, code)
	assert.Contains(t, stderr, "nowhere")
	code, _, stderr = r.changed("--changed-only", t.TempDir())
	assert.Equal(t, cli.ExitFailed, code)
	assert.Contains(t, stderr, "is not in the git repository")
}

func TestChangedOnlyAndSettings(t *testing.T) {
	ignore := "ignore {\n  rules = [\"" + finding + "\"]\n  paths = [\"b/**\"]\n  reason = \"on purpose\"\n}\n"
	r := newGitRepository(t, map[string]string{"a/main.tf": openApp, "b/main.tf": openApp, ".appnetlint.hcl": ignore})
	r.write("a/more.tf", "locals {\n}\n")
	_, findings, stderr := r.changed("--changed-only", "--recursive")
	assert.Empty(t, findings, "an ignore of what is not read may be of use")
	assert.Contains(t, stderr, "older finding")
	r.git("checkout", "--quiet", ".")
	require.NoError(t, os.Remove(filepath.Join(r.dir, "a", "more.tf")))

	r.write(".appnetlint.hcl", "# none\n")
	code, findings, stderr := r.changed("--changed-only", "--recursive", "--only", finding)
	assert.Equal(t, cli.ExitFindings, code, stderr)
	require.Len(t, findings, 1, "what was ignored before is new")
	assert.True(t, strings.HasPrefix(findings[0], "b/"), findings[0])
	r.git("rm", "--quiet", "--force", ".appnetlint.hcl")
	_, findings, _ = r.changed("--changed-only", "--recursive", "--only", finding)
	assert.Len(t, findings, 1)
}

func TestChangedOnlyAndABaseline(t *testing.T) {
	r := newGitRepository(t, map[string]string{"a/main.tf": openApp, "b/main.tf": openApp})
	code, _, stderr := run("", "baseline", "--chdir", r.dir, "--recursive", "--only", finding)
	require.Equal(t, cli.ExitClean, code, stderr)
	r.write("a/more.tf", another)
	stderr = r.newFinding("--recursive", "--baseline", ".appnetlint-baseline.json")
	assert.NotContains(t, stderr, "fixed")
	assert.Contains(t, stderr, "1 finding is in the baseline")
}

func TestChangedOnlyWithVariablesOfOthers(t *testing.T) {
	r := newGitRepository(t, map[string]string{"a/main.tf": openApp, "b/main.tf": "variable \"other\" {\n}\n"})
	r.write("a/more.tf", "locals {\n}\n")
	r.oldFinding("--recursive", "--var", "other=1")
	r.write("values.tfvars", "default = \"Allow\"\n")
	r.oldFinding("--recursive", "--var-file", "values.tfvars")
}

func TestChangedOnlyWithASubmodule(t *testing.T) {
	inner := newGitRepository(t, map[string]string{"web/main.tf": openApp})
	r := newGitRepository(t, map[string]string{"a/main.tf": "module \"m\" {\n  source = \"../sub/web\"\n}\n"})
	r.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", "file://"+filepath.ToSlash(inner.dir), "sub")
	r.commit()
	r.write("a/more.tf", "locals {\n}\n")
	r.oldFinding("a")

	inner.write("web/main.tf", "# more\n"+openApp)
	inner.commit()
	r.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "update", "--remote", "sub")
	r.git("add", "--all")
	_, _, stderr := r.changed("--changed-only", "--only", finding, "a")
	assert.Contains(t, stderr, "sub: ")
	assert.Contains(t, stderr, "submodule")
}

func TestChangedOnlyWithLargeFiles(t *testing.T) {
	pointer := "version https://git-lfs.github.com/spec/v1\noid sha256:" + strings.Repeat("0", 64) + "\nsize 12345\n"
	r := newGitRepository(t, map[string]string{"a/main.tf": "locals {\n}\n", "a/data.tf": pointer})
	r.write("a/data.tf", openApp)
	stderr := r.newFinding("a")
	assert.Contains(t, stderr, "a/data.tf: ")
	assert.Contains(t, stderr, "Git LFS")
}

func TestChangedOnlyOfLineEnds(t *testing.T) {
	r := newGitRepository(t, map[string]string{"a/main.tf": openApp})
	r.write("a/main.tf", strings.ReplaceAll(openApp, "\n", "\r\n"))
	_, _, stderr := r.changed("--changed-only", "--recursive")
	assert.Contains(t, stderr, "Nothing has changed")
}

func TestChangedOnlyInASparseCheckout(t *testing.T) {
	r := newGitRepository(t, map[string]string{"a/main.tf": openApp, "b/main.tf": openApp})
	r.git("sparse-checkout", "set", "a")
	_, _, stderr := r.changed("--changed-only", "--recursive")
	assert.Contains(t, stderr, "Nothing has changed")
}

func TestChangedOnlyWithoutACommonCommit(t *testing.T) {
	r := newGitRepository(t, map[string]string{"main.tf": openApp})
	r.git("checkout", "--quiet", "-b", "feature")
	r.write("more.tf", another)
	r.commit()
	r.git("checkout", "--quiet", "main")
	r.write("note.txt", "")
	r.commit()
	clone := filepath.Join(t.TempDir(), "clone")
	r.git("clone", "--quiet", "--depth", "1", "--no-single-branch", "file://"+filepath.ToSlash(r.dir), clone)
	in := gitRepository{t, clone}
	in.git("checkout", "--quiet", "feature")
	code, _, stderr := in.changed("--changed-only")
	assert.Equal(t, cli.ExitFailed, code)
	assert.Contains(t, stderr, "HEAD and origin/main have no commit in common")
	assert.Contains(t, stderr, "fetch-depth: 0")
}

// A repository that ill means gets nothing run: no remote helper either, by which a clone
// without blobs would fetch them.
func TestChangedOnlyFetchesNothing(t *testing.T) {
	r := newGitRepository(t, map[string]string{"main.tf": openApp})
	r.git("config", "uploadpack.allowFilter", "true")
	r.write("main.tf", "# more\n"+openApp)
	r.commit()
	clone := filepath.Join(t.TempDir(), "clone")
	r.git("clone", "--quiet", "--filter=blob:none", "file://"+filepath.ToSlash(r.dir), clone)
	in, mark := gitRepository{t, clone}, filepath.Join(t.TempDir(), "mark")
	in.git("config", "protocol.ext.allow", "always")
	in.git("config", "protocol.allow", "always")
	for _, url := range []string{"ext::sh -c touch% " + mark, "ssh://example.invalid/x"} {
		in.git("config", "remote.origin.url", url)
		in.git("config", "core.sshCommand", "touch "+mark+"; false")
		code, _, stderr := in.changed("--changed-only=HEAD~1")
		assert.Equal(t, cli.ExitFailed, code)
		assert.Contains(t, stderr, "partial clone")
		assert.NoFileExists(t, mark)
	}
}

func TestChangedOnlyOfAnotherWorkingTree(t *testing.T) {
	r := newGitRepository(t, map[string]string{"deep/main.tf": openApp})
	require.NoError(t, os.Rename(filepath.Join(r.dir, ".git"), filepath.Join(r.dir, "deep", ".git")))
	r.dir = filepath.Join(r.dir, "deep")
	r.git("config", "core.worktree", filepath.Dir(r.dir))
	code, _, stderr := r.changed("--changed-only")
	assert.Equal(t, cli.ExitFailed, code)
	assert.Contains(t, stderr, "is not where the repository is")
}

func TestChangedOnlyOfAnothersRepository(t *testing.T) {
	r := newGitRepository(t, map[string]string{"main.tf": openApp})
	t.Setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
	code, _, stderr := r.changed("--changed-only")
	assert.Equal(t, cli.ExitFailed, code)
	assert.Contains(t, stderr, "dubious ownership")
	assert.Contains(t, stderr, "safe.directory")
}

func TestChangedOnlyWithoutCommitsOrWorkingTree(t *testing.T) {
	r := newGitRepository(t, map[string]string{"main.tf": openApp})
	bare := filepath.Join(t.TempDir(), "bare")
	r.git("clone", "--quiet", "--bare", ".", bare)
	code, _, stderr := gitRepository{t, bare}.changed("--changed-only")
	assert.Equal(t, cli.ExitFailed, code)
	assert.Contains(t, stderr, "without a working tree")
	empty := gitRepository{t, t.TempDir()}
	empty.git("init", "--quiet")
	code, _, stderr = empty.changed("--changed-only")
	assert.Equal(t, cli.ExitFailed, code)
	assert.Contains(t, stderr, "no commit yet")
}

// The earlier files are gone when the program has ended, by Ctrl-C as well.
func TestChangedOnlyLeavesNothingBehind(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a process cannot be sent Ctrl-C there")
	}
	files := map[string]string{}
	for i := range 300 {
		files[fmt.Sprintf("r%d/main.tf", i)] = openApp
	}
	r := newGitRepository(t, files)
	for name := range files {
		r.write(name, "# more\n"+openApp)
	}
	temporary := t.TempDir()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "--chdir", r.dir, "--changed-only", "--recursive", "--only", finding)
	cmd.Env = append(os.Environ(), runAsProgram+"=1", "TMPDIR="+temporary)
	require.NoError(t, cmd.Start())
	ended := make(chan struct{})
	go func() {
		_ = cmd.Wait() // its exit code is looked at below
		close(ended)
	}()
	require.Eventually(t, func() bool { return len(entries(t, temporary)) > 0 }, time.Minute, time.Millisecond, "the earlier files are written")
	require.NoError(t, cmd.Process.Signal(os.Interrupt))
	select {
	case <-ended:
	case <-time.After(time.Minute):
		require.NoError(t, cmd.Process.Kill())
		t.Fatal("it does not end")
	}
	assert.Equal(t, cli.ExitInterrupted, cmd.ProcessState.ExitCode())
	assert.Empty(t, entries(t, temporary))

	t.Setenv("TMPDIR", temporary)
	code, _, stderr := r.changed("--changed-only", "--recursive", "--only", finding)
	assert.Equal(t, cli.ExitClean, code)
	assert.Contains(t, stderr, "300 older findings are not shown")
	assert.Empty(t, entries(t, temporary))
}

func entries(t *testing.T, dir string) []os.DirEntry {
	t.Helper()
	list, err := os.ReadDir(dir)
	require.NoError(t, err)
	return list
}
