package index

import (
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// Resource returns the resource with an address; nil where the configuration has
// none.
func (x *Index) Resource(address string) *iac.Resource {
	if d := x.byAddress[address]; d != nil {
		return d.resource
	}
	return nil
}

// Parts returns what a resource yielded so far.
func (x *Index) Parts(address string) []network.Subject {
	if d := x.byAddress[address]; d != nil {
		return d.parts
	}
	return nil
}

// Naming runs f once all parts are added and before the overlays: the round in
// which ids are built that rest on the ids of other parts.
func (x *Index) Naming(f func()) { x.namings = append(x.namings, f) }

// Identify enters a part under an ARM id. What stands in the place of an id where
// names do not make it known (see AddressKey) finds the part as well, without
// being shown as its id.
func (x *Index) Identify(part network.Subject, id string) {
	if id == "" {
		return
	}
	id = strings.ToLower(id)
	if e := part.Common(); IsAddressKey(id) {
		x.keys[part] = id
	} else if e.ID == "" {
		e.ID = id
	}
	subscription, rest := splitID(id)
	if x.entering {
		x.identities = append(x.identities, identity{rest, identified{subscription, part}})
		return
	}
	x.byID[rest] = append(x.byID[rest], identified{subscription, part})
	x.groupless = x.groupless || isGroupless(rest)
	x.byTail = nil
}

// Key returns the id under which a part was entered, or what stands in its place;
// "" where there is neither.
func (x *Index) Key(part network.Subject) string {
	if id := part.Common().ID; id != "" {
		return id
	}
	return x.keys[part]
}

// AddressKey stands in the place of the id of a resource whose name is not known:
// what is below it can still be told by its own name.
func AddressKey(address string) string { return "@" + strings.ToLower(address) }

// IsAddressKey reports whether a key stands in the place of an id that is not known.
func IsAddressKey(id string) bool { return strings.HasPrefix(id, "@") }

// Supersede puts one part in the place of another that means the same resource:
// a subnet that is declared by itself in the place of its entry in the network.
func (x *Index) Supersede(old, by network.Subject) {
	parts := x.Parts(old.Common().Address)
	if i := slices.Index(parts, old); i >= 0 {
		parts[i] = by
	}
	_, rest := splitID(x.Key(old))
	x.byID[rest] = slices.DeleteFunc(x.byID[rest], func(e identified) bool { return e.subject == old })
	x.byTail = nil
}

// Incomplete notes why there may be parts that are not in the model.
func (x *Index) Incomplete(why string) {
	if !slices.Contains(x.Model.Incomplete, why) {
		x.Model.Incomplete = append(slices.Clip(x.Model.Incomplete), why)
	}
}

// Location reads a location and normalises it: "West Europe" is westeurope.
func Location(c iac.Cursor) value.Of[string] { return value.Map(c.NonEmpty(), normalizeLocation) }

// SubnetKey is the key by which access rules tell subnets apart: the address of
// a subnet that is in the model, the id of one that is not. A subnet inside the
// resource of its network shares the address of that resource, so its name is
// part of the key. The key is "" where the edge does not lead to one subnet.
func SubnetKey(e network.Edge[network.Subnet]) string {
	s, ok := e.Get()
	switch {
	case ok && s.Inline:
		return s.Address + "/subnets/" + strings.ToLower(s.Name.Or(""))
	case ok:
		return s.Address
	case e.IsOutside():
		return e.ID()
	}
	return ""
}

// mayBe reports whether a part can have an id that is not found because the
// resource group is unknown of either of them.
func mayBe[T any, P part[T]](x *Index, id string) bool {
	subscription, rest := splitID(id)
	scope, tail, ok := strings.Cut(rest, "/providers/")
	if !ok || scope != unknownGroup && !x.groupless {
		return false
	}
	for _, entry := range x.tailed()[tail] {
		if _, ok := entry.subject.(P); !ok || !sameSubscription(subscription, entry.subscription) {
			continue
		}
		_, other := splitID(x.Key(entry.subject))
		other, _, _ = strings.Cut(other, "/providers/")
		if scope == unknownGroup || other == unknownGroup {
			return true
		}
	}
	return false
}

// tailed returns the parts by what follows the resource group in their ids.
func (x *Index) tailed() map[string][]identified {
	x.tail.Lock()
	defer x.tail.Unlock()
	if x.byTail == nil {
		x.byTail = make(map[string][]identified, len(x.byID))
		for rest, entries := range x.byID {
			if _, tail, ok := strings.Cut(rest, "/providers/"); ok {
				x.byTail[tail] = append(x.byTail[tail], entries...)
			}
		}
	}
	return x.byTail
}

// unknownGroup is the scope of an id whose resource group nothing tells.
const unknownGroup = "resourcegroups/" + unknownSubscription

func isGroupless(rest string) bool { return strings.HasPrefix(rest, unknownGroup+"/") }
