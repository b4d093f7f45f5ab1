package plan

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// reader goes through the sections of one plan or state.
type reader struct {
	*scanner
	opts Options
	file *source.File
	root *iac.Root
	pool *pool

	entries   []*entry
	addresses map[string]struct{} // of the entries, but those of prior_state
	wanted    map[string]bool     // by type, what Interest says
	sampled   map[sampleKey]bool
	local     decoder  // for what is not worth a task
	current   envelope // the one under way
	buffer    []byte   // likewise
	config    configuration
	overLimit bool

	newEntries   slab[entry]
	newResources slab[iac.Resource]

	outline outline
	planned bool // planned_values has resources
	partial bool // what the configuration refers to may be missing
}

// entry is one resource instance that the input tells of. Those that nobody
// asked for are kept too, without their values: others refer to them.
type entry struct {
	address   string
	typ       string
	provider  string
	data      bool
	action    iac.Action
	gone      bool // after the change it is no part of the configuration
	settled   bool // nothing about it is unknown
	forgotten bool // it lives on outside of the configuration
	prior     bool // from prior_state
	resource  *iac.Resource

	name  string // the value of its attribute name, "" if that is not known
	scope *scope // the instance of the module that it is in; nil if the address is none
	base  string // its block in the module
	key   key

	sample   map[string]bool // attributes, where this is the sample of its type
	problems []string
	offset   int
}

func (e *entry) problem(format string, args ...any) {
	e.problems = append(e.problems, fmt.Sprintf(format, args...))
}

// sampleKey tells which resources have the same attributes: those of a type.
type sampleKey struct{ provider, typ string }

func newReader(ctx context.Context, name string, text *textReader, opts Options) *reader {
	r := &reader{
		scanner:   newScanner(ctx, text, opts.Limits.Depth),
		opts:      opts,
		file:      source.NewFile(name, nil),
		root:      &iac.Root{Name: name},
		pool:      newPool(opts.Interest.Skip),
		addresses: map[string]struct{}{},
		wanted:    map[string]bool{},
		sampled:   map[sampleKey]bool{},
		config:    newConfiguration(),
	}
	r.local.place(source.Range{File: r.file})
	return r
}

// expect makes room for the entries of a file of a size in bytes.
func (r *reader) expect(size int64) {
	const perEntry, most = 2 << 10, 1 << 17
	r.addresses = make(map[string]struct{}, min(size/perEntry, most))
}

func (r *reader) read() (*iac.Root, error) {
	err := r.document()
	r.pool.wait()
	if err != nil {
		return nil, err
	}
	if why := r.outline.refusal(); why != "" {
		return nil, &source.Error{Path: r.file.Path, Message: why}
	}
	if r.planned && !r.outline.has("resource_changes") {
		r.problem(0, "The plan has planned_values but no resource_changes, so that unknown values cannot be told from "+
			"absent ones; its resources are left out. Use the whole output of \"terraform show -json\".")
	}
	r.gather()
	r.root.Variables = r.config.given()
	return r.root, nil
}

// document reads the whole text.
func (r *reader) document() error {
	c, err := r.next()
	if err != nil {
		if isTruncated(err) {
			return &source.Error{Path: r.file.Path, Message: "The file is empty."}
		}
		return err
	}
	if c != '{' {
		return &source.Error{Path: r.file.Path, Message: notObject(c)}
	}
	seen := map[string]bool{}
	err = r.object(func(name []byte) error {
		key := string(name)
		if seen[key] {
			r.problem(r.offset(), "The file has %q twice; the second is left out.", key)
			return r.skip()
		}
		seen[key] = true
		return r.section(key)
	})
	if err != nil {
		return err
	}
	return r.finish()
}

func (r *reader) section(name string) error {
	r.outline.add(name)
	switch name {
	case "format_version":
		return r.formatVersion()
	case "resource_changes":
		return r.list(name, func(i int) error { return r.change(name, i, false) })
	case "deferred_changes":
		return r.list(name, r.deferredChange)
	case "values":
		return r.values(name, false)
	case "prior_state":
		return r.members(name, func(member string) error {
			if member != "values" {
				return r.skip()
			}
			return r.values("prior_state.values", true)
		})
	case "planned_values":
		return r.plannedValues()
	case "configuration":
		return r.configuration()
	case "variables":
		return r.variables()
	case "relevant_attributes":
		return r.relevantAttributes()
	case "complete":
		return r.flag(name, func(complete bool) {
			if !complete {
				r.incomplete("the plan is not complete: it was made for some targets only, or changes are put off to a later run")
			}
		})
	case "errored":
		return r.flag(name, func(errored bool) {
			if errored {
				r.partial = true
				r.incomplete("the plan is of a run that failed")
				r.problem(r.offset(), "The plan is of a run that failed; resources and findings may be missing.")
			}
		})
	}
	return r.outline.note(name, r.scanner)
}

