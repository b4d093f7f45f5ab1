package project_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/project"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// write writes files below a folder.
func write(t *testing.T, root string, files map[string]string) {
	t.Helper()
	for name, content := range files {
		path := filepath.Join(root, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
	}
}

// open writes a project and its cache, and returns it with a file of it.
func open(t *testing.T, file string, files, cache map[string]string) (*project.Project, *source.File) {
	t.Helper()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "root"), files)
	write(t, filepath.Join(dir, "cache"), cache)
	p := project.New(project.Options{Root: filepath.Join(dir, "root"), Cache: filepath.Join(dir, "cache")})
	t.Cleanup(func() { require.NoError(t, p.Close()) })
	f, err := p.File(file)
	require.Nil(t, err)
	return p, f.Source
}

func TestLocalReferences(t *testing.T) {
	p, f := open(t, "sub/main.bicep", map[string]string{
		"sub/main.bicep": "", "a.bicep": "param x int\n", "sub/b.json": "{}", "dir/x": "",
	}, nil)
	a := p.Resolve(f, "../a.bicep")
	require.Nil(t, a.Err)
	assert.Equal(t, "a.bicep", a.Bicep.Source.Path)
	assert.Len(t, a.Bicep.Statements, 1)
	assert.Same(t, a.Bicep, p.Resolve(f, "./../sub/../a.bicep").Bicep)
	b := p.Resolve(f, "b.json")
	require.Nil(t, b.Err)
	assert.Equal(t, "sub/b.json", b.JSON.Path)
	assert.False(t, b.Downloaded)
	for reference, want := range map[string]string{
		"../none.bicep": "There is no such file or folder.",
		"../dir":        "It is not a regular file.",
		"../../x.bicep": "The path leads outside the folder that may be read.",
		"/a.bicep":      "The path is absolute; Bicep takes relative paths only.",
		`..\a.bicep`:    `The path has a backslash; Bicep separates folders by "/" on every system.`,
		"a*.bicep":      "The path has a character that Bicep does not take in paths.",
		"":              "The path is empty.",
		"http://x/y":    `The scheme "http" is unknown: references begin with br:, br/, ts:, ts/ or are relative paths.`,
		"br/a b:x:1":    `The alias "a b" has a character that is no letter, digit, hyphen or underscore.`,
		"br/nobody:x:1": `There is no alias "nobody" for modules, and no bicepconfig.json that could declare one.`,
		"br:host":       "The reference br:host is no module of a registry: it is written <host>/<path>:<tag> or <host>/<path>@<digest>.",
		"br:host/a":     "The reference br:host/a is no module of a registry: the tag or digest is missing.",
		"br:host/A:1":   "The reference br:host/A:1 is no module of a registry: its path has a part that a registry cannot have.",
		"br:host/a:..":  "The reference br:host/a:.. is no module of a registry: the tag or digest is none that a registry can have.",
		"br:host/..:1":  "The reference br:host/..:1 is no module of a registry: its path has a part that a registry cannot have.",
		"br:../a:1":     "The reference br:../a:1 is no module of a registry: it is written <host>/<path>:<tag> or <host>/<path>@<digest>.",
		"br:host/a@x":   "The reference br:host/a@x is no module of a registry: the tag or digest is none that a registry can have.",
		"ts:a/b/c":      "The reference ts:a/b/c is none to a template spec: it is written ts:<subscription>/<resource group>/<name>:<version>.",
		"ts:../b/c:1":   "The reference ts:../b/c:1 is none to a template spec: it is written ts:<subscription>/<resource group>/<name>:<version>.",
		"ts/nobody:c:1": `There is no alias "nobody" for modules, and no bicepconfig.json that could declare one.`,
	} {
		target := p.Resolve(f, reference)
		if assert.NotNil(t, target.Err, reference) {
			assert.Equal(t, want, target.Err.Message, reference)
		}
	}
}

