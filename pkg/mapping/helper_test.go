package mapping_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// decode reads JSON in which {"?": "azurerm_subnet.app!id"} is an unknown value
// that is the attribute of a resource, and {"?": ""} one that comes from elsewhere.
func decode(t *testing.T, text string, at source.Range) iac.Value {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var v any
	require.NoError(t, d.Decode(&v), text)
	return valueOf(v, at)
}

func valueOf(v any, at source.Range) iac.Value {
	switch v := v.(type) {
	case nil:
		return iac.NullValue(at)
	case bool:
		return iac.BoolValue(v, at)
	case json.Number:
		return iac.NumberValue(v.String(), at)
	case string:
		return iac.StringValue(v, at)
	case []any:
		items := make([]iac.Value, len(v))
		for i := range v {
			items[i] = valueOf(v[i], at)
		}
		return iac.ListValue(items, at)
	case map[string]any:
		if ref, ok := v["?"].(string); ok {
			return unknown(ref, at)
		}
		var keys []string
		for key := range v {
			keys = append(keys, key)
		}
		slices.Sort(keys)
		items := make([]iac.Value, len(keys))
		for i, key := range keys {
			items[i] = valueOf(v[key], at)
		}
		return iac.ObjectValue(keys, items, at)
	}
	panic(fmt.Sprintf("%T is no JSON", v))
}

func unknown(ref string, at source.Range) iac.Value {
	address, attribute, ok := strings.Cut(ref, "!")
	if !ok {
		return iac.UnknownValue(nil, at)
	}
	refs := []iac.Reference{{Address: address, Attribute: attribute}}
	return iac.UnknownValue(&iac.Origin{References: refs, Closed: true, Pin: ref}, at)
}

// arm returns a resource of a template; its type has the API version after "@".
func arm(t *testing.T, address, typ, body string) *iac.Resource {
	t.Helper()
	at := source.Range{File: source.NewFile(address, []byte(body)), End: len(body)}
	typ, version, _ := strings.Cut(typ, "@")
	return &iac.Resource{Address: address, Type: typ, APIVersion: version, Body: decode(t, body, at), At: at}
}

// terraform returns a resource of Terraform that is being created; its type is in
// the address.
func terraform(t *testing.T, address, attributes string) *iac.Resource {
	t.Helper()
	at := source.Range{File: source.NewFile(address, []byte(attributes)), End: len(attributes)}
	typ, _, _ := strings.Cut(strings.TrimPrefix(address, "data."), ".")
	name, _, _ := strings.Cut(typ, "_")
	return &iac.Resource{
		Address: address, Type: typ, Data: strings.HasPrefix(address, "data."),
		Provider: iac.Provider{Name: name, Major: 5, Subscription: "0000"},
		Body:     decode(t, attributes, at), Change: iac.Change{Action: iac.Create}, At: at,
	}
}

// model maps resources without errors.
func model(t *testing.T, resources ...*iac.Resource) *network.Model {
	t.Helper()
	m, before, errs := mapping.Build(&iac.Root{Resources: resources})
	require.Empty(t, errs)
	require.Nil(t, before)
	return m
}

// describe writes a model as text, without what depends on the way in which it is
// written: addresses and ranges. Edges are told by the names of their targets.
func describe(m *network.Model) string {
	var b strings.Builder
	dump(&b, "", reflect.ValueOf(m).Elem())
	return b.String()
}

// leftOut are fields that tell how something is written: by whom, as a default or
// not, and whether the names that make an id stand there.
var leftOut = map[string]bool{
	"Address": true, "At": true, "Calls": true, "Subject": true,
	"Written": true, "Rewritten": true, "Spelled": true, "CipherOrder": true, "ResetsIntegration": true, "SingularPrefix": true, "ID": true,
}

func dump(b *strings.Builder, path string, v reflect.Value) {
	switch {
	case v.Kind() == reflect.Pointer && v.Type().Implements(reflect.TypeFor[network.Subject]()):
		if strings.Count(path, ".") > 1 { // a part that is reached from another one
			fmt.Fprintf(b, "%s = %s\n", path, nameOf(v))
			return
		}
		dump(b, path, v.Elem())
	case v.MethodByName("Candidates").IsValid():
		fmt.Fprintf(b, "%s → %s\n", path, edge(v))
	case v.MethodByName("IsSensitive").IsValid():
		dumpValue(b, path, v)
	case v.Kind() == reflect.Pointer && !v.IsNil():
		dump(b, path, v.Elem())
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			f := v.Type().Field(i)
			if !leftOut[f.Name] {
				dump(b, path+"."+f.Name, v.Field(i))
			}
		}
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			dump(b, fmt.Sprintf("%s[%d]", path, i), v.Index(i))
		}
	case !v.IsZero():
		fmt.Fprintf(b, "%s = %v\n", path, v.Interface())
	}
}

func dumpValue(b *strings.Builder, path string, v reflect.Value) {
	got := v.MethodByName("Get").Call(nil)
	switch state := v.MethodByName("State").Call(nil)[0]; {
	case !got[1].Bool():
		if fmt.Sprint(state) != "absent" {
			fmt.Fprintf(b, "%s = %v\n", path, state)
		}
	case got[0].Kind() == reflect.Map:
		keys := got[0].MapKeys()
		slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
		for _, key := range keys {
			dump(b, path+"."+key.String(), got[0].MapIndex(key))
		}
	default:
		fmt.Fprintf(b, "%s = %v\n", path, got[0].Interface())
	}
}

func edge(v reflect.Value) string {
	if id := v.MethodByName("ID").Call(nil)[0].String(); v.MethodByName("IsOutside").Call(nil)[0].Bool() {
		return "outside: " + id
	}
	if v.MethodByName("IsAbsent").Call(nil)[0].Bool() {
		return "nothing"
	}
	if v.MethodByName("IsUnknown").Call(nil)[0].Bool() {
		return "unknown"
	}
	targets := v.MethodByName("Candidates").Call(nil)[0]
	var names []string
	for i := range targets.Len() {
		names = append(names, nameOf(targets.Index(i)))
	}
	return strings.Join(names, " or ")
}

func nameOf(part reflect.Value) string {
	e := part.Interface().(network.Subject).Common()
	return e.Name.Or("?")
}
