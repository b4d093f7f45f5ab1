// Package fix turns the remedies of findings into edits of HCL and Bicep source,
// shows them as a diff, and writes them.
//
// An edit is made only where it is certain to be right: the present value is written
// literally in the block of its element, or nobody wrote one; the element is in no
// module that is called more than once, nor downloaded, nor generated; and all
// instances of its block want the same. Everything else is left to people.
package fix

import (
	"slices"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// Fixer works out edits for the findings of one run.
type Fixer struct {
	declared *Declared
	files    *files
}

// New returns a fixer. dir is the folder that the paths of files are relative to;
// empty is the working directory. Nothing is edited outside of the repositories, or
// where there are none the folders, that dir and the paths are in. The overlay is what
// the findings were found with.
func New(dir string, paths []string, declared *Declared, overlay source.Overlay) *Fixer {
	return &Fixer{declared: declared, files: newFiles(dir, paths, overlay)}
}

// Resolve gives each finding with remedies the edits that mend it by itself, against
// the files as they were read.
func (f *Fixer) Resolve(findings []lint.Finding) {
	wanted := f.wanted(findings)
	for i := range findings {
		mend := findings[i].Fix
		if mend == nil {
			continue
		}
		d := f.draft()
		mend.Edits = nil
		if why := d.apply(mend.Remedies, wanted); why == "" {
			mend.Edits = d.edits()
		}
	}
}

// Left is a finding whose remedies were not applied, and why.
type Left struct {
	Finding lint.Finding
	Why     string // a sentence without a full stop
}

// Outcome is what fixing changes, and what it leaves.
type Outcome struct {
	// Changes are the files that change, by path.
	Changes []Change
	// Fixed is the number of findings that the changes mend.
	Fixed int
	// Left are the findings with remedies that were not applied.
	Left []Left
}

// Change is a file before and after.
type Change struct {
	File  *source.File
	After []byte
	// Edits lead from one to the other, in the order of the file.
	Edits []lint.Edit
}

// Plan puts the remedies of all findings together. Where two contend for one place,
// the first one wins.
func (f *Fixer) Plan(findings []lint.Finding) Outcome {
	wanted := f.wanted(findings)
	d := f.draft()
	var out Outcome
	for i := range findings {
		mend := findings[i].Fix
		if mend == nil {
			continue
		}
		if why := d.apply(mend.Remedies, wanted); why != "" {
			out.Left = append(out.Left, Left{findings[i], why})
			continue
		}
		out.Fixed++
	}
	out.Changes = d.changes()
	return out
}

// change identifies what a remedy wants of a block, whichever instance wants it.
type change struct {
	path    string
	start   int // of the block
	part    lint.Part
	value   string
	written int
}

func changeOf(r *lint.Remedy) change {
	c := change{part: r.Part, value: r.Value, start: r.At.Start, written: -1}
	if r.At.File != nil {
		c.path = r.At.File.Path
	}
	if r.Part == lint.AccessRule { // several rules of one block can go
		c.written = r.Written.Start
	}
	return c
}

// wanted tells which instances want each change.
func (f *Fixer) wanted(findings []lint.Finding) map[change]map[instance]bool {
	wanted := map[change]map[instance]bool{}
	for i := range findings {
		finding := &findings[i]
		if finding.Fix == nil {
			continue
		}
		for j := range finding.Fix.Remedies {
			r := &finding.Fix.Remedies[j]
			c := changeOf(r)
			if wanted[c] == nil {
				wanted[c] = map[instance]bool{}
			}
			for _, root := range append([]string{finding.Root}, finding.Also...) {
				wanted[c][instance{root, r.Address}] = true
			}
		}
	}
	return wanted
}

// draft is the text of files while edits are applied to it.
type draft struct {
	*Fixer
	texts map[string]*text
	done  map[change]bool
}

func (f *Fixer) draft() *draft { return &draft{f, map[string]*text{}, map[change]bool{}} }

// apply applies remedies that belong together: all of them or none. It says why it
// cannot; "" if it did.
func (d *draft) apply(remedies []lint.Remedy, wanted map[change]map[instance]bool) string {
	before := map[string]*text{}
	var done []change
	why := ""
	for i := range remedies {
		r := &remedies[i]
		c := changeOf(r)
		if d.done[c] {
			continue // another finding wants it, too
		}
		if why = d.declared.doubt(r, wanted[c]); why != "" {
			break
		}
		t := d.texts[c.path]
		if t == nil {
			if t, why = d.open(r.At.File); why != "" {
				break
			}
		}
		if _, seen := before[c.path]; !seen {
			before[c.path] = t
		}
		next := t.clone()
		if why = d.compile(next, r); why != "" {
			break
		}
		d.texts[c.path] = next
		done = append(done, c)
		d.done[c] = true
	}
	if why == "" {
		return ""
	}
	for path, t := range before {
		d.texts[path] = t
	}
	for _, c := range done {
		delete(d.done, c)
	}
	return why
}

func (d *draft) open(file *source.File) (*text, string) {
	if why := d.files.refuse(file); why != "" {
		return nil, why
	}
	return newText(file), ""
}

func (d *draft) compile(t *text, r *lint.Remedy) string {
	if isBicep(t.file.Path) {
		return compileBicep(t, r, d.files)
	}
	return compileHCL(t, r, d.files)
}

func (d *draft) edits() []lint.Edit {
	var edits []lint.Edit
	for _, path := range d.paths() {
		edits = append(edits, d.texts[path].edits()...)
	}
	return edits
}

func (d *draft) changes() []Change {
	var changes []Change
	for _, path := range d.paths() {
		if t := d.texts[path]; string(t.now) != string(t.file.Content) {
			changes = append(changes, Change{t.file, t.now, t.edits()})
		}
	}
	return changes
}

func (d *draft) paths() []string {
	paths := make([]string, 0, len(d.texts))
	for path := range d.texts {
		paths = append(paths, path)
	}
	slices.Sort(paths)
	return paths
}
