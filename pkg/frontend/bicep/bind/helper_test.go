package bind_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/ir"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/bind"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/project"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// files are the contents of files by path.
type files map[string]string

// projectOf writes files into a temporary folder and opens it.
func projectOf(t *testing.T, all files) *project.Project {
	t.Helper()
	root := t.TempDir()
	for name, content := range all {
		path := filepath.Join(root, "root", filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
	}
	p := project.New(project.Options{Root: filepath.Join(root, "root"), Cache: filepath.Join(root, "root", "cache")})
	t.Cleanup(func() { require.NoError(t, p.Close()) })
	return p
}

// lower lowers main.bicep of some files.
func lower(t *testing.T, all files) *ir.Template {
	t.Helper()
	p := projectOf(t, all)
	f, err := p.File("main.bicep")
	require.Nil(t, err)
	return bind.Lower(p, f)
}

// clean lowers a file in which nothing is wrong.
func clean(t *testing.T, text string) *ir.Template {
	t.Helper()
	out := lower(t, files{"main.bicep": text})
	require.Empty(t, messages(out.Errors))
	return out
}

func messages(errs []*source.Error) []string {
	out := make([]string, 0, len(errs))
	for _, e := range errs {
		out = append(out, e.Error())
	}
	return out
}

// variable returns how the value of a variable is lowered, as a text.
func variable(t *testing.T, out *ir.Template, name string) string {
	t.Helper()
	for _, v := range out.Variables {
		if v.Name == name {
			return show(v.Value)
		}
	}
	require.Fail(t, "there is no variable "+name)
	return ""
}

// shows checks how an expression is lowered.
func shows(t *testing.T, want string, e ir.Expr) {
	t.Helper()
	assert.Equal(t, want, show(e))
}

// show writes an expression like a call of functions.
func show(e ir.Expr) string {
	switch e := e.(type) {
	case nil:
		return "-"
	case *ir.Literal:
		return e.Value.Canonical()
	case *ir.Interpolation:
		return "text(" + showAll(e.Parts) + ")"
	case *ir.Object:
		return showObject(e)
	case *ir.Array:
		return showArray(e)
	case *ir.Call:
		return e.Name + "(" + showAll(e.Args) + ")"
	case *ir.UserCall:
		return "user:" + e.Function.Name + "(" + showAll(e.Args) + ")"
	case *ir.MethodCall:
		return show(e.Receiver) + "." + e.Name + "(" + showAll(e.Args) + ")"
	case *ir.Chain:
		return showChain(e)
	case *ir.Conditional:
		return "if(" + showAll([]ir.Expr{e.If, e.Then, e.Else}) + ")"
	case *ir.Lambda:
		return "(" + strings.Join(e.Parameters, ",") + ")=>" + show(e.Body)
	case *ir.For:
		return "for(" + showLoop(e.Loop) + ": " + show(e.Body) + ")"
	}
	return showName(e)
}

func showName(e ir.Expr) string {
	switch e := e.(type) {
	case *ir.Local:
		return "local:" + e.Name
	case *ir.Param:
		return "param:" + e.Name
	case *ir.Var:
		return "var:" + e.Name
	case *ir.Imported:
		return "imported:" + e.From.Name + ":" + e.Name
	case *ir.Symbol:
		return "symbol:" + e.Name
	case *ir.Failure:
		return "failure"
	}
	return fmt.Sprintf("%T", e)
}

func showAll(all []ir.Expr) string {
	out := make([]string, len(all))
	for i, e := range all {
		out[i] = show(e)
	}
	return strings.Join(out, ", ")
}

func showObject(e *ir.Object) string {
	var out []string
	for _, m := range e.Members {
		if m.Key == nil {
			out = append(out, "..."+show(m.Value))
			continue
		}
		out = append(out, show(m.Key)+": "+show(m.Value))
	}
	return "{" + strings.Join(out, ", ") + "}"
}

func showArray(e *ir.Array) string {
	var out []string
	for _, i := range e.Items {
		spread := ""
		if i.Spread {
			spread = "..."
		}
		out = append(out, spread+show(i.Value))
	}
	return "[" + strings.Join(out, ", ") + "]"
}

func showChain(e *ir.Chain) string {
	out := show(e.Base)
	for _, l := range e.Links {
		out += "["
		if l.Safe {
			out += "?"
		}
		if l.FromEnd {
			out += "^"
		}
		out += show(l.Key) + "]"
	}
	return out
}

func showLoop(l *ir.Loop) string {
	out := l.Item
	if l.Index != "" {
		out += "," + l.Index
	}
	out += " in " + show(l.In)
	if l.Filter != nil {
		out += " where " + show(l.Filter)
	}
	return out
}

// depthOf counts the chains inside one another.
func depthOf(e ir.Expr) int {
	if c, ok := e.(*ir.Chain); ok {
		return 1 + depthOf(c.Base)
	}
	return 0
}
