package evaluate

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/ir"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
)

// imagine is the handle of one turn of a loop of which it is not known how many turns it
// has, or which of them is meant: what other parts of the template say of that turn, its id above all, is the same
// wherever they say it. It is none of the resources that are deployed.
func (g *group) imagine(index partial.Value) partial.Value {
	key := index.Canonical()
	if h, ok := g.imagined[key]; ok {
		return h
	}
	if g.imagined == nil {
		g.imagined = map[string]partial.Value{}
	}
	g.imagined[key] = partial.UnknownValue(&partial.Residual{Call: g.label(), Args: []partial.Value{index}, Reasons: partial.MissingParameter, Pin: g.why})
	if g.frame.broken != nil || !g.env.take(int64(len(key))+1) {
		return g.imagined[key]
	}
	g.frame.quiet++
	defer func() { g.frame.quiet-- }()
	g.imagined[key] = g.imaginedTurn(g.env.anyTurn(g.loop(), index), index)
	return g.imagined[key]
}

// anyTurn is the environment of a turn that may not be.
func (v *env) anyTurn(l *ir.Loop, index partial.Value) *env {
	inner := v
	if l.In != nil {
		item, _ := v.member(materialize(v.eval(l.In)), index, ir.Link{Key: l.In})
		inner = v.with(l.Item, item).with(l.Index, index)
	}
	turn := &loopTurn{name: l.Name, index: int(index.Int()), resource: true, next: v.loops}
	if index.IsUnknown() {
		turn.symbolic = index
	}
	return &env{inner.frame, inner.locals, turn}
}

func (g *group) imaginedTurn(env *env, index partial.Value) partial.Value {
	f := g.frame
	address := "[" + display(index) + "]"
	if s, ok := index.Text(); ok {
		address = "[" + s + "]"
	} else if index.Kind() == partial.Int {
		address = indexed("", int(index.Int()))
	}
	if g.resource != nil {
		i := &Instance{decl: g.resource, frame: f, env: env, Calls: f.calls, scope: f.scope, uncertain: g.why, imagined: true}
		i.place(g)
		i.body.make = i.declaredBody
		i.Address = i.wantedAddress(-1) + address
		return partial.HandleValue(i)
	}
	m := &moduleInstance{decl: g.module, outer: f, outputs: map[string]*lazy{}, uncertain: g.why, address: f.prefix + g.module.Symbol + address}
	m.place(env, f.moduleScope(env, g.module))
	return partial.HandleValue(m)
}

// symbolicElement reads the name of a turn, loop[n], of which the number is not known.
func (v *env) symbolicElement(target partial.Value) partial.Value {
	parts := target.Parts()
	if len(parts) != 3 || !parts[1].IsUnknown() {
		return partial.NullValue()
	}
	before, _ := parts[0].Text()
	after, _ := parts[2].Text()
	name, ok := strings.CutSuffix(before, "[")
	if g := v.symbols[lower(name)]; ok && after == "]" && g != nil && g.loop() != nil && g.state != 1 {
		g.expand()
		return g.imagine(number(parts[1]))
	}
	return partial.NullValue()
}

// number is the number that a piece of a text was.
func number(v partial.Value) partial.Value {
	if r := v.Residual(); strings.EqualFold(r.Call, "string") && len(r.Args) == 1 {
		return r.Args[0]
	}
	return v
}
