package draw

import "math"

// legend explains the lines of a picture.
type legend struct {
	entries []entry
	h       int
}

type entry struct {
	class, text string
	x, y        int
}

// legendLine is the length of the line before a word.
const legendLine = 30

// legendOf lists the lines that graphs have, in rows of a width.
func (s *svg) legendOf(graphs []*Graph, width int) legend {
	used := map[string]bool{}
	for _, g := range graphs {
		for _, e := range g.Edges {
			used[e.colour()] = true
		}
	}
	var l legend
	x, y := margin, 10
	for _, e := range []entry{
		{class: "open", text: "open: all get in"}, {class: "filtered", text: "filtered: some get in"}, {class: "closed", text: "closed"},
		{class: "unknown", text: "cannot tell"}, {class: "plain", text: "traffic"}, {class: "integration", text: "VNet integration"},
		{class: "link", text: "private endpoint"}, {class: "dns", text: "DNS"},
	} {
		if !used[e.class] {
			continue
		}
		w := legendLine + 8 + int(math.Ceil(measure(e.text, noteSize))) + 20
		if x+w > width-margin && x > margin {
			x, y = margin, y+18
		}
		e.x, e.y = x, y
		x += w
		l.entries = append(l.entries, e)
	}
	if len(l.entries) > 0 {
		l.h = y + margin
	}
	return l
}

// legend writes the legend at the bottom.
func (s *svg) legend(l legend) {
	s.printf(`<g class="legend" transform="translate(0 %d)">`+"\n", s.legendAt)
	for _, e := range l.entries {
		s.printf(`<g class="%s"><path class="line" d="M%d %dh%d" marker-end="url(#%s-%s)"/></g><text class="note" x="%d" y="%d">%s</text>`+"\n",
			e.class, e.x, e.y, legendLine, s.Prefix, e.class, e.x+legendLine+8, e.y+4, esc(e.text))
	}
	s.printf("</g>\n")
}
