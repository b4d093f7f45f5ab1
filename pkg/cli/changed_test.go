package cli_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/cli"
)

// gitRepository is a repository made for a test.
type gitRepository struct {
	t   *testing.T
	dir string
}

// newGitRepository commits files.
func newGitRepository(t *testing.T, files map[string]string) gitRepository {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	for name, value := range map[string]string{
		"GIT_CONFIG_GLOBAL": os.DevNull, "GIT_CONFIG_NOSYSTEM": "1",
		"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.com", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.com",
	} {
		t.Setenv(name, value)
	}
	r := gitRepository{t, tree(t, files)}
	r.git("init", "--quiet", "--initial-branch=main", ".")
	r.commit()
	return r
}

func (r gitRepository) git(args ...string) {
	r.t.Helper()
	cmd := exec.CommandContext(r.t.Context(), "git", args...)
	cmd.Dir = r.dir
	out, err := cmd.CombinedOutput()
	require.NoError(r.t, err, "git %v: %s", args, out)
}

func (r gitRepository) commit() {
	r.t.Helper()
	r.git("add", "--all")
	r.git("commit", "--quiet", "--allow-empty", "--message", "a change")
}

func (r gitRepository) write(name, content string) {
	r.t.Helper()
	full := filepath.Join(r.dir, filepath.FromSlash(name))
	require.NoError(r.t, os.MkdirAll(filepath.Dir(full), 0o755))
	require.NoError(r.t, os.WriteFile(full, []byte(content), 0o600))
}

// changed lints what has changed, and returns the findings by line.
func (r gitRepository) changed(args ...string) (code int, findings []string, stderr string) {
	r.t.Helper()
	code, stdout, stderr := run("", append([]string{"--chdir", r.dir, "--format", "compact"}, args...)...)
	for line := range strings.Lines(stdout) {
		if strings.Contains(line, "[") {
			findings = append(findings, strings.TrimPrefix(filepath.ToSlash(line), filepath.ToSlash(r.dir)+"/"))
		}
	}
	return code, findings, stderr
}

// another is openApp under another name.
var another = strings.NewReplacer(`"shop"`, `"other"`, "app-shop", "app-other", `"default"`, `"other_default"`, "var.default", "var.other_default").Replace(openApp)

