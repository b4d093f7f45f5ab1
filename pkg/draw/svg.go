package draw

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

// SVGOptions say how a picture is written.
type SVGOptions struct {
	// Prefix makes the ids of a picture differ from those of others on one page.
	Prefix string
	// Inline leaves out the style, which the page has: see [Shapes] and [Style].
	Inline bool
}

// SVG writes graphs as one picture, one below the other.
func SVG(w io.Writer, graphs []*Graph, o SVGOptions) error {
	if o.Prefix == "" {
		o.Prefix = "m"
	}
	out := &svg{w: bufio.NewWriter(w), SVGOptions: o}
	plans := make([]*plan, len(graphs))
	width, height := minPicture, margin
	for i, g := range graphs {
		plans[i] = arrange(g)
		width = max(width, plans[i].w)
		height += headRoom + plans[i].h + margin
	}
	width += 2 * margin
	out.legendAt = height
	legend := out.legendOf(graphs, width)
	height += legend.h
	out.open(graphs, width, height)
	y := margin
	for i, p := range plans {
		out.graph(p, i, y)
		y += headRoom + p.h + margin
	}
	out.legend(legend)
	out.printf("</svg>\n")
	return out.w.Flush()
}

const (
	// minPicture is the least width of a picture, for the legend.
	minPicture = 560
	// headRoom is the height of the line that names a configuration.
	headRoom = 5 * grid
)

// svg writes a picture.
type svg struct {
	SVGOptions
	w        *bufio.Writer
	n        int // of the graph at hand
	legendAt int
}

func (s *svg) printf(format string, args ...any) { fmt.Fprintf(s.w, format, args...) }

// esc makes text fit for XML.
func esc(text string) string {
	var out strings.Builder
	_ = xml.EscapeText(&out, []byte(text)) // a builder never fails
	return out.String()
}

// open writes the head of the picture.
func (s *svg) open(graphs []*Graph, w, h int) {
	s.printf(`<svg xmlns="http://www.w3.org/2000/svg" class="an-map" viewBox="0 0 %d %d" width="%d" height="%d"`, w, h, w, h)
	s.printf(` role="graphics-document document" aria-labelledby="%s-title" aria-describedby="%s-desc">`+"\n", s.Prefix, s.Prefix)
	s.printf("<title id=\"%s-title\">%s</title>\n", s.Prefix, esc(titleOf(graphs)))
	s.printf("<desc id=\"%s-desc\">%s</desc>\n", s.Prefix, esc(descOf(graphs)))
	if !s.Inline {
		s.printf("<style>\n%s%s@media (prefers-color-scheme:dark){\n%s}\n</style>\n", shapes, light.rules(""), dark.rules(""))
	}
	s.printf(`<defs class="arrows">` + "\n")
	for _, c := range arrowClasses {
		if c == string(Closed) {
			s.printf(`<marker id="%s-%s" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="10" markerHeight="10" markerUnits="userSpaceOnUse" orient="auto"><path class="stop %s" d="M6 0V10"/></marker>`+"\n", s.Prefix, c, c)
			continue
		}
		s.printf(`<marker id="%s-%s" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto"><path class="arrow %s" d="M0 .8L10 5L0 9.2z"/></marker>`+"\n", s.Prefix, c, c)
	}
	s.printf("</defs>\n<rect class=\"back\" width=\"%d\" height=\"%d\"/>\n", w, h)
}

// arrowClasses are the colours of lines.
var arrowClasses = []string{"plain", "open", "filtered", "closed", "unknown", "integration", "link", "dns"}

// colour is the class by which an edge gets its colour.
func (e *Edge) colour() string {
	switch {
	case e.State == Closed, e.State == Unknown:
		return string(e.State)
	case e.Flow == Integration, e.Flow == Link, e.Flow == Name:
		return string(e.Flow)
	case e.State == Open, e.State == Filtered:
		return string(e.State)
	}
	return string(Plain)
}

func titleOf(graphs []*Graph) string {
	names := make([]string, len(graphs))
	for i, g := range graphs {
		names[i] = g.Name
	}
	if len(names) > 3 {
		return fmt.Sprintf("App Service network of %d configurations", len(names))
	}
	return "App Service network of " + strings.Join(names, ", ")
}

// described is how many apps the description of a picture lists.
const described = 40

// descOf tells in words what is in a picture.
func descOf(graphs []*Graph) string {
	var lines []string
	for _, g := range graphs {
		lines = append(lines, g.summary()+".")
		n := 0
		g.all(func(b *Box) {
			if b.Kind == App {
				if n++; n <= described {
					lines = append(lines, b.describe()+".")
				}
			}
		})
		if n > described {
			lines = append(lines, fmt.Sprintf("And %d more.", n-described))
		}
	}
	return strings.Join(lines, " ")
}

