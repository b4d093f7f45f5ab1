package functions_test

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/zclconf/go-cty/cty"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/functions"
)

// tree returns a folder outer with a folder root in it, and the Files of root.
func tree(t *testing.T) (outer string, root *functions.Root) {
	t.Helper()
	outer = t.TempDir()
	inner := filepath.Join(outer, "root")
	for name, text := range map[string]string{
		"secret.txt":        "outside",
		"root/in.txt":       "inside",
		"root/sub/deep.txt": "deep",
		"root/sub/a.tftpl":  `${x}-${upper(x)}`,
		"root/large.txt":    strings.Repeat("x", 1001),
		"root/self.tftpl":   `${templatefile("self.tftpl", {})}`,
		"root/twice.tftpl":  `${templatefile("twice.tftpl", {})}${templatefile("twice.tftpl", {})}`,
		"root/string.tftpl": `${templatestring(t, { t = t })}`,
	} {
		require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(outer, name)), 0o750))
		require.NoError(t, os.WriteFile(filepath.Join(outer, name), []byte(text), 0o600))
	}
	require.NoError(t, os.Mkdir(filepath.Join(inner, "tree"), 0o750))
	for i := range 30 {
		call := fmt.Sprintf(`${templatefile("tree/a%d.tftpl", {})}`, i+1)
		require.NoError(t, os.WriteFile(filepath.Join(inner, "tree", fmt.Sprintf("a%d.tftpl", i)), []byte(call+call), 0o600))
	}
	root, err := functions.OpenRoot(inner, 1000)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, root.Close()) })
	return outer, root
}

func TestFilesAreConfined(t *testing.T) {
	t.Parallel()
	outer, root := tree(t)
	link := func(name, target string) {
		require.NoError(t, os.Symlink(target, filepath.Join(outer, "root", name)))
	}
	if runtime.GOOS != "windows" {
		link("escape", "../secret.txt")
		link("absolute", filepath.Join(outer, "secret.txt"))
		link("folder", "..")
		link("within", "sub/deep.txt")
		link("dangling", "nowhere")
		link("loop", "loop")
	}
	ctx := &hcl.EvalContext{
		Functions: functions.Table(functions.Options{Files: root, Dir: "sub"}),
		Variables: map[string]cty.Value{"outer": cty.StringVal(filepath.ToSlash(outer))},
	}
	known := map[string]string{
		`file("deep.txt")`:                        "deep",
		`file("../in.txt")`:                       "inside",
		`file("../../root/in.txt")`:               "inside",
		`file("${outer}/root/in.txt")`:            "inside",
		`templatefile("a.tftpl", { x = "v" })`:    "v-V",
		`join(",", fileset("..", "**/*.txt"))`:    "in.txt,large.txt,sub/deep.txt",
		`join(",", fileset(".", "../in.*"))`:      "../in.txt",
		`tostring(fileexists("deep.txt"))`:        "true",
		`tostring(fileexists("no.txt"))`:          "false",
		`trimprefix(abspath("../in.txt"), outer)`: "/root/in.txt",
	}
	outside := "it lies outside the folder that may be read"
	unread := map[string]string{
		`file("no.txt")`:                  "unread no.txt: it does not exist",
		`file("../../secret.txt")`:        "unread ../../secret.txt: " + outside,
		`file("${outer}/secret.txt")`:     "unread " + filepath.ToSlash(outer) + "/secret.txt: " + outside,
		`file("/etc/passwd")`:             "unread /etc/passwd: " + outside,
		`file("~/x")`:                     "unread ~/x: it is in a home folder",
		`file("../large.txt")`:            "unread ../large.txt: it is larger than the budget of 1000 bytes",
		`filemd5("no.txt")`:               "unread no.txt: it does not exist",
		`filebase64("no.txt")`:            "unread no.txt: it does not exist",
		`templatefile("no.txt", {})`:      "unread no.txt: it does not exist",
		`templatefile("/etc/passwd", {})`: "unread /etc/passwd: " + outside,
		`fileexists("/etc/passwd")`:       "unread /etc/passwd: " + outside,
		`fileset("../..", "*")`:           "unread ../../*: " + outside,
		`fileset("..", "../*")`:           "unread ../../*: " + outside,
		`fileset("/etc", "*")`:            "unread /etc/*: " + outside,
		`file("a\u0000b")`:                "unread a\x00b: invalid argument",
	}
	if runtime.GOOS != "windows" {
		known[`file("../within")`] = "deep"
		known[`join(",", fileset("..", "*i*"))`] = "in.txt,string.tftpl,twice.tftpl,within"
		known[`tostring(fileexists("../dangling"))`] = "false"
		unread[`file("../escape")`] = "unread ../escape: " + outside
		unread[`file("../absolute")`] = "unread ../absolute: " + outside
		unread[`file("../folder/secret.txt")`] = "unread ../folder/secret.txt: " + outside
		unread[`fileexists("../escape")`] = "unread ../escape: " + outside
		unread[`file("../dangling")`] = "unread ../dangling: it does not exist"
		unread[`file("/dev/zero")`] = "unread /dev/zero: " + outside
		unread[`file("../loop")`] = ""
	}
	for expr, want := range known {
		v, err := evaluate(expr, ctx)
		require.NoError(t, err, expr)
		assert.True(t, v.RawEquals(cty.StringVal(want)), "%s is %#v", expr, v)
	}
	for expr, want := range unread {
		v, err := evaluate(expr, ctx)
		require.NoError(t, err, expr)
		assert.False(t, v.IsKnown(), expr)
		if want != "" {
			assert.Contains(t, marked(v), want, expr)
		}
	}
	for _, pattern := range []string{"**", "*", "folder/*"} {
		v, err := evaluate(`fileset("..", "`+pattern+`")`, ctx)
		require.NoError(t, err)
		assert.NotContains(t, v.GoString(), "secret", pattern)
	}
}

