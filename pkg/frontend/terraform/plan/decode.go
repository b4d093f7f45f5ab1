package plan

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// decoder makes values of captured JSON. Each worker has one; what it keeps
// between resources is only there to make the next one cheaper.
type decoder struct {
	parser
	masks  masks
	shapes shapes
	texts  texts

	at   iac.Place // of the resource; every value has it
	none iac.Value // the empty list at that place
	// deferred makes unknown whatever does not identify the resource.
	deferred bool
	// attribute is called for each attribute of the resource, null ones too.
	attribute func(name string)

	values int         // so far
	names  []string    // of objects under way
	items  []iac.Value // of objects and lists under way
	slab   []iac.Value // room for finished ones
}

// maxValues is how many values a resource may have, ten times those of the largest known.
const maxValues = 500_000

// slabSize is how many values are allocated at a time: just below 32 KB, from
// where on the allocator rounds up to whole pages.
const slabSize = 800

// place sets the place of the values to come.
func (d *decoder) place(at source.Range) {
	d.at = iac.PlaceOf(at)
	d.none = d.at.List(nil)
	d.names, d.items = d.names[:0], d.items[:0]
}

// start begins with the text of a resource.
func (d *decoder) start(e *entry, raw []byte) {
	d.load(raw)
	d.place(e.resource.At)
	d.deferred, d.attribute, d.values = false, nil, 0
	if e.sample != nil {
		d.attribute = func(name string) { e.sample[name] = true }
	}
}

// finish gives up a resource whose text is not JSON after all.
func (d *decoder) finish(e *entry) {
	e.name = e.resource.Body.Get("name").Scalar()
	if d.err != nil {
		e.problem("%s could not be read: %s; it is left out.", e.address, d.err)
		e.resource = nil
	}
}

// body decodes the attributes of a resource.
func (d *decoder) body(unknown, sensitive *mask) iac.Value {
	secret := sensitive != nil && sensitive.all
	kind := d.kind()
	if kind == jsonObject {
		return d.object(unknown, sensitive, secret, true)
	}
	if kind != jsonNull {
		d.fail("it should be an object but is %s", kind)
		return iac.Value{}
	}
	d.literal()
	return d.fill(unknown, sensitive, secret)
}

// value decodes the next value. secret says that what it is part of is
// sensitive.
func (d *decoder) value(unknown, sensitive *mask, secret bool) iac.Value {
	secret = secret || sensitive != nil && sensitive.all
	if d.values++; d.values > maxValues {
		d.fail("it has more than %d values, which is the limit", maxValues)
		return d.at.Null()
	}
	c := d.peek()
	if unknown != nil && (unknown.all || !unknown.list == (c == '[') || c != '{' && c != '[') {
		// All of it is unknown, or the mask is of another shape than the value,
		// as it is where the value is null in place of an unknown one.
		d.skip()
		return d.fill(unknown, sensitive, secret)
	}
	var v iac.Value
	switch c {
	case '{':
		return d.object(unknown, sensitive, secret, false)
	case '[':
		return d.list(unknown, sensitive, secret)
	case '"':
		raw, escaped := d.quoted()
		if escaped {
			v = d.at.String(validText(unescape(raw)))
		} else {
			v = d.at.String(d.texts.get(raw))
		}
	default:
		raw := d.literal()
		switch {
		case d.err != nil || raw[0] == 'n':
			v = d.at.Null()
		case raw[0] == 't' || raw[0] == 'f':
			v = d.at.Bool(raw[0] == 't')
		default:
			v = d.at.Number(d.texts.get(raw))
		}
	}
	if secret {
		return v.Sensitive()
	}
	return v
}

