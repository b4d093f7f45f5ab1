package plan_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/unicode"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/plan"
	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/source"
)

const azurerm = `"provider_name":"registry.terraform.io/hashicorp/azurerm"`

// planOf makes a plan with elements of resource_changes and further members.
func planOf(more string, changes ...string) string {
	if more != "" {
		more = "," + more
	}
	return `{"format_version":"1.2","resource_changes":[` + strings.Join(changes, ",") + `]` + more + `}`
}

// change makes an element of resource_changes for azurerm_x.a.
func change(change string) string {
	return `{"address":"azurerm_x.a","mode":"managed","type":"azurerm_x","name":"a",` + azurerm + `,"change":` + change + `}`
}

// show writes a value down: * is unknown, ! sensitive.
func show(v iac.Value) string {
	s := ""
	switch v.Kind() {
	case iac.Null:
		s = "null"
	case iac.Unknown:
		s = "*"
	case iac.Bool, iac.Number, iac.String:
		s = v.Scalar()
	case iac.List, iac.Object:
		var items []string
		for i := range v.Len() {
			item := show(v.Index(i))
			if v.Kind() == iac.Object {
				item = v.Key(i) + "=" + item
			}
			items = append(items, item)
		}
		s = "[" + strings.Join(items, " ") + "]"
		if v.Kind() == iac.Object {
			s = "{" + s[1:len(s)-1] + "}"
		}
	}
	if v.IsSensitive() {
		s += "!"
	}
	return s
}

func TestValues(t *testing.T) {
	for _, test := range []struct{ name, after, unknown, sensitive, want string }{
		{"scalars", `{"a":"x","b":1.50,"c":true,"d":null,"e":false}`, `{}`, `{}`, "{a=x b=1.50 c=true e=false}"},
		{"nested", `{"a":[{"b":[1,null]},{}],"c":[]}`, `{}`, `{}`, "{a=[{b=[1 null]} {}] c=[]}"},
		{"unknown attribute", `{"a":"x"}`, `{"id":true}`, `{}`, "{a=x id=*}"},
		{"unknown out of order", `{"z":"x","a":"y"}`, `{"m":true,"b":true}`, `{}`, "{z=x a=y m=* b=*}"},
		{"unknown inside a block", `{"a":[{"b":"x"},{"b":"y"}]}`, `{"a":[{},{"c":true}]}`, `{}`, "{a=[{b=x} {b=y c=*}]}"},
		{"unknown element", `{"a":["x",null]}`, `{"a":[false,true]}`, `{}`, "{a=[x *]}"},
		{"unknown where the value is null", `{"a":null}`, `{"a":true}`, `{}`, "{a=*}"},
		{"unknown goes before a value", `{"a":"stale"}`, `{"a":true}`, `{}`, "{a=*}"},
		{"unknown inside what is absent", `{}`, `{"a":{"b":true,"c":false},"d":[{"e":true}]}`, `{}`, "{a={b=*} d=[{e=*}]}"},
		{"more unknown elements than elements", `{"a":["x"]}`, `{"a":[false,true,true]}`, `{}`, "{a=[x * *]}"},
		{"a whole block unknown", `{}`, `{"site_config":true}`, `{}`, "{site_config=*}"},
		{"a mask of another shape", `{"a":"x","b":[1]}`, `{"a":{"b":true},"b":{"c":true}}`, `{}`, "{a={b=*} b={c=*}}"},
		{"everything unknown", `null`, `true`, `{}`, "*"},
		{"sensitive attribute", `{"a":"x","b":"y"}`, `{}`, `{"a":true}`, "{a=x! b=y}"},
		{"sensitive object", `{"a":{"b":"x","c":["y"]}}`, `{}`, `{"a":true}`, "{a={b=x! c=[y!]!}!}"},
		{"sensitive and unknown", `{}`, `{"a":true,"b":[{"c":true}]}`, `{"a":true,"b":[{"c":true}]}`, "{a=*! b=[{c=*!}]}"},
		{"sensitive element", `{"a":[{"b":"x"},{"b":"y"}]}`, `{}`, `{"a":[{},{"b":true}]}`, "{a=[{b=x} {b=y!}]}"},
		{"all sensitive", `{"a":"x"}`, `{}`, `true`, "{a=x!}!"},
		{"false means known", `{"a":"x"}`, `{"a":false,"b":[false],"c":{}}`, `false`, "{a=x}"},
		{"escapes", `{"\u0061":"q\"\\\/\n\u00e9\ud83d\ude00"}`, `{"\u0062":true}`, `{}`, "{a=q\"\\/\né😀 b=*}"},
		{"half a surrogate", `{"a":"x\ud83dy\ude00"}`, `{}`, `{}`, "{a=x\uFFFDy\uFFFD}"},
		{"not UTF-8", "{\"a\":\"x\xffy\"}", `{}`, `{}`, "{a=x\uFFFDy}"},
		{"the first of equal names", `{"a":1,"a":2}`, `{}`, `{}`, "{a=1 a=2}"},
		{"white space", " {\n\t\"a\" : [ 1 , 2 ] ,\r\n \"b\" : { } } ", ` { "c" : true } `, `{ }`, "{a=[1 2] b={} c=*}"},
	} {
		t.Run(test.name, func(t *testing.T) {
			root := read(t, planOf("", change(fmt.Sprintf(
				`{"actions":["create"],"before":null,"after":%s,"after_unknown":%s,"after_sensitive":%s}`, test.after, test.unknown, test.sensitive))))
			require.Len(t, root.Resources, 1)
			assert.Equal(t, test.want, show(root.Resources[0].Body))
		})
	}
}

