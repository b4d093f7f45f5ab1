package draw

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/reach"
	"github.com/appnetlint/appnetlint/pkg/source"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// hosts draws environments and plans with their apps, each app before its slots.
func (b *builder) hosts() {
	m := b.Model
	for _, e := range m.Environments {
		b.environment(e)
	}
	for _, p := range m.Plans {
		b.plan(p)
	}
	for _, s := range m.Sites {
		if s.Slot {
			continue
		}
		b.site(s)
		for _, slot := range s.Slots.Items {
			b.site(slot)
		}
	}
	for _, s := range m.Sites { // slots of apps elsewhere
		b.site(s)
	}
}

func (b *builder) environment(e *network.Environment) *Box {
	if box := b.boxes[&e.Element]; box != nil {
		return box
	}
	var kind string
	switch internal, known := e.Internal.Get(); {
	case known && internal:
		kind = "internal load balancer"
	case known:
		kind = "public address"
	}
	box := b.element(&e.Element, nil, Box{Kind: Environment, Lane: Apps, Notes: notes(kind)})
	b.edge(Edge{From: box, To: b.subnetOf(e.Subnet), Flow: Integration, Why: "the environment is in the subnet"})
	return box
}

func (b *builder) plan(p *network.Plan) *Box {
	if box := b.boxes[&p.Element]; box != nil {
		return box
	}
	var in *Box
	if e, ok := p.Environment.Get(); ok {
		in = b.environment(e)
	} else if p.Environment.IsOutside() {
		in = b.foreign(Environment, p.Environment.ID(), nil, Apps)
	}
	if b.made[Plan] >= maxBoxes {
		return b.stand(&p.Element, b.several(Plan, in, Apps, "more plans"))
	}
	os := ""
	if o, known := p.OS.Get(); known {
		os = o.String()
	}
	box := b.element(&p.Element, in, Box{Kind: Plan, Lane: Apps, Notes: notes(known(p.SKU), os)})
	if to := b.subnetOf(p.Subnet); to != nil {
		b.edge(Edge{From: box, To: to, Flow: Integration, Why: "the plan joins the subnet"})
	}
	return box
}

func known(v value.Of[string]) string {
	if s, ok := v.Get(); ok && !v.IsSensitive() {
		return s
	}
	return ""
}

// hostOf returns the box that a site is drawn in; nil where it is not known.
func (b *builder) hostOf(s *network.Site) *Box {
	on := s.RunsOn()
	if p, ok := on.Get(); ok {
		return b.plan(p)
	}
	if e, ok := s.Environment.Get(); ok {
		return b.environment(e)
	}
	if on.IsOutside() {
		return b.foreign(Plan, on.ID(), nil, Apps)
	}
	return nil
}

// slotOf is how the type of a slot begins whose app is known.
const slotOf = "slot of "

func (b *builder) site(s *network.Site) *Box {
	if box := b.boxes[&s.Element]; box != nil {
		return box
	}
	in := b.hostOf(s)
	if b.graph.Collapsed {
		words := "apps and slots"
		if in == nil {
			words = "apps and slots, plan not known"
		}
		return b.stand(&s.Element, b.several(App, in, Apps, words))
	}
	kind, note := s.Kind.String(), ""
	if s.Slot {
		kind = "slot"
		if app, ok := s.Parent.Get(); ok {
			kind = slotOf + app.Label()
		}
	}
	if e := s.Joins(); e.IsUnknown() {
		note = "subnet not known"
	}
	box := b.element(&s.Element, in, Box{Kind: App, Type: kind, Lane: Apps, Notes: notes(note)})
	for _, i := range s.Integrations.Items {
		if i.Subject != nil {
			b.tells(i.Subject.Address, box)
		}
	}
	for _, n := range s.Bindings.Items {
		b.tells(n.Address, box)
	}
	for _, p := range s.Perimeters.Items {
		b.tells(p.Address, box)
	}
	return box
}

// joins draws the integration of a site.
func (b *builder) joins(s *network.Site) {
	from := b.site(s)
	e := s.Joins()
	if to := b.subnetOf(e); to != nil {
		b.edge(Edge{From: from, To: to, Flow: Integration, Why: "virtual network integration"})
	} else if candidates, _ := e.Candidates(); len(candidates) > 1 {
		for _, c := range candidates {
			b.edge(Edge{From: from, To: b.subnet(c), Flow: Integration, State: Unknown, Why: "the app joins one of several subnets"})
		}
	}
	for i := range s.GatewayVNets.Items {
		g := &s.GatewayVNets.Items[i]
		b.tells(g.Address, from)
		b.edge(Edge{From: from, To: b.networkOf(g.VNet), Flow: Integration, Label: "gateway", Why: "gateway-required integration"})
	}
}

// inbound draws who reaches each site.
func (b *builder) inbound() {
	rows := map[*network.Site][]reach.Row{}
	for _, r := range reach.Of(b.Model) {
		rows[r.Site] = append(rows[r.Site], r)
	}
	for _, s := range b.Model.Sites {
		b.joins(s)
		b.doors(s, rows[s])
	}
	b.graph.all(func(box *Box) {
		if len(box.verdicts) > 0 {
			box.Chips = chipsOf(box.verdicts)
		}
	})
}

