package syntax

// TargetScope is targetScope = value.
type TargetScope struct {
	Span
	Decorators []*Decorator
	Value      Expr
}

// Metadata is metadata name = value.
type Metadata struct {
	Span
	Decorators []*Decorator
	Name       Ident
	Value      Expr
}

// Param is param name type = default, of a .bicep file.
type Param struct {
	Span
	Decorators []*Decorator
	Name       Ident
	Type       Type
	// Default is nil where none is written.
	Default Expr
}

// Var is var name type = value.
type Var struct {
	Span
	Decorators []*Decorator
	Name       Ident
	// Type is nil where none is written.
	Type  Type
	Value Expr
}

// Resource is resource name 'type@version' existing = body, at the top of a file or
// in the body of a resource, where the type is relative to that of the outer one.
type Resource struct {
	Span
	Decorators []*Decorator
	Name       Ident
	// Type is a *String, an *Interpolated or a *Skipped.
	Type     Expr
	Existing bool
	// Body is an *Object, an *If, a *For or a *Skipped; see the function Body.
	Body Expr
}

// Module is module name 'path' = body.
type Module struct {
	Span
	Decorators []*Decorator
	Name       Ident
	// Path is a *String, an *Interpolated or a *Skipped.
	Path Expr
	// Body is an *Object, an *If, a *For or a *Skipped; see the function Body.
	Body Expr
}

// Output is output name type = value.
type Output struct {
	Span
	Decorators []*Decorator
	Name       Ident
	Type       Type
	Value      Expr
}

// TypeDecl is type name = type.
type TypeDecl struct {
	Span
	Decorators []*Decorator
	Name       Ident
	Type       Type
}

// Func is func name(params) returns => body.
type Func struct {
	Span
	Decorators []*Decorator
	Name       Ident
	Params     []FuncParam
	Returns    Type
	Body       Expr
}

// FuncParam is a parameter of a function.
type FuncParam struct {
	Span
	Name Ident
	Type Type
}

// Import is import {a, b as c} from 'path' or import * as namespace from 'path'.
type Import struct {
	Span
	Decorators []*Decorator
	// Namespace is the name after * as; nil where symbols are listed.
	Namespace *Ident
	Symbols   []ImportSymbol
	// From is a *String, an *Interpolated or a *Skipped.
	From Expr
}

// ImportSymbol is one symbol that an Import lists.
type ImportSymbol struct {
	Span
	// Name is an *Ident, a *String, or a *Skipped.
	Name Expr
	// Alias is the name after as; nil where none is written.
	Alias *Ident
}

// Local returns the name under which the symbol is known in the importing file, or
// "" where there is none.
func (s *ImportSymbol) Local() string {
	if s.Alias != nil {
		return s.Alias.Name
	}
	if id, ok := s.Name.(*Ident); ok {
		return id.Name
	}
	return ""
}

// Original returns the name of the symbol in the file that exports it, or "".
func (s *ImportSymbol) Original() string {
	name, _ := (&Property{Key: s.Name}).Name()
	return name
}

// Extension is extension spec with config as alias, and its older forms import 'spec'
// and provider 'spec'.
type Extension struct {
	Span
	Decorators []*Decorator
	// Spec is an *Ident, a *String, an *Interpolated or a *Skipped.
	Spec Expr
	// With is the *Object after with, or a *Skipped; nil where none is written.
	With Expr
	// Alias is nil where none is written.
	Alias *Ident
}

// Assert is assert name = value.
type Assert struct {
	Span
	Decorators []*Decorator
	Name       Ident
	Value      Expr
}

// Test is test name 'path' = body.
type Test struct {
	Span
	Decorators []*Decorator
	Name       Ident
	// Path is a *String, an *Interpolated or a *Skipped.
	Path Expr
	// Body is an *Object or a *Skipped.
	Body Expr
}

// Using is using 'path' with config, or using none, of a parameter file.
type Using struct {
	Span
	Decorators []*Decorator
	// None says that the file is for no template.
	None bool
	// Path is a *String, an *Interpolated or a *Skipped; nil where None.
	Path Expr
	// With is the *Object after with, or a *Skipped; nil where none is written.
	With Expr
}

// Extends is extends 'path', of a parameter file.
type Extends struct {
	Span
	Decorators []*Decorator
	// Path is a *String, an *Interpolated or a *Skipped.
	Path Expr
}

// ParamAssign is param name = value, of a parameter file.
type ParamAssign struct {
	Span
	Decorators []*Decorator
	Name       Ident
	Value      Expr
}

// ExtensionConfig is extensionConfig alias with config, of a parameter file.
type ExtensionConfig struct {
	Span
	Decorators []*Decorator
	Alias      Ident
	// With is the *Object after with, or a *Skipped.
	With Expr
}
