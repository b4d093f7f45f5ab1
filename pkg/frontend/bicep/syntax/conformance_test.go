package syntax_test

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/syntax"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// corpusVariable names the folder with checkouts of github.com/Azure/bicep (as bicep)
// and github.com/Azure/bicep-registry-modules.
const corpusVariable = "APPNETLINT_BICEP_CORPUS"

func corpus(t *testing.T) string {
	t.Helper()
	dir := os.Getenv(corpusVariable)
	if dir == "" {
		t.Skip(corpusVariable + " does not name a folder with Bicep's own samples")
	}
	return dir
}

// corpusFiles returns the Bicep files below a folder of the corpus.
func corpusFiles(t *testing.T, dir string) []string {
	t.Helper()
	root, err := filepath.EvalSymlinks(dir)
	if err != nil {
		t.Skip(err)
	}
	var files []string
	require.NoError(t, filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && (strings.HasSuffix(path, ".bicep") || strings.HasSuffix(path, ".bicepparam")) {
			files = append(files, path)
		}
		return err
	}))
	return files
}

func readFile(t *testing.T, path string) *source.File {
	t.Helper()
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	return source.NewFile(path, bytes.TrimPrefix(content, []byte("\xEF\xBB\xBF")))
}

func parse(f *source.File) *syntax.File {
	if strings.HasSuffix(f.Path, ".bicepparam") {
		return syntax.ParseParams(f)
	}
	return syntax.Parse(f)
}

// notBicep matches what is not meant to be read without errors: samples of mistakes,
// listings made of other files, and files with gaps for their reader to fill.
var notBicep = regexp.MustCompile(`(?i)invalid` +
	`|/(main|parameters)\.(tokens|syntax|diagnostics|symbols|ir|sourcemap|formatted)\.bicep(param)?$` +
	`|/Bicep\.MSBuild\.E2eTests/examples/fail/` +
	`|/Files/Working/issue5455/nested_StorageRoleDeploymentResource\.bicep$` +
	`|/Files/Working/nested-outer/nested_testnested\.bicep$`)

func TestConformanceParse(t *testing.T) {
	root := corpus(t)
	for _, repository := range []string{"bicep", "bicep-registry-modules"} {
		t.Run(repository, func(t *testing.T) {
			files, clean, size, lines := 0, 0, 0, 0
			var spent time.Duration
			for _, path := range corpusFiles(t, filepath.Join(root, repository)) {
				if notBicep.MatchString(filepath.ToSlash(path)) {
					continue
				}
				f := readFile(t, path)
				start := time.Now()
				parsed := parse(f)
				spent += time.Since(start)
				files, size, lines = files+1, size+len(f.Content), lines+bytes.Count(f.Content, []byte("\n"))
				if assert.Empty(t, parsed.Errors, path) {
					clean++
				}
			}
			t.Logf("%d of %d files without errors; %d lines, %d bytes in %v", clean, files, lines, size, spent)
		})
	}
}

// listings calls check for the files of the corpus that have a listing: all, or those
// without mistakes.
func listings(t *testing.T, suffix string, valid bool, check func(f *source.File, want []entry) bool) {
	t.Helper()
	same, all := 0, 0
	for _, path := range corpusFiles(t, filepath.Join(corpus(t), "bicep")) {
		ext := filepath.Ext(path)
		if !strings.HasSuffix(path, suffix+ext) {
			continue
		}
		original := strings.TrimSuffix(path, suffix+ext) + ext
		if valid && notBicep.MatchString(filepath.ToSlash(original)) {
			continue
		}
		listing, err := os.ReadFile(path)
		require.NoError(t, err)
		all++
		if check(readFile(t, original), readListing(listing)) {
			same++
		}
	}
	t.Logf("%d of %d listings equal", same, all)
}

// sameListing compares listings and shows the first difference.
func sameListing(t *testing.T, f *source.File, want, got []entry) bool {
	t.Helper()
	for i := range min(len(want), len(got)) {
		if !assert.Equal(t, want[i], got[i], "%s, entry %d after %v", f.Path, i, want[max(i-3, 0):i]) {
			return false
		}
	}
	if n := len(want); n > 0 && n == len(got)-1 && !strings.HasPrefix(want[n-1].text, "EndOfFile") {
		got = got[:n] // the listing was cut short: its file has other line breaks than it was made for
	}
	return assert.Len(t, got, len(want), f.Path)
}

// objectInHole is the one sample that is cut differently: in '${{a: b}.c}' Bicep never
// finds the end of the hole after the inner brace. Both ways it is an error.
const objectInHole = "/InvalidParameters_LF/main.bicep"

func TestConformanceTokens(t *testing.T) {
	listings(t, ".tokens", false, func(f *source.File, want []entry) bool {
		if strings.HasSuffix(filepath.ToSlash(f.Path), objectInHole) {
			return false
		}
		return sameListing(t, f, want, newLister(f).tokenList())
	})
}

func TestConformanceTree(t *testing.T) {
	listings(t, ".syntax", true, func(f *source.File, want []entry) bool {
		return sameListing(t, f, want, newLister(f).nodeList(parse(f)))
	})
}