func TestActions(t *testing.T) {
	for _, test := range []struct {
		actions     string
		want        iac.Action
		body, prior string
	}{
		{`["no-op"]`, iac.NoOp, "{a=new}", "{a=new}"},
		{`[ "no-op" ]`, iac.NoOp, "{a=new}", "{a=new}"},
		{`["create"]`, iac.Create, "{a=new}", "{a=old!}"},
		{`["read"]`, iac.Read, "{a=new}", "{a=old!}"},
		{`["update"]`, iac.Update, "{a=new}", "{a=old!}"},
		{`["delete","create"]`, iac.Replace, "{a=new}", "{a=old!}"},
		{`["create","delete"]`, iac.Replace, "{a=new}", "{a=old!}"},
		{`["create","forget"]`, iac.Replace, "{a=new}", "{a=old!}"},
		{`["delete"]`, iac.Delete, "null", "{a=old!}"},
		{`["forget"]`, iac.NoOp, "{a=old!}", "{a=old!}"},
	} {
		t.Run(test.actions, func(t *testing.T) {
			root := read(t, planOf("", change(fmt.Sprintf(
				`{"actions":%s,"before":{"a":"old"},"after":{"a":"new"},"after_unknown":{},"before_sensitive":{"a":true},"after_sensitive":{}}`, test.actions))))
			require.Len(t, root.Resources, 1)
			r := root.Resources[0]
			assert.Equal(t, test.want, r.Change.Action)
			assert.Equal(t, test.body, show(r.Body))
			assert.Equal(t, test.prior, show(r.Change.Before))
			assert.Equal(t, test.actions == `["forget"]`, r.Data)
			assert.True(t, root.HasBefore)
		})
	}
}

func TestReplacePaths(t *testing.T) {
	root := read(t, planOf("", change(`{"actions":["delete","create"],"before":{},"after":{},"replace_paths":[["name"],["site_config",0,"x"]]}`)))
	assert.Equal(t, [][]any{{"name"}, {"site_config", 0, "x"}}, root.Resources[0].Change.ReplacePaths)
}

// The remains of a replaced object must not hide the object.
func TestDeposed(t *testing.T) {
	deposed := strings.Replace(change(`{"actions":["delete"],"before":{"a":"old"},"after":null}`), `"change"`, `"deposed":"1a2b","change"`, 1)
	current := change(`{"actions":["update"],"before":{"a":"b"},"after":{"a":"c"}}`)
	for _, text := range []string{planOf("", deposed, current), planOf("", current, deposed)} {
		root := read(t, text)
		require.Len(t, root.Resources, 1)
		assert.Equal(t, "{a=c}", show(root.Resources[0].Body))
	}
	assert.Empty(t, read(t, planOf("", deposed)).Resources)
}

