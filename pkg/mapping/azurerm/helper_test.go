package azurerm

import (
	"sort"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// o is an object, l a list.
type (
	o = map[string]any
	l = []any
)

// unknown is a value that is computed by the provider, with no origin.
type unknown struct{}

// ref is an unknown value that refers to an attribute and is nothing else.
type ref string

// either is an unknown value that is one of several.
type either []string

// made is an unknown value that is made from a reference.
type made string

// guessed is an unknown value that may be any of several, none of them for certain.
type guessed []string

// pinned is an unknown value of which only the variable is known.
type pinned string

// defaulted is a value that nobody wrote.
type defaulted struct{ v any }

var file = source.NewFile("main.tf", []byte("resource"))

// at is a place that is told apart from others by its start.
func at(start int) source.Range { return source.Range{File: file, Start: start, End: start + 1} }

// val makes a value from Go literals.
func val(v any) iac.Value {
	switch v := v.(type) {
	case nil:
		return iac.NullValue(at(1))
	case bool:
		return iac.BoolValue(v, at(1))
	case int:
		return iac.NumberValue(strconv.Itoa(v), at(1))
	case string:
		return iac.StringValue(v, at(1))
	case unknown:
		return iac.UnknownValue(nil, at(1))
	case ref:
		return from(iac.Origin{Closed: true}, string(v))
	case either:
		return from(iac.Origin{Closed: true}, v...)
	case made:
		return from(iac.Origin{Closed: true, Derived: true}, string(v))
	case guessed:
		return from(iac.Origin{Closed: true, Guessed: true}, v...)
	case pinned:
		return iac.UnknownValue(&iac.Origin{Pin: string(v)}, at(1))
	case defaulted:
		return val(v.v).ByDefault()
	case l:
		items := make([]iac.Value, len(v))
		for i := range v {
			items[i] = val(v[i])
		}
		return iac.ListValue(items, at(1))
	case o:
		keys := make([]string, 0, len(v))
		for k := range v {
			keys = append(keys, k)
		}
		sort.Strings(keys)
		items := make([]iac.Value, len(keys))
		for i, k := range keys {
			items[i] = val(v[k])
		}
		return iac.ObjectValue(keys, items, at(1))
	}
	panic("no value of this type")
}

// from makes an unknown value of references such as azurerm_subnet.app.id: two
// steps are the address, three of a data source.
func from(origin iac.Origin, references ...string) iac.Value {
	for _, text := range references {
		origin.References = append(origin.References, reference(text))
	}
	origin.Pin = references[0]
	return iac.UnknownValue(&origin, at(1))
}

func reference(text string) iac.Reference {
	steps := 2
	if len(text) > 5 && text[:5] == "data." {
		steps = 3
	}
	for i := range text {
		if text[i] == '.' {
			if steps--; steps == 0 {
				return iac.Reference{Address: text[:i], Attribute: text[i+1:]}
			}
		}
	}
	return iac.Reference{Address: text}
}

// in makes the resource exist in resource group rg and westeurope.
func in(body o) o {
	with := o{"resource_group_name": "rg", "location": "West Europe"}
	for k, v := range body {
		with[k] = v
	}
	return with
}

type option func(*iac.Resource)

func major(n int) option { return func(r *iac.Resource) { r.Provider.Major = n } }

func creating(r *iac.Resource) { r.Change.Action = iac.Create }

// existing makes the resource one that exists and does not change.
func existing(r *iac.Resource) { r.Change.Before = r.Body }

// res makes a resource at an address such as azurerm_subnet.app.
func res(address string, body o, options ...option) *iac.Resource {
	r := &iac.Resource{
		Address: address, Type: resourceType(address), Body: val(body), At: at(100),
		Provider: iac.Provider{Name: "azurerm", Subscription: "0000"},
	}
	r.Data = address[:5] == "data."
	for _, o := range options {
		o(r)
	}
	return r
}

// model maps resources and expects all of them to be understood.
func model(t *testing.T, resources ...*iac.Resource) *network.Model {
	t.Helper()
	x := mapped(t, false, resources...)
	require.Empty(t, x.Errors)
	return x.Model
}

func mapped(t *testing.T, before bool, resources ...*iac.Resource) *index.Index {
	t.Helper()
	x := index.New(&iac.Root{Resources: resources}, before)
	for _, r := range resources {
		require.True(t, Map(x, r), r.Type)
	}
	x.Finish()
	return x
}

// id makes an id in resource group rg of the provider's subscription.
func id(tail string) string { return "/subscriptions/0000/resourcegroups/rg/providers/" + tail }
