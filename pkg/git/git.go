// Package git asks the user's git what a repository held at a revision and what has changed
// since. Nothing that a repository says is run: no hook, filter, pager or file system
// monitor, and nothing is fetched. File contents are read as they are stored and compared by
// their object ids.
//
// Source: https://git-scm.com/docs/gitrepository-layout, https://git-scm.com/docs/git-cat-file
package git

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// Repository is a working tree with its history.
type Repository struct {
	git string // the program
	top string // the folder of the working tree
}

// Open finds the repository that a folder lies in. It is an error if there is none, or
// no git.
func Open(ctx context.Context, dir string) (*Repository, error) {
	program, err := exec.LookPath("git")
	if err != nil {
		return nil, errors.New("git is not installed, or not on the PATH")
	}
	r := &Repository{git: program, top: dir}
	out, err := r.run(ctx, "rev-parse", "--show-toplevel")
	switch {
	case err == nil:
	case strings.Contains(err.Error(), "not a git repository"):
		return nil, fmt.Errorf("%s is in no git repository", dir)
	case strings.Contains(err.Error(), "must be run in a work tree"):
		out = nil
	default:
		return nil, err
	}
	top := strings.TrimSuffix(string(out), "\n")
	if top == "" {
		return nil, fmt.Errorf("%s is in a git repository without a working tree", dir)
	}
	r.top = filepath.FromSlash(top)
	if _, err := os.Lstat(filepath.Join(r.top, ".git")); err != nil { // core.worktree may say so
		return nil, fmt.Errorf("the working tree %s of the git repository is not where the repository is", top)
	}
	return r, nil
}

// Top is the folder of the working tree.
func (r *Repository) Top() string { return r.top }

// safe are settings under which git runs nothing that a repository names.
var safe = []string{
	"--no-optional-locks", "--no-pager",
	"-c", "core.fsmonitor=false", "-c", "core.untrackedCache=false", "-c", "core.hooksPath=" + os.DevNull,
}

// inherited are variables of the environment that git sets for hooks and that mean
// another repository or index.
var inherited = []string{"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_EXTERNAL_DIFF", "GIT_TRACE"}

func environment() []string {
	env := slices.DeleteFunc(os.Environ(), func(e string) bool {
		name, _, _ := strings.Cut(e, "=")
		return slices.Contains(inherited, name)
	})
	// No protocol is allowed, so that a clone without blobs fetches none, whatever a version
	// of git knows of the variable before.
	return append(env, "GIT_TERMINAL_PROMPT=0", "GIT_NO_LAZY_FETCH=1", "GIT_ALLOW_PROTOCOL=none", "LC_ALL=C")
}

func (r *Repository) command(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, r.git, append(slices.Clone(safe), args...)...) //nolint:gosec // arguments of our own
	cmd.Dir, cmd.Env = r.top, environment()
	return cmd
}

// run returns what a git command prints. An error is what git says, in one line.
func (r *Repository) run(ctx context.Context, args ...string) ([]byte, error) {
	cmd := r.command(ctx, args...)
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &said
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, fmt.Errorf("git %s: %w", args[0], reason(said.String(), err))
	}
	return out.Bytes(), nil
}

// reason is what git says of a failure, and else the failure itself.
func reason(said string, err error) error {
	first, _, _ := strings.Cut(strings.TrimSpace(said), "\n")
	first = strings.TrimPrefix(strings.TrimPrefix(first, "fatal: "), "error: ")
	switch {
	case strings.Contains(first, "dubious ownership"):
		return errors.New(first + "; if you trust what is in it, git config --global --add safe.directory takes the folder")
	case first != "":
		return errors.New(first)
	}
	return err
}
