package syntax

import (
	"sort"

	"github.com/appnetlint/appnetlint/pkg/source"
)

// maxErrors is how many errors of one file are kept: a file that has more is no Bicep.
const maxErrors = 500

// errorList collects the errors of a file.
type errorList struct {
	file *source.File
	list []*source.Error
	// count is the number of errors, those that were not kept included.
	count int
}

func (e *errorList) add(at Span, message string) {
	e.count++
	if len(e.list) < maxErrors {
		r := source.Range{File: e.file, Start: int(at.Start), End: int(at.End)}
		e.list = append(e.list, &source.Error{At: r, Message: message})
	}
}

// merge returns both lists as one, in the order of the file.
func merge(a, b errorList) []*source.Error {
	all := make([]*source.Error, 0, len(a.list)+len(b.list))
	all = append(append(all, a.list...), b.list...)
	sort.SliceStable(all, func(i, j int) bool { return all[i].At.Start < all[j].At.Start })
	if len(all) > maxErrors {
		all = all[:maxErrors]
	}
	if len(all) == 0 {
		return nil
	}
	return all
}
