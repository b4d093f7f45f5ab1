package module

import (
	"slices"
	"strconv"

	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// typeReader reads types as they are written nearly always: with names, brackets
// and literal defaults. Its methods return false for all else, and for what is wrong.
// How deep the brackets are nested was checked before.
type typeReader struct{ scanner }

// typ reads the rest of a type behind the name that it begins with.
func (r *typeReader) typ(name string) (cty.Type, *typeexpr.Defaults, bool) {
	switch name {
	case "string":
		return cty.String, nil, true
	case "number":
		return cty.Number, nil, true
	case "bool":
		return cty.Bool, nil, true
	case "any":
		return cty.DynamicPseudoType, nil, true
	case "list", "set", "map":
		return r.collection(name)
	case "object":
		return r.object()
	case "tuple":
		return r.tuple()
	}
	return cty.NilType, nil, false
}

// open goes over an opening bracket and the space behind it.
func (r *typeReader) open(bracket byte) bool { return r.sign(bracket) && r.gap() }

// sign goes over a byte, with the space around that is on the same line.
func (r *typeReader) sign(c byte) bool {
	r.spaces()
	if r.at(0) != c {
		return false
	}
	r.pos++
	r.spaces()
	return true
}

// closed goes over a closing bracket and what is before it.
func (r *typeReader) closed(bracket byte) bool {
	if !r.gap() || r.at(0) != bracket {
		return false
	}
	r.pos++
	return true
}

func (r *typeReader) collection(name string) (cty.Type, *typeexpr.Defaults, bool) {
	if !r.open('(') {
		return cty.NilType, nil, false
	}
	of, inner, ok := r.typ(r.name())
	if !ok || !r.closed(')') {
		return cty.NilType, nil, false
	}
	var typ cty.Type
	switch name {
	case "list":
		typ = cty.List(of)
	case "set":
		typ = cty.Set(of)
	default:
		typ = cty.Map(of)
	}
	if inner == nil {
		return typ, nil, true
	}
	return typ, &typeexpr.Defaults{Type: typ, Children: map[string]*typeexpr.Defaults{"": inner}}, true
}

func (r *typeReader) tuple() (cty.Type, *typeexpr.Defaults, bool) {
	if !r.open('(') || !r.open('[') {
		return cty.NilType, nil, false
	}
	types := []cty.Type{}
	children := map[string]*typeexpr.Defaults{}
	ok := r.listed(func() bool {
		typ, inner, ok := r.typ(r.name())
		if inner != nil {
			children[strconv.Itoa(len(types))] = inner
		}
		types = append(types, typ)
		return ok
	})
	if !ok || !r.closed(')') {
		return cty.NilType, nil, false
	}
	typ := cty.Tuple(types)
	return typ, defaultsOf(typ, nil, children), true
}

// listed reads what stands between commas, up to and with the square bracket that
// ends it.
func (r *typeReader) listed(read func() bool) bool {
	for r.gap() {
		if r.at(0) == ']' {
			break
		}
		if !read() || !r.gap() {
			return false
		}
		if !r.sign(',') {
			break
		}
	}
	return r.closed(']')
}

// members are those of an object type.
type members struct {
	types    map[string]cty.Type
	optional []string
	values   map[string]cty.Value
	children map[string]*typeexpr.Defaults
}

func (r *typeReader) object() (cty.Type, *typeexpr.Defaults, bool) {
	if !r.open('(') || !r.open('{') {
		return cty.NilType, nil, false
	}
	m := members{map[string]cty.Type{}, nil, map[string]cty.Value{}, map[string]*typeexpr.Defaults{}}
	for r.at(0) != '}' {
		if !r.member(&m) || !r.separated() {
			return cty.NilType, nil, false
		}
	}
	if !r.closed('}') || !r.closed(')') {
		return cty.NilType, nil, false
	}
	typ := cty.ObjectWithOptionalAttrs(m.types, m.optional)
	return typ, defaultsOf(typ, m.values, m.children), true
}

// separated goes over what stands between members of an object: a comma or the end
// of a line.
func (r *typeReader) separated() bool {
	if r.sign(',') {
		return r.gap()
	}
	return (r.at(0) == '}' || r.ends()) && r.gap()
}

func defaultsOf(typ cty.Type, values map[string]cty.Value, children map[string]*typeexpr.Defaults) *typeexpr.Defaults {
	if len(values) == 0 && len(children) == 0 {
		return nil
	}
	defaults := &typeexpr.Defaults{Type: typ}
	if len(values) > 0 {
		defaults.DefaultValues = values
	}
	if len(children) > 0 {
		defaults.Children = children
	}
	return defaults
}

// notNames are words that are no names where an object begins, or nowhere.
var notNames = []string{"", "for", "null", "true", "false"}

func (r *typeReader) member(m *members) bool {
	name := r.name()
	if _, twice := m.types[name]; twice || slices.Contains(notNames, name) || !r.sign('=') {
		return false
	}
	kind := r.name()
	optional := kind == "optional"
	if optional {
		if !r.open('(') {
			return false
		}
		kind = r.name()
	}
	typ, children, ok := r.typ(kind)
	if !ok {
		return false
	}
	m.types[name] = typ
	if children != nil {
		m.children[name] = children
	}
	if optional {
		m.optional = append(m.optional, name)
		return r.otherwise(m, name)
	}
	return true
}

// otherwise reads the default of an optional member, if there is one, and the
// bracket behind it.
func (r *typeReader) otherwise(m *members, name string) bool {
	if !r.gap() {
		return false
	}
	if r.sign(',') {
		v, ok := cty.NilVal, r.gap()
		if ok {
			v, ok = r.literal()
		}
		if !ok {
			return false
		}
		v, err := convert.Convert(v, m.types[name])
		if err != nil {
			return false
		}
		m.values[name] = v
	}
	return r.closed(')')
}

// literal reads a value that is written out.
func (r *typeReader) literal() (cty.Value, bool) {
	switch c := r.at(0); {
	case c == '"':
		return r.word()
	case c == '[':
		r.pos++
		items := []cty.Value{}
		ok := r.listed(func() bool {
			v, ok := r.literal()
			items = append(items, v)
			return ok
		})
		return cty.TupleVal(items), ok
	case c == '{':
		return r.objectLiteral()
	case c >= '0' && c <= '9' || c == '-':
		return r.number()
	}
	switch r.name() {
	case "null":
		return cty.NullVal(cty.DynamicPseudoType), true
	case "true":
		return cty.True, true
	case "false":
		return cty.False, true
	}
	return cty.NilVal, false
}

// objectLiteral reads the members of an object, whose names may be in quotes.
func (r *typeReader) objectLiteral() (cty.Value, bool) {
	r.pos++
	values := map[string]cty.Value{}
	for r.gap() && r.at(0) != '}' {
		name := ""
		if r.at(0) == '"' {
			if v, ok := r.word(); ok {
				name = v.AsString()
			}
		} else if name = r.name(); slices.Contains(notNames, name) {
			name = ""
		}
		if _, twice := values[name]; twice || name == "" || !r.sign('=') {
			return cty.NilVal, false
		}
		v, ok := r.literal()
		if !ok || !r.separated() {
			return cty.NilVal, false
		}
		values[name] = v
	}
	return cty.ObjectVal(values), r.closed('}')
}

// word reads a string without templates, and with none but the usual escapes.
func (r *typeReader) word() (cty.Value, bool) {
	var text []byte
	for r.pos++; r.pos < len(r.text); r.pos++ {
		switch c := r.text[r.pos]; {
		case c == '"':
			r.pos++
			return cty.StringVal(string(text)), true
		case c == '\\':
			r.pos++
			meant, ok := escapes[r.at(0)]
			if !ok {
				return cty.NilVal, false
			}
			text = append(text, meant)
		case c == '$', c == '%', c < ' ', c >= 0x7f:
			return cty.NilVal, false
		default:
			text = append(text, c)
		}
	}
	return cty.NilVal, false
}

var escapes = map[byte]byte{'n': '\n', 'r': '\r', 't': '\t', '"': '"', '\\': '\\'}

// number reads a whole number.
func (r *typeReader) number() (cty.Value, bool) {
	start := r.pos
	for r.pos++; r.pos < len(r.text) && r.at(0) >= '0' && r.at(0) <= '9'; r.pos++ {
	}
	if c := r.at(0); c == '.' || isLetter(c) || c == '-' {
		return cty.NilVal, false
	}
	v, err := cty.ParseNumberVal(string(r.text[start:r.pos]))
	return v, err == nil
}
