package plan

import (
	"runtime"
	"slices"
	"sync"

	"github.com/appnetlint/appnetlint/pkg/iac"
)

// annotate tells the resources their provider, the module calls that lead to
// them and where their values come from. Each worker changes only the resources
// of its part and looks at no values of others.
func (g *graph) annotate(majorOf func(typ string, has func(string) bool) int) {
	providers := newProviders(g, majorOf)
	parts := runtime.GOMAXPROCS(0)
	size := (len(g.entries) + parts - 1) / parts
	if size == 0 {
		return
	}
	var done sync.WaitGroup
	for part := range slices.Chunk(g.entries, size) {
		done.Go(func() {
			r := newResolver(g)
			for _, e := range part {
				if e.resource != nil {
					r.annotate(e, providers)
				}
			}
		})
	}
	done.Wait()
}

func (r *resolver) annotate(e *entry, providers *providers) {
	res := e.resource
	if e.scope == nil {
		res.Provider = providers.of(e.provider, "")
		return
	}
	res.Calls = e.scope.calls
	c := e.scope.module.resources[e.base]
	if c == nil {
		res.Provider = providers.of(e.provider, "")
		return
	}
	res.Provider = providers.of(e.provider, c.provider)
	if e.gone || c.body == nil {
		return
	}
	r.self = owner{e.scope, e.base}
	r.block(&res.Body, c.body, environment{scope: e.scope, key: e.key, forEach: c.forEach})
}

// block annotates an object with what is written in its block.
func (r *resolver) block(v *iac.Value, b *block, env environment) {
	if v.Kind() != iac.Object {
		return
	}
	from, last := 0, ""
	members := v.Items()
	for i := range members {
		member, name := &members[i], v.Key(i)
		if name < last {
			from = 0 // the unknown ones come after all others
		}
		last = name
		switch it := b.next(name, &from); {
		case it == nil:
			if mayBeDynamic(member) {
				r.mixed(member, nil, true, env, name)
			}
		case it.expression == nil:
			r.blocks(member, it.blocks, env, name)
		case len(it.expression.references) > 0:
			r.assigned(member, it.expression, env)
		}
	}
	for i, name := range b.names {
		if e := b.items[i].expression; e != nil && isWriteOnly(name) && v.Get(name).IsNull() {
			*v = r.writeOnly(*v, name, e, env)
		}
	}
}

// writeOnly adds an attribute that is in the configuration alone.
func (r *resolver) writeOnly(v iac.Value, name string, e *expression, env environment) iac.Value {
	member := iac.UnknownValue(nil, v.At())
	switch {
	case e.isConstant && e.constant.IsNull():
		return v
	case e.isConstant:
		member = e.constant
	default:
		member = member.From(r.origin(e, env).unknown)
	}
	n := v.Len()
	names, items := make([]string, n, n+1), make([]iac.Value, n, n+1)
	for i := range n {
		names[i], items[i] = v.Key(i), v.Index(i)
	}
	with := iac.ObjectValue(append(names, name), append(items, member), v.At())
	if v.IsSensitive() {
		return with.Sensitive()
	}
	return with
}

// assigned annotates the value of an expression: the whole, and below it what
// is unknown, as the plan does not show which part comes from where.
func (r *resolver) assigned(v *iac.Value, e *expression, env environment) {
	o := r.origin(e, env)
	if (v.Kind() == iac.List || v.Kind() == iac.Object) && v.HasUnknowns() {
		unknownBelow(v, o.unknown)
		setOrigin(v, o.unknown)
		return
	}
	setOrigin(v, o.of(*v))
}

func setOrigin(v *iac.Value, o *iac.Origin) {
	if o != nil {
		*v = v.From(o)
	}
}

func unknownBelow(v *iac.Value, o *iac.Origin) {
	items := v.Items()
	for i := range items {
		unknownBelow(&items[i], o)
	}
	if v.IsUnknown() {
		*v = v.From(o)
	}
}

// mayBeDynamic reports whether a value for which nothing is written can come
// from dynamic blocks and has something unknown in it. What a provider decides
// by itself is, while it is unknown, no list of objects yet.
func mayBeDynamic(v *iac.Value) bool {
	return v.Kind() == iac.List && v.HasUnknowns() && v.Index(0).Kind() == iac.Object
}

// blocks annotates what nested blocks of one name make.
func (r *resolver) blocks(v *iac.Value, blocks []*block, env environment, name string) {
	switch v.Kind() {
	case iac.Unknown:
		r.mixed(v, []*item{{blocks: blocks}}, false, env, name)
	case iac.Object:
		if len(blocks) == 1 {
			r.block(v, blocks[0], env)
		}
	case iac.List:
		elements := v.Items()
		if len(elements) == 1 && len(blocks) == 1 {
			r.block(&elements[0], blocks[0], env)
			return
		}
		dynamic := len(elements) > len(blocks)
		for i, candidates := range pair(*v, blocks) {
			if len(candidates) == 1 && !candidates[0].doubtful {
				r.block(&elements[i], candidates[0].block, env)
				continue
			}
			items := make([]*item, len(candidates))
			for n, c := range candidates {
				items[n] = &item{blocks: []*block{c.block}}
			}
			r.mixed(&elements[i], items, dynamic, env, name)
		}
	case iac.Null, iac.Bool, iac.Number, iac.String:
	}
}

// mixed annotates what is unknown in a value that may come from any of several
// items, and if dynamic is set, also from dynamic blocks.
func (r *resolver) mixed(v *iac.Value, items []*item, dynamic bool, env environment, name string) {
	switch v.Kind() {
	case iac.Unknown:
		var all []*expression
		for _, it := range items {
			all = it.expressions(all)
		}
		setOrigin(v, r.dynamicOrigin(all, dynamic, env, name))
	case iac.List:
		elements := v.Items()
		for i := range elements {
			r.mixed(&elements[i], items, dynamic, env, name)
		}
	case iac.Object:
		members := v.Items()
		for i := range members {
			if member := &members[i]; member.HasUnknowns() {
				r.mixed(member, below(items, v.Key(i)), dynamic, env, name)
			}
		}
	case iac.Null, iac.Bool, iac.Number, iac.String:
	}
}

// below are the items for a member: those of that name in blocks, and whole
// expressions.
func below(items []*item, name string) []*item {
	var out []*item
	for _, it := range items {
		if it.expression != nil {
			out = append(out, it)
		}
		for _, b := range it.blocks {
			if member := b.find(name); member != nil {
				out = append(out, member)
			}
		}
	}
	return out
}

// expressions adds all expressions of the item that refer to something.
func (it *item) expressions(all []*expression) []*expression {
	if it.expression != nil && len(it.expression.references) > 0 {
		all = append(all, it.expression)
	}
	for _, b := range it.blocks {
		for i := range b.items {
			all = b.items[i].expressions(all)
		}
	}
	return all
}