// graph writes one graph at a height.
func (s *svg) graph(p *plan, n, y int) {
	s.n = n
	if !s.Inline { // a page names it
		s.printf("<text class=\"head\" x=\"%d\" y=\"%d\">%s</text>\n", margin, y+16, esc(fit(p.graph.Name, headSize*bold, 800)))
	}
	s.printf("<text class=\"note\" x=\"%d\" y=\"%d\">%s</text>\n", margin, y+34, esc(p.graph.summary()))
	s.printf("<g transform=\"translate(%d %d)\">\n", margin, y+headRoom)
	for _, c := range p.columns {
		for _, b := range c.boxes {
			s.containers(b)
		}
	}
	for _, b := range p.bundles {
		s.bundle(b)
	}
	for _, c := range p.columns {
		for _, b := range c.boxes {
			s.leaves(b)
		}
	}
	s.printf("</g>\n")
}

// summary counts what the configuration has.
func (g *Graph) summary() string {
	text := g.counts
	if text == "" {
		text = "No app and no network"
	}
	if !g.Elsewhere.isZero() {
		text += "; not in the picture: " + g.Elsewhere.String()
	}
	return text
}

func (s *svg) id(b *Box) string { return fmt.Sprintf("%s-%d-%s", s.Prefix, s.n, b.ID) }

// begin opens the group of a box, with its name for those who do not see it.
func (s *svg) begin(b *Box, class string) {
	if b.Foreign {
		class += " foreign"
	}
	s.printf(`<g id="%s" class="box %s" role="graphics-symbol img" aria-label="%s"`, s.id(b), class, esc(b.describe()))
	if s.Inline {
		s.printf(` tabindex="0" data-address="%s"`, esc(b.Address))
		if b.parent != nil {
			s.printf(` data-parent="%s"`, s.id(b.parent))
		}
	}
	s.printf("><title>%s</title>", esc(joinNonEmpty("\n", b.describe(), b.Address)))
	s.printf(`<rect x="%d" y="%d" width="%d" height="%d" rx="6"/>`, b.x, b.y, b.w, b.h)
}

// containers writes the frames of containers, the outer ones first.
func (s *svg) containers(b *Box) {
	if !b.isContainer() {
		return
	}
	s.begin(b, "container")
	badges := s.badges(b, b.x+b.w-pad, b.y+20)
	title := fit(b.Title, titleSize*bold, float64(b.w-2*pad)-measure(b.Type, typeSize)-8-badges)
	s.printf(`<text class="title" x="%d" y="%d">%s<tspan class="type" dx="6">%s</tspan></text>`, b.x+pad, b.y+20, esc(title), esc(b.Type))
	for i, n := range b.Notes {
		s.printf(`<text class="note" x="%d" y="%d">%s</text>`, b.x+pad, b.y+36+i*noteLine, esc(fit(n, noteSize, float64(b.w-2*pad))))
	}
	s.printf("</g>\n")
	for _, in := range b.Inside {
		s.containers(in)
	}
}

// leaves writes the boxes inside of containers, and those that have none.
func (s *svg) leaves(b *Box) {
	if b.isContainer() {
		for _, in := range b.Inside {
			s.leaves(in)
		}
		return
	}
	s.begin(b, "leaf")
	if b.slim {
		s.slim(b)
		return
	}
	s.badges(b, b.x+b.w-pad+2, b.y+16)
	content := typeLine + titleLine + len(b.Notes)*noteLine + 2
	if len(b.Chips) > 0 {
		content += chipLine
	}
	y := b.y + (b.h-content)/2
	room := float64(b.w - 2*pad)
	s.printf(`<text class="type" x="%d" y="%d">%s</text>`, b.x+pad, y+11, esc(fit(b.Type, typeSize, room-badgesWidth(b.Marks))))
	s.printf(`<text class="title" x="%d" y="%d">%s</text>`, b.x+pad, y+27, esc(fit(b.Title, titleSize*bold, room)))
	y += typeLine + titleLine
	for _, n := range b.Notes {
		s.printf(`<text class="note" x="%d" y="%d">%s</text>`, b.x+pad, y+12, esc(fit(n, noteSize, room)))
		y += noteLine
	}
	s.chips(b, float64(b.x+pad), y)
	s.printf("</g>\n")
}

// slim writes an app in one line: its name, its findings, its doors.
func (s *svg) slim(b *Box) {
	content := 20 + len(b.Notes)*noteLine
	y := b.y + (b.h-content)/2
	chips := chipsWidth(b)
	right := b.x + b.w - pad - int(chips)
	badges := s.badges(b, right-2, y+15)
	room := float64(right-2-b.x-pad) - badges
	s.printf(`<text class="title" x="%d" y="%d">%s</text>`, b.x+pad, y+15, esc(fit(slimTitleOf(b), titleSize*bold, room)))
	s.chips(b, float64(right+4), y-2)
	for i, n := range b.Notes {
		s.printf(`<text class="note" x="%d" y="%d">%s</text>`, b.x+pad, y+31+i*noteLine, esc(fit(n, noteSize, float64(b.w-2*pad))))
	}
	s.printf("</g>\n")
}

// slimTitleOf names an app where there is no line that says of which app a slot is.
func slimTitleOf(b *Box) string {
	if app, ok := strings.CutPrefix(b.Type, slotOf); ok {
		return app + "/" + b.Title
	}
	return b.Title
}

