package project

import (
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/syntax"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// Limits where the Options say nothing.
const (
	defaultFileSize = 16 << 20
	defaultFiles    = 50_000
	defaultBytes    = 1 << 30
	defaultDepth    = 100
)

// Options bound what a Project reads. A limit of zero means the default.
type Options struct {
	// Root is the absolute path of the folder outside of which nothing is read, also
	// not by symbolic links.
	Root string
	// Cwd is the absolute path of the working directory: paths are relative to it
	// when they are shown, and taken as relative to it when they are given. The Root
	// if empty.
	Cwd string
	// Cache is the absolute path of the folder in which `bicep restore` keeps modules,
	// ~/.bicep by default of Bicep; empty for none. It may lie outside of Root.
	Cache string
	// Overlay is what files are taken to hold.
	Overlay source.Overlay
	// MaxFileSize is in bytes, 16 MiB by default. MaxBytes is for all files of the
	// project together, 1 GiB by default.
	MaxFileSize, MaxBytes int64
	// MaxFiles is the number of files that are read, 50,000 by default.
	MaxFiles int
	// MaxDepth is how deep modules may be nested, 100 by default.
	MaxDepth int
}

func (o Options) withDefaults() Options {
	if o.Cwd == "" {
		o.Cwd = o.Root
	}
	if o.MaxFileSize <= 0 {
		o.MaxFileSize = defaultFileSize
	}
	if o.MaxBytes <= 0 {
		o.MaxBytes = defaultBytes
	}
	if o.MaxFiles <= 0 {
		o.MaxFiles = defaultFiles
	}
	if o.MaxDepth <= 0 {
		o.MaxDepth = defaultDepth
	}
	return o
}

// Project reads files below one root, each of them once. It is safe for concurrent
// use. What it returns is shared and must not be changed.
type Project struct {
	options Options
	root    folder // what Options.Root is
	cache   folder // what Options.Cache is

	mu      sync.Mutex
	files   map[place]*once[*source.File]
	parsed  map[place]*once[*syntax.File]
	places  map[*source.File]place
	configs map[place]*once[*config]
	memo    map[any]*once[any]
	count   int
	bytes   int64
}

// once holds what is made when it is first asked for.
type once[T any] struct {
	sync.Once
	value T
	err   *source.Error
}

// New returns a Project. Nothing is opened before something is read.
func New(o Options) *Project {
	o = o.withDefaults()
	return &Project{
		options: o,
		root:    folder{path: o.Root},
		cache:   folder{path: o.Cache},
		files:   map[place]*once[*source.File]{},
		parsed:  map[place]*once[*syntax.File]{},
		places:  map[*source.File]place{},
		configs: map[place]*once[*config]{},
		memo:    map[any]*once[any]{},
	}
}

// Close releases the folders. The project reads nothing after that.
func (p *Project) Close() error {
	err := p.root.close()
	if other := p.cache.close(); err == nil {
		err = other
	}
	return err
}

// MaxDepth is how deep modules may be nested.
func (p *Project) MaxDepth() int { return p.options.MaxDepth }

// slot returns the place in a table where a value is made once.
func slot[K comparable, T any](p *Project, table map[K]*once[T], key K) *once[T] {
	p.mu.Lock()
	defer p.mu.Unlock()
	it := table[key]
	if it == nil {
		it = &once[T]{}
		table[key] = it
	}
	return it
}

// Remember returns what was made for a key, and makes it where nobody has asked for it
// before. Keys are of a type of the caller's own. It must not ask for its own key.
func (p *Project) Remember(key any, create func() any) any {
	it := slot(p, p.memo, key)
	it.Do(func() { it.value = create() })
	return it.value
}

// File reads and parses a .bicep or .bicepparam file, given absolute or relative to the
// working directory. What is wrong inside the file is in its Errors.
func (p *Project) File(path string) (*syntax.File, *source.Error) {
	at, err := p.place(path)
	if err != nil {
		return nil, err
	}
	return p.parse(at)
}

// Add takes a file that was read elsewhere, such as standard input, into the project
// and parses it: as a parameter file if its path ends in .bicepparam. Its path is
// relative to the working directory.
func (p *Project) Add(f *source.File) *syntax.File {
	if at, err := p.place(f.Path); err == nil {
		p.mu.Lock()
		p.places[f] = at
		p.mu.Unlock()
	}
	return parse(f)
}

func (p *Project) parse(at place) (*syntax.File, *source.Error) {
	it := slot(p, p.parsed, at)
	it.Do(func() {
		f, err := p.read(at)
		if it.err = err; err == nil {
			it.value = parse(f)
		}
	})
	return it.value, it.err
}

func parse(f *source.File) *syntax.File {
	if strings.EqualFold(filepath.Ext(f.Path), ".bicepparam") {
		return syntax.ParseParams(f)
	}
	return syntax.Parse(f)
}

// ReadFile reads a file, given absolute or relative to the working directory.
func (p *Project) ReadFile(path string) (*source.File, *source.Error) {
	at, err := p.place(path)
	if err != nil {
		return nil, err
	}
	return p.read(at)
}

// Beside reads a file whose path is relative to another file of the project, as
// loadTextContent does. The error has no range yet.
func (p *Project) Beside(f *source.File, path string) (*source.File, *source.Error) {
	at, err := p.relative(f, path)
	if err != nil {
		return nil, err
	}
	return p.read(at)
}

// where tells where a file of the project is.
func (p *Project) where(f *source.File) (place, *source.Error) {
	p.mu.Lock()
	at, ok := p.places[f]
	p.mu.Unlock()
	if ok {
		return at, nil
	}
	return p.place(f.Path)
}

// folder is a folder that is opened when something in it is read.
type folder struct {
	path string
	open sync.Once
	root *os.Root
	err  error
}

func (f *folder) opened() (*os.Root, error) {
	f.open.Do(func() {
		if f.path == "" {
			f.err = os.ErrNotExist
			return
		}
		f.root, f.err = os.OpenRoot(f.path)
	})
	return f.root, f.err
}

func (f *folder) close() error {
	f.open.Do(func() { f.err = os.ErrClosed })
	if f.root == nil {
		return nil
	}
	return f.root.Close()
}
