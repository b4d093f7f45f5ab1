package deployment_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/evaluate"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/corpus"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/params"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/project"
)

// TestSnapshots evaluates the parameter files of which the corpus has a snapshot, made by
// Bicep itself. Resources of extensions are none of Azure's, and are left out here.
func TestSnapshots(t *testing.T) {
	root := corpus.Dir(t, "bicep")
	p := project.New(project.Options{Root: root})
	defer func() { require.NoError(t, p.Close()) }()
	files, err := filepath.Glob(filepath.Join(root, "src", "Bicep.Cli.IntegrationTests", "Files", "SnapshotCommandTests", "*", "main.bicepparam"))
	require.NoError(t, err)
	equal := 0
	for _, file := range files {
		if strings.Contains(file, "extensibility") {
			continue
		}
		content, err := os.ReadFile(strings.TrimSuffix(file, ".bicepparam") + ".snapshot.json")
		require.NoError(t, err)
		var want struct {
			PredictedResources []any
			Outputs            map[string]any
		}
		require.NoError(t, json.Unmarshal(content, &want))
		syntax, unreadable := p.File(file)
		require.Nil(t, unreadable)
		given := params.Read(p, syntax)
		o := evaluate.Options{Context: evaluate.Context{SubscriptionID: "00000000-0000-0000-0000-000000000000", ResourceGroup: "myRg"}}
		for _, v := range given.Values {
			o.Parameters = append(o.Parameters, evaluate.Assignment{Name: v.Name, Expr: v.Expr, From: v.From, At: v.At})
		}
		r := run(t, given.Using, o)
		resources := []any{}
		for _, i := range r.Instances {
			resources = append(resources, predicted(i))
		}
		outputs := map[string]any{}
		for _, o := range r.Outputs {
			outputs[o.Name] = whole(o.Value)
		}
		if assert.Equal(t, want.PredictedResources, roundTrip(t, resources), file) && assert.Equal(t, any(want.Outputs), roundTrip(t, outputs), file) {
			equal++
		}
	}
	t.Logf("%d of %d snapshots are equal", equal, len(files))
}

func roundTrip(t *testing.T, v any) any {
	t.Helper()
	text, err := json.Marshal(v)
	require.NoError(t, err)
	var out any
	require.NoError(t, json.Unmarshal(text, &out))
	if list, ok := out.([]any); ok {
		return list
	}
	return out
}

func predicted(i *evaluate.Instance) any {
	out := map[string]any{"id": leaf(i.ID()), "type": i.Type(), "name": leaf(i.Name()), "apiVersion": i.APIVersion()}
	body := i.Body()
	for n := range body.Len() {
		if key := body.Key(n); key != "dependsOn" {
			out[key] = leaf(body.Index(n))
		}
	}
	return out
}

// leaf is a value with an expression for each part that is not known.
func leaf(v partial.Value) any {
	switch v.Kind() {
	case partial.Array:
		items := make([]any, v.Len())
		for i := range items {
			items[i] = leaf(v.Index(i))
		}
		return items
	case partial.Object:
		members := map[string]any{}
		for i := range v.Len() {
			members[v.Key(i)] = leaf(v.Index(i))
		}
		return members
	case partial.Null, partial.Bool, partial.Int, partial.Float, partial.String, partial.Unknown, partial.Lambda, partial.Handle:
	}
	return whole(v)
}

// whole is a value, or one expression for all of it.
func whole(v partial.Value) any {
	if !v.IsKnown() {
		return "[" + expression(v) + "]"
	}
	var out any
	if json.Unmarshal([]byte(v.Canonical()), &out) != nil {
		return v.Canonical()
	}
	return out
}

func expression(v partial.Value) string {
	list := func(values []partial.Value) string {
		var out []string
		for _, v := range values {
			out = append(out, expression(v))
		}
		return strings.Join(out, ", ")
	}
	switch v.Kind() {
	case partial.Object:
		var pairs []partial.Value
		for i := range v.Len() {
			pairs = append(pairs, partial.StringValue(v.Key(i)), v.Index(i))
		}
		return "createObject(" + list(pairs) + ")"
	case partial.Array:
		return "createArray(" + list(v.Items()) + ")"
	case partial.String:
		if s, ok := v.Text(); ok {
			return "'" + strings.ReplaceAll(s, "'", "''") + "'"
		}
		format, args := "", []partial.Value(nil)
		for _, p := range v.Parts() {
			if s, ok := p.Text(); ok {
				format += s
				continue
			}
			format += "{" + strconv.Itoa(len(args)) + "}"
			args = append(args, p)
		}
		return "format('" + format + "', " + list(args) + ")"
	case partial.Unknown:
		r := v.Residual()
		switch r.Call {
		case partial.MemberCall:
			if key, ok := r.Args[1].Text(); ok {
				return expression(r.Args[0]) + "." + key
			}
			return expression(r.Args[0]) + "[" + expression(r.Args[1]) + "]"
		case partial.StateCall:
			path, _ := r.Args[1].Text()
			version := ""
			if len(r.Sources) > 0 {
				if i, ok := r.Sources[0].Handle.(*evaluate.Instance); ok {
					version = i.APIVersion()
				}
			}
			return fmt.Sprintf("reference(%s, '%s').%s", expression(r.Args[0]), version, strings.TrimPrefix(path, "properties."))
		}
		return r.Call + "(" + list(r.Args) + ")"
	case partial.Null, partial.Bool, partial.Int, partial.Float, partial.Lambda, partial.Handle:
	}
	return v.Canonical()
}
