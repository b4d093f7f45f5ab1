package network

import (
	"fmt"
	"strings"
)

// Title names the site in a message: web app "shop", or slot "staging" of web
// app "shop".
func (s *Site) Title() string {
	if !s.Slot {
		return fmt.Sprintf("%s %q", s.Kind, s.Label())
	}
	if app, ok := s.Parent.Get(); ok {
		return fmt.Sprintf("slot %q of %s %q", s.Label(), app.Kind, app.Label())
	}
	return fmt.Sprintf("slot %q of a %s", s.Label(), s.Kind)
}

// TitlesOf names sites in a message, the first ones at least: web app "shop",
// web app "api" and 3 more.
func TitlesOf(sites []*Site) string {
	titles := make([]string, len(sites))
	for i, s := range sites {
		titles[i] = s.Title()
	}
	return Enumerate(titles)
}

// enumerated is how many things a message lists before it only counts them.
const enumerated = 3

// Enumerate joins words for a message: "a", "a and b", "a, b and c", and for
// more of them "a, b, c and 4 more".
func Enumerate(words []string) string {
	switch n := len(words); {
	case n == 0:
		return ""
	case n == 1:
		return words[0]
	case n > enumerated+1: // "and 1 more" is no shorter than the one
		return fmt.Sprintf("%s and %d more", strings.Join(words[:enumerated], ", "), n-enumerated)
	default:
		return strings.Join(words[:n-1], ", ") + " and " + words[n-1]
	}
}

// Label names the target of an edge in a message: the one target, or the last
// part of an id that leads out of this configuration; "" where neither is known.
func (e Edge[T]) Label() string {
	if target, ok := e.Get(); ok {
		if subject, ok := any(target).(Subject); ok {
			return subject.Common().Label()
		}
	}
	id := e.ID()
	return id[strings.LastIndexByte(id, '/')+1:]
}
