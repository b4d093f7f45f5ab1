package deployment

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/evaluate"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/ir"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/template"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// Inline is a template that is the text of a value somewhere else, such as template_content
// of Terraform's azurerm_resource_group_template_deployment.
type Inline struct {
	// Template and Parameters are texts of JSON; the latter may be empty.
	Template, Parameters string
	// ParametersUnknown is set where the parameters are decided elsewhere.
	ParametersUnknown bool
	// Subscription and ResourceGroup are where it is deployed to, as far as it is known.
	Subscription, ResourceGroup string
	At                          source.Range
}

// Literal evaluates the template and writes it again with nothing left to evaluate: loops
// are unrolled, nested templates resolved, and what is not known is the expression
// "[unknown]". False says that the text is no template that can be read.
func (i Inline) Literal(ctx context.Context, wanted func(typ string) bool) (string, bool) {
	at := i.At
	t := template.Lower(source.NewFile("template", []byte(i.Template)), template.Options{Inline: &at})
	if len(t.Errors) > 0 {
		return "", false
	}
	result, err := evaluate.Run(ctx, t, evaluate.Options{
		Parameters: i.given(t), Wanted: wanted,
		Context: evaluate.Context{SubscriptionID: i.Subscription, ResourceGroup: i.ResourceGroup},
	})
	resources := []any{}
	for _, instance := range result.Instances {
		if instance.Uncertain() == "" && wanted(instance.Type()) {
			resources = append(resources, literalResource(instance))
		}
	}
	if err != nil || len(result.Incomplete) > 0 || uncertain(result) {
		resources = append(resources, map[string]any{"type": unknown, "name": unknown})
	}
	text, err := json.Marshal(map[string]any{"resources": resources})
	return string(text), err == nil
}

// unknown stands for a value that only the deployment knows.
const unknown = "[unknown()]"

func uncertain(r *evaluate.Result) bool {
	for _, i := range r.Instances {
		if i.Uncertain() != "" {
			return true
		}
	}
	return false
}

func (i Inline) given(t *ir.Template) []evaluate.Assignment {
	var out []evaluate.Assignment
	if i.ParametersUnknown {
		for _, p := range t.Parameters {
			v := partial.UnknownValue(&partial.Residual{Call: "parameters", Args: []partial.Value{partial.StringValue(p.Name)}, Reasons: partial.MissingParameter})
			out = append(out, evaluate.Assignment{Name: p.Name, Value: v})
		}
		return out
	}
	if i.Parameters == "" {
		return nil
	}
	values, _ := template.Parameters(source.NewFile("parameters", []byte(i.Parameters)))
	for _, v := range values {
		out = append(out, evaluate.Assignment{Name: v.Name, Value: v.Value})
	}
	return out
}

// literalResource is a resource of a template in which nothing is left to evaluate.
func literalResource(i *evaluate.Instance) map[string]any {
	out := map[string]any{}
	body := i.Body()
	for n := range body.Len() {
		out[body.Key(n)] = literal(body.Index(n))
	}
	out["type"], out["apiVersion"], out["name"] = i.Type(), i.APIVersion(), literal(i.Name())
	if i.Existing() {
		out["existing"] = true
	}
	if id, ok := literal(i.ID()).(string); ok && id != unknown {
		if group, _, found := strings.Cut(strings.ToLower(id), "/providers/"); found && strings.Contains(group, "/resourcegroups/") {
			out["scope"] = group
		}
	}
	return out
}

// literal is a value for JSON.
func literal(v partial.Value) any {
	if v.HasSecrets() && v.Kind() != partial.Object && v.Kind() != partial.Array || v.Rest() != nil {
		return unknown
	}
	switch v.Kind() {
	case partial.Null:
		return nil
	case partial.Bool:
		return v.Bool()
	case partial.Int:
		return v.Int()
	case partial.Float:
		s, _ := v.Text()
		return json.Number(s)
	case partial.String:
		return literalText(v)
	case partial.Array:
		items := make([]any, v.Len())
		for i := range items {
			items[i] = literal(v.Index(i))
		}
		return items
	case partial.Object:
		members := map[string]any{}
		for i := range v.Len() {
			members[v.Key(i)] = literal(v.Index(i))
		}
		return members
	case partial.Unknown, partial.Lambda, partial.Handle:
	}
	return unknown
}

// literalText is a text for JSON; an id may have ? for where it is deployed to.
func literalText(v partial.Value) string {
	s, ok := v.Text()
	if !ok {
		if s, ok = evaluate.PlainID(v); !ok {
			return unknown
		}
	}
	if strings.HasPrefix(s, "[") && strings.HasSuffix(s, "]") {
		return "[" + s // is no expression
	}
	return s
}
