package load

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"github.com/appnetlint/appnetlint/pkg/source"
)

// folders knows where paths lead, and what may be read of what is there.
type folders struct {
	cwd string
	// named are the folders that paths of the call mean, absolute and without links.
	named []string
}

func newFolders(o Options) *folders {
	cwd, err := filepath.Abs(o.Dir)
	if err != nil {
		cwd = o.Dir
	}
	if followed, err := filepath.EvalSymlinks(cwd); err == nil {
		cwd = followed
	}
	return &folders{cwd: cwd}
}

// path is a path as the system takes it.
func (f *folders) path(name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(f.cwd, name)
}

func (f *folders) absolute(dir string) string {
	dir = f.path(dir)
	if followed, err := filepath.EvalSymlinks(dir); err == nil {
		return followed
	}
	return filepath.Clean(dir)
}

// boundary is the folder outside of which nothing is read: the top of the
// repository that a folder is in; where there is none, the working directory, or if it
// lies elsewhere, the folder that was named, or else itself.
func (f *folders) boundary(dir string) string {
	for top := dir; ; top = filepath.Dir(top) {
		if _, err := os.Lstat(filepath.Join(top, ".git")); err == nil {
			return top
		}
		if top == filepath.Dir(top) {
			break
		}
	}
	for _, top := range append([]string{f.cwd}, f.named...) {
		if within(dir, top) {
			return top
		}
	}
	return dir
}

// within reports whether a folder is another one or lies in it.
func within(dir, top string) bool {
	separator := string(filepath.Separator)
	return dir == top || strings.HasPrefix(dir, strings.TrimSuffix(top, separator)+separator)
}

// same reports whether two paths lead to one file.
func (f *folders) same(a, b string) bool { return f.absolute(a) == f.absolute(b) }

// skippedFolders hold nothing that anybody wrote by hand.
var skippedFolders = map[string]bool{"node_modules": true, "vendor": true}

// below lists a folder and those below it.
func (f *folders) below(ctx context.Context, dir string) ([]string, []*source.Error) {
	var dirs []string
	var errs []*source.Error
	full := f.path(dir)
	if followed, err := filepath.EvalSymlinks(full); err == nil {
		full = followed // links below it are not followed
	}
	err := filepath.WalkDir(full, func(path string, d fs.DirEntry, err error) error {
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			errs = append(errs, &source.Error{Path: f.shown(path), Message: "The folder cannot be read: " + err.Error() + "."})
			return nil //nolint:nilerr // the rest is searched
		case !d.IsDir():
			return nil
		case path != full && (strings.HasPrefix(d.Name(), ".") || skippedFolders[d.Name()]):
			return filepath.SkipDir
		}
		dirs = append(dirs, f.shown(path))
		return nil
	})
	if err != nil {
		errs = append(errs, &source.Error{Path: filepath.ToSlash(dir), Message: "The folder cannot be searched: " + err.Error() + "."})
	}
	return dirs, errs
}

// shown is a path as it is printed: relative to the working directory, where it
// lies in it.
func (f *folders) shown(path string) string {
	rel, err := filepath.Rel(f.cwd, path)
	if err != nil || strings.HasPrefix(rel, "..") {
		return filepath.ToSlash(path)
	}
	return filepath.ToSlash(rel)
}

// each does n pieces of work, jobs of them side by side; for 0, as many as there are
// processors.
func each(n, jobs int, work func(int)) {
	if jobs < 1 {
		jobs = runtime.GOMAXPROCS(0)
	}
	var group sync.WaitGroup
	turn := make(chan int)
	for range min(jobs, n) {
		group.Go(func() {
			for i := range turn {
				work(i)
			}
		})
	}
	for i := range n {
		turn <- i
	}
	close(turn)
	group.Wait()
}
