package git_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/git"
)

// start makes a repository with one commit.
func start(t *testing.T, files map[string]string, format string) (dir string, command func(args ...string)) {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	dir, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)
	command = func(args ...string) {
		t.Helper()
		cmd := exec.CommandContext(t.Context(), "git", append([]string{"-c", "user.name=a", "-c", "user.email=a@example.com"}, args...)...)
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, "%v: %s", args, out)
	}
	command("init", "--quiet", "--initial-branch=main", "--object-format="+format)
	for name, content := range files {
		require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600))
	}
	command("add", "--all")
	command("commit", "--quiet", "--message", "first")
	return dir, command
}

func TestRepository(t *testing.T) {
	for _, format := range []string{"sha1", "sha256"} {
		t.Run(format, func(t *testing.T) { testRepository(t, format) })
	}
}

func testRepository(t *testing.T, format string) {
	t.Helper()
	binary := string([]byte{0, 1, '\r', '\n', 255})
	dir, command := start(t, map[string]string{"a.tf": "a", "below/b.tf": "b\n", "binary": binary, "same size": "1", "ends": "a\nb\n"}, format)
	r, err := git.Open(t.Context(), filepath.Join(dir, "below"))
	require.NoError(t, err)
	assert.Equal(t, dir, r.Top())

	commit, err := r.Base(t.Context(), "")
	require.NoError(t, err, "without a remote it is the last commit")
	then, err := r.Files(t.Context(), commit)
	require.NoError(t, err)
	changed, present, err := r.Changed(t.Context(), then)
	require.NoError(t, err)
	assert.Empty(t, changed)
	assert.Len(t, present, 5)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "ends"), []byte("a\r\nb\r\n"), 0o600))

	require.NoError(t, os.WriteFile(filepath.Join(dir, "same size"), []byte("2"), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "new"), nil, 0o600))
	require.NoError(t, os.Remove(filepath.Join(dir, "a.tf")))
	command("mv", "below/b.tf", "below/c.tf")
	changed, _, err = r.Changed(t.Context(), then)
	require.NoError(t, err)
	assert.Equal(t, []string{"a.tf", "below/b.tf", "below/c.tf", "new", "same size"}, changed)

	to := t.TempDir()
	_, err = r.Export(t.Context(), then, to)
	require.NoError(t, err)
	for name, want := range map[string]string{"a.tf": "a", "below/b.tf": "b\n", "binary": binary, "same size": "1"} {
		got, err := os.ReadFile(filepath.Join(to, name))
		require.NoError(t, err)
		assert.Equal(t, want, string(got), name)
	}
}

// Links that stay within the folder are made again, and no others.
func TestLinks(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("links need a privilege there")
	}
	dir, command := start(t, map[string]string{"a": "a", "deep/er/b": "b"}, "sha1")
	links := map[string]string{
		"absolute": "/etc/passwd", "above": "../x", "within": "deep/er/b", "folder": "deep",
		"deep/er/top": "../..", "over": "deep/er/top/..", "nowhere": "no",
	}
	for at, to := range links {
		require.NoError(t, os.Symlink(to, filepath.Join(dir, at)))
	}
	command("add", "--all")
	command("commit", "--quiet", "--message", "second")
	r, err := git.Open(t.Context(), dir)
	require.NoError(t, err)
	commit, err := r.Base(t.Context(), "HEAD")
	require.NoError(t, err)
	then, err := r.Files(t.Context(), commit)
	require.NoError(t, err)
	assert.Len(t, then, 2+len(links))
	changed, present, err := r.Changed(t.Context(), then)
	require.NoError(t, err)
	assert.Empty(t, changed)
	assert.Contains(t, present, "above")

	to := t.TempDir()
	_, err = r.Export(t.Context(), then, to)
	require.NoError(t, err)
	for at, kept := range map[string]bool{
		"absolute": false, "above": false, "within": true, "folder": true, "deep/er/top": true, "over": false, "nowhere": false,
	} {
		_, err := os.Lstat(filepath.Join(to, at))
		assert.Equal(t, kept, err == nil, at)
	}
	require.NoError(t, os.Remove(filepath.Join(dir, "within")))
	require.NoError(t, os.Symlink("a", filepath.Join(dir, "within")))
	changed, _, err = r.Changed(t.Context(), then)
	require.NoError(t, err)
	assert.Equal(t, []string{"within"}, changed)
}

func TestUnreadableRepository(t *testing.T) {
	dir, _ := start(t, map[string]string{"a": "a"}, "sha1")
	r, err := git.Open(t.Context(), dir)
	require.NoError(t, err)
	commit, err := r.Base(t.Context(), "HEAD")
	require.NoError(t, err)
	then, err := r.Files(t.Context(), commit)
	require.NoError(t, err)
	require.NoError(t, filepath.WalkDir(filepath.Join(dir, ".git", "objects"), func(path string, e os.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			return os.Remove(path)
		}
		return err
	}))
	_, err = r.Export(t.Context(), then, t.TempDir())
	require.Error(t, err, "the objects are gone")
	assert.NotContains(t, err.Error(), "\n", "it is one line")
	_, err = r.Files(t.Context(), commit)
	require.Error(t, err)
}