func TestWithoutFiles(t *testing.T) {
	t.Parallel()
	for _, expr := range []string{
		`file("x")`, `filebase64("x")`, `filemd5("x")`, `filesha512("x")`, `fileexists("x")`, `fileset(".", "x")`,
		`templatefile("x", {})`, `filebase64sha256("x")`,
	} {
		v := eval(t, expr, nil)
		assert.False(t, v.IsKnown(), expr)
		require.NotEmpty(t, marked(v), expr)
		assert.Contains(t, strings.Join(marked(v), ";"), "no files are read", expr)
	}
	assert.False(t, eval(t, `abspath("x")`, nil).IsKnown())
	assert.True(t, eval(t, `abspath("/x/..")`, nil).RawEquals(cty.StringVal("/")))
	isNull, _ := eval(t, `file("x") == null`, nil).Unmark()
	assert.True(t, isNull.RawEquals(cty.False))
}

func TestTemplatesEnd(t *testing.T) {
	t.Parallel()
	_, root := tree(t)
	ctx := &hcl.EvalContext{Functions: functions.Table(functions.Options{Files: root})}
	_, err := evaluate(`templatefile("self.tftpl", {})`, ctx)
	require.ErrorContains(t, err, "budget of 100")
	_, err = evaluate(`templatefile("twice.tftpl", {})`, ctx)
	require.ErrorContains(t, err, "budget")
	_, err = evaluate(`templatefile("tree/a0.tftpl", {})`, ctx)
	require.ErrorContains(t, err, "budget of 5000")
	assert.Less(t, len(err.Error()), 5000)
	_, err = evaluate(`templatefile("string.tftpl", { t = "$${templatestring(t, { t = t })}" })`, ctx)
	require.ErrorContains(t, err, "budget of 100")
}

// TestMarksOfTemplates: a template carries the marks of what it uses only.
func TestMarksOfTemplates(t *testing.T) {
	t.Parallel()
	_, root := tree(t)
	vars := variables()
	ctx := &hcl.EvalContext{Functions: functions.Table(functions.Options{Files: root}), Variables: vars}
	v, err := evaluate(`templatefile("sub/a.tftpl", { x = known, y = b })`, ctx)
	require.NoError(t, err)
	assert.ElementsMatch(t, []string{"known", "(derived)"}, marked(v))
	v, err = evaluate(`templatefile("sub/a.tftpl", { x = a, y = b })`, ctx)
	require.NoError(t, err)
	assert.False(t, v.IsKnown())
	assert.ElementsMatch(t, []string{"a", "(derived)"}, marked(v))
}

func TestGlobEndsInLargeTrees(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("symbolic links take privileges there")
	}
	outer, root := tree(t)
	for _, name := range []string{"a", "b", "c"} {
		require.NoError(t, os.Symlink(".", filepath.Join(outer, "root", name)))
	}
	ctx := &hcl.EvalContext{Functions: functions.Table(functions.Options{Files: root})}
	v, err := evaluate(`fileset(".", "**/deep.txt")`, ctx)
	require.NoError(t, err)
	if v.IsKnown() {
		assert.Contains(t, v.GoString(), "sub/deep.txt")
	} else {
		assert.Contains(t, strings.Join(marked(v), ";"), "budget")
	}
}
