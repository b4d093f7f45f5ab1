// Package partial holds the values of a partial evaluation of templates: what is
// known is a plain JSON value; what is not is a residual that tells which call
// would decide it. In between there are texts with unknown pieces, and objects and
// arrays of which there may be more than is seen. Every value knows where it was
// written and whether it is a secret.
package partial

import (
	"strconv"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/source"
)

// Kind is the shape of a Value.
type Kind uint8

// The kinds. Null is the zero value.
const (
	Null Kind = iota
	Bool
	Int    // a whole number of 64 bits
	Float  // any other number, which only JSON text can bring in
	String // a text; see Value.Parts for one with unknown pieces
	Array
	Object
	Unknown
	// Lambda is a function that a template writes as an argument.
	Lambda
	// Handle stands for a resource or module itself, as a symbol of Bicep does.
	Handle
)

func (k Kind) String() string {
	return [...]string{"null", "a bool", "an integer", "a number", "a string", "an array", "an object", "an unknown value", "a lambda", "a resource"}[k]
}

// Value is an immutable value. Copies share what is below them.
type Value struct {
	kind   Kind
	secret bool
	num    int64 // Int; Bool: 0 or 1
	text   string
	data   *data // Array, Object, String with unknown pieces, Unknown, Lambda, Handle
	at     source.Range
}

// data is what is below a value.
type data struct {
	keys     []string // Object, parallel to items
	items    []Value  // Array, Object; String: its pieces
	rest     *Residual
	residual *Residual // Unknown
	call     func(args ...Value) (Value, error)
	arity    int
	handle   any
	size     int
}

// NullValue returns null.
func NullValue() Value { return Value{} }

// BoolValue returns a bool.
func BoolValue(b bool) Value {
	v := Value{kind: Bool}
	if b {
		v.num = 1
	}
	return v
}

// IntValue returns a whole number.
func IntValue(n int64) Value { return Value{kind: Int, num: n} }

// FloatValue returns a number from its JSON literal; a whole one becomes an Int.
func FloatValue(literal string) Value {
	if n, err := strconv.ParseInt(literal, 10, 64); err == nil {
		return IntValue(n)
	}
	return Value{kind: Float, text: literal}
}

// StringValue returns a known text.
func StringValue(s string) Value { return Value{kind: String, text: s} }

// ArrayValue returns an array; it keeps items.
func ArrayValue(items []Value) Value { return OpenArray(items, nil) }

// OpenArray returns an array of which items are some elements, and the residual, if
// it is not nil, tells what may be among them, before or behind them.
func OpenArray(items []Value, rest *Residual) Value {
	return Value{kind: Array, data: &data{items: items, rest: rest}}.measured()
}

// ObjectValue returns an object; it keeps both slices, which are parallel, and in
// which no two keys are equal without regard to case.
func ObjectValue(keys []string, items []Value) Value { return OpenObject(keys, items, nil) }

// OpenObject returns an object that has the members given and, if the residual is
// not nil, others that it tells of.
func OpenObject(keys []string, items []Value, rest *Residual) Value {
	return Value{kind: Object, data: &data{keys: keys, items: items, rest: rest}}.measured()
}

// UnknownValue returns a value that something outside of the template decides.
func UnknownValue(r *Residual) Value {
	return Value{kind: Unknown, data: &data{residual: r, size: 1}}
}

// LambdaValue returns a function of a number of parameters.
func LambdaValue(arity int, call func(args ...Value) (Value, error)) Value {
	return Value{kind: Lambda, data: &data{call: call, arity: arity, size: 1}}
}

// HandleValue returns a value that stands for a resource or a module of the
// evaluator.
func HandleValue(h any) Value { return Value{kind: Handle, data: &data{handle: h, size: 1}} }

