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
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/lint/baseline"
)

// repository is a repository with one app, which has one finding, and a configuration.
func repository(t *testing.T, configuration string) string {
	t.Helper()
	return tree(t, map[string]string{
		".git/HEAD": "ref: refs/heads/main\n", "infra/live/main.tf": openApp, ".appnetlint.hcl": configuration,
	})
}

func live(dir string) string { return filepath.Join(dir, "infra", "live") }

func TestConfigurationIsFoundAbove(t *testing.T) {
	dir := repository(t, "rule \""+finding+"\" {\n  enabled = false\n}\n")
	code, stdout, stderr := run("", "--chdir", live(dir))
	assert.Equal(t, cli.ExitClean, code, "%s%s", stdout, stderr)
	code, _, _ = run("", "--chdir", live(dir), "--enable-rule", finding)
	assert.Equal(t, cli.ExitFindings, code, "flags win")
	code, _, _ = run("", "--chdir", live(dir), "--only", finding)
	assert.Equal(t, cli.ExitFindings, code, "flags win")

	other := filepath.Join(t.TempDir(), "other.hcl")
	require.NoError(t, os.WriteFile(other, []byte("minimum_failure_severity = \"error\"\nrule \""+finding+"\" {\n  severity = \"note\"\n}\n"), 0o600))
	code, stdout, stderr = run("", "--chdir", live(dir), "--config", other)
	assert.Equal(t, cli.ExitClean, code, "%s%s", stdout, stderr)
	assert.Contains(t, stdout, "note: ")
	code, _, _ = run("", "--chdir", live(dir), "--config", other, "--minimum-failure-severity", "note")
	assert.Equal(t, cli.ExitFindings, code, "flags win")
	code, _, stderr = run("", "--chdir", live(dir), "--config", "missing.hcl")
	assert.Equal(t, cli.ExitFailed, code)
	assert.Contains(t, stderr, "missing.hcl cannot be read")
}

func TestConfigurationWithMistakes(t *testing.T) {
	dir := repository(t, "rule \"access-rule-shadowd\" {\n  severity = \"warn\"\n}\nformat = []\n")
	code, stdout, stderr := run("", "--chdir", live(dir))
	assert.Equal(t, cli.ExitFailed, code)
	assert.Empty(t, stdout)
	assert.Contains(t, stderr, ".appnetlint.hcl:1:6")
	assert.Contains(t, stderr, `did you mean "access-rule-shadowed"?`)
	assert.Contains(t, stderr, `rule "access-rule-shadowd" {`, "nothing in it is a secret")

	assert.Contains(t, stderr, `Did you mean "formats"?`)

	secrets := filepath.Join(t.TempDir(), "prod.tfvars")
	require.NoError(t, os.WriteFile(secrets, []byte("password = \"hunter2\"\n"), 0o600))
	code, _, stderr = run("", "--chdir", live(dir), "--config", secrets)
	assert.Equal(t, cli.ExitFailed, code)
	assert.Contains(t, stderr, "prod.tfvars:1:1")
	assert.NotContains(t, stderr, "hunter2", "it is no configuration, and may hold anything")
}

func TestConfigurationExcludesAndIgnores(t *testing.T) {
	dir := repository(t, "exclude = [\"infra/live\"]\n")
	code, stdout, stderr := run("", "--chdir", live(dir))
	assert.Equal(t, cli.ExitClean, code, "%s%s", stdout, stderr)

	dir = repository(t, "ignore {\n  rules = [\""+finding+"\"]\n  paths = [\"infra/**\"]\n}\nignore {\n  rules = [\""+finding+"\"]\n  addresses = [\"*.nothing\"]\n  reason = \"gone\"\n}\n")
	code, stdout, stderr = run("", "--chdir", dir, "infra/live", "--format", "compact")
	assert.Equal(t, cli.ExitClean, code, "%s%s", stdout, stderr)
	assert.Contains(t, stdout, ".appnetlint.hcl:1:1: note: ")
	assert.Contains(t, stdout, "[suppression-without-reason]")
	assert.Contains(t, stdout, ".appnetlint.hcl:5:1: note: ")
	assert.Contains(t, stdout, "[suppression-unused]")
	assert.Equal(t, 2, strings.Count(stdout, "\n"))
}

func TestConfigurationWritesReports(t *testing.T) {
	dir := repository(t, "formats = [\"compact\", \"json=out.json\"]\n")
	code, stdout, stderr := run("", "--chdir", live(dir))
	assert.Equal(t, cli.ExitFindings, code, stderr)
	assert.Contains(t, stdout, "main.tf:15:5: ")
	assert.FileExists(t, filepath.Join(dir, "out.json"), "beside the configuration")

	elsewhere := filepath.Join(t.TempDir(), "victim.json")
	require.NoError(t, os.WriteFile(elsewhere, []byte("keep"), 0o600))
	require.NoError(t, os.Remove(filepath.Join(dir, "out.json")))
	require.NoError(t, os.Symlink(elsewhere, filepath.Join(dir, "out.json")))
	code, _, stderr = run("", "--chdir", live(dir))
	assert.Equal(t, cli.ExitFailed, code)
	assert.Contains(t, stderr, "out.json")
	content, err := os.ReadFile(elsewhere)
	require.NoError(t, err)
	assert.Equal(t, "keep", string(content))
}

