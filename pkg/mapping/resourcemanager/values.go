package resourcemanager

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// set writes a value over another one unless nothing is written.
func set[T any](to *value.Of[T], v value.Of[T]) {
	if !v.IsAbsent() {
		*to = v
	}
}

// link makes an edge of an identifier unless nothing is written.
func link[T any, P subject[T]](x *index.Index, edge *network.Edge[T], c iac.Cursor) {
	if !c.IsNull() {
		index.Link[T, P](x, edge, c)
	}
}

// linkHost leads from a host name to the app that answers to it.
func linkHost(x *index.Index, edge *network.Edge[network.Site], c iac.Cursor) {
	if !c.IsNull() {
		x.AfterLinks(func() { *edge = x.ResolveHost(c) })
	}
}

// collect reads a list: one item for each element, and why there may be more.
func collect[T any](c iac.Cursor, read func(iac.Cursor) T) value.Set[T] {
	elements, more := c.List()
	set := value.Set[T]{Incomplete: more}
	for _, e := range elements {
		set.Items = append(set.Items, read(e))
	}
	return set
}

// links makes the edges of a list of objects that each hold an identifier.
func links[T any, P subject[T]](x *index.Index, c iac.Cursor, keys ...string) value.Set[network.Edge[T]] {
	ids := collect(c, func(e iac.Cursor) iac.Cursor { return fold(e, keys...) })
	edges := value.Set[network.Edge[T]]{Incomplete: ids.Incomplete, Items: make([]network.Edge[T], len(ids.Items))}
	for i, id := range ids.Items {
		index.Link[T, P](x, &edges.Items[i], id)
	}
	return edges
}

// parse converts a known value; one that cannot be converted becomes unknown.
func parse[T, U any](v value.Of[T], convert func(T) (U, bool)) value.Of[U] {
	var u U
	if t, ok := v.Get(); ok {
		if u, ok = convert(t); !ok {
			return value.Undecided[U](fmt.Sprintf("the value %q", fmt.Sprint(v)), v.At())
		}
	}
	return value.Map(v, func(T) U { return u })
}

// oneOf converts a word, whatever its case.
func oneOf[T any](v value.Of[string], words map[string]T) value.Of[T] {
	return parse(v, func(s string) (T, bool) {
		t, ok := words[strings.ToLower(s)]
		return t, ok
	})
}

// enabled reads Enabled and Disabled.
func enabled(v value.Of[string]) value.Of[bool] {
	return oneOf(v, map[string]bool{"enabled": true, "disabled": false})
}

// prefixes reads address ranges: unknown as soon as one of them is none.
func prefixes(v value.Of[[]string]) value.Of[[]netip.Prefix] {
	return parse(v, func(texts []string) ([]netip.Prefix, bool) {
		out := make([]netip.Prefix, len(texts))
		for i, text := range texts {
			p, err := netip.ParsePrefix(strings.TrimSpace(text))
			if err != nil {
				return nil, false
			}
			out[i] = p
		}
		return out, true
	})
}

// written reports whether an object is there: unknown where that is unknown.
func written(c iac.Cursor) value.Of[bool] {
	switch {
	case c.IsUnknown():
		return value.Undecided[bool](c.Pin(), c.At())
	case c.IsNull():
		return value.Some(false, c.At())
	}
	return value.Some(true, c.At())
}

// firstOf returns the first cursor at which something is written, else the first.
func firstOf(cursors ...iac.Cursor) iac.Cursor {
	for _, c := range cursors {
		if !c.IsNull() {
			return c
		}
	}
	return cursors[0]
}
