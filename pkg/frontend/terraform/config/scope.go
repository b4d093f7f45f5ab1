package config

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/functions"
	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/module"
	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// scope is one instance of a module: where the names in its files get their
// values. All is worked out when it is first asked for.
type scope struct {
	*run
	module *module.Module
	// parent is nil for the root module.
	parent *scope
	call   *module.Call
	// caller is where the arguments of the call are evaluated.
	caller environment
	// path is the address: "" or module.web["eu"].
	path  string
	calls []iac.Call
	// manifestKey names the module in what terraform init left: web.inner.
	manifestKey string
	depth       int
	// providers says which provider of the root module stands behind a name
	// here; what is not in it is inherited by the same name.
	providers map[string]string

	arguments map[string]hcl.Expression
	memo      map[string]*pending
	resources map[string]*resource
	children  map[string]*child
	// wholes are values of resources and modules; see shared.
	wholes map[string]cty.Value
}

// pending is a value that is worked out once.
type pending struct {
	value   cty.Value
	running bool
	done    bool
}

// environment is where an expression is evaluated: a module instance, and what a
// block is repeated for.
type environment struct {
	*scope
	// names are each, count, and the iterators of dynamic blocks.
	names map[string]cty.Value
}

func (e environment) with(name string, v cty.Value) environment {
	names := make(map[string]cty.Value, len(e.names)+1)
	maps.Copy(names, e.names)
	names[name] = v
	return environment{e.scope, names}
}

func (s *scope) plain() environment { return environment{scope: s} }

// once works a value out when it is first asked for. A value that is needed for
// itself, or by too long a chain, is an error at the place that names it.
func (s *scope) once(name string, at source.Range, work func() cty.Value) cty.Value {
	p := s.memo[name]
	switch {
	case p == nil:
		p = &pending{running: true}
		s.memo[name] = p
		if s.nesting++; s.nesting > s.limits.Depth {
			s.fail(at, fmt.Sprintf("%s is needed by a chain of more than %d values, which is the limit.", s.named(name), s.limits.Depth))
			p.value = unknown(cty.DynamicPseudoType, name)
		} else {
			p.value = work()
		}
		s.nesting--
		p.running, p.done = false, true
	case p.running:
		s.fail(at, fmt.Sprintf("%s is needed to work out its own value: this is a cycle.", s.named(name)))
		return unknown(cty.DynamicPseudoType, name)
	}
	return p.value
}

func (s *scope) named(name string) string {
	if s.path == "" {
		return name
	}
	return s.path + "." + name
}

// local returns the value of a local value.
func (s *scope) local(name string) (cty.Value, bool) {
	l := s.module.Locals[name]
	if l == nil {
		return cty.NilVal, false
	}
	return s.once("local."+name, l.At, func() cty.Value { return s.plain().evaluate(l.Expr) }), true
}

// output returns the value of an output.
func (s *scope) output(name string) (cty.Value, bool) {
	o := s.module.Outputs[name]
	if o == nil || o.Expr == nil {
		return cty.NilVal, false
	}
	return s.once("output."+name, o.At, func() cty.Value {
		v := s.plain().evaluate(o.Expr)
		if o.Sensitive || o.Ephemeral {
			v = s.secret(v)
		}
		return v
	}), true
}

// variable returns the value of an input variable.
func (s *scope) variable(name string) (cty.Value, bool) {
	v := s.module.Variables[name]
	if v == nil {
		return cty.NilVal, false
	}
	return s.once("var."+name, v.At, func() cty.Value {
		out := s.conform(v, s.argument(v))
		if v.Sensitive || v.Ephemeral {
			out = s.secret(out)
		}
		return out
	}), true
}

// argument returns what is given for a variable, before it is converted.
func (s *scope) argument(v *module.Variable) cty.Value {
	given := cty.NilVal
	if s.parent != nil {
		if e := s.arguments[v.Name]; e != nil {
			given = s.caller.evaluate(e)
		}
	} else if in, ok := s.inputs[v.Name]; ok {
		given = in
	}
	if given != cty.NilVal && (v.Nullable || given.IsMarked() || !given.IsNull()) {
		return given
	}
	if v.Default != nil {
		value, diags := s.literal(v.Default)
		s.diagnose(s.module, diags)
		return value
	}
	if given != cty.NilVal {
		s.amiss(s.argumentAt(v), fmt.Sprintf("The value given for var.%s is null, which it may not be.", v.Name))
	}
	return unknown(cty.DynamicPseudoType, "var."+v.Name)
}

