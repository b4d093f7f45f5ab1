package plan

import (
	"slices"

	"github.com/appnetlint/appnetlint/pkg/iac"
)

// origins are where the values of an expression come from: of those that are
// unknown, and of those that are known. They differ, as a known value can also
// come from a variable, which an unknown one cannot.
type origins struct {
	unknown, known *iac.Origin
	// direct are the values that a known value has if it is one of the
	// references itself; nil if that cannot be told.
	direct []string
}

// of returns the origin of a value.
func (o *origins) of(v iac.Value) *iac.Origin {
	switch {
	case v.IsUnknown():
		return o.unknown
	case o.known == nil || o.direct == nil || v.Kind() != iac.String || slices.Contains(o.direct, v.Scalar()):
		return o.known
	}
	derived := *o.known
	derived.Derived = true
	return &derived
}

// originKey is where one expression, or the dynamic blocks of a name, have the
// same origins.
type originKey struct {
	scope      *scope
	expression *expression
	base       string // of the block that the dynamic blocks are in
	dynamic    string
}

// origin returns the origins of an expression. Those of one that does not
// depend on the instance are found once.
func (r *resolver) origin(e *expression, env environment) *origins {
	if len(e.references) == 0 {
		return &origins{}
	}
	at := originKey{scope: env.scope, expression: e}
	if !e.perInstance {
		if o := r.origins[at]; o != nil {
			return o
		}
	}
	t := &trace{}
	pin := e.references[0].text
	if first := r.expression(t, e, env, nil, hints{}); first != nil {
		pin = first.text
	}
	o := r.conclude(t, pin)
	if !e.perInstance {
		r.origins[at] = o
	}
	return o
}

// dynamicOrigin returns the origin of unknown values in what dynamic blocks of a
// name make, and in blocks that may be one of several written ones.
func (r *resolver) dynamicOrigin(expressions []*expression, dynamic bool, env environment, name string) *iac.Origin {
	at := originKey{scope: env.scope, base: r.self.base, dynamic: name}
	if len(expressions) == 0 {
		if !dynamic {
			return nil
		}
		if o := r.origins[at]; o != nil {
			return o.unknown
		}
	}
	t, pin := &trace{}, `dynamic "`+name+`"`
	for i, e := range expressions {
		if first := r.expression(t, e, env, nil, hints{}); i == 0 && first != nil {
			pin = first.text
		}
	}
	if dynamic {
		t.locals = append(t.locals, env.scope)
	}
	o := r.conclude(t, pin)
	if len(expressions) == 0 {
		r.origins[at] = o
	}
	return o.unknown
}

// conclude makes origins of a trace.
func (r *resolver) conclude(t *trace, pin string) *origins {
	o := &origins{known: &iac.Origin{
		References: references(t.found),
		Closed:     len(t.found) > 0 && t.opaque == "" && !t.known && !t.over && len(t.locals) == 0 && !r.partial,
		Pin:        pin,
	}}
	if t.over {
		o.known.References = nil
	}
	if len(o.known.References) == 0 {
		o.known = nil
	}
	o.direct = values(t.found)
	r.widen(t)
	found := unsettled(t.found)
	o.unknown = &iac.Origin{References: references(found), Guessed: len(t.locals) > 0, Pin: pin}
	switch {
	case t.over:
		o.unknown.References = nil
	case t.opaque != "":
		o.unknown.Pin = t.opaque
	default:
		o.unknown.Closed = len(found) > 0 && !r.partial
	}
	return o
}

// unsettled leaves out what makes nothing unknown, so that an unknown value
// does not come from there; unless nothing is left, where it must be a condition
// that is unknown.
func unsettled(found []finding) []finding {
	var out []finding
	for _, f := range found {
		if !f.settled {
			out = append(out, f)
		}
	}
	if len(out) == 0 {
		return found
	}
	return out
}

// values are those of the findings; nil unless all of them are known.
func values(found []finding) []string {
	var out []string
	for _, f := range found {
		if f.value == "" {
			return nil
		}
		out = append(out, f.value)
	}
	return out
}

func references(found []finding) []iac.Reference {
	if len(found) == 0 {
		return nil
	}
	out := make([]iac.Reference, len(found))
	for i, f := range found {
		out[i] = f.Reference
	}
	return out
}
