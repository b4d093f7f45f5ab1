package cli_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/cli"
	"github.com/appnetlint/appnetlint/pkg/config"
	"github.com/appnetlint/appnetlint/pkg/lint/baseline"
)

func TestInit(t *testing.T) {
	dir := tree(t, map[string]string{"main.tf": openApp})
	file := filepath.Join(dir, config.FileName)
	code, stdout, stderr := run("", "init", "--chdir", dir)
	assert.Equal(t, cli.ExitClean, code, stderr)
	assert.Empty(t, stdout)
	code, stdout, stderr = run("", "--chdir", dir)
	assert.Equal(t, cli.ExitFindings, code, "it changes nothing: %s%s", stdout, stderr)

	require.NoError(t, os.WriteFile(file, []byte("exclude = [\"*.tf\"]\n"), 0o600))
	code, _, stderr = run("", "init", "--chdir", dir)
	assert.Equal(t, cli.ExitFailed, code)
	assert.Contains(t, stderr, "--force replaces it")
	code, _, stderr = run("", "init", "--chdir", dir, "--force")
	assert.Equal(t, cli.ExitClean, code, stderr)
	content, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, config.Template, string(content))

	elsewhere := filepath.Join(t.TempDir(), "victim")
	require.NoError(t, os.WriteFile(elsewhere, []byte("keep"), 0o600))
	require.NoError(t, os.Remove(file))
	require.NoError(t, os.Symlink(elsewhere, file))
	code, _, stderr = run("", "init", "--chdir", dir, "--force")
	assert.Equal(t, cli.ExitFailed, code)
	assert.Contains(t, stderr, "not a regular file")
}

func TestExplainModel(t *testing.T) {
	code, stdout, stderr := run("", "explain", "model")
	assert.Equal(t, cli.ExitClean, code, stderr)
	assert.Contains(t, stdout, "| `min_tls_version` | string |")
}

// results are the rules of a SARIF log with their states.
func results(t *testing.T, stdout string) []string {
	t.Helper()
	var log struct {
		Runs []struct {
			Results []struct {
				RuleID        string
				BaselineState string
			}
		}
	}
	require.NoError(t, json.Unmarshal([]byte(stdout), &log))
	var out []string
	for _, r := range log.Runs[0].Results {
		out = append(out, r.RuleID+" "+r.BaselineState)
	}
	return out
}

func TestBaselineCommand(t *testing.T) {
	dir := repository(t, "baseline = \""+baseline.FileName+"\"\n")
	code, _, stderr := run("", "--chdir", live(dir))
	assert.Equal(t, cli.ExitFailed, code)
	assert.Contains(t, stderr, "appnetlint baseline writes one")

	code, stdout, stderr := run("", "baseline", "--chdir", live(dir))
	assert.Equal(t, cli.ExitClean, code, stderr)
	assert.Empty(t, stdout)
	assert.Contains(t, stderr, "1 finding is in ../../"+baseline.FileName+" now.")
	content, err := os.ReadFile(filepath.Join(dir, baseline.FileName))
	require.NoError(t, err)
	assert.Contains(t, string(content), `"address":"azurerm_linux_web_app.shop","path":"infra/live/main.tf"`)

	code, stdout, stderr = run("", "--chdir", live(dir))
	assert.Equal(t, cli.ExitClean, code, "%s%s", stdout, stderr)
	assert.Contains(t, stderr, "1 finding is in the baseline.")
	code, stdout, stderr = run("", "--chdir", dir, "infra/live")
	assert.Equal(t, cli.ExitClean, code, "from elsewhere: %s%s", stdout, stderr)

	main := filepath.Join(live(dir), "main.tf")
	_, app, _ := strings.Cut(openApp, "\n\n")
	more := openApp + strings.ReplaceAll(app, `"shop"`, `"second"`)
	require.NoError(t, os.WriteFile(main, []byte(more), 0o600))
	code, stdout, stderr = run("", "--chdir", live(dir), "--format", "sarif")
	assert.Equal(t, cli.ExitFindings, code, stderr)
	assert.Equal(t, []string{finding + " new", finding + " unchanged"}, results(t, stdout))

	require.NoError(t, os.WriteFile(main, []byte(strings.ReplaceAll(openApp, `"Allow"`, `"Deny"`)), 0o600))
	code, _, stderr = run("", "--chdir", live(dir))
	assert.Equal(t, cli.ExitClean, code)
	assert.Contains(t, stderr, "1 entry of the baseline is fixed")
	code, _, stderr = run("", "baseline", "--chdir", live(dir))
	assert.Equal(t, cli.ExitClean, code, stderr)
	_, _, stderr = run("", "--chdir", live(dir))
	assert.Empty(t, stderr)

	require.NoError(t, os.WriteFile(main, []byte("resource {"), 0o600))
	code, _, stderr = run("", "baseline", "--chdir", live(dir))
	assert.Equal(t, cli.ExitFailed, code)
	assert.Contains(t, stderr, "No baseline is written")
}

func TestWithoutBaselineNothingIsSaidOfStates(t *testing.T) {
	dir := tree(t, map[string]string{"main.tf": openApp})
	_, stdout, _ := run("", "--chdir", dir, "--format", "sarif")
	assert.Equal(t, []string{finding + " "}, results(t, stdout))
	assert.NotContains(t, stdout, "baselineState")
}

// A comment suppresses a policy as it does any rule.
func TestPolicyIsSuppressed(t *testing.T) {
	dir := repository(t, "only = [\"app-in-europe\", \"suppression-malformed\", \"suppression-unused\"]\n"+europe)
	main := filepath.Join(live(dir), "main.tf")
	suppressed := strings.ReplaceAll(openApp, "westeurope\"", "westeurope\" # appnetlint:ignore app-in-europe -- moving in spring")
	require.NoError(t, os.WriteFile(main, []byte(suppressed), 0o600))
	code, stdout, stderr := run("", "--chdir", live(dir), "--format", "compact")
	assert.Equal(t, cli.ExitClean, code, stderr)
	assert.Empty(t, stdout)
}
