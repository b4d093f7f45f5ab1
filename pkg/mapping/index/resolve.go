package index

import (
	"strconv"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// part is any type of the model that edges lead to.
type part[T any] interface {
	*T
	network.Subject
}

// Link turns the identifier at the cursor into an edge once all parts are there.
func Link[T any, P part[T]](x *Index, edge *network.Edge[T], c iac.Cursor) {
	x.Edges(func() { *edge = Resolve[T, P](x, c) })
}

// Resolve returns the edge that the identifier at the cursor makes. It is for
// the last round.
func Resolve[T any, P part[T]](x *Index, c iac.Cursor) network.Edge[T] {
	v := c.Value()
	switch v.Kind() {
	case iac.Null:
		return network.Edge[T]{}
	case iac.String:
		if v.Scalar() == "" {
			return network.Edge[T]{}
		}
		return ResolveID[T, P](x, v.Scalar(), c)
	case iac.Unknown:
		found, closed := candidates[T, P](x, v, 0)
		if !closed || len(found) == 0 {
			return network.Open[T](c.Pin(), c.At())
		}
		return network.AnyOf(found, c.At())
	case iac.Bool, iac.Number, iac.List, iac.Object:
	}
	c.Text() // reports the wrong type
	return network.Open[T](c.Pin(), c.At())
}

// ResolveID returns the edge that a known ARM id makes.
func ResolveID[T any, P part[T]](x *Index, id string, at iac.Cursor) network.Edge[T] {
	id = strings.TrimSuffix(strings.ToLower(id), "/")
	if found := lookup[T, P](x, id); len(found) == 1 {
		return network.To(found[0], id, at.At())
	} else if len(found) > 1 {
		return network.AnyOf(found, at.At())
	}
	if mayBe[T, P](x, id) {
		return network.Open[T](at.Pin(), at.At())
	}
	return network.Outside[T](id, at.At())
}

// LinkName turns a name into an edge: id is the ARM id that the name and its
// resource group make, "" where one of them is unknown; by is the cursor at the
// name, whose references are a second way to the target.
func LinkName[T any, P part[T]](x *Index, edge *network.Edge[T], id string, by iac.Cursor) {
	x.Edges(func() { *edge = ResolveName[T, P](x, id, by) })
}

// ResolveName is Resolve for a name. It is for the last round.
func ResolveName[T any, P part[T]](x *Index, id string, by iac.Cursor) network.Edge[T] {
	if by.IsNull() {
		return network.Edge[T]{}
	}
	if id != "" {
		if e := ResolveID[T, P](x, id, by); !e.IsOutside() {
			return e
		}
	}
	if found, closed := named[T, P](x, by.Value()); closed && len(found) > 0 {
		return network.AnyOf(found, by.At())
	}
	if id != "" {
		return network.Outside[T](id, by.At())
	}
	return network.Open[T](by.Pin(), by.At())
}

// lookup finds the parts of type T with an ARM id. A part that the configuration
// creates hides one that it only reads.
func lookup[T any, P part[T]](x *Index, id string) []*T {
	subscription, rest := splitID(id)
	var found, external []*T
	for _, entry := range x.byID[rest] {
		p, ok := entry.subject.(P)
		if !ok || !sameSubscription(subscription, entry.subscription) {
			continue
		}
		if p.Common().External {
			external = append(external, (*T)(p))
		} else {
			found = append(found, (*T)(p))
		}
	}
	if len(found) == 0 && len(external) > 0 {
		return external[:1] // several readings of the same thing
	}
	return found
}

// maxHops bounds how far references are followed through attributes of other
// resources, such as the subnet_id of an association.
const maxHops = 4

// candidates lists what an unknown identifier may refer to, and whether it is
// certainly one of them.
func candidates[T any, P part[T]](x *Index, v iac.Value, hops int) (found []*T, closed bool) {
	origin := v.Origin()
	if origin == nil || origin.Derived || hops > maxHops {
		return nil, false
	}
	closed = origin.Closed
	for _, ref := range origin.References {
		parts, follows := referenced[T, P](x, ref)
		for _, p := range parts {
			found = appendNew(found, p)
		}
		if follows == nil {
			continue
		}
		switch follows.Kind() {
		case iac.String:
			for _, p := range lookup[T, P](x, strings.ToLower(follows.Scalar())) {
				found = appendNew(found, p)
			}
		case iac.Unknown:
			more, all := candidates[T, P](x, *follows, hops+1)
			for _, p := range more {
				found = appendNew(found, p)
			}
			closed = closed && (all || len(more) == 0)
		case iac.Null, iac.Bool, iac.Number, iac.List, iac.Object:
		}
	}
	return found, closed
}

// referenced resolves one reference: to parts of type T if it names their
// identifier, or else to the value of the attribute it names.
func referenced[T any, P part[T]](x *Index, ref iac.Reference) ([]*T, *iac.Value) {
	if tail, ok := strings.CutPrefix(ref.Attribute, "id/"); ok {
		return below[T, P](x, ref.Address, tail), nil
	}
	attribute, _, _ := strings.Cut(ref.Attribute, ".")
	attribute, _, _ = strings.Cut(attribute, "[")
	position, positioned := listedAt(ref.Attribute)
	var parts []*T
	listed := 0
	for _, subject := range x.Parts(ref.Address) {
		if isListed(ref.Address, subject) {
			listed++
			if positioned && listed-1 != position {
				continue
			}
		}
		if p, ok := subject.(P); ok && identifies(ref.Address, subject, attribute) {
			parts = append(parts, created[T, P](x, p))
		}
	}
	if len(parts) > 0 || attribute == "" || attribute == "id" {
		return parts, nil
	}
	r := x.Resource(ref.Address)
	if r == nil {
		return nil, nil
	}
	v := x.body(r).Get(ref.Attribute)
	if v.IsNull() {
		return nil, nil
	}
	return nil, &v
}

// identifies reports whether an attribute of a resource gives the identifier of
// a part: its id, the resource as a whole, or, for what a network lists inline,
// the list of subnets.
func identifies(address string, subject network.Subject, attribute string) bool {
	if isListed(address, subject) {
		return attribute == "subnet" || attribute == "properties" || attribute == "output" || attribute == ""
	}
	return attribute == "" || attribute == "id" || attribute == "resource_id"
}

// isListed reports whether a part stands in the list of another resource, or is
// what superseded one that does.
func isListed(address string, subject network.Subject) bool {
	s, ok := subject.(*network.Subnet)
	return ok && (s.Inline || s.Address != address)
}

// listedAt returns the position in an attribute such as properties.subnets[1].id.
func listedAt(attribute string) (int, bool) {
	_, rest, ok := strings.Cut(attribute, "properties.subnets[")
	if !ok {
		return 0, false
	}
	number, _, _ := strings.Cut(rest, "]")
	n, err := strconv.Atoi(number)
	return n, err == nil
}

// below finds the parts that an id with a literal tail means: the attribute
// id/subnets/web of a network is its id followed by /subnets/web.
func below[T any, P part[T]](x *Index, address, tail string) []*T {
	base := AddressKey(address)
	if parts := x.Parts(address); len(parts) > 0 && x.Key(parts[0]) != "" {
		base = x.Key(parts[0])
	}
	return lookup[T, P](x, base+"/"+strings.ToLower(tail))
}

// created returns the part that the configuration creates where the one found by
// reference only reads the same thing.
func created[T any, P part[T]](x *Index, p P) *T {
	if key := x.Key(p); key != "" && p.Common().External {
		if same := lookup[T, P](x, key); len(same) == 1 {
			return same[0]
		}
	}
	return (*T)(p)
}

func appendNew[T any](list []*T, p *T) []*T {
	for _, have := range list {
		if have == p {
			return list
		}
	}
	return append(list, p)
}

// named lists the parts whose name a value was taken from.
func named[T any, P part[T]](x *Index, v iac.Value) (found []*T, closed bool) {
	origin := v.Origin()
	if origin == nil || origin.Derived || len(origin.References) == 0 {
		return nil, false
	}
	for _, ref := range origin.References {
		if ref.Attribute != "name" && ref.Attribute != "" {
			continue
		}
		for _, subject := range x.Parts(ref.Address) {
			if p, ok := subject.(P); ok {
				found = appendNew(found, (*T)(p))
			}
		}
	}
	return found, origin.Closed
}

// References lists the parts of type T that a value was computed from, by any of
// their attributes, and whether nothing else can have gone into it.
func References[T any, P part[T]](x *Index, v iac.Value) (parts []*T, attributes []string, closed bool) {
	origin := v.Origin()
	if origin == nil {
		return nil, nil, false
	}
	for _, ref := range origin.References {
		for _, subject := range x.Parts(ref.Address) {
			if p, ok := subject.(P); ok {
				parts, attributes = append(parts, (*T)(p)), append(attributes, ref.Attribute)
			}
		}
	}
	return parts, attributes, origin.Closed
}

// Prefer returns the first value that is written; absent if none is.
func Prefer[T any](values ...value.Of[T]) value.Of[T] {
	for _, v := range values {
		if !v.IsAbsent() {
			return v
		}
	}
	return value.None[T]()
}
