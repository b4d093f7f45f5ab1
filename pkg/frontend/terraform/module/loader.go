package module

import (
	"os"
	"sync"

	"github.com/appnetlint/appnetlint/pkg/source"
)

// Limits where the Options say nothing.
const (
	defaultFileSize   = 8 << 20
	defaultFolderSize = 32 << 20
	defaultFiles      = 10_000
	defaultDepth      = 500
)

// Options bound what a Loader reads. A limit of zero means the default.
type Options struct {
	// Root is the absolute path of the folder outside of which nothing is
	// read, also not by symbolic links.
	Root string
	// Cwd is the absolute path of the working directory: paths are relative to
	// it when they are shown, and taken as relative to it when they are given.
	Cwd string
	// DataDir is where `terraform init` put its files (TF_DATA_DIR), relative
	// to the root module's folder or absolute; ".terraform" if empty.
	DataDir string
	// Overlay is what files of configuration are taken to hold.
	Overlay source.Overlay
	// MaxFileSize is in bytes, 8 MiB by default. MaxFolderSize is for all
	// configuration files of one folder together, 32 MiB by default.
	MaxFileSize, MaxFolderSize int64
	// MaxFiles is the number of configuration files in one folder, 10,000 by
	// default.
	MaxFiles int
	// MaxDepth is how deep brackets, blocks and templates may be nested, 500 by
	// default. Much more than some 10,000 would overflow the parser's stack.
	MaxDepth int
}

func (o Options) withDefaults() Options {
	if o.MaxFileSize <= 0 {
		o.MaxFileSize = defaultFileSize
	}
	if o.MaxFolderSize <= 0 {
		o.MaxFolderSize = defaultFolderSize
	}
	if o.MaxFiles <= 0 {
		o.MaxFiles = defaultFiles
	}
	if o.MaxDepth <= 0 {
		o.MaxDepth = defaultDepth
	}
	if o.DataDir == "" {
		o.DataDir = ".terraform"
	}
	return o
}

// Loader reads modules, each folder once. It is safe for concurrent use. The
// modules it returns are shared and must not be changed.
type Loader struct {
	options Options

	open    sync.Once
	root    *os.Root
	rootErr error

	mu      sync.Mutex
	modules map[string]*loading // by path below the root
}

type loading struct {
	once   sync.Once
	module *Module
	err    error
}

// NewLoader returns a Loader. Nothing is opened before something is read.
func NewLoader(o Options) *Loader {
	return &Loader{options: o.withDefaults(), modules: map[string]*loading{}}
}

// Module reads the module in a folder, given absolute or relative to the
// working directory. It is an error if there is no such folder below the root
// or if it holds no configuration; what is wrong inside the files is in
// Module.Errors.
func (l *Loader) Module(dir string) (*Module, error) {
	p, err := l.place(dir)
	if err != nil {
		return nil, err
	}
	l.mu.Lock()
	it := l.modules[p.below]
	if it == nil {
		it = &loading{}
		l.modules[p.below] = it
	}
	l.mu.Unlock()
	it.once.Do(func() { it.module, it.err = l.read(p) })
	return it.module, it.err
}

// Forget lets the module in a folder go: who asks for it again reads it again. What others
// have of it stays as it is.
func (l *Loader) Forget(dir string) {
	p, err := l.place(dir)
	if err != nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.modules, p.below)
}

func (l *Loader) read(p place) (*Module, error) {
	names, err := l.configFiles(p)
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return nil, p.errorf("The folder holds no Terraform configuration.")
	}
	c := newCollector(p.shown)
	for _, f := range l.parseAll(p, chosen(names)) {
		c.file(f)
	}
	return c.module(), nil
}
