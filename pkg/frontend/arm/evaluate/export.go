package evaluate

import (
	"slices"
	"strconv"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/ir"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
	"github.com/appnetlint/appnetlint/pkg/iac"
)

// Resources turns the instances into resources as every front end yields them. Those
// that a condition may leave out are not among them, as nothing is certain of them;
// Incomplete tells of them.
func (r *Result) Resources(wanted func(typ string) bool) []*iac.Resource {
	out := make([]*iac.Resource, 0, len(r.Instances))
	for _, i := range r.Instances {
		if wanted != nil && !wanted(i.decl.Type) {
			continue
		}
		if i.uncertain != "" {
			r.evaluator.missing("%s: whether it is deployed is decided by %s", i.Address, i.uncertain)
			continue
		}
		if same := r.evaluator.byID[lower(i.id.Skeleton())]; same != nil && same != i && i.repeats(same) {
			continue
		}
		out = append(out, r.evaluator.resource(i))
	}
	r.Incomplete = r.evaluator.incomplete
	return out
}

// repeats reports whether another instance of the same id says all that this one does:
// it is only read here, or deployed twice.
func (i *Instance) repeats(same *Instance) bool {
	if i.decl.Existing {
		return !same.decl.Existing || same.Address != i.Address
	}
	return same.uncertain == "" && same.decl.Type == i.decl.Type && same.evaluate().Canonical() == i.evaluate().Canonical()
}

// resource is the instance for the mapping: a body with the whole name and, where they
// are known, the id, the parent and the scope.
func (e *evaluator) resource(i *Instance) *iac.Resource {
	res := &iac.Resource{
		Address: i.Address, Type: i.decl.Type, APIVersion: i.decl.APIVersion,
		Data: i.decl.Existing, At: i.decl.At, Calls: i.Calls,
	}
	x := exporter{e}
	body := i.evaluate()
	var keys []string
	var items []iac.Value
	set := func(key string, v iac.Value) { keys, items = append(keys, key), append(items, v) }
	set("name", x.value(i.shownName().WrittenAt(i.declared.At())))
	if id, ok := i.id.Text(); ok {
		set("id", iac.StringValue(id, i.declared.At()))
	}
	if i.parent != nil {
		set("parent", x.identity(i.parent).WrittenAt(i.declared.At()))
	} else if p := x.parentOf(i); p != nil {
		set("parent", x.identity(p).WrittenAt(i.declared.At()))
	} else if p := x.above(i); p != nil {
		set("parent", iac.UnknownValue(&iac.Origin{
			References: []iac.Reference{{Address: x.created(p).Address, Attribute: "id"}}, Closed: true, Derived: true, Pin: p.Address + ".id",
		}, i.declared.At()))
	}
	if s := x.scope(i); s != "" {
		set("scope", iac.StringValue(s, i.decl.At))
	}
	switch body.Kind() {
	case partial.Object:
		for n := range body.Len() {
			switch key := body.Key(n); lower(key) {
			case "name", "id", "parent", "scope":
			default:
				set(key, x.value(body.Index(n)))
			}
		}
		v := iac.ObjectValue(keys, items, i.decl.At)
		if body.Rest() != nil {
			v = v.Open()
		}
		res.Body = v
	case partial.Null, partial.Bool, partial.Int, partial.Float, partial.String, partial.Array, partial.Unknown, partial.Lambda, partial.Handle:
		res.Body = iac.ObjectValue(keys, items, i.decl.At).Open()
	}
	return res
}

// exporter turns values of the evaluation into those of the front ends' common form.
type exporter struct{ *evaluator }

// shownName is the whole name or, where that is not known, the last segment alone if
// at least that is.
func (i *Instance) shownName() partial.Value {
	if _, ok := i.name.Text(); ok || i.name.Kind() != partial.String {
		return i.name
	}
	segments := splitSlashes(i.name)
	if last := segments[len(segments)-1]; len(segments) > 1 {
		if _, ok := last.Text(); ok {
			return last
		}
	}
	return i.name
}

// parentOf finds the resource that the instance is below by its id.
func (x exporter) parentOf(i *Instance) *Instance {
	if strings.Count(i.decl.Type, "/") < 2 {
		return nil
	}
	skeleton := lower(i.id.Skeleton())
	for range 2 {
		if n := strings.LastIndexByte(skeleton, '/'); n > 0 {
			skeleton = skeleton[:n]
		}
	}
	return x.byID[skeleton]
}

// above finds the nearest resource further up, where what is between is no resource of
// its own: the app above a hybrid connection, whose name is app/namespace/relay.
func (x exporter) above(i *Instance) *Instance {
	skeleton := lower(i.id.Skeleton())
	for range strings.Count(i.decl.Type, "/") - 1 {
		for range 2 {
			if n := strings.LastIndexByte(skeleton, '/'); n > 0 {
				skeleton = skeleton[:n]
			}
		}
		if p := x.byID[skeleton]; p != nil {
			return p
		}
	}
	return nil
}

