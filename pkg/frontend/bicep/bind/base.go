package bind

import (
	"fmt"
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/ir"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/project"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/syntax"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// Assignment is a value that a parameter file gives to a parameter.
type Assignment struct {
	Name string
	// Value is evaluated among the variables of From.
	Value ir.Expr
	From  *ir.Template
	// At is the declaration's header.
	At source.Range
}

// Parameters are what a parameter file has.
type Parameters struct {
	// Template has the file's variables, among them one for each value that it gives to
	// a parameter, and its errors.
	Template *ir.Template
	// Assignments are the values, those of the files that it extends included, in the
	// order of the files.
	Assignments []Assignment
	// Using is the template that the file is for; nil if it is for none, or if the
	// template is not at hand, of which Why tells the reason.
	Using *ir.Template
	// Path is what the template is called by; "" if it is for none.
	Path string
	Why  string
	// Missing is set where Why is no mistake: a module is not restored.
	Missing bool
	// At is where the template is named.
	At source.Range
	// Errors and Notes are those of the file and of those that it extends.
	Errors, Notes []*source.Error
}

// LowerParameters returns what a parameter file has. It is made once, and is shared.
func LowerParameters(p *project.Project, s *syntax.File) *Parameters {
	f := declared(p, s)
	f.lowerAll()
	return p.Remember(parametersKey{s}, func() any { return f.parameters() }).(*Parameters)
}

type parametersKey struct{ *syntax.File }

func (f *file) parameters() *Parameters {
	out := &Parameters{Template: f.template, Assignments: f.effective(0)}
	for g, depth := f, 0; g != nil && depth < f.project.MaxDepth(); g, depth = g.base(), depth+1 {
		out.Errors = append(out.Errors, g.template.Errors...)
		out.Notes = append(out.Notes, g.template.Notes...)
	}
	using := f.using()
	if using == nil || using.None {
		return out
	}
	out.At = f.at(using)
	path, ok := using.Path.(*syntax.String)
	if !ok {
		out.Why = "its path could not be read"
		return out
	}
	out.Path, out.At = path.Value, f.at(path)
	t, why := f.follow(path.Value)
	switch {
	case why != "":
		out.Why = why
	case t.Missing != "":
		out.Why, out.Missing = t.Missing, true
	case t.file != nil:
		out.Using = t.file.template
	default:
		out.Using = t.json
	}
	out.Errors = append(out.Errors, out.undeclared()...)
	return out
}

// undeclared reports values for parameters that the template does not have.
func (p *Parameters) undeclared() []*source.Error {
	if p.Using == nil {
		return nil
	}
	var names []string
	known := map[string]bool{}
	for _, q := range p.Using.Parameters {
		known[strings.ToLower(q.Name)] = true
		names = append(names, q.Name)
	}
	var out []*source.Error
	for _, a := range p.Assignments {
		if known[strings.ToLower(a.Name)] {
			continue
		}
		meant := ""
		if len(out) < maxSuggestions {
			meant = suggestion(a.Name, names)
		}
		out = append(out, &source.Error{At: a.At, Message: fmt.Sprintf("The template %s has no parameter %s.%s", p.Path, a.Name, meant)})
	}
	return out
}

// checkUsing reports a template that cannot be read.
func (f *file) checkUsing(s *syntax.Using) {
	if path, ok := s.Path.(*syntax.String); ok && !s.None {
		f.used(path)
	}
}

// checkExtends reports a file that cannot be extended.
func (f *file) checkExtends(s *syntax.Extends) {
	path, ok := s.Path.(*syntax.String)
	if !ok {
		return
	}
	t, why := f.follow(path.Value)
	switch {
	case why != "":
		f.errorf(path, "The parameter file %s cannot be read: %s", path.Value, why)
	case t.file == nil || !t.file.params:
		f.errorf(path, "%s is no parameter file, and cannot be extended.", path.Value)
	}
}

// using returns the statement that names the template.
func (f *file) using() *syntax.Using {
	for _, s := range f.syntax.Statements {
		if u, ok := s.(*syntax.Using); ok {
			return u
		}
	}
	return nil
}

// base returns the parameter file that this one extends; nil for none, or where it
// cannot be read.
func (f *file) base() *file {
	for _, s := range f.syntax.Statements {
		e, ok := s.(*syntax.Extends)
		if !ok {
			continue
		}
		if path, ok := e.Path.(*syntax.String); ok {
			if t, _ := f.follow(path.Value); t != nil {
				return t.file
			}
		}
	}
	return nil
}

// effective are the values of a file: those of the one that it extends, with its own
// in their place and behind them.
func (f *file) effective(depth int) []Assignment {
	var out []Assignment
	if base := f.base(); base != nil && depth < f.project.MaxDepth() {
		out = base.effective(depth + 1)
	}
	for _, name := range f.names {
		d := f.declarations[name]
		s, ok := d.node.(*syntax.ParamAssign)
		if d.kind != assigned || !ok {
			continue
		}
		at := f.header(s, s.Decorators, s.Name)
		a := Assignment{Name: name, Value: &ir.Var{Span: ir.Span{At: f.at(s.Value)}, Name: name}, From: f.template, At: at}
		if i := slices.IndexFunc(out, func(o Assignment) bool { return o.Name == name }); i >= 0 {
			out[i] = a
			continue
		}
		out = append(out, a)
	}
	return out
}

// ofBase lowers base.name, the value that the extended file gives to a parameter, and
// base itself, an object of all.
func (l *lowerer) ofBase(whole syntax.Expr, v *syntax.Variable, links []ir.Link) ir.Expr {
	base := l.file.base()
	if base == nil {
		l.file.errorf(v, "base is known only in a parameter file that extends another one.")
		return l.failure(whole, "there is no base")
	}
	all := base.effective(1)
	if len(links) > 0 {
		if key, ok := links[0].Key.(*ir.Literal); ok {
			name, _ := key.Value.Text()
			for _, a := range all {
				if a.Name == name {
					return l.linked(whole, &ir.Imported{Span: l.span(v), From: a.From, Name: name}, links[1:])
				}
			}
		}
	}
	object := &ir.Object{Span: l.span(v)}
	for _, a := range all {
		object.Members = append(object.Members, ir.Member{
			Key: l.literal(v, partial.StringValue(a.Name)), Value: &ir.Imported{Span: l.span(v), From: a.From, Name: a.Name},
		})
	}
	return l.linked(whole, object, links)
}
