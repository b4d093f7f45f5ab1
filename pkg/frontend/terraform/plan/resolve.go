package plan

import (
	"slices"

	"github.com/appnetlint/appnetlint/pkg/iac"
)

// resolver follows references of the configuration to the instances that they
// mean. A plan shows of an expression what it refers to and not how: which key
// is used, which branch is taken, what a local value is made of. Where that
// leaves several instances, all of them are candidates.
type resolver struct {
	*graph
	made      map[madeKey]*scope // scopes of modules of which nothing is planned
	universes map[*scope]*trace
	near      map[*scope]*trace // the part of a universe that one module makes
	spent     int               // findings in all universes
	origins   map[originKey]*origins
	indices   map[*expression]map[string]int
	self      owner // the block whose values are looked at
}

// madeKey is a module instance that no address tells of.
type madeKey struct {
	parent *scope
	call   callKey
}

// owner is a block in a module instance.
type owner struct {
	scope *scope
	base  string
}

func newResolver(g *graph) *resolver {
	return &resolver{
		graph:     g,
		made:      map[madeKey]*scope{},
		universes: map[*scope]*trace{},
		near:      map[*scope]*trace{},
		origins:   map[originKey]*origins{},
		indices:   map[*expression]map[string]int{},
	}
}

// environment is where an expression is evaluated.
type environment struct {
	scope   *scope
	key     key         // each.key or count.index
	forEach *expression // nil if the block has none
}

// caller is where the arguments of the module are evaluated.
func (s *scope) caller() environment {
	return environment{scope: s.parent, key: s.key, forEach: s.call.forEach}
}

// trace collects what an expression may come from.
type trace struct {
	found  []finding
	seen   map[iac.Reference]bool
	known  bool     // also a value that is known at plan
	opaque string   // a reference that could not be followed, "" if there is none
	locals []*scope // modules of which a local value has a part in it
	visits int
	over   bool // there is more than can be followed
	// relevant leaves out resources that nothing planned refers to.
	relevant bool
}

// finding is a reference to an attribute of an instance.
type finding struct {
	iac.Reference
	owner   owner
	settled bool // its values are known, so that it makes nothing unknown
	// value is that of the attribute, where it is one that others are told by;
	// "" where it is not known.
	value string
}

// A reference with more candidates than this proves nothing, and following more
// would take time that grows with the square of the plan.
const (
	maxFindings = 1024
	maxVisits   = 4096
)

// enter counts the expressions looked at and reports whether to go on. It also
// ends what would go in circles, which no valid configuration does.
func (t *trace) enter() bool {
	t.visits++
	t.over = t.over || t.visits > maxVisits
	return !t.over
}

func (t *trace) add(f finding) {
	if t.over {
		return
	}
	if len(t.found) < maxLinear {
		for _, other := range t.found {
			if other.Reference == f.Reference {
				return
			}
		}
	} else {
		if t.seen == nil {
			t.seen = map[iac.Reference]bool{}
			for _, other := range t.found {
				t.seen[other.Reference] = true
			}
		}
		if t.seen[f.Reference] {
			return
		}
		t.seen[f.Reference] = true
	}
	if len(t.found) == maxFindings {
		t.over = true
		return
	}
	t.found = append(t.found, f)
}

// size grows with all that is added but known values.
func (t *trace) size() int { return len(t.found) + len(t.locals) + len(t.opaque) }

func (t *trace) hide(reference string) {
	if t.opaque == "" {
		t.opaque = reference
	}
}

// hints are keys that occur beside a reference. In azurerm_subnet.s[each.key].id
// the plan shows azurerm_subnet.s and each.key, no more.
type hints struct {
	keys []key
	// loose is set where a key beside a reference need not be the key of it.
	loose bool
}

// expression adds what an expression may come from. rest is what follows where
// the expression is used: of var.subnets["app"].id, which has the expression for
// its argument, ["app"].id.
//
// The result is the first reference that leads to anything; nil if none does.
func (r *resolver) expression(t *trace, e *expression, env environment, rest []step, outer hints) (first *traversal) {
	if !t.enter() {
		return nil
	}
	if len(e.references) == 0 {
		t.known = true
		return nil
	}
	h := r.hints(e, env)
	if !h.loose {
		// Keys that stand nearer to the reference come first.
		h.keys = append(h.keys, outer.keys...)
	}
	before := t.size()
	keyed := len(rest) > 0 && !h.loose && r.anyHas(e, env.scope, rest[0].asKey())
	for i := range e.references {
		if keyed && !r.has(&e.references[i], env.scope, rest[0].asKey()) {
			continue
		}
		r.reference(t, &e.references[i], env, rest, h)
		if first == nil && t.size() > before {
			first = &e.references[i]
		}
	}
	return first
}

