package evaluate

import (
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/ir"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
)

// resourceID is resourceId([subscription], [group], type, name, …), which at a scope
// above resource groups is an id of that scope.
//
// Source: https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-resource#resourceid
func (v *env) resourceID(c *ir.Call) partial.Value {
	args := v.texts(c.Args)
	before, typ, names := splitID(args)
	if typ == "" {
		return partial.Residue("resourceId", partial.StringType, args...)
	}
	s := v.context
	switch len(before) {
	case 1:
		if s.level == ir.ResourceGroup {
			s = s.inGroup(s.subscription, before[0])
		} else {
			s = s.in(ir.Subscription)
			s.subscription = before[0]
		}
	case 2:
		s = s.inGroup(before[0], before[1])
	}
	return built(s.id(), typ, names)
}

func (v *env) extensionResourceID(c *ir.Call) partial.Value {
	args := v.texts(c.Args)
	if len(args) < 3 {
		return v.fail(c.At, "The function extensionResourceId takes an id, a type and names.")
	}
	_, typ, names := splitID(args[1:])
	if typ == "" {
		return partial.Residue("extensionResourceId", partial.StringType, args...)
	}
	return built(args[0], typ, names)
}

func (v *env) subscriptionResourceID(c *ir.Call) partial.Value {
	args := v.texts(c.Args)
	before, typ, names := splitID(args)
	if typ == "" {
		return partial.Residue("subscriptionResourceId", partial.StringType, args...)
	}
	s := v.context.in(ir.Subscription)
	if len(before) > 0 {
		s.subscription = before[len(before)-1]
	}
	return built(s.id(), typ, names)
}

func (v *env) tenantResourceID(c *ir.Call) partial.Value {
	args := v.texts(c.Args)
	_, typ, names := splitID(args)
	if typ == "" {
		return partial.Residue("tenantResourceId", partial.StringType, args...)
	}
	return built(partial.StringValue(""), typ, names)
}

func (v *env) managementGroupResourceID(c *ir.Call) partial.Value {
	args := v.texts(c.Args)
	before, typ, names := splitID(args)
	if typ == "" {
		return partial.Residue("managementGroupResourceId", partial.StringType, args...)
	}
	s := v.context.in(ir.ManagementGroup)
	if len(before) > 0 {
		s.managementGroup = before[0]
	}
	return built(s.id(), typ, names)
}

func (v *env) texts(exprs []ir.Expr) []partial.Value {
	args := v.arguments(exprs)
	for i := range args {
		args[i] = text(args[i])
	}
	return args
}

// splitID finds the type among the arguments: the first that is known to be of a
// provider. What is before it is a subscription and a group.
func splitID(args []partial.Value) (before []partial.Value, typ string, names []partial.Value) {
	for i, a := range args {
		s, ok := a.Text()
		if ok && i <= 2 && strings.Contains(s, "/") && !strings.HasPrefix(s, "/") {
			return args[:i], s, args[i+1:]
		}
	}
	return nil, "", nil
}

// built is an id of a base, a type and the names for its segments.
func built(base partial.Value, typ string, names []partial.Value) partial.Value {
	var joined []partial.Value
	names = slices.Clone(names)
	for i, n := range names {
		n = rejoined(n)
		names[i] = n
		if i > 0 {
			joined = append(joined, partial.StringValue("/"))
		}
		joined = append(joined, n)
	}
	name := partial.TextValue(joined...)
	if len(names) > 0 && len(names) == strings.Count(typ, "/") {
		parts := []partial.Value{base, partial.StringValue("/providers/" + typ[:strings.IndexByte(typ, '/')])}
		for i, segment := range strings.Split(typ, "/")[1:] {
			parts = append(parts, partial.StringValue("/"+segment+"/"), names[i])
		}
		return scopeID(partial.TextValue(parts...), base, typ, name)
	}
	tail := typeTail(typ, name)
	if tail.IsUnknown() {
		return partial.UnknownValue(partial.Join("resourceId", partial.StringType, append([]partial.Value{base, partial.StringValue(typ)}, names...)...))
	}
	return scopeID(partial.TextValue(base, tail), base, typ, name)
}

// rejoined puts segments of a name back to what they were taken from: for a resource named
// '${a}/${b}' the compiler writes split(format('{0}/{1}', a, b), '/')[0]. In general that is
// not a, which may have a slash in it; in the name of a resource it is, as a name with more
// segments than its type would not be one.
func rejoined(name partial.Value) partial.Value {
	pieces := slices.Clone(name.Parts())
	for i, p := range pieces {
		r := p.Residual()
		if !p.IsUnknown() || r.Call != partial.MemberCall || len(r.Args) != 2 {
			continue
		}
		whole := r.Args[0].Residual()
		if rest := r.Args[0].Rest(); rest != nil {
			whole = rest
		}
		if whole.Call != "split" || len(whole.Args) != 2 || whole.Args[0].Kind() != partial.String {
			continue
		}
		delimiter, _ := whole.Args[1].Text()
		segments := splitSlashes(whole.Args[0])
		if n := int(r.Args[1].Int()); delimiter == "/" && r.Args[1].Kind() == partial.Int && n >= 0 && n < len(segments) {
			pieces[i] = segments[n]
		}
	}
	return partial.TextValue(pieces...).WrittenAt(name.At())
}

