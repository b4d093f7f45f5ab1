// Package iac is what every front end yields and every mapping reads: resources
// with their values, as plain data. It knows neither a file format nor what a
// subnet is.
package iac

import "github.com/appnetlint/appnetlint/pkg/source"

// Resource is one instance of a resource or data source.
type Resource struct {
	// Address names the instance as its own tool prints it:
	// module.web.azurerm_linux_web_app.app["eu"].
	Address string
	// Type is the Terraform type, or the full ARM type such as
	// Microsoft.Network/virtualNetworks/subnets.
	Type string
	// APIVersion is that of an ARM or Bicep resource.
	APIVersion string
	// Data is set for what the configuration reads and does not create: a
	// Terraform data source, an "existing" resource.
	Data bool
	// Provider is the Terraform provider; zero for ARM and Bicep.
	Provider Provider
	// Body is the value after the change; null for a resource that goes away.
	Body Value
	// Change is what happens to the resource.
	Change Change
	// IgnoreChanges are the top-level attributes whose later changes are ignored
	// (lifecycle.ignore_changes of Terraform), or "all".
	IgnoreChanges []string
	// At is the range of the resource's header; nowhere for a plan without source.
	At source.Range
	// Calls is the chain of module calls that leads to the resource, outermost first.
	Calls []Call
}

// Provider is the provider configuration of a Terraform resource.
type Provider struct {
	// Name is the provider's short name: azurerm, azapi.
	Name string
	// Major is the provider's major version; 0 where nothing tells it.
	Major int
	// Key tells configurations of one provider apart: azurerm.hub.
	Key string
	// Subscription is the id of the provider's subscription where it is literal.
	Subscription string
}

// Call is a module call on the way to a resource.
type Call struct {
	// Address of the module instance: module.web["eu"].
	Address string
	// At is the range of the call.
	At source.Range
	// Downloaded is set if the module is not part of this repository.
	Downloaded bool
}

// Action is what a plan does with a resource.
type Action uint8

// The actions. NoOp is also what a front end without a plan says.
const (
	NoOp Action = iota
	Create
	Read
	Update
	Replace
	Delete
)

// Change is the difference that a plan or what-if makes.
type Change struct {
	Action Action
	// Before is the value before the change; null where there was none or
	// nothing is said about it.
	Before Value
	// ReplacePaths are the attributes that force a replacement.
	ReplacePaths [][]any
	// Deferred is set if the change is put off to a later run: its values are
	// not to be relied on.
	Deferred bool
}

// Root is one configuration as read: a plan, a Terraform root module, a Bicep
// file with its modules, a template.
type Root struct {
	// Name is the path that was named or found.
	Name      string
	Resources []*Resource
	// Incomplete says why there may be resources that are not in Resources:
	// a module that could not be read, a count that is unknown. "" means that
	// all are here.
	Incomplete []string
	// HasBefore is set if the input tells what exists now, so that rules on
	// changes apply.
	HasBefore bool
	// Errors is what could not be read.
	Errors []*source.Error
	// Notes say what could not be seen and is no mistake: a module that is not
	// installed. They fail nothing.
	Notes []*source.Error
	// Variables are the values of the root module's variables that a plan tells.
	Variables map[string]Value
	// Files are the files of source that were read; none for a plan.
	Files []File
	// Secrets are texts that must not be printed, besides the sensitive values
	// of the resources.
	Secrets []string
	// Private are values in Files that must not be quoted, besides those of the
	// resources.
	Private []source.Range
}

// Language is what a file of source is written in.
type Language uint8

// The languages.
const (
	HCL Language = iota
	Bicep
	JSON // with comments, as in ARM templates
)

// File is a file of source.
type File struct {
	*source.File
	// Language is what it is written in.
	Language Language
	// Downloaded is set if the file is not part of this repository.
	Downloaded bool
}

// Interest tells a front end what it need not read. It exists for speed alone:
// an empty Interest gives the same findings.
type Interest struct {
	// Types reports whether resources of a type matter; nil means all.
	Types func(typ string) bool
	// Skip lists top-level attributes that no mapping reads.
	Skip map[string]bool
}

// Wants reports whether resources of the type matter.
func (i Interest) Wants(typ string) bool { return i.Types == nil || i.Types(typ) }
