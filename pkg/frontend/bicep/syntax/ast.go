package syntax

import "github.com/appnetlint/appnetlint/pkg/source"

// Span is a half-open range of bytes in the file that was parsed. Every node embeds
// one: it runs from the first to the last byte of the node, without the blanks and
// comments around it; for a declaration it begins at the first decorator.
type Span struct{ Start, End int32 }

// Bounds returns the span itself: it makes a Node of what embeds a Span.
func (s Span) Bounds() Span { return s }

// Node is a part of the tree.
type Node interface {
	// Bounds tells where the node stands.
	Bounds() Span
}

// Expr is an expression. The kinds are *String, *Interpolated, *Int, *Bool, *Null,
// *Array, *Object, *Spread (in an array), *Variable, *PropertyAccess, *Index, *Call,
// *NestedResource, *NonNull, *Unary, *Binary, *Ternary, *Lambda, *For, *If, *Paren
// and *Skipped. An *Ident is one only as the key of a property, the name of an
// extension or of an imported symbol.
type Expr interface {
	Node
	expr()
}

// Type is a type expression. The kinds are *TypeName, *TypeProperty, *TypeIndex,
// *TypeItems, *TypeRest, *TypeLiteral, *TypeUnary, *TypeUnion, *TypeArray,
// *TypeNullable, *TypeNonNull, *TypeTuple, *TypeObject, *TypeGeneric, *TypeParen,
// *TypeResource and *Skipped.
type Type interface {
	Node
	typeExpr()
}

// Member is what stands between the braces of an object: *Property, *Spread, *Resource
// (only in the body of a resource) and *Skipped.
type Member interface {
	Node
	member()
}

// Statement is a declaration at the top of a file. The kinds are *TargetScope,
// *Metadata, *Param, *Var, *Resource, *Module, *Output, *TypeDecl, *Func, *Import,
// *Extension, *Assert, *Test and *Skipped; in parameter files *Using, *Extends,
// *ParamAssign, *Var, *TypeDecl, *Import, *Extension, *ExtensionConfig and *Skipped.
type Statement interface {
	Node
	statement()
}

// File is a parsed file.
type File struct {
	Source *source.File
	// Statements holds the declarations in the order of the file.
	Statements []Statement
	// Errors holds what could not be read, in the order of the file.
	Errors []*source.Error
	// Pragmas holds the comments that switch diagnostics off and on.
	Pragmas []Pragma
	// Comments holds every comment, with its marks.
	Comments []source.Range
}

// Range returns where a node of this file stands.
func (f *File) Range(n Node) source.Range {
	s := n.Bounds()
	return source.Range{File: f.Source, Start: int(s.Start), End: int(s.End)}
}

// Skipped is what could not be read. The error that tells why is among File.Errors,
// unless it only follows from an earlier one. It may be empty, where something is
// missing.
type Skipped struct{ Span }

// Ident is a name. Name is empty where the name is missing or could not be read.
type Ident struct {
	Span
	Name string
}

// Decorator is what follows an @: a *Call, and where somebody forgot the parentheses
// a *Variable or *PropertyAccess, or a *Skipped. sys.description('x') is a *Call with
// a Base.
type Decorator struct {
	Span
	Expr Expr
}

// Name returns the namespace, which is empty where none is written, and the name of
// the decorator; ok is false where it is no simple call.
func (d *Decorator) Name() (namespace, name string, ok bool) {
	call, ok := d.Expr.(*Call)
	if !ok || call.Base == nil {
		if !ok {
			return "", "", false
		}
		return "", call.Name.Name, true
	}
	base, ok := call.Base.(*Variable)
	if !ok {
		return "", "", false
	}
	return base.Name, call.Name.Name, true
}

// Args returns the arguments of the decorator.
func (d *Decorator) Args() []Expr {
	if call, ok := d.Expr.(*Call); ok {
		return call.Args
	}
	return nil
}