func TestDeferred(t *testing.T) {
	root := read(t, planOf(`"deferred_changes":[{"reason":"provider_config_unknown","resource_change":`+
		change(`{"actions":["create"],"before":null,"after":{"name":"n","virtual_network_name":"v","address":"10.0.0.0","tags":null},"after_unknown":{"id":true}}`)+
		`}],"complete":false`))
	require.Len(t, root.Resources, 1)
	assert.True(t, root.Resources[0].Change.Deferred)
	assert.Equal(t, "{name=n virtual_network_name=v address=* tags=* id=*}", show(root.Resources[0].Body))
	assert.Len(t, root.Incomplete, 1)
}

func TestErrored(t *testing.T) {
	root, err := plan.Read(t.Context(), "p.json", opener([]byte(planOf(`"errored":true`, change(`{"actions":["create"],"after":{}}`)))), plan.Options{})
	require.NoError(t, err)
	assert.Len(t, root.Resources, 1)
	require.Len(t, root.Errors, 1)
	assert.Equal(t, "p.json: The plan is of a run that failed; resources and findings may be missing.", root.Errors[0].Error())
	assert.Len(t, root.Incomplete, 1)
}

func TestState(t *testing.T) {
	root := read(t, `{"format_version":"1.0","values":{"root_module":{
		"resources":[
			{"address":"azurerm_x.a","mode":"managed","type":"azurerm_x",`+azurerm+`,"values":{"a":"x","b":{"c":1}},"sensitive_values":{"b":true}},
			{"address":"azurerm_x.a","deposed_key":"1","mode":"managed","type":"azurerm_x",`+azurerm+`,"values":{"a":"old"}}],
		"child_modules":[{"address":"module.m","resources":[
			{"address":"module.m.data.azurerm_x.a[0]","mode":"data","type":"azurerm_x","index":0,`+azurerm+`,"values":{"a":"y"},"sensitive_values":{}}]}]}}}`)
	require.Len(t, root.Resources, 2)
	assert.False(t, root.HasBefore)
	assert.Equal(t, "{a=x b={c=1!}!}", show(root.Resources[0].Body))
	assert.True(t, root.Resources[0].Change.Before.IsNull())
	assert.Equal(t, "{a=y}", show(root.Resources[1].Body))
	assert.True(t, root.Resources[1].Data)
	assert.Equal(t, []iac.Call{{Address: "module.m"}}, root.Resources[1].Calls)
}

// What a plan says of a resource goes before its prior state.
func TestPriorState(t *testing.T) {
	changes := `"resource_changes":[` + change(`{"actions":["update"],"before":{"a":"old"},"after":{"a":"new"}}`) + `]`
	prior := `"prior_state":{"format_version":"1.0","values":{"root_module":{"resources":[
		{"address":"azurerm_x.a","mode":"managed","type":"azurerm_x",` + azurerm + `,"values":{"a":"old"}},
		{"address":"azurerm_x.untouched","mode":"managed","type":"azurerm_x",` + azurerm + `,"values":{"a":"u"}},
		{"address":"data.azurerm_x.d","mode":"data","type":"azurerm_x",` + azurerm + `,"values":{"a":"d"}}]}}}`
	for _, text := range []string{changes + "," + prior, prior + "," + changes} {
		root := read(t, `{"format_version":"1.2",`+text+`}`)
		require.Len(t, root.Resources, 3)
		assert.Equal(t, "{a=new}", show(resource(root, "azurerm_x.a").Body))
		untouched := resource(root, "azurerm_x.untouched")
		assert.Equal(t, "{a=u}{a=u}", show(untouched.Body)+show(untouched.Change.Before))
		assert.True(t, resource(root, "data.azurerm_x.d").Data)
	}
}

func TestInterest(t *testing.T) {
	other := strings.ReplaceAll(change(`{"actions":["create"],"after":{"deep":[[[{}]]]}}`), "azurerm_x", "azurerm_y")
	late := `{"change":{"actions":["create"],"after":{"a":1}},"type":"azurerm_y","address":"azurerm_y.late"}`
	wanted := `{"change":{"actions":["create"],"after":{"a":1,"b":{"a":2}},"after_unknown":{"c":true}},"type":"azurerm_x","address":"azurerm_x.late","mode":"managed"}`
	interest := iac.Interest{Types: func(typ string) bool { return typ == "azurerm_x" }, Skip: map[string]bool{"a": true, "c": true}}
	root, err := plan.Read(t.Context(), "p.json", opener([]byte(planOf("", other, late, wanted))), plan.Options{Interest: interest})
	require.NoError(t, err)
	require.Empty(t, root.Errors)
	require.Len(t, root.Resources, 1)
	assert.Equal(t, "{b={a=2}}", show(root.Resources[0].Body))
}

