package lint

import (
	"cmp"
	"slices"

	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// Finding is one mistake that a check found.
type Finding struct {
	Check    *Check
	Severity Severity
	// Message is one full sentence on what is wrong here, then what Azure will
	// do, then the way out.
	Message string
	// Address names the resource, as its own tool prints it.
	Address string
	// At is where it was written: as small a range as tells it.
	At source.Range
	// Related are the other resources involved.
	Related []Related
	// Calls is the chain of module calls that leads to the resource, outermost first.
	Calls []network.Call
	// Root is the name of the configuration in which it was found.
	Root string
	// Also are the other configurations in which the same was found.
	Also []string
	// Fix is the way to mend it without asking anybody; nil where there is none.
	Fix *Fix
}

// Related is another place that has a part in a finding.
type Related struct {
	Address string
	At      source.Range
	// Message says what part it has: "the subnet".
	Message string
}

// Undecided is a question that a check could not answer because something is
// decided elsewhere.
type Undecided struct {
	Check   *Check
	Address string
	At      source.Range
	// Why names the variable or reference to pin.
	Why  string
	Root string
}

// SortFindings puts findings in the order in which they are printed: by file,
// place, rule and address.
func SortFindings(findings []Finding) {
	slices.SortStableFunc(findings, func(a, b Finding) int { return compareFindings(&a, &b) })
}

func compareFindings(a, b *Finding) int {
	place := cmp.Or(
		cmp.Compare(a.Root, b.Root),
		cmp.Compare(path(a.At), path(b.At)),
		comparePlace(a, b),
		cmp.Compare(a.Address, b.Address),
	)
	if place != 0 {
		return place
	}
	return cmp.Or(cmp.Compare(a.Check.Name, b.Check.Name), cmp.Compare(a.Message, b.Message))
}

// mergeSorted makes one list of sorted ones.
func mergeSorted(lists [][]*Finding) []*Finding {
	switch len(lists) {
	case 0:
		return nil
	case 1:
		return lists[0]
	}
	a, b := mergeSorted(lists[:len(lists)/2]), mergeSorted(lists[len(lists)/2:])
	if len(a) == 0 {
		return b
	}
	out := make([]*Finding, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if compareFindings(b[0], a[0]) < 0 {
			out, b = append(out, b[0]), b[1:]
		} else {
			out, a = append(out, a[0]), a[1:]
		}
	}
	return append(append(out, a...), b...)
}

// Merge leaves out findings that several configurations have in common, as they do
// when two of them call one module: the same rule at the same place with the same
// message. The one that is kept names the configurations of the others. What is in a
// plan only has no place, and is never the same. The order is kept.
func Merge(findings []Finding) []Finding {
	type key struct {
		check            *Check
		at               source.Range
		address, message string
	}
	seen := map[key]int{} // where in out
	out := findings[:0]
	for _, f := range findings {
		if f.At.HasText() {
			k := key{f.Check, f.At, f.Address, f.Message}
			if i, ok := seen[k]; ok {
				if first := &out[i]; f.Root != first.Root && !slices.Contains(first.Also, f.Root) {
					first.Also = append(first.Also, f.Root)
				}
				continue
			}
			seen[k] = len(out)
		}
		out = append(out, f)
	}
	return out
}

// comparePlace compares offsets only where there is text: those of a streamed
// plan say nothing to a reader, so there the address decides.
func comparePlace(a, b *Finding) int {
	if !a.At.HasText() || !b.At.HasText() {
		return 0
	}
	return cmp.Or(cmp.Compare(a.At.Start, b.At.Start), cmp.Compare(a.At.End, b.At.End))
}

func path(r source.Range) string {
	if r.File == nil {
		return ""
	}
	return r.File.Path
}
