package plan

// mask is what after_unknown or after_sensitive says of a value: all of it,
// parts of it, or (the zero value) none of it. Parts that say nothing are left
// out, so that a mask is as small as what it says.
type mask struct {
	all    bool
	list   bool // parts are elements, else members
	sorted bool // parts are in the order of their names
	parts  []part
	// places are those of the parts by name, where there are many that are not sorted.
	places map[string]int
}

type part struct {
	name  string // member
	index int    // element
	used  bool   // the value has it too
	mask  mask
}

func (m *mask) none() bool { return m == nil || !m.all && len(m.parts) == 0 }

// member finds the part of a name. next is where the search goes on; Terraform
// writes both the value and the mask in the order of names.
func (m *mask) member(name string, next *int) *mask {
	if m == nil || m.list || len(m.parts) == 0 {
		return nil
	}
	i := *next
	if m.sorted {
		for i < len(m.parts) && m.parts[i].name < name {
			i++
		}
		*next = i
		if i == len(m.parts) || m.parts[i].name != name {
			return nil
		}
	} else if i = m.search(name); i < 0 {
		return nil
	}
	m.parts[i].used = true
	return &m.parts[i].mask
}

// fewParts is up to how many parts looking at each is as good as a table.
const fewParts = 32

func (m *mask) search(name string) int {
	if len(m.parts) > fewParts {
		return m.place(name)
	}
	for i := range m.parts {
		if m.parts[i].name == name {
			return i
		}
	}
	return -1
}

func (m *mask) place(name string) int {
	if m.places == nil {
		m.places = make(map[string]int, len(m.parts))
		for i := len(m.parts) - 1; i >= 0; i-- { // of two of a name, the first
			m.places[m.parts[i].name] = i
		}
	}
	if i, ok := m.places[name]; ok {
		return i
	}
	return -1
}

// element finds the part of an index; next as for member.
func (m *mask) element(index int, next *int) *mask {
	if m == nil || !m.list {
		return nil
	}
	for *next < len(m.parts) && m.parts[*next].index < index {
		*next++
	}
	if *next == len(m.parts) || m.parts[*next].index != index {
		return nil
	}
	return &m.parts[*next].mask
}

// masks reads masks; what it returns holds until the next reset.
type masks struct {
	stack []part
	arena []part
	names texts
	count int // of parts since the reset
}

func (r *masks) reset() {
	r.arena, r.count = r.arena[:0], 0
}

// read reads a mask. Anything but true, objects and lists says nothing.
func (r *masks) read(p *parser) mask {
	if r.count++; r.count > maxValues {
		p.fail("its masks have more than %d values, which is the limit", maxValues)
		return mask{}
	}
	switch p.peek() {
	case '{':
		return r.object(p)
	case '[':
		return r.elements(p)
	case '"':
		p.skip()
		return mask{}
	}
	raw := p.literal()
	return mask{all: len(raw) > 0 && raw[0] == 't'}
}

func (r *masks) object(p *parser) mask {
	base, sorted := len(r.stack), true
	p.pos++
	for first := true; p.more('}', first); first = false {
		name := p.name()
		m := r.read(p)
		if m.none() || p.err != nil {
			continue
		}
		text := r.names.get(name)
		if len(r.stack) > base && text <= r.stack[len(r.stack)-1].name {
			sorted = false
		}
		r.stack = append(r.stack, part{name: text, mask: m})
	}
	return mask{parts: r.keep(base), sorted: sorted}
}

func (r *masks) elements(p *parser) mask {
	base := len(r.stack)
	p.pos++
	for i := 0; p.more(']', i == 0); i++ {
		if m := r.read(p); !m.none() {
			r.stack = append(r.stack, part{index: i, mask: m})
		}
	}
	return mask{list: true, parts: r.keep(base)}
}

// keep moves parts from the stack to where they can stay.
func (r *masks) keep(base int) []part {
	found := r.stack[base:]
	start := len(r.arena)
	r.arena = append(r.arena, found...)
	r.stack = r.stack[:base]
	return r.arena[start:len(r.arena):len(r.arena)]
}
