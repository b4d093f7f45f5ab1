package evaluate

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/ir"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
)

// scope is a place that is deployed to. What is not known of it is unknown, and equal
// to itself.
type scope struct {
	level           ir.Scope
	tenant          partial.Value
	subscription    partial.Value // its id, a GUID
	group           partial.Value // the name
	managementGroup partial.Value // the name
	location        partial.Value // of the resource group
	// resource is the resource group where the template declares it.
	resource *Instance
}

// contextCall is the residual of a call such as resourceGroup().
func contextCall(name string, args ...partial.Value) partial.Value {
	r := partial.Join(name, partial.ObjectType, args...)
	r.Reasons |= partial.DeploymentContext
	r.Pin = name + "()"
	return partial.UnknownValue(r)
}

// known is a text that is given, or else a member of what is not.
func known(given string, of partial.Value, member string) partial.Value {
	if given != "" {
		return partial.StringValue(given)
	}
	return contextMember(of, member)
}

func contextMember(of partial.Value, member string) partial.Value {
	m := of.Member(partial.StringValue(member))
	r := m.Residual()
	return partial.UnknownValue(&partial.Residual{
		Call: r.Call, Args: r.Args, Type: partial.StringType, Reasons: r.Reasons, Sources: r.Sources, Pin: of.Residual().Pin + "." + member,
	})
}

// rootScope is where the template itself is deployed to.
func (e *evaluator) rootScope(level ir.Scope) *scope {
	c := e.options.Context
	group := contextCall("resourceGroup")
	s := &scope{
		level:           level,
		tenant:          known(c.TenantID, contextCall("tenant"), "tenantId"),
		subscription:    known(c.SubscriptionID, contextCall("subscription"), "subscriptionId"),
		group:           known(c.ResourceGroup, group, "name"),
		managementGroup: known(c.ManagementGroup, contextCall("managementGroup"), "name"),
		location:        known(c.Location, group, "location"),
	}
	if level != ir.ResourceGroup {
		s.location = known(c.Location, contextCall("deployment"), "location")
	}
	return s
}

// in is a scope of a level within the same tenant.
func (s *scope) in(level ir.Scope) *scope {
	c := *s
	c.level, c.resource = level, nil
	return &c
}

// inGroup is the scope of a resource group.
func (s *scope) inGroup(subscription, name partial.Value) *scope {
	c := s.in(ir.ResourceGroup)
	if partial.Equal(c.subscription, subscription) != partial.Yes || partial.EqualFold(c.group, name) != partial.Yes || s.level != ir.ResourceGroup {
		c.subscription, c.group = subscription, name
		c.location = contextMember(contextCall("resourceGroup", subscription, name), "location")
	}
	return c
}

// id is the id of the scope.
func (s *scope) id() partial.Value {
	switch s.level {
	case ir.ResourceGroup:
		return partial.TextValue(partial.StringValue("/subscriptions/"), s.subscription, partial.StringValue("/resourceGroups/"), s.group)
	case ir.Subscription:
		return partial.TextValue(partial.StringValue("/subscriptions/"), s.subscription)
	case ir.ManagementGroup:
		return partial.TextValue(partial.StringValue("/providers/Microsoft.Management/managementGroups/"), s.managementGroup)
	case ir.Tenant, ir.Other:
	}
	return partial.StringValue("")
}

// object is what resourceGroup(), subscription() and the like return.
func (s *scope) object() partial.Value {
	var keys []string
	var items []partial.Value
	set := func(key string, v partial.Value) { keys, items = append(keys, key), append(items, v) }
	call := contextCall("tenant")
	switch s.level {
	case ir.ResourceGroup:
		set("id", s.id())
		set("name", s.group)
		set("type", partial.StringValue("Microsoft.Resources/resourceGroups"))
		set("location", s.location)
		call = contextCall("resourceGroup", s.subscription, s.group)
		if s.resource != nil {
			if tags, ok := s.resource.State().Get("tags"); ok {
				set("tags", tags)
			}
		}
	case ir.Subscription:
		set("id", s.id())
		set("subscriptionId", s.subscription)
		set("tenantId", s.tenant)
		call = contextCall("subscription", s.subscription)
	case ir.ManagementGroup:
		set("id", s.id())
		set("name", s.managementGroup)
		call = contextCall("managementGroup", s.managementGroup)
	case ir.Tenant, ir.Other:
		set("id", partial.StringValue("/tenants/"))
		set("tenantId", s.tenant)
		items[0] = partial.TextValue(partial.StringValue("/tenants/"), s.tenant)
	}
	return partial.OpenObject(keys, items, call.Residual())
}

