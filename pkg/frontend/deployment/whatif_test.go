package deployment_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/project"
	"github.com/appnetlint/appnetlint/pkg/frontend/deployment"
	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/source"
)

const groupOfSites = "/subscriptions/s/resourceGroups/RG"

// changed writes one change of a site; before and after are its properties, "" for none.
func changed(kind, name, before, after string) string {
	id := groupOfSites + "/providers/Microsoft.Web/sites/" + name
	state := func(properties string) string {
		if properties == "" {
			return "null"
		}
		return fmt.Sprintf(`{"apiVersion": "2024-04-01", "id": %q, "name": %q, "type": "Microsoft.Web/sites", "properties": %s}`, id, name, properties)
	}
	return fmt.Sprintf(`{"changeType": %q, "resourceId": %q, "before": %s, "after": %s,
  "delta": [{"path": "properties.x", "propertyChangeType": "Modify", "before": "delta", "after": "delta"}], "unsupportedReason": null}`, kind, id, state(before), state(after))
}

func whatIf(t *testing.T, text string) *iac.Root {
	t.Helper()
	r := reader(t, map[string]string{"what-if.json": text}, deployment.Options{})
	root, err := r.WhatIf(context.Background(), "what-if.json")
	require.NoError(t, err)
	assert.True(t, root.HasBefore)
	assert.Equal(t, "what-if.json", root.Name)
	require.Len(t, root.Files, 1)
	return root
}

var actions = map[iac.Action]string{iac.NoOp: "no-op", iac.Create: "create", iac.Update: "update", iac.Delete: "delete"}

func TestWhatIf(t *testing.T) {
	text := `{"status": "Succeeded", "error": null, "changes": [` + strings.Join([]string{
		changed("Create", "created", "", `{"x": 1}`),
		changed("Delete", "deleted", `{"x": 1}`, ""),
		changed("Modify", "modified", `{"x": 1}`, `{"x": 2}`),
		changed("NoChange", "same", `{"x": 1}`, `{"x": 1}`),
		changed("NoChange", "unwritten", `{"x": 1}`, ""),
		changed("Deploy", "deployed", `{"x": 1}`, ""),
		changed("Ignore", "ignored", `{"x": 1}`, ""),
	}, ",") + `]}`
	for _, encoded := range []string{text, "\ufeff" + text, wide(text), `{"status": "Succeeded", "properties": ` + text + `}`} {
		root := whatIf(t, encoded)
		assert.Empty(t, root.Errors)
		assert.Empty(t, root.Incomplete)
		var got []string
		for _, r := range root.Resources {
			x := func(v iac.Value) string {
				if v.IsNull() {
					return "-"
				}
				return v.Get("properties").Get("x").Scalar()
			}
			got = append(got, fmt.Sprintf("%s %v %s>%s %v", r.Address, actions[r.Change.Action], x(r.Change.Before), x(r.Body), r.Data))
			assert.Equal(t, "2024-04-01", r.APIVersion)
			assert.True(t, strings.HasPrefix(r.At.Text(), `"type"`), r.At.Text())
			assert.Equal(t, r.Data, r.Body.IsOpen(), "what is ignored has more than is told")
		}
		assert.Equal(t, []string{
			"Microsoft.Web/sites/created create ->1 false",
			"Microsoft.Web/sites/deleted delete 1>- false",
			"Microsoft.Web/sites/modified update 1>2 false",
			"Microsoft.Web/sites/same no-op 1>1 false",
			"Microsoft.Web/sites/unwritten no-op 1>1 false",
			"Microsoft.Web/sites/deployed update 1>1 false",
			"Microsoft.Web/sites/ignored no-op 1>1 true",
		}, got)
		body := root.Resources[0].Body
		assert.Equal(t, "created", body.Get("name").Scalar())
		assert.Equal(t, groupOfSites+"/providers/Microsoft.Web/sites/created", body.Get("id").Scalar())
		assert.Equal(t, strings.ToLower(groupOfSites), body.Get("scope").Scalar())
	}
}

// What-if leaves what it cannot work out as expressions.
func TestWhatIfExpressions(t *testing.T) {
	root := whatIf(t, `{"changes": [`+changed("Modify", "a", `{}`, `{
"reference": "[reference('x').y]", "escaped": "[[x()]", "list": ["[parameters('p')]", "b"], "range": "[1-2]", "open": "[x", "none": null, "on": true, "n": 1.50, "o": {"k": "v"}}`)+`]}`)
	require.Len(t, root.Resources, 1)
	properties := root.Resources[0].Body.Get("properties")
	assert.True(t, properties.Get("reference").IsUnknown())
	assert.Equal(t, "reference('x').y", properties.Get("reference").Origin().Pin)
	assert.True(t, properties.Get("list").Index(0).IsUnknown())
	assert.Equal(t, "b", properties.Get("list").Index(1).Scalar())
	assert.Equal(t, "[[x()]", properties.Get("escaped").Scalar(), "this is a text")
	assert.Equal(t, "[1-2]", properties.Get("range").Scalar())
	assert.Equal(t, "[x", properties.Get("open").Scalar())
	assert.True(t, properties.Get("none").IsNull())
	assert.Equal(t, iac.Bool, properties.Get("on").Kind())
	assert.Equal(t, iac.Number, properties.Get("n").Kind())
	assert.Equal(t, "v", properties.Get("o").Get("k").Scalar())
}

