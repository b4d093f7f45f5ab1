package module_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/module"
)

func TestNothingOutsideTheRoot(t *testing.T) {
	outer := files{"root/main.tf": "locals {\n  a = 1\n}\n", "secret/main.tf": "", "root/sub/main.tf": ""}.write(t)
	root := filepath.Join(outer, "root")
	require.NoError(t, os.Symlink(filepath.Join(outer, "secret"), filepath.Join(root, "link")))
	require.NoError(t, os.Symlink("../../secret/main.tf", filepath.Join(root, "sub", "x.tf")))
	require.NoError(t, os.Symlink("../main.tf", filepath.Join(root, "sub", "y.tf")))
	l := loader(root)
	for dir, want := range map[string]string{
		"..":                             "..: The path leads outside the folder that may be read.",
		"../secret":                      "../secret: The path leads outside the folder that may be read.",
		filepath.Join(outer, "secret"):   "../secret: The path leads outside the folder that may be read.",
		"sub/../../secret":               "../secret: The path leads outside the folder that may be read.",
		"link":                           "link: It cannot be read: path escapes from parent.",
		"none":                           "none: There is no such file or folder.",
		"main.tf":                        "main.tf: It is not a folder.",
		filepath.Join(root, "sub", "no"): "sub/no: There is no such file or folder.",
	} {
		_, err := l.Module(dir)
		assert.EqualError(t, err, want, dir)
	}
	m, err := l.Module("sub")
	require.NoError(t, err)
	assert.Equal(t, []string{"sub/x.tf: It cannot be read: path escapes from parent."}, messages(m.Errors))
	assert.True(t, m.Incomplete)
	assert.Contains(t, m.Locals, "a", "a link inside the root is followed")

	_, err = l.ReadFile("sub/x.tf")
	require.Error(t, err)
	f, err := l.ReadFile("sub/y.tf")
	require.NoError(t, err)
	assert.Equal(t, "locals {\n  a = 1\n}\n", string(f.Content))
}

func TestPathsAreRelativeToTheWorkingDirectory(t *testing.T) {
	root := files{"a/main.tf": "", "b/main.tf": ""}.write(t)
	l := module.NewLoader(module.Options{Root: root, Cwd: filepath.Join(root, "a")})
	m, err := l.Module("../b")
	require.NoError(t, err)
	assert.Equal(t, "../b", m.Dir)
	assert.Equal(t, "../b/main.tf", m.Files[0].Path)
	same, err := l.Module(filepath.Join(root, "b"))
	require.NoError(t, err)
	assert.Same(t, m, same)
}

func TestOnlyRegularFiles(t *testing.T) {
	mkfifo, err := exec.LookPath("mkfifo")
	if err != nil {
		t.Skip("mkfifo is not installed")
	}
	dir := files{"main.tf": "locals {\n  a = 1\n}\n"}.write(t)
	require.NoError(t, exec.Command(mkfifo, filepath.Join(dir, "pipe.tf")).Run())
	require.NoError(t, os.Mkdir(filepath.Join(dir, "folder.tf"), 0o755))
	m, err := loader(dir).Module(".")
	require.NoError(t, err)
	assert.Equal(t, []string{"pipe.tf: It is not a regular file."}, messages(m.Errors))
	assert.Len(t, m.Locals, 1)
}

func TestLimits(t *testing.T) {
	dir := files{"a.tf": strings.Repeat("#", 100), "b.tf": strings.Repeat("#", 50), "c.tf": "locals {\n  a = 1\n}\n"}.write(t)
	limited := func(o module.Options) *module.Loader {
		o.Root, o.Cwd = dir, dir
		return module.NewLoader(o)
	}
	m, err := limited(module.Options{MaxFileSize: 60}).Module(".")
	require.NoError(t, err)
	assert.Equal(t, []string{"a.tf: The file is larger than the 60 bytes that may be read."}, messages(m.Errors))
	assert.Len(t, m.Locals, 1)

	m, err = limited(module.Options{MaxFolderSize: 120}).Module(".")
	require.NoError(t, err)
	assert.Equal(t, []string{"b.tf: The file is larger than the 20 bytes that may be read."}, messages(m.Errors))

	_, err = limited(module.Options{MaxFiles: 2}).Module(".")
	assert.EqualError(t, err, ".: The folder holds more than 2 such files.")

	_, err = limited(module.Options{}).Module(files{"x.txt": ""}.write(t))
	assert.ErrorContains(t, err, "outside")
	_, err = loader(files{"x.txt": ""}.write(t)).Module(".")
	assert.EqualError(t, err, ".: The folder holds no Terraform configuration.")
}