// resourceID is the id of a resource in a scope, or of one that extends another one,
// the host. Where the name cannot be taken apart the id is unknown.
func resourceID(s *scope, host partial.Value, typ string, name partial.Value) partial.Value {
	switch lower(typ) {
	case "microsoft.resources/resourcegroups":
		return s.inGroup(s.subscription, name).id()
	case "microsoft.management/managementgroups":
		return partial.TextValue(partial.StringValue("/providers/Microsoft.Management/managementGroups/"), name)
	case "microsoft.resources/subscriptions", "microsoft.subscription/aliases":
		if lower(typ) == "microsoft.resources/subscriptions" {
			return partial.TextValue(partial.StringValue("/subscriptions/"), name)
		}
	}
	base := s.id()
	if host.Kind() == partial.String || host.IsUnknown() {
		base = host
	}
	tail := typeTail(typ, name)
	if tail.IsUnknown() {
		return partial.UnknownValue(partial.Join("resourceId", partial.StringType, base, partial.StringValue(typ), name))
	}
	return partial.TextValue(base, tail)
}

// typeTail is the part of an id that type and names make: /providers/… .
func typeTail(typ string, name partial.Value) partial.Value {
	segments := strings.Split(typ, "/")
	names := splitSlashes(name)
	if len(names) != len(segments)-1 {
		return partial.UnknownValue(partial.Join("resourceId", partial.StringType, partial.StringValue(typ), name))
	}
	parts := []partial.Value{partial.StringValue("/providers/" + segments[0])}
	for i, n := range names {
		parts = append(parts, partial.StringValue("/"+segments[i+1]+"/"), n)
	}
	return partial.TextValue(parts...)
}

// splitSlashes splits a text at its slashes; its unknown pieces are taken for texts
// that have none, as names are.
func splitSlashes(v partial.Value) []partial.Value {
	var out []partial.Value
	var current []partial.Value
	for _, p := range v.Parts() {
		s, isText := p.Text()
		if !isText || p.Kind() != partial.String {
			current = append(current, p)
			continue
		}
		for i, piece := range strings.Split(s, "/") {
			if i > 0 {
				out, current = append(out, partial.TextValue(current...)), nil
			}
			current = append(current, partial.StringValue(piece))
		}
	}
	return append(out, partial.TextValue(current...))
}

// scopeOf finds the place that the scope of a resource means, and the id of the
// resource that is extended; null for none.
func (v *env) scopeOf(value partial.Value) (*scope, partial.Value) {
	none := partial.NullValue()
	switch h := value.Handle().(type) {
	case *scope:
		return h, none
	case *Instance:
		if s := h.asScope(); s != nil {
			return s, none
		}
		return h.scope, h.id
	}
	m := materialize(value)
	if m.Kind() == partial.Object { // a scope that was handed on
		if id, ok := m.Get("id"); ok {
			m = id
		}
	}
	if m.Kind() == partial.Null {
		return v.scope, none
	}
	return v.scopeAt(m)
}

