package plan

import (
	"strconv"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// hints finds the keys beside the references of an expression. They count only
// if nothing else in the expression could have made another key of them: in
// azurerm_subnet.s[var.tiers[each.key].subnet].id it is not each.key that
// selects the subnet.
func (r *resolver) hints(e *expression, env environment) hints {
	var h hints
	direct, passed := 0, 0
	for i := range e.references {
		ref := &e.references[i]
		switch ref.root {
		case rootResource, rootModule:
			direct++
			continue
		case rootLocal:
			h.loose = true
			continue
		case rootKnown:
			continue
		case rootVariable, rootEach, rootCount:
		}
		v, ok := r.constant(ref, env)
		switch {
		case !ok:
			passed++
		case v.Kind() == iac.String:
			h.keys = append(h.keys, key{keyStep, v.Scalar()})
		case v.Kind() == iac.Number:
			h.keys = append(h.keys, key{indexStep, v.Scalar()})
		case v.Kind() == iac.List || v.Kind() == iac.Object:
			h.loose = true
		}
	}
	h.loose = h.loose || passed > 0 && direct+passed > 1
	if h.loose {
		h.keys = nil
	}
	return h
}

// constant is the value of a reference to a variable, each.* or count.index, as
// far as the plan shows it.
func (r *resolver) constant(ref *traversal, env environment) (iac.Value, bool) {
	return r.constantAt(ref, env, ref.steps, 0)
}

// maxDepth ends what goes in circles, which no valid configuration does.
const maxDepth = 64

func (r *resolver) constantAt(ref *traversal, env environment, steps []step, depth int) (iac.Value, bool) {
	if depth > maxDepth {
		return iac.Value{}, false
	}
	switch ref.root {
	case rootEach, rootCount:
		if env.key.isZero() {
			return iac.Value{}, false
		}
		if ref.name != "value" {
			return env.key.value(), true
		}
		if env.forEach == nil || len(env.forEach.references) == 0 && !env.forEach.isConstant {
			// A function of literals. It mostly makes a set, of which the key is
			// the value.
			return env.key.value(), len(steps) == 0
		}
		steps = append([]step{{env.key.kind, env.key.text}}, steps...)
		return r.constantOf(env.forEach, environment{scope: env.scope}, steps, depth)
	case rootVariable:
		s := env.scope
		if s.parent == nil {
			return r.firstOf(steps, r.config.variables[ref.name], s.module.defaults[ref.name])
		}
		if s.call == nil {
			return iac.Value{}, false
		}
		if argument := s.call.arguments[ref.name]; argument != nil {
			return r.constantOf(argument, s.caller(), steps, depth)
		}
		return r.firstOf(steps, s.module.defaults[ref.name])
	case rootResource, rootModule, rootLocal, rootKnown:
	}
	return iac.Value{}, false
}

// firstOf is the value of the first expression that is there.
func (r *resolver) firstOf(steps []step, all ...*expression) (iac.Value, bool) {
	for _, e := range all {
		if e != nil {
			return r.lookup(e, steps)
		}
	}
	return iac.Value{}, false
}

// constantOf is the value of an expression that is constant or, it seems,
// passes on one thing only. The latter may also be a filter, as in
// { for k, v in var.sites : k => v if v.enabled }, of which the parts are the same.
func (r *resolver) constantOf(e *expression, env environment, steps []step, depth int) (iac.Value, bool) {
	switch {
	case e.isConstant:
		return r.lookup(e, steps)
	case len(e.references) == 1:
		ref := &e.references[0]
		return r.constantAt(ref, env, join(ref.steps, steps), depth+1)
	}
	return iac.Value{}, false
}

// lookup follows steps into a constant. Its first level, which may have as many
// members as there are instances, is indexed.
func (r *resolver) lookup(e *expression, steps []step) (iac.Value, bool) {
	v := e.constant
	if len(steps) > 0 && v.Kind() == iac.Object && v.Len() > maxLinear {
		index := r.indices[e]
		if index == nil {
			index = make(map[string]int, v.Len())
			for i := v.Len() - 1; i >= 0; i-- {
				index[v.Key(i)] = i
			}
			r.indices[e] = index
		}
		i, ok := index[steps[0].name]
		if !ok {
			return iac.Value{}, false
		}
		v, steps = v.Index(i), steps[1:]
	}
	for _, s := range steps {
		switch v.Kind() {
		case iac.Object:
			v = v.Get(s.name)
		case iac.List:
			n, ok := position(s)
			if !ok {
				return iac.Value{}, false
			}
			v = v.Index(n)
		default:
			return iac.Value{}, false
		}
	}
	return v, !v.IsUnknown()
}

// value is a key as an expression sees it.
func (k key) value() iac.Value {
	if k.kind == indexStep {
		return iac.NumberValue(k.text, source.Range{})
	}
	return iac.StringValue(k.text, source.Range{})
}

// position is the index that a step selects in a list.
func position(s step) (int, bool) {
	n, err := strconv.Atoi(s.name)
	return n, err == nil
}
