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
	if g.within != nil && g.within.decl.Cascades && g.within.absent {
		return
	}
	if g.loop() == nil {
		g.turn(g.env, -1)
		return
	}
	items, why := g.env.turns(g.loop())
	if why != "" {
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

// turn makes one instance: index is -1 where there is no loop.
func (g *group) turn(env *env, index int) {
	e := g.frame.evaluator
	if len(e.instances)+len(e.modules) >= e.options.Limits.Instances {
		e.stop(errTooMany)
		return
	}
	there := partial.Yes
	why := ""
	if g.loop() != nil && g.loop().Filter != nil {
		there, why = env.condition(g.loop().Filter)
	}
	if c := g.condition(); c != nil && there != partial.No {
		v, w := env.condition(c)
		if v != partial.Yes {
			there, why = v, w
		}
	}
	if g.within != nil && g.within.decl.Cascades && g.within.uncertain != "" && there == partial.Yes {
		there, why = partial.Perhaps, g.within.uncertain
	}
	if g.resource != nil {
		g.instances = append(g.instances, g.frame.instance(g, env, index, there, why))
		return
	}
	g.modules = append(g.modules, g.frame.moduleInstance(g, env, index, there, why))
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
	case g.why != "" || g.frame.broken != nil:
		return partial.UnknownValue(&partial.Residual{Call: g.label(), Args: []partial.Value{partial.IntValue(int64(i))}, Reasons: partial.MissingParameter, Pin: g.why})
	}
	return partial.NullValue()
}

// size is the number of instances that are not left out, if it is known.
func (g *group) size() (int, bool) {
	n := max(len(g.instances), len(g.modules))
	return n, g.why == ""
}
