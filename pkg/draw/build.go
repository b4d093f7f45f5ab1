package draw

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// maxApps is the number of apps and slots up to which each of them is a box of its
// own; above it, a box stands for all those of a plan.
const maxApps = 60

// maxLeaves is how many boxes of a kind, such as subnets or private endpoints, are
// shown before one box stands for those of a network or subnet.
const maxLeaves = 80

// maxBoxes bounds the boxes of a kind that are no apps, so that a picture of a very
// large configuration stays one that a browser can show.
const maxBoxes = 250

// Input is what a picture is made of.
type Input struct {
	// Name is that of the configuration.
	Name  string
	Model *network.Model
	// Findings are marked on the boxes that they are about.
	Findings []lint.Finding
	// Redact blots out secrets; nil for a configuration without any.
	Redact func(string) string
}

// New makes the graph of a configuration.
func New(in Input) *Graph {
	if in.Redact == nil {
		in.Redact = func(s string) string { return s }
	}
	b := &builder{
		Input: in, graph: &Graph{Name: plain(in.Redact(in.Name))},
		boxes: map[any]*Box{}, edges: map[edgeKey]*Edge{}, about: map[string][]*Box{},
	}
	b.graph.counts = countsOf(in.Model)
	b.graph.Collapsed = len(in.Model.Sites) > maxApps
	b.networks()
	b.hosts()
	b.fronts()
	b.inbound()
	b.exits()
	b.outbound()
	b.names()
	b.mark()
	return b.graph
}

// countsOf says in words how much there is of what.
func countsOf(m *network.Model) string {
	var parts []string
	for _, k := range []struct {
		n         int
		one, many string
	}{
		{len(m.Sites), "app or slot", "apps and slots"}, {len(m.Plans), "plan", "plans"},
		{len(m.Environments), "App Service Environment", "App Service Environments"}, {len(m.VNets), "virtual network", "virtual networks"},
		{len(m.Subnets), "subnet", "subnets"}, {len(m.PrivateEndpoints), "private endpoint", "private endpoints"},
	} {
		if k.n > 0 {
			parts = append(parts, plural(k.n, k.one, k.many))
		}
	}
	return strings.Join(parts, ", ")
}

// builder makes one graph.
type builder struct {
	Input
	graph *Graph
	// boxes holds what is drawn already by what it stands for: a part of the model,
	// or the key of something outside of it.
	boxes map[any]*Box
	edges map[edgeKey]*Edge
	// about holds the boxes that findings on an address are marked on.
	about map[string][]*Box
	made  map[Kind]int
}

type edgeKey struct {
	from, to *Box
	flow     Flow
	state    State
	door     string
	label    string
}

// add makes a box inside another one, or an outermost one.
func (b *builder) add(key any, in *Box, box Box) *Box {
	if b.made == nil {
		b.made = map[Kind]int{}
	}
	made := &box
	made.ID = fmt.Sprintf("n%d", len(b.boxes)+1)
	made.Title, made.Type = b.text(made.Title), b.text(made.Type)
	for i, n := range made.Notes {
		made.Notes[i] = b.text(n)
	}
	if made.Type == "" {
		made.Type = string(made.Kind)
	}
	b.boxes[key] = made
	b.made[box.Kind]++
	if made.parent = in; in != nil {
		made.Lane = in.Lane
		in.Inside = append(in.Inside, made)
	} else {
		b.graph.Boxes = append(b.graph.Boxes, made)
	}
	b.tells(made.Address, made)
	return made
}

// element makes the box of a part of the model.
func (b *builder) element(e *network.Element, in *Box, box Box) *Box {
	box.Title, box.Address, box.Foreign = e.Label(), e.Address, e.External
	return b.add(e, in, box)
}

// tells has findings on an address marked on a box.
func (b *builder) tells(address string, box *Box) {
	if address == "" || box == nil {
		return
	}
	for _, have := range b.about[address] {
		if have == box {
			return
		}
	}
	b.about[address] = append(b.about[address], box)
}

// edge draws an edge; equal ones are drawn once and counted.
func (b *builder) edge(e Edge) {
	if e.From == nil || e.To == nil || e.From == e.To {
		return
	}
	if e.State == "" {
		e.State = Plain
	}
	key := edgeKey{e.From, e.To, e.Flow, e.State, e.Door, e.Label}
	if have := b.edges[key]; have != nil {
		have.Count++
		return
	}
	e.Count, e.Why, e.Label = 1, b.text(e.Why), b.text(e.Label)
	b.edges[key] = &e
	b.graph.Edges = append(b.graph.Edges, &e)
}

// text makes text of an input fit to be shown: one line without secrets.
func (b *builder) text(s string) string { return plain(b.Redact(s)) }

// maxText is the length in characters up to which a text is shown.
const maxText = 300

// plain makes one line of a text, without characters that control a terminal, turn
// the direction of text or have no place in XML.
func plain(s string) string {
	var out strings.Builder
	n := 0
	for _, r := range s {
		if n++; n > maxText {
			out.WriteRune('…')
			break
		}
		switch {
		case r == '\n', r == '\t', r == '\r', r == '\u2028', r == '\u2029':
			r = ' '
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r), r == '\ufffe', r == '\uffff':
			r = unicode.ReplacementChar
		}
		out.WriteRune(r)
	}
	return strings.TrimSpace(out.String())
}

// lastPart names what an ARM id leads to.
func lastPart(id string) string { return id[strings.LastIndexByte(id, '/')+1:] }
