package draw

import (
	"cmp"
	"math"
	"slices"
)

// All boxes lie on a grid. On it the ends of lines at the left of boxes, at their right,
// and the lines that cross a column lie in rows of their own, so that no two of them
// ever cover each other.
const (
	grid       = 12
	leftRow    = 0
	rightRow   = 4
	crossRow   = 8
	pad        = grid
	gap        = grid
	rootGap    = 2 * grid
	minWidth   = 120
	maxWidth   = 280
	headHeight = 3 * grid
	margin     = 2 * grid
	// square is the height of a column that is as high as a picture is wide, more or
	// less; a lane is broken into several columns by it.
	square = 1000
	// crowded is how many apps there are before each is drawn in one line.
	crowded = 16
)

// place is where a box lies.
type place struct {
	x, y, w, h int
	col        int
	// head is the height of a container above what is inside.
	head int
	// left and right are the ends of bundles at the sides.
	left, right []*end
	// slim is set for an app that is drawn in one line.
	slim bool
}

// plan is the layout of one graph.
type plan struct {
	graph    *Graph
	columns  []*column
	channels []*channel // channels[i] is at the right of columns[i]
	bundles  []*bundle
	w, h     int
	// tall is the height up to which a lane is one column.
	tall int
}

// column is a stack of boxes.
type column struct {
	lane  Lane
	boxes []*Box
	x, w  int
}

// arrange works out where everything lies.
func arrange(g *Graph) *plan {
	p := &plan{graph: g}
	apps := 0
	g.all(func(b *Box) {
		if b.Kind == App {
			apps++
		}
	})
	g.all(func(b *Box) {
		b.place = place{slim: b.Kind == App && apps > crowded && !g.Collapsed}
		size(b)
	})
	p.tall = p.heightOfColumns()
	p.stack()
	p.bundle()
	g.all(func(b *Box) { grow(b) })
	p.position()
	p.route()
	return p
}

// size works out how large a leaf must be; containers are sized from inside out.
func size(b *Box) {
	b.w = widthOf(b)
	b.h = heightOf(b)
}

func widthOf(b *Box) int {
	badges := badgesWidth(b.Marks)
	w := measure(b.Title, titleSize) * bold
	if b.slim {
		w = measure(slimTitleOf(b), titleSize) * bold
		return roundUp(int(min(w, slimTitle)+badges+chipsWidth(b)) + 2*pad + 12)
	}
	if b.isContainer() {
		w += measure(b.Type, typeSize) + 8 + badges
	} else {
		w = max(w, measure(b.Type, typeSize)+badges+4)
	}
	for _, n := range b.Notes {
		w = max(w, measure(n, noteSize))
	}
	w = min(max(w, chipsWidth(b))+2*pad, maxWidth)
	return roundUp(max(int(math.Ceil(w)), minWidth))
}

// slimTitle is the most room that the name of an app has beside its chips.
const slimTitle = 200

func chipsWidth(b *Box) float64 {
	w := 0.0
	for _, c := range b.Chips {
		w += chipWidth(c) + 4
	}
	return w
}

// isContainer reports whether the box is drawn around others, or as one that could be.
func (b *Box) isContainer() bool { return b.Kind.isContainer() && (b.Lane != Sources) }

// The heights of the lines in a box.
const (
	typeLine  = 14
	titleLine = 17
	noteLine  = 15
	chipLine  = 20
)

func heightOf(b *Box) int {
	h := len(b.Notes) * noteLine
	if b.isContainer() {
		h += headHeight - 4
		b.head = roundUp(h)
		return b.head
	}
	if b.slim {
		return roundUp(h + 3*grid)
	}
	h += typeLine + titleLine + 10
	if len(b.Chips) > 0 {
		h += chipLine
	}
	return roundUp(h)
}

func roundUp(n int) int { return (n + grid - 1) / grid * grid }

