package network

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/source"
)

// Edge leads from one part of the model to another, and like a value it is in
// one of several states. The zero Edge is absent: nothing is referred to.
type Edge[T any] struct {
	state   edgeState
	targets []*T
	text    string // of an unknown edge, what to pin; of others the ARM id
	at      source.Packed
}

type edgeState uint8

const (
	edgeAbsent edgeState = iota
	edgeUnknown
	edgeOutside
	edgeAnyOf
	edgeExact
)

// To returns an edge to exactly one target. id is the ARM id if it is known.
func To[T any](target *T, id string, at source.Range) Edge[T] {
	return Edge[T]{state: edgeExact, targets: []*T{target}, text: id, at: at.Pack()}
}

// AnyOf returns an edge to one of several targets, and to nothing else; with one
// target it is exact.
func AnyOf[T any](targets []*T, at source.Range) Edge[T] {
	if len(targets) == 1 {
		return To(targets[0], "", at)
	}
	return Edge[T]{state: edgeAnyOf, targets: targets, at: at.Pack()}
}

// Outside returns an edge to something with a known id that this configuration
// neither creates nor reads.
func Outside[T any](id string, at source.Range) Edge[T] {
	return Edge[T]{state: edgeOutside, text: id, at: at.Pack()}
}

// Open returns an edge whose target is not known; why names what to pin.
func Open[T any](why string, at source.Range) Edge[T] {
	return Edge[T]{state: edgeUnknown, text: why, at: at.Pack()}
}

// Get returns the target if there is exactly one it can be.
func (e Edge[T]) Get() (*T, bool) {
	if e.state == edgeExact {
		return e.targets[0], true
	}
	return nil, false
}

// Target returns the one target or nil.
func (e Edge[T]) Target() *T { t, _ := e.Get(); return t }

// Candidates returns all that the edge can lead to in this configuration, and
// whether it certainly leads to one of them.
func (e Edge[T]) Candidates() ([]*T, bool) {
	return e.targets, e.state == edgeExact || e.state == edgeAnyOf
}

// All reports whether a statement certainly holds for the target: the edge leads
// to one of its candidates and the statement holds for each of them.
func (e Edge[T]) All(holds func(*T) bool) bool {
	if len(e.targets) == 0 {
		return false
	}
	for _, t := range e.targets {
		if !holds(t) {
			return false
		}
	}
	return e.state == edgeExact || e.state == edgeAnyOf
}

// CanBe reports whether the edge may lead to the target.
func (e Edge[T]) CanBe(target *T) bool {
	if e.state == edgeUnknown {
		return true
	}
	for _, t := range e.targets {
		if t == target {
			return true
		}
	}
	return false
}

// IsAbsent reports whether nothing is referred to.
func (e Edge[T]) IsAbsent() bool { return e.state == edgeAbsent }

// IsPresent reports whether certainly something is referred to, known or not.
func (e Edge[T]) IsPresent() bool {
	return e.state == edgeExact || e.state == edgeAnyOf || e.state == edgeOutside
}

// IsUnknown reports whether it is not known what the edge leads to, or whether
// it leads anywhere.
func (e Edge[T]) IsUnknown() bool { return e.state == edgeUnknown }

// IsOutside reports whether the edge leads out of this configuration, by id.
func (e Edge[T]) IsOutside() bool { return e.state == edgeOutside }

// ID returns the ARM id in lower case where it is known, else "".
func (e Edge[T]) ID() string {
	if e.state == edgeUnknown {
		return ""
	}
	return e.text
}

// Why names what decides an edge that is not known.
func (e Edge[T]) Why() string {
	if e.state != edgeUnknown {
		return ""
	}
	return e.text
}

// At returns the range that wrote the reference.
func (e Edge[T]) At() source.Range { return e.at.Range() }

// SameTarget reports whether two edges certainly lead to the same place, and
// whether they certainly lead to different ones; both are false where it is not
// known.
func SameTarget[T any](a, b Edge[T]) (same, different bool) {
	ta, oka := a.Get()
	tb, okb := b.Get()
	switch {
	case oka && okb:
		return ta == tb, ta != tb
	case a.state == edgeOutside && b.state == edgeOutside: // "/?" is a scope that nothing tells
		return a.text == b.text, a.text != b.text && !strings.Contains(a.text+b.text, "/?")
	case oka && b.state == edgeOutside, okb && a.state == edgeOutside:
		return false, true
	case a.state == edgeAnyOf && okb:
		return false, !a.CanBe(tb)
	case b.state == edgeAnyOf && oka:
		return false, !b.CanBe(ta)
	}
	return false, false
}
