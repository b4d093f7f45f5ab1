package load

import (
	"cmp"
	"slices"

	"github.com/appnetlint/appnetlint/pkg/pattern"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// quotation is what a message quotes.
var quotation = pattern.Of(`'[^']*'|"(?:[^"\\]|\\.)*"`)

// discreet returns errors in which those about private values quote nothing: what they quote
// may be such a value, or made of one.
func discreet(errs []*source.Error, values []source.Range) []*source.Error {
	if len(errs) == 0 || len(values) == 0 {
		return errs
	}
	byFile := map[*source.File][]source.Range{}
	for _, v := range values {
		byFile[v.File] = append(byFile[v.File], v)
	}
	for _, all := range byFile {
		slices.SortFunc(all, func(a, b source.Range) int { return cmp.Compare(a.End, b.End) })
	}
	out := slices.Clone(errs)
	for i, e := range out {
		all := byFile[e.At.File]
		at, _ := slices.BinarySearchFunc(all, e.At.Start, func(v source.Range, start int) int { return cmp.Compare(v.End, start+1) })
		if at < len(all) && e.At.HasText() && all[at].Start < max(e.At.End, e.At.Start+1) {
			hidden := *e
			hidden.Message = quotation().ReplaceAllString(e.Message, "(sensitive)")
			out[i] = &hidden
		}
	}
	return out
}
