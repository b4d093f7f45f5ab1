package policy

import (
	"fmt"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// Attribute is an attribute that policies can ask for.
type Attribute struct {
	Name string
	// Doc says what it means, in one sentence.
	Doc  string
	Type cty.Type
	// Fields are the attributes of an object, or of the objects of a list.
	Fields []Attribute
}

// attribute is one with the function that answers it.
type attribute[T any] struct {
	Attribute
	get func(T) fact
}

// shape is what there is to ask of parts of one kind.
type shape[T any] []attribute[T]

func attr[T any](name string, typ cty.Type, doc string, get func(T) fact) attribute[T] {
	return attribute[T]{Attribute{Name: name, Doc: doc, Type: typ}, get}
}

// typ is the type of the objects of the shape.
func (s shape[T]) typ() cty.Type {
	types := make(map[string]cty.Type, len(s))
	for _, a := range s {
		types[a.Name] = a.Type
	}
	return cty.Object(types)
}

func (s shape[T]) attributes() []Attribute {
	out := make([]Attribute, len(s))
	for i, a := range s {
		out[i] = a.Attribute
	}
	return out
}

// value is the object of a part.
func (s shape[T]) value(part T) cty.Value {
	values := make(map[string]cty.Value, len(s))
	for _, a := range s {
		values[a.Name] = a.get(part).v
	}
	return cty.ObjectVal(values)
}

// outside is the object of a part that this configuration neither makes nor reads:
// nothing is known of it but its id.
func (s shape[T]) outside(id string) cty.Value {
	values := make(map[string]cty.Value, len(s))
	for _, a := range s {
		values[a.Name] = cty.UnknownVal(a.Type)
	}
	if id != "" {
		for name, v := range map[string]string{"id": id, "name": id[strings.LastIndexByte(id, '/')+1:]} {
			if _, ok := values[name]; ok && !strings.Contains(v, "?") {
				values[name] = cty.StringVal(v)
			}
		}
	}
	if _, ok := values["address"]; ok {
		values["address"] = cty.NullVal(cty.String)
	}
	return cty.ObjectVal(values)
}

// edge is what an edge leads to: null where it is absent.
func edge[U any](e network.Edge[U], s shape[*U]) fact {
	f := fact{at: e.At(), why: e.Why()}
	target, exact := e.Get()
	switch {
	case exact:
		f.v = s.value(target)
	case e.IsAbsent():
		f.v = cty.NullVal(s.typ())
	case e.IsOutside():
		f.v = s.outside(e.ID())
		f.why = fmt.Sprintf("what is declared elsewhere: %s", e.Label())
	default:
		f.v = cty.UnknownVal(s.typ())
	}
	return f
}

// ref is an attribute that leads to another part.
func ref[T, U any](name string, s shape[*U], doc string, get func(T) network.Edge[U]) attribute[T] {
	return attribute[T]{Attribute{name, doc, s.typ(), s.attributes()}, func(part T) fact { return edge(get(part), s) }}
}

// list is an attribute that lists other parts. A list to which there may be more is
// unknown.
func list[T, U any](name string, s shape[U], doc string, get func(T) value.Set[U]) attribute[T] {
	return attribute[T]{Attribute{name, doc, cty.List(s.typ()), s.attributes()}, func(part T) fact {
		return set(get(part), s.typ(), s.value)
	}}
}

// refs is a list of what edges lead to.
func refs[T, U any](name string, s shape[*U], doc string, get func(T) value.Set[network.Edge[U]]) attribute[T] {
	return attribute[T]{Attribute{name, doc, cty.List(s.typ()), s.attributes()}, func(part T) fact {
		return set(get(part), s.typ(), func(e network.Edge[U]) cty.Value { return edge(e, s).v })
	}}
}

func set[U any](s value.Set[U], typ cty.Type, convert func(U) cty.Value) fact {
	switch {
	case !s.Complete():
		return fact{v: cty.UnknownVal(cty.List(typ)), why: s.Incomplete}
	case len(s.Items) == 0:
		return plain(cty.ListValEmpty(typ))
	}
	out := make([]cty.Value, len(s.Items))
	for i, item := range s.Items {
		out[i] = convert(item)
	}
	return plain(cty.ListVal(out))
}

// mapSet applies f to the items of a set.
func mapSet[T, U any](s value.Set[T], f func(T) U) value.Set[U] {
	out := value.Set[U]{Items: make([]U, len(s.Items)), Incomplete: s.Incomplete}
	for i, item := range s.Items {
		out.Items[i] = f(item)
	}
	return out
}

// element is what all parts have.
func element[T network.Subject]() shape[T] {
	return shape[T]{
		attr("name", cty.String, "the name of the Azure resource", func(p T) fact { return text(p.Common().Name) }),
		attr("address", cty.String, "the address, as Terraform or Bicep names the resource; null for what is declared elsewhere",
			func(p T) fact { return plain(cty.StringVal(p.Common().Address)) }),
		attr("id", cty.String, "the id of the resource in lower case; often unknown before it is deployed", func(p T) fact { return id(p.Common()) }),
		attr("location", cty.String, "the region, as in westeurope", func(p T) fact { return text(p.Common().Location) }),
	}
}

// and joins shapes.
func (s shape[T]) and(more ...attribute[T]) shape[T] { return append(s[:len(s):len(s)], more...) }
