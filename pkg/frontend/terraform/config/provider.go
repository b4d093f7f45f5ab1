package config

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/module"
	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/schema"
	"github.com/appnetlint/appnetlint/pkg/iac"
)

// schemas are those of the providers that a configuration uses.
type schemas struct {
	run   *run
	major int // of azurerm
	// allowed are the version constraints for azurerm.
	allowed string
	// release bounds the release of azurerm: the locked one, or the newest that
	// the constraints allow; "" if that is any of its major version.
	release string
	// asOf are the schemas as of that release, by what embedded ones they are of.
	asOf map[*schema.Block]*schema.Block
}

const (
	azurermSource = "registry.terraform.io/hashicorp/azurerm"
	azurermName   = "azurerm"
	azapiName     = "azapi"
)

// newSchemas works out for which major version of azurerm a configuration is
// written: the one that is locked, else the one that the version constraints
// allow, else the one whose spellings are used, else the newest.
func newSchemas(r *run, dir string) *schemas {
	locked, errs := r.loader.Locked(dir)
	r.errors = append(r.errors, errs...)
	s := &schemas{run: r, asOf: map[*schema.Block]*schema.Block{}}
	for _, address := range []string{azurermSource, strings.Replace(azurermSource, "terraform.io", "opentofu.org", 1)} {
		if v := locked[address]; v != "" && s.major == 0 {
			s.major, s.release = schema.MajorOfConstraint(v), v
		}
	}
	s.allowed = constraints(r.root.module)
	if s.major == 0 {
		s.major, s.release = schema.MajorOfConstraint(s.allowed), schema.LastAllowed(s.allowed)
	}
	return s
}

// constraints are the version constraints of a module for azurerm.
func constraints(m *module.Module) string {
	var all []string
	for _, name := range sortedKeys(m.Required) {
		q := m.Required[name]
		if q.Version != "" && shortName(q.Source, name) == azurermName {
			all = append(all, q.Version)
		}
	}
	return strings.Join(all, ",")
}

// shortName is the name of a provider by its source, or by its local name if no
// source is written.
func shortName(source, local string) string {
	if source == "" {
		return local
	}
	return strings.ToLower(source[strings.LastIndexByte(source, '/')+1:])
}

// block is the schema of a resource; nil where it is not known.
func (s *schemas) block(provider string, r *module.Resource) *schema.Block {
	var from []*schema.Provider
	switch provider {
	case azurermName:
		from = []*schema.Provider{schema.For(s.azurerm()), schema.Supplement()}
	case azapiName:
		from = []*schema.Provider{schema.AzAPI()}
	case builtinName:
		if r.Mode == module.Managed {
			return builtin[r.Type]
		}
	}
	for _, p := range from {
		find := p.Resource
		if r.Mode == module.Data {
			find = p.DataSource
		}
		if block, ok := find(r.Type); ok {
			return s.released(r.Type, block)
		}
	}
	return nil
}

// released is the schema of a type as of the release.
func (s *schemas) released(typ string, block *schema.Block) *schema.Block {
	if s.asOf[block] == nil {
		s.asOf[block] = schema.AsOf(typ, block, s.release)
	}
	return s.asOf[block]
}

// azurerm is the major version of the provider. What nobody says is told by the
// spellings that the root module and its modules use.
func (s *schemas) azurerm() int {
	if s.major == 0 {
		s.major = s.bySpelling()
	}
	return s.major
}

func (s *schemas) bySpelling() int {
	votes := map[int]int{}
	if of := s.run.options.MajorOf; of != nil {
		s.run.eachModule(func(m *module.Module) {
			for _, key := range m.Order {
				r := m.Resources[key]
				if r.Mode == module.Managed {
					votes[of(r.Type, hasWritten(r))]++
				}
			}
		})
	}
	// What only version 3 or only 5 has weighs more than what 3 and 4 share.
	switch {
	case votes[3] > votes[5]:
		return 3
	case votes[5] > 0:
		return 5
	case votes[4] > 0:
		return 4
	}
	if major := schema.NewestAllowed(s.allowed); s.allowed != "" && major != 0 {
		return major
	}
	return schema.Newest
}

// hasWritten reports whether an attribute is written in a resource.
func hasWritten(r *module.Resource) func(string) bool {
	names := map[string]bool{}
	for _, name := range namesIn(r.Body) {
		names[name] = true
	}
	return func(name string) bool { return names[name] }
}

// eachModule visits the root module and the modules that can be read below it,
// each once, without working out how often they are called.
func (r *run) eachModule(visit func(*module.Module)) {
	seen := map[*module.Module]bool{}
	var walk func(m *module.Module, key string, depth int)
	walk = func(m *module.Module, key string, depth int) {
		if seen[m] || depth > r.limits.Depth/20 {
			return
		}
		seen[m] = true
		visit(m)
		for _, name := range sortedKeys(m.Calls) {
			dir, _, why := r.loader.Resolve(m, key, m.Calls[name], r.manifest)
			if why != "" {
				continue
			}
			if called, err := r.loader.Module(dir); err == nil {
				walk(called, strings.TrimPrefix(key+"."+name, "."), depth+1)
			}
		}
	}
	walk(r.root.module, "", 0)
}

// providerName is the short name of the provider of a resource: azurerm.
func (s *scope) providerName(r *module.Resource) string {
	local, _, _ := strings.Cut(r.Provider, ".")
	if local == "" {
		local, _, _ = strings.Cut(r.Type, "_")
	}
	return shortName(s.module.Required[local].Source, local)
}

// providerOf is the provider as mappings see it.
func (s *scope) providerOf(r *resource) iac.Provider {
	out := iac.Provider{Name: r.provider}
	if r.provider == azurermName {
		out.Major = s.schemas.azurerm()
	}
	written := r.Provider
	if written == "" {
		written, _, _ = strings.Cut(r.Type, "_")
	}
	out.Key = s.providerKey(written)
	if p := s.root.module.Providers[out.Key]; p != nil && p.ForEach == nil {
		out.Subscription = s.subscription(p)
	}
	return out
}

// subscription is the id of a provider's subscription where it is known.
func (s *scope) subscription(p *module.Provider) string {
	root := s.root
	v := root.once("provider."+p.Key(), p.At, func() cty.Value {
		if e := argumentsOf(p.Body)["subscription_id"]; e != nil {
			return root.plain().evaluate(e)
		}
		return cty.NullVal(cty.String)
	})
	v, marks := v.Unmark()
	if v.IsNull() || !v.IsKnown() || v.Type() != cty.String || isSensitive(marks) {
		return ""
	}
	return v.AsString()
}

// namesIn are the names of the arguments and blocks in a body.
func namesIn(body hcl.Body) []string {
	var names []string
	if native, ok := body.(*hclsyntax.Body); ok {
		for name := range native.Attributes {
			names = append(names, name)
		}
		for _, b := range native.Blocks {
			if b.Type == "dynamic" && len(b.Labels) == 1 {
				names = append(names, b.Labels[0])
			}
			names = append(names, b.Type)
		}
		return names
	}
	attributes, _ := body.JustAttributes()
	for name := range attributes {
		names = append(names, name)
	}
	return names
}