func TestNothingToRead(t *testing.T) {
	for _, text := range []string{
		`{"format_version":"1.2","terraform_version":"1.9.0","planned_values":{"root_module":{}},"configuration":{"root_module":{}}}`,
		`{"format_version":"0.2","resource_changes":[]}`,
		`{"format_version":"1.99","resource_changes":null,"prior_state":null}`,
		`{"resource_changes":[]}`,
		`{"format_version":"1.0"}`,
		`{"format_version":"1.0","values":{"root_module":{}}}`,
	} {
		root := read(t, text)
		assert.Empty(t, root.Resources, text)
		assert.Empty(t, root.Incomplete, text)
	}
}

// Inputs that cannot be read at all, and the sentence that says so.
func TestRefused(t *testing.T) {
	deep := strings.Repeat(`{"a":`, 600) + "1" + strings.Repeat("}", 600)
	for _, test := range []struct{ name, text, want string }{
		{"empty", "", "The file is empty."},
		{"blank", " \n\t ", "The file is empty."},
		{"text", "No changes.", "The file is not JSON."},
		{"list", `[{"address":"x"}]`, "The file is a JSON list; a Terraform plan or state is an object."},
		{"future format", `{"format_version":"2.0","resource_changes":[]}`, `The file has format version "2.0"; versions from 0.1 to 1.x can be read.`},
		{"no version", `{"format_version":"new","resource_changes":[]}`, `The file has format version "new"; versions from 0.1 to 1.x can be read.`},
		{"truncated", "{\"format_version\":\"1.2\",\n\"resource_changes\":[{\"address\":", "The file is truncated: it ends in the middle of a value, at line 2, byte 56."},
		{"truncated in a string", `{"terraform_version":"1.`, "The file is truncated: it ends in the middle of a value, at line 1, byte 24."},
		{"wrong bracket", `{"planned_values":{"a":[}]}}`, `The file is not valid JSON: line 1, byte 24: '}' closes nothing that is open.`},
		{"garbage", "{\"planned_values\":{},\n  &}", "The file is not valid JSON: line 2, byte 24: the name of a member is expected instead of '&'."},
		{"garbage inside", `{"variables":null,"checks":[<html>]}`, `The file is not valid JSON: line 1, byte 28: '<' is not JSON here.`},
		{"no colon", `{"checks" 1}`, `The file is not valid JSON: line 1, byte 10: a colon is expected instead of '1'.`},
		{"no comma", `{"checks":1 "x":2}`, `The file is not valid JSON: line 1, byte 12: a comma or '}' is expected instead of '"'.`},
		{"comma at the end", `{"checks":1,}`, `The file is not valid JSON: line 1, byte 12: a value is expected after the comma instead of '}'.`},
		{"more after the end", `{"format_version":"1.0"} x`, "The file is not valid JSON: line 1, byte 25: there is more after the end of the JSON value."},
		{"too deep", `{"checks":` + deep + `}`, "The file is not valid JSON: line 1, byte 2505: values are nested more than 500 deep, which is the limit."},
		{"state file", `{"version":4,"terraform_version":"1.9.0","serial":3,"lineage":"x","resources":[]}`,
			`The file is a state file as Terraform stores it; run "terraform show -json" and read its output instead.`},
		{"template", `{"$schema":"https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#","resources":[]}`, "The file is an ARM template."},
		{"parameters", `{"$schema":"https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#"}`, "The file is a file of ARM deployment parameters."},
		{"encrypted", `{"serial":1,"lineage":"x","meta":{},"encrypted_data":"eA==","encryption_version":"v0"}`,
			`The file is encrypted; run "tofu show -json" where the key is configured and read its output instead.`},
		{"other", `{"a":1}`, "The file is JSON, but neither a Terraform plan or state nor an ARM template, its parameters or a what-if result."},
		{"archive", "PK\x03\x04something else", "The file is an archive, but no Terraform plan."},
	} {
		t.Run(test.name, func(t *testing.T) {
			root, err := plan.Read(t.Context(), "p.json", opener([]byte(test.text)), plan.Options{})
			assert.Nil(t, root)
			var said *source.Error
			require.ErrorAs(t, err, &said)
			assert.Equal(t, "p.json: "+test.want, said.Error())
		})
	}
}