func TestRestoredModules(t *testing.T) {
	digest := strings.Repeat("ab", 32)
	p, f := open(t, "main.bicep", map[string]string{
		"main.bicep": "",
		"bicepconfig.json": `{ // comments are possible
			"moduleAliases": { "br": { "own": { "registry": "Example.azurecr.io:5000", "modulePath": "a/b" }, "bare": { "registry": "example.azurecr.io" } },
			"ts": { "specs": { "subscription": "S-1", "resourceGroup": "Group" } }, },
		}`,
	}, map[string]string{
		"br/mcr.microsoft.com/bicep$avm$res$web$site/0.4.0$/main.json": "1",
		"br/example.azurecr.io$5000/a$b$c/v1-Beta$8/main.json":         "2",
		"br/example.azurecr.io/c/sha256#" + digest + "/main.json":      "3",
		"ts/s-1/group/spec/1.0/main.json":                              "4",
		"br/example.azurecr.io/c/1.0$/manifest":                        "",
	})
	for reference, want := range map[string]string{
		"br/public:avm/res/web/site:0.4.0":                  "1",
		"br:mcr.microsoft.com/bicep/avm/res/web/site:0.4.0": "1",
		"br/own:c:v1-Beta":                                  "2",
		"br:example.azurecr.io:5000/a/b/c:v1-Beta":          "2",
		"br/bare:c@sha256:" + digest:                        "3",
		"ts/specs:spec:1.0":                                 "4",
		"ts:S-1/Group/Spec:1.0":                             "4",
	} {
		target := p.Resolve(f, reference)
		require.Nil(t, target.Err, reference)
		if assert.NotNil(t, target.JSON, reference) {
			assert.Equal(t, want, string(target.JSON.Content), reference)
			assert.True(t, target.Downloaded)
		}
	}
	for _, reference := range []string{"br/public:avm/res/web/site:0.5.0", "br/bare:c:1.0", "ts/specs:spec:2.0", "br/own:c:v1-beta"} {
		target := p.Resolve(f, reference)
		assert.Nil(t, target.Err, reference)
		assert.Equal(t, project.NotRestored, target.Missing, reference)
	}
	assert.Equal(t, `The alias "x" is not declared in moduleAliases.br of bicepconfig.json.`, p.Resolve(f, "br/x:a:1").Err.Message)
}

func TestConfigurations(t *testing.T) {
	p, f := open(t, "sub/deep/main.bicep", map[string]string{
		"bicepconfig.json":                        `{"moduleAliases":{"br":{"far":{"registry":"far.io"}}}}`,
		"sub/bicepconfig.json":                    `{"extends":"../shared/base.json","moduleAliases":{"br":{"near":{"modulePath":"leaf"}}},"moduleAliasesMock":{"br":{"mocked":{"mapToFilePath":"../local"}, "away":{"mapToFilePath":"/srv"}, "outside":{"mapToFilePath":"../../x"}}},"cacheRootDirectory":"../restored"}`,
		"shared/base.json":                        `{"moduleAliases":{"br":{"near":{"registry":"near.io","modulePath":"base"},"mocked":{"registry":"mocked.io"}}}}`,
		"sub/deep/main.bicep":                     "",
		"other.bicep":                             "",
		"local/a/b.bicep":                         "var x = 1\n",
		"restored/br/near.io/leaf$m/1$/main.json": "near",
	}, map[string]string{"br/far.io/m/1$/main.json": "far"})
	assert.Equal(t, "near", string(p.Resolve(f, "br/near:m:1").JSON.Content))
	assert.NotNil(t, p.Resolve(f, "br/far:m:1").Err)
	assert.Equal(t, "local/a/b.bicep", p.Resolve(f, "br/mocked:a/b:1.0").Bicep.Source.Path)
	assert.Equal(t, "local/a/b.bicep", p.Resolve(f, "br/mocked:a/b@sha256:x").Bicep.Source.Path)
	assert.Contains(t, p.Resolve(f, "br/away:a:1").Missing, "absolute path")
	assert.NotNil(t, p.Resolve(f, "br/outside:a:1").Err)
	assert.NotNil(t, p.Resolve(f, "br/mocked:../b:1").Err)

	other, err := p.File("other.bicep")
	require.Nil(t, err)
	assert.Equal(t, "far", string(p.Resolve(other.Source, "br/far:m:1").JSON.Content))
}

