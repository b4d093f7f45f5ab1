package cli

import (
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/pflag"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Every command line that a page shows is one that the program takes.
func TestCommandsInPages(t *testing.T) {
	pages, err := filepath.Glob("../../docs/*.md")
	require.NoError(t, err)
	checked := 0
	for _, page := range append(pages, "../../README.md", "../../CONTRIBUTING.md", "../../docs/azure-pipelines.yml") {
		for _, line := range commandLines(t, page) {
			args := words(line)
			root := newRootCommand(strings.NewReader(""), io.Discard, io.Discard)
			cmd, rest, err := root.Find(args)
			if assert.NoError(t, err, "%s: %s", page, line) {
				assert.NoError(t, cmd.ParseFlags(rest), "%s: %s", page, line)
				checked++
			}
		}
	}
	assert.Greater(t, checked, 40)
}

var (
	fence   = regexp.MustCompile("(?s)```[a-z]*\n(.*?)```")
	command = regexp.MustCompile(`(?m)(?:^|[\s;&|-])(?:appnetlint|go run \./cmd/appnetlint) ([^\n|;&>]*)`)
	inline  = regexp.MustCompile("`appnetlint ([^`]*)`")
)

// commandLines finds the arguments of the program's calls in code blocks and in text.
func commandLines(t *testing.T, page string) []string {
	t.Helper()
	content, err := os.ReadFile(page)
	require.NoError(t, err)
	text := strings.ReplaceAll(string(content), "\\\n", " ")
	var out []string
	for _, block := range fence.FindAllStringSubmatch(text, -1) {
		for _, m := range command.FindAllStringSubmatch(block[1], -1) {
			out = append(out, m[1])
		}
	}
	for _, m := range inline.FindAllStringSubmatch(fence.ReplaceAllString(text, ""), -1) {
		out = append(out, m[1])
	}
	return out
}

// words takes a command line apart; comments and what stands for something end it.
func words(line string) []string {
	var out []string
	for _, w := range strings.Fields(line) {
		if strings.HasPrefix(w, "#") {
			break
		}
		out = append(out, strings.Trim(w, `"'`))
	}
	return out
}

// The README tells all flags of the linter, and no others.
func TestFlagsInReadme(t *testing.T) {
	content, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	_, table, ok := strings.Cut(string(content), "| flag | meaning |\n")
	require.True(t, ok)
	table, _, _ = strings.Cut(table, "\n\n")
	told := map[string]bool{}
	for line := range strings.Lines(table) {
		for _, m := range regexp.MustCompile(`--([a-z]+[a-z-]*)`).FindAllStringSubmatch(strings.Split(line, " | ")[0], -1) {
			told[m[1]] = true
		}
	}
	has := map[string]bool{}
	newRootCommand(strings.NewReader(""), io.Discard, io.Discard).Flags().VisitAll(func(f *pflag.Flag) { has[f.Name] = !f.Hidden })
	delete(has, "help")
	assert.Equal(t, has, told)
}
