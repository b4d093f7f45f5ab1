package resourcemanager

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// maxHops bounds how far the chain of parents is followed.
const maxHops = 8

// typeResourceGroup is the type of resource groups, which is not in their ids.
const typeResourceGroup = "microsoft.resources/resourcegroups"

// providers separates the resource group from the resource in an id.
const providers = "/providers/"

// groupID returns the id of a resource group in lower case, with "?" for what
// is not known.
func groupID(subscription, group string) string {
	if subscription == "" {
		subscription = "?"
	}
	if group == "" {
		group = "?"
	}
	return strings.ToLower("/subscriptions/" + subscription + "/resourcegroups/" + group)
}

// key returns what tells the resource from all others: its id in lower case or,
// where its name is not known, what stands in the place of one (see
// index.AddressKey). "" means that nothing does. It rests on the ids of other
// parts, so it is for the rounds after they are added.
func (r *resource) key(x *index.Index) string { return r.keyAfter(x, 0) }

func (r *resource) keyAfter(x *index.Index, hops int) string {
	if id := knownID(r.id); id != "" {
		return id
	}
	if len(r.names) > 0 {
		return r.join(len(r.names))
	}
	if name, ok := r.name.Get(); ok {
		if r.typ == typeResourceGroup {
			return groupID(strings.TrimPrefix(knownID(r.parent), "/subscriptions/"), name)
		}
		if parent := r.parentKeyAfter(x, hops); parent != "" {
			return r.below(parent, name)
		}
	}
	if r.in != nil {
		return "" // its address is that of the resource that lists it
	}
	return index.AddressKey(r.Address)
}

// parentKey returns the key of the parent resource or, for a resource without
// one, the id of its resource group; "" where it is not known.
func (r *resource) parentKey(x *index.Index) string { return r.parentKeyAfter(x, 0) }

func (r *resource) parentKeyAfter(x *index.Index, hops int) string {
	switch {
	case r.in != nil:
		return r.in.keyAfter(x, hops)
	case knownID(r.id) != "" && r.depth() == 1:
		group, _, _ := strings.Cut(knownID(r.id), providers)
		return group
	case knownID(r.id) != "":
		return up(knownID(r.id), 1)
	case len(r.names) > 1:
		return r.join(len(r.names) - 1)
	case knownID(r.parent) != "":
		return knownID(r.parent)
	}
	if ref, ok := soleReference(r.parent); ok && hops < maxHops {
		return keyOf(x, ref, hops+1)
	}
	if r.depth() == 1 {
		return r.scope
	}
	return ""
}

// keyOf returns the key of the resource that a reference names.
func keyOf(x *index.Index, ref iac.Reference, hops int) string {
	if target := x.Resource(ref.Address); target != nil {
		if target.Type == resourceGroup {
			name, _ := x.Open(target).Get("name").Text().Get()
			return groupID(target.Provider.Subscription, name)
		}
		if parent, ok := open(x, target); ok {
			return parent.keyAfter(x, hops)
		}
	}
	for _, part := range x.Parts(ref.Address) {
		if id := part.Common().ID; id != "" {
			return id
		}
	}
	return index.AddressKey(ref.Address)
}

// soleReference returns the resource whose id a value certainly is.
func soleReference(c iac.Cursor) (iac.Reference, bool) {
	origin := c.Value().Origin()
	if origin == nil || origin.Derived || !origin.Closed || len(origin.References) == 0 {
		return iac.Reference{}, false
	}
	first := origin.References[0]
	for _, ref := range origin.References {
		if ref.Address != first.Address || ref.Attribute != "id" && ref.Attribute != "" {
			return iac.Reference{}, false
		}
	}
	return first, true
}

// knownID returns a known id in lower case, else "".
func knownID(c iac.Cursor) string {
	if c.Value().Kind() != iac.String {
		return ""
	}
	return strings.ToLower(strings.TrimSuffix(c.Value().Scalar(), "/"))
}

// join builds the id of the resource, or of one above it, from the first names.
func (r *resource) join(names int) string {
	segments := strings.Split(r.typ, "/")
	var b strings.Builder
	b.WriteString(r.scope + providers + segments[0])
	for i, name := range r.names[:names] {
		b.WriteString("/" + segments[i+1] + "/" + name)
	}
	return strings.ToLower(b.String())
}

// below builds the id from that of the parent.
func (r *resource) below(parent, name string) string {
	if r.depth() == 1 {
		parent += providers + r.typ[:strings.IndexByte(r.typ, '/')]
	}
	return strings.ToLower(parent + "/" + r.segment() + "/" + name)
}

// up cuts levels from an id: each is a type and a name.
func up(id string, levels int) string {
	for range 2 * levels {
		id = id[:max(strings.LastIndexByte(id, '/'), 0)]
	}
	return id
}

// group returns the id of the resource group; "" where it is not known.
func (r *resource) group(x *index.Index) string {
	if group, _, ok := strings.Cut(r.key(x), providers); ok {
		return group
	}
	return ""
}

// subject is any type of the model that a resource can be.
type subject[T any] interface {
	*T
	network.Subject
}

// ancestor leads to the part that the resource is below, levels up: a slot is
// one below its app; 0 is the part itself. It is for the rounds after all parts
// are added.
func ancestor[T any, P subject[T]](x *index.Index, r *resource, levels int) network.Edge[T] {
	place := r.place()
	if key := r.ancestorKey(x, levels); key != "" {
		if e := index.ResolveID[T, P](x, key, place); !e.IsOutside() || !index.IsAddressKey(key) {
			return e
		}
	}
	origin := place.Value().Origin()
	switch {
	case origin == nil || !origin.Derived && levels > 1 || origin.Derived && levels == 0:
	case !origin.Derived:
		return index.Resolve[T, P](x, place)
	default: // "${azurerm_linux_web_app.shop.id}/config/web"
		if parts, _, closed := index.References[T, P](x, place.Value()); closed && len(parts) > 0 {
			return network.AnyOf(unique(parts), place.At())
		}
	}
	return network.Open[T](place.Pin(), place.At())
}

func (r *resource) ancestorKey(x *index.Index, levels int) string {
	if levels == 1 {
		// The parent leads to its part even where its own name is not known.
		if ref, ok := soleReference(r.parent); ok {
			return keyOf(x, ref, 1)
		}
	}
	if levels == 0 || len(r.names) > 0 || knownID(r.id) != "" {
		return up(r.key(x), levels)
	}
	return up(r.parentKey(x), levels-1)
}

// place is where the resource says what it is in, or which one it is.
func (r *resource) place() iac.Cursor {
	for _, c := range []iac.Cursor{r.parent, r.id} {
		if c.Value().Kind() == iac.String || c.Value().Origin() != nil {
			return c
		}
	}
	return r.parent
}

func unique[T comparable](list []T) []T {
	seen := make(map[T]bool, len(list))
	out := list[:0:0]
	for _, v := range list {
		if !seen[v] {
			seen[v], out = true, append(out, v)
		}
	}
	return out
}