// doors draws the sources that a site is asked for, and shows in its box what holds for
// the internet.
func (b *builder) doors(s *network.Site, rows []reach.Row) {
	box := b.site(s)
	for i := range rows {
		r := &rows[i]
		if r.From.Kind == reach.Internet {
			b.chip(box, r)
		}
		door := doorMain
		if r.SCM {
			door = doorSCM
		}
		if twin := other(rows, r); twin != nil && twin.Verdict == r.Verdict && twin.Because == r.Because {
			if r.SCM {
				continue // drawn with the main site's
			}
			door = ""
		}
		b.flow(box, s, r, door)
	}
}

// other returns the answer for the same source at the other door.
func other(rows []reach.Row, r *reach.Row) *reach.Row {
	for i := range rows {
		o := &rows[i]
		if o.SCM != r.SCM && o.From.Kind == r.From.Kind && o.From.Name == r.From.Name {
			return o
		}
	}
	return nil
}

// flow draws the edge of an answer.
func (b *builder) flow(box *Box, s *network.Site, r *reach.Row, door string) {
	e := Edge{To: box, Flow: Inbound, State: stateOf(r.Verdict), Door: door, Why: because(r)}
	if b.graph.Collapsed {
		e.Door, e.Why = "", "" // an edge stands for several, which differ in why
	}
	switch r.From.Kind {
	case reach.Internet:
		e.From = b.internet()
	case reach.Tag:
		e.From = b.tag(r.From.Name)
	case reach.Subnet:
		e.From = b.named(r.From.Name)
	case reach.PrivateEndpoint:
		e.Flow = Link
		for _, p := range s.PrivateEndpoints.Items {
			if "private endpoint "+p.Label() == r.From.Name {
				e.From = b.endpoint(p)
			}
		}
	case reach.FrontDoor:
		for _, o := range s.Origins.Items {
			if "Front Door "+o.FrontDoor.Label() == r.From.Name {
				e.From = b.frontDoorOf(o)
				if value.Is(o.PrivateLink, true) {
					e.Flow = Link
				}
			}
		}
	case reach.Address:
	}
	b.edge(e)
}

func because(r *reach.Row) string {
	why := joinNonEmpty("; ", r.Because, r.Example)
	if r.At.HasText() {
		why += fmt.Sprintf(" (%s:%d)", r.At.File.Path, r.At.File.Position(r.At.Start, source.Runes).Line)
	}
	return why
}

func stateOf(v reach.Verdict) State {
	switch v {
	case reach.Open:
		return Open
	case reach.Filtered:
		return Filtered
	case reach.Closed:
		return Closed
	case reach.CannotTell:
	}
	return Unknown
}

// chip notes the answer for the internet at a door.
func (b *builder) chip(box *Box, r *reach.Row) {
	v := verdict{scm: r.SCM, state: stateOf(r.Verdict), why: b.text(because(r))}
	box.verdicts = append(box.verdicts, v)
}

// verdict is the answer for the internet at a door of an app that a box stands for.
type verdict struct {
	scm   bool
	state State
	why   string
}

// chipsOf shows verdicts: those of one app by door, those of several ones by how many
// there are of each.
func chipsOf(verdicts []verdict) []Chip {
	var chips []Chip
	if len(verdicts) <= 2 {
		for _, v := range verdicts {
			door := "site"
			if v.scm {
				door = "SCM"
			}
			chips = append(chips, Chip{Text: door + " " + chipWords[v.state], State: v.state, Why: v.why})
		}
		return chips
	}
	for _, s := range []State{Open, Filtered, Closed, Unknown} {
		n := 0
		for _, v := range verdicts {
			if v.state == s && !v.scm {
				n++
			}
		}
		if n > 0 {
			chips = append(chips, Chip{Text: fmt.Sprintf("%d %s", n, chipWords[s]), State: s})
		}
	}
	return chips
}

var chipWords = map[State]string{Open: "open", Filtered: "filtered", Closed: "closed", Unknown: "unknown"}

// internet is where clients come from.
func (b *builder) internet() *Box {
	return b.outsider(Internet, "clients", Sources, "Internet", "clients")
}

// outsider returns the box of something that no configuration makes.
func (b *builder) outsider(kind Kind, id string, lane Lane, title, words string) *Box {
	key := elsewhere{kind, id}
	if box := b.boxes[key]; box != nil {
		return box
	}
	return b.add(key, nil, Box{Kind: kind, Type: words, Title: title, Lane: lane})
}

func (b *builder) tag(name string) *Box {
	if b.boxes[elsewhere{Tag, name}] == nil && b.made[Tag] >= maxLeaves {
		return b.several(Tag, nil, Sources, "more service tags")
	}
	return b.outsider(Tag, name, Sources, name, string(Tag))
}

// named returns the box of a subnet that a rule names, by its address or, for one
// outside of the configuration, by its name.
func (b *builder) named(name string) *Box {
	if boxes := b.about[name]; len(boxes) > 0 {
		return boxes[0]
	}
	return b.outsider(Subnet, "named "+name, Sources, name, "subnet elsewhere")
}