// hostile texts would overflow the stack of the parser, or keep it busy for
// minutes.
var hostile = map[string]string{
	"parentheses": "a = " + strings.Repeat("(", 200_000),
	"closed":      "a = " + strings.Repeat("(", 200_000) + "1" + strings.Repeat(")", 200_000) + "\n",
	"lists":       "a = " + strings.Repeat("[", 200_000),
	"objects":     "a = " + strings.Repeat("{a=", 200_000),
	"templates":   "a = " + strings.Repeat(`"${`, 200_000),
	"heredocs":    "a = " + strings.Repeat("<<A\n${", 200_000),
	"directives":  `a = "` + strings.Repeat("%{if a}", 200_000) + "\"\n",
	"calls":       "a = " + strings.Repeat("f(", 200_000),
	"loops":       "a = " + strings.Repeat("[for x in ", 200_000),
	"indices":     "a = " + strings.Repeat("a[", 200_000),
	"blocks":      strings.Repeat("a {\n", 200_000),
	"negations":   "a = " + strings.Repeat("!", 200_000) + "true\n",
	"minus":       "a = " + strings.Repeat("-", 200_000) + "1\n",
	"conditions":  "a = " + strings.Repeat("a ? b : ", 200_000) + "c\n",
	"broken":      "a = " + strings.Repeat("a ? ", 200_000) + "c\n",
	"sums":        "a = " + strings.Repeat("1 + ", 200_000) + "1\n",
	"lines":       "a = (" + strings.Repeat("1 +\n", 200_000) + "1)\n",
	"hidden":      "a = (" + strings.Repeat("!# ))\n", 200_000) + "1)\n",
	"indexed":     "a = a" + strings.Repeat("[0]", 200_000) + "\n",
	"splats":      "a = a" + strings.Repeat("[*]", 200_000) + "\n",
	"attributes":  "a = f()" + strings.Repeat(".a", 200_000) + "\n",
	"errors":      strings.Repeat("a = ]\n", 50_000),
	"redefined":   strings.Repeat("a = 1\n", 50_000),
	"words":       strings.Repeat("a ", 500_000),
	"signs":       strings.Repeat("=", 3_000_000),
	"newlines":    strings.Repeat("\n", 8<<20),
	"quotes":      strings.Repeat(`"`, 500_000),
	"braces":      strings.Repeat("}", 500_000),
	"nothing":     strings.Repeat("\x00", 500_000),
}

func TestHostileTexts(t *testing.T) {
	for name, text := range hostile {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			m := files{"main.tf": text, "other.tf": "locals {\n  a = 1\n}\n"}.load(t)
			assert.Less(t, time.Since(start), 20*time.Second)
			assert.Len(t, m.Locals, 1)
			assert.LessOrEqual(t, len(m.Errors), 50)
			if name != "newlines" {
				assert.NotEmpty(t, m.Errors)
			}
		})
	}
}

func TestHostileJSON(t *testing.T) {
	for name, text := range map[string]string{
		"arrays":  strings.Repeat("[", 200_000),
		"objects": strings.Repeat(`{"a":`, 200_000),
		"string":  `{"locals": {"a": "${` + strings.Repeat("(", 200_000) + `"}}`,
		"escaped": `{"locals": {"a": "${f(\"` + strings.Repeat(`${f(\"`, 200_000) + `"}}`,
		"type":    `{"variable": {"a": {"type": "` + strings.Repeat("list(", 200_000) + `"}}}`,
		"commas":  `{"locals": [` + strings.Repeat("{},", 1_000_000) + `{}]}`,
	} {
		t.Run(name, func(t *testing.T) {
			m := files{"main.tf.json": text, "other.tf": "locals {\n  b = 1\n}\n"}.load(t)
			assert.NotEmpty(t, m.Errors)
			assert.LessOrEqual(t, len(m.Errors), 50)
			assert.Contains(t, m.Locals, "b")
		})
	}
}

// Ordinary files may be long and have much of everything.
func TestLongFilesAreFine(t *testing.T) {
	var text bytes.Buffer
	for i := range 3000 {
		fmt.Fprintf(&text, "locals {\n  a%d = { x = [1, 2 - 1, -(3)], y = \"${f(\"(\")}-[[[\" } # ((((\n}\n", i)
	}
	m := files{
		"main.tf":    text.String(),
		"x.tf.json":  `{"locals": {"policy": "` + strings.Repeat(`{\"a\": [`, 5000) + `"}}`,
		"deep.tf":    "locals {\n  deep = " + strings.Repeat("[", 400) + strings.Repeat("]", 400) + "\n}\n",
		"chained.tf": "locals {\n  chained = " + strings.Repeat("1 + ", 4000) + "1\n}\n",
	}.load(t)
	require.Empty(t, messages(m.Errors))
	assert.Len(t, m.Locals, 3003)
}

func TestManyAtOnce(t *testing.T) {
	f := files{}
	for i := range 200 {
		f[fmt.Sprintf("f%03d.tf", i)] = fmt.Sprintf("resource \"a\" \"r%03d\" {\n  name = \"%s\"\n}\n", i, strings.Repeat("x", 500))
	}
	l := loader(f.write(t))
	modules := make([]*module.Module, 2*runtime.GOMAXPROCS(0))
	var done sync.WaitGroup
	for i := range modules {
		done.Go(func() { modules[i], _ = l.Module(".") })
	}
	done.Wait()
	for _, m := range modules {
		require.Same(t, modules[0], m)
	}
	require.Len(t, modules[0].Order, 200)
	assert.IsIncreasing(t, modules[0].Order)
}