// chips writes chips from a place to the right.
func (s *svg) chips(b *Box, x float64, y int) {
	for _, c := range b.Chips {
		w := chipWidth(c)
		s.printf(`<g class="chip %s"><rect x="%.1f" y="%d" width="%.1f" height="16" rx="8"/><text x="%.1f" y="%d" text-anchor="middle">%s</text></g>`,
			c.State, x, y+4, w, x+w/2, y+16, esc(c.Text))
		x += w + 4
	}
}

func chipWidth(c Chip) float64 { return measure(c.Text, chipSize)*bold + 12 }

const badgeWidth = 28

func badgesWidth(t Tally) float64 {
	w := 0.0
	for _, n := range []int{t.Errors, t.Warnings, t.Notes} {
		if n > 0 {
			w += badgeWidth
		}
	}
	return w
}

// badges writes how many findings a box has, from the right end of a line to the left.
func (s *svg) badges(b *Box, right, base int) float64 {
	x := float64(right)
	for _, m := range []struct {
		n     int
		class string
		shape string
	}{
		{b.Marks.Notes, "notice", "M0 -4.5a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0z"},
		{b.Marks.Warnings, "warning", "M4.5 -9.5L9.6 -.2H-.6z"},
		{b.Marks.Errors, "error", "M2.4 -9.3H6.6L9.3 -6.6V-2.4L6.6 .3H2.4L-.3 -2.4V-6.6z"},
	} {
		if m.n == 0 {
			continue
		}
		x -= badgeWidth
		text := fmt.Sprint(m.n)
		if m.n > 99 {
			text = "99+"
		}
		s.printf(`<g class="badge %s" transform="translate(%.1f %d)"><path d="%s"/><text x="12">%s</text></g>`, m.class, x+4, base, m.shape, text)
	}
	return float64(right) - x
}

// bundle writes the edges of a bundle: their halos first, so that none cuts another.
func (s *svg) bundle(b *bundle) {
	paths := make([]string, len(b.edges))
	for i, e := range b.edges {
		paths[i] = b.path(e, b.branches[i])
	}
	for i, e := range b.edges {
		s.printf(`<g class="edge %s %s" data-from="%s" data-to="%s"><title>%s</title>`, e.Flow, e.colour(), s.id(e.From), s.id(e.To), esc(e.describe()))
		if i == 0 {
			for _, p := range paths {
				s.printf(`<path class="halo" d="%s"/>`, p)
			}
		}
		s.printf(`<path class="line" d="%s"`, paths[i])
		if !e.Both {
			s.printf(` marker-end="url(#%s-%s)"`, s.Prefix, e.colour())
		}
		s.printf("/></g>\n")
	}
}

// path is the way of an edge, from where it comes to where it goes.
func (b *bundle) path(e *Edge, branch *end) string {
	points := []point{{b.hub.side(), b.hub.y}, {b.near.x, b.hub.y}}
	last := b.bends[b.channelOf(branch)]
	if last != b.near {
		points = append(points, point{b.near.x, b.cross}, point{last.x, b.cross})
	}
	points = append(points, point{last.x, branch.y}, point{branch.side(), branch.y})
	if e.From != b.hub.box {
		for i, j := 0, len(points)-1; i < j; i, j = i+1, j-1 {
			points[i], points[j] = points[j], points[i]
		}
	}
	return rounded(points)
}

// side is where the end touches its box.
func (e *end) side() int {
	if e.right {
		return e.box.x + e.box.w
	}
	return e.box.x
}

type point struct{ x, y int }

// corner is the radius of a bend.
const corner = 5

// rounded is a path of horizontal and vertical lines with round corners.
func rounded(points []point) string {
	points = straightened(points)
	var out strings.Builder
	fmt.Fprintf(&out, "M%d %d", points[0].x, points[0].y)
	for i := 1; i < len(points)-1; i++ {
		before, at, after := points[i-1], points[i], points[i+1]
		r := min(corner, distance(before, at)/2, distance(at, after)/2)
		in, away := toward(at, before, r), toward(at, after, r)
		fmt.Fprintf(&out, "L%d %dQ%d %d %d %d", in.x, in.y, at.x, at.y, away.x, away.y)
	}
	last := points[len(points)-1]
	fmt.Fprintf(&out, "L%d %d", last.x, last.y)
	return out.String()
}

// straightened leaves out points that lie on the line between their neighbours.
func straightened(points []point) []point {
	out := points[:1:1]
	for i := 1; i < len(points); i++ {
		p := points[i]
		if n := len(out); n > 1 && (out[n-2].x == out[n-1].x && out[n-1].x == p.x || out[n-2].y == out[n-1].y && out[n-1].y == p.y) {
			out[n-1] = p
			continue
		}
		if out[len(out)-1] != p {
			out = append(out, p)
		}
	}
	return out
}

func distance(a, b point) int { return abs(a.x-b.x) + abs(a.y-b.y) }

func abs(n int) int { return max(n, -n) }

func toward(from, to point, r int) point {
	return point{from.x + sign(to.x-from.x)*r, from.y + sign(to.y-from.y)*r}
}

func sign(n int) int {
	switch {
	case n > 0:
		return 1
	case n < 0:
		return -1
	}
	return 0
}