const europe = `policy "app-in-europe" {
  for      = app
  where    = app.kind == "web"
  assert   = contains(["northeurope"], app.location)
  message  = "App \"${app.name}\" is in ${app.location}."
  severity = "error"
}
policy "plan-is-premium" {
  for    = app
  assert = startswith(app.plan.sku, "P")
}
`

func TestPolicies(t *testing.T) {
	dir := repository(t, "only = [\"app-in-europe\", \"plan-is-premium\"]\n"+europe)
	code, stdout, stderr := run("", "--chdir", live(dir), "--format", "compact", "--show-undecided")
	assert.Equal(t, cli.ExitFindings, code, stderr)
	assert.Contains(t, stdout, `main.tf:9:3: error: App "app-shop" is in westeurope. [app-in-europe]`)
	assert.Contains(t, stdout, "undecided: what is declared elsewhere: asp [plan-is-premium]")

	code, stdout, stderr = run("", "--chdir", live(dir), "--disable-rule", "app-in-europe")
	assert.Equal(t, cli.ExitClean, code, "%s%s", stdout, stderr)

	_, stdout, _ = run("", "--chdir", live(dir), "--format", "sarif")
	var log struct {
		Runs []struct {
			Tool struct {
				Driver struct{ Rules []struct{ ID string } }
			}
			Results []struct{ RuleID string }
		}
	}
	require.NoError(t, json.Unmarshal([]byte(stdout), &log))
	require.Len(t, log.Runs[0].Results, 1)
	assert.Equal(t, "app-in-europe", log.Runs[0].Results[0].RuleID)
	assert.Len(t, log.Runs[0].Tool.Driver.Rules, 2)

	dir = repository(t, "policy \"p\" {\n  for    = app\n  assert = lower(app.public_network_access) == \"disabled\"\n}\npolicy \"q\" {\n  for    = subnet\n  assert = subnet.name\n}\n")
	code, _, stderr = run("", "--chdir", live(dir))
	assert.Equal(t, cli.ExitFailed, code)
	assert.Contains(t, stderr, ".appnetlint.hcl:7:12")
	assert.Contains(t, stderr, "it must be true or false")
}

// remembered writes a baseline of what a run finds in a folder.
func remembered(t *testing.T, dir string) {
	t.Helper()
	_, stdout, stderr := run("", "--chdir", dir, "--format", "json")
	var document struct {
		Findings []struct{ Rule, Address, Message, File string }
	}
	require.NoError(t, json.Unmarshal([]byte(stdout), &document), stderr)
	var findings []lint.Finding
	for _, f := range document.Findings {
		findings = append(findings, lint.Finding{Check: &lint.Check{Name: f.Rule}, Address: f.Address, Message: f.Message, Root: f.File})
	}
	require.NotEmpty(t, findings)
	content, err := baseline.New(findings, filepath.Base).Marshal()
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, baseline.FileName), content, 0o600))
}

func TestBaseline(t *testing.T) {
	dir := tree(t, map[string]string{"main.tf": openApp})
	file := filepath.Join(dir, baseline.FileName)
	remembered(t, dir)
	code, stdout, stderr := run("", "--chdir", dir, "--baseline", baseline.FileName)
	assert.Equal(t, cli.ExitClean, code, "%s%s", stdout, stderr)
	assert.Contains(t, stderr, "1 finding is in the baseline.")

	moved := "# A comment.\n\n" + strings.ReplaceAll(openApp, "    ip_restriction {", "    ip_restriction { # the office\n")
	write := func(text string) {
		require.NoError(t, os.WriteFile(filepath.Join(dir, "main.tf"), []byte(text), 0o600))
	}
	write(moved)
	code, stdout, stderr = run("", "--chdir", dir, "--baseline", baseline.FileName)
	assert.Equal(t, cli.ExitClean, code, "%s%s", stdout, stderr)

	require.NoError(t, os.Rename(filepath.Join(dir, "main.tf"), filepath.Join(dir, "web.tf")))
	code, stdout, stderr = run("", "--chdir", dir, "--baseline", baseline.FileName)
	assert.Equal(t, cli.ExitClean, code, "renamed: %s%s", stdout, stderr)
	require.NoError(t, os.Remove(filepath.Join(dir, "web.tf")))

	write(strings.ReplaceAll(openApp, `"shop"`, `"store"`))
	code, _, stderr = run("", "--chdir", dir, "--baseline", baseline.FileName)
	assert.Equal(t, cli.ExitFindings, code, "another app")
	assert.Contains(t, stderr, "1 entry of the baseline is fixed; run appnetlint baseline to remove it.")

	for _, c := range []struct{ content, want string }{{"{", "is not a baseline"}, {`{"version": 9}`, "version 9"}} {
		require.NoError(t, os.WriteFile(file, []byte(c.content), 0o600))
		code, _, stderr = run("", "--chdir", dir, "--baseline", baseline.FileName)
		assert.Equal(t, cli.ExitFailed, code)
		assert.Contains(t, stderr, c.want)
	}
	code, _, stderr = run("", "--chdir", dir, "--baseline", "missing.json")
	assert.Equal(t, cli.ExitFailed, code)
	assert.Contains(t, stderr, "there is no baseline missing.json")
}
