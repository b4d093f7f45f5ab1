package cli_test

import (
	"flag"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/checks"
	"github.com/appnetlint/appnetlint/pkg/config"
	"github.com/appnetlint/appnetlint/pkg/report"
	"github.com/appnetlint/appnetlint/pkg/source"
)

var updateManual = flag.Bool("update-manual", false, "write the output in docs/configuration.md anew")

const configurationManual = "../../docs/configuration.md"

var fenced = regexp.MustCompile("(?ms)^```([a-z]+)\n(.*?)^```$")

// The examples of the manual are right, and its policies find what it says.
func TestConfigurationManual(t *testing.T) {
	content, err := os.ReadFile(configurationManual)
	require.NoError(t, err)
	manual := string(content)
	blocks := map[string][]string{}
	for _, m := range fenced.FindAllStringSubmatch(manual, -1) {
		blocks[m[1]] = append(blocks[m[1]], m[2])
	}
	require.Len(t, blocks["terraform"], 1)
	require.Len(t, blocks["text"], 1)

	policies := ""
	for _, text := range blocks["hcl"] {
		_, errs := config.Parse(source.NewFile("docs/configuration.md", []byte(text)), config.Options{Rules: checks.Catalogue(), Formats: report.Formats()})
		assert.Empty(t, errs, text)
		if strings.HasPrefix(text, "policy ") {
			policies = text
		}
	}
	require.NotEmpty(t, policies)

	dir := tree(t, map[string]string{"main.tf": blocks["terraform"][0], config.FileName: "disabled_by_default = true\n" + policies})
	_, stdout, stderr := run("", "--chdir", dir, "--show-undecided", "--format", "compact")
	require.Empty(t, stderr)
	got := strings.ReplaceAll(stdout, dir+"/", "")
	if *updateManual {
		manual = strings.Replace(manual, "```text\n"+blocks["text"][0], "```text\n"+got, 1)
		require.NoError(t, os.WriteFile(configurationManual, []byte(manual), 0o600))
		return
	}
	assert.Equal(t, blocks["text"][0], got, "go test ./pkg/cli -run Manual -update-manual writes it anew")
}
