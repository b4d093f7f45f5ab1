package config

import (
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/module"
	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// child is a module that is called, with its instances.
type child struct {
	repetition
	scopes []*scope
	// unread says why the module could not be read, "" if it was.
	unread string
}

// newScope returns the scope of a module instance.
func (r *run) newScope(m *module.Module, parent *scope, call *module.Call, k instanceKey, kind repeated, downloaded bool) *scope {
	r.ready(m)
	s := &scope{
		run: r, module: m, parent: parent, call: call,
		memo: map[string]*pending{}, resources: map[string]*resource{}, children: map[string]*child{}, wholes: map[string]cty.Value{},
	}
	if !r.modules[m] {
		r.modules[m] = true
		r.errors = append(r.errors, m.Errors...)
		for _, name := range sortedKeys(m.Variables) { // whether somebody asks for it or not
			if v := m.Variables[name]; (v.Sensitive || v.Ephemeral) && v.Default != nil {
				r.result.Private = append(r.result.Private, m.Range(v.Default.Range()))
			}
		}
		for _, f := range m.Files {
			r.result.Files = append(r.result.Files, iac.File{File: f, Downloaded: downloaded})
		}
	}
	if parent == nil {
		return s
	}
	s.caller = k.environment(parent, kind)
	s.path = parent.named("module."+call.Name) + k.key
	s.depth = parent.depth + 1
	s.manifestKey = call.Name
	if parent.manifestKey != "" {
		s.manifestKey = parent.manifestKey + "." + call.Name
	}
	s.arguments = argumentsOf(call.Body)
	s.providers = parent.handDown(call)
	return s
}

// argumentsOf are the arguments of a module call.
func argumentsOf(body hcl.Body) map[string]hcl.Expression {
	out := map[string]hcl.Expression{}
	if native, ok := body.(*hclsyntax.Body); ok {
		for _, a := range native.Attributes {
			out[a.Name] = a.Expr
		}
		return out
	}
	attributes, _ := body.JustAttributes()
	for name, a := range attributes {
		out[name] = a.Expr
	}
	return out
}

// childOf reads and expands a called module when it is first asked for.
func (s *scope) childOf(call *module.Call) *child {
	if c, ok := s.children[call.Name]; ok {
		return c
	}
	c := &child{}
	s.children[call.Name] = c
	var m *module.Module
	dir, downloaded, why := s.find(call)
	if why == "" {
		c.repetition = s.repeat(call.Count, call.ForEach, call.Enabled)
		if c.of != nil && len(c.of) == 0 {
			return c // what is in a module that has no instance need not be read
		}
		m, why = s.load(call, dir)
	}
	if why != "" {
		c.unread, c.repetition = why, repetition{}
		if !s.failed[source.Error{At: call.At, Message: why}] {
			s.note(call.At, why+" What it makes is not seen.")
		}
		s.incomplete(fmt.Sprintf("what %s makes, which is not read", s.named("module."+call.Name)))
		return c
	}
	if c.of == nil {
		s.incomplete(fmt.Sprintf("the number of %s, which depends on %s", s.named("module."+call.Name), c.why))
	}
	if s.scopes += len(c.of); s.scopes > s.limits.Modules {
		s.fail(call.At, fmt.Sprintf("This configuration has more than %d instances of modules, which is the limit.", s.limits.Modules))
		s.incomplete("what the modules make that are beyond the limit")
		c.repetition = repetition{kind: c.kind, why: "module." + call.Name}
	}
	for _, k := range c.of {
		in := s.newScope(m, s, call, k, c.kind, downloaded)
		in.calls = append(append([]iac.Call(nil), s.calls...), iac.Call{Address: in.path, At: call.At, Downloaded: downloaded})
		c.scopes = append(c.scopes, in)
	}
	return c
}

// find finds the folder of the module that is called; why says what prevents it.
func (s *scope) find(call *module.Call) (dir string, downloaded bool, why string) {
	dir, downloaded, why = s.loader.Resolve(s.module, s.manifestKey, call, s.manifest)
	if why != "" && strings.HasPrefix(call.Source, ".") && !isOutside(why) {
		s.fail(call.At, why)
	}
	return dir, downloaded || s.isDownloaded(), why
}

// load reads the module that is called; why says what prevents it.
func (s *scope) load(call *module.Call, dir string) (m *module.Module, why string) {
	if s.depth > s.limits.Depth/20 {
		s.fail(call.At, fmt.Sprintf("Module calls are nested more than %d deep here: does a module call itself?", s.limits.Depth/20))
		return nil, "Modules are nested too deep."
	}
	m, err := s.loader.Module(dir)
	if err != nil {
		s.fail(call.At, fmt.Sprintf("The module %q cannot be read: %s.", call.Source, trimStop(err.Error())))
		return nil, "The module cannot be read."
	}
	for outer := s; outer != nil; outer = outer.parent {
		if outer.module == m {
			s.fail(call.At, fmt.Sprintf("Module %q calls itself: this is a cycle.", call.Name))
			return nil, "The module calls itself."
		}
	}
	return m, ""
}

// isOutside reports whether a module is there, for all that is known, but may not be
// read from where this program was started.
func isOutside(why string) bool { return strings.Contains(why, "outside the folder") }

// trimStop takes the full stop off a sentence that becomes part of another one.
func trimStop(s string) string { return strings.TrimRight(s, ". ") }

// isDownloaded reports whether the module itself is no part of the repository.
func (s *scope) isDownloaded() bool {
	return len(s.calls) > 0 && s.calls[len(s.calls)-1].Downloaded
}

// moduleValue is the value that a reference to a module has, as far as it is wanted.
func (s *scope) moduleValue(w *wanted) cty.Value {
	return s.shared("module."+w.call, w, func() cty.Value { return s.sumOfCalls(w) })
}

// sumOfCalls is the value of all instances of a module.
func (s *scope) sumOfCalls(w *wanted) cty.Value {
	c := s.childOf(s.module.Calls[w.call])
	name := "module." + w.call
	switch {
	case c.unread != "":
		return unreadModule(name, w)
	case c.of == nil:
		return unknown(cty.DynamicPseudoType, c.why)
	}
	only := w.only()
	values := make([]cty.Value, len(c.scopes))
	for i, in := range c.scopes {
		if only != "" && only != c.of[i].key {
			values[i] = cty.DynamicVal
			continue
		}
		values[i] = in.outputs(w, name)
	}
	return c.collect(values)
}

// unreadModule is what is known of a module that is not read: nothing.
func unreadModule(name string, w *wanted) cty.Value {
	if w.all || w.key != "" || w.mixed {
		return unknown(cty.DynamicPseudoType, name)
	}
	members := map[string]cty.Value{}
	for _, output := range sortedKeys(w.names) {
		members[output] = unknown(cty.DynamicPseudoType, name+"."+output)
	}
	return cty.ObjectVal(members)
}

func (s *scope) outputs(w *wanted, name string) cty.Value {
	members := map[string]cty.Value{}
	add := func(output string) {
		v, ok := s.output(output)
		if !ok {
			v = unknown(cty.DynamicPseudoType, name+"."+output)
			s.fail(s.call.At, fmt.Sprintf("Module %q has no output %q, which is used here.", w.call, output))
		}
		members[output] = v
	}
	for _, output := range sortedKeys(w.names) {
		add(output)
	}
	if w.all {
		for _, output := range sortedKeys(s.module.Outputs) {
			add(output)
		}
	}
	return cty.ObjectVal(members)
}

// handDown says which provider of the root module stands behind each name in a
// called module.
func (s *scope) handDown(call *module.Call) map[string]string {
	if call.Providers == nil {
		return s.providers
	}
	out := make(map[string]string, len(call.Providers))
	for inside, outside := range call.Providers {
		out[inside] = s.providerKey(outside)
	}
	return out
}

func (s *scope) providerKey(name string) string {
	if key, ok := s.providers[name]; ok {
		return key
	}
	return name
}