// What cannot be told is listed, so that no rule takes the rest for all there is.
func TestWhatIfIncomplete(t *testing.T) {
	for text, want := range map[string]string{
		changed("Unsupported", "a", "", ""):                                                 "cannot tell",
		changed("Unheard", "a", `{}`, `{}`):                                                 "cannot tell",
		changed("Create", "a", "", ""):                                                      "tells nothing",
		changed("Modify", "a", `{"x": 1}`, ""):                                              "tells nothing",
		changed("Delete", "a", "", ""):                                                      "tells nothing",
		`{"changeType": "Create", "resourceId": "/a/providers/B.C/d/e", "after": {"a": 1}}`: "tells nothing",
		`5`: "cannot tell",
	} {
		root := whatIf(t, `{"changes": [`+text+`]}`)
		assert.Empty(t, root.Resources, text)
		if assert.Len(t, root.Incomplete, 1, text) {
			assert.Contains(t, root.Incomplete[0], want, text)
		}
	}
	for _, text := range []string{`{"changes": [], "potentialChanges": [{}]}`, `{"properties": {"changes": [], "potentialChanges": [{}]}}`} {
		assert.Len(t, whatIf(t, text).Incomplete, 1, text)
	}
}

func TestWhatIfErrors(t *testing.T) {
	for text, want := range map[string]string{
		``:                "empty",
		`[]`:              "lists no changes",
		`{"changes": {}}`: "lists no changes",
		`{"changes": null, "error": {"code": "x", "message": "The template is invalid."}, "status": "Failed"}`: "failed: The template is invalid.",
		`{"status": "Failed", "properties": {"changes": [], "error": {"message": "The quota is used up."}}}`:   "failed: The quota",
		`{"changes": [` + changed("Create", "a", "", `{"x": }`) + `]}`:                                         "no JSON value",
	} {
		root := whatIf(t, text)
		if assert.Len(t, root.Errors, 1, text) {
			assert.Contains(t, root.Errors[0].Message, want, text)
		}
	}
	r := reader(t, nil, deployment.Options{})
	_, err := r.WhatIf(context.Background(), "none.json")
	require.Error(t, err)
}

// Resources have the names of templates; in two resource groups they are told apart.
func TestWhatIfNames(t *testing.T) {
	state := func(typ, name string) string {
		return fmt.Sprintf(`{"type": %q, "name": %q, "apiVersion": "2024-01-01", "properties": {}}`, typ, name)
	}
	change := func(id, state string) string {
		return fmt.Sprintf(`{"changeType": "Create", "resourceId": %q, "before": null, "after": %s}`, id, state)
	}
	root := whatIf(t, `{"changes": [`+strings.Join([]string{
		change("/subscriptions/s/resourceGroups/one/providers/Microsoft.Network/virtualNetworks/v/subnets/snet", state("Microsoft.Network/virtualNetworks/subnets", "snet")),
		change("/subscriptions/s/resourceGroups/two/providers/Microsoft.Network/virtualNetworks/v/subnets/snet", state("Microsoft.Network/virtualNetworks/subnets", "v/snet")),
		change("/subscriptions/s/resourceGroups/one", state("Microsoft.Resources/resourceGroups", "one")),
		change("/subscriptions/s/resourceGroups/one/providers/Microsoft.Web/sites/app/providers/Microsoft.Authorization/locks/lock", state("Microsoft.Authorization/locks", "lock")),
		change("", state("Microsoft.Web/sites", "bare")),
	}, ",")+`]}`)
	var got []string
	for _, r := range root.Resources {
		got = append(got, r.Address+" "+r.Body.Get("name").Scalar()+" "+r.Body.Get("scope").Scalar())
	}
	assert.Equal(t, []string{
		"Microsoft.Network/virtualNetworks/subnets/v/snet v/snet /subscriptions/s/resourcegroups/one",
		"/subscriptions/s/resourceGroups/two/providers/Microsoft.Network/virtualNetworks/v/subnets/snet v/snet /subscriptions/s/resourcegroups/two",
		"Microsoft.Resources/resourceGroups/one one ",
		"Microsoft.Authorization/locks/lock lock /subscriptions/s/resourcegroups/one",
		"Microsoft.Web/sites/bare bare ",
	}, got)
}

func TestWhatIfInterest(t *testing.T) {
	f := source.NewFile("w.json", []byte(`{"changes": [`+changed("Create", "a", "", `{}`)+`]}`))
	r := deployment.NewReader(project.New(project.Options{Root: t.TempDir()}), deployment.Options{Interest: iac.Interest{Types: func(string) bool { return false }}})
	assert.Empty(t, r.WhatIfFile(f).Resources)
}

func FuzzWhatIf(f *testing.F) {
	f.Add(`{"changes": [` + changed("Modify", "a", `{"x": "[y()]"}`, `{"x": [1, null]}`) + `]}`)
	f.Add(`{"properties": {"changes": [` + changed("Ignore", "a/b", `{}`, "") + `, {"changeType": "Delete"}]}, "error": {"message": "x"}}`)
	f.Add(`{"changes": [{"changeType": "Create", "resourceId": "/providers/", "after": {"type": "/", "name": 5}}]}`)
	r := deployment.NewReader(project.New(project.Options{Root: f.TempDir()}), deployment.Options{})
	f.Fuzz(func(t *testing.T, text string) {
		root := r.WhatIfFile(source.NewFile("w.json", []byte(text)))
		for _, res := range root.Resources {
			if res.Type == "" {
				t.Fatal("a resource without a type")
			}
			for _, v := range []iac.Value{res.Body, res.Change.Before} {
				v.Walk(func(_ []any, v iac.Value) {
					if at := v.At(); at.Start < 0 || at.End > len(text) || at.Start > at.End {
						t.Fatalf("%v lies outside the file", at)
					}
				})
			}
		}
	})
}
