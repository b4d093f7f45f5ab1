// Package config reads Terraform and OpenTofu configuration and works out the
// values of its resources, as a plan of them would show: without a provider, a
// state, credentials or a network.
//
// Nothing is evaluated but what resources need that matter. Each module instance
// is a scope in which names are looked up; a value that is not known, because a
// variable has none or because only Azure decides it, is unknown and says why.
// Marks on the values tell from which resources they come, so that an id that is
// known only after apply still leads to the resource that will have it.
package config

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/functions"
	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/module"
	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// Options say what to read and with what.
type Options struct {
	// Interest tells what need not be evaluated.
	Interest iac.Interest
	// MajorOf tells a provider's major version from a type and the attributes
	// that are written; 0 if they do not tell.
	MajorOf func(typ string, has func(attribute string) bool) int
	// Variables are values of root variables in the order in which they were
	// given on the command line, files and single values together.
	Variables []Assignment
	// Environment looks up TF_VAR_… and the like; nil for no environment.
	Environment func(name string) (string, bool)
	// Workspace is the workspace; "" for the one that terraform has selected
	// in the folder, else default.
	Workspace string
	// Overlay is what files of configuration are taken to hold.
	Overlay source.Overlay
	Limits  Limits
}

// Assignment is one --var or --var-file.
type Assignment struct {
	// Name and Value are those of --var; File is that of --var-file.
	Name, Value string
	File        string
}

// Reader reads configurations below one root folder. It reads each file once,
// and may be used for several root modules side by side.
type Reader struct {
	options Options
	loader  *module.Loader
	files   functions.Files
	root    string
	cwd     string

	mu       sync.Mutex
	prepared map[*module.Module]*sync.Once
}

// NewReader returns a reader of what lies below a root folder, outside of which
// nothing is read. cwd is the folder that the paths in messages are relative to.
func NewReader(root, cwd string, o Options) (*Reader, error) {
	o.Limits = o.Limits.withDefaults()
	files, err := functions.OpenRoot(root, 0)
	if err != nil {
		return nil, err
	}
	data, _ := lookUp(o.Environment, "TF_DATA_DIR")
	return &Reader{
		options:  o,
		loader:   module.NewLoader(module.Options{Root: root, Cwd: cwd, DataDir: data, Overlay: o.Overlay}),
		files:    files,
		root:     root,
		cwd:      cwd,
		prepared: map[*module.Module]*sync.Once{},
	}, nil
}

// below is a folder as a slash path within the root.
func (r *Reader) below(dir string) string {
	if !filepath.IsAbs(dir) {
		dir = filepath.Join(r.cwd, dir)
	}
	rel, err := filepath.Rel(r.root, dir)
	if err != nil {
		return "."
	}
	return filepath.ToSlash(rel)
}

// Loader is what reads the files.
func (r *Reader) Loader() *module.Loader { return r.loader }

// run is the evaluation of one root module.
type run struct {
	*Reader
	name      string
	limits    Limits
	interest  iac.Interest
	root      *scope
	inputs    map[string]cty.Value
	workspace string
	manifest  *module.Manifest
	schemas   *schemas
	base      *hcl.EvalContext
	budget    *budget
	scopes    int
	nesting   int
	unsetName *string // see unset

	result  *iac.Root
	failed  map[source.Error]bool
	noted   map[source.Error]bool
	errors  []*source.Error
	secrets map[string]bool
	modules map[*module.Module]bool
}

// Read evaluates the root module in a folder. The error is a *source.Error if it
// cannot be read at all; what could not be read of it is in the root's Errors.
func (r *Reader) Read(ctx context.Context, dir string) (*iac.Root, error) {
	return r.read(ctx, dir, nil)
}

// ReadPlanned evaluates the root module in a folder with the values that a plan
// tells for its variables, in the place of all others.
func (r *Reader) ReadPlanned(ctx context.Context, dir string, variables map[string]iac.Value) (*iac.Root, error) {
	planned := make(map[string]cty.Value, len(variables))
	for name, v := range variables {
		planned[name] = ctyOf(v)
	}
	return r.read(ctx, dir, planned)
}

