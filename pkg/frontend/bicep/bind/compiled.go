package bind

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/ir"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/project"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// library is a compiled template, of which others may import what it exports.
type library struct {
	template *ir.Template
	exports  map[string]export
}

type compiledKey struct{ *source.File }

type libraryKey struct{ *ir.Template }

// compiled lowers a compiled template, once.
func compiled(p *project.Project, f *source.File, downloaded bool) *ir.Template {
	return p.Remember(compiledKey{f}, func() any {
		t := lowerCompiled(p, f)
		t.Downloaded = downloaded
		return t
	}).(*ir.Template)
}

// exportOf finds what a compiled template exports under a name.
func (f *file) exportOf(t *ir.Template, name string) (export, bool) {
	e, ok := f.library(t).exports[name]
	return e, ok
}

func (f *file) library(t *ir.Template) *library {
	return f.project.Remember(libraryKey{t}, func() any { return readLibrary(t) }).(*library)
}

// The marks that Bicep's compiler puts on what is exported.
const (
	exportMark        = "__bicep_export!"
	exportedVariables = "__bicep_exported_variables!"
)

// readLibrary collects what a template exports.
func readLibrary(t *ir.Template) *library {
	l := &library{template: t, exports: map[string]export{}}
	root, why := parseJSON(t.File)
	if why != "" {
		return l
	}
	root = mainTemplate(root)
	definitions := get(root, "definitions")
	for i, d := range definitions.Items() {
		if get(d, "metadata", exportMark).Bool() {
			s := definedShape(definitions, d, 0)
			l.exports[definitions.Key(i)] = export{shape: &s, home: t}
		}
	}
	for _, v := range get(root, "metadata", exportedVariables).Items() {
		if name, ok := get(v, "name").Text(); ok {
			l.exports[name] = export{variable: true, home: t}
		}
	}
	for _, namespace := range get(root, "functions").Items() {
		members := get(namespace, "members")
		for i, m := range members.Items() {
			if get(m, "metadata", exportMark).Bool() {
				l.exports[members.Key(i)] = export{function: functionOfTemplate(t, members.Key(i)), home: t}
			}
		}
	}
	return l
}

// mainTemplate finds the template in a template spec, which has it inside.
func mainTemplate(root partial.Value) partial.Value {
	if inner := get(root, "properties", "mainTemplate"); inner.Kind() == partial.Object {
		return inner
	}
	return root
}

func functionOfTemplate(t *ir.Template, name string) *ir.Function {
	for _, f := range t.Functions {
		if strings.EqualFold(f.Name, name) {
			return f
		}
	}
	return &ir.Function{Name: name, Home: t, Body: &ir.Failure{Why: "its function could not be read"}}
}

// get reads a member below a value; null where there is none.
func get(v partial.Value, path ...string) partial.Value {
	for _, key := range path {
		if v.Kind() != partial.Object {
			return partial.NullValue()
		}
		v, _ = v.Get(key)
	}
	return v
}

// definedShape is what matters of a type of a compiled template.
func definedShape(definitions, d partial.Value, depth int) shape {
	var s shape
	if ref, ok := get(d, "$ref").Text(); ok && depth < maxReferences {
		if name, local := strings.CutPrefix(ref, "#/definitions/"); local {
			s = definedShape(definitions, get(definitions, unescape(name)), depth+1)
		}
	}
	if kind, ok := get(d, "type").Text(); ok {
		kind = strings.ToLower(kind)
		plain := strings.TrimPrefix(kind, "secure")
		s.secure = s.secure || plain != kind
		s.Kind = kindOf[plain]
	}
	if n := get(d, "nullable"); n.Kind() == partial.Bool {
		s.Nullable = n.Bool()
	}
	if allowed := get(d, "allowedValues"); allowed.Kind() == partial.Array && !ofElements(s.Kind, allowed.Items()) {
		s.Allowed = allowed.Items()
	}
	return s
}

// maxReferences bounds how many definitions refer to one another.
const maxReferences = 50

// unescape undoes the escapes of a JSON pointer.
func unescape(s string) string { return strings.NewReplacer("~1", "/", "~0", "~").Replace(s) }

// exportNames are the names that a compiled template exports.
func (f *file) exportNames(t *ir.Template) []string { return keys(f.library(t).exports) }
