// Package draw makes a picture of the network model: apps, plans, environments,
// networks and what stands in front of and behind them, with the traffic that
// flows between them, as SVG, Mermaid and Graphviz DOT.
//
// A picture is made in two steps. [New] turns a model and the answers of packages
// reach and egress into a [Graph] of boxes and edges that knows nothing of a format;
// the writers print graphs. The same model always gives the same bytes.
package draw

import (
	"fmt"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/lint"
)

// Graph is the picture of one configuration.
type Graph struct {
	// Name is that of the configuration.
	Name string
	// Boxes are the outermost boxes, each with those inside it.
	Boxes []*Box
	Edges []*Edge
	// Collapsed is set if there are too many apps to show each of them.
	Collapsed bool
	// Elsewhere counts the findings on what the picture does not show.
	Elsewhere Tally
	// counts says in words how much there is of what.
	counts string
}

// Lane is the part of a picture that a box stands in, from where traffic comes to
// where it goes.
type Lane uint8

// The lanes, from left to right.
const (
	Sources Lane = iota
	Fronts
	Apps
	Networks
	Exits
	Targets
)

// Kind says what a box stands for.
type Kind string

// The kinds of box.
const (
	Internet       Kind = "internet"
	Tag            Kind = "service tag"
	FrontDoor      Kind = "Front Door"
	TrafficManager Kind = "Traffic Manager"
	AppGateway     Kind = "application gateway"
	App            Kind = "app"
	Plan           Kind = "plan"
	Environment    Kind = "App Service Environment"
	VNet           Kind = "virtual network"
	Subnet         Kind = "subnet"
	Endpoint       Kind = "private endpoint"
	NAT            Kind = "NAT gateway"
	Gateway        Kind = "gateway"
	Connection     Kind = "connection"
	Appliance      Kind = "appliance"
	Zone           Kind = "private DNS zone"
	Service        Kind = "service"
	Hybrid         Kind = "hybrid connection"
	Other          Kind = "other"
)

// isContainer reports whether boxes of a kind hold others.
func (k Kind) isContainer() bool {
	return k == Plan || k == Environment || k == VNet || k == Subnet
}

// State says how much of an edge's traffic passes.
type State string

// The states. Plain is an edge that nothing filters, as far as it is looked at.
const (
	Plain    State = "plain"
	Open     State = "open"
	Filtered State = "filtered"
	Closed   State = "closed"
	Unknown  State = "unknown"
)

// Flow is what an edge stands for.
type Flow string

// The flows.
const (
	Inbound     Flow = "inbound"
	Integration Flow = "integration" // an app joins a subnet
	Link        Flow = "link"        // a private endpoint or private link
	Outbound    Flow = "outbound"
	Name        Flow = "dns" // DNS leads from one to the other
	Peer        Flow = "peering"
)

// Box is a thing in the picture.
type Box struct {
	// ID is unique in its graph and made of letters and digits.
	ID   string
	Kind Kind
	// Type says in words what it is: web app, slot.
	Type  string
	Title string
	// Notes are shown below the title, each in a line of its own.
	Notes []string
	// Address is that of the resource; "" for what the configuration has no resource of.
	Address string
	Lane    Lane
	Inside  []*Box
	Chips   []Chip
	Marks   Tally
	// Foreign is set for what the configuration reads or names, and does not make.
	Foreign bool

	parent *Box
	// verdicts are the answers for the internet of the apps that the box stands for.
	verdicts []verdict
	// count is how many things the box stands for, if it stands for several.
	count int
	place
}

// Chip is an answer that is shown in a box: who gets in by one of its doors.
type Chip struct {
	Text  string
	State State
	// Why names what decides.
	Why string
}

// Edge is traffic, or a relation, between two boxes.
type Edge struct {
	From, To *Box
	Flow     Flow
	State    State
	// Door is the door of an app that the traffic comes to: main, scm, or "" for both.
	Door string
	// Label is a word or two, often "".
	Label string
	// Why tells what decides; there may be several reasons where Count is above 1.
	Why string
	// Both is set if the traffic flows both ways.
	Both bool
	// Count is how many edges of the model this one stands for.
	Count int
}

// Tally counts findings by severity.
type Tally struct{ Errors, Warnings, Notes int }

func (t *Tally) add(s lint.Severity) {
	switch s {
	case lint.Error:
		t.Errors++
	case lint.Warning:
		t.Warnings++
	case lint.Note:
		t.Notes++
	}
}

func (t Tally) isZero() bool { return t == Tally{} }

// String lists what there is: "1 error, 2 warnings".
func (t Tally) String() string {
	var parts []string
	for _, p := range []struct {
		n         int
		one, many string
	}{{t.Errors, "error", "errors"}, {t.Warnings, "warning", "warnings"}, {t.Notes, "note", "notes"}} {
		if p.n > 0 {
			parts = append(parts, lint.Plural(p.n, p.one, p.many))
		}
	}
	return strings.Join(parts, ", ")
}

// all calls f for every box, a box before what is inside it.
func (g *Graph) all(f func(*Box)) { each(g.Boxes, f) }

func each(boxes []*Box, f func(*Box)) {
	for _, b := range boxes {
		f(b)
		each(b.Inside, f)
	}
}

// describe says in one line what a box is, for those who do not see it.
func (b *Box) describe() string {
	parts := []string{b.Type + " " + b.Title}
	if b.Foreign {
		parts = append(parts, "not made by this configuration")
	}
	parts = append(parts, b.Notes...)
	for _, c := range b.Chips {
		parts = append(parts, joinNonEmpty(", because ", c.Text, c.Why))
	}
	if !b.Marks.isZero() {
		parts = append(parts, b.Marks.String())
	}
	return strings.Join(parts, "; ")
}

// describe says in one line what an edge is.
func (e *Edge) describe() string {
	s := fmt.Sprintf("%s → %s", e.From.Title, e.To.Title)
	switch e.Door {
	case doorMain:
		s += " (main site)"
	case doorSCM:
		s += " (SCM site)"
	}
	s += ": " + e.words()
	if e.Count > 1 {
		s += fmt.Sprintf(", %d times", e.Count)
	}
	return joinNonEmpty("; ", s, e.Why)
}

// words names flow and state.
func (e *Edge) words() string {
	words := joinNonEmpty(", ", flowWords[e.Flow], e.Label)
	if e.State != Plain {
		words = joinNonEmpty(", ", words, stateWords[e.State])
	}
	return words
}

var flowWords = map[Flow]string{
	Inbound: "inbound", Integration: "virtual network integration", Link: "private link", Outbound: "outbound", Name: "DNS", Peer: "peering",
}

var stateWords = map[State]string{Open: "open", Filtered: "filtered", Closed: "closed", Unknown: "cannot tell"}

// The doors of an app.
const (
	doorMain = "main"
	doorSCM  = "scm"
)

func joinNonEmpty(separator string, parts ...string) string {
	var full []string
	for _, p := range parts {
		if p != "" {
			full = append(full, p)
		}
	}
	return strings.Join(full, separator)
}
