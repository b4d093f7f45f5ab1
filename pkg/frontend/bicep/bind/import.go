package bind

import (
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/ir"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/syntax"
)

// export is what another file has under a name: one of the first three is set, and
// home with it.
type export struct {
	declaration *declaration // of Bicep
	variable    bool         // of a compiled template
	function    *ir.Function
	shape       *shape
	home        *ir.Template
}

// exported finds what a path has under a name. The reason is "" where the name is
// missing though the file could be read.
func (f *file) exported(from *syntax.String, name string) (export, bool, string) {
	if from == nil {
		return export{}, false, "its file is not known"
	}
	t, why := f.follow(from.Value)
	switch {
	case why != "":
		return export{}, false, why
	case t.Missing != "":
		return export{}, false, t.Missing
	case t.file != nil:
		d := t.file.declarations[name]
		if d == nil || d.kind != variable && d.kind != function && d.kind != typeAlias {
			return export{}, false, ""
		}
		return export{declaration: d, function: d.function, home: t.file.template}, true, ""
	case t.json != nil:
		e, ok := f.exportOf(t.json, name)
		return e, ok, ""
	}
	return export{}, false, "it could not be read"
}

// checkImport reports what is wrong with an import, once, so that its uses need not.
func (f *file) checkImport(s *syntax.Import) {
	from, ok := s.From.(*syntax.String)
	if !ok {
		if _, skipped := s.From.(*syntax.Skipped); !skipped {
			f.errorf(s.From, "The path of an import must be a plain text.")
		}
		return
	}
	t, why := f.follow(from.Value)
	switch {
	case why != "":
		f.errorf(from, "What is imported from %s cannot be read: %s", from.Value, why)
		return
	case t.Missing != "":
		f.missing(from, from.Value, t.Missing)
		return
	}
	for i := range s.Symbols {
		name := s.Symbols[i].Original()
		if _, ok, _ := f.exported(from, name); !ok && name != "" {
			f.errorf(&s.Symbols[i], "%s has nothing named %s to import.%s", from.Value, name, f.suggest(name, func() []string { return f.namesOf(t) }))
		}
	}
}

// namesOf are what could be imported from a target.
func (f *file) namesOf(t *target) []string {
	switch {
	case t.file != nil:
		return append([]string(nil), t.file.names...)
	case t.json != nil:
		return f.exportNames(t.json)
	}
	return nil
}

// missing notes that a module is not at hand, once for each reference.
func (f *file) missing(n syntax.Node, reference, why string) {
	if f.noted[reference] {
		return
	}
	f.noted[reference] = true
	f.note(n, "The module %s cannot be read: %s.", reference, why)
}

// imported lowers the use of an imported variable. What is wrong was said at the import.
func (l *lowerer) imported(n syntax.Node, from *syntax.String, name string) ir.Expr {
	e, ok, why := l.file.exported(from, name)
	switch {
	case !ok && why == "":
		return l.failure(n, "it is not what the other file has to import")
	case !ok:
		return l.failure(n, why)
	case e.variable || e.declaration != nil && e.declaration.kind == variable:
		return &ir.Imported{Span: l.span(n), From: e.home, Name: name}
	}
	l.file.errorf(n, "%s is a type or a function, which has no value.", name)
	return l.failure(n, "it has no value")
}

// ofNamespace lowers namespace.name and what is taken from it.
func (l *lowerer) ofNamespace(whole syntax.Expr, v *syntax.Variable, d *declaration, links []ir.Link) ir.Expr {
	if len(links) > 0 {
		if key, ok := links[0].Key.(*ir.Literal); ok {
			if name, ok := key.Value.Text(); ok {
				return l.linked(whole, l.member(v, d, name), links[1:])
			}
		}
	}
	l.file.errorf(v, "%s is a namespace, which has no value of its own.", v.Name)
	return l.failure(whole, "it has no value")
}

// member lowers namespace.name; that there is no such name is an error here.
func (l *lowerer) member(v *syntax.Variable, d *declaration, name string) ir.Expr {
	if _, ok, why := l.file.exported(d.from, name); !ok && why == "" {
		l.file.errorf(v, "%s has nothing named %s to import.", d.from.Value, name)
	}
	return l.imported(v, d.from, name)
}

// importsFunction reports whether an imported name is that of a function.
func (l *lowerer) importsFunction(d *declaration) bool {
	e, ok, _ := l.file.exported(d.from, d.original)
	return ok && e.function != nil
}

// userCall lowers the call of a function of another file.
func (l *lowerer) userCall(n *syntax.Call, from *syntax.String, name string) ir.Expr {
	e, ok, why := l.file.exported(from, name)
	args := l.args(n)
	switch {
	case ok && e.function != nil:
		return &ir.UserCall{Span: l.span(n), Function: e.function, Args: args}
	case !ok && why != "":
		return l.failure(n, why)
	}
	l.file.errorf(n.Name, "There is no function named %s in %s.", name, pathOf(from))
	return l.failure(n, "there is no such function")
}

func pathOf(from *syntax.String) string {
	if from == nil {
		return "the other file"
	}
	return from.Value
}
