package bind

import (
	"slices"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/ir"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/template"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/project"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// LowerJSON returns the ARM template of a file of a project, with the templates that it
// links to by relative paths. It is made once, and is shared.
func LowerJSON(p *project.Project, f *source.File) *ir.Template { return compiled(p, f, false) }

// lowerCompiled lowers an ARM template with those that it links to.
func lowerCompiled(p *project.Project, f *source.File) *ir.Template {
	l := &linker{project: p, done: map[*source.File]*ir.Template{}}
	return l.lower(f)
}

// linker follows the links of ARM templates, which may go round in a circle.
type linker struct {
	project *project.Project
	within  []*source.File
	done    map[*source.File]*ir.Template
}

func (l *linker) lower(f *source.File) *ir.Template {
	if t := l.done[f]; t != nil {
		return t
	}
	l.within = append(l.within, f)
	t := template.Lower(f, template.Options{Linked: l.linked})
	l.within = l.within[:len(l.within)-1]
	l.done[f] = t
	return t
}

// linked reads a template that another one links to.
func (l *linker) linked(from *source.File, path string) (*ir.Template, string) {
	f, err := l.project.Beside(from, path)
	switch {
	case err != nil:
		return nil, path + " cannot be read: " + err.Message
	case slices.Contains(l.within, f):
		return nil, path + " links back to this template, in a circle"
	case len(l.within) >= l.project.MaxDepth():
		return nil, "templates that link to one another are nested too deep here"
	}
	return l.lower(f), ""
}
