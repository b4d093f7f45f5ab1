package plan

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// shape is a node in the tree of member names as they follow each other in
// objects. Resources of one type have the same attributes in the same order, so
// that the next name is nearly always the one that came next last time, and
// all of them can share one list of names.
type shape struct {
	name    string
	ignored bool   // as an attribute of a resource
	next    *shape // where the last object went from here
	others  map[string]*shape
	// kept are the lists of names handed out for objects that ended here: all
	// names of the path but those of members that are null.
	kept [][]string
}

// Maps with ever new keys would make the tree grow without end, to no use.
const (
	maxShapes = 1 << 14
	maxKept   = 16
)

// shapes is the tree with what is needed to let it grow.
type shapes struct {
	root   shape
	count  int
	ignore map[string]bool // attributes of resources that nobody reads
}

// step follows a name. Beyond the limits it returns a node of its own.
func (t *shapes) step(from *shape, name []byte) *shape {
	if n := from.next; n != nil && n.name == string(name) {
		return n
	}
	n := from.others[string(name)]
	if n == nil {
		n = &shape{name: validText(name)}
		n.ignored = t.ignore[n.name]
		if t.count >= maxShapes {
			return n
		}
		t.count++
		if from.others == nil {
			from.others = make(map[string]*shape)
		}
		from.others[string(name)] = n
	}
	from.next = n
	return n
}

// names returns a lasting copy of the names, shared with equal objects.
func (s *shape) names(names []string) []string {
	for _, k := range s.kept {
		if slices.Equal(k, names) {
			return k
		}
	}
	k := slices.Clone(names)
	if len(s.kept) < maxKept {
		s.kept = append(s.kept, k)
	}
	return k
}

// texts is a cache of short strings, which repeat a lot: "Allow", "1.2", a
// location. A newer string takes the place of an older one.
type texts struct {
	cached [1024]string
	room   strings.Builder // where new strings are put, many side by side
}

// roomSize is how many bytes of strings are allocated at a time.
const roomSize = 16 << 10

// keep makes a lasting string.
func (t *texts) keep(raw []byte) string {
	if len(raw) > roomSize/16 || !utf8.Valid(raw) {
		return validText(raw)
	}
	if t.room.Cap()-t.room.Len() < len(raw) {
		t.room.Reset()
		t.room.Grow(roomSize)
	}
	start := t.room.Len()
	t.room.Write(raw)
	return t.room.String()[start:]
}

const maxCached = 48

func (t *texts) get(raw []byte) string {
	n := len(raw)
	switch {
	case n == 0:
		return ""
	case n > maxCached:
		return t.keep(raw)
	}
	// The places that differ most between short strings: their ends and middle.
	hash := uint(n) + uint(raw[0])*7 + uint(raw[n/2])*61 + uint(raw[n-1])*257
	if n > 3 {
		hash += uint(raw[n-3]) * 17
	}
	slot := &t.cached[hash%uint(len(t.cached))]
	if *slot != string(raw) {
		*slot = t.keep(raw)
	}
	return *slot
}
