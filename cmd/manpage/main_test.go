package main

import (
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
