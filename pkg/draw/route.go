package draw

import (
	"cmp"
	"slices"
)

// channel is the room between two columns, where lines run up and down in tracks.
type channel struct {
	bends  []*bend
	tracks int
	x, w   int
}

// The measures of a channel.
const (
	track        = 9
	channelSides = 44
)

// bend is the part of a bundle that runs up and down in a channel.
type bend struct {
	bundle   *bundle
	top, end int
	track    int
	x        int
}

// bundle is a set of edges that run together like a tree: they share one end, the hub,
// leave it at the same side, and cross the columns on their way in one line.
type bundle struct {
	edges []*Edge
	// hub is the end that all edges share.
	hub *end
	// branches are the other ends, one for each edge.
	branches []*end
	// bends are those of the bundle by channel. The one next to the hub is always there.
	bends map[int]*bend
	near  *bend
	// cross is where the bundle crosses columns, if there are several bends.
	cross int
}

// end is where a bundle ends at a side of a box.
type end struct {
	box    *Box
	bundle *bundle
	isHub  bool
	right  bool
	door   string
	y      int
}

// far returns the boxes at the other ends of the bundle.
func (e *end) far() []*Box {
	if !e.isHub {
		return []*Box{e.bundle.hub.box}
	}
	out := make([]*Box, len(e.bundle.branches))
	for i, b := range e.bundle.branches {
		out[i] = b.box
	}
	return out
}

type bundleKey struct {
	hub   *Box
	out   bool // of the hub
	right bool // the side of the hub
	flow  Flow
	state State
}

// bundle joins the edges that run together, and gives their ends a side of a box.
func (p *plan) bundle() {
	p.channels = make([]*channel, len(p.columns))
	for i := range p.channels {
		p.channels[i] = &channel{}
	}
	made := map[bundleKey]*bundle{}
	fans := p.fans()
	for _, e := range p.graph.Edges {
		hub, branch, out := e.From, e.To, true
		if fans[fan{e.To, false, e.Flow, e.State}] > fans[fan{e.From, true, e.Flow, e.State}] {
			hub, branch, out = e.To, e.From, false
		}
		key := bundleKey{hub, out, branch.col >= hub.col, e.Flow, e.State}
		b := made[key]
		if b == nil {
			b = &bundle{bends: map[int]*bend{}}
			b.hub = p.end(b, hub, branch.col, "")
			b.hub.isHub = true
			made[key] = b
			p.bundles = append(p.bundles, b)
		}
		door := ""
		if out {
			door = e.Door
		}
		b.edges = append(b.edges, e)
		b.branches = append(b.branches, p.end(b, branch, hub.col, door))
	}
}

// fan is one side of a box for one kind of edge.
type fan struct {
	box   *Box
	out   bool
	flow  Flow
	state State
}

// fans counts the edges at each side.
func (p *plan) fans() map[fan]int {
	n := map[fan]int{}
	for _, e := range p.graph.Edges {
		n[fan{e.From, true, e.Flow, e.State}]++
		n[fan{e.To, false, e.Flow, e.State}]++
	}
	return n
}

// end returns the end of a bundle at the side of a box that looks to a column.
func (p *plan) end(b *bundle, box *Box, to int, door string) *end {
	right := to >= box.col
	e := &end{box: box, bundle: b, right: right, door: door}
	if right {
		box.right = append(box.right, e)
	} else {
		box.left = append(box.left, e)
	}
	return e
}

// route gives every end its height, every bend its track and every bundle its way
// across columns.
func (p *plan) route() {
	p.graph.all(ports)
	for _, c := range p.columns { // parts of containers
		each(c.boxes, ports)
	}
	var crossings []*bundle
	for _, b := range p.bundles {
		b.near = p.bend(b, b.nearest())
		for _, e := range b.branches {
			p.bend(b, b.channelOf(e))
		}
		if len(b.bends) > 1 {
			crossings = append(crossings, b)
		}
	}
	p.cross(crossings)
	for _, b := range p.bundles {
		b.stretch()
	}
	x := 0
	for i, c := range p.columns {
		c.x = x
		for _, b := range c.boxes {
			shift(b, x)
		}
		ch := p.channels[i]
		ch.pack()
		ch.x = x + c.w
		if i == len(p.columns)-1 && ch.tracks == 0 {
			ch.w = 0
		}
		x = ch.x + ch.w
		for _, b := range ch.bends {
			b.x = ch.x + channelSides/2 + b.track*track
		}
	}
	p.bounds(x)
}

func shift(b *Box, x int) {
	b.x = x
	for _, in := range b.Inside {
		shift(in, x+pad)
	}
}

// ports spreads the ends at the sides of a box over its height.
func ports(b *Box) {
	height := b.h
	if b.isContainer() {
		height = b.head
	}
	spread(b, b.left, height, leftRow)
	spread(b, b.right, height, rightRow)
}

