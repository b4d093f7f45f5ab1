package suppress

import (
	"path"
	"sync"
	"time"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// Config is what a Set goes by.
type Config struct {
	// Known are all rules that there are; those of this package need not be among them.
	Known []*lint.Check
	// Selected are the rules that the user's choice leaves, those of this package included.
	Selected []*lint.Check
	// Now is the time against which dates are held.
	Now time.Time
}

// Set holds the directives of all files of a run, each file once however many
// configurations read it. It may be used from several goroutines.
type Set struct {
	config   Config
	selected map[*lint.Check]bool

	mu    sync.Mutex
	files map[string]*file
	// judged is set once findings were applied, when it first makes sense to say
	// that a directive is of no use.
	judged bool
	// open are the names of the rules, or "all", that may have had more to report.
	open map[string]bool
}

// file is the directives of one file and what became of them.
type file struct {
	directives []entry
	problems   []Problem
	downloaded bool
	byName     map[string][]*entry // by rule or "all"
}

type entry struct {
	Directive
	expired bool
	used    map[string]bool // by rule or "all"
}

// NewSet returns an empty set.
func NewSet(c Config) *Set {
	s := &Set{config: c, selected: map[*lint.Check]bool{}, files: map[string]*file{}, open: map[string]bool{}}
	for _, check := range c.Selected {
		s.selected[check] = true
	}
	return s
}

// Add reads the directives of a file. A file of the same path is read only once.
func (s *Set) Add(in Input) {
	if in.File == nil || s.has(in.File) {
		return
	}
	f := s.read(in)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.files[key(in.File)] == nil {
		s.files[key(in.File)] = f
	}
}

func (s *Set) has(f *source.File) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.files[key(f)] != nil
}

func (s *Set) read(in Input) *file {
	directives, problems := Parse(in, s.config.Known)
	f := &file{directives: make([]entry, len(directives)), problems: problems, downloaded: in.Downloaded, byName: map[string][]*entry{}}
	for i, d := range directives {
		e := &f.directives[i]
		*e = entry{Directive: d, expired: d.Expired(s.config.Now), used: map[string]bool{}}
		if e.expired {
			continue
		}
		for _, name := range d.names() {
			f.byName[name] = append(f.byName[name], e)
		}
	}
	return f
}

// file returns what is known of the file of a range; nil if nothing is.
func (s *Set) file(at source.Range) *file {
	if !at.HasText() {
		return nil
	}
	return s.files[key(at.File)]
}

// key tells files apart: each configuration reads a shared file for itself.
func key(f *source.File) string { return path.Clean(f.Path) }
