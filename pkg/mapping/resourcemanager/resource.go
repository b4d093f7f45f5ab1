package resourcemanager

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// resource is an ARM resource, whatever it is written in.
type resource struct {
	*iac.Resource
	// typ is the full type in lower case: microsoft.web/sites/slots.
	typ string
	// version is the API version; versioned is unset where it cannot be read.
	version   azure.APIVersion
	versioned bool
	// name is the last segment of the name, names all of them where they are known.
	name  value.Of[string]
	names []string

	// object is the resource object; properties is its most read member.
	object     iac.Cursor
	properties iac.Cursor
	location   value.Of[string]

	// id is at the id of the resource, parent at that of its parent resource or,
	// for a resource without one, of its resource group. Either may be null.
	id, parent iac.Cursor
	// scope is the id of the resource group in lower case.
	scope string
	// in is the resource whose body lists this one.
	in *resource

	// patch is set for a resource that writes some properties of another one.
	patch bool
	// uncertain says why it is not certain that the resource changes the part
	// at hand; "" where it is.
	uncertain string
}

// Terraform types that carry ARM resources.
const (
	azapiResource = "azapi_resource"
	azapiUpdate   = "azapi_update_resource"
	resourceGroup = "azurerm_resource_group"
)

// open reads a resource of the configuration as an ARM resource; false if it is
// none.
func open(x *index.Index, r *iac.Resource) (*resource, bool) {
	switch {
	case r.Type == azapiResource || r.Type == azapiUpdate:
		return openAzAPI(x, r)
	case strings.Contains(r.Type, "/"):
		return openTemplate(r, x.Open(r), ""), true
	}
	return nil, false
}

// openTemplate reads the resource object of a template. scope is the id of the
// resource group if the object does not name it.
func openTemplate(r *iac.Resource, c iac.Cursor, scope string) *resource {
	if r.Data || r.Change.Deferred {
		c = c.Partial()
	}
	if s, ok := c.Fold("scope").Text().Get(); ok && s != "" {
		scope = strings.ToLower(strings.TrimSuffix(s, "/"))
	}
	if scope == "" {
		scope = groupID(r.Provider.Subscription, "")
	}
	res := &resource{
		Resource:   r,
		typ:        strings.ToLower(r.Type),
		object:     c,
		properties: c.Fold("properties"),
		location:   index.Location(c.Fold("location")),
		id:         c.Fold("id"),
		parent:     c.Fold("parent"),
		scope:      scope,
	}
	res.version, res.versioned = azure.ParseAPIVersion(r.APIVersion)
	res.setName(c.Fold("name").NonEmpty())
	return res
}

// setName takes a name: the whole one with a segment for each of the type, or
// the last segment alone.
func (r *resource) setName(name value.Of[string]) {
	r.name = value.Map(name, func(s string) string { return s[strings.LastIndexByte(s, '/')+1:] })
	if s, ok := name.Get(); ok {
		if names := strings.Split(s, "/"); len(names) == r.depth() {
			r.names = names
		}
	}
}

// depth is the number of names that the type takes.
func (r *resource) depth() int { return strings.Count(r.typ, "/") }

// segment is the last segment of the type.
func (r *resource) segment() string { return r.typ[strings.LastIndexByte(r.typ, '/')+1:] }

// is reports whether the resource has a name, whatever the case.
func (r *resource) is(name string) bool {
	s, ok := r.name.Get()
	return ok && strings.EqualFold(s, name)
}

// top moves to members of the resource object, without case.
func (r *resource) top(keys ...string) iac.Cursor { return fold(r.object, keys...) }

// prop moves to a property, without case.
func (r *resource) prop(keys ...string) iac.Cursor { return fold(r.properties, keys...) }

// fold moves along members without case. Of a list it takes the first element.
func fold(c iac.Cursor, keys ...string) iac.Cursor {
	for _, k := range keys {
		if c.Value().Kind() == iac.List {
			elements, _ := c.List()
			if len(elements) == 0 {
				return c.Member(k, iac.Value{})
			}
			c = elements[0]
		}
		c = c.Fold(k)
	}
	return c
}

// child views an element of one of the resource's lists as a resource of its
// own: a subnet in its network, a rule in its security group.
func (r *resource) child(segment string, c iac.Cursor) *resource {
	child := &resource{
		Resource:   r.Resource,
		typ:        r.typ + "/" + segment,
		version:    r.version,
		versioned:  r.versioned,
		object:     c,
		properties: c.Fold("properties"),
		id:         c.Member("id", iac.Value{}),
		parent:     c.Member("parent", iac.Value{}),
		in:         r,
		uncertain:  r.uncertain,
	}
	child.name = c.Fold("name").NonEmpty()
	return child
}

// element returns the part of a resource that all parts have.
func (r *resource) element(x *index.Index) network.Element {
	e := x.Element(r.Resource, iac.Cursor{})
	e.Name, e.Location = r.name, r.location
	if r.in != nil {
		e.Location = r.in.location
		if at := r.object.At(); !at.IsZero() {
			e.At = at
		}
	}
	return e
}

// blurred returns the resource with unknown values for all that it writes. It
// stands in where the resource may change a part, and may as well not.
func (r *resource) blurred(why string) *resource {
	b := *r
	origin := &iac.Origin{Pin: why}
	b.object = iac.OpenValue(r.Resource, blur(r.object.Value(), origin), nil)
	b.properties = iac.OpenValue(r.Resource, blur(r.properties.Value(), origin), nil)
	b.uncertain = why
	return &b
}

func blur(v iac.Value, origin *iac.Origin) iac.Value {
	switch v.Kind() {
	case iac.Null:
		return v
	case iac.Object:
		keys, items := make([]string, v.Len()), make([]iac.Value, v.Len())
		for i := range keys {
			keys[i], items[i] = v.Key(i), blur(v.Index(i), origin)
		}
		return iac.ObjectValue(keys, items, v.At())
	case iac.Unknown, iac.Bool, iac.Number, iac.String, iac.List:
	}
	return iac.UnknownValue(origin, v.At())
}