// TextValue joins texts and unknown values to one text, as concat, format and
// interpolation do. Values that are neither must have been turned into text before.
func TextValue(pieces ...Value) Value {
	var out []Value
	secret := false
	var run strings.Builder // of texts one after the other, the first of which is the last of out
	end := func() {
		if run.Len() > 0 {
			out[len(out)-1].text = run.String()
			run.Reset()
		}
	}
	add := func(p Value) {
		secret = secret || p.secret
		isText := p.kind == String && p.data == nil
		if last := len(out) - 1; isText && last >= 0 && out[last].kind == String {
			if run.Len() == 0 {
				run.WriteString(out[last].text)
			}
			run.WriteString(p.text)
			return
		}
		if !isText || p.text != "" {
			end()
			p.secret = false
			out = append(out, p)
		}
	}
	for _, p := range pieces {
		if p.kind == String && p.data != nil {
			secret = secret || p.secret
			for _, q := range p.data.items {
				add(q)
			}
			continue
		}
		add(p)
	}
	end()
	var v Value
	switch {
	case len(out) == 0:
		v = StringValue("")
	case len(out) == 1 && out[0].kind == String:
		v = out[0]
	case len(out) == 1 && out[0].kind == Unknown && out[0].Residual().Type == StringType:
		v = out[0]
	default:
		v = Value{kind: String, data: &data{items: out}}.measured()
	}
	v.secret = v.secret || secret
	return v
}

// measured notes how much there is below a value.
func (v Value) measured() Value {
	v.data.size = 1
	for i := range v.data.items {
		v.data.size += v.data.items[i].Size()
	}
	return v
}

// Size is the number of values in the tree.
func (v Value) Size() int {
	if v.data == nil {
		return 1 + len(v.text)/256
	}
	return v.data.size
}

// Kind returns the value's kind.
func (v Value) Kind() Kind { return v.kind }

// IsNull reports whether the value is null.
func (v Value) IsNull() bool { return v.kind == Null }

// IsUnknown reports whether nothing but the residual is known.
func (v Value) IsUnknown() bool { return v.kind == Unknown }

// IsKnown reports whether all of the value is known.
func (v Value) IsKnown() bool {
	switch {
	case v.data == nil:
		return true
	case v.kind == Unknown || v.kind == Handle || v.kind == Lambda || v.data.rest != nil || v.kind == String:
		return false
	}
	for i := range v.data.items {
		if !v.data.items[i].IsKnown() {
			return false
		}
	}
	return true
}

// Bool returns a known bool; false is also returned for all that is none.
func (v Value) Bool() bool { return v.kind == Bool && v.num == 1 }

// Int returns a whole number, or 0.
func (v Value) Int() int64 {
	if v.kind != Int {
		return 0
	}
	return v.num
}

// Text returns a text and true if all of it is known; the literal of a Float.
func (v Value) Text() (string, bool) {
	return v.text, v.kind == String && v.data == nil || v.kind == Float
}

// Parts returns the pieces of a text in turn: known texts and unknown values.
func (v Value) Parts() []Value {
	switch {
	case v.kind != String:
		return []Value{v}
	case v.data == nil:
		return []Value{v}
	}
	return v.data.items
}

// Prefix returns what a text certainly begins with.
func (v Value) Prefix() string {
	if v.kind != String {
		return ""
	}
	if first := v.Parts()[0]; first.kind == String {
		return first.text
	}
	return ""
}

// Len returns the number of elements or members that are seen.
func (v Value) Len() int {
	if v.data == nil || v.kind != Array && v.kind != Object {
		return 0
	}
	return len(v.data.items)
}

// Index returns the element or member at a position; null outside.
func (v Value) Index(i int) Value {
	if i < 0 || i >= v.Len() {
		return NullValue()
	}
	return v.data.items[i].under(v)
}

// Key returns the name of the member at a position of an object.
func (v Value) Key(i int) string {
	if v.kind != Object || i < 0 || i >= len(v.data.keys) {
		return ""
	}
	return v.data.keys[i]
}

// Items returns the elements or members; it must not be changed.
func (v Value) Items() []Value {
	if v.Len() == 0 {
		return nil
	}
	if !v.secret {
		return v.data.items
	}
	items := make([]Value, len(v.data.items))
	for i := range items {
		items[i] = v.Index(i)
	}
	return items
}

