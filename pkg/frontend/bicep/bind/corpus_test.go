package bind_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/bind"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/project"
)

// corpusOf returns a folder of the public corpora, or skips the test.
func corpusOf(t *testing.T, name string) string {
	t.Helper()
	base := os.Getenv("APPNETLINT_BICEP_CORPUS")
	if base == "" {
		t.Skip("APPNETLINT_BICEP_CORPUS does not name the folder of the public corpora")
	}
	dir, err := filepath.EvalSymlinks(filepath.Join(base, name))
	if err != nil {
		t.Skip("the corpus " + name + " is not at hand")
	}
	return dir
}

// wrong says which folders and files are wrong on purpose, lists of what is in another
// file, or incomplete: made by the decompiler with question marks, or parts of a file
// that is put together elsewhere.
var wrong = regexp.MustCompile(`(?i)/invalid|/Completions/|/snippets?|CompletionTestDirectory` +
	`|main\.(diagnostics|tokens|syntax|symbols|ir|sourcemap|formatted|pprint)\.bicep(param)?$|parameters\.(diagnostics|tokens|syntax|symbols|ir|formatted|pprint)\.bicepparam$` +
	`|/Bicep.Decompiler.IntegrationTests/Files/(Parameters/(datehandling|keyvaultreference)/|Working/(issue5455|nested-outer|modules)/)` +
	`|/flawed\.bicep$|/examples/(fail|bicepparam-errors)/|/src\.main\.test\.bicep$`)

// TestCorpus lowers every file of the public corpora that is meant to be valid.
func TestCorpus(t *testing.T) {
	for _, corpus := range []string{"bicep", "bicep-registry-modules"} {
		t.Run(corpus, func(t *testing.T) {
			root := corpusOf(t, corpus)
			p := project.New(project.Options{Root: root, Cache: moduleCache(t, root)})
			defer func() { require.NoError(t, p.Close()) }()
			begin := time.Now()
			files, causes := 0, tally{}
			notes := tally{}
			for _, path := range bicepFiles(t, root) {
				files++
				s, err := p.File(path)
				if err != nil {
					causes.add(err.Message, path)
					continue
				}
				if strings.HasSuffix(path, ".bicepparam") {
					out := bind.LowerParameters(p, s)
					for _, e := range out.Errors {
						causes.add(e.Message, e.Error())
					}
					continue
				}
				lowered := bind.Lower(p, s)
				for _, e := range lowered.Errors {
					causes.add(e.Message, e.Error())
				}
				for _, m := range lowered.Modules {
					if m.Template != nil && !m.Template.Bicep {
						for _, e := range m.Template.Errors {
							causes.add(e.Message, e.Error())
						}
					}
				}
				for _, e := range lowered.Notes {
					notes.add(e.Message, e.Error())
				}
			}
			t.Logf("%d files in %v", files, time.Since(begin).Round(time.Millisecond))
			causes.log(t, "error")
			notes.log(t, "note")
			assert.Empty(t, causes)
		})
	}
}

func bicepFiles(t *testing.T, root string) []string {
	t.Helper()
	var out []string
	require.NoError(t, filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && (strings.HasSuffix(path, ".bicep") || strings.HasSuffix(path, ".bicepparam")) && !wrong.MatchString(path) {
			out = append(out, path)
		}
		return err
	}))
	return out
}

// tally counts messages without the names in them.
type tally map[string][]string

var names = regexp.MustCompile(`"[^"]*"|\b[\w.:/@$-]*[/\d_.:@$][\w.:/@$-]*|named \S+|name \S+|Did you mean.*`)

func (c tally) add(message, at string) {
	k := names.ReplaceAllString(message, "…")
	c[k] = append(c[k], at)
}

func (c tally) log(t *testing.T, what string) {
	t.Helper()
	keys := make([]string, 0, len(c))
	for k := range c {
		keys = append(keys, k)
	}
	sort.Slice(keys, func(i, j int) bool { return len(c[keys[i]]) > len(c[keys[j]]) })
	for _, k := range keys {
		t.Logf("%s %5d × %s\n\t%s", what, len(c[k]), k, strings.Join(c[k][:min(len(c[k]), 6)], "\n\t"))
	}
}
