package load

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/config"
	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/module"
	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// terraform reads configurations in Terraform's language. Folders of one
// repository share a reader, so that a module which several of them call is read
// once.
type terraform struct {
	options Options
	cwd     string

	mu      sync.Mutex
	readers map[string]*config.Reader
	// declared are the variables of the root modules that were read.
	declared map[string]bool
	// count is the number of root modules that were read.
	count int
}

func newTerraform(o Options) *terraform {
	cwd, err := filepath.Abs(o.Dir)
	if err != nil {
		cwd = o.Dir
	}
	if followed, err := filepath.EvalSymlinks(cwd); err == nil {
		cwd = followed
	}
	return &terraform{options: o, cwd: cwd, readers: map[string]*config.Reader{}, declared: map[string]bool{}}
}

// holds reports whether a folder holds configuration of Terraform.
func (t *terraform) holds(dir string) bool {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return false
	}
	return slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return !e.IsDir() && module.ConfigFile(e.Name()) })
}

// read evaluates the root module in a folder.
func (t *terraform) read(ctx context.Context, dir string) (*iac.Root, error) {
	r, err := t.reader(dir)
	if err != nil {
		return nil, fail(dir, "The folder cannot be opened: "+err.Error()+".")
	}
	if m, err := r.Loader().Module(dir); err == nil {
		t.mu.Lock()
		t.count++
		for name := range m.Variables {
			t.declared[name] = true
		}
		t.mu.Unlock()
	}
	return r.Read(ctx, dir)
}

// undeclared reports values that were given for variables which no configuration
// has: a misspelt one would silently change nothing.
func (t *terraform) undeclared() []*source.Error {
	if t.count == 0 {
		return nil
	}
	var errs []*source.Error
	for _, a := range t.options.Variables {
		if a.File == "" && !t.declared[a.Name] {
			errs = append(errs, &source.Error{Path: "--var " + a.Name, Message: "No configuration that was read declares this variable."})
		}
	}
	return errs
}

// reader returns the reader for what lies in a folder's repository.
func (t *terraform) reader(dir string) (*config.Reader, error) {
	root := t.boundary(t.absolute(dir))
	t.mu.Lock()
	defer t.mu.Unlock()
	if r := t.readers[root]; r != nil {
		return r, nil
	}
	r, err := config.NewReader(root, t.cwd, config.Options{
		Interest:    mapping.Interest(),
		MajorOf:     mapping.ProviderMajor,
		Variables:   t.options.Variables,
		Environment: t.options.Environment,
	})
	if err == nil {
		t.readers[root] = r
	}
	return r, err
}

func (t *terraform) absolute(dir string) string {
	if !filepath.IsAbs(dir) {
		dir = filepath.Join(t.cwd, dir)
	}
	if followed, err := filepath.EvalSymlinks(dir); err == nil {
		return followed
	}
	return filepath.Clean(dir)
}

// boundary is the folder outside of which nothing is read: the top of the
// repository that a folder is in; where there is none, the working directory, or
// the folder itself if it lies elsewhere.
func (t *terraform) boundary(dir string) string {
	for top := dir; ; top = filepath.Dir(top) {
		if _, err := os.Lstat(filepath.Join(top, ".git")); err == nil {
			return top
		}
		if top == filepath.Dir(top) {
			break
		}
	}
	if dir == t.cwd || strings.HasPrefix(dir, strings.TrimSuffix(t.cwd, string(filepath.Separator))+string(filepath.Separator)) {
		return t.cwd
	}
	return dir
}

// skippedFolders hold nothing that anybody wrote by hand.
var skippedFolders = map[string]bool{"node_modules": true, "vendor": true}

// roots lists the root modules in a folder and below it: the folders with
// configuration that no other one of them calls as a module.
func (t *terraform) roots(ctx context.Context, dir string) ([]string, []*source.Error) {
	var dirs []string
	var errs []*source.Error
	full := dir
	if !filepath.IsAbs(dir) {
		full = filepath.Join(t.cwd, dir)
	}
	err := filepath.WalkDir(full, func(path string, d fs.DirEntry, err error) error {
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			errs = append(errs, &source.Error{Path: t.shown(path), Message: "The folder cannot be read: " + err.Error() + "."})
			return nil //nolint:nilerr // the rest is searched
		case !d.IsDir():
			return nil
		case path != full && (strings.HasPrefix(d.Name(), ".") || skippedFolders[d.Name()]):
			return filepath.SkipDir
		}
		if t.holds(path) {
			dirs = append(dirs, t.shown(path))
		}
		return nil
	})
	if err != nil {
		errs = append(errs, &source.Error{Path: filepath.ToSlash(dir), Message: "The folder cannot be searched: " + err.Error() + "."})
	}
	return t.uncalled(dirs), errs
}

// shown is a path as it is printed: relative to the working directory, where it
// lies in it.
func (t *terraform) shown(path string) string {
	rel, err := filepath.Rel(t.cwd, path)
	if err != nil || strings.HasPrefix(rel, "..") {
		return filepath.ToSlash(path)
	}
	return filepath.ToSlash(rel)
}

// uncalled leaves out the folders that another one calls as a module.
func (t *terraform) uncalled(dirs []string) []string {
	var mu sync.Mutex
	called := map[string]bool{}
	each(len(dirs), func(i int) {
		r, err := t.reader(dirs[i])
		if err != nil {
			return
		}
		m, err := r.Loader().Module(dirs[i])
		if err != nil {
			return
		}
		mu.Lock()
		defer mu.Unlock()
		for _, call := range m.Calls {
			if call.SourceKnown && (strings.HasPrefix(call.Source, "./") || strings.HasPrefix(call.Source, "../") || call.Source == "." || call.Source == "..") {
				called[t.absolute(filepath.Join(t.absolute(dirs[i]), call.Source))] = true
			}
		}
	})
	var out []string
	for _, dir := range dirs {
		if !called[t.absolute(dir)] {
			out = append(out, dir)
		}
	}
	return out
}

// each does n pieces of work side by side.
func each(n int, work func(int)) {
	var group sync.WaitGroup
	turn := make(chan int)
	for range min(runtime.GOMAXPROCS(0), n) {
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
