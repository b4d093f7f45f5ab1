// Package ir is the one tree that Bicep and ARM templates are lowered to, and that the
// evaluator reads: what a template declares, with expressions that have no syntax of
// either language left. Names have been bound by then: what a symbol of Bicep means
// is told by the kind of its node.
package ir

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// Template is a deployment template, a Bicep file or a nested template.
type Template struct {
	// File is where it is written; a nested template is in the file of its parent.
	File *source.File
	// Name is the path of the file as it is shown.
	Name string
	// Bicep is set for what is written in Bicep: addresses are symbols then.
	Bicep bool
	// Downloaded is set for a module from a registry, which is not part of the
	// repository.
	Downloaded bool
	// Scope is what the template is deployed to.
	Scope Scope

	Parameters []*Parameter
	Variables  []*Variable
	Functions  []*Function
	// Resources are the resources at the top, and the nested deployments that are
	// no modules.
	Resources []*Resource
	// Modules are the modules of Bicep, and the nested and linked templates of ARM.
	Modules []*Module
	Outputs []*Output
	// Errors are what could not be read of it.
	Errors []*source.Error
	// Secrets are texts that are written for secure parameters, and must not be printed.
	Secrets []string
	// Notes say what could not be seen and is no mistake: a module that is not
	// restored.
	Notes []*source.Error
}

// Scope is a level that is deployed to.
type Scope uint8

// The scopes.
const (
	ResourceGroup Scope = iota
	Subscription
	ManagementGroup
	Tenant
	// Other is the scope of a file that deploys nothing to Azure.
	Other
)

// Type is what matters of a declared type.
type Type struct {
	// Kind is that of its values; AnyType where nothing tells.
	Kind partial.Type
	// Nullable is set if a value may be left out, and is null then.
	Nullable bool
	// Allowed are the values that are possible; nil for any.
	Allowed []partial.Value
	// Secret tells which parts of a value are secrets; nil for none.
	Secret *Secret
}

// Secret tells which parts of a value are secrets.
type Secret struct {
	// All is set if the whole value is one.
	All bool
	// Members are those of an object that have secrets, by their names in lower case.
	Members map[string]*Secret
	// Rest is for the other members of an object, and for the elements of an array.
	Rest *Secret
}

// Secrets returns the texts in a value that the parameter takes for secrets.
func (p *Parameter) Secrets(v partial.Value) []string {
	if p.Secure {
		v = v.Secret()
	} else {
		v = p.Type.Secret.In(v)
	}
	return secrets(v, false)
}

func secrets(v partial.Value, within bool) []string {
	within = within || v.IsSecret()
	if text, ok := v.Text(); ok {
		if within {
			return []string{text}
		}
		return nil
	}
	var out []string
	if k := v.Kind(); k == partial.Object || k == partial.Array {
		for _, item := range v.Items() {
			out = append(out, secrets(item, within)...)
		}
	}
	return out
}

// In marks what is secret of a value.
func (s *Secret) In(v partial.Value) partial.Value {
	if s == nil {
		return v
	}
	if s.All {
		return v.Secret()
	}
	k := v.Kind()
	if k != partial.Object && k != partial.Array {
		return v
	}
	items := make([]partial.Value, v.Len())
	for i := range items {
		of := s.Rest
		if k == partial.Object {
			if m := s.Members[strings.ToLower(v.Key(i))]; m != nil {
				of = m
			}
		}
		items[i] = of.In(v.Index(i))
	}
	if k == partial.Array {
		return partial.OpenArray(items, v.Rest()).WrittenAt(v.At())
	}
	return partial.OpenObject(v.Keys(), items, v.Rest()).WrittenAt(v.At())
}

// Parameter is a parameter of a template.
type Parameter struct {
	Name string
	Type Type
	// Default is nil where there is none.
	Default Expr
	// Secure is set for secrets.
	Secure bool
	At     source.Range
}

// HasSecrets reports whether the value of the parameter is a secret, or has some in it.
func (p *Parameter) HasSecrets() bool { return p.Secure || p.Type.Secret != nil }

// Variable is a named value; it is evaluated when it is first read.
type Variable struct {
	Name  string
	Value Expr
	At    source.Range
}

// Function is a function that a template declares.
type Function struct {
	// Namespace is that of ARM; "" in Bicep.
	Namespace, Name string
	Parameters      []string
	Body            Expr
	// Home is the template in which the body's names are bound.
	Home *Template
	At   source.Range
}

// Output is a value that a template hands to its caller.
type Output struct {
	Name   string
	Value  Expr
	Secure bool
	At     source.Range
	// Condition is nil for an output that is always there.
	Condition Expr
	Type      Type
}

// Loop makes one instance for each element of an array, or a number of them.
type Loop struct {
	// Item and Index name the element and its position for Bicep; "" for none.
	Item, Index string
	// Name is that of a copy loop of ARM, for copyIndex.
	Name string
	// In is the array; nil for a loop that counts.
	In Expr
	// Count is the number of a copy loop.
	Count Expr
	// Filter leaves elements out that it is false for; nil for none.
	Filter Expr
	At     source.Range
}

// Resource declares a resource, or one for each turn of a loop.
type Resource struct {
	// Symbol is the symbolic name; "" in ARM templates without such names.
	Symbol string
	// Type is the full type: Microsoft.Network/virtualNetworks/subnets. An empty one
	// says that only the deployment decides.
	Type       string
	APIVersion string
	// Existing is set for what is only read.
	Existing bool
	// Condition is nil for a resource that is always there. That of a resource which
	// Bicep nests in another one is not repeated here; see Children.
	Condition Expr
	Loop      *Loop
	// Name gives the whole name, app/web, or with a Parent the last segment.
	Name Expr
	// Parent gives the handle of the parent resource; nil for none.
	Parent Expr
	// Scope gives a resource group, subscription, or the resource that this one
	// extends: in Bicep as a value, in ARM as the text of an id; nil for the
	// template's own.
	Scope Expr
	// Body has the other members as they are written: location, properties, sku, …
	Body *Object
	// Children are resources inside this one: there is one for each instance, in its
	// loop's variables. Their names have the last segment alone if Parent is not set.
	Children []*Resource
	// WholeName is set for a resource that is written inside another one, and whose
	// name and type are whole all the same.
	WholeName bool
	// Cascades is set if the children are there only if this one is, as Bicep's are.
	Cascades bool
	// DependsOn are the symbols, names or ids that it says it depends on.
	DependsOn []Expr
	// At is the header, or the first line, of the declaration.
	At source.Range
	// Whole is all of the declaration.
	Whole source.Range
}

// Module is a template that another one deploys.
type Module struct {
	Symbol string
	// Name gives the name of the deployment; nil where it is generated.
	Name Expr
	// Path is what the template is called by where it is used, for messages.
	Path string
	// Template is nil where it is not at hand.
	Template *Template
	// Why tells why there is no template.
	Why string
	// Outer is set for a nested template of ARM whose expressions are those of the
	// parent's.
	Outer     bool
	Condition Expr
	Loop      *Loop
	// Parameters are the values handed over: an object whose members are the
	// values themselves; nil for none.
	Parameters Expr
	// Enveloped is set if each of them is inside an object, as ARM has it: {"value": …}
	// or, for a secret of a key vault, {"reference": …}.
	Enveloped bool
	// Scope is as in Resource; SubscriptionID and ResourceGroup are the texts of ARM
	// for the same.
	Scope                         Expr
	SubscriptionID, ResourceGroup Expr
	APIVersion                    string
	DependsOn                     []Expr
	At, Whole                     source.Range
}
