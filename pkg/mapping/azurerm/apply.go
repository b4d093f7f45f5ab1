package azurerm

import (
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// part is any type of the model that edges lead to.
type part[T any] interface {
	*T
	network.Subject
}

// link makes an edge of an identifier, if one is written.
func link[T any, P part[T]](x *index.Index, edge *network.Edge[T], id attributes) {
	if !id.IsNull() {
		index.Link[T, P](x, edge, id.Cursor)
	}
}

// apply lets a resource act on the part that it belongs to. Where the edge leads
// certainly to one part, exact gets it. Otherwise doubt gets every part that the
// resource may belong to: of all there are if the edge is unknown.
func apply[T any](e network.Edge[T], all []*T, exact, doubt func(*T)) {
	if t, ok := e.Get(); ok {
		exact(t)
		return
	}
	candidates, certain := e.Candidates()
	if !certain && e.IsUnknown() {
		candidates = all
	}
	for _, t := range candidates {
		doubt(t)
	}
}

// doubtful notes why a set may be larger than it is.
func doubtful(incomplete *string, why string) {
	if *incomplete != "" {
		return
	}
	if *incomplete = why; why == "" {
		*incomplete = "a reference that is not known yet"
	}
}

// resolveAll turns a list of identifiers into edges. A plan shows a list as
// unknown if all of its elements are; it still refers to them: where all come
// from one part, that is the one element, and else the list is one of several
// parts, or more of them. It is for the last rounds.
func resolveAll[T any, P part[T]](x *index.Index, list attributes) value.Set[network.Edge[T]] {
	var set value.Set[network.Edge[T]]
	if list.IsUnknown() {
		e := index.Resolve[T, P](x, list.Cursor)
		if !e.IsUnknown() {
			set.Items = append(set.Items, e)
		}
		if _, one := e.Get(); !one {
			doubtful(&set.Incomplete, list.Pin())
		}
		return set
	}
	items, _ := list.items()
	for _, item := range items {
		set.Items = append(set.Items, index.Resolve[T, P](x, item.Cursor))
	}
	return set
}
