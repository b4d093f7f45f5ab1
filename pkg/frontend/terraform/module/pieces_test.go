package module

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/zclconf/go-cty/cty"
)

// inPieces parses a text in pieces; nil if it has to be parsed as a whole.
func inPieces(text string) *hclsyntax.Body {
	p := &parsed{file: newFile("a.tf", []byte(text)), name: "a.tf"}
	pieces := p.pieces(defaultDepth)
	for i := range pieces {
		pieces[i].parse()
	}
	if !p.assemble(pieces) {
		return nil
	}
	return p.body.(*hclsyntax.Body)
}

// wholly parses a text as hclsyntax does it by itself; nil if it has errors.
func wholly(text string) *hclsyntax.Body {
	file, diags := hclsyntax.ParseConfig([]byte(text), "a.tf", hcl.InitialPos)
	if diags.HasErrors() {
		return nil
	}
	return file.Body.(*hclsyntax.Body)
}

// listing writes down what there is in a body: names, places and constant values.
// What is idle in a block is left out; top is for the body of a file.
func listing(body *hclsyntax.Body, of idle, top bool) []string {
	var out []string
	for name, a := range body.Attributes {
		if idle := of.all || slices.Contains(of.texts, name) && isText(a.Expr); !idle {
			out = append(out, fmt.Sprintf("%s at %s %s %s = %s", name, offsets(a.SrcRange), offsets(a.NameRange), offsets(a.EqualsRange), constant(name, a.Expr, of)))
		}
	}
	for _, b := range body.Blocks {
		if of.all || slices.Contains(of.blocks, b.Type) {
			continue
		}
		head := fmt.Sprintf("%s %q at %s %s %s", b.Type, b.Labels, offsets(b.TypeRange), offsets(b.OpenBraceRange), offsets(b.CloseBraceRange))
		for _, r := range b.LabelRanges {
			head += " " + offsets(r)
		}
		head += " " + offsets(b.Body.SrcRange) + " " + offsets(b.Body.EndRange)
		var inner idle
		if top {
			inner = idles[b.Type]
		}
		for _, line := range listing(b.Body, inner, false) {
			out = append(out, head+" | "+line)
		}
		out = append(out, head)
	}
	slices.Sort(out)
	return out
}

func offsets(r hcl.Range) string { return fmt.Sprintf("%d-%d", r.Start.Byte, r.End.Byte) }

// isText reports whether an expression is a string as it stands: that is what may
// be left out, and is where it has no escapes that could be wrong.
func isText(e hclsyntax.Expression) bool {
	_, ok := literal(e)
	return ok
}

// constant is the value of an expression, or its type and place where it has none
// by itself.
func constant(name string, e hclsyntax.Expression, of idle) string {
	if name == "type" && slices.Contains(of.read, name) {
		return typeText(e)
	}
	where := offsets(e.Range())
	if hasLoop(e) || isCall(e) {
		return fmt.Sprintf("%s %T", where, e)
	}
	v, diags := e.Value(nil)
	if diags.HasErrors() {
		return fmt.Sprintf("%s %T %s", where, e, parts(e))
	}
	return where + " " + v.GoString()
}

func isCall(e hclsyntax.Expression) bool {
	found := false
	_ = hclsyntax.VisitAll(e, func(n hclsyntax.Node) hcl.Diagnostics { // the visitor has no errors
		_, call := n.(*hclsyntax.FunctionCallExpr)
		found = found || call
		return nil
	})
	return found
}

// parts are the kinds and places of the expressions in an expression.
func parts(e hclsyntax.Expression) string {
	var out strings.Builder
	_ = hclsyntax.VisitAll(e, func(n hclsyntax.Node) hcl.Diagnostics { // the visitor has no errors
		fmt.Fprintf(&out, "%T %s,", n, offsets(n.Range()))
		return nil
	})
	return out.String()
}

func typeText(e hclsyntax.Expression) string {
	var typ cty.Type
	var defaults *typeexpr.Defaults
	if known, ok := e.(*writtenType); ok {
		typ, defaults = known.typ, known.defaults
	} else {
		inner := meant(e, defaultDepth)
		if inner == nil || hasLoop(inner) {
			return "no type"
		}
		var diags hcl.Diagnostics
		if typ, defaults, diags = typeexpr.TypeConstraintWithDefaults(inner); diags.HasErrors() {
			return "no type"
		}
	}
	return offsets(e.Range()) + " " + typ.GoString() + " " + defaultsText(defaults)
}

func defaultsText(d *typeexpr.Defaults) string {
	if d == nil {
		return "-"
	}
	lines := []string{d.Type.GoString()}
	for name, v := range d.DefaultValues {
		lines = append(lines, "value "+name+" "+v.GoString())
	}
	for name, inner := range d.Children {
		lines = append(lines, "child "+name+" "+defaultsText(inner))
	}
	slices.Sort(lines[1:])
	return "(" + strings.Join(lines, ",") + ")"
}

// compareWays parses a text both ways. It returns whether it was parsed in pieces.
func compareWays(t *testing.T, text string) bool {
	t.Helper()
	pieces := inPieces(text)
	if pieces == nil {
		return false
	}
	whole := wholly(text)
	if whole == nil {
		return true // an error in what is left out, at most
	}
	require.Empty(t, whole.Attributes)
	require.Equal(t, listing(whole, idle{}, true), listing(pieces, idle{}, true))
	return true
}

func TestPiecesAreAsTheWhole(t *testing.T) {
	folders := []string{filepath.Join("..", "..", "..", "..", "fixtures")}
	if corpus := os.Getenv("APPNETLINT_CORPUS"); corpus != "" {
		folders = append(folders, corpus)
	}
	all, several := 0, 0
	for _, folder := range folders {
		require.NoError(t, filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if err != nil || !d.Type().IsRegular() || !ConfigFile(d.Name()) || isJSON(d.Name()) {
				return err
			}
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			all++
			text = newFile("", text).Content
			t.Run(filepath.ToSlash(path), func(t *testing.T) {
				inPieces := compareWays(t, string(text))
				if inPieces {
					several++
					assert.NotNil(t, wholly(string(text)), "there is an error in what is left out")
				}
			})
			return nil
		}))
	}
	t.Logf("%d of %d files are parsed in pieces", several, all)
	assert.Greater(t, several, all*9/10)
}
