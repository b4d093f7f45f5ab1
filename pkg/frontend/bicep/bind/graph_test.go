package bind_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/bind"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/project"
)

func TestCircles(t *testing.T) {
	for _, test := range []struct {
		name string
		all  files
		want string
	}{
		{"itself", files{"main.bicep": "module m 'main.bicep' = {}\n"}, "main.bicep:1:10: The template main.bicep cannot be read: It refers back to this file, in a circle."},
		{"through another", files{"main.bicep": "module m 'a.bicep' = {}\n", "a.bicep": "module m 'main.bicep' = {}\n"}, "main.bicep:1:10: The template a.bicep cannot be read: It refers back to this file, in a circle."},
		{"imports", files{"main.bicep": "import {x} from 'a.bicep'\nvar y = x\n", "a.bicep": "import {y} from 'main.bicep'\nvar x = y\n"}, "main.bicep:1:17: What is imported from a.bicep cannot be read: It refers back to this file, in a circle."},
	} {
		t.Run(test.name, func(t *testing.T) {
			out := lower(t, test.all)
			assert.Equal(t, []string{test.want}, messages(out.Errors))
			for _, m := range out.Modules {
				assert.Nil(t, m.Template)
				assert.NotEmpty(t, m.Why)
			}
		})
	}
}

// A file that a circle does not go through is read all the same.
func TestBesideCircle(t *testing.T) {
	out := lower(t, files{
		"main.bicep": "module a 'a.bicep' = {}\nmodule c 'c.bicep' = {}\n",
		"a.bicep":    "module b 'b.bicep' = {}\nmodule c 'c.bicep' = {}\n",
		"b.bicep":    "module a 'a.bicep' = {}\n",
		"c.bicep":    "output o string = 'o'\n",
	})
	assert.Empty(t, messages(out.Errors))
	require.NotNil(t, out.Modules[0].Template)
	require.NotNil(t, out.Modules[1].Template)
	a := out.Modules[0].Template
	assert.Len(t, a.Errors, 1)
	assert.Nil(t, a.Modules[0].Template)
	assert.Same(t, out.Modules[1].Template, a.Modules[1].Template)
}

func TestDepth(t *testing.T) {
	all := files{}
	for i := range 300 {
		all[fmt.Sprintf("m%d.bicep", i)] = fmt.Sprintf("module m 'm%d.bicep' = {}\n", i+1)
	}
	all["m300.bicep"] = "output o string = 'o'\n"
	all["main.bicep"] = "module m 'm0.bicep' = {}\n"
	out, depth := lower(t, all), 0
	for len(out.Modules) > 0 && out.Modules[0].Template != nil {
		out, depth = out.Modules[0].Template, depth+1
	}
	assert.Less(t, depth, 100)
	require.Len(t, out.Errors, 1)
	assert.Contains(t, out.Errors[0].Message, "nested too deep")
}

// Files that refer to one another can be lowered at the same time, each beginning
// elsewhere.
func TestConcurrent(t *testing.T) {
	all := files{}
	for i := range 30 {
		all[fmt.Sprintf("m%d.bicep", i)] = fmt.Sprintf(
			"import {x%d} from 'm%d.bicep'\nmodule a 'm%d.bicep' = {}\nmodule b 'm%d.bicep' = {}\n@export()\nvar x%d = x%d\n",
			(i+1)%30, (i+1)%30, (i+7)%30, i/2, i, (i+1)%30)
	}
	p := projectOf(t, all)
	var done sync.WaitGroup
	for i := range 30 {
		done.Add(1)
		go func() {
			defer done.Done()
			f, err := p.File(fmt.Sprintf("m%d.bicep", i))
			if assert.Nil(t, err) {
				assert.NotEmpty(t, bind.Lower(p, f).Modules)
			}
		}()
	}
	done.Wait()
}

