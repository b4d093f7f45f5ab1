package deployment_test

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/evaluate"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/ir"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
)

// somewhere is a place to deploy to, so that nothing of it is unknown.
var somewhere = evaluate.Context{
	TenantID: "00000000-0000-0000-0000-00000000000a", SubscriptionID: "00000000-0000-0000-0000-00000000000b",
	ResourceGroup: "group", Location: "westeurope", ManagementGroup: "all", DeploymentName: "deployment",
}

// madeUp gives values to parameters that tests have none for: to those that need one or,
// with all, to every one of which the type tells what a value may be.
func madeUp(t *ir.Template, all bool) evaluate.Options {
	o := evaluate.Options{Context: somewhere}
	for _, p := range t.Parameters {
		if !all && (p.Default != nil || p.Type.Nullable) {
			continue
		}
		if v, ok := sampleValue(p); ok {
			o.Parameters = append(o.Parameters, evaluate.Assignment{Name: p.Name, Value: v})
		}
	}
	return o
}

// sampleValue is a value that a parameter may have; false where the type says too little.
func sampleValue(p *ir.Parameter) (partial.Value, bool) {
	if len(p.Type.Allowed) > 0 {
		return p.Type.Allowed[0], true
	}
	switch p.Type.Kind {
	case partial.BoolType:
		return partial.BoolValue(true), true
	case partial.IntType:
		return partial.IntValue(2), true
	case partial.StringType:
		return partial.StringValue(sampleText(p.Name)), true
	case partial.ArrayType:
		return partial.ArrayValue(nil), true
	case partial.ObjectType:
		return partial.ObjectValue(nil, nil), true
	case partial.AnyType:
	}
	return partial.Value{}, false
}

// sampleText is a text that suits the name of a parameter: an id where it asks for one.
func sampleText(name string) string {
	switch lower := strings.ToLower(name); {
	case strings.Contains(lower, "resourceid"):
		return "/subscriptions/" + somewhere.SubscriptionID + "/resourceGroups/other/providers/Microsoft.Example/things/" + name + "/parts/one"
	case strings.Contains(lower, "addressprefix"), strings.Contains(lower, "addressspace"), strings.Contains(lower, "cidr"):
		return "10.1.0.0/16"
	case strings.HasSuffix(lower, "id"):
		return "00000000-0000-0000-0000-00000000000c"
	}
	return strings.ToLower(name) + "1"
}
