package config

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"slices"

	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"github.com/appnetlint/appnetlint/pkg/iac"
)

func (d *differences) outputs(want *verdict, run *run) {
	for _, name := range slices.Sorted(maps.Keys(want.Outputs)) {
		o := want.Outputs[name]
		v, ok := run.root.output(name)
		if !ok {
			d.add("output %s is not there", name)
			continue
		}
		v, _ = v.UnmarkDeep()
		d.known("output "+name, o.Value, o.Unknown, treeOf(v))
		if len(o.Type) > 0 && !v.IsNull() && v.IsWhollyKnown() {
			d.types(name, o.Type, v)
		}
	}
}

func (d *differences) types(name string, want json.RawMessage, v cty.Value) {
	t, err := ctyjson.UnmarshalType(want)
	switch {
	case err != nil:
		d.add("output %s: %s", name, err)
	case !t.Equals(v.Type()):
		d.add("output %s is of type %s and not %s", name, v.Type().GoString(), t.GoString())
	}
}

func (d *differences) resources(want *verdict, run *run) {
	got := map[string]*iac.Resource{}
	for _, r := range run.result.Resources {
		got[r.Address] = r
	}
	for _, address := range slices.Sorted(maps.Keys(want.Resources)) {
		w, g := want.Resources[address], got[address]
		delete(got, address)
		if g == nil {
			d.add("%s is not there", address)
			continue
		}
		unknown, _ := w.Unknown.(map[string]any)
		secret, _ := w.Sensitive.(map[string]any)
		for _, name := range []string{"input", "triggers_replace", "output", "id"} {
			v := g.Body.Get(name)
			if name == "output" && unknown[name] == nil {
				continue // null if the input is, which is left to the provider
			}
			d.known(address+"."+name, w.Values[name], unknown[name], treeOfValue(v))
			d.secret(address+"."+name, secret[name], v)
		}
	}
	for address := range got {
		d.add("%s is none of terraform's", address)
	}
}

// secret compares which parts of a value are sensitive.
func (d *differences) secret(path string, want any, got iac.Value) {
	if b, _ := want.(bool); b != got.IsSensitive() {
		d.add("%s is sensitive: %t and not %t", path, got.IsSensitive(), b)
		return
	}
	if got.IsSensitive() {
		return
	}
	members, _ := want.(map[string]any)
	elements, _ := want.([]any)
	for i := range got.Len() {
		switch {
		case got.Kind() == iac.Object:
			d.secret(path+"."+got.Key(i), members[got.Key(i)], got.Index(i))
		case i < len(elements):
			d.secret(path+indexStep(i), elements[i], got.Index(i))
		default:
			d.secret(path+indexStep(i), nil, got.Index(i))
		}
	}
}

// notKnown stands for an unknown value in a tree of values as JSON has them.
type notKnown struct{}

// known compares a value as a plan has it with one of ours.
func (d *differences) known(path string, want, unknown, got any) {
	if b, _ := unknown.(bool); b {
		if got != (notKnown{}) {
			d.add("%s is %s and not unknown", path, text(got))
		}
		return
	}
	switch got := got.(type) {
	case map[string]any:
		d.members(path, want, unknown, got)
	case []any:
		d.elements(path, want, unknown, got)
	default:
		if text(want) != text(got) {
			d.add("%s is %s and not %s", path, text(got), text(want))
		}
	}
}

func (d *differences) members(path string, want, unknown any, got map[string]any) {
	w, ok := want.(map[string]any)
	if !ok {
		d.add("%s is %s and not %s", path, text(got), text(want))
		return
	}
	u, _ := unknown.(map[string]any)
	all := map[string]bool{}
	for name := range w {
		all[name] = true
	}
	for name, v := range u {
		all[name] = all[name] || v == true
	}
	for name := range got {
		all[name] = true
	}
	for _, name := range sortedKeys(all) {
		_, inWanted := w[name]
		_, inGot := got[name]
		if u[name] == true {
			inWanted = true
		}
		if all[name] && inWanted != inGot {
			d.add("%s.%s is there: %t and not %t", path, name, inGot, inWanted)
			continue
		}
		if all[name] {
			d.known(path+"."+name, w[name], u[name], got[name])
		}
	}
}

func (d *differences) elements(path string, want, unknown any, got []any) {
	w, ok := want.([]any)
	if !ok || len(w) != len(got) {
		d.add("%s is %s and not %s", path, text(got), text(want))
		return
	}
	u, _ := unknown.([]any)
	for i := range got {
		var not any
		if i < len(u) {
			not = u[i]
		}
		d.known(path+indexStep(i), w[i], not, got[i])
	}
}

func text(v any) string {
	switch v := v.(type) {
	case notKnown:
		return "unknown"
	case json.Number:
		f, _, err := big.ParseFloat(v.String(), 10, 512, big.ToNearestEven)
		if err != nil {
			return v.String()
		}
		return f.Text('g', 100)
	}
	out, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(out)
}

// treeOf makes of a value what reading it from JSON would.
func treeOf(v cty.Value) any {
	t := v.Type()
	switch {
	case !v.IsKnown():
		return notKnown{}
	case v.IsNull():
		return nil
	case t == cty.String:
		return v.AsString()
	case t == cty.Bool:
		return v.True()
	case t == cty.Number:
		return json.Number(v.AsBigFloat().Text('g', -1))
	case t.IsObjectType() || t.IsMapType():
		out := map[string]any{}
		for name, member := range v.AsValueMap() {
			out[name] = treeOf(member)
		}
		return out
	}
	out := []any{}
	for it := v.ElementIterator(); it.Next(); {
		_, element := it.Element()
		out = append(out, treeOf(element))
	}
	return out
}

// treeOfValue is the same for a value as mappings see it.
func treeOfValue(v iac.Value) any {
	switch v.Kind() {
	case iac.Unknown:
		return notKnown{}
	case iac.Bool:
		return v.Scalar() == "true"
	case iac.Number:
		return json.Number(v.Scalar())
	case iac.String:
		return v.Scalar()
	case iac.List:
		out := []any{}
		for i := range v.Len() {
			out = append(out, treeOfValue(v.Index(i)))
		}
		return out
	case iac.Object:
		out := map[string]any{}
		for i := range v.Len() {
			out[v.Key(i)] = treeOfValue(v.Index(i))
		}
		return out
	case iac.Null:
	}
	return nil
}