// What is wrong in one place is told, and the rest is read.
func TestProblems(t *testing.T) {
	good := strings.ReplaceAll(change(`{"actions":["create"],"after":{"a":1}}`), "azurerm_x.a", "azurerm_x.good")
	for _, test := range []struct{ name, text, want string }{
		{"address", planOf("", `{"address":7,"type":"azurerm_x","change":{}}`, good), "resource_changes[0].address should be a string but is a number; it is left out."},
		{"no address", planOf("", `{"type":"azurerm_x","change":{}}`, good), "resource_changes[0] has no address or no type; it is left out."},
		{"type", planOf("", `{"address":"azurerm_x.a","type":[],"change":{}}`, good), "type of azurerm_x.a (resource_changes[0]) should be a string but is a list; it is left out."},
		{"element", planOf("", `"x"`, good), "resource_changes[0] should be an object but is a string; it is left out."},
		{"change", planOf("", change(`[]`), good), "change of azurerm_x.a (resource_changes[0]) should be an object but is a list; it is left out."},
		{"no change", planOf("", `{"address":"azurerm_x.a","type":"azurerm_x"}`, good), "azurerm_x.a (resource_changes[0]) has no values; it is left out."},
		{"actions", planOf("", change(`{"actions":"create","after":{}}`), good), "actions of azurerm_x.a are none that Terraform is known to plan; the change is taken for what its values show."},
		{"new action", planOf("", change(`{"actions":["import"],"after":{}}`), good), "actions of azurerm_x.a are none that Terraform is known to plan; the change is taken for what its values show."},
		{"after", planOf("", change(`{"actions":["create"],"after":"x"}`), good), "after of azurerm_x.a should be an object but is a string; it is left out."},
		{"replace_paths", planOf("", change(`{"actions":["create"],"after":{},"replace_paths":{}}`), good), "replace_paths of azurerm_x.a should be a list of paths; it is left out."},
		{"bad value", planOf("", change(`{"actions":["create"],"after":{"a":nul}}`), good), "azurerm_x.a could not be read: 'n' is not JSON here; it is left out."},
		{"bad number", planOf("", change(`{"actions":["create"],"after":{"a":01}}`), good), "azurerm_x.a could not be read: '0' is not JSON here; it is left out."},
		{"bad string", planOf("", change("{\"actions\":[\"create\"],\"after\":{\"a\":\"x\ny\"}}"), good), "azurerm_x.a could not be read: a string is not closed or has a control character in it; it is left out."},
		{"twice in an element", planOf("", `{"address":"azurerm_x.a","address":"azurerm_x.b","type":"azurerm_x","change":{"actions":["create"]}}`, good), "address of azurerm_x.a (resource_changes[0]) is there twice; the second is left out."},
		{"twice in a change", planOf("", change(`{"actions":["create"],"after":{},"after":{"a":1}}`), good), "after of azurerm_x.a is there twice; the second is left out."},
		{"twice at the top", planOf(`"resource_changes":[]`, good), `The file has "resource_changes" twice; the second is left out.`},
		{"twice the same address", planOf("", good, good), "resource_changes[1] is a second entry for azurerm_x.good; it is left out."},
		{"section", planOf(`"configuration":[],"relevant_attributes":[]`, good), "configuration should be an object but is a list; it is left out."},
		{"section of a plan", planOf(`"complete":"no"`, good), "complete should be a bool but is a string; it is left out."},
	} {
		t.Run(test.name, func(t *testing.T) {
			root, err := plan.Read(t.Context(), "p.json", opener([]byte(test.text)), plan.Options{})
			require.NoError(t, err)
			require.Len(t, root.Errors, 1)
			assert.Equal(t, test.want, root.Errors[0].Message)
			r := resource(root, "azurerm_x.good")
			require.NotNil(t, r)
			assert.Equal(t, "{a=1}", show(r.Body))
		})
	}
}

func TestPlannedValuesAlone(t *testing.T) {
	root, err := plan.Read(t.Context(), "p.json", opener([]byte(`{"format_version":"1.2","planned_values":{"root_module":{"resources":[{}]}}}`)), plan.Options{})
	require.NoError(t, err)
	require.Len(t, root.Errors, 1)
	assert.Contains(t, root.Errors[0].Message, "planned_values but no resource_changes")
}