func spread(b *Box, ends []*end, height, row int) {
	if len(ends) == 0 {
		return
	}
	slices.SortStableFunc(ends, func(x, y *end) int {
		return cmp.Or(doorRow(x.door)-doorRow(y.door), cmp.Compare(x.center(), y.center()))
	})
	slots := height/grid - 1
	step := 1
	if len(ends) > 1 && (len(ends)-1)*2 < slots {
		step = 2
	}
	first := (slots - (len(ends)-1)*step - 1) / 2
	for i, e := range ends {
		e.y = b.y + grid*(1+first+i*step)
		if row != leftRow {
			e.y += row - grid/2 + 2 // about as far down as at the left
			e.y = b.y + (e.y-b.y)/grid*grid + row
		}
	}
}

// doorRow has what comes to the main site end above what comes to the SCM site.
func doorRow(door string) int {
	if door == doorSCM {
		return 1
	}
	return 0
}

// center is the mean height of what is at the other end.
func (e *end) center() int {
	sum, far := 0, e.far()
	for _, b := range far {
		sum += b.y + b.h/2
	}
	return sum / len(far)
}

// nearest is the channel next to the hub of a bundle.
func (b *bundle) nearest() int {
	if b.hub.right {
		return b.hub.box.col
	}
	return b.hub.box.col - 1
}

// channelOf is the channel next to a branch, at its side that looks to the hub.
func (b *bundle) channelOf(branch *end) int {
	if branch.right {
		return branch.box.col
	}
	return branch.box.col - 1
}

// bend returns the bend of a bundle in a channel.
func (p *plan) bend(b *bundle, channel int) *bend {
	if d := b.bends[channel]; d != nil {
		return d
	}
	d := &bend{bundle: b}
	b.bends[channel] = d
	p.channels[channel].bends = append(p.channels[channel].bends, d)
	return d
}

// span returns the first and the last channel of a bundle.
func (b *bundle) span() (first, last int) {
	first, last = b.nearest(), b.nearest()
	for i := range b.bends {
		first, last = min(first, i), max(last, i)
	}
	return first, last
}

// crossing is a line that crosses columns.
type crossing struct{ from, to, y int }

// cross finds for bundles the nearest way across the columns between their bends that
// touches no box and no other one.
func (p *plan) cross(bundles []*bundle) {
	var taken []crossing
	for _, b := range bundles {
		first, last := b.span()
		c := crossing{first + 1, last, 0}
		base := (b.hub.y-crossRow)/grid*grid + crossRow
		for d := 0; ; d++ {
			if c.y = base - d*grid; p.free(c, taken) {
				break
			}
			if c.y = base + d*grid; p.free(c, taken) {
				break
			}
		}
		b.cross = c.y
		taken = append(taken, c)
	}
}

// clearance is how far a line stays away from the boxes that it passes.
const clearance = 6

func (p *plan) free(c crossing, taken []crossing) bool {
	for i := c.from; i <= c.to; i++ {
		for _, b := range p.columns[i].boxes {
			if c.y > b.y-clearance && c.y < b.y+b.h+clearance {
				return false
			}
		}
	}
	for _, t := range taken {
		if t.y == c.y && t.from <= c.to+1 && c.from <= t.to+1 { // with the channels beside
			return false
		}
	}
	return true
}

// stretch tells the bends of a bundle how far they reach.
func (b *bundle) stretch() {
	ys := map[*bend][]int{b.near: {b.hub.y}}
	for _, e := range b.branches {
		d := b.bends[b.channelOf(e)]
		ys[d] = append(ys[d], e.y)
	}
	for _, d := range b.bends {
		if len(b.bends) > 1 {
			ys[d] = append(ys[d], b.cross)
		}
		d.top, d.end = slices.Min(ys[d]), slices.Max(ys[d])
	}
}

// pack gives the bends of a channel tracks in which they do not touch.
func (c *channel) pack() {
	order := slices.Clone(c.bends)
	slices.SortStableFunc(order, func(a, b *bend) int {
		return cmp.Or(cmp.Compare(a.end-a.top, b.end-b.top), cmp.Compare(a.top, b.top))
	})
	var tracks [][]*bend
	for _, b := range order {
		i := slices.IndexFunc(tracks, func(t []*bend) bool {
			return !slices.ContainsFunc(t, func(o *bend) bool { return b.top <= o.end+grid && o.top <= b.end+grid })
		})
		if i < 0 {
			i = len(tracks)
			tracks = append(tracks, nil)
		}
		b.track = i
		tracks[i] = append(tracks[i], b)
	}
	c.tracks = len(tracks)
	c.w = roundUp(channelSides + max(c.tracks-1, 0)*track)
}

// bounds moves everything so that it begins at the margin, and tells how large it is.
func (p *plan) bounds(right int) {
	top, bottom := 0, 0
	first := true
	add := func(from, to int) {
		if first {
			top, bottom, first = from, to, false
			return
		}
		top, bottom = min(top, from), max(bottom, to)
	}
	for _, c := range p.columns {
		for _, b := range c.boxes {
			add(b.y, b.y+b.h)
		}
	}
	for _, b := range p.bundles {
		if len(b.bends) > 1 {
			add(b.cross-grid, b.cross+grid)
		}
	}
	for _, c := range p.columns {
		for _, b := range c.boxes {
			move(b, b.y-top)
		}
	}
	for _, b := range p.bundles {
		b.cross -= top
		b.hub.y -= top
		for _, e := range b.branches {
			e.y -= top
		}
	}
	p.w, p.h = right, bottom-top
}