// object decodes an object. Members that are null are left out: for readers
// they are the same as absent ones.
func (d *decoder) object(unknown, sensitive *mask, secret, top bool) iac.Value {
	d.pos++
	names, items := len(d.names), len(d.items)
	var u, s int
	at, last, ordered := &d.shapes.root, "", true
	for first := true; d.more('}', first); first = false {
		raw := d.name()
		if d.err != nil {
			break
		}
		at = d.shapes.step(at, raw)
		if unknown != nil || sensitive != nil {
			ordered = ordered && last <= at.name
			if last = at.name; !ordered {
				unorder(unknown)
				unorder(sensitive)
			}
		}
		hidden := unknown.member(at.name, &u)
		if top {
			if d.attribute != nil {
				d.attribute(at.name)
			}
			if at.ignored {
				d.skip()
				continue
			}
		}
		v := d.value(hidden, sensitive.member(at.name, &s), secret)
		if top && d.deferred && !identifies(at.name, v) {
			v = d.at.Unknown()
		}
		if v.Kind() != iac.Null {
			d.names = append(d.names, at.name)
			d.items = append(d.items, v)
		}
	}
	if unknown != nil {
		d.absent(unknown, sensitive, secret, top)
	}
	keys := at.names(d.names[names:])
	d.names = d.names[:names]
	return d.mark(d.at.Object(keys, d.keep(items)), secret)
}

// unorder makes a mask searchable where the value's members are not in order.
func unorder(m *mask) {
	if m != nil {
		m.sorted = false
	}
}

// absent adds the members that are in the mask alone: unknown ones are absent
// from the value.
func (d *decoder) absent(unknown, sensitive *mask, secret, top bool) {
	for i := range unknown.parts {
		p := &unknown.parts[i]
		if top && d.attribute != nil {
			d.attribute(p.name)
		}
		if p.used || unknown.list || top && d.shapes.ignore[p.name] {
			continue
		}
		var s int
		d.names = append(d.names, p.name)
		d.items = append(d.items, d.fill(&p.mask, sensitive.member(p.name, &s), secret))
	}
}

func (d *decoder) list(unknown, sensitive *mask, secret bool) iac.Value {
	d.pos++
	items := len(d.items)
	var u, s, n int
	for d.more(']', n == 0) {
		v := d.value(unknown.element(n, &u), sensitive.element(n, &s), secret)
		d.items = append(d.items, v)
		n++
	}
	if unknown != nil && len(unknown.parts) > 0 {
		for last := unknown.parts[len(unknown.parts)-1].index; n <= last; n++ {
			d.items = append(d.items, d.fill(unknown.element(n, &u), sensitive.element(n, &s), secret))
		}
	}
	if n == 0 {
		return d.mark(d.none, secret)
	}
	return d.mark(d.at.List(d.keep(items)), secret)
}

// fill makes the value that a mask alone describes.
func (d *decoder) fill(unknown, sensitive *mask, secret bool) iac.Value {
	secret = secret || sensitive != nil && sensitive.all
	switch {
	case unknown.none():
		return d.at.Null()
	case unknown.all:
		return d.mark(d.at.Unknown(), secret)
	}
	var u, s int
	items := len(d.items)
	if unknown.list {
		for i := range unknown.parts[len(unknown.parts)-1].index + 1 {
			d.items = append(d.items, d.fill(unknown.element(i, &u), sensitive.element(i, &s), secret))
		}
		return d.mark(d.at.List(d.keep(items)), secret)
	}
	keys := make([]string, len(unknown.parts))
	unorder(sensitive)
	for i := range unknown.parts {
		p := &unknown.parts[i]
		keys[i] = p.name
		d.items = append(d.items, d.fill(&p.mask, sensitive.member(p.name, &s), secret))
	}
	return d.mark(d.at.Object(keys, d.keep(items)), secret)
}

func (d *decoder) mark(v iac.Value, secret bool) iac.Value {
	if secret {
		return v.Sensitive()
	}
	return v
}

// keep moves finished items from the stack to a slice of their own.
func (d *decoder) keep(base int) []iac.Value {
	found := d.items[base:]
	n := len(found)
	var out []iac.Value
	if n > slabSize/4 {
		out = make([]iac.Value, n)
	} else {
		if n > len(d.slab) {
			d.slab = make([]iac.Value, slabSize)
		}
		out, d.slab = d.slab[:n:n], d.slab[n:]
	}
	copy(out, found)
	clear(found) // do not keep alive what may be dropped
	d.items = d.items[:base]
	return out
}

// identifies reports whether an attribute says which resource is meant rather
// than what it is like: the only values of a deferred change to rely on.
func identifies(name string, v iac.Value) bool {
	if v.Kind() != iac.String {
		return false
	}
	switch name {
	case "id", "name", "parent_id", "type":
		return true
	}
	return strings.HasSuffix(name, "_name")
}
