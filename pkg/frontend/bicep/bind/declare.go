package bind

import (
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/ir"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/syntax"
)

// kind is what a name is declared as.
type kind uint8

const (
	parameter kind = iota
	variable
	resource
	module
	typeAlias
	function
	imported  // one symbol of another file
	namespace // all symbols of another file
	extension
	assigned // a value of a parameter file
)

// declaration is what a name means.
type declaration struct {
	kind kind
	name string
	home *file
	node syntax.Node
	// symbol is the symbolic name of a resource, which begins with those around it.
	symbol string
	// resource says what is known of a resource.
	resource *resourceType
	// nested are the resources inside of a resource.
	nested map[string]*declaration
	// from is the path that a symbol is imported from, original its name there.
	from     *syntax.String
	original string
	// function is the function that is called, whose body is lowered later.
	function *ir.Function
}

// declare collects the declarations at the top of the file.
func (f *file) declare() {
	for _, s := range f.syntax.Statements {
		switch s := s.(type) {
		case *syntax.Param:
			f.enter(s.Name, &declaration{kind: parameter, node: s})
		case *syntax.Var:
			f.enter(s.Name, &declaration{kind: variable, node: s})
		case *syntax.Resource:
			f.enter(s.Name, f.resourceDeclaration(s, nil))
		case *syntax.Module:
			f.enter(s.Name, &declaration{kind: module, node: s, symbol: s.Name.Name})
		case *syntax.TypeDecl:
			f.enter(s.Name, &declaration{kind: typeAlias, node: s})
		case *syntax.Func:
			f.enter(s.Name, &declaration{kind: function, node: s, function: f.shell(s)})
		case *syntax.ParamAssign:
			f.enter(s.Name, &declaration{kind: assigned, node: s})
		case *syntax.Import:
			f.declareImport(s)
		case *syntax.Extension:
			f.declareExtension(s)
		case *syntax.Using, *syntax.Extends:
			f.params = true
		}
	}
}

// enter adds a declaration under its name.
func (f *file) enter(name syntax.Ident, d *declaration) {
	d.name, d.home = name.Name, f
	if name.Name == "" { // the parser has said so
		return
	}
	if f.declarations[name.Name] != nil {
		f.errorf(name, "The name %s is declared more than once; the first declaration counts.", name.Name)
		return
	}
	f.declarations[name.Name] = d
	f.names = append(f.names, name.Name)
}

// shell makes a function of which only the head is known.
func (f *file) shell(s *syntax.Func) *ir.Function {
	fn := &ir.Function{Name: s.Name.Name, Home: f.template, At: f.header(s, s.Decorators, s.Name)}
	for _, p := range s.Params {
		fn.Parameters = append(fn.Parameters, p.Name.Name)
	}
	return fn
}

func (f *file) declareImport(s *syntax.Import) {
	from, _ := s.From.(*syntax.String)
	if s.Namespace != nil {
		f.enter(*s.Namespace, &declaration{kind: namespace, node: s, from: from})
		return
	}
	for i := range s.Symbols {
		symbol := &s.Symbols[i]
		name := syntax.Ident{Span: symbol.Span, Name: symbol.Local()}
		f.enter(name, &declaration{kind: imported, node: symbol, from: from, original: symbol.Original()})
	}
}

// declareExtension enters the name that an extension goes by: the alias, or what its
// specification begins with.
func (f *file) declareExtension(s *syntax.Extension) {
	f.extensions++
	if s.Alias != nil {
		f.enter(*s.Alias, &declaration{kind: extension, node: s})
		return
	}
	if id, ok := s.Spec.(*syntax.Ident); ok && f.declarations[id.Name] == nil {
		f.enter(*id, &declaration{kind: extension, node: s})
	}
}
