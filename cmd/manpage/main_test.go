package main

import (
	"io"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/cli"
)

func TestTheManualPageNamesEveryCommandAndFlag(t *testing.T) {
	var page strings.Builder
	require.NoError(t, write(&page))
	assert.True(t, strings.HasPrefix(page.String(), ".nh\n.TH \"APPNETLINT\" \"1\""), page.String()[:40])
	text := strings.ReplaceAll(page.String(), `\-`, "-")
	for _, command := range cli.Command().Commands() {
		if !command.Hidden && command.IsAvailableCommand() {
			assert.Contains(t, text, "appnetlint-"+command.Name()+"(1)")
		}
	}
	assert.Contains(t, text, "--format")
	assert.Contains(t, text, "--changed-only")
}

// What the page of the program refers to is there, and in a release.
func TestEveryCommandHasAPage(t *testing.T) {
	var page strings.Builder
	require.NoError(t, write(&page))
	_, others, ok := strings.Cut(page.String(), ".SH SEE ALSO")
	require.True(t, ok)
	release, err := os.ReadFile("../../.goreleaser.yaml")
	require.NoError(t, err)
	names := regexp.MustCompile(`appnetlint-([a-z]+)\(1\)`).FindAllStringSubmatch(others, -1)
	require.NotEmpty(t, names)
	for _, name := range names {
		var page strings.Builder
		require.NoError(t, write(&page, name[1]))
		assert.Contains(t, page.String(), `"APPNETLINT-`+strings.ToUpper(name[1])+`" "1"`)
		assert.Regexp(t, `for command in [^;]* `+name[1]+`[ ;].*manpage`, string(release), "no release has the page")
	}
	assert.Error(t, write(io.Discard, "nothing"))
}
