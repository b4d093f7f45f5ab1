package plan

import (
	"slices"
	"strconv"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/iac"
)

// candidate is a block that an element of a planned list may come from.
type candidate struct {
	block    *block
	doubtful bool // the element may as well come from elsewhere
}

// maxPairs bounds how many elements are compared with how many blocks.
const maxPairs = 1 << 18

// pair finds, for each element of what blocks of one name make, the blocks that
// it may come from. Where there are as many elements as blocks they are in the
// same order. Else there are dynamic blocks among them, of which the plan shows
// nothing, and what tells the elements apart are the constants in the blocks. A
// set, which does not keep the order, is the same case.
func pair(v iac.Value, blocks []*block) [][]candidate {
	out := make([][]candidate, v.Len())
	if len(blocks) == 0 {
		return out
	}
	if v.Len() == len(blocks) {
		ordered := true
		for i, b := range blocks {
			ordered = ordered && matches(v.Index(i), b)
		}
		if ordered || len(blocks) == 1 {
			for i, b := range blocks {
				out[i] = []candidate{{block: b}}
			}
			return out
		}
	}
	possible := make([][]int, v.Len()) // for each element the blocks
	for i := range possible {
		for n, b := range blocks {
			if v.Len()*len(blocks) > maxPairs || matches(v.Index(i), b) {
				possible[i] = append(possible[i], n)
			}
		}
		if len(possible[i]) == 0 && v.Len() <= len(blocks) {
			// The provider wrote a value in another way, and there are no dynamic
			// blocks that the element could come from.
			out[i] = everyBlock(blocks)
		}
	}
	certain := settle(possible, len(blocks))
	for i, all := range possible {
		for _, n := range all {
			out[i] = append(out[i], candidate{blocks[n], !certain[i]})
		}
	}
	return out
}

func everyBlock(blocks []*block) []candidate {
	out := make([]candidate, len(blocks))
	for i, b := range blocks {
		out[i] = candidate{b, true}
	}
	return out
}

// settle narrows down which block each element comes from. Each block makes one
// element, so that the only possible element of a block is certainly its own;
// and where there are as many of both, the reverse holds too. It reports for
// which elements the block is certain.
func settle(possible [][]int, blocks int) []bool {
	certain := make([]bool, len(possible))
	if blocks > len(possible) {
		return certain // equal elements of a set became one
	}
	for again := true; again; {
		again = false
		for n := range blocks {
			var only []int
			for i, all := range possible {
				if slices.Contains(all, n) {
					only = append(only, i)
				}
			}
			if len(only) == 1 && !certain[only[0]] {
				certain[only[0]], again = true, true
				possible[only[0]] = []int{n}
			}
		}
		if blocks < len(possible) {
			continue
		}
		for i, all := range possible {
			if len(all) != 1 || certain[i] {
				continue
			}
			certain[i], again = true, true
			for other := range possible {
				if other != i {
					possible[other] = slices.DeleteFunc(slices.Clone(possible[other]), func(n int) bool { return n == all[0] })
				}
			}
		}
	}
	return certain
}

// matches reports whether a planned element can come from a block: what is
// constant in the block has that value in the element.
func matches(v iac.Value, b *block) bool {
	for i, name := range b.names {
		member := v.Get(name)
		it := b.items[i]
		switch {
		case it.expression == nil:
			if len(it.blocks) > 0 && (member.IsNull() || member.Kind() == iac.List && member.Len() == 0) {
				return false
			}
			if len(it.blocks) == 1 && member.Kind() == iac.List && member.Len() == 1 && !matches(member.Index(0), it.blocks[0]) {
				return false
			}
		case it.expression.isConstant && !equalConstant(member, it.expression.constant):
			return false
		}
	}
	return true
}

// equalConstant compares a planned value with what was written. Providers
// rewrite some values, such as West Europe as westeurope, and the order of sets.
func equalConstant(planned, written iac.Value) bool {
	switch written.Kind() {
	case iac.Bool, iac.Number, iac.String:
	case iac.Null, iac.Unknown, iac.Object:
		return true
	case iac.List:
		return planned.Kind() != iac.List || planned.Len() == written.Len()
	}
	switch planned.Kind() {
	case iac.Bool, iac.Number, iac.String:
	default:
		return false
	}
	a, b := planned.Scalar(), written.Scalar()
	if a == b || strings.EqualFold(strings.ReplaceAll(a, " ", ""), strings.ReplaceAll(b, " ", "")) {
		return true
	}
	x, errX := strconv.ParseFloat(a, 64)
	y, errY := strconv.ParseFloat(b, 64)
	return errX == nil && errY == nil && x == y
}
