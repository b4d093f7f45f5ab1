package draw

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// DOT writes graphs as one graph of Graphviz; with several graphs, each is a cluster.
func DOT(w io.Writer, graphs []*Graph) error {
	d := &dot{w: bufio.NewWriter(w)}
	fmt.Fprint(d.w, "digraph appnetlint {\n"+
		"  graph [rankdir=LR, compound=true, fontname=\"Helvetica\", fontsize=12, labeljust=l, nodesep=0.25, ranksep=0.9];\n"+
		"  node [shape=box, style=\"rounded\", fontname=\"Helvetica\", fontsize=11];\n"+
		"  edge [fontname=\"Helvetica\", fontsize=9];\n")
	for i, g := range graphs {
		indent := "  "
		d.prefix = ""
		if len(graphs) > 1 {
			d.prefix = fmt.Sprintf("g%d_", i+1)
			fmt.Fprintf(d.w, "  subgraph cluster_%sroot {\n    label=\"%s\";\n", d.prefix, dotText(g.Name))
			indent += "  "
		}
		for _, b := range g.Boxes {
			d.box(b, indent)
		}
		for _, e := range g.Edges {
			d.edge(e, indent)
		}
		if len(graphs) > 1 {
			fmt.Fprint(d.w, "  }\n")
		}
	}
	fmt.Fprint(d.w, "}\n")
	return d.w.Flush()
}

type dot struct {
	w      *bufio.Writer
	prefix string
}

func (d *dot) id(b *Box) string { return d.prefix + b.ID }

func (d *dot) box(b *Box, indent string) {
	attributes := fmt.Sprintf("label=\"%s\"", lines(b, dotText, `\n`))
	switch b.gravest() {
	case "errors":
		attributes += `, color="#cf222e", penwidth=2`
	case "warnings":
		attributes += `, color="#bf8700", penwidth=2`
	case "notes":
		attributes += `, color="#2f81d9", penwidth=2`
	default: // which a cluster would take over from the one around it
		attributes += `, color="#6e7781", penwidth=1`
	}
	style := "rounded"
	if b.Foreign {
		style = "rounded,dashed"
	}
	attributes += fmt.Sprintf(", style=%q", style)
	if !b.isContainer() || len(b.Inside) == 0 {
		fmt.Fprintf(d.w, "%s%s [%s];\n", indent, d.id(b), attributes)
		return
	}
	fmt.Fprintf(d.w, "%ssubgraph cluster_%s {\n%s  graph [%s];\n", indent, d.id(b), indent, attributes)
	// Lines of the container end at a point inside it.
	fmt.Fprintf(d.w, "%s  %s [shape=point, style=invis, width=0.01, label=\"\"];\n", indent, d.id(b))
	for _, in := range b.Inside {
		d.box(in, indent+"  ")
	}
	fmt.Fprintf(d.w, "%s}\n", indent)
}

func (d *dot) edge(e *Edge, indent string) {
	var attributes []string
	if l := e.label(); l != "" {
		attributes = append(attributes, fmt.Sprintf("label=\"%s\"", dotText(l)))
	}
	for _, c := range colours {
		if c.class == e.colour() {
			attributes = append(attributes, fmt.Sprintf("color=%q", c.colour))
		}
	}
	switch {
	case e.State == Closed:
		attributes = append(attributes, "style=dotted", "arrowhead=tee")
	case e.Both:
		attributes = append(attributes, "dir=none", "penwidth=2")
	case e.Flow == Peer:
		attributes = append(attributes, "penwidth=2")
	case e.State == Unknown, e.Flow == Name:
		attributes = append(attributes, "style=dashed")
	}
	if e.Flow == Name {
		attributes = append(attributes, "constraint=false")
	}
	if c := d.cluster(e.From, e.To); c != "" {
		attributes = append(attributes, "ltail="+c)
	}
	if c := d.cluster(e.To, e.From); c != "" {
		attributes = append(attributes, "lhead="+c)
	}
	list := ""
	if len(attributes) > 0 {
		list = " [" + strings.Join(attributes, ", ") + "]"
	}
	fmt.Fprintf(d.w, "%s%s -> %s%s;\n", indent, d.id(e.From), d.id(e.To), list)
}

// cluster names the cluster that a line ends at; "" where it ends at a node, or where
// the other end is inside the cluster.
func (d *dot) cluster(b, other *Box) string {
	if !b.isContainer() || len(b.Inside) == 0 {
		return ""
	}
	for in := other; in != nil; in = in.parent {
		if in == b {
			return ""
		}
	}
	return "cluster_" + d.id(b)
}

// dotText makes text of an input fit to stand between quotes. Graphviz reads escapes
// and HTML entities there.
func dotText(s string) string { return dotEscapes.Replace(s) }

var dotEscapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "&", "&amp;")
