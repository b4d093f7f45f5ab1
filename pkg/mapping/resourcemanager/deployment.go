package resourcemanager

import (
	"fmt"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
)

// typeDeployment is the type of a template inside a template.
const typeDeployment = "microsoft.resources/deployments"

// deploymentTypes are the Terraform types that deploy a template.
var deploymentTypes = map[string]bool{
	"azurerm_resource_group_template_deployment":   true,
	"azurerm_subscription_template_deployment":     true,
	"azurerm_management_group_template_deployment": true,
	"azurerm_tenant_template_deployment":           true,
}

// deployment is a template whose resources are taken as far as they are literal.
// Nothing is evaluated: a text in brackets is unknown.
type deployment struct {
	x    *index.Index
	from *iac.Resource
	// scope is the id of the resource group that is deployed to.
	scope string
	depth int
}

// mapDeployment maps a resource such as azurerm_resource_group_template_deployment.
// The parts of the template have its address.
//
// Source: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/resource_group_template_deployment
func mapDeployment(x *index.Index, r *iac.Resource) {
	c := x.Open(r)
	group, _ := c.Get("resource_group_name").Text().Get()
	d := deployment{x: x, from: r, scope: groupID(r.Provider.Subscription, group)}
	content := c.Get("template_content")
	text, ok := content.Text().Get()
	if !ok {
		d.incomplete("its template is not known")
		return
	}
	template, err := decodeJSON(text, content.At())
	if err != nil {
		x.Errors = append(x.Errors, unreadable(r, "template_content", content.At(), err))
		d.incomplete("its template cannot be read")
		return
	}
	d.template(iac.OpenValue(r, template, nil))
}

func (d deployment) incomplete(why string) {
	d.x.Incomplete(fmt.Sprintf("%s: %s", d.from.Address, why))
}

// template maps the resources of a template: a list or, with symbolic names, an
// object.
func (d deployment) template(c iac.Cursor) {
	resources := c.Fold("resources")
	if keys := resources.Keys(); keys != nil {
		for _, key := range keys {
			d.resource(resources.Get(key), "", "")
		}
		return
	}
	elements, _ := resources.List()
	for _, e := range elements {
		d.resource(e, "", "")
	}
}

// resource maps one resource. Nested ones have types and names relative to those
// of their parent.
func (d deployment) resource(c iac.Cursor, parentType, parentName string) {
	typ, typed := literal(c.Fold("type"))
	name, named := literal(c.Fold("name"))
	version, _ := literal(c.Fold("apiVersion"))
	if parentType != "" && !strings.Contains(typ, ".") {
		typ, name = parentType+"/"+typ, parentName+"/"+name
	}
	nested, _ := c.Fold("resources").List()
	existing, _ := c.Fold("existing").Bool().Get()
	conditional := !c.Fold("condition").IsNull() && !isTrue(c.Fold("condition"))
	switch {
	case isFalse(c.Fold("condition")):
		return
	case typed && !d.matters(typ) && len(nested) == 0:
		return
	case !typed || !named || conditional || !c.Fold("copy").IsNull():
		d.incomplete("its template has a resource that only the deployment decides on")
		return
	}
	body := evaluate(c.Value())
	r := *d.from
	r.Type, r.APIVersion, r.Data = typ, version, existing
	r.Body = body
	r.Change.Before = body
	for _, e := range nested {
		d.resource(e, typ, name)
	}
	if strings.EqualFold(typ, typeDeployment) {
		d.nested(d.x.Open(&r).Fold("properties"), d.x.Open(&r))
		return
	}
	res := openTemplate(&r, d.x.Open(&r), d.scope)
	res.names = nil
	res.setName(res.object.Member("name", iac.StringValue(name, c.At())).NonEmpty())
	apply(d.x, res)
}

// matters reports whether a type may be a part of the model.
func (d deployment) matters(typ string) bool {
	_, ok := families[strings.ToLower(typ)]
	return ok || strings.EqualFold(typ, typeDeployment)
}

// nested maps the template of a deployment inside a template.
func (d deployment) nested(properties, object iac.Cursor) {
	template := properties.Fold("template")
	if template.Value().Kind() != iac.Object || d.depth >= maxHops {
		d.incomplete("it deploys a template that is not here")
		return
	}
	inner := d
	inner.depth++
	if group, ok := object.Fold("resourceGroup").Text().Get(); ok {
		subscription, _ := object.Fold("subscriptionId").Text().Get()
		if subscription == "" {
			subscription = d.from.Provider.Subscription
		}
		inner.scope = groupID(subscription, group)
	}
	inner.template(template)
}

// literal returns a text that is none of the template's expressions.
func literal(c iac.Cursor) (string, bool) {
	text, ok := c.Text().Get()
	if !ok || text == "" || isExpression(text) {
		return "", false
	}
	return unescape(text), true
}

// isExpression reports whether a text of a template is evaluated.
//
// Source: https://learn.microsoft.com/azure/azure-resource-manager/templates/template-expressions#escape-characters
func isExpression(s string) bool {
	return strings.HasPrefix(s, "[") && strings.HasSuffix(s, "]") && !strings.HasPrefix(s, "[[")
}

// unescape removes the bracket that keeps a text from being evaluated.
func unescape(s string) string {
	if strings.HasPrefix(s, "[[") && strings.HasSuffix(s, "]") {
		return s[1:]
	}
	return s
}

func isTrue(c iac.Cursor) bool  { return c.Value().Kind() == iac.Bool && c.Value().Scalar() == "true" }
func isFalse(c iac.Cursor) bool { return c.Value().Kind() == iac.Bool && c.Value().Scalar() == "false" }

// evaluate makes the expressions in a value unknown. An object with copy is one
// whose members a loop makes.
func evaluate(v iac.Value) iac.Value {
	switch v.Kind() {
	case iac.String:
		if isExpression(v.Scalar()) {
			return iac.UnknownValue(&iac.Origin{Pin: v.Scalar()}, v.At())
		}
		return iac.StringValue(unescape(v.Scalar()), v.At())
	case iac.List:
		items := make([]iac.Value, v.Len())
		for i := range items {
			items[i] = evaluate(v.Index(i))
		}
		return iac.ListValue(items, v.At())
	case iac.Object:
		return evaluateObject(v)
	case iac.Null, iac.Unknown, iac.Bool, iac.Number:
	}
	return v
}

func evaluateObject(v iac.Value) iac.Value {
	var keys []string
	var items []iac.Value
	for i := range v.Len() {
		key := v.Key(i)
		if strings.EqualFold(key, "template") { // evaluated when it is mapped itself
			keys, items = append(keys, key), append(items, v.Index(i))
			continue
		}
		if loops := v.Index(i); strings.EqualFold(key, "copy") && loops.Kind() == iac.List {
			for j := range loops.Len() {
				if name := loops.Index(j).Get("name"); name.Kind() == iac.String {
					keys, items = append(keys, name.Scalar()), append(items, iac.UnknownValue(nil, v.At()))
				}
			}
			continue
		}
		keys, items = append(keys, key), append(items, evaluate(v.Index(i)))
	}
	return iac.ObjectValue(keys, items, v.At())
}
