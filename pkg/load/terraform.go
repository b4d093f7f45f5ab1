package load

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
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
	*folders
	options Options

	mu      sync.Mutex
	readers map[string]*config.Reader
	// declared are the variables of the root modules that were read.
	declared map[string]bool
	// count is the number of root modules that were read.
	count int
	// forget is set if nobody else reads the root modules: they are let go when they
	// have been read.
	forget bool
}

func newTerraform(o Options, f *folders) *terraform {
	return &terraform{folders: f, options: o, readers: map[string]*config.Reader{}, declared: map[string]bool{}}
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
	root, err := r.Read(ctx, dir)
	if t.forget { // of many roots, only those at hand are in memory
		r.Forget(dir)
	}
	return root, err
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
		Overlay:     t.options.Overlay,
	})
	if err == nil {
		t.readers[root] = r
	}
	return r, err
}

// roots lists the root modules among folders: those with configuration that no other
// one of them calls as a module.
func (t *terraform) roots(ctx context.Context, dirs []string) []string {
	var holding []string
	for _, dir := range dirs {
		if t.holds(t.path(dir)) && t.options.wants(dir) {
			holding = append(holding, dir)
		}
	}
	return t.uncalled(ctx, holding)
}

// maxHeld is up to how many folders are kept in memory between finding the roots among them
// and reading these; more are read twice.
const maxHeld = 200

// uncalled leaves out the folders that another one calls as a module.
func (t *terraform) uncalled(ctx context.Context, dirs []string) []string {
	var mu sync.Mutex
	called := map[string]bool{}
	each(len(dirs), 0, func(i int) {
		r, err := t.reader(dirs[i])
		if err != nil || ctx.Err() != nil {
			return
		}
		m, err := r.Loader().Module(dirs[i])
		if len(dirs) > maxHeld { // they are read again
			defer r.Loader().Forget(dirs[i])
		}
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
