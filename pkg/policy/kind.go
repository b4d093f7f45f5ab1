package policy

import (
	"github.com/zclconf/go-cty/cty"

	"github.com/appnetlint/appnetlint/pkg/network"
)

// Kind is a kind of part of the model that policies are for.
type Kind struct {
	// Name is what a policy is for, and the name of the part in its expressions.
	Name string
	// Doc says what it is, in one sentence.
	Doc string
	// Attributes are what there is to ask.
	Attributes []Attribute

	parts func(*network.Model) []part
}

// part is one part of the model.
type part struct {
	network.Subject
	// get answers an attribute by its place in the kind's list.
	get func(i int) fact
}

// kindOf makes a kind of a shape and of the list of the parts that have it. What a
// configuration only reads is left out: it cannot be mended there.
func kindOf[T network.Subject](name, doc string, s shape[T], parts func(*network.Model) []T, where ...func(T) bool) *Kind {
	return &Kind{Name: name, Doc: doc, Attributes: s.attributes(), parts: func(m *network.Model) []part {
		var out []part
		for _, p := range parts(m) {
			if p.Common().External || len(where) > 0 && !where[0](p) {
				continue
			}
			out = append(out, part{p, func(i int) fact { return s[i].get(p) }})
		}
		return out
	}}
}

// attribute returns the place of an attribute in the list.
func (k *Kind) attribute(name string) (int, bool) {
	for i, a := range k.Attributes {
		if a.Name == name {
			return i, true
		}
	}
	return 0, false
}

// unknown is a part of the kind of which nothing is known.
func (k *Kind) unknown() cty.Value {
	values := make(map[string]cty.Value, len(k.Attributes))
	for _, a := range k.Attributes {
		values[a.Name] = cty.UnknownVal(a.Type)
	}
	return cty.ObjectVal(values)
}

// find returns the kind of a name.
func find(name string) (*Kind, bool) {
	for _, k := range Kinds() {
		if k.Name == name {
			return k, true
		}
	}
	return nil, false
}
