package bind

import (
	"fmt"
	"path"
	"strings"
	"sync"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/ir"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/project"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/syntax"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// Lower returns the template of a file of a project, with those of its modules. It is
// made once, and is shared: it must not be changed. Errors of the file's syntax are
// among the template's.
func Lower(p *project.Project, file *syntax.File) *ir.Template {
	f := declared(p, file)
	f.lowerAll()
	return f.template
}

// file is a file with what it declares.
type file struct {
	project  *project.Project
	syntax   *syntax.File
	template *ir.Template
	// declarations are the names at the top, of which functions, types and values
	// share one space.
	declarations map[string]*declaration
	names        []string // of the declarations, in the order of the file
	extensions   int      // how many are declared
	params       bool     // it is a parameter file
	errors       []*source.Error

	mu      sync.Mutex
	targets map[string]*target

	walk  sync.Once // sets the next two
	cut   map[string]string
	depth int

	fill  sync.Once
	noted map[string]bool // references of which a note was made; while filling
	// suggestions counts how often names were looked for that may have been meant.
	suggestions int
}

// key finds a file's declarations among what the project remembers.
type key struct{ *syntax.File }

// declared returns a file with its declarations, which need no other file.
func declared(p *project.Project, s *syntax.File) *file {
	return p.Remember(key{s}, func() any {
		f := &file{
			project: p, syntax: s,
			template:     &ir.Template{File: s.Source, Name: s.Source.Path, Bicep: true},
			declarations: map[string]*declaration{},
			targets:      map[string]*target{},
			noted:        map[string]bool{},
			params:       strings.EqualFold(path.Ext(s.Source.Path), ".bicepparam"),
		}
		f.declare()
		return f
	}).(*file)
}

// at returns where a node of the file is.
func (f *file) at(n syntax.Node) source.Range { return f.syntax.Range(n) }

// errorf reports what is wrong with a node.
func (f *file) errorf(n syntax.Node, format string, args ...any) {
	f.fail(f.at(n), fmt.Sprintf(format, args...))
}

func (f *file) fail(at source.Range, message string) {
	f.errors = append(f.errors, &source.Error{At: at, Message: message})
}

// note says what could not be seen and is no mistake.
func (f *file) note(n syntax.Node, format string, args ...any) {
	f.template.Notes = append(f.template.Notes, &source.Error{At: f.at(n), Message: fmt.Sprintf(format, args...)})
}
