package config

import (
	"github.com/zclconf/go-cty/cty"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/module"
	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/schema"
)

// resource is a resource or data block in a module instance, with its instances.
type resource struct {
	*module.Resource
	repetition
	instances []*instance
	provider  string // its short name: azurerm
	block     *schema.Block
	// relevant is set if the mappings read resources of the type, so that
	// references to it can be followed further.
	relevant bool
}

// instance is one instance of a resource.
type instance struct {
	*resource
	environment
	address string
	written *written
	nodes   map[string]*node
	running map[string]bool
}

// resourceOf expands a resource when it is first asked for. It is nil while the
// number of its instances is being worked out, which is a cycle.
func (s *scope) resourceOf(r *module.Resource) *resource {
	key := r.Key()
	if have, ok := s.resources[key]; ok {
		return have
	}
	s.resources[key] = nil
	out := &resource{Resource: r, relevant: s.interest.Wants(r.Type)}
	out.provider = s.providerName(r)
	out.block = s.schemas.block(out.provider, r)
	out.repetition = s.repeat(r.Count, r.ForEach, r.Enabled)
	address := s.named(key)
	for _, k := range out.of {
		out.instances = append(out.instances, &instance{
			resource: out, environment: k.environment(s, out.kind), address: address + k.key,
		})
	}
	s.resources[key] = out
	return out
}

// resourceValue is the value that a reference to a resource has, as far as it is
// wanted.
func (s *scope) resourceValue(w *wanted) cty.Value {
	return s.shared(w.resource.Key(), w, func() cty.Value { return s.sumOf(w) })
}

// sumOf is the value of all instances of a resource.
func (s *scope) sumOf(w *wanted) cty.Value {
	r := s.resourceOf(w.resource)
	key := w.resource.Key()
	if r == nil {
		s.fail(w.resource.At, s.named(key)+" is needed to work out how often it is repeated: this is a cycle.")
		return unknown(cty.DynamicPseudoType, key)
	}
	if r.of == nil {
		return unknown(cty.DynamicPseudoType, r.why).Mark(other{})
	}
	only := w.only()
	values := make([]cty.Value, len(r.instances))
	for i, in := range r.instances {
		if only != "" && only != r.of[i].key {
			values[i] = cty.DynamicVal
			continue
		}
		values[i] = in.value(w)
	}
	return r.collect(values)
}

// collect puts the values of instances together.
func (r repetition) collect(values []cty.Value) cty.Value {
	switch {
	case r.kind == byNumber:
		return cty.TupleVal(values)
	case r.kind == byKey:
		members := make(map[string]cty.Value, len(values))
		for i, v := range values {
			members[r.of[i].name] = v
		}
		return cty.ObjectVal(members)
	case len(values) == 1:
		return values[0]
	}
	return cty.NullVal(cty.DynamicPseudoType) // not enabled
}

// value is the object that a reference to the instance has.
func (in *instance) value(w *wanted) cty.Value {
	names := w.names
	if w.all {
		if in.block == nil {
			return cty.DynamicVal.Mark(reference{in.address, ""})
		}
		names = map[string]bool{}
		for name := range in.block.Attributes {
			names[name] = true
		}
		for name := range in.block.Blocks {
			names[name] = true
		}
		for name := range w.names {
			names[name] = true
		}
	}
	members := make(map[string]cty.Value, len(names))
	for _, name := range sortedKeys(names) {
		members[name] = in.attributeValue(name)
	}
	return cty.ObjectVal(members)
}

// referredSteps is what each part of an attribute costs, in steps, that others refer to.
const referredSteps = 3

// attributeValue is an attribute as others see it.
func (in *instance) attributeValue(name string) cty.Value {
	nothing := cty.DynamicVal.Mark(reference{in.address, name})
	n := in.attribute(name)
	if n == nil {
		return nothing
	}
	v := n.cty()
	if !in.relevant && !n.isComputed() {
		return v
	}
	// Each part gets marks of its own, which take the room of several others.
	if why := in.budget.spend(referredSteps * weigh(v, in.limits.Parts)); why != "" {
		in.fail(in.At, why+".")
		return nothing
	}
	return referred(v, in.address, name)
}

// attribute returns what an attribute or the blocks of a name make; nil if it is
// neither written nor in the schema, or needed to work itself out.
func (in *instance) attribute(name string) *node {
	if n, ok := in.nodes[name]; ok {
		return n
	}
	if in.nodes == nil {
		in.nodes, in.running = map[string]*node{}, map[string]bool{}
	}
	if in.running[name] {
		in.fail(in.At, in.address+"."+name+" is needed to work out its own value: this is a cycle.")
		return nil
	}
	in.running[name] = true
	if in.nesting++; in.nesting <= in.limits.Depth {
		in.nodes[name] = in.identified(name, in.plan(name))
	} else {
		in.fail(in.At, in.address+"."+name+" is needed by too long a chain of values.")
	}
	in.nesting--
	delete(in.running, name)
	return in.nodes[name]
}