func TestLimits(t *testing.T) {
	one := func(n int) string {
		return strings.ReplaceAll(change(`{"actions":["create"],"after":{"a":"`+strings.Repeat("x", 100*n)+`"}}`), "azurerm_x.a", fmt.Sprintf("azurerm_x.n%d", n))
	}
	text := planOf("", one(0), one(9), one(1), one(2))
	root, err := plan.Read(t.Context(), "p.json", opener([]byte(text)), plan.Options{Limits: plan.Limits{Resources: 3, ResourceBytes: 500}})
	require.NoError(t, err)
	var messages []string
	for _, e := range root.Errors {
		messages = append(messages, e.Message)
	}
	assert.Equal(t, []string{
		"azurerm_x.n9 has more than 500 bytes, which is the limit; it is left out.",
		"There are more than 3 resources, which is the limit; the rest is left out.",
	}, messages)
	assert.Len(t, root.Resources, 2)
	assert.Len(t, root.Incomplete, 2)
}

func TestEncodings(t *testing.T) {
	text := planOf("", change(`{"actions":["create"],"after":{"a":"Größe 😀"}}`))
	encode := func(e unicode.Endianness) string {
		s, err := unicode.UTF16(e, unicode.UseBOM).NewEncoder().String(text)
		require.NoError(t, err)
		return s
	}
	for name, encoded := range map[string]string{
		"UTF-8":           text,
		"UTF-8 with mark": "\xEF\xBB\xBF" + text,
		"UTF-16 LE":       encode(unicode.LittleEndian),
		"UTF-16 BE":       encode(unicode.BigEndian),
	} {
		t.Run(name, func(t *testing.T) {
			root := read(t, encoded)
			require.Len(t, root.Resources, 1)
			assert.Equal(t, "{a=Größe 😀}", show(root.Resources[0].Body))
		})
	}
}

// A reader that gives one byte at a time brings every place where the buffer
// can end.
func TestSmallReads(t *testing.T) {
	text := planOf(`"checks":{"a":["\\","\"x\\\"",[1.5e3,true]]}`, change(`{"actions":["create"],"after":{"a":"\\\"","b":[{"c":"\\"}]}}`))
	for size := 1; size < 8; size++ {
		root, err := plan.Read(t.Context(), "p.json", func() (io.ReadCloser, error) {
			return io.NopCloser(&slowReader{text: text, size: size}), nil
		}, plan.Options{})
		require.NoError(t, err)
		require.Empty(t, root.Errors)
		assert.Equal(t, `{a=\" b=[{c=\}]}`, show(root.Resources[0].Body))
	}
}

type slowReader struct {
	text string
	size int
}

func (r *slowReader) Read(p []byte) (int, error) {
	if r.text == "" {
		return 0, io.EOF
	}
	n := copy(p, r.text[:min(r.size, len(r.text))])
	r.text = r.text[n:]
	return n, nil
}

func TestFailingInput(t *testing.T) {
	_, err := plan.Read(t.Context(), "p.json", func() (io.ReadCloser, error) { return nil, errors.New("permission denied") }, plan.Options{})
	require.EqualError(t, err, "p.json: The file cannot be opened: permission denied.")

	_, err = plan.Read(t.Context(), "p.json", func() (io.ReadCloser, error) {
		return io.NopCloser(io.MultiReader(strings.NewReader(`{"format_version":`+strings.Repeat(" ", 600)), brokenReader{})), nil
	}, plan.Options{})
	require.EqualError(t, err, "p.json: The file cannot be read: reading failed: disk on fire.")

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = plan.Read(ctx, "p.json", opener([]byte(planOf(""))), plan.Options{})
	require.ErrorIs(t, err, context.Canceled)
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, errors.New("disk on fire") }

func TestPlace(t *testing.T) {
	text := planOf("", change(`{"actions":["create"],"after":{"a":[{"b":1}]}}`))
	r := read(t, text).Resources[0]
	assert.Equal(t, "plan.json", r.At.File.Path)
	assert.False(t, r.At.HasText())
	assert.Equal(t, change(`{"actions":["create"],"after":{"a":[{"b":1}]}}`), text[r.At.Start:r.At.End])
	assert.Equal(t, r.At, at(t, r.Body, "a[0].b").At())
}