func (r *Reader) read(ctx context.Context, dir string, planned map[string]cty.Value) (*iac.Root, error) {
	limited, cancel := context.WithTimeout(ctx, r.options.Limits.Time)
	defer cancel()
	run, err := r.start(limited, dir, planned)
	if err != nil {
		return nil, err
	}
	defer r.readAhead(limited, run.root.module)()
	run.walk(run.root)
	run.findPrivate()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	run.finish()
	return run.result, nil
}

// start reads the root module in a folder and evaluates nothing of it yet.
func (r *Reader) start(ctx context.Context, dir string, planned map[string]cty.Value) (*run, error) {
	name := filepath.ToSlash(dir)
	m, err := r.loader.Module(dir)
	if err != nil {
		var said *source.Error
		if errors.As(err, &said) {
			return nil, said
		}
		return nil, &source.Error{Path: name, Message: err.Error()}
	}
	run := &run{
		Reader: r, name: name, limits: r.options.Limits, interest: r.options.Interest,
		budget:  newBudget(ctx, r.options.Limits),
		result:  &iac.Root{Name: name},
		failed:  map[source.Error]bool{},
		noted:   map[source.Error]bool{},
		secrets: map[string]bool{}, modules: map[*module.Module]bool{},
	}
	run.base = run.budget.context()
	run.base.Functions = functions.Table(functions.Options{Files: r.files, Dir: r.below(dir)})
	run.root = run.newScope(m, nil, nil, instanceKey{}, once, false)
	run.prepare(dir, planned)
	return run, nil
}

// Forget lets a root module go that has been read. The modules that it calls stay, as other
// roots may call them.
func (r *Reader) Forget(dir string) {
	if m, err := r.loader.Module(dir); err == nil {
		r.mu.Lock()
		delete(r.prepared, m)
		r.mu.Unlock()
	}
	r.loader.Forget(dir)
}

// prepare reads what belongs to the root module besides its files.
func (r *run) prepare(dir string, planned map[string]cty.Value) {
	var err error
	if r.manifest, err = r.loader.Installed(dir); err != nil {
		r.take(err)
	}
	r.schemas = newSchemas(r, dir)
	if planned != nil {
		r.inputs = planned // the workspace is not known
		return
	}
	r.workspace = r.selectedWorkspace(dir)
	r.inputs = r.rootInputs(dir)
}

func (r *run) take(err error) {
	var said *source.Error
	if errors.As(err, &said) {
		r.errors = append(r.errors, said)
		return
	}
	r.errors = append(r.errors, &source.Error{Path: r.name, Message: err.Error()})
}

// walk evaluates the resources of a module and of those that it calls. It reports
// whether there is more left of the budget.
func (r *run) walk(s *scope) bool {
	for _, key := range s.module.Order {
		block := s.module.Resources[key]
		if block.Mode == module.Ephemeral || !r.interest.Wants(block.Type) {
			continue
		}
		if !r.add(s, block) {
			return false
		}
	}
	for _, name := range sortedKeys(s.module.Calls) {
		call := s.module.Calls[name]
		for _, in := range s.childOf(call).scopes {
			if !r.walk(in) {
				return false
			}
		}
		if !r.mayGoOn(call.At) {
			return false
		}
	}
	return true
}

// add evaluates a resource; false if there are too many.
func (r *run) add(s *scope, block *module.Resource) bool {
	res := s.resourceOf(block)
	if res == nil {
		return true
	}
	if res.of == nil {
		r.incomplete(fmt.Sprintf("the number of %s, which depends on %s", s.named(block.Key()), res.why))
	}
	for _, in := range res.instances {
		if !r.mayGoOn(block.At) {
			return false
		}
		r.result.Resources = append(r.result.Resources, in.iac())
	}
	return r.mayGoOn(block.At)
}

