// Package corpus finds the public collections of Bicep files that tests measure against. It
// is for tests only. They lie outside of the repository: APPNETLINT_BICEP_CORPUS names a folder
// with the working trees of Azure/bicep, as bicep, and Azure/bicep-registry-modules, and
// APPNETLINT_BICEP_GIT the git directory of the latter, for the versions of its modules.
package corpus

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Dir returns a folder of the public corpora, or skips the test.
func Dir(t *testing.T, name string) string {
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

// Files lists the files that are meant to be valid.
func Files(t *testing.T, root string) []string {
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

// Outdated are the few files of which the compiled template is an older one.
var Outdated = regexp.MustCompile(`/Samples/Modified/|/azure-stack-hci/(virtual-hard-disk|network-interface)/main|/api-center/service/tests/e2e/max/`)

var publicModule = regexp.MustCompile(`'br(?:/public:|:mcr\.microsoft\.com/bicep/)((avm/[a-z0-9/-]+):([0-9]+\.[0-9]+\.[0-9]+))'`)

// Cache fills a temporary folder with the public modules that a corpus uses, in the
// layout in which Bicep keeps restored modules. They come from the tags of the git
// repository that APPNETLINT_BICEP_GIT names, each of which has the compiled main.json
// of one version. It returns "" without that repository.
func Cache(t *testing.T, root string) string {
	t.Helper()
	repository := os.Getenv("APPNETLINT_BICEP_GIT")
	if repository == "" {
		return ""
	}
	wanted := map[string][2]string{}
	for _, path := range Files(t, root) {
		content, err := os.ReadFile(path)
		require.NoError(t, err)
		for _, m := range publicModule.FindAllStringSubmatch(string(content), -1) {
			wanted[m[1]] = [2]string{m[2], m[3]}
		}
	}
	var asked bytes.Buffer
	var order [][2]string
	for _, m := range wanted {
		fmt.Fprintf(&asked, "%s/%s:%s/main.json\n", m[0], m[1], m[0])
		order = append(order, m)
	}
	git := exec.CommandContext(t.Context(), "git", "--git-dir", repository, "cat-file", "--batch")
	git.Stdin = &asked
	out, err := git.Output()
	require.NoError(t, err)
	cache, found := t.TempDir(), 0
	for r := bytes.NewBuffer(out); r.Len() > 0; order = order[1:] {
		head, err := r.ReadString('\n')
		require.NoError(t, err)
		var id, kind string
		var size int64
		if n, _ := fmt.Sscan(head, &id, &kind, &size); n < 3 {
			continue // a tag that is not there
		}
		content, err := io.ReadAll(io.LimitReader(r, size))
		require.NoError(t, err)
		r.Next(1)
		dir := filepath.Join(cache, "br", "mcr.microsoft.com", "bicep$"+strings.ReplaceAll(order[0][0], "/", "$"), order[0][1]+"$")
		require.NoError(t, os.MkdirAll(dir, 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(dir, "main.json"), content, 0o644))
		found++
	}
	t.Logf("%d of %d modules of the registry were restored", found, len(wanted))
	return cache
}
