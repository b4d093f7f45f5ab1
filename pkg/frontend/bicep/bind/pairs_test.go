package bind_test

import (
	"encoding/json"
	"fmt"
	"os"
	"sort"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/ir"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/bind"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/corpus"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/project"
)

// compiledTemplate is what Bicep's compiler made of a file, as far as it is compared.
type compiledTemplate struct {
	Definitions map[string]compiledType
	Parameters  map[string]compiledType
	Variables   map[string]any
	Outputs     map[string]compiledType
	Resources   json.RawMessage
}

type compiledType struct {
	Type          string
	Ref           string `json:"$ref"`
	Nullable      *bool
	AllowedValues []any
	Default       any `json:"defaultValue"`
}

type compiledResource struct {
	Type, APIVersion string
	Existing         bool
	Condition        any
	Copy             *struct{ Name string }
	Import           string
	Extension        string
}

// TestPairs compares what a file declares with what Bicep's compiler made of it: the
// parameters with what matters of their types, the outputs, and the resources and
// modules by symbolic name.
func TestPairs(t *testing.T) {
	for _, name := range []string{"bicep", "bicep-registry-modules"} {
		t.Run(name, func(t *testing.T) {
			root := corpus.Dir(t, name)
			p := project.New(project.Options{Root: root, Cache: corpus.Cache(t, root)})
			defer func() { require.NoError(t, p.Close()) }()
			pairs, symbolic, unknown, differences := 0, 0, 0, tally{}
			for _, path := range corpus.Files(t, root) {
				content, err := os.ReadFile(strings.TrimSuffix(path, ".bicep") + ".json")
				var compiled compiledTemplate
				if err != nil || strings.Contains(path, "Decompiler") || corpus.Outdated.MatchString(path) || json.Unmarshal(project.Strict(content), &compiled) != nil || !strings.Contains(string(content), `"_generator"`) {
					continue
				}
				s, problem := p.File(path)
				require.Nil(t, problem)
				out := bind.Lower(p, s)
				pairs++
				diff, kinds := compareTypes(out, compiled)
				unknown += kinds
				var resources map[string]compiledResource
				if json.Unmarshal(compiled.Resources, &resources) == nil {
					symbolic++
					diff = append(diff, compareResources(out, resources)...)
				}
				for _, d := range diff {
					differences.add(d, s.Source.Path+": "+d)
				}
			}
			t.Logf("%d pairs, %d of them with symbolic names; of %d parameters and outputs with types of resources the kind is not known", pairs, symbolic, unknown)
			differences.log(t, "difference")
			assert.Empty(t, differences)
		})
	}
}

// compareTypes compares parameters and outputs. The types of resources' members are
// known to the compiler alone: how many are of them is counted.
func compareTypes(out *ir.Template, compiled compiledTemplate) (different []string, unknown int) {
	var want, have []string
	free := map[string]bool{}
	for _, p := range out.Parameters {
		free["parameter "+p.Name] = p.Type.Kind == partial.AnyType
	}
	for _, o := range out.Outputs {
		free["output "+o.Name] = o.Type.Kind == partial.AnyType
	}
	ofCompiled := func(what string, p compiledType) string {
		text := compiled.describe(p)
		if fields := strings.SplitN(text, " ", 4); free[what] && len(fields) == 4 && fields[0] != "any" {
			unknown++
			return what + " any " + fields[1] + " " + fields[2] + " "
		}
		return what + " " + text
	}
	for name, p := range compiled.Parameters {
		want = append(want, ofCompiled("parameter "+name, p)+" "+fmt.Sprint(p.Default != nil))
	}
	for _, p := range out.Parameters {
		_, null := p.Default.(*ir.Literal)
		null = null && p.Default.(*ir.Literal).Value.IsNull()
		have = append(have, "parameter "+p.Name+" "+describe(p.Type, p.Secure)+" "+fmt.Sprint(p.Default != nil && !null))
	}
	for name, o := range compiled.Outputs {
		want = append(want, ofCompiled("output "+name, o))
	}
	for _, o := range out.Outputs {
		have = append(have, "output "+o.Name+" "+describe(o.Type, o.Secure))
	}
	return difference(want, have), unknown
}