// mayGoOn reports whether more resources may be read, and says why not.
func (r *run) mayGoOn(at source.Range) bool {
	why := r.budget.spend(0)
	switch {
	case len(r.result.Resources) >= r.limits.Resources:
		why = fmt.Sprintf("This configuration has more than %d resources, which is the limit", r.limits.Resources)
	case r.scopes > r.limits.Modules:
		why = fmt.Sprintf("This configuration has more than %d instances of modules, which is the limit", r.limits.Modules)
	case r.budget.nodes < 0:
		why = tooManyNodes
	}
	if why == "" {
		return true
	}
	r.fail(at, why+".")
	r.incomplete("the rest of a configuration that is too large to be read")
	return false
}

// iac is the instance as mappings see it.
func (in *instance) iac() *iac.Resource {
	in.plan("")
	all := names(in.block, in.written)
	kept := all[:0]
	items := make([]iac.Value, 0, len(all))
	for _, name := range all {
		if in.interest.Skip[name] {
			continue
		}
		if n := in.attribute(name); n != nil {
			kept, items = append(kept, name), append(items, n.iac(in.run))
		}
	}
	out := &iac.Resource{
		Address: in.address, Type: in.Type, Data: in.Mode == module.Data,
		Provider:      in.providerOf(in.resource),
		Body:          iac.ObjectValue(kept, items, in.At),
		IgnoreChanges: in.IgnoreChanges,
		At:            in.At, Calls: in.calls,
	}
	if !out.Data {
		out.Change.Action = iac.Create
	}
	return out
}

// incomplete says why there may be resources that are not read.
func (r *run) incomplete(why string) { r.result.Incomplete = append(r.result.Incomplete, why) }

// note says what could not be seen and fails nothing.
func (r *run) note(at source.Range, message string) {
	e := &source.Error{At: at, Message: message}
	if at.IsZero() {
		e.Path = r.name
	}
	if !r.noted[*e] {
		r.noted[*e] = true
		r.result.Notes = append(r.result.Notes, e)
	}
}

// remember collects the texts of a sensitive value.
func (r *run) remember(v cty.Value) {
	_ = cty.Walk(v, func(_ cty.Path, v cty.Value) (bool, error) {
		if !v.IsNull() && v.IsKnown() && v.Type() == cty.String {
			r.secrets[v.AsString()] = true
		}
		return true, nil
	})
}

func (r *run) finish() {
	r.result.Errors = append(r.result.Errors, r.errors...)
	r.result.Secrets = sortedKeys(r.secrets)
}

// ready rewrites the expressions of a module before the first of them is evaluated.
func (r *Reader) ready(m *module.Module) {
	r.mu.Lock()
	once := r.prepared[m]
	if once == nil {
		once = &sync.Once{}
		r.prepared[m] = once
	}
	r.mu.Unlock()
	once.Do(func() { rewriteModule(m) })
}

func rewriteModule(m *module.Module) {
	expression := func(e *hcl.Expression) {
		if native, ok := (*e).(hclsyntax.Expression); ok {
			*e = rewrite(native)
		}
	}
	body := func(b hcl.Body) {
		if native, ok := b.(*hclsyntax.Body); ok {
			rewriteBody(native)
		}
	}
	for _, l := range m.Locals {
		expression(&l.Expr)
	}
	for _, o := range m.Outputs {
		expression(&o.Expr)
	}
	for _, v := range m.Variables {
		expression(&v.Default)
	}
	for _, res := range m.Resources {
		expression(&res.Count)
		expression(&res.ForEach)
		expression(&res.Enabled)
		body(res.Body)
	}
	for _, c := range m.Calls {
		expression(&c.Count)
		expression(&c.ForEach)
		expression(&c.Enabled)
		body(c.Body)
	}
	for _, p := range m.Providers {
		body(p.Body)
	}
}

func lookUp(environment func(string) (string, bool), name string) (string, bool) {
	if environment == nil {
		return "", false
	}
	return environment(name)
}
