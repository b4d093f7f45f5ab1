package syntax_test

import (
	"testing"

	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/syntax"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// seeds adds sources that have something of everything.
func seeds(f *testing.F) {
	f.Helper()
	for _, c := range brokenFiles {
		f.Add([]byte(c.text))
	}
	for _, text := range []string{
		"targetScope = 'tenant'\nmetadata a = { b: 1 }\n#disable-next-line x\n@secure()\nparam p string?\nvar v int = -1 ?? 2\n",
		"resource r 'a/b@1' existing = [for (x, i) in y: if (!c) {\n  name: '${x}-${i}'\n  resource s 'd' = {}\n  ...e\n}]\n",
		"module m 'br:a/b:c' = { params: { f: map(g, h => h.?i[^0]![?1]) } }\noutput o resource 'x@1' = m::n\n",
		"type t = { @d()\n a: 'x' | 'y'\n *: [int, bool]? }\nfunc f(a sys.int[], b u<'v'>.w[*]) z.* =>\n a\n",
		"import { a, 'b' as c } from 'd'\nimport * as e from 'f'\nextension g with {} as h\nassert i = true\ntest j 'k' = {}\n",
		"var v = $$'''\n${a}$${b}'''\nvar w = '\\u{1F331}\\n'\n/* x */ // y\n",
		"using 'a' with {}\nextends 'b'\nparam c = [\n 1\n 2\n]\nextensionConfig d with {}\nusing none\n",
	} {
		f.Add([]byte(text))
	}
}

func FuzzLexer(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, content []byte) {
		pos := int32(0)
		tokens := syntax.Tokens(source.NewFile("a.bicep", content))
		for i, token := range tokens {
			if token.Start != pos || token.End < token.Start {
				t.Fatalf("token %d is %v, not at %d", i, token, pos)
			}
			empty := token.Kind == syntax.EndOfFile || token.Kind == syntax.StringRight
			if token.Start == token.End && !empty {
				t.Fatalf("token %d is empty: %v", i, token)
			}
			if (token.Kind == syntax.EndOfFile) != (i == len(tokens)-1) {
				t.Fatalf("token %d of %d: %v", i, len(tokens), token)
			}
			pos = token.End
		}
		if int(pos) != len(content) {
			t.Fatalf("the tokens end at %d of %d", pos, len(content))
		}
	})
}

func FuzzParser(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, content []byte) {
		check(t, syntax.Parse(source.NewFile("a.bicep", content)))
		check(t, syntax.ParseParams(source.NewFile("a.bicepparam", content)))
	})
}

// check checks what holds for every tree.
func check(t *testing.T, f *syntax.File) {
	t.Helper()
	skipped := false
	whole := syntax.Span{End: int32(len(f.Source.Content))}
	pos := int32(0)
	for _, s := range f.Statements {
		if s.Bounds().Start < pos {
			t.Fatalf("%T at %v begins before the end of the one before", s, s.Bounds())
		}
		pos = s.Bounds().End
		checkNode(t, s, whole, &skipped)
	}
	if skipped && len(f.Errors) == 0 {
		t.Fatal("something was skipped without an error")
	}
	if height(f) > 3000 {
		t.Fatal("the tree is too high")
	}
	last := 0
	for _, e := range f.Errors {
		if e.At.File != f.Source || e.At.Start < last || e.At.End < e.At.Start || e.At.End > len(f.Source.Content) {
			t.Fatalf("the error %v is at %d to %d", e, e.At.Start, e.At.End)
		}
		if e.Message == "" || e.Message[len(e.Message)-1] != '.' {
			t.Fatalf("the error is no sentence: %q", e.Message)
		}
		last = e.At.Start
	}
}

// checkNode checks that a node is in the one above, and its children follow each other.
func checkNode(t *testing.T, n syntax.Node, within syntax.Span, skipped *bool) {
	t.Helper()
	b := n.Bounds()
	if b.Start < within.Start || b.End > within.End || b.End < b.Start {
		t.Fatalf("%T at %v is not within %v", n, b, within)
	}
	if _, ok := n.(*syntax.Skipped); ok {
		*skipped = true
	}
	pos := b.Start
	syntax.Children(n, func(child syntax.Node) {
		if child.Bounds().Start < pos {
			t.Fatalf("%T in %T begins at %d, before %d", child, n, child.Bounds().Start, pos)
		}
		pos = child.Bounds().End
		checkNode(t, child, b, skipped)
	})
}
