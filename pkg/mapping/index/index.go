// Package index is the workshop that both mappings share: it holds the parts of
// the model under construction by address and by ARM id, and turns references
// into edges once every part is there.
//
// A mapping works in rounds. It adds parts while it reads resources; Naming
// functions then build the ids that need other parts'; Overlay functions apply
// resources that only change another one, such as a sites/config child; Edges and
// Later functions last of all turn references into edges.
package index

import (
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/source"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// Index collects the model.
type Index struct {
	*tables
	// Errors are values that could not be read.
	Errors []*source.Error

	namings  []func()
	overlays []func()
	edges    []func()
	links    []func()
	last     []func()
	before   bool

	// While shards are entered side by side, what goes into tables that all of
	// them share waits here.
	entering   bool
	current    *declared // what is being entered
	parts      []addressed
	identities []identity
}

// tables are what is known of the parts so far.
type tables struct {
	Model *network.Model

	byAddress map[string]*declared
	byID      map[string][]identified
	byTail    map[string][]identified    // by what follows the resource group; made when it is asked for
	tail      sync.Mutex                 // for making byTail
	groupless bool                       // an id has a resource group that nothing tells
	keys      map[network.Subject]string // in the place of ids that are not known
	hosts     hosts
}

// declared is what there is at an address.
type declared struct {
	resource *iac.Resource // nil if there are only parts
	parts    []network.Subject
}

// addressed is a part that waits to be entered under an address.
type addressed struct {
	address string
	part    network.Subject
}

// identity is a part that waits to be entered under the id in two pieces.
type identity struct {
	rest string
	identified
}

type identified struct {
	subscription string
	subject      network.Subject
}

// unknownSubscription stands in an id for a subscription that nothing tells.
const unknownSubscription = "?"

// New returns an index for the resources of one root. With before set, the model
// is that of the time before the change.
func New(root *iac.Root, before bool) *Index {
	x, _ := newIndex(root, before)
	return x
}

// newIndex returns what there is at the address of each resource, too.
func newIndex(root *iac.Root, before bool) (*Index, []declared) {
	all := make([]declared, len(root.Resources))
	byAddress := make(map[string]*declared, len(root.Resources))
	for i, r := range root.Resources {
		if same := byAddress[r.Address]; same != nil {
			same.resource = r
			continue
		}
		all[i].resource = r
		byAddress[r.Address] = &all[i]
	}
	return &Index{tables: newTables(byAddress, root.Incomplete), before: before}, all
}

func newTables(byAddress map[string]*declared, incomplete []string) *tables {
	return &tables{
		Model:     &network.Model{Incomplete: incomplete},
		byAddress: byAddress,
		byID:      map[string][]identified{},
		keys:      map[network.Subject]string{},
	}
}

// Open returns a cursor at what the model is made of: the body of the resource,
// or its value before the change.
func (x *Index) Open(r *iac.Resource) iac.Cursor {
	report := func(e *source.Error) { x.Errors = append(x.Errors, e) }
	return iac.OpenValue(r, x.body(r), report)
}

func (x *Index) body(r *iac.Resource) iac.Value {
	if x.before {
		return r.Change.Before
	}
	return r.Body
}

// Exists reports whether the resource is part of the model: before or after the
// change, as the index was made.
func (x *Index) Exists(r *iac.Resource) bool { return !x.body(r).IsNull() }

// Add enters a part under the address of its resource and, where id is not "",
// under its ARM id. A resource may yield several parts.
func (x *Index) Add(r *iac.Resource, part network.Subject, id string) {
	if e := part.Common(); e.ID != "" {
		id = e.ID
	}
	switch d := x.declaredAs(r); {
	case d != nil && (d.resource == r || !x.entering): // no other shard enters r
		d.parts = append(d.parts, part)
	case x.entering:
		x.parts = append(x.parts, addressed{r.Address, part})
	default:
		x.byAddress[r.Address] = &declared{parts: []network.Subject{part}}
	}
	x.Identify(part, id)
}

// declaredAs returns what there is at the address of a resource; nil if there is
// nothing yet.
func (x *Index) declaredAs(r *iac.Resource) *declared {
	if x.current != nil && x.current.resource == r {
		return x.current
	}
	return x.byAddress[r.Address]
}

// Overlay runs f after all parts are added.
func (x *Index) Overlay(f func()) { x.overlays = append(x.overlays, f) }

// Edges runs f after all overlays, side by side with others: f may change only
// the part that it was made for, and look at no edges of other parts.
func (x *Index) Edges(f func()) { x.edges = append(x.edges, f) }

// Later runs f after that: the round for what changes other parts, or depends on
// their edges.
func (x *Index) Later(f func()) { x.links = append(x.links, f) }

// AfterLinks runs f when all edges are made: for what follows from them, such as
// the region of an environment.
func (x *Index) AfterLinks(f func()) { x.last = append(x.last, f) }

// Finish runs the remaining rounds and fills the sets of the model. [Build] does
// it by itself.
func (x *Index) Finish() { x.join(nil) }

// Element returns the part of a resource that all parts have. The name and
// location are read from the attributes of those names.
func (x *Index) Element(r *iac.Resource, c iac.Cursor) network.Element {
	e := network.Element{
		Address:  r.Address,
		Name:     c.Get("name").NonEmpty(),
		Location: value.Map(c.Get("location").NonEmpty(), normalizeLocation),
		External: r.Data,
		Replaced: r.Change.Action == iac.Replace,
		At:       r.At,
	}
	for _, call := range r.Calls {
		e.Calls = append(e.Calls, network.Call(call))
	}
	return e
}

func normalizeLocation(s string) string {
	return strings.ToLower(strings.ReplaceAll(s, " ", ""))
}

// ID builds the ARM id of a resource from its resource group, type and names in
// lower case; "" where one of them is not known. typ has one segment more than
// there are names: Microsoft.Web/sites/slots takes two.
func ID(r *iac.Resource, group value.Of[string], typ string, names ...value.Of[string]) string {
	g, ok := group.Get()
	if !ok || g == "" {
		return ""
	}
	subscription := r.Provider.Subscription
	if subscription == "" {
		subscription = unknownSubscription
	}
	provider, segments, _ := strings.Cut(typ, "/")
	b := make([]byte, 0, 256) // does not leave the stack
	b = append(b, "/subscriptions/"...)
	b = append(b, subscription...)
	b = append(b, "/resourcegroups/"...)
	b = append(b, g...)
	b = append(b, "/providers/"...)
	b = append(b, provider...)
	for i := 0; segments != ""; i++ {
		var segment string
		segment, segments, _ = strings.Cut(segments, "/")
		if i >= len(names) {
			return ""
		}
		name, ok := names[i].Get()
		if !ok || name == "" {
			return ""
		}
		b = append(b, '/')
		b = append(b, segment...)
		b = append(b, '/')
		b = append(b, name...)
	}
	return lower(b)
}

// lower returns text in lower case. It changes the bytes.
func lower(text []byte) string {
	for i, c := range text {
		switch {
		case c >= utf8.RuneSelf:
			return strings.ToLower(string(text))
		case 'A' <= c && c <= 'Z':
			text[i] = c + 'a' - 'A'
		}
	}
	return string(text)
}

// ChildID builds the id of a child from that of its parent; "" where one is not
// known.
func ChildID(parent, segment string, name value.Of[string]) string {
	n, ok := name.Get()
	if parent == "" || !ok || n == "" {
		return ""
	}
	return strings.ToLower(parent + "/" + segment + "/" + n)
}

func splitID(id string) (subscription, rest string) {
	const prefix = "/subscriptions/"
	if !strings.HasPrefix(id, prefix) {
		return unknownSubscription, id
	}
	subscription, rest, _ = strings.Cut(id[len(prefix):], "/")
	return subscription, rest
}

func sameSubscription(a, b string) bool {
	return a == b || a == unknownSubscription || b == unknownSubscription
}
