package evaluate

import (
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/ir"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// group is what one declaration makes: one resource or module, or those of a loop.
type group struct {
	frame    *frame
	env      *env // in which the declaration is evaluated
	resource *ir.Resource
	module   *ir.Module
	// within is the instance that a nested resource is inside of.
	within *Instance

	state uint8 // 0 not yet, 1 at work, 2 done
	// instances and modules are what there is, by the number of the turn; nil for turns
	// that a condition leaves out.
	instances []*Instance
	modules   []*moduleInstance
	// why tells why the number of turns is not known; "" if it is.
	why string
	// imagined are the handles of turns that may be, where that is not known.
	imagined map[string]partial.Value
}

func (g *group) loop() *ir.Loop {
	if g.resource != nil {
		return g.resource.Loop
	}
	return g.module.Loop
}

func (g *group) condition() ir.Expr {
	if g.resource != nil {
		return g.resource.Condition
	}
	return g.module.Condition
}

func (g *group) at() source.Range {
	if g.resource != nil {
		return g.resource.At
	}
	return g.module.At
}

// expand makes the instances.
func (g *group) expand() {
	if g.state != 0 {
		return
	}
	g.state = 1
	defer func() { g.state = 2 }()
	if g.leftOut() { // what cannot be evaluated in it is no mistake
		g.frame.quiet++
		defer func() { g.frame.quiet-- }()
	}
	if g.loop() == nil {
		g.turn(g.env, -1)
		return
	}
	items, why := g.env.turns(g.loop())
	if why != "" && !g.leftOut() {
		g.why = why
		g.frame.missing("%s: how many there are is decided by %s", g.label(), why)
	}
	for i, t := range items {
		g.turn(g.env.turn(g.loop(), t, i, true), i)
		if g.frame.broken != nil {
			return
		}
	}
}

// leftOut reports whether the resource is nested in one that is not deployed.
func (g *group) leftOut() bool { return g.within != nil && g.within.decl.Cascades && g.within.absent }

// turn makes one instance: index is -1 where there is no loop.
func (g *group) turn(env *env, index int) {
	e := g.frame.evaluator
	if e.turns++; e.turns > e.options.Limits.Instances {
		e.stop(errTooMany)
		return
	}
	there := g.presence(env)
	if g.resource != nil {
		g.instances = append(g.instances, g.frame.instance(g, env, index, there))
		return
	}
	g.modules = append(g.modules, g.frame.moduleInstance(g, env, index, there))
}

// presence is whether something is deployed; where that is open, what decides it.
type presence struct {
	verdict   partial.Verdict
	condition partial.Value
	why       string
}

// presence decides the filter of the loop, the condition, and that of what is around.
func (g *group) presence(env *env) presence {
	if g.leftOut() {
		return presence{verdict: partial.No}
	}
	there := presence{verdict: partial.Yes}
	if g.within != nil && g.within.decl.Cascades && g.within.uncertain != "" {
		there = presence{partial.Perhaps, g.within.condition, g.within.uncertain}
	}
	if g.loop() != nil && g.loop().Filter != nil {
		there = there.and(env.conditionValue(g.loop().Filter))
	}
	if c := g.condition(); c != nil && there.verdict != partial.No {
		there = there.and(env.conditionValue(c))
	}
	return there
}

// and adds a condition.
func (p presence) and(condition partial.Value, verdict partial.Verdict, why string) presence {
	switch {
	case verdict == partial.Yes:
		return p
	case verdict == partial.Perhaps && p.verdict == partial.Perhaps:
		return presence{partial.Perhaps, partial.Residue("and", partial.BoolType, p.condition, condition), why}
	}
	return presence{verdict, condition, why}
}

// label is the declaration's name for messages.
func (g *group) label() string {
	if g.resource != nil {
		if g.resource.Symbol != "" && g.frame.template.Bicep {
			return g.frame.prefix + g.resource.Symbol
		}
		return g.frame.prefix + g.resource.Type
	}
	if g.module.Symbol == "" { // ARM's have no symbols
		return g.frame.prefix + g.module.Path
	}
	return g.frame.prefix + g.module.Symbol
}

// handle is the value of the symbol.
func (g *group) handle() partial.Value {
	if g.state == 1 {
		return g.frame.fail(g.at(), "%s is made of itself.", g.label())
	}
	g.expand()
	if g.loop() != nil {
		return partial.HandleValue(g)
	}
	return g.element(0)
}

// element is the handle of the instance of a turn.
func (g *group) element(i int) partial.Value {
	switch {
	case i >= 0 && i < len(g.instances) && g.instances[i] != nil:
		return partial.HandleValue(g.instances[i])
	case i >= 0 && i < len(g.modules) && g.modules[i] != nil:
		return partial.HandleValue(g.modules[i])
	case g.why != "" && i >= 0, g.frame.broken != nil:
		return g.imagine(partial.IntValue(int64(i)))
	}
	return partial.NullValue()
}

// size is the number of instances that are not left out, if it is known.
func (g *group) size() (int, bool) {
	n := max(len(g.instances), len(g.modules))
	return n, g.why == ""
}
