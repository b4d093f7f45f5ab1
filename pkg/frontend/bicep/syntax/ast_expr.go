package syntax

// String is a string without holes. Value has the escapes replaced and, of a
// multi-line string, the first line break removed.
type String struct {
	Span
	Value string
	// Multiline says that the string was written between three quotes.
	Multiline bool
}

// Interpolated is a string with holes: Segments[0] Holes[0] Segments[1] … There is
// one segment more than there are holes.
type Interpolated struct {
	Span
	Segments []string
	Holes    []Expr
	// Multiline says that the string was written between three quotes.
	Multiline bool
}

// Int is a whole number without a sign: -1 is a Unary.
type Int struct {
	Span
	Value uint64
}

// Bool is true or false.
type Bool struct {
	Span
	Value bool
}

// Null is null.
type Null struct{ Span }

// Array is a list of expressions; an element may be a *Spread or a *Skipped.
type Array struct {
	Span
	Elements []Expr
	// Doubtful says that the array may have been meant to end elsewhere, because the
	// brackets of its statement do not match.
	Doubtful bool
}

// Incomplete reports whether the array may have more elements than could be read.
func (a *Array) Incomplete() bool {
	for _, e := range a.Elements {
		if _, ok := e.(*Skipped); ok {
			return true
		}
	}
	return a.Doubtful
}

// Object is a list of members in the order of the file. Nothing is checked: keys may
// repeat.
type Object struct {
	Span
	Members []Member
	// Doubtful says that the object may have been meant to end elsewhere, because the
	// brackets of its statement do not match.
	Doubtful bool
}

// Incomplete reports whether the object may have more members than could be read: who
// does not find a property cannot conclude that it is absent.
func (o *Object) Incomplete() bool {
	for _, m := range o.Members {
		if p, ok := m.(*Property); ok {
			if _, ok := p.Key.(*Skipped); ok {
				return true
			}
		} else if _, ok := m.(*Skipped); ok {
			return true
		}
	}
	return o.Doubtful
}

// Property returns the last property with exactly this constant name, or nil.
func (o *Object) Property(name string) *Property {
	for i := len(o.Members) - 1; i >= 0; i-- {
		if p, ok := o.Members[i].(*Property); ok {
			if key, constant := p.Name(); constant && key == name {
				return p
			}
		}
	}
	return nil
}

// Property is key: value.
type Property struct {
	Span
	// Key is an *Ident, a *String, an *Interpolated or a *Skipped.
	Key   Expr
	Value Expr
}

// Name returns the key where it is constant.
func (p *Property) Name() (name string, constant bool) {
	switch key := p.Key.(type) {
	case *Ident:
		return key.Name, true
	case *String:
		return key.Value, true
	}
	return "", false
}

// Spread is ...value, in an array or an object.
type Spread struct {
	Span
	Value Expr
}

// Variable is the use of a name: of a parameter, a variable, a resource, a module, a
// loop variable, a namespace.
type Variable struct {
	Span
	Name string
}

// PropertyAccess is base.name, or base.?name where Safe.
type PropertyAccess struct {
	Span
	Base Expr
	Name Ident
	Safe bool
}

// Index is base[index], base[?index] where Safe, base[^index] where FromEnd.
type Index struct {
	Span
	Base, Index   Expr
	Safe, FromEnd bool
}

// Call is name(args), or base.name(args): a function of a namespace or of a symbol.
type Call struct {
	Span
	// Base is nil where none is written.
	Base Expr
	Name Ident
	Args []Expr
}

// NestedResource is base::name.
type NestedResource struct {
	Span
	Base Expr
	Name Ident
}

// NonNull is operand!.
type NonNull struct {
	Span
	Operand Expr
}

// Unary is -operand or !operand.
type Unary struct {
	Span
	Op      Operator // Subtract or Not
	Operand Expr
}

// Binary is left op right, ?? among them.
type Binary struct {
	Span
	Op          Operator
	Left, Right Expr
}

// Ternary is condition ? then : else.
type Ternary struct {
	Span
	Condition, Then, Else Expr
}

// Lambda is x => body, (x, y) => body or () => body.
type Lambda struct {
	Span
	Params []Ident
	Body   Expr
}

// For is [for item in list: body] or [for (item, index) in list: body]. The body of
// a resource or module loop is an *Object, an *If or a *Skipped.
type For struct {
	Span
	Item Ident
	// Index is nil where none is written.
	Index *Ident
	List  Expr
	Body  Expr
}

// If is the conditional body of a resource or module: if (condition) {…}. Condition
// is a *Paren or a *Skipped, Body an *Object or a *Skipped.
type If struct {
	Span
	Condition Expr
	Body      Expr
}

// Paren is (inner).
type Paren struct {
	Span
	Inner Expr
}

// Unparen returns an expression without the parentheses around it.
func Unparen(e Expr) Expr {
	for {
		p, ok := e.(*Paren)
		if !ok {
			return e
		}
		e = p.Inner
	}
}

// Body takes the body of a resource, module or test apart: the loop, the condition
// (without its parentheses) and the object, each nil where there is none.
func Body(e Expr) (loop *For, condition Expr, body *Object) {
	if f, ok := e.(*For); ok {
		loop, e = f, f.Body
	}
	if i, ok := e.(*If); ok {
		condition, e = Unparen(i.Condition), i.Body
	}
	body, _ = e.(*Object)
	return loop, condition, body
}