// scope is the id of the resource group that the instance is in; "" where it extends
// another resource or is in none.
func (x exporter) scope(i *Instance) string {
	if i.scope == nil || i.scope.level != ir.ResourceGroup || !i.host.IsNull() {
		return ""
	}
	return lower("/subscriptions/" + placeholder(i.scope.subscription, "subscription") + "/resourcegroups/" + placeholder(i.scope.group, "resourceGroup"))
}

// PlainID is an id of which nothing is unknown but the subscription and the resource group
// that are deployed to: these are written "?", as everywhere in the model.
func PlainID(v partial.Value) (string, bool) {
	if prefix := v.Prefix(); !strings.HasPrefix(prefix, "/subscriptions/") {
		return "", false
	}
	var b strings.Builder
	for _, p := range v.Parts() {
		s, ok := p.Text()
		switch {
		case ok:
			b.WriteString(s)
		case ofDeployment(p, "subscription"), ofDeployment(p, "resourceGroup"):
			b.WriteByte('?')
		default:
			return "", false
		}
	}
	return b.String(), true
}

// ofDeployment reports whether a value is a member of what a call such as resourceGroup()
// tells of the deployment itself.
func ofDeployment(v partial.Value, call string) bool {
	r := v.Residual()
	return v.IsUnknown() && r.Call == partial.MemberCall && len(r.Args) == 2 && r.Args[0].Residual().Call == call && len(r.Args[0].Residual().Args) == 0
}

// placeholder is a text, or ? for an unknown one, followed by its mark if it is not
// that of the deployment as a whole.
func placeholder(v partial.Value, context string) string {
	if s, ok := v.Text(); ok {
		return s
	}
	if ofDeployment(v, context) {
		return "?"
	}
	return "?" + strings.Trim(strings.NewReplacer("\x01", "-", "\x02", "-").Replace(v.Skeleton()), "-")
}

// value turns a value into one of the common form.
func (x exporter) value(v partial.Value) iac.Value {
	out := x.plain(v)
	if v.IsSecret() {
		return out.Sensitive()
	}
	return out
}

func (x exporter) plain(v partial.Value) iac.Value {
	at := v.At()
	switch v.Kind() {
	case partial.Null:
		return iac.NullValue(at)
	case partial.Bool:
		return iac.BoolValue(v.Bool(), at)
	case partial.Int:
		return iac.NumberValue(strconv.FormatInt(v.Int(), 10), at)
	case partial.Float:
		s, _ := v.Text()
		return iac.NumberValue(s, at)
	case partial.String:
		if s, ok := v.Text(); ok {
			return iac.StringValue(s, at)
		}
		origin := x.origin(v)
		if id, ok := PlainID(v); ok && !origin.Closed { // of something that is not declared here
			return iac.StringValue(id, at)
		}
		return iac.UnknownValue(origin, at)
	case partial.Array:
		if v.Rest() != nil {
			return iac.UnknownValue(x.derived(partial.UnknownValue(v.Rest())), at)
		}
		items := make([]iac.Value, v.Len())
		for i := range items {
			items[i] = x.value(v.Index(i))
		}
		return iac.ListValue(items, at)
	case partial.Object:
		keys, items := make([]string, v.Len()), make([]iac.Value, v.Len())
		for i := range items {
			keys[i], items[i] = v.Key(i), x.value(v.Index(i))
		}
		o := iac.ObjectValue(keys, items, at)
		if v.Rest() != nil {
			return o.Open()
		}
		return o
	case partial.Handle:
		return x.value(materialize(v).WrittenAt(at))
	case partial.Unknown, partial.Lambda:
	}
	return iac.UnknownValue(x.origin(v), at)
}

// identity is the id of an instance.
func (x exporter) identity(i *Instance) iac.Value {
	if id, ok := i.id.Text(); ok {
		return iac.StringValue(id, i.decl.At)
	}
	return iac.UnknownValue(&iac.Origin{
		References: []iac.Reference{{Address: x.created(i).Address, Attribute: "id"}}, Closed: true, Pin: i.Address + ".id",
	}, i.decl.At)
}

// created is the instance that creates what this one may only read.
func (x exporter) created(i *Instance) *Instance {
	if same := x.byID[lower(i.id.Skeleton())]; same != nil {
		return same
	}
	return i
}

