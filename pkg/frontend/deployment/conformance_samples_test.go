package deployment_test

import (
	"encoding/json"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/evaluate"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/ir"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/bind"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/corpus"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/params"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/project"
)

// expectation is what a test of Bicep's says of a value of an evaluated template.
type expectation struct {
	path string
	want any
}

var evaluatedPath = regexp.MustCompile(`^\$\.(outputs|variables)(?:\['(\w+)'\]|\.(\w+))(?:\.value)?((?:\.\w+|\[\d+\])*)$`)

// expectations are those that a test has of an evaluated template.
func (m *method) expectations() []expectation {
	var out []expectation
	for i := range m.tokens {
		if !m.is(i, "evaluated") || !m.is(i+1, ".") || !m.is(i+2, "Should") || !m.is(i+6, "HaveValueAtPath", "HaveJsonAtPath") || i+10 >= len(m.tokens) {
			continue
		}
		at := i + 10
		interpolated := m.is(at, "$")
		if interpolated {
			at++
		}
		want, _, ok := m.json(at)
		if !ok || !evaluatedPath.MatchString(m.tokens[i+8].text) {
			continue
		}
		if text, isText := want.(string); isText && m.is(i+6, "HaveJsonAtPath") && json.Unmarshal([]byte(text), &want) != nil {
			continue
		}
		out = append(out, expectation{m.tokens[i+8].text, want})
	}
	return out
}

// TestEvaluations evaluates the templates in Bicep's own tests of evaluation, and compares
// with what these expect. Tests that bring the state of resources with them are left out.
func TestEvaluations(t *testing.T) {
	root := corpus.Dir(t, "bicep")
	files, err := filepath.Glob(filepath.Join(root, "src", "Bicep.Core.IntegrationTests", "*.cs"))
	require.NoError(t, err)
	templates, values, equal := 0, 0, 0
	for _, file := range files {
		for _, m := range testMethods(t, file) {
			expected := m.expectations()
			if len(expected) == 0 || m.files["main.bicep"] == "" || m.compilesItself() || m.mentions("OnReferenceFunc", "ParametersProcessor", "OnListFunc", "Metadata") {
				continue
			}
			templates++
			for i, e := range expected {
				if p := evaluatedPath.FindStringSubmatch(e.path); p[1] == "variables" {
					m.files["main.bicep"] += "\noutput value" + strconv.Itoa(i) + " any = " + p[2] + p[3] + "\n"
				}
			}
			outputs := m.evaluate(t)
			for i, e := range expected {
				values++
				p := evaluatedPath.FindStringSubmatch(e.path)
				name := p[2] + p[3]
				if p[1] == "variables" {
					name = "value" + strconv.Itoa(i)
				}
				if got := step(outputs[strings.ToLower(name)], p[4]); assert.ObjectsAreEqual(e.want, got) {
					equal++
				} else {
					t.Logf("%s %s: want %v, got %v", m.name, e.path, e.want, got)
				}
			}
		}
	}
	t.Logf("%d templates; %d of %d values are equal", templates, equal, values)
	assert.GreaterOrEqual(t, float64(equal), 0.97*float64(values))
}

// compilesItself reports whether the test uses what the compiler makes of another file.
func (m *method) compilesItself() bool {
	for i := range m.tokens {
		if m.is(i, "Template") && m.is(i+1, "!") && m.is(i+3, "ToString") {
			return true
		}
	}
	return false
}

func (m *method) mentions(words ...string) bool {
	for i := range m.tokens {
		if m.is(i, words...) {
			return true
		}
	}
	return false
}

// step takes members one after the other.
func step(v any, steps string) any {
	for _, s := range strings.FieldsFunc(steps, func(r rune) bool { return r == '.' || r == '[' || r == ']' }) {
		switch w := v.(type) {
		case map[string]any:
			v = w[s]
		case []any:
			n, err := strconv.Atoi(s)
			if err != nil || n >= len(w) {
				return nil
			}
			v = w[n]
		}
	}
	return v
}