// anyHas reports whether the key of what follows an expression tells which of
// its references is meant: all are of resources or modules as a whole, as in
// merge(azurerm_subnet.a, azurerm_subnet.b)["app"], and some have the key.
func (r *resolver) anyHas(e *expression, s *scope, k key) bool {
	found := false
	for i := range e.references {
		ref := &e.references[i]
		if ref.root != rootResource && ref.root != rootModule || len(ref.steps) > 0 {
			return false
		}
		found = found || r.has(ref, s, k)
	}
	return found && len(e.references) > 1
}

// has reports whether what a reference names has an instance of a key.
func (r *resolver) has(ref *traversal, s *scope, k key) bool {
	if ref.root == rootModule {
		return s.child[callKey{ref.name, k}] != nil
	}
	return s.resources[ref.name].find(k) != nil
}

func (r *resolver) reference(t *trace, ref *traversal, env environment, rest []step, h hints) {
	switch ref.root {
	case rootResource:
		r.resource(t, ref, env.scope, rest, h)
	case rootModule:
		r.module(t, ref, env.scope, rest, h)
	case rootVariable:
		s := env.scope
		switch {
		case s.parent == nil:
			t.known = true // all variables of the root module have values
		case s.call == nil:
			t.hide(ref.text)
		case s.call.arguments[ref.name] == nil:
			t.known = true // the default, which refers to nothing
		default:
			r.expression(t, s.call.arguments[ref.name], s.caller(), join(ref.steps, rest), h)
		}
	case rootLocal:
		if !slices.Contains(t.locals, env.scope) {
			t.locals = append(t.locals, env.scope)
		}
	case rootEach:
		r.each(t, ref, env, rest)
	case rootCount, rootKnown:
		t.known = true
	}
}

// each follows each.value through for_each: what has the key of the instance.
func (r *resolver) each(t *trace, ref *traversal, env environment, rest []step) {
	switch {
	case ref.name == "key", env.forEach == nil:
		t.known = true // for_each is a function of literals if the plan does not show it
	case env.key.isZero():
		t.hide(ref.text)
	default:
		steps := append([]step{{env.key.kind, env.key.text}}, join(ref.steps, rest)...)
		r.expression(t, env.forEach, environment{scope: env.scope}, steps, hints{})
	}
}

// carriers are types that only pass on what they are given, so that a
// reference to one does not tell where a value comes from.
var carriers = map[string]bool{
	"terraform_data": true, "null_resource": true, "null_data_source": true, "terraform_remote_state": true, "external": true,
}

func (r *resolver) resource(t *trace, ref *traversal, s *scope, rest []step, h hints) {
	if t.relevant && !r.isRelevant(s, ref.name) {
		return
	}
	typ := typeOf(ref.name)
	if carriers[typ] {
		t.hide(ref.text)
	}
	own := ref.steps
	add := func(i *instance, own, rest []step) {
		f := finding{
			Reference: iac.Reference{Address: i.address, Attribute: r.attributeOf(typ, own, rest)},
			owner:     owner{s, ref.name},
			settled:   i.settled,
		}
		if f.Attribute == "name" {
			f.value = i.name
		}
		t.add(f)
	}
	all := s.resources[ref.name]
	if !s.repeated(ref.name) {
		i := all.find(key{})
		if i == nil {
			i = &instance{address: joinPath(s.path, ref.name)}
		}
		add(i, own, rest)
		return
	}
	if len(own) > 0 {
		if k, ok := own[0].key(); ok {
			switch i := all.find(k); {
			case i != nil:
				add(i, own[1:], rest)
			case isData(ref.name) && all == nil || r.partial:
				// Read already, and the plan does not show what was read.
				add(&instance{address: joinPath(s.path, ref.name) + k.String(), key: k}, own[1:], rest)
			}
			// Else there is no such instance: it is in a branch of a condition
			// that was not taken.
			return
		}
	}
	if len(own) == 0 && len(rest) > 0 && !h.loose {
		if i := all.find(rest[0].asKey()); i != nil {
			add(i, nil, rest[1:])
			return
		}
	}
	matched := false
	for n, k := range h.keys {
		if i := all.find(k); i != nil && !slices.Contains(h.keys[:n], k) {
			add(i, own, rest)
			matched = true
		}
	}
	if matched || all == nil {
		return
	}
	if len(all.list) > maxFindings {
		t.over = true
		return
	}
	for _, i := range all.list {
		add(i, own, rest)
	}
}

