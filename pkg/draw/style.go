package draw

import (
	"fmt"
	"strings"
)

// palette are the colours of a picture.
type palette struct {
	back, box, text, faint, border, container, head                string
	plain, open, filtered, closed, unknown, link, join, dns, note  string
	errorMark, warningMark, noteMark, chipText, foreign, emphasize string
}

var light = palette{
	back: "#ffffff", box: "#ffffff", text: "#1f2328", faint: "#59636e", border: "#afb8c1", container: "#f6f8fa", head: "#eaeef2",
	plain: "#59636e", open: "#c2410c", filtered: "#0b62c4", closed: "#6e7781", unknown: "#8250df",
	link: "#1a7f37", join: "#0e7490", dns: "#8c959f", note: "#59636e",
	errorMark: "#cf222e", warningMark: "#9a6700", noteMark: "#0b62c4", chipText: "#ffffff", foreign: "#d0d7de", emphasize: "#1f2328",
}

var dark = palette{
	back: "#0d1117", box: "#1c2330", text: "#e6edf3", faint: "#9aa4af", border: "#4b5563", container: "#141b24", head: "#212b38",
	plain: "#9aa4af", open: "#ff9a5c", filtered: "#6cb1ff", closed: "#8b949e", unknown: "#c4a0ff",
	link: "#56d37a", join: "#4fc3d9", dns: "#8b949e", note: "#9aa4af",
	errorMark: "#ff7b72", warningMark: "#e3b341", noteMark: "#6cb1ff", chipText: "#0d1117", foreign: "#3b434d", emphasize: "#ffffff",
}

// shapes are the rules of the style that are no colours.
const shapes = `.an-map{font-family:"Segoe UI",Roboto,"Helvetica Neue",Arial,"Liberation Sans","Noto Sans",sans-serif}
.an-map text{stroke:none}
.an-map .title{font-size:13px;font-weight:600}
.an-map .head{font-size:18px;font-weight:600}
.an-map .type{font-size:10px;letter-spacing:.02em}
.an-map .note{font-size:11px}
.an-map .chip text{font-size:10.5px;font-weight:600}
.an-map .badge text{font-size:10.5px;font-weight:700}
.an-map .box rect{stroke-width:1}
.an-map .box.foreign>rect{stroke-dasharray:4 3}
.an-map .edge path{fill:none;stroke-width:1.6;stroke-linejoin:round}
.an-map .edge .halo{stroke-width:4.6}
.an-map .edge.dns path.line,.an-map .legend .dns path.line{stroke-width:1.2;stroke-dasharray:2 3}
.an-map .edge.closed path.line,.an-map .legend .closed path.line{stroke-dasharray:1 4;stroke-linecap:round}
.an-map .edge.unknown path.line,.an-map .legend .unknown path.line{stroke-dasharray:7 4}
.an-map .edge.peering path.line{stroke-width:2.6}
.an-map .legend path.line{fill:none;stroke-width:1.6}
.an-map .arrow{stroke:none}
.an-map .stop{fill:none;stroke-width:2}
`

// Style returns the style of pictures that are put into a page: the shapes, and the
// colours for light and for dark. The selector narrow, such as ":root[data-theme=dark]",
// says where colours hold; it may be empty.
func Style(darkColours bool, narrow string) string {
	p := light
	if darkColours {
		p = dark
	}
	return p.rules(narrow)
}

// Shapes returns the rules of the style that are no colours.
func Shapes() string { return shapes }

// rules are the colours as rules.
func (p palette) rules(narrow string) string {
	if narrow != "" {
		narrow += " "
	}
	var out strings.Builder
	put := func(selector, property, colour string) {
		for i, s := range strings.Split(selector, ",") {
			if i > 0 {
				out.WriteByte(',')
			}
			out.WriteString(narrow + ".an-map " + s)
		}
		fmt.Fprintf(&out, "{%s:%s}\n", property, colour)
	}
	put(".back", "fill", p.back)
	put("text", "fill", p.text)
	put(".type,.note", "fill", p.faint)
	put(".box rect", "fill", p.box)
	put(".box rect", "stroke", p.border)
	put(".box.container>rect", "fill", p.container)
	put(".box.foreign>rect", "stroke", p.faint)
	put(".halo", "stroke", p.back)
	for _, c := range []struct{ class, colour string }{
		{"integration", p.join}, {"link", p.link}, {"dns", p.dns},
		{"plain", p.plain}, {"outbound", p.plain}, {"peering", p.plain},
		{"open", p.open}, {"filtered", p.filtered}, {"closed", p.closed}, {"unknown", p.unknown},
	} {
		put(".edge."+c.class+" .line,.legend ."+c.class+" .line,.arrows .stop."+c.class, "stroke", c.colour)
		put(".arrow."+c.class+",.chip."+c.class+" rect", "fill", c.colour)
	}
	put(".chip text", "fill", p.chipText)
	for _, c := range []struct{ class, colour string }{{"error", p.errorMark}, {"warning", p.warningMark}, {"notice", p.noteMark}} {
		put(".badge."+c.class+" path", "fill", c.colour)
		put(".badge."+c.class+" text", "fill", c.colour)
	}
	return out.String()
}
