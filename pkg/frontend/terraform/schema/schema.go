// Package schema holds the resource schemas of the azurerm provider: which
// arguments a type has, of which type they are, how blocks nest, what the
// provider fills in by default and what only it decides.
//
// Three releases are embedded, the newest of each major version a
// configuration may pin: 3, 4 and 5. They cover App Service and what it is
// networked with; a type that is not there is one nobody needed yet.
//
// Everything is stated as Terraform core sees it. The provider is built with
// the plugin SDK, whose rules (CoreConfigSchema) decide what is an attribute
// and what is a block, and they are not obvious: a list of objects is a block,
// but an attribute when only the provider sets it, and an attribute when the
// schema asks for "attributes as blocks", as azurerm_virtual_network.subnet
// does. Such an attribute may still be written with block syntax.
package schema

import (
	"sync/atomic"

	"github.com/zclconf/go-cty/cty"
)

// Block is the body of a resource, of a data source or of a nested block.
type Block struct {
	Attributes map[string]*Attribute
	Blocks     map[string]*NestedBlock

	implied atomic.Pointer[cty.Type] // once it was asked for
}

// Attribute is what a configuration writes with "=", or what only the
// provider sets.
type Attribute struct {
	Type cty.Type

	// Required, Optional and Computed are Terraform's own: an attribute that is
	// both optional and computed is decided by Azure when nobody writes it.
	Required, Optional, Computed bool
	// ForceNew says that another value replaces the resource.
	ForceNew bool
	// Sensitive says that the value must not be printed.
	Sensitive bool
	// WriteOnly says that the value is sent but never planned or stored.
	WriteOnly bool

	// Default is what the provider takes when nobody writes the attribute: a
	// string, a bool, an int64 or a float64; nil where there is no default.
	Default any

	// Elem is the shape of one object where Type is a list or set of objects,
	// or an object; nil otherwise.
	Elem *Block
}

// DefaultValue returns the default as a value of the attribute's type, and a
// null value where there is no default.
func (a *Attribute) DefaultValue() cty.Value {
	switch v := a.Default.(type) {
	case string:
		return cty.StringVal(v)
	case bool:
		return cty.BoolVal(v)
	case int64:
		return cty.NumberIntVal(v)
	case float64:
		return cty.NumberFloatVal(v)
	}
	return cty.NullVal(a.Type)
}

// Nesting says how often a block may stand and what it then makes.
type Nesting uint8

// The ways a block nests.
const (
	// NestingList makes a list of objects, one for each block, in order.
	NestingList Nesting = iota
	// NestingSet makes a set of objects.
	NestingSet
	// NestingSingle makes one object, or null without a block: "timeouts".
	NestingSingle
)

// NestedBlock is a block inside another one.
type NestedBlock struct {
	Block   *Block
	Nesting Nesting
	// MinItems and MaxItems bound how often it may stand; 0 means unbounded.
	MinItems, MaxItems int
	// Computed says that Azure decides the content when there is no block: it
	// is then unknown until apply instead of empty.
	Computed bool
	// ForceNew says that adding or removing a block replaces the resource.
	ForceNew bool
}

// ImpliedType is the type of the value the nested block as a whole makes.
func (n *NestedBlock) ImpliedType() cty.Type {
	object := n.Block.ImpliedType()
	switch n.Nesting {
	case NestingList:
		return cty.List(object)
	case NestingSet:
		return cty.Set(object)
	default:
		return object
	}
}

// ImpliedType is the object type a value of the block has. The block does not change any
// more once it was asked for: thousands of resources share the type.
func (b *Block) ImpliedType() cty.Type {
	if t := b.implied.Load(); t != nil {
		return *t
	}
	types := make(map[string]cty.Type, len(b.Attributes)+len(b.Blocks))
	for name, attr := range b.Attributes {
		types[name] = attr.Type
	}
	for name, nested := range b.Blocks {
		types[name] = nested.ImpliedType()
	}
	t := cty.Object(types)
	b.implied.Store(&t)
	return t
}