// heightOfColumns is how high a lane may be in one column: the apps and the networks
// make about as many columns as make the picture a square.
func (p *plan) heightOfColumns() int {
	heights := map[Lane]int{}
	for _, b := range p.graph.Boxes {
		heights[b.Lane] += total(b) + rootGap
	}
	tall := square
	for _, lane := range []Lane{Apps, Networks} {
		h := heights[lane]
		columns := max(1, int(math.Round(math.Sqrt(float64(h)/square))))
		if p.graph.Collapsed { // a long picture with short lines is easier to follow
			columns = 1
		}
		limit := h / columns
		for range columns { // room for what does not fill a column
			if p.columnsAt(lane, limit) <= columns {
				break
			}
			limit += limit / (4 * columns)
		}
		tall = max(tall, limit)
	}
	return tall
}

// columnsAt is how many columns a lane makes with a limit to their height.
func (p *plan) columnsAt(lane Lane, limit int) int {
	n, used := 1, 0
	for _, b := range p.graph.Boxes {
		if b.Lane != lane {
			continue
		}
		h := total(b)
		if used > 0 && used+h > limit {
			n, used = n+1, 0
		}
		used += h + rootGap
	}
	return n
}

// stack puts the outermost boxes into columns, lane by lane.
func (p *plan) stack() {
	for lane := Sources; lane <= Targets; lane++ {
		var current *column
		used := 0
		for _, b := range p.graph.Boxes {
			if b.Lane != lane {
				continue
			}
			for _, part := range p.breakUp(b) {
				h := total(part)
				if current == nil || used > 0 && used+h > p.tall {
					current = &column{lane: lane}
					p.columns = append(p.columns, current)
					used = 0
				}
				current.boxes = append(current.boxes, part)
				used += h + rootGap
				assign(part, len(p.columns)-1)
			}
		}
	}
}

func assign(b *Box, col int) {
	b.col = col
	for _, in := range b.Inside {
		assign(in, col)
	}
}

// total is the height of a box with what is inside.
func total(b *Box) int {
	if len(b.Inside) == 0 {
		return b.h
	}
	h := b.head
	for _, in := range b.Inside {
		h += total(in) + gap
	}
	return h
}

// breakUp breaks a container that is too tall for a column into several ones. Edges
// of the container end at the first.
func (p *plan) breakUp(b *Box) []*Box {
	if total(b) <= p.tall || len(b.Inside) < 2 && (len(b.Inside) == 0 || len(b.Inside[0].Inside) < 2) {
		return []*Box{b}
	}
	var inside []*Box
	for _, in := range b.Inside {
		inside = append(inside, p.breakUp(in)...)
	}
	first := *b
	parts := []*Box{b}
	b.Inside = nil
	used := b.head
	for _, in := range inside {
		h := total(in) + gap
		last := parts[len(parts)-1]
		if used+h > p.tall && len(last.Inside) > 0 {
			last = continued(&first, len(parts)+1)
			parts = append(parts, last)
			used = last.head
		}
		last.Inside = append(last.Inside, in)
		in.parent = last
		used += h
	}
	return parts
}

// continued is a further part of a container.
func continued(b *Box, part int) *Box {
	next := *b
	next.Inside, next.Chips, next.Marks, next.Notes = nil, nil, Tally{}, []string{"continued"}
	next.ID = b.ID + "p" + string(rune('a'+min(part, 25)))
	next.h = heightOf(&next)
	return &next
}

// grow makes room for the ends of lines at the sides of a box.
func grow(b *Box) {
	n := max(len(b.left), len(b.right))
	if b.isContainer() {
		b.head = max(b.head, (n+1)*grid)
		b.h = b.head
		return
	}
	b.h = max(b.h, (n+1)*grid)
}

// position gives every box its place: the apps first, then what is beside them, each
// lane close to what it is connected with.
func (p *plan) position() {
	for _, c := range p.columns {
		for _, b := range c.boxes {
			fitInside(b)
			c.w = max(c.w, b.w)
		}
		for _, b := range c.boxes {
			widen(b, c.w)
		}
	}
	placed := map[*column]bool{}
	for _, lane := range []Lane{Apps, Networks, Fronts, Exits, Targets, Sources} {
		for _, c := range p.columns {
			if c.lane == lane {
				p.settle(c, placed)
				placed[c] = true
			}
		}
		if lane == Networks && p.graph.Collapsed {
			p.spread(placed)
		}
	}
	for _, c := range p.columns { // once more, now that all have a place
		if c.lane != Apps {
			p.settle(c, placed)
		}
	}
}

