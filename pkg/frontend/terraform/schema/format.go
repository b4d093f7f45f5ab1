package schema

import (
	"encoding/json"
	"fmt"

	"github.com/zclconf/go-cty/cty"
)

// file is the format of schemas in JSON: what is imported, and what is written by hand.
type file struct {
	Version string `json:"version,omitempty"`
	// The types are kept as text until somebody asks for one.
	Resources   map[string]json.RawMessage `json:"resources,omitempty"`
	DataSources map[string]json.RawMessage `json:"dataSources,omitempty"`
}

// body is a resource type or data source in the file.
type body struct {
	Arguments map[string]*argument `json:"arguments"`
	// Timeouts names the operations whose time can be limited.
	Timeouts []string `json:"timeouts,omitempty"`
	// NoID says that there is no attribute "id" unless Arguments has one. The
	// plugin SDK adds one to every type.
	NoID bool `json:"noID,omitempty"`
}

// argument is one entry of a schema as the plugin SDK writes it, where blocks
// and attributes are one thing. It is what the file holds at every level.
type argument struct {
	// Type is "string", "bool", "int", "float", "list", "set", "map",
	// "dynamic" or "object".
	Type string `json:"type"`
	// Of is the type of the elements of a list, set or map of primitives; that of
	// a map may be "list(string)".
	Of string `json:"of,omitempty"`
	// Elem is the shape of the elements of a list or set of objects, or that of
	// the object itself.
	Elem map[string]*argument `json:"elem,omitempty"`
	// AsAttribute is the SDK's SchemaConfigModeAttr.
	AsAttribute bool `json:"asAttribute,omitempty"`

	Required  bool `json:"required,omitempty"`
	Optional  bool `json:"optional,omitempty"`
	Computed  bool `json:"computed,omitempty"`
	ForceNew  bool `json:"forceNew,omitempty"`
	Sensitive bool `json:"sensitive,omitempty"`
	WriteOnly bool `json:"writeOnly,omitempty"`

	Default  any `json:"default,omitempty"`
	MinItems int `json:"minItems,omitempty"`
	MaxItems int `json:"maxItems,omitempty"`
}

func decodeBlock(raw json.RawMessage) (*Block, error) {
	var b body
	if err := json.Unmarshal(raw, &b); err != nil {
		return nil, err
	}
	block, err := blockOf(b.Arguments)
	if err != nil {
		return nil, err
	}
	if _, ok := block.Attributes["id"]; !ok && !b.NoID {
		block.Attributes["id"] = &Attribute{Type: cty.String, Optional: true, Computed: true}
	}
	if len(b.Timeouts) > 0 {
		timeouts := &Block{Attributes: make(map[string]*Attribute, len(b.Timeouts))}
		for _, operation := range b.Timeouts {
			timeouts.Attributes[operation] = &Attribute{Type: cty.String, Optional: true}
		}
		block.Blocks["timeouts"] = &NestedBlock{Block: timeouts, Nesting: NestingSingle}
	}
	return block, nil
}

func blockOf(arguments map[string]*argument) (*Block, error) {
	block := &Block{Attributes: make(map[string]*Attribute, len(arguments)), Blocks: map[string]*NestedBlock{}}
	for name, a := range arguments {
		var err error
		if a.isBlock() {
			block.Blocks[name], err = a.nestedBlock()
		} else {
			block.Attributes[name], err = a.attribute()
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return block, nil
}

// isBlock decides as CoreConfigSchema does.
func (a *argument) isBlock() bool {
	if a.Elem == nil || a.Type == "object" || a.AsAttribute {
		return false
	}
	onlyComputed := a.Computed && !a.Optional
	return !onlyComputed
}

func (a *argument) nestedBlock() (*NestedBlock, error) {
	block, err := blockOf(a.Elem)
	if err != nil {
		return nil, err
	}
	n := &NestedBlock{Block: block, MinItems: a.MinItems, MaxItems: a.MaxItems, Computed: a.Computed, ForceNew: a.ForceNew}
	switch {
	case a.Type == "set":
		n.Nesting = NestingSet
	case a.Type != "list":
		return nil, fmt.Errorf("a block cannot be a %q", a.Type)
	}
	switch {
	case a.Required && a.MinItems == 0:
		n.MinItems = 1
	case a.Optional:
		// The SDK has always ignored the minimum of an optional block.
		n.MinItems = 0
	}
	return n, nil
}

func (a *argument) attribute() (*Attribute, error) {
	attr := &Attribute{
		Required: a.Required, Optional: a.Optional, Computed: a.Computed,
		ForceNew: a.ForceNew, Sensitive: a.Sensitive, WriteOnly: a.WriteOnly,
		Default: a.Default,
	}
	if n, ok := a.Default.(float64); ok && a.Type == "int" {
		attr.Default = int64(n)
	}
	if a.Elem == nil {
		t, err := a.valueType()
		attr.Type = t
		return attr, err
	}

	var err error
	if attr.Elem, err = blockOf(a.Elem); err != nil {
		return nil, err
	}
	object := attr.Elem.ImpliedType()
	switch a.Type {
	case "list":
		attr.Type = cty.List(object)
	case "set":
		attr.Type = cty.Set(object)
	case "object":
		attr.Type = object
	default:
		return nil, fmt.Errorf("a %q cannot hold objects", a.Type)
	}
	return attr, nil
}

func (a *argument) valueType() (cty.Type, error) {
	if t, ok := valueTypes[a.Type]; ok {
		return t, nil
	}
	of, ok := valueTypes[a.Of]
	if !ok {
		return cty.NilType, fmt.Errorf("a %q of %q is unknown", a.Type, a.Of)
	}
	switch a.Type {
	case "list":
		return cty.List(of), nil
	case "set":
		return cty.Set(of), nil
	case "map":
		return cty.Map(of), nil
	}
	return cty.NilType, fmt.Errorf("type %q is unknown", a.Type)
}

var valueTypes = map[string]cty.Type{
	"string":       cty.String,
	"bool":         cty.Bool,
	"int":          cty.Number,
	"float":        cty.Number,
	"dynamic":      cty.DynamicPseudoType,
	"list(string)": cty.List(cty.String),
}