// Keys returns the names of an object's members; it must not be changed.
func (v Value) Keys() []string {
	if v.kind != Object {
		return nil
	}
	return v.data.keys
}

// Rest tells what an array or object may have besides what is seen; nil if that is
// all.
func (v Value) Rest() *Residual {
	if v.data == nil {
		return nil
	}
	return v.data.rest
}

// Find returns the position of a member, whose name is compared without case; -1
// where none is seen.
func (v Value) Find(key string) int {
	if v.kind != Object {
		return -1
	}
	for i, k := range v.data.keys {
		if len(k) == len(key) && strings.EqualFold(k, key) {
			return i
		}
	}
	return -1
}

// Get returns a member and whether there is one. Where there may be one, it is
// unknown; so are all members of an unknown value.
func (v Value) Get(key string) (Value, bool) {
	if v.kind == Unknown {
		return v.Member(StringValue(key)), true
	}
	if i := v.Find(key); i >= 0 {
		return v.Index(i), true
	}
	if rest := v.Rest(); rest != nil {
		return UnknownValue(rest).Member(StringValue(key)).under(v), true
	}
	return NullValue(), false
}

// Member returns what a key or position of an unknown value gives.
func (v Value) Member(key Value) Value {
	from := v.Residual()
	r := &Residual{Call: MemberCall, Args: []Value{v, key}, Reasons: from.Reasons, Sources: from.Sources, Pin: from.Pin}
	if len(from.Sources) == 1 && from.Sources[0].Exact {
		s := from.Sources[0]
		s.Path, s.Exact = below(s.Path, key)
		r.Sources = []Source{s}
	}
	if path, ok := from.statePath(); ok { // two ways to an attribute are the same
		if path, ok = below(path, key); ok {
			r.Call, r.Args = StateCall, []Value{from.Args[0], StringValue(path)}
		}
	}
	return UnknownValue(r).under(v)
}

// statePath is the path that a StateCall reads.
func (r *Residual) statePath() (string, bool) {
	if r.Call != StateCall || len(r.Args) != 2 {
		return "", false
	}
	return r.Args[1].Text()
}

// below is the path of a member of an attribute; false where the key is unknown.
func below(path string, key Value) (string, bool) {
	switch {
	case key.kind == Int:
		return path + "[" + strconv.FormatInt(key.num, 10) + "]", true
	case key.kind == String && key.data == nil && path == "":
		return key.text, true
	case key.kind == String && key.data == nil:
		return path + "." + key.text, true
	}
	return path, false
}

// under returns a part of another value, which is a secret if the whole is.
func (v Value) under(whole Value) Value {
	v.secret = v.secret || whole.secret
	return v
}

// Residual returns what is known of an unknown value; never nil.
func (v Value) Residual() *Residual {
	if v.kind != Unknown || v.data.residual == nil {
		return &Residual{}
	}
	return v.data.residual
}

// Invoke calls a lambda.
func (v Value) Invoke(args ...Value) (Value, error) { return v.data.call(args...) }

// Arity is the number of a lambda's parameters.
func (v Value) Arity() int {
	if v.kind != Lambda {
		return 0
	}
	return v.data.arity
}

// Handle returns what the evaluator put into a handle; nil for other values.
func (v Value) Handle() any {
	if v.kind != Handle {
		return nil
	}
	return v.data.handle
}

// Secret returns the value with the mark that it must never be printed.
func (v Value) Secret() Value { v.secret = true; return v }

// IsSecret reports whether the value must not be printed.
func (v Value) IsSecret() bool { return v.secret }

// HasSecrets reports whether the value or anything below it is a secret.
func (v Value) HasSecrets() bool {
	if v.secret {
		return true
	}
	if v.data == nil {
		return false
	}
	for i := range v.data.items {
		if v.data.items[i].HasSecrets() {
			return true
		}
	}
	return false
}

// WrittenAt returns the value with the range that wrote it.
func (v Value) WrittenAt(at source.Range) Value { v.at = at; return v }

// At returns the range that wrote the value.
func (v Value) At() source.Range { return v.at }
