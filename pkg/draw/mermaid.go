package draw

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// Mermaid writes graphs as one Mermaid flowchart; with several graphs, each is a
// subgraph.
func Mermaid(w io.Writer, graphs []*Graph) error {
	m := &mermaid{w: bufio.NewWriter(w)}
	fmt.Fprintln(m.w, "flowchart LR")
	for i, g := range graphs {
		m.prefix = ""
		indent := "  "
		if len(graphs) > 1 {
			m.prefix = fmt.Sprintf("g%d_", i+1)
			fmt.Fprintf(m.w, "  subgraph %sroot[\"%s\"]\n", m.prefix, mermaidText(g.Name))
			indent += "  "
		}
		for _, b := range g.Boxes {
			m.box(b, indent)
		}
		for _, e := range g.Edges {
			m.edge(e, indent)
		}
		if len(graphs) > 1 {
			fmt.Fprintln(m.w, "  end")
		}
	}
	m.styles()
	return m.w.Flush()
}

type mermaid struct {
	w      *bufio.Writer
	prefix string
	links  int
	// coloured are the numbers of links by colour.
	coloured map[string][]string
	classes  map[string][]string
}

func (m *mermaid) id(b *Box) string { return m.prefix + b.ID }

func (m *mermaid) box(b *Box, indent string) {
	label := lines(b, mermaidText, "<br/>")
	if !b.isContainer() || len(b.Inside) == 0 {
		fmt.Fprintf(m.w, "%s%s[\"%s\"]\n", indent, m.id(b), label)
		m.class(b)
		return
	}
	fmt.Fprintf(m.w, "%ssubgraph %s[\"%s\"]\n", indent, m.id(b), label)
	for _, in := range b.Inside {
		m.box(in, indent+"  ")
	}
	fmt.Fprintf(m.w, "%send\n", indent)
	m.class(b)
}

func (m *mermaid) class(b *Box) {
	c := b.gravest()
	if c == "" {
		return
	}
	if m.classes == nil {
		m.classes = map[string][]string{}
	}
	m.classes[c] = append(m.classes[c], m.id(b))
}

// gravest names the gravest findings of a box; "" if it has none.
func (b *Box) gravest() string {
	switch {
	case b.Marks.Errors > 0:
		return "errors"
	case b.Marks.Warnings > 0:
		return "warnings"
	case b.Marks.Notes > 0:
		return "notes"
	}
	return ""
}

// lines is what is written in a box by formats of text.
func lines(b *Box, escape func(string) string, newline string) string {
	all := []string{b.Type, b.Title}
	all = append(all, b.Notes...)
	for _, c := range b.Chips {
		all = append(all, c.Text)
	}
	if !b.Marks.isZero() {
		all = append(all, b.Marks.String())
	}
	for i, l := range all {
		all[i] = escape(l)
	}
	return joinNonEmpty(newline, all...)
}

// label is what is written at an edge by formats of text; "" where the line says enough.
func (e *Edge) label() string {
	label := e.Label
	if e.Flow == Name || e.Flow == Peer {
		label = joinNonEmpty(", ", flowWords[e.Flow], label)
	}
	if e.State != Plain {
		label = joinNonEmpty(", ", label, stateWords[e.State])
	}
	if e.Door != "" {
		label = joinNonEmpty(": ", doorWords[e.Door], label)
	}
	if e.Count > 1 {
		label += fmt.Sprintf(" (%d)", e.Count)
	}
	return strings.TrimSpace(label)
}

var doorWords = map[string]string{doorMain: "site", doorSCM: "SCM"}

func (m *mermaid) edge(e *Edge, indent string) {
	arrow := "-->"
	switch {
	case e.State == Closed:
		arrow = "--x"
	case e.Both:
		arrow = "==="
	case e.Flow == Peer:
		arrow = "==>"
	case e.State == Unknown, e.Flow == Name:
		arrow = "-.->"
	}
	label := ""
	if l := e.label(); l != "" {
		label = `|"` + mermaidText(l) + `"|`
	}
	fmt.Fprintf(m.w, "%s%s %s%s %s\n", indent, m.id(e.From), arrow, label, m.id(e.To))
	if m.coloured == nil {
		m.coloured = map[string][]string{}
	}
	c := e.colour()
	m.coloured[c] = append(m.coloured[c], fmt.Sprint(m.links))
	m.links++
}

// colours are those of lines that are readable on light and on dark.
var colours = []struct{ class, colour string }{
	{"open", "#d9602b"}, {"filtered", "#2f81d9"}, {"closed", "#7d8590"}, {"unknown", "#9a6ae8"}, {"integration", "#1a94ad"}, {"link", "#2f9e4f"},
}

func (m *mermaid) styles() {
	for _, c := range colours {
		if links := m.coloured[c.class]; len(links) > 0 {
			fmt.Fprintf(m.w, "  linkStyle %s stroke:%s\n", strings.Join(links, ","), c.colour)
		}
	}
	for _, c := range []struct{ class, colour string }{{"errors", "#cf222e"}, {"warnings", "#bf8700"}, {"notes", "#2f81d9"}} {
		if boxes := m.classes[c.class]; len(boxes) > 0 {
			fmt.Fprintf(m.w, "  classDef %s stroke:%s,stroke-width:3px\n  class %s %s\n", c.class, c.colour, strings.Join(boxes, ","), c.class)
		}
	}
}

// mermaidText makes text of an input fit to stand between quotes: Mermaid reads
// markup, Markdown and its own entities there.
func mermaidText(s string) string {
	// Two of these make a formula even as entities; a blank of no width parts them.
	return mermaidEscapes.Replace(strings.ReplaceAll(s, "$", "$\u200b"))
}

var mermaidEscapes = strings.NewReplacer(
	`"`, "#quot;", "#", "#35;", ";", "#59;", "&", "#amp;", "<", "#lt;", ">", "#gt;", "`", "#96;", `\`, "#92;", "%", "#37;",
	"*", "#42;", "_", "#95;", "$", "#36;", "{", "#123;", "}", "#125;", "[", "#91;", "]", "#93;", "~", "#126;", "^", "#94;", "@", "#64;",
	"://", "#58;//", "|", "#124;",
)
