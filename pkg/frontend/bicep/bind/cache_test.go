package bind_test

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var publicModule = regexp.MustCompile(`'br(?:/public:|:mcr\.microsoft\.com/bicep/)((avm/[a-z0-9/-]+):([0-9]+\.[0-9]+\.[0-9]+))'`)

// moduleCache fills a temporary folder with the public modules that a corpus uses, in the
// layout in which Bicep keeps restored modules. They come from the tags of the git
// repository that APPNETLINT_BICEP_GIT names, each of which has the compiled main.json
// of one version. It returns "" without that repository.
func moduleCache(t *testing.T, root string) string {
	t.Helper()
	repository := os.Getenv("APPNETLINT_BICEP_GIT")
	if repository == "" {
		return ""
	}
	wanted := map[string][2]string{}
	for _, path := range bicepFiles(t, root) {
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