// open writes the files of the test, and lowers the template with its parameters.
func (m *method) open(t *testing.T) (*ir.Template, evaluate.Options) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range m.files {
		if filepath.IsLocal(name) {
			copyTo(t, filepath.Join(dir, name), []byte(text))
		}
	}
	p := project.New(project.Options{Root: dir})
	t.Cleanup(func() { require.NoError(t, p.Close()) })
	for name := range m.files {
		if !strings.HasSuffix(name, ".bicepparam") {
			continue
		}
		f, err := p.File(filepath.Join(dir, name))
		require.Nil(t, err)
		given := params.Read(p, f)
		if given.Using == nil {
			continue
		}
		var o evaluate.Options
		for _, v := range given.Values {
			o.Parameters = append(o.Parameters, evaluate.Assignment{Name: v.Name, Expr: v.Expr, From: v.From, At: v.At})
		}
		return given.Using, o
	}
	f, err := p.File(filepath.Join(dir, "main.bicep"))
	require.Nil(t, err)
	return bind.Lower(p, f), evaluate.Options{}
}

// evaluate works out the outputs of the template.
func (m *method) evaluate(t *testing.T) map[string]any {
	t.Helper()
	template, o := m.open(t)
	o.Context = evaluate.Context{SubscriptionID: nobody, ResourceGroup: "DummyResourceGroup", TenantID: nobody} // where these tests deploy to
	if id := m.texts["testSubscriptionId"]; id != "" {
		o.Context.SubscriptionID, o.Context.ResourceGroup = id, m.texts["testRgName"]
	}
	outputs := map[string]any{}
	for _, out := range run(t, template, o).Outputs {
		outputs[strings.ToLower(out.Name)] = plain(t, leaf(out.Value))
	}
	return outputs
}

func plain(t *testing.T, v any) any {
	t.Helper()
	text, err := json.Marshal(v)
	require.NoError(t, err)
	var out any
	require.NoError(t, json.Unmarshal(text, &out))
	return out
}

// TestInlineSnapshots evaluates the files of Bicep's own tests of its snapshots, and compares
// with the snapshots that these expect.
func TestInlineSnapshots(t *testing.T) {
	root := corpus.Dir(t, "bicep")
	compared := 0
	for _, m := range testMethods(t, filepath.Join(root, "src", "Bicep.Cli.IntegrationTests", "SnapshotCommandTests.cs")) {
		want, ok := m.snapshot()
		if !ok || m.files["main.bicep"] == "" || strings.Contains(m.files["main.bicep"], "extension '") {
			continue
		}
		template, o := m.open(t)
		o.Context = evaluate.Context{
			SubscriptionID: m.argument("--subscription-id"), ResourceGroup: m.argument("--resource-group"), TenantID: m.argument("--tenant-id"),
			Location: m.argument("--location"), ManagementGroup: m.argument("--management-group-id"), DeploymentName: m.argument("--deployment-name"),
		}
		resources := []any{}
		for _, i := range run(t, template, o).Instances {
			resources = append(resources, plain(t, predicted(i)))
		}
		compared++
		assert.Equal(t, want, any(resources), m.name)
	}
	t.Logf("%d snapshots", compared)
}

// snapshot is the list of resources that the test expects.
func (m *method) snapshot() (any, bool) {
	for i := range m.tokens {
		if m.is(i, "DeepEqual") && m.is(i+2, "JObject") {
			v, _, ok := m.json(i + 2)
			if o, isObject := v.(map[string]any); ok && isObject {
				return o["predictedResources"], true
			}
		}
	}
	return nil, false
}

// argument is what follows an option on the command line.
func (m *method) argument(option string) string {
	for i, k := range m.tokens {
		if k.literal && k.text == option && m.is(i+1, ",") {
			text, _ := m.value(i + 2)
			return text
		}
	}
	return ""
}