func TestChangedOnly(t *testing.T) {
	callsModule := "module \"m\" {\n  source = \"../modules/m\"\n}\n"
	start := map[string]string{
		"a/main.tf": openApp, "b/main.tf": callsModule, "modules/m/main.tf": "locals {\n  a = 1\n}\n",
		"c/main.tf": strings.ReplaceAll(openApp, `default = "Allow"`, ""), "c/terraform.tfvars": "default = \"Deny\"\n",
		".gitignore": "ignored/\n",
	}
	for name, test := range map[string]struct {
		change func(r gitRepository)
		args   []string
		want   []string // the files of what is new
		older  string
	}{
		"nothing":          {change: func(gitRepository) {}, older: "Nothing has changed"},
		"a new finding":    {change: func(r gitRepository) { r.write("a/more.tf", another) }, want: []string{"a/more.tf"}, older: "1 older finding is not shown"},
		"moved lines":      {change: func(r gitRepository) { r.write("a/main.tf", "# more\n\n\n"+openApp) }, older: "1 older finding is"},
		"a renamed file":   {change: func(r gitRepository) { r.git("mv", "a/main.tf", "a/app.tf") }, older: "1 older finding is"},
		"a renamed folder": {change: func(r gitRepository) { r.git("mv", "a", "z") }, older: "1 older finding is"},
		"a module":         {change: func(r gitRepository) { r.write("modules/m/main.tf", openApp) }, want: []string{"modules/m/main.tf"}},
		"a variable":       {change: func(r gitRepository) { r.write("c/terraform.tfvars", "default = \"Allow\"\n") }, want: []string{"c/main.tf"}},
		"a deleted file": {change: func(r gitRepository) {
			require.NoError(r.t, os.Remove(filepath.Join(r.dir, "a/main.tf")))
			r.write("a/rest.tf", "locals {\n}\n")
		}},
		"a new root":      {change: func(r gitRepository) { r.write("d/main.tf", openApp) }, want: []string{"d/main.tf"}},
		"an ignored root": {change: func(r gitRepository) { r.write("ignored/main.tf", openApp) }, older: "Nothing has changed"},
		"something else":  {change: func(r gitRepository) { r.write("README.md", "text") }, older: "No configuration has changed"},
		"staged alone":    {change: func(r gitRepository) { r.write("a/more.tf", another); r.git("add", "--all") }, want: []string{"a/more.tf"}, older: "1 older finding is"},
		"committed":       {change: func(r gitRepository) { r.write("a/more.tf", another); r.commit() }, args: []string{"--changed-only=HEAD~1"}, want: []string{"a/more.tf"}, older: "1 older finding is"},
		"a branch": {change: func(r gitRepository) {
			r.git("update-ref", "refs/remotes/origin/main", "HEAD")
			r.git("checkout", "--quiet", "-b", "feature")
			r.write("a/more.tf", another)
			r.commit()
		}, want: []string{"a/more.tf"}, older: "1 older finding is"},
		"a detached head": {change: func(r gitRepository) {
			r.git("checkout", "--quiet", "--detach")
			r.write("a/more.tf", another)
		}, want: []string{"a/more.tf"}, older: "1 older finding is"},
		"an odd name": {change: func(r gitRepository) { r.write("a/\"odd\n\u00e9.tf", another) }, want: []string{"a/"}, older: "1 older finding is"},
		"a suppression that went": {change: func(r gitRepository) {
			r.write("a/main.tf", strings.Replace(openApp, "resource ", "# appnetlint:ignore "+finding+" -- the gateway filters\nresource ", 1))
			r.commit()
			r.write("a/main.tf", openApp)
		}, args: []string{"--changed-only=HEAD"}, want: []string{"a/main.tf"}},
	} {
		t.Run(name, func(t *testing.T) {
			r := newGitRepository(t, start)
			test.change(r)
			args := append([]string{"--recursive", "--only", finding}, test.args...)
			if len(test.args) == 0 {
				args = append(args, "--changed-only")
			}
			code, findings, stderr := r.changed(args...)
			require.Len(t, findings, len(test.want), "%s%s", findings, stderr)
			for i, file := range test.want {
				assert.True(t, strings.HasPrefix(findings[i], file), findings[i])
			}
			wantCode := cli.ExitClean
			if len(test.want) > 0 {
				wantCode = cli.ExitFindings
			}
			assert.Equal(t, wantCode, code, stderr)
			if test.older == "" {
				assert.NotContains(t, stderr, "older")
			}
			assert.Contains(t, stderr, test.older)
		})
	}
}

func TestChangedOnlyOfASubfolder(t *testing.T) {
	r := newGitRepository(t, map[string]string{"x/a/main.tf": openApp, "x/b/main.tf": openApp})
	r.write("x/a/more.tf", another)
	r.write("x/b/more.tf", another)
	_, findings, _ := r.changed("--changed-only", "--recursive", "--only", finding, "x/a")
	require.Len(t, findings, 1, "the other folder was not named")
	code, stdout, stderr := run("", "--chdir", filepath.Join(r.dir, "x", "a"), "--changed-only", "--format", "compact", "--only", finding)
	assert.Equal(t, cli.ExitFindings, code, stderr)
	assert.Contains(t, stdout, "more.tf:")
	code, stdout, stderr = run("", "--changed-only", "--chdir", r.dir, "--format", "compact", "--only", finding, filepath.Join(r.dir, "x", "b"))
	assert.Equal(t, cli.ExitFindings, code, stderr)
	assert.Equal(t, 1, strings.Count(stdout, finding), stdout)
}

func TestChangedOnlyOfBicep(t *testing.T) {
	content, err := os.ReadFile("../load/testdata/example/main.bicep")
	require.NoError(t, err)
	r := newGitRepository(t, map[string]string{"main.bicep": "module app 'app.bicep' = {\n  name: 'app'\n}\n", "app.bicep": "param location string = resourceGroup().location\n"})
	r.write("app.bicep", string(content))
	code, findings, stderr := r.changed("--changed-only", "--only", finding, "main.bicep")
	assert.Equal(t, cli.ExitFindings, code, stderr)
	assert.Len(t, findings, 1)
	r.commit()
	r.write("app.bicep", "// moved\n"+string(content))
	code, findings, stderr = r.changed("--changed-only", "--only", finding, "main.bicep")
	assert.Equal(t, cli.ExitClean, code, "%s%s", findings, stderr)
}

