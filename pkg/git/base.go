package git

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// Base finds the commit that changes are counted from: that of a revision, or for "" where
// the branch at hand left the default branch of the remote repository; without a remote,
// the last commit.
func (r *Repository) Base(ctx context.Context, revision string) (commit string, err error) {
	if revision != "" {
		commit, err := r.commit(ctx, revision)
		if err != nil {
			return "", fmt.Errorf("there is no revision %q in this repository%s", revision, r.hint(ctx))
		}
		return commit, nil
	}
	head, err := r.commit(ctx, "HEAD")
	if err != nil {
		return "", errors.New("this repository has no commit yet, so that there is nothing to compare with")
	}
	branch, ok := r.defaultBranch(ctx)
	if !ok {
		return head, nil
	}
	out, err := r.run(ctx, "merge-base", "--end-of-options", head, branch)
	if err != nil {
		if ctx.Err() != nil {
			return "", ctx.Err()
		}
		return "", fmt.Errorf("HEAD and %s have no commit in common%s", strings.TrimPrefix(branch, "refs/remotes/"), r.hint(ctx))
	}
	return strings.TrimSpace(string(out)), nil
}

func (r *Repository) commit(ctx context.Context, revision string) (string, error) {
	out, err := r.run(ctx, "rev-parse", "--verify", "--quiet", "--end-of-options", revision+"^{commit}")
	if err != nil {
		return "", err
	}
	return strings.TrimSpace(string(out)), nil
}

// defaultBranch is the branch that a clone starts with, as the remote repository says or
// by its usual names.
func (r *Repository) defaultBranch(ctx context.Context) (string, bool) {
	if out, err := r.run(ctx, "symbolic-ref", "--quiet", "refs/remotes/origin/HEAD"); err == nil {
		branch := strings.TrimSpace(string(out))
		if _, err := r.commit(ctx, branch); err == nil {
			return branch, true
		}
	}
	for _, name := range []string{"main", "master"} {
		branch := "refs/remotes/origin/" + name
		if _, err := r.commit(ctx, branch); err == nil {
			return branch, true
		}
	}
	return "", false
}

// hint tells what to do where the history was not fetched as a whole.
func (r *Repository) hint(ctx context.Context) string {
	out, err := r.run(ctx, "rev-parse", "--is-shallow-repository")
	if err == nil && strings.TrimSpace(string(out)) == "true" {
		return ": it is a shallow clone, which has a part of the history only; fetch all of it (actions/checkout: fetch-depth: 0)"
	}
	return ""
}