func (r *reader) incomplete(why string) {
	r.root.Incomplete = append(r.root.Incomplete, why)
}

// formatVersion checks that the format is one that can be read: later minor
// versions only add to it.
func (r *reader) formatVersion() error {
	version, kind, err := r.text()
	if err != nil {
		return err
	}
	if kind != jsonString {
		r.mismatch(r.offset(), "format_version", "a string", kind)
		return nil
	}
	if err := (&tfjson.Plan{FormatVersion: version}).Validate(); err != nil {
		return &source.Error{Path: r.file.Path, Message: fmt.Sprintf(
			"The file has format version %q; versions from 0.1 to 1.x can be read.", version)}
	}
	return nil
}

// plannedValues only finds out whether there are resources: the list of changes
// says the same of them, and what is unknown too.
func (r *reader) plannedValues() error {
	return r.members("planned_values", func(name string) error {
		if name != "root_module" {
			return r.skip()
		}
		return r.members("planned_values.root_module", func(name string) error {
			r.planned = r.planned || name == "resources" || name == "child_modules"
			return r.skip()
		})
	})
}

// is reports whether the next value is of a kind. One of another kind is passed
// over; null stands for absent.
func (r *reader) is(want jsonKind, what string) (bool, error) {
	k, err := r.kind()
	if err != nil || k == want {
		return k == want, err
	}
	if k != jsonNull {
		r.mismatch(r.offset(), what, string(want), k)
	}
	return false, r.skip()
}

// members calls member for the members of what should be an object.
func (r *reader) members(what string, member func(name string) error) error {
	ok, err := r.is(jsonObject, what)
	if !ok {
		return err
	}
	return r.object(func(name []byte) error { return member(string(name)) })
}

// list calls element for the elements of what should be a list.
func (r *reader) list(what string, element func(i int) error) error {
	ok, err := r.is(jsonArray, what)
	if !ok {
		return err
	}
	return r.array(element)
}

func (r *reader) flag(what string, set func(bool)) error {
	ok, err := r.is(jsonBool, what)
	if !ok {
		return err
	}
	raw, err := r.capture(nil, maxText)
	if err == nil {
		set(string(raw) == "true")
	}
	return err
}

func (r *reader) mismatch(offset int, what, want string, got jsonKind) {
	r.problem(offset, "%s should be %s but is %s; it is left out.", what, want, got)
}

// maxProblems is how many mistakes of a plan are told.
const maxProblems = 1000

func (r *reader) problem(offset int, format string, args ...any) {
	switch n := len(r.root.Errors); {
	case n > maxProblems:
		return
	case n == maxProblems:
		format, args = "There are more mistakes than these %d.", []any{maxProblems}
	}
	r.root.Errors = append(r.root.Errors, &source.Error{
		At:      source.Range{File: r.file, Start: offset, End: offset},
		Message: fmt.Sprintf(format, args...),
	})
}

// isKnown reports whether there is an entry for an address already, other than in
// prior_state.
func (r *reader) isKnown(address string) bool {
	_, known := r.addresses[address]
	return known
}

// interests reports whether anybody reads resources of a type.
func (r *reader) interests(typ string) bool {
	wanted, known := r.wanted[typ]
	if !known {
		wanted = r.opts.Interest.Wants(typ)
		r.wanted[typ] = wanted
	}
	return wanted
}

// full reports whether no more resources may be read.
func (r *reader) full() bool {
	if len(r.entries) < r.opts.Limits.Resources {
		return false
	}
	if !r.overLimit {
		r.overLimit, r.partial = true, true
		r.problem(r.offset(), "There are more than %d resources, which is the limit; the rest is left out.", r.opts.Limits.Resources)
		r.incomplete("the plan has more resources than the limit")
	}
	return true
}

// gather makes the root of what was read.
func (r *reader) gather() {
	entries := r.entries[:0]
	for _, e := range r.entries {
		for _, p := range e.problems {
			r.problem(e.offset, "%s", p)
		}
		if e.prior && r.isKnown(e.address) {
			continue
		}
		if len(e.problems) > 0 && e.resource == nil {
			r.incomplete("a resource could not be read: " + e.address)
		}
		entries = append(entries, e)
	}
	r.entries = entries
	slices.SortStableFunc(r.root.Errors, func(a, b *source.Error) int { return cmp.Compare(a.At.Start, b.At.Start) })

	kind, _ := r.outline.kind()
	r.root.HasBefore = kind == Plan
	newGraph(r).annotate(r.opts.MajorOf)
	r.root.Resources = make([]*iac.Resource, 0, r.newResources.count)
	for _, e := range entries {
		if e.resource != nil {
			r.root.Resources = append(r.root.Resources, e.resource)
		}
	}
}

// shortName is the last part of a provider's full name:
// registry.terraform.io/hashicorp/azurerm.
func shortName(provider string) string {
	return provider[strings.LastIndexByte(provider, '/')+1:]
}
