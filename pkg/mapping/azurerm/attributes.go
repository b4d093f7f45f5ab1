package azurerm

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// attributes reads one level of a resource: its body or one of its blocks. To a
// cursor it adds what the provider makes of an attribute that nobody wrote.
type attributes struct {
	iac.Cursor
	of *owner
}

// owner is the resource that attributes belong to.
type owner struct {
	*iac.Resource
	// creating is set for a resource that the change creates: what Azure will
	// decide about it is not known yet.
	creating bool
	// whole is set if the body holds all attributes of the provider's schema, as
	// that of a plan does, and not only those that somebody wrote.
	whole bool
	// place is that of the resource, for what nobody wrote. Values that point to
	// it outlive the resource.
	place *value.Place
}

// open reads a resource. Of a data source, and of a resource whose change is put
// off, what is not there is unknown and not absent.
func open(x *index.Index, r *iac.Resource) attributes {
	c := x.Open(r)
	if r.Data || r.Change.Deferred {
		c = c.Partial()
	}
	place := value.PlaceOf(r.At, "")
	return attributes{Cursor: c, of: &owner{
		Resource: r,
		creating: r.Change.Action == iac.Create || r.Change.Action == iac.Replace,
		whole:    has(c.Value(), "outbound_ip_addresses"),
		place:    &place,
	}}
}

// has reports whether an object, or the first one of a list, has a member.
func has(v iac.Value, key string) bool {
	if v.Kind() == iac.List {
		v = v.Index(0)
	}
	for i := range v.Len() {
		if v.Key(i) == key {
			return true
		}
	}
	return false
}

// get moves to an attribute, or that of the first of several blocks.
func (a attributes) get(key string) attributes {
	return attributes{Cursor: a.Get(key), of: a.of}
}

// computed moves to an attribute that is optional and computed: where nobody
// writes it, nothing is sent and Azure decides. The plan of a resource to be
// created shows such an attribute as unknown, just like one that is written with
// a value not known yet. Only the latter has an origin in the configuration.
func (a attributes) computed(key string) attributes { return a.get(key).written() }

// written returns nothing where the value is only unknown because Azure decides.
func (a attributes) written() attributes {
	if a.IsUnknown() && a.of.creating && a.Value().Origin() == nil {
		return a.nothing("")
	}
	return a
}

// listed moves to an attribute that not all versions of the provider have, so that
// it says nothing where it is missing, not even of a data source.
func (a attributes) listed(key string) attributes {
	if !has(a.Value(), key) {
		return a.nothing(key)
	}
	return a.get(key)
}

// nothing returns attributes at a value that nobody wrote.
func (a attributes) nothing(key string) attributes {
	return attributes{Cursor: a.Nothing(key), of: a.of}
}

// blocks returns the blocks of a name. The second result says why there may be
// more; "" if there are none.
func (a attributes) blocks(key string) ([]attributes, string) { return a.get(key).items() }

// items returns the elements of a list.
func (a attributes) items() ([]attributes, string) {
	cursors, more := a.List()
	out := make([]attributes, len(cursors))
	for i, c := range cursors {
		out[i] = attributes{Cursor: c, of: a.of}
	}
	return out, more
}

// text reads a string; "" counts as nothing written.
func (a attributes) text(key string) value.Of[string] { return a.get(key).NonEmpty() }

// textOr, boolOr and intOr read an attribute that the provider has a default for.
func (a attributes) textOr(key, byDefault string) value.Of[string] {
	return sent(a, key, a.text(key), byDefault)
}

func (a attributes) boolOr(key string, byDefault bool) value.Of[bool] {
	return sent(a, key, a.get(key).Bool(), byDefault)
}

func (a attributes) intOr(key string, byDefault int) value.Of[int] {
	return sent(a, key, a.get(key).Int(), byDefault)
}

// sent returns what is sent for an attribute: what is written, or else the
// default. No default is sent for a block that is not there, nor by a version of
// the provider that does not have the attribute yet. A whole body tells: an
// attribute with a default is never null in it.
func sent[T any](a attributes, key string, written value.Of[T], byDefault T) value.Of[T] {
	if !written.IsAbsent() || a.missing() || a.of.whole && !has(a.Value(), key) {
		return written
	}
	return value.DefaultAt(byDefault, a.of.place)
}

// missing reports whether the block is not there.
func (a attributes) missing() bool {
	v := a.Value()
	return v.IsNull() || v.Kind() == iac.List && v.Len() == 0
}

// since reports whether the provider may be of a major version or a newer one. To
// data sources, which have no defaults, that makes no difference.
func (o *owner) since(major int) bool {
	return o.Data || o.Provider.Major == 0 || o.Provider.Major >= major
}

// mayIgnore reports whether later changes of an attribute are ignored, or may be, as in
// a plan without its source, which does not tell.
func (o *owner) mayIgnore(attribute string) bool { return !o.At.HasText() || o.ignores(attribute) }

// ignores reports whether later changes of an attribute are certainly ignored.
func (o *owner) ignores(attribute string) bool {
	for _, name := range o.IgnoreChanges {
		if name == attribute || name == "all" {
			return true
		}
	}
	return false
}

// element returns what all parts of the model have.
func (a attributes) element(x *index.Index) network.Element {
	return x.Element(a.of.Resource, a.Cursor)
}

// id returns the ARM id: the one that Azure gave or, before that, the one that
// the resource group and names make.
func (a attributes) id(typ string, names ...value.Of[string]) string {
	if id, ok := a.Get("id").NonEmpty().Get(); ok {
		return strings.ToLower(id)
	}
	return a.made(typ, names...)
}

// made returns the ARM id that the resource group and names make.
func (a attributes) made(typ string, names ...value.Of[string]) string {
	return index.ID(a.of.Resource, a.text("resource_group_name"), typ, names...)
}

// known returns the id that Azure gave, else "".
func (a attributes) known() string {
	id, _ := a.Get("id").NonEmpty().Get()
	return strings.ToLower(id)
}