// scopeID leaves /providers out of the ids of what is a scope itself.
func scopeID(id, base partial.Value, typ string, name partial.Value) partial.Value {
	if strings.EqualFold(typ, "Microsoft.Resources/resourceGroups") {
		segments := splitSlashes(base)
		if len(segments) >= 3 {
			return partial.TextValue(partial.StringValue("/subscriptions/"), segments[2], partial.StringValue("/resourceGroups/"), name)
		}
	}
	return id
}

// resourceGroup is resourceGroup([subscription], [name]).
func (v *env) resourceGroup(c *ir.Call) partial.Value {
	args := v.texts(c.Args)
	switch len(args) {
	case 0:
		if v.context.level == ir.ResourceGroup {
			return partial.HandleValue(v.context)
		}
		return contextCall("resourceGroup")
	case 1:
		return partial.HandleValue(v.declaredGroup(v.context.inGroup(v.context.subscription, args[0])))
	}
	return partial.HandleValue(v.declaredGroup(v.context.inGroup(args[0], args[1])))
}

// declaredGroup adds what the template declares of a resource group.
func (v *env) declaredGroup(s *scope) *scope {
	if i := v.byID[lower(s.id().Skeleton())]; i != nil && !i.decl.Existing {
		if declared := i.asScope(); declared != nil {
			return declared
		}
	}
	return s
}

func (v *env) subscriptionCall(c *ir.Call) partial.Value {
	s := v.context.in(ir.Subscription)
	if args := v.texts(c.Args); len(args) > 0 {
		s.subscription = args[0]
	}
	return partial.HandleValue(s)
}

func (v *env) managementGroupCall(c *ir.Call) partial.Value {
	s := v.context.in(ir.ManagementGroup)
	if args := v.texts(c.Args); len(args) > 0 {
		s.managementGroup = args[0]
	}
	return partial.HandleValue(s)
}

// deploymentCall is what deployment() tells of the template that it stands in.
func (v *env) deploymentCall(*ir.Call) partial.Value {
	call := contextCall("deployment", v.deployment)
	return partial.OpenObject([]string{"name", "location"}, []partial.Value{v.deployment, v.context.location}, call.Residual())
}

// environment is what environment() returns in the public cloud.
//
// Source: https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-deployment#environment
var environment = object(
	"name", cloud("AzureCloud"),
	"gallery", cloud("https://gallery.azure.com/"),
	"graph", cloud("https://graph.windows.net/"),
	"portal", cloud("https://portal.azure.com"),
	"graphAudience", cloud("https://graph.windows.net/"),
	"activeDirectoryDataLake", cloud("https://datalake.azure.net/"),
	"batch", cloud("https://batch.core.windows.net/"),
	"media", cloud("https://rest.media.azure.net"),
	"sqlManagement", cloud("https://management.core.windows.net:8443/"),
	"vmImageAliasDoc", cloud("https://raw.githubusercontent.com/Azure/azure-rest-api-specs/master/arm-compute/quickstart-templates/aliases.json"),
	"resourceManager", cloud("https://management.azure.com/"),
	"authentication", object(
		"loginEndpoint", cloud("https://login.microsoftonline.com/"),
		"audiences", partial.ArrayValue([]partial.Value{cloud("https://management.core.windows.net/"), cloud("https://management.azure.com/")}),
		"tenant", cloud("common"),
		"identityProvider", cloud("AAD"),
	),
	"suffixes", object(
		"acrLoginServer", cloud(".azurecr.io"),
		"azureDatalakeAnalyticsCatalogAndJob", cloud("azuredatalakeanalytics.net"),
		"azureDatalakeStoreFileSystem", cloud("azuredatalakestore.net"),
		"azureFrontDoorEndpointSuffix", cloud("azurefd.net"),
		"keyvaultDns", cloud(".vault.azure.net"),
		"sqlServerHostname", cloud(".database.windows.net"),
		"storage", cloud("core.windows.net"),
	),
)

func cloud(s string) partial.Value { return partial.StringValue(s) }

func object(pairs ...any) partial.Value {
	var keys []string
	var items []partial.Value
	for i := 0; i < len(pairs); i += 2 {
		keys, items = append(keys, pairs[i].(string)), append(items, pairs[i+1].(partial.Value)) //nolint:forcetypeassert // see the calls
	}
	return partial.ObjectValue(keys, items)
}