func TestBadConfigurations(t *testing.T) {
	for content, want := range map[string]string{
		`{`:                              "It is no JSON object: unexpected end of JSON input.",
		`{"extends":"bicepconfig.json"}`: "The files that it extends go round in a circle, or are more than 32.",
		`{"extends":"none.json"}`:        "There is no such file or folder.",
		`{"extends":"../../x.json"}`:     "The path leads outside the folder that may be read.",
	} {
		p, f := open(t, "main.bicep", map[string]string{"main.bicep": "", "bicepconfig.json": content}, nil)
		target := p.Resolve(f, "br/public:a:1")
		if assert.NotNil(t, target.Err, content) {
			assert.Equal(t, want, target.Err.Message)
		}
	}
	p, f := open(t, "main.bicep", map[string]string{"main.bicep": "", "bicepconfig.json": `{"cacheRootDirectory":"/etc"}`}, nil)
	assert.Equal(t, "the cache that bicepconfig.json names lies outside the folder that may be read", p.Resolve(f, "br/public:a:1").Missing)
	p, f = open(t, "main.bicep", map[string]string{"main.bicep": "", "bicepconfig.json": `{"cacheRootDirectory":"~/.bicep/", "moduleAliases": 1}`}, nil)
	assert.Equal(t, project.NotRestored, p.Resolve(f, "br/public:a:1").Missing)
}

func TestLimits(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"a.bicep": "var a = 1", "b.bicep": "var b = 1", "c.bicep": "var c = 1", "large.bicep": strings.Repeat(" ", 100)})
	p := project.New(project.Options{Root: dir, MaxFileSize: 50, MaxFiles: 2})
	defer func() { require.NoError(t, p.Close()) }()
	_, err := p.File("large.bicep")
	require.NotNil(t, err)
	assert.Equal(t, "The file is larger than the 50 bytes that may be read.", err.Message)
	for range 5 { // once only
		_, err = p.File("a.bicep")
		require.Nil(t, err)
	}
	_, err = p.File("b.bicep")
	require.Nil(t, err)
	_, err = p.File("c.bicep")
	require.NotNil(t, err)

	q := project.New(project.Options{Root: dir, MaxBytes: 15})
	defer func() { require.NoError(t, q.Close()) }()
	_, err = q.File("a.bicep")
	require.Nil(t, err)
	_, err = q.File("b.bicep")
	require.NotNil(t, err)
}

func TestAdd(t *testing.T) {
	p, _ := open(t, "sub/a.bicep", map[string]string{"sub/a.bicep": "", "sub/b.bicep": ""}, nil)
	f := p.Add(source.NewFile("sub/stdin.bicep", []byte("param x int\n")))
	assert.Len(t, f.Statements, 1)
	assert.NotNil(t, p.Resolve(f.Source, "b.bicep").Bicep)
	params := p.Add(source.NewFile("x.bicepparam", []byte("using none\n")))
	assert.Empty(t, params.Errors)
}

func TestShownPaths(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"in/sub/a.bicep": "", "in/cwd/x": ""})
	p := project.New(project.Options{Root: filepath.Join(dir, "in"), Cwd: filepath.Join(dir, "in", "cwd")})
	defer func() { require.NoError(t, p.Close()) }()
	f, err := p.File("../sub/a.bicep")
	require.Nil(t, err)
	assert.Equal(t, "../sub/a.bicep", f.Source.Path)
	again, err := p.File(filepath.Join(dir, "in", "sub", "a.bicep"))
	require.Nil(t, err)
	assert.Same(t, f, again)
}

func TestStrict(t *testing.T) {
	for text, want := range map[string]string{
		`{"a": "//x", /* c */ "b": [1, 2, ], } // end`: `{"a": "//x",         "b": [1, 2  ]  }       `,
		"[1, // x\n]":       "[1      \n]",
		`["\"/*"]`:          `["\"/*"]`,
		"/* x":              "    ",
		"{} //":             "{}   ",
		"[1 /**/, /*,*/ 2]": "[1     ,       2]",
	} {
		assert.Equal(t, want, string(project.Strict([]byte(text))))
	}
}
