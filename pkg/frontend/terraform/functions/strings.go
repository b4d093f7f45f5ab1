package functions

import (
	"strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

func stringEntries() map[string]entry {
	return map[string]entry{
		"chomp":       made(stdlib.ChompFunc),
		"indent":      made(stdlib.IndentFunc).within(indentFits),
		"join":        made(stdlib.JoinFunc).within(joinFits),
		"lower":       made(stdlib.LowerFunc),
		"replace":     made(replaceFunction()).within(replaceFits),
		"split":       made(stdlib.SplitFunc).within(splitFits),
		"strrev":      made(stdlib.ReverseFunc),
		"substr":      made(stdlib.SubstrFunc),
		"title":       made(stdlib.TitleFunc),
		"trim":        made(stdlib.TrimFunc),
		"trimprefix":  made(stdlib.TrimPrefixFunc),
		"trimspace":   made(stdlib.TrimSpaceFunc),
		"trimsuffix":  made(stdlib.TrimSuffixFunc),
		"upper":       made(stdlib.UpperFunc),
		"startswith":  asked(startsWithFunction()),
		"endswith":    asked(foundFunction("suffix", strings.HasSuffix)),
		"strcontains": asked(foundFunction("substr", strings.Contains)),
	}
}

func foundFunction(what string, found func(s, part string) bool) function.Function {
	return plain(cty.Bool, params(param("str", cty.String), param(what, cty.String)), nil,
		func(args []cty.Value) (cty.Value, error) {
			return cty.BoolVal(found(args[0].AsString(), args[1].AsString())), nil
		})
}

// startsWithFunction is certain about an unknown string whose beginning is known.
func startsWithFunction() function.Function {
	return function.New(&function.Spec{
		Params: params(function.Parameter{Name: "str", Type: cty.String, AllowUnknown: true}, param("prefix", cty.String)),
		Type:   function.StaticReturnType(cty.Bool),
		RefineResult: func(b *cty.RefinementBuilder) *cty.RefinementBuilder {
			return b.NotNull()
		},
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			prefix := args[1].AsString()
			if args[0].IsKnown() {
				return cty.BoolVal(strings.HasPrefix(args[0].AsString(), prefix)), nil
			}
			begins := args[0].Range().StringPrefix()
			switch {
			case strings.HasPrefix(begins, prefix):
				return cty.True, nil
			case !strings.HasPrefix(prefix, begins):
				return cty.False, nil
			}
			return cty.UnknownVal(cty.Bool), nil
		},
	})
}

func indentFits(args []cty.Value, l limits) error {
	spaces, accuracy := args[0].AsBigFloat().Int64()
	if accuracy != 0 || spaces < 0 {
		return nil // an error of its own
	}
	s := args[1].AsString()
	lines := int64(strings.Count(s, "\n"))
	return l.product(spaces, max(lines, 1), int64(len(s)))
}

// product checks a text of n times a part of some bytes, and the rest.
func (l limits) product(bytes, n, rest int64) error {
	limit := int64(l.bytes)
	if bytes > limit || n > limit || rest > limit || (n > 0 && bytes > (limit-rest)/n) {
		return l.text(-1)
	}
	return nil
}

func joinFits(args []cty.Value, l limits) error {
	n, total := int64(0), int64(0)
	for _, items := range args[1:] {
		if length, ok := knownLength(items); ok {
			n += int64(length)
		}
		if !items.IsWhollyKnown() {
			return nil
		}
		for it := items.ElementIterator(); it.Next(); {
			if _, v := it.Element(); !v.IsNull() {
				total += int64(len(v.AsString()))
			}
		}
	}
	return l.product(int64(len(args[0].AsString())), max(n-1, 0), total)
}

func splitFits(args []cty.Value, l limits) error {
	if args[0].AsString() == "" {
		return l.count(len(args[1].AsString()))
	}
	return l.count(strings.Count(args[1].AsString(), args[0].AsString()) + 1)
}
