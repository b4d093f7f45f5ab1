package syntax

// TypeName is the name of a type, or of a namespace in front of one: string, myType.
type TypeName struct {
	Span
	Name string
}

// TypeProperty is base.name: the type of a property, or a type of a namespace.
type TypeProperty struct {
	Span
	Base Type
	Name Ident
}

// TypeIndex is base[index]: the type of an item of a tuple.
type TypeIndex struct {
	Span
	Base  Type
	Index Expr
}

// TypeItems is base[*]: the type of the items of an array.
type TypeItems struct {
	Span
	Base Type
}

// TypeRest is base.*: the type of the additional properties of an object.
type TypeRest struct {
	Span
	Base Type
}

// TypeLiteral is the type with one value. Value is a *String, *Interpolated, *Int,
// *Bool or *Null.
type TypeLiteral struct {
	Span
	Value Expr
}

// TypeUnary is -operand or !operand.
type TypeUnary struct {
	Span
	Op      Operator // Subtract or Not
	Operand Type
}

// TypeUnion is a | b.
type TypeUnion struct {
	Span
	Members []Type
}

// TypeArray is element[].
type TypeArray struct {
	Span
	Element Type
}

// TypeNullable is inner?.
type TypeNullable struct {
	Span
	Inner Type
}

// TypeNonNull is inner!.
type TypeNonNull struct {
	Span
	Inner Type
}

// TypeTuple is [a, b].
type TypeTuple struct {
	Span
	Items []TupleItem
}

// TupleItem is an item of a tuple; Type is a *Skipped where it could not be read.
type TupleItem struct {
	Span
	Decorators []*Decorator
	Type       Type
}

// TypeObject is { key: type, *: type }.
type TypeObject struct {
	Span
	Properties []TypeMember
}

// TypeMember is key: type in an object type.
type TypeMember struct {
	Span
	Decorators []*Decorator
	// Key is an *Ident, a *String, an *Interpolated or a *Skipped; nil where Rest.
	Key Expr
	// Rest says that the key is *, which gives the type of all other properties.
	Rest bool
	Type Type
}

// Name returns the key where it is constant.
func (m *TypeMember) Name() (name string, constant bool) {
	return (&Property{Key: m.Key}).Name()
}

// TypeGeneric is name<args> or base.name<args>, such as resourceInput<'…'>.
type TypeGeneric struct {
	Span
	// Base is nil where none is written.
	Base Type
	Name Ident
	Args []Type
}

// TypeParen is (inner).
type TypeParen struct {
	Span
	Inner Type
}

// TypeResource is resource 'type@version', or resource alone.
type TypeResource struct {
	Span
	// Type is a *String, an *Interpolated, a *Skipped, or nil where none is written.
	Type Expr
}