func TestChangedOnlyOfAPlan(t *testing.T) {
	content, err := os.ReadFile(shop)
	require.NoError(t, err)
	r := newGitRepository(t, map[string]string{"plan.json": "{}", "note.txt": "text"})
	r.write("note.txt", "other text")
	code, findings, stderr := r.changed("--changed-only", "note.txt")
	assert.Equal(t, cli.ExitFailed, code, "%s%s", findings, stderr)
	r.write("plan.json", string(content))
	code, findings, _ = r.changed("--changed-only", "plan.json")
	assert.Equal(t, cli.ExitFindings, code)
	assert.NotEmpty(t, findings)
}

// Values that are kept out of the repository are the same now and then.
func TestChangedOnlyWithUnversionedValues(t *testing.T) {
	r := newGitRepository(t, map[string]string{
		"main.tf":    strings.ReplaceAll(openApp, `default = "Allow"`, ""),
		".gitignore": "*.tfvars\n.terraform\n",
	})
	r.write("terraform.tfvars", "default = \"Allow\"\n")
	r.write("more.tf", "locals {\n}\n")
	code, findings, stderr := r.changed("--changed-only", "--only", finding)
	assert.Equal(t, cli.ExitClean, code, "%s%s", findings, stderr)
	assert.Contains(t, stderr, "1 older finding is not shown")
}

func TestChangedOnlyRunsNothing(t *testing.T) {
	r := newGitRepository(t, map[string]string{"main.tf": openApp, ".gitattributes": "* filter=evil diff=evil\n"})
	mark := filepath.Join(t.TempDir(), "mark")
	for _, key := range []string{"filter.evil.clean", "filter.evil.smudge", "filter.evil.process", "diff.evil.command", "diff.evil.textconv", "core.fsmonitor", "core.pager", "diff.external"} {
		r.git("config", key, "touch "+mark)
	}
	require.NoError(t, os.WriteFile(filepath.Join(r.dir, ".git/hooks/post-checkout"), []byte("#!/bin/sh\ntouch "+mark+"\n"), 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(r.dir, "main.tf"), []byte("# more\n"+openApp), 0o600))
	_, _, stderr := r.changed("--changed-only=HEAD", "--only", finding)
	assert.Contains(t, stderr, "1 older finding")
	assert.NoFileExists(t, mark, "something that the repository names was run")
}

func TestChangedOnlyRefusals(t *testing.T) {
	r := newGitRepository(t, map[string]string{"main.tf": openApp})
	for _, test := range []struct {
		args []string
		want string
	}{
		{[]string{"--changed-only=nowhere"}, `no revision "nowhere"`},
		{[]string{"--changed-only=--output=/tmp/x"}, "no revision"},
		{[]string{"--changed-only", "-"}, "standard input"},
	} {
		code, _, stderr := r.changed(test.args...)
		assert.Equal(t, cli.ExitFailed, code)
		assert.Contains(t, stderr, test.want)
	}
	code, _, stderr := run("", "--chdir", t.TempDir(), "--changed-only")
	assert.Equal(t, cli.ExitFailed, code)
	assert.Contains(t, stderr, "in no git repository")
	t.Setenv("PATH", t.TempDir())
	code, _, stderr = r.changed("--changed-only")
	assert.Equal(t, cli.ExitFailed, code)
	assert.Contains(t, stderr, "git is not installed")
}

func TestChangedOnlyInAShallowClone(t *testing.T) {
	r := newGitRepository(t, map[string]string{"main.tf": openApp})
	r.git("branch", "old")
	r.commit()
	clone := filepath.Join(t.TempDir(), "clone")
	r.git("clone", "--quiet", "--depth", "1", "file://"+filepath.ToSlash(r.dir), clone)
	code, _, stderr := run("", "--chdir", clone, "--changed-only=HEAD~1")
	assert.Equal(t, cli.ExitFailed, code)
	assert.Contains(t, stderr, "fetch-depth: 0")
}

func TestChangedOnlyInAWorktree(t *testing.T) {
	r := newGitRepository(t, map[string]string{"main.tf": openApp})
	other := filepath.Join(t.TempDir(), "other")
	r.git("worktree", "add", "--quiet", other)
	require.NoError(t, os.WriteFile(filepath.Join(other, "more.tf"), []byte(another), 0o600))
	code, stdout, stderr := run("", "--chdir", other, "--changed-only", "--format", "compact", "--only", finding)
	assert.Equal(t, cli.ExitFindings, code, stderr)
	assert.Equal(t, 1, strings.Count(stdout, finding))
}