// spread moves the apps of a long picture to the networks that they are connected with,
// which take more room, and these once more to the apps.
func (p *plan) spread(placed map[*column]bool) {
	networks := map[*column]bool{}
	for _, c := range p.columns {
		networks[c] = c.lane == Networks
	}
	for _, lane := range []Lane{Apps, Networks} {
		for _, c := range p.columns {
			switch {
			case c.lane != lane:
			case lane == Apps:
				p.settle(c, networks)
			default:
				p.settle(c, placed)
			}
		}
	}
}

// fitInside sizes a container by what is inside.
func fitInside(b *Box) {
	if len(b.Inside) == 0 {
		return
	}
	b.h = b.head
	for _, in := range b.Inside {
		fitInside(in)
		b.w = max(b.w, in.w+2*pad)
		b.h += in.h + gap
	}
}

func widen(b *Box, w int) {
	b.w = w
	for _, in := range b.Inside {
		widen(in, w-2*pad)
	}
}

// settle places the boxes of a column near those that they are connected with.
func (p *plan) settle(c *column, placed map[*column]bool) {
	wanted := map[*Box]float64{}
	for _, b := range c.boxes {
		p.want(b, c, placed, wanted)
	}
	if len(wanted) > 0 {
		arrangeBy(c.boxes, wanted)
	}
	y := math.MinInt
	for i, b := range c.boxes {
		at := y
		if i == 0 {
			at = 0
		}
		if w, ok := wanted[b]; ok {
			at = max(y, int(w)-b.h/2)
		} else if at == math.MinInt {
			at = 0
		}
		move(b, at/grid*grid)
		y = b.y + b.h + rootGap
	}
	pullUp(c, wanted)
}

// pullUp moves a column up or down as a whole, so that its boxes are on average where
// they are wanted.
func pullUp(c *column, wanted map[*Box]float64) {
	off, n := 0.0, 0
	for _, b := range c.boxes {
		if w, ok := wanted[b]; ok {
			off += w - float64(b.y) - float64(b.h)/2
			n++
		}
	}
	if n == 0 {
		return
	}
	shift := int(math.Round(off/float64(n)/grid)) * grid
	for _, b := range c.boxes {
		move(b, b.y+shift)
	}
}

// arrangeBy orders boxes by where they are wanted, and inside containers likewise.
// What nothing leads to stays behind what it followed.
func arrangeBy(boxes []*Box, wanted map[*Box]float64) {
	keys := make(map[*Box]float64, len(boxes))
	last := math.Inf(-1)
	for _, b := range boxes {
		if w, ok := wanted[b]; ok {
			last = w
		}
		keys[b] = last
		arrangeBy(b.Inside, wanted)
	}
	slices.SortStableFunc(boxes, func(a, b *Box) int { return cmp.Compare(keys[a], keys[b]) })
}

// want works out where a box and those inside it are wanted: at the mean of what they
// are connected with in columns that have their place.
func (p *plan) want(b *Box, c *column, placed map[*column]bool, wanted map[*Box]float64) (sum float64, n int) {
	for _, e := range p.ends(b) {
		if far := p.columns[e.col]; far != c && placed[far] {
			sum += float64(e.y) + float64(e.h)/2
			n++
		}
	}
	for _, in := range b.Inside {
		s, m := p.want(in, c, placed, wanted)
		sum, n = sum+s, n+m
	}
	if n > 0 {
		wanted[b] = sum / float64(n)
	}
	return sum, n
}

// ends are the boxes that a box is connected with.
func (p *plan) ends(b *Box) []*Box {
	var out []*Box
	for _, side := range [][]*end{b.left, b.right} {
		for _, e := range side {
			out = append(out, e.far()...)
		}
	}
	return out
}

// move places a box with what is inside.
func move(b *Box, y int) {
	b.y = y
	y += b.head
	for _, in := range b.Inside {
		move(in, y)
		y += in.h + gap
	}
}