// argumentAt is where the value of a variable is written, else the variable.
func (s *scope) argumentAt(v *module.Variable) source.Range {
	if e := s.arguments[v.Name]; e != nil {
		return s.parent.module.Range(e.Range())
	}
	return v.At
}

// conform gives an argument the type and the defaults that the variable declares.
func (s *scope) conform(v *module.Variable, given cty.Value) cty.Value {
	if v.Type == cty.DynamicPseudoType {
		return given
	}
	if v.Defaults != nil && given.IsKnown() && !given.IsNull() {
		given = v.Defaults.Apply(given)
	}
	out, err := functions.Convert(given, v.Type)
	if err != nil {
		why := describe(err)
		if v.Sensitive || v.Ephemeral || hasSecrets(given) {
			why = "more is not told, because it is sensitive"
		}
		s.misfit(s.argumentAt(v), fmt.Sprintf("The value given for var.%s does not fit its type: %s.", v.Name, why))
		return unknown(v.Type.WithoutOptionalAttributesDeep(), "var."+v.Name)
	}
	return out
}

// describe tells an error of a conversion with the path at which it occurred.
func describe(err error) string {
	var at cty.PathError
	if errors.As(err, &at) && len(at.Path) > 0 {
		return strings.TrimPrefix(pathText(at.Path), ".") + ": " + at.Error()
	}
	return err.Error()
}

func pathText(path cty.Path) string {
	var b strings.Builder
	for _, step := range path {
		switch s := step.(type) {
		case cty.GetAttrStep:
			b.WriteString("." + s.Name)
		case cty.IndexStep:
			if key := keyOf(s.Key); key != "" {
				b.WriteString(key)
			} else {
				b.WriteString("[…]")
			}
		}
	}
	return b.String()
}

// secret marks a value as sensitive and remembers its texts, so that no output
// shows them.
func (s *scope) secret(v cty.Value) cty.Value {
	bare, _ := v.UnmarkDeep()
	s.remember(bare)
	return v.Mark(functions.Sensitive)
}

// keyOf is the key of an instance as an address has it: [0] or ["web"].
func keyOf(v cty.Value) string {
	v, _ = v.Unmark()
	switch {
	case v.IsNull() || !v.IsKnown():
		return ""
	case v.Type() == cty.Number:
		return "[" + numberText(v.AsBigFloat()) + "]"
	case v.Type() == cty.String:
		quoted := strconv.Quote(v.AsString())
		quoted = strings.ReplaceAll(strings.ReplaceAll(quoted, "${", "$${"), "%{", "%%{")
		return "[" + quoted + "]"
	}
	return ""
}

func indexStep(i int) string { return "[" + strconv.Itoa(i) + "]" }

// path returns the value of path.module and its like.
func (s *scope) pathNamed(name string) cty.Value {
	switch name {
	case "module":
		return cty.StringVal(relative(s.root.module.Dir, s.module.Dir))
	case "root":
		return cty.StringVal(".")
	}
	return unknown(cty.String, "path."+name)
}

// relative is a folder as Terraform names it in the root module's folder.
func relative(root, dir string) string {
	root, dir = strings.TrimPrefix(root, "./"), strings.TrimPrefix(dir, "./")
	if dir == root {
		return "."
	}
	if root == "." {
		return dir
	}
	if below, ok := strings.CutPrefix(dir, root+"/"); ok {
		return below
	}
	from, to := strings.Split(root, "/"), strings.Split(dir, "/")
	for len(from) > 0 && len(to) > 0 && from[0] == to[0] {
		from, to = from[1:], to[1:]
	}
	return strings.Repeat("../", len(from)) + strings.Join(to, "/")
}

// sortedKeys lists the keys of a map in order.
func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
