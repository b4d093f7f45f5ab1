//go:build man

package cli_test

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/cli"
)

// What the page of the program refers to is there, and in a release.
func TestEveryCommandHasAManualPage(t *testing.T) {
	pageOf := func(command ...string) string {
		var page bytes.Buffer
		require.Zero(t, cli.Main(append([]string{"man"}, command...), nil, &page, io.Discard))
		return page.String()
	}
	page := pageOf()
	assert.True(t, strings.HasPrefix(page, ".nh\n.TH \"APPNETLINT\" \"1\""), page[:40])
	text, others, ok := strings.Cut(strings.ReplaceAll(page, `\-`, "-"), ".SH SEE ALSO")
	require.True(t, ok)
	assert.Contains(t, text, "--format")
	assert.Contains(t, text, "--changed-only")

	release, err := os.ReadFile(filepath.Join(repositoryTop, ".goreleaser.yaml"))
	require.NoError(t, err)
	names := regexp.MustCompile(`appnetlint-([a-z]+)\(1\)`).FindAllStringSubmatch(others, -1)
	require.Greater(t, len(names), 5)
	for _, name := range names {
		assert.Contains(t, pageOf(name[1]), `"APPNETLINT-`+strings.ToUpper(name[1])+`" "1"`)
		assert.Regexp(t, `for command in [^;]* `+name[1]+`[ ;].*appnetlint man `, string(release), "no release has the page")
	}
	assert.Equal(t, cli.ExitFailed, cli.Main([]string{"man", "nothing"}, nil, io.Discard, io.Discard))
}
