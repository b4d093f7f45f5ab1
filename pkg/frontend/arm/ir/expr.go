package ir

import (
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// Expr is an expression.
type Expr interface {
	// Range is where it is written.
	Range() source.Range
}

// Span is the range of an expression.
type Span struct{ At source.Range }

// Range returns the range.
func (s Span) Range() source.Range { return s.At }

// Literal is a value that is written out.
type Literal struct {
	Span
	Value partial.Value
}

// Interpolation is a text with holes. Texts of it are literals.
type Interpolation struct {
	Span
	Parts []Expr
}

// Object is an object that is written out.
type Object struct {
	Span
	Members []Member
}

// Member is a member of an object.
type Member struct {
	// Key gives the name; nil for a spread.
	Key Expr
	// Value gives the value, or for a spread an object whose members are taken.
	Value Expr
}

// Array is an array that is written out.
type Array struct {
	Span
	Items []Item
}

// Item is an element of an array, or, for a spread, an array whose elements are taken.
type Item struct {
	Value  Expr
	Spread bool
}

// Call calls a function of the language by name: format, resourceId. Operators
// are such calls, by the names that ARM has for them: add, sub, mul, div, mod, equals,
// greater, greaterOrEquals, less, lessOrEquals, not, and, or, coalesce, minus; and
// equalsFold for =~.
type Call struct {
	Span
	Name string
	Args []Expr
}

// UserCall calls a function that a template declares.
type UserCall struct {
	Span
	Function *Function
	Args     []Expr
}

// MethodCall calls a function of a resource, as in storage.listKeys().
type MethodCall struct {
	Span
	Receiver Expr
	Name     string
	Args     []Expr
}

// Chain takes members of a value one after the other. Where a safe one is not there,
// the whole chain is null.
type Chain struct {
	Span
	Base  Expr
	Links []Link
}

// Link is one step of a chain: a name or a position.
type Link struct {
	Key Expr
	// Safe takes what is not there as null.
	Safe bool
	// FromEnd counts positions from the end, the last being 1.
	FromEnd bool
}

// Conditional is condition ? then : else, and ARM's if().
type Conditional struct {
	Span
	If, Then, Else Expr
}

// Lambda is a function that is written as an argument.
type Lambda struct {
	Span
	Parameters []string
	Body       Expr
}

// Local reads the variable of a lambda, of a loop, or the parameter of a function.
type Local struct {
	Span
	Name string
}

// For makes an array, one element for each turn.
type For struct {
	Span
	Loop *Loop
	Body Expr
}

// Param reads a parameter.
type Param struct {
	Span
	Name string
}

// Var reads a variable.
type Var struct {
	Span
	Name string
}

// Imported reads a variable of another template.
type Imported struct {
	Span
	From *Template
	Name string
}

// Symbol means a resource or module by its symbolic name: one of those that a loop
// makes is a link of the chain.
type Symbol struct {
	Span
	Name string
}

// Failure is an expression that could not be read; its error has been reported.
type Failure struct {
	Span
	Why string
}