// Hostile input ends soon, with errors.
func TestHostile(t *testing.T) {
	deep := func(open, end string, n int) string { return strings.Repeat(open, n) + "1" + strings.Repeat(end, n) }
	var doubling, types, misspelt strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&misspelt, "var name%05d = nome%05d\nvar call%05d = coll%05d()\n", i, i, i, i)
	}
	doubling.WriteString("var t0 = 'xxxxxxxxxx'\n")
	types.WriteString("type t0 = 'a' | 'b'\n")
	for i := range 60 {
		fmt.Fprintf(&doubling, "var t%d = '${t%d}${t%d}'\n", i+1, i, i)
		fmt.Fprintf(&types, "type t%d = t%d | t%d\n", i+1, i, i)
	}
	for name, text := range map[string]string{
		"brackets":       "var v = " + deep("[", "]", 100_000),
		"parentheses":    "var v = " + deep("(", ")", 100_000),
		"operators":      "var v = 1" + strings.Repeat(" + 1", 100_000),
		"alternatives":   "var v = true" + strings.Repeat(" || true", 100_000),
		"members":        "var v = a" + strings.Repeat(".a", 100_000),
		"nested":         "var v = a" + strings.Repeat("::a", 100_000),
		"non-null":       "var v = a" + strings.Repeat("!", 100_000),
		"any":            "var v = " + deep("any(", ")", 100_000),
		"texts":          doubling.String() + "var v = loadTextContent(t60)",
		"unions":         types.String() + "param p t60\n",
		"tuple":          "type t = [t]\nparam p t" + strings.Repeat("[0]", 100_000),
		"own text":       "var a = '${a}'\nvar v = loadTextContent(a)",
		"many names":     strings.Repeat("var v = x\n", 30_000),
		"misspelt":       misspelt.String(),
		"own resource":   "resource a 'Microsoft.A/b@2024-01-01' = {\n name: a.name\n parent: a\n}",
		"nested objects": "var v = " + deep("{a:", "}", 50_000),
	} {
		t.Run(name, func(t *testing.T) {
			begin := time.Now()
			out := lower(t, files{"main.bicep": text + "\n"})
			assert.Less(t, time.Since(begin), 60*time.Second)
			if name != "own resource" && name != "unions" && name != "tuple" {
				assert.NotEmpty(t, out.Errors)
			}
		})
	}
}

// Neither a link nor a path leads out of the root.
func TestNothingOutside(t *testing.T) {
	root := t.TempDir()
	inside := filepath.Join(root, "in")
	require.NoError(t, os.MkdirAll(inside, 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(root, "secret.bicep"), []byte("@export()\nvar a = 1\n"), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(inside, "main.bicep"), []byte(
		"module a 'link.bicep' = {}\nmodule b '../secret.bicep' = {}\nimport {a as x} from 'dir/secret.bicep'\nvar v = loadTextContent('link.bicep')\nvar w = loadDirectoryFileInfo('dir')\n"), 0o600))
	if os.Symlink(filepath.Join(root, "secret.bicep"), filepath.Join(inside, "link.bicep")) != nil || os.Symlink(root, filepath.Join(inside, "dir")) != nil {
		t.Skip("symbolic links cannot be made here")
	}
	p := project.New(project.Options{Root: inside})
	defer func() { require.NoError(t, p.Close()) }()
	f, err := p.File("main.bicep")
	require.Nil(t, err)
	out := bind.Lower(p, f)
	assert.Len(t, out.Errors, 5)
	for _, m := range out.Modules {
		assert.Nil(t, m.Template)
	}
	_, err = p.File(filepath.Join(root, "secret.bicep"))
	require.NotNil(t, err)
}

// Links that lead back into the root make endless paths.
func TestEndlessPaths(t *testing.T) {
	root := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(root, "main.bicep"), []byte("module a 'a/main.bicep' = {}\nmodule b 'b/main.bicep' = {}\n"), 0o600))
	if os.Symlink(".", filepath.Join(root, "a")) != nil || os.Symlink(".", filepath.Join(root, "b")) != nil {
		t.Skip("symbolic links cannot be made here")
	}
	p := project.New(project.Options{Root: root, MaxFiles: 500})
	defer func() { require.NoError(t, p.Close()) }()
	f, err := p.File("main.bicep")
	require.Nil(t, err)
	assert.NotNil(t, bind.Lower(p, f))
}
