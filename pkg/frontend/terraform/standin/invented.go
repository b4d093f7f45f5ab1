package standin

import (
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/schema"
)

const (
	subscription = "/subscriptions/00000000-0000-0000-0000-000000000000"
	uuid         = "00000000-0000-0000-0000-000000000000"
)

// applied is the state after a plan was carried out: what the plan knows, and
// for what only Azure decides, what [invented] says, else a zero value.
func applied(typ string, planned cty.Value) cty.Value {
	values := planned.AsValueMap()
	for name, v := range values {
		if !v.IsKnown() {
			values[name] = invent(typ, name, v.Type(), values, zero(v.Type()))
		}
	}
	state, _ := cty.Transform(cty.ObjectVal(values), func(_ cty.Path, v cty.Value) (cty.Value, error) {
		if !v.IsKnown() {
			return zero(v.Type()), nil
		}
		return v, nil
	})
	return state
}

// readAzurerm is the state of a data source. Nothing can be read, so it is the
// configuration and what [invented] says; the rest is null, for nobody knows it.
func readAzurerm(typ string, block *schema.Block, config cty.Value) cty.Value {
	values := config.AsValueMap()
	for name, attr := range block.Attributes {
		if attr.Computed && values[name].IsNull() {
			values[name] = invent(typ, name, attr.Type, values, values[name])
		}
	}
	return cty.ObjectVal(values)
}

// invent makes up the value of an attribute, from the others of the resource
// where its pattern asks for them, and returns the given value if it cannot.
func invent(typ, name string, t cty.Type, values map[string]cty.Value, otherwise cty.Value) cty.Value {
	var patterns []string
	switch {
	case name == "id":
		patterns = slices.Concat(idPatterns[typ], []string{"/providers/Microsoft.Example/" + typ + "/{name}", "/providers/Microsoft.Example/" + typ})
	case invented[typ+"."+name] != "":
		patterns = []string{invented[typ+"."+name]}
	case invented[name] != "":
		patterns = []string{invented[name]}
	}
	for _, pattern := range patterns {
		text, ok := expand(pattern, values)
		if !ok {
			continue
		}
		if v, err := convert.Convert(cty.StringVal(text), t); err == nil {
			return v
		}
	}
	return otherwise
}

// expand fills in a pattern: {name} stands for the value of an attribute, and
// {server_id:servers} for the part of an id that follows a type. It fails if
// one is not known or if there is none.
func expand(pattern string, values map[string]cty.Value) (string, bool) {
	if strings.HasPrefix(pattern, "Microsoft.") {
		pattern = subscription + "/resourceGroups/{resource_group_name}/providers/" + pattern
	}
	var text strings.Builder
	for {
		before, rest, found := strings.Cut(pattern, "{")
		text.WriteString(before)
		if !found {
			return text.String(), true
		}
		var placeholder string
		placeholder, pattern, _ = strings.Cut(rest, "}")
		name, segment, _ := strings.Cut(placeholder, ":")
		v, ok := values[name]
		if !ok || v.IsNull() || !v.IsKnown() || v.Type() != cty.String {
			return "", false
		}
		part := v.AsString()
		if segment != "" {
			_, part, _ = strings.Cut(part, "/"+segment+"/")
			part, _, _ = strings.Cut(part, "/")
		}
		if part == "" {
			return "", false
		}
		text.WriteString(part)
	}
}

// invented gives patterns for what only Azure decides, for one type or for any.
var invented = map[string]string{
	"client_id":       uuid,
	"location":        "westeurope",
	"object_id":       uuid,
	"principal_id":    uuid,
	"resource_guid":   uuid,
	"subscription_id": uuid,
	"tenant_id":       uuid,

	"azurerm_app_service.default_site_hostname":              "{name}.azurewebsites.net",
	"azurerm_app_service_slot.default_site_hostname":         "{app_service_name}-{name}.azurewebsites.net",
	"azurerm_cdn_frontdoor_endpoint.host_name":               "{name}.z01.azurefd.net",
	"azurerm_function_app.default_hostname":                  "{name}.azurewebsites.net",
	"azurerm_function_app_flex_consumption.default_hostname": "{name}.azurewebsites.net",
	"azurerm_function_app_slot.default_hostname":             "{function_app_name}-{name}.azurewebsites.net",
	"azurerm_key_vault.vault_uri":                            "https://{name}.vault.azure.net/",
	"azurerm_linux_function_app.default_hostname":            "{name}.azurewebsites.net",
	"azurerm_linux_function_app_slot.default_hostname":       "{function_app_id:sites}-{name}.azurewebsites.net",
	"azurerm_linux_web_app.default_hostname":                 "{name}.azurewebsites.net",
	"azurerm_linux_web_app_slot.default_hostname":            "{app_service_id:sites}-{name}.azurewebsites.net",
	"azurerm_logic_app_standard.default_hostname":            "{name}.azurewebsites.net",
	"azurerm_service_plan.worker_count":                      "1",
	"azurerm_windows_function_app.default_hostname":          "{name}.azurewebsites.net",
	"azurerm_windows_function_app_slot.default_hostname":     "{function_app_id:sites}-{name}.azurewebsites.net",
	"azurerm_windows_web_app.default_hostname":               "{name}.azurewebsites.net",
	"azurerm_windows_web_app_slot.default_hostname":          "{app_service_id:sites}-{name}.azurewebsites.net",
}
