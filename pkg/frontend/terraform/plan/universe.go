package plan

import "slices"

// universe is all that an expression in a module can refer to: the resources of
// the module, what its child modules give out and what its variables are given.
// It stands for what the plan does not show: local values and dynamic blocks.
// Of several equal references one is enough, and what nothing planned refers to
// is left out.
func (r *resolver) universe(start *scope) *trace {
	if u := r.universes[start]; u != nil {
		return u
	}
	u := &trace{locals: []*scope{start}}
	// A local value of another module, which an output or argument uses, adds
	// that module at the end of the list.
	for i := 0; i < len(u.locals) && !u.over; i++ {
		u.merge(r.nearby(u.locals[i]))
	}
	if r.spent += len(u.found); r.spent > maxSpent {
		u.over = true
	}
	if u.over {
		u.found = nil
	}
	r.universes[start] = u
	return u
}

// maxSpent bounds the memory that many modules, each with a large universe,
// would take.
const maxSpent = 1 << 20

func (t *trace) merge(other *trace) {
	t.over = t.over || other.over
	t.hide(other.opaque)
	for _, f := range other.found {
		t.add(f)
	}
	for _, s := range other.locals {
		if !slices.Contains(t.locals, s) {
			t.locals = append(t.locals, s)
		}
	}
}

// nearby is what can be referred to in one module, local values aside.
func (r *resolver) nearby(s *scope) *trace {
	t := r.near[s]
	if t == nil {
		t = &trace{relevant: true}
		r.surroundings(t, s)
		r.near[s] = t
	}
	return t
}

// surroundings adds what can be referred to in one module.
func (r *resolver) surroundings(t *trace, s *scope) {
	for _, c := range s.module.list {
		if !r.isRelevant(s, c.base) {
			continue
		}
		attributes := r.config.relevant[joinPath(s.module.path, c.base)]
		if len(attributes) == 0 {
			attributes = []string{""}
		}
		for _, a := range attributes {
			ref := traversal{text: c.base, root: rootResource, name: c.base}
			if steps, ok := parseSteps(a); ok {
				ref.steps = steps
			}
			r.resource(t, &ref, s, nil, hints{loose: true})
		}
	}
	for _, name := range s.module.callNames {
		ref := traversal{text: "module." + name, root: rootModule, name: name}
		r.module(t, &ref, s, nil, hints{loose: true})
	}
	if s.parent == nil {
		return
	}
	if s.call == nil {
		t.hide("module." + s.path)
		return
	}
	for _, name := range s.call.argumentNames {
		r.expression(t, s.call.arguments[name], s.caller(), nil, hints{loose: true})
	}
}

// isRelevant reports whether anything planned refers to a resource.
func (r *resolver) isRelevant(s *scope, base string) bool {
	if len(r.config.relevant) == 0 {
		return true // an older Terraform, which does not tell
	}
	_, ok := r.config.relevant[joinPath(s.module.path, base)]
	return ok
}

// widen adds the universes of the modules whose local values have a part in a
// trace. A resource cannot refer to itself, so that it is no part of what its
// own values come from.
func (r *resolver) widen(t *trace) {
	for _, s := range slices.Clone(t.locals) {
		u := r.universe(s)
		t.over = t.over || u.over
		t.hide(u.opaque)
		for _, f := range u.found {
			if f.owner != r.self {
				t.add(f)
			}
		}
	}
}
