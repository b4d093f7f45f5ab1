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
	res.Body = r.block(res.Body, c.body, environment{scope: e.scope, key: e.key, forEach: c.forEach})
}

// block annotates an object with what is written in its block.
func (r *resolver) block(v iac.Value, b *block, env environment) iac.Value {
	if v.Kind() != iac.Object {
		return v
	}
	from, last := 0, ""
	for i := range v.Len() {
		name := v.Key(i)
		if name < last {
			from = 0 // the unknown ones come after all others
		}
		last = name
		switch it := b.next(name, &from); {
		case it == nil:
			if member := v.Index(i); mayBeDynamic(member) {
				v.Put(i, r.mixed(member, nil, true, env, name))
			}
		case it.expression == nil:
			v.Put(i, r.blocks(v.Index(i), it.blocks, env, name))
		case len(it.expression.references) > 0:
			v.Put(i, r.assigned(v.Index(i), it.expression, env))
		}
	}
	for i, name := range b.names {
		if e := b.items[i].expression; e != nil && isWriteOnly(name) && v.Get(name).IsNull() {
			v = r.writeOnly(v, name, e, env)
		}
	}
	return v
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
func (r *resolver) assigned(v iac.Value, e *expression, env environment) iac.Value {
	o := r.origin(e, env)
	if (v.Kind() == iac.List || v.Kind() == iac.Object) && v.HasUnknowns() {
		return withOrigin(unknownBelow(v, o.unknown), o.unknown)
	}
	return withOrigin(v, o.of(v))
}

func withOrigin(v iac.Value, o *iac.Origin) iac.Value {
	if o == nil {
		return v
	}
	return v.From(o)
}

func unknownBelow(v iac.Value, o *iac.Origin) iac.Value {
	for i := range v.Len() {
		v.Put(i, unknownBelow(v.Index(i), o))
	}
	if v.IsUnknown() {
		return v.From(o)
	}
	return v
}

// mayBeDynamic reports whether a value for which nothing is written can come
// from dynamic blocks and has something unknown in it. What a provider decides
// by itself is, while it is unknown, no list of objects yet.
func mayBeDynamic(v iac.Value) bool {
	return v.Kind() == iac.List && v.Index(0).Kind() == iac.Object && v.HasUnknowns()
}

// blocks annotates what nested blocks of one name make.
func (r *resolver) blocks(v iac.Value, blocks []*block, env environment, name string) iac.Value {
	switch v.Kind() {
	case iac.Unknown:
		return r.mixed(v, []*item{{blocks: blocks}}, false, env, name)
	case iac.Object:
		if len(blocks) == 1 {
			return r.block(v, blocks[0], env)
		}
	case iac.List:
		if v.Len() == 1 && len(blocks) == 1 {
			v.Put(0, r.block(v.Index(0), blocks[0], env))
			return v
		}
		dynamic := v.Len() > len(blocks)
		for i, candidates := range pair(v, blocks) {
			element := v.Index(i)
			if len(candidates) == 1 && !candidates[0].doubtful {
				v.Put(i, r.block(element, candidates[0].block, env))
				continue
			}
			items := make([]*item, len(candidates))
			for n, c := range candidates {
				items[n] = &item{blocks: []*block{c.block}}
			}
			v.Put(i, r.mixed(element, items, dynamic, env, name))
		}
	case iac.Null, iac.Bool, iac.Number, iac.String:
	}
	return v
}

// mixed annotates what is unknown in a value that may come from any of several
// items, and if dynamic is set, also from dynamic blocks.
func (r *resolver) mixed(v iac.Value, items []*item, dynamic bool, env environment, name string) iac.Value {
	switch v.Kind() {
	case iac.Unknown:
		var all []*expression
		for _, it := range items {
			all = it.expressions(all)
		}
		return withOrigin(v, r.dynamicOrigin(all, dynamic, env, name))
	case iac.List:
		for i := range v.Len() {
			v.Put(i, r.mixed(v.Index(i), items, dynamic, env, name))
		}
	case iac.Object:
		for i := range v.Len() {
			if member := v.Index(i); member.HasUnknowns() {
				v.Put(i, r.mixed(member, below(items, v.Key(i)), dynamic, env, name))
			}
		}
	case iac.Null, iac.Bool, iac.Number, iac.String:
	}
	return v
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
