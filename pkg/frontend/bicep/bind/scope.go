package bind

import (
	"sort"

	"github.com/agext/levenshtein"

	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/syntax"
)

// lowerer lowers expressions at one place of a file, where some local names are known.
type lowerer struct {
	file   *file
	locals *locals
	depth  int
}

// locals are the names that are known in a part of a file: of variables of loops and
// lambdas, of parameters of functions (which have no declaration), and of nested
// resources.
type locals struct {
	names map[string]*declaration
	outer *locals
}

// inside returns a lowerer that knows more names.
func (l *lowerer) inside(names map[string]*declaration) *lowerer {
	return &lowerer{file: l.file, locals: &locals{names: names, outer: l.locals}, depth: l.depth}
}

// find looks a name up: local is set if it is a local variable; the declaration is nil
// if it is one, or if there is none.
func (l *lowerer) find(name string) (d *declaration, local bool) {
	for s := l.locals; s != nil; s = s.outer {
		if d, ok := s.names[name]; ok {
			return d, d == nil
		}
	}
	return l.file.declarations[name], false
}

// known are the names that are known at the place.
func (l *lowerer) known() []string {
	all := append([]string(nil), l.file.names...)
	for s := l.locals; s != nil; s = s.outer {
		for n := range s.names {
			all = append(all, n)
		}
	}
	return all
}

// maxSuggestions is how often a file is told what may have been meant: to look for it
// takes long, and where more than that is wrong it helps nobody.
const maxSuggestions = 100

// suggest returns " Did you mean x?" for a name that is misspelt, or "".
func (f *file) suggest(name string, names func() []string) string {
	if f.suggestions++; f.suggestions > maxSuggestions {
		return ""
	}
	return suggestion(name, names())
}

// suggestion returns " Did you mean x?" if one of the names is near to one that is
// misspelt, or "".
func suggestion(name string, names []string) string {
	if len(names) > 20_000 || len(name) > 256 {
		return ""
	}
	sort.Strings(names)
	best, at := "", max(len(name)/3, 1)+1
	for _, n := range names {
		if abs(len(n)-len(name)) >= at || n == name || len(name) < 2 {
			continue
		}
		if d := levenshtein.Distance(name, n, nil); d < at {
			best, at = n, d
		}
	}
	if best == "" {
		return ""
	}
	return " Did you mean " + best + "?"
}

func abs(n int) int { return max(n, -n) }

// unknown reports a name that means nothing.
func (l *lowerer) unknown(n syntax.Node, name string) {
	l.file.errorf(n, "The name %s is not declared in this file.%s", name, l.file.suggest(name, l.known))
}