// origin tells where a value comes from that is not wholly known: an id of a resource
// that the template declares, or of a part of one; an attribute that Azure fills in.
func (x exporter) origin(v partial.Value) *iac.Origin {
	if i, tail, ok := x.identified(v); ok {
		attribute := "id"
		if tail != "" {
			attribute += tail
		}
		return &iac.Origin{References: []iac.Reference{{Address: i.Address, Attribute: attribute}}, Closed: true, Pin: i.Address + "." + attribute}
	}
	r := v.Residual()
	if v.IsUnknown() && len(r.Sources) == 1 && r.Sources[0].Exact {
		if i, ok := r.Sources[0].Handle.(*Instance); ok && !i.imagined {
			return &iac.Origin{References: []iac.Reference{{Address: x.created(i).Address, Attribute: r.Sources[0].Path}}, Closed: true, Pin: r.Pin}
		}
	}
	if v.IsUnknown() && r.Call == "if" && len(r.Args) == 3 {
		if o := x.either(r); o != nil {
			return &iac.Origin{References: o.References, Closed: true, Pin: r.Pin}
		}
	}
	if i := x.named(v); i != nil {
		return &iac.Origin{References: []iac.Reference{{Address: i.Address, Attribute: "name"}}, Closed: true, Pin: i.Address + ".name"}
	}
	return x.derived(v)
}

// named finds the one instance whose name a text with unknown pieces is.
func (x exporter) named(v partial.Value) *Instance {
	if v.Kind() != partial.String && !v.IsUnknown() {
		return nil
	}
	if x.names == nil {
		x.names = map[string]*Instance{}
		for _, i := range x.instances {
			key := lower(i.declared.Skeleton())
			if have, ok := x.names[key]; ok && have != nil && x.created(have) != x.created(i) {
				x.names[key] = nil // several have it
			} else if !ok {
				x.names[key] = x.created(i)
			}
		}
	}
	return x.names[lower(v.Skeleton())]
}

// either is the origin of what is one of two values; nil where one of them is not told by
// resources alone. It is found once for each value, which may be reached in many ways.
func (x exporter) either(r *partial.Residual) *iac.Origin {
	if have, ok := x.origins[r]; ok {
		return have
	}
	x.origins[r] = nil
	var refs []iac.Reference
	for _, v := range r.Args[1:] {
		if v.Kind() != partial.Unknown && v.Kind() != partial.String {
			return nil
		}
		o := x.origin(v)
		if !o.Closed || o.Derived {
			return nil
		}
		for _, ref := range o.References {
			if !slices.Contains(refs, ref) {
				refs = append(refs, ref)
			}
		}
	}
	x.origins[r] = &iac.Origin{References: refs, Closed: true}
	return x.origins[r]
}

// derived is the origin of a value that is made of others.
func (x exporter) derived(v partial.Value) *iac.Origin {
	all := partial.Join("", partial.AnyType, v)
	o := &iac.Origin{Derived: true, Pin: pinBelow(v, 0)}
	imagined := false
	for _, s := range all.Sources {
		if i, ok := s.Handle.(*Instance); ok && i.imagined {
			imagined = true
		} else if ok {
			o.References = append(o.References, iac.Reference{Address: x.created(i).Address, Attribute: s.Path})
		}
	}
	// What Azure tells of one resource, among known texts, is of that resource alone.
	o.Closed = len(o.References) > 0 && !imagined && all.Reasons&^(partial.RuntimeState|partial.DeploymentContext) == 0 && x.mentions(v)
	if v.Kind() == partial.String && len(o.References) == 0 {
		if i := x.longest(lower(v.Skeleton())); i != nil {
			o.References = append(o.References, iac.Reference{Address: i.Address, Attribute: "id"})
		}
	}
	return o
}

// mentions reports whether every unknown piece of a text is told by a resource, or names
// one.
func (x exporter) mentions(v partial.Value) bool {
	for _, p := range v.Parts() {
		if p.IsUnknown() && len(p.Residual().Sources) == 0 && x.named(p) == nil && p.Residual().Reasons&partial.DeploymentContext == 0 {
			return false
		}
	}
	return true
}

// identified finds the instance whose id a text with unknown pieces is, or begins with.
func (x exporter) identified(v partial.Value) (i *Instance, tail string, ok bool) {
	if v.Kind() != partial.String && !v.IsUnknown() {
		return nil, "", false
	}
	skeleton := v.Skeleton()
	key := lower(strings.TrimSuffix(skeleton, "/"))
	if i := x.byID[key]; i != nil {
		return i, "", true
	}
	if i := x.longest(key); i != nil {
		tail := skeleton[len(lower(i.id.Skeleton())):]
		if !strings.ContainsAny(tail, "\x01\x02") {
			return i, tail, true
		}
	}
	return nil, "", false
}

// longest finds the instance with the longest id that a text begins with.
func (x exporter) longest(key string) *Instance {
	for n := strings.LastIndexByte(key, '/'); n > 0; n = strings.LastIndexByte(key[:n], '/') {
		if i := x.byID[key[:n]]; i != nil && strings.Count(i.decl.Type, "/") > 0 && !strings.EqualFold(i.decl.Type, "Microsoft.Resources/resourceGroups") {
			return i
		}
	}
	return nil
}