// scopeAt reads the id of a scope, or of a resource to be extended.
func (v *env) scopeAt(id partial.Value) (*scope, partial.Value) {
	none := partial.NullValue()
	if s, ok := id.Text(); ok && (s == "/" || s == "") {
		return v.scope.in(ir.Tenant), none
	}
	segments := splitSlashes(id)
	texts := make([]string, len(segments))
	for i, s := range segments {
		t, _ := s.Text()
		texts[i] = lower(t)
	}
	switch {
	case id.Kind() != partial.String:
	case len(segments) == 3 && texts[1] == "subscriptions":
		s := v.scope.in(ir.Subscription)
		s.subscription = segments[2]
		return s, none
	case len(segments) == 5 && texts[1] == "subscriptions" && texts[3] == "resourcegroups":
		return v.scope.inGroup(segments[2], segments[4]), none
	case len(segments) == 5 && texts[3] == "managementgroups":
		s := v.scope.in(ir.ManagementGroup)
		s.managementGroup = segments[4]
		return s, none
	case len(segments) > 5 && texts[3] == "resourcegroups":
		return v.scope.inGroup(segments[2], segments[4]), id
	case len(segments) > 5 && texts[1] == "subscriptions" && texts[3] == "providers": // a resource of a subscription
		s := v.scope.in(ir.Subscription)
		s.subscription = segments[2]
		return s, id
	case len(segments) >= 5 && texts[1] == "providers": // and one of the tenant, or of a management group
		return v.scope.in(ir.Tenant), id
	case len(segments) == 2 && strings.Contains(texts[0], "microsoft.management"), len(segments) == 3 && strings.HasPrefix(texts[0], "microsoft.management"):
		s := v.scope.in(ir.ManagementGroup)
		s.managementGroup = segments[len(segments)-1]
		return s, none
	case len(segments) >= 3 && strings.Contains(texts[0], "."): // type and names, relative to the template
		if typ, name, ok := relative(segments); ok {
			return v.scope, resourceID(v.scope, none, typ, name)
		}
	}
	return v.scope, partial.UnknownValue(partial.Join("scope", partial.StringType, id))
}

// relative reads Microsoft.Web/sites/app, which ARM's scope may be.
func relative(segments []partial.Value) (string, partial.Value, bool) {
	typ, _ := segments[0].Text()
	var names []partial.Value
	for i := 1; i < len(segments); i++ {
		if i%2 == 1 {
			segment, _ := segments[i].Text()
			typ += "/" + segment
			continue
		}
		if len(names) > 0 {
			names = append(names, partial.StringValue("/"))
		}
		names = append(names, segments[i])
	}
	return typ, partial.TextValue(names...), len(segments)%2 == 1
}

// asScope is the scope that a resource is; nil for all but resource groups, subscriptions
// and management groups.
func (i *Instance) asScope() *scope {
	switch lower(i.decl.Type) {
	case "microsoft.resources/resourcegroups":
		s := i.scope.in(ir.ResourceGroup)
		s.group, s.resource = i.name, i
		s.location = text(i.member("location"))
		return s
	case "microsoft.management/managementgroups":
		s := i.scope.in(ir.ManagementGroup)
		s.managementGroup = i.name
		return s
	case "microsoft.resources/subscriptions":
		s := i.scope.in(ir.Subscription)
		s.subscription = i.name
		return s
	}
	return nil
}

// moduleScope is where a module is deployed to.
func (f *frame) moduleScope(env *env, m *ir.Module) *scope {
	s := f.scope
	if m.Scope != nil {
		s, _ = env.scopeOf(env.eval(m.Scope))
	}
	subscription := s.subscription
	if m.SubscriptionID != nil {
		subscription = lastSegment(text(env.eval(m.SubscriptionID)))
		if m.ResourceGroup == nil {
			s = s.in(ir.Subscription)
			s.subscription = subscription
		}
	}
	if m.ResourceGroup != nil {
		s = s.inGroup(subscription, text(env.eval(m.ResourceGroup)))
		if rg := f.byID[lower(s.id().Skeleton())]; rg != nil {
			if declared := rg.asScope(); declared != nil {
				return declared
			}
		}
	}
	return s
}

// lastSegment takes the GUID of a subscription's id.
func lastSegment(v partial.Value) partial.Value {
	segments := splitSlashes(v)
	return segments[len(segments)-1]
}
