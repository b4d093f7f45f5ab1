package fix

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// Declared tells which elements each block of the source makes, in all
// configurations of the run.
type Declared struct {
	at map[place]map[instance]string // the chain of module calls
	// open holds the configurations of which not all elements are known.
	open map[string]bool
	// planned holds the configurations that were not read from source.
	planned map[string]bool
}

type place struct {
	path  string
	start int
}

type instance struct{ root, address string }

// NewDeclared returns an empty table.
func NewDeclared() *Declared {
	return &Declared{at: map[place]map[instance]string{}, open: map[string]bool{}, planned: map[string]bool{}}
}

// Root adds a configuration. complete is set if all of its elements are known, and
// planned if it is a plan or the like, which no edit of the source changes.
func (d *Declared) Root(name string, complete, planned bool) {
	d.open[name] = d.open[name] || !complete
	d.planned[name] = planned
}

// Add adds an element of a configuration.
func (d *Declared) Add(root string, e *network.Element) {
	if e.External || !e.At.HasText() {
		return
	}
	p := place{e.At.File.Path, e.At.Start}
	if d.at[p] == nil {
		d.at[p] = map[instance]string{}
	}
	d.at[p][instance{root, e.Address}] = chain(e.Calls)
}

func chain(calls []network.Call) string {
	var b strings.Builder
	for _, c := range calls {
		b.WriteString(c.Address + "\x00")
	}
	return b.String()
}

// doubt says why a change of a block is not certain to be right for all that the
// block makes; "" if it is.
func (d *Declared) doubt(r *lint.Remedy, wanting map[instance]bool) string {
	if !r.At.HasText() {
		return "it is not known where this is written"
	}
	for _, c := range r.Calls {
		if c.Downloaded {
			return "the module is downloaded"
		}
	}
	for i := range wanting {
		switch {
		case d.planned[i.root]:
			return "it was read from a plan or template, and only source in Terraform and Bicep is edited"
		case d.open[i.root] && len(r.Calls) > 0:
			return "not everything could be read, so that the module may be called again"
		}
	}
	made := d.at[place{r.At.File.Path, r.At.Start}]
	caller, first := "", true
	for i, calls := range made {
		switch calls = i.root + "\x00" + calls; {
		case first:
			caller, first = calls, false
		case calls != caller:
			return "the module is called more than once"
		}
	}
	for i := range made {
		if !wanting[i] {
			return "the block makes several resources, and not all of them need it"
		}
	}
	if len(made) == 0 {
		return "it is not known what the block makes"
	}
	return ""
}

// isBicep reports whether a file is written in Bicep.
func isBicep(path string) bool { return strings.HasSuffix(strings.ToLower(path), ".bicep") }

// overlaps reports whether two ranges of one file have bytes in common.
func overlaps(r source.Range, start, end int) bool { return r.Start < end && start < r.End }