func describe(t ir.Type, secure bool) string {
	kind := [...]string{"any", "bool", "int", "string", "array", "object"}[t.Kind]
	allowed := ""
	if len(t.Allowed) > 0 && t.Kind != partial.ObjectType { // objects that are literals are not listed
		var all []string
		for _, v := range t.Allowed {
			all = append(all, v.Canonical())
		}
		sort.Strings(all)
		allowed = strings.Join(all, ",")
	}
	return fmt.Sprint(kind, " ", t.Nullable, " ", secure, " ", allowed)
}

// describe follows references, and says what describe says.
func (c compiledTemplate) describe(p compiledType) string {
	nullable := p.Nullable
	for i := 0; p.Ref != "" && i < 50; i++ {
		q, ok := c.Definitions[strings.TrimPrefix(p.Ref, "#/definitions/")]
		if !ok {
			return "elsewhere"
		}
		p = q
		if nullable == nil {
			nullable = p.Nullable
		}
	}
	kind := strings.ToLower(p.Type)
	secure := strings.HasPrefix(kind, "secure")
	kind = strings.TrimPrefix(kind, "secure")
	t := ir.Type{Nullable: nullable != nil && *nullable}
	t.Kind = map[string]partial.Type{"bool": partial.BoolType, "int": partial.IntType, "string": partial.StringType, "array": partial.ArrayType, "object": partial.ObjectType}[kind]
	for _, v := range p.AllowedValues {
		b, _ := json.Marshal(v)
		if kind == "array" && !strings.HasPrefix(string(b), "[") {
			continue // what is allowed are the elements
		}
		t.Allowed = append(t.Allowed, partial.FloatValue(string(b)))
		if s, ok := v.(string); ok {
			t.Allowed[len(t.Allowed)-1] = partial.StringValue(s)
		}
	}
	return describe(t, secure)
}

func compareResources(out *ir.Template, compiled map[string]compiledResource) []string {
	var want, have []string
	line := func(symbol, typ, version string, existing, condition, loop bool) string {
		return fmt.Sprintf("resource %s %s@%s existing=%v condition=%v loop=%v", symbol, strings.ToLower(typ), version, existing, condition, loop)
	}
	for symbol, r := range compiled {
		if r.Import != "" && r.Import != "az" || r.Extension != "" && r.Extension != "az" {
			continue
		}
		version := r.APIVersion
		if r.Type == "Microsoft.Resources/deployments" {
			version = ""
		}
		want = append(want, line(symbol, r.Type, version, r.Existing, r.Condition != nil, r.Copy != nil))
	}
	var add func(r *ir.Resource, condition bool)
	add = func(r *ir.Resource, condition bool) {
		condition = condition || r.Condition != nil
		version := r.APIVersion
		if r.Type == "Microsoft.Resources/deployments" {
			version = ""
		}
		have = append(have, line(r.Symbol, r.Type, version, r.Existing, condition, r.Loop != nil))
		for _, child := range r.Children {
			add(child, condition)
		}
	}
	for _, r := range out.Resources {
		add(r, false)
	}
	for _, m := range out.Modules {
		have = append(have, line(m.Symbol, "Microsoft.Resources/deployments", "", false, m.Condition != nil, m.Loop != nil))
	}
	return difference(want, have)
}

// difference lists what only one of two lists has.
func difference(want, have []string) []string {
	in := func(list []string) map[string]bool {
		out := map[string]bool{}
		for _, s := range list {
			out[s] = true
		}
		return out
	}
	var out []string
	for s := range in(want) {
		if !in(have)[s] && !strings.Contains(s, "elsewhere") {
			out = append(out, "compiled: "+s)
		}
	}
	for s := range in(have) {
		if !in(want)[s] {
			out = append(out, "lowered: "+s)
		}
	}
	sort.Strings(out)
	return out
}
