// Package module reads folders of Terraform and OpenTofu configuration and says
// what is declared in them, without evaluating anything: variables, locals,
// outputs, resources, module calls and providers, each with its place.
//
// Override files are merged as Terraform documents it ("Override Files"), and
// what `terraform init` left behind (the list of installed modules and the lock
// file) is read where it is there. Nothing outside the root that the Loader is
// given is read.
package module

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/zclconf/go-cty/cty"

	"github.com/appnetlint/appnetlint/pkg/source"
)

// Module is one folder of Terraform configuration, as written.
type Module struct {
	// Dir is the folder: a slash path relative to the working directory, "."
	// for the working directory itself.
	Dir string
	// Files are all files that were read, sorted by name with the override
	// files last, also those that failed to parse.
	Files []*source.File

	Variables map[string]*Variable
	Locals    map[string]*Local
	Outputs   map[string]*Output
	// Resources are by "azurerm_subnet.app", "data.azurerm_subnet.app" or
	// "ephemeral.azurerm_key_vault_secret.app".
	Resources map[string]*Resource
	Calls     map[string]*Call
	// Providers are by "azurerm" or "azurerm.hub".
	Providers map[string]*Provider
	// Required are the required_providers by their local names, and the
	// versions that provider blocks of the old style ask for.
	Required map[string]Requirement
	// Order has the keys of Resources by file name and then by place.
	Order []string
	// Errors say what could not be read; the rest of the module is there.
	Errors []*source.Error
	// Incomplete is set if a file or a block could not be read at all: what is
	// declared in it is missing, so that a name without a declaration may well
	// have one.
	Incomplete bool

	files map[string]*source.File // by path
}

// Variable is an input variable.
type Variable struct {
	Name string
	// Type is cty.DynamicPseudoType where none is written. Attributes written
	// as optional(…) are optional in it.
	Type cty.Type
	// Defaults are those of optional(…, default) in the type; nil without.
	Defaults *typeexpr.Defaults
	// Default is nil where there is none. It is to be evaluated without an
	// evaluation context: in JSON a default is literal, not a template.
	Default hcl.Expression
	// Nullable is true if nothing is written.
	Nullable, Sensitive, Ephemeral bool
	At                             source.Range
}

// Local is one local value.
type Local struct {
	Name string
	Expr hcl.Expression
	At   source.Range
}

// Output is an output value.
type Output struct {
	Name string
	// Expr is nil if no value is written.
	Expr                 hcl.Expression
	Sensitive, Ephemeral bool
	At                   source.Range
}

// Mode tells the kinds of resources apart.
type Mode uint8

// The modes of resources.
const (
	Managed Mode = iota
	Data
	Ephemeral
)

// Resource is a resource, data or ephemeral block.
type Resource struct {
	Mode       Mode
	Type, Name string
	// Body is the configuration without the meta-arguments (count, for_each,
	// provider, depends_on, lifecycle, connection, provisioner). It is a
	// *hclsyntax.Body unless JSON has a part in it.
	Body hcl.Body
	// Count and ForEach are nil if not written. Where both are, one of them in
	// an override file, Terraform goes by Count.
	Count, ForEach hcl.Expression
	// Enabled is OpenTofu's lifecycle { enabled = … }; nil without.
	Enabled hcl.Expression
	// Provider is "azurerm.hub", or "" if nothing is said. Of an instance of a
	// provider with for_each, azurerm.region["x"], it is "azurerm.region".
	Provider string
	// IgnoreChanges are the top-level attributes of lifecycle.ignore_changes,
	// or the one element "all". Where only a part of an attribute is ignored,
	// the attribute is listed; Ignored tells the part.
	IgnoreChanges []string
	// Ignored are the elements of ignore_changes in full.
	Ignored []hcl.Traversal
	// At is the header: from the keyword to the last label (in JSON only the
	// label). Block is the whole block.
	At, Block source.Range
}

// Key is the key of the resource in Module.Resources.
func (r *Resource) Key() string {
	switch r.Mode {
	case Data:
		return "data." + r.Type + "." + r.Name
	case Ephemeral:
		return "ephemeral." + r.Type + "." + r.Name
	case Managed:
	}
	return r.Type + "." + r.Name
}

// Call is a module block.
type Call struct {
	Name string
	// Source is as written; SourceKnown is false if it is no plain string, as
	// OpenTofu allows. Then SourceExpr tells what is written.
	Source      string
	SourceKnown bool
	SourceExpr  hcl.Expression
	// Version is the constraint as written, "" without one.
	Version string
	// Body has the inputs only.
	Body           hcl.Body
	Count, ForEach hcl.Expression
	// Enabled is OpenTofu's lifecycle { enabled = … }; nil without.
	Enabled hcl.Expression
	// Providers says for the provider's key inside which one it is outside;
	// nil where the block has no such argument and providers are inherited.
	Providers map[string]string
	// At is the header, Block the whole block.
	At, Block source.Range
}

// Provider is a provider block.
type Provider struct {
	Name, Alias string
	// Body is without alias, version and for_each.
	Body hcl.Body
	// ForEach is OpenTofu's for_each of a provider with an alias.
	ForEach hcl.Expression
	Version string
	At      source.Range
}

// Key is the key of the provider in Module.Providers.
func (p *Provider) Key() string {
	if p.Alias == "" {
		return p.Name
	}
	return p.Name + "." + p.Alias
}

// Requirement is what a module asks of a provider; both parts may be empty.
type Requirement struct {
	Source, Version string
	At              source.Range
}

// Range converts a range of one of the module's files; the zero Range if it is
// of no such file.
func (m *Module) Range(r hcl.Range) source.Range {
	return rangeIn(m.files[r.Filename], r)
}

func rangeIn(f *source.File, r hcl.Range) source.Range {
	if f == nil {
		return source.Range{}
	}
	end := min(max(r.End.Byte, 0), len(f.Content))
	return source.Range{File: f, Start: min(max(r.Start.Byte, 0), end), End: end}
}