// asKey is the instance key that a step would select. A map is also indexed
// with a dot.
func (s step) asKey() key {
	if k, ok := s.key(); ok {
		return k
	}
	return key{keyStep, s.name}
}

func (r *resolver) module(t *trace, ref *traversal, s *scope, rest []step, h hints) {
	c := s.module.calls[ref.name]
	if c == nil {
		t.hide(ref.text)
		return
	}
	steps := join(ref.steps, rest)
	var instances []*scope
	switch {
	case !s.repeatedCall(c.name):
		instances = []*scope{r.instance(s, c, key{})}
	case len(steps) > 0 && (len(ref.steps) > 0 && steps[0].kind != attributeStep || len(ref.steps) == 0 && !h.loose) &&
		s.child[callKey{c.name, steps[0].asKey()}] != nil:
		instances = []*scope{s.child[callKey{c.name, steps[0].asKey()}]}
		steps = steps[1:]
	case len(ref.steps) > 0 && steps[0].kind != attributeStep:
		if (c.module.creates || len(s.children[c.name]) > 0) && !r.partial {
			return // a branch that was not taken
		}
		instances = []*scope{r.instance(s, c, steps[0].asKey())}
		steps = steps[1:]
	default:
		instances, h = r.hinted(s, c, h)
		if len(steps) > 0 && steps[0].kind != attributeStep {
			steps = steps[1:] // the key of something else that was made of the module
		}
	}
	for _, child := range instances {
		env := environment{scope: child}
		if len(steps) > 0 && c.module.outputs[steps[0].name] != nil {
			r.expression(t, c.module.outputs[steps[0].name], env, steps[1:], h)
			continue
		}
		for _, name := range c.module.outNames {
			r.expression(t, c.module.outputs[name], env, nil, h)
		}
		if t.over {
			return
		}
	}
}

// hinted are the instances of a call that the hints select, or all. The hints
// returned are those that are left.
func (r *resolver) hinted(s *scope, c *call, h hints) ([]*scope, hints) {
	for i, k := range h.keys {
		if child := s.child[callKey{c.name, k}]; child != nil {
			h.keys = slices.Delete(slices.Clone(h.keys), i, i+1)
			return []*scope{child}, h
		}
	}
	return s.children[c.name], h
}

// instance returns an instance of a call, made up if the plan has no resource
// in it.
func (r *resolver) instance(s *scope, c *call, k key) *scope {
	at := callKey{c.name, k}
	if child := s.child[at]; child != nil {
		return child
	}
	child := r.made[madeKey{s, at}]
	if child == nil {
		child = newScope(s, c.name, k)
		r.made[madeKey{s, at}] = child
	}
	return child
}

// attributeOf is the path to an attribute. Steps that come from outside of the
// reference can be keys of something in between, such as an object that the
// resource's id was put in; they are passed over until one is an attribute.
func (r *resolver) attributeOf(typ string, own, rest []step) string {
	if len(own) > 0 {
		return renderSteps(own)
	}
	has := r.attribute[typ]
	for i, s := range rest {
		if s.kind == attributeStep && (has == nil || has[s.name]) {
			return renderSteps(rest[i:])
		}
	}
	return ""
}

// typeOf is the type in azurerm_subnet.app or data.azurerm_subnet.app.
func typeOf(base string) string {
	steps, _ := parseSteps(base)
	switch {
	case len(steps) == 3:
		return steps[1].name
	case len(steps) > 0:
		return steps[0].name
	}
	return ""
}

func join(a, b []step) []step {
	switch {
	case len(b) == 0:
		return a
	case len(a) == 0:
		return b
	}
	return append(a[:len(a):len(a)], b...)
}
