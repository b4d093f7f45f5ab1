package cli_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/cli"
	"github.com/appnetlint/appnetlint/pkg/report"
)

const shop = "../../fixtures/stacks/shop/plan.json"

func run(stdin string, args ...string) (code int, stdout, stderr string) {
	var out, err bytes.Buffer
	code = cli.Main(args, strings.NewReader(stdin), &out, &err)
	return code, out.String(), err.String()
}

func write(t *testing.T, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "plan.json")
	require.NoError(t, os.WriteFile(path, content, 0o600))
	return path
}

func TestFindings(t *testing.T) {
	code, stdout, stderr := run("", "--format", "compact", shop)
	assert.Equal(t, cli.ExitFindings, code)
	assert.Contains(t, stdout, "[access-rules-default-allow-no-effect]")
	assert.Empty(t, stderr)
}

func TestStandardInputAndUTF16(t *testing.T) {
	content, err := os.ReadFile(shop)
	require.NoError(t, err)
	_, want, _ := run("", "--format", "compact", write(t, content)) // away from its configuration

	code, got, stderr := run(string(content), "--format", "compact", "-")
	assert.Equal(t, cli.ExitFindings, code, stderr)
	assert.Equal(t, strings.Count(want, "\n"), strings.Count(got, "\n"))
	assert.Contains(t, got, "<stdin>: azurerm_linux_web_app.orders")

	wide := []byte{0xff, 0xfe}
	for _, unit := range utf16.Encode([]rune(string(content))) {
		wide = append(wide, byte(unit), byte(unit>>8))
	}
	path := write(t, wide)
	code, got, stderr = run("", "--format", "compact", path)
	assert.Equal(t, cli.ExitFindings, code, stderr)
	assert.Equal(t, strings.Count(want, "\n"), strings.Count(got, "\n"))
}

// Whatever cannot be read ends in one clear sentence and exit code 2.
func TestBadInput(t *testing.T) {
	plan, err := os.ReadFile(shop)
	require.NoError(t, err)
	for name, content := range map[string]string{
		"empty":           "",
		"blank":           " \n\t",
		"not JSON":        "resource \"azurerm_subnet\" \"x\" {}",
		"truncated":       string(plan[:len(plan)/2]),
		"trailing":        string(plan) + "}",
		"a list":          "[1, 2]",
		"something else":  `{"name": "package", "version": "1.0.0"}`,
		"ARM parameters":  `{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#", "parameters": {}}`,
		"ARM resources":   `{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "resources": 5}`,
		"ARM truncated":   `{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "resources": [{"type": `,
		"ARM expression":  `{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "resources": [{"type": "Microsoft.Web/sites", "apiVersion": "2024-04-01", "name": "[concat('a']"}]}`,
		"raw state":       `{"version": 4, "terraform_version": "1.11.4", "serial": 1, "lineage": "x", "resources": []}`,
		"future format":   `{"format_version": "7.0", "resource_changes": []}`,
		"wrong envelope":  `{"format_version": "1.2", "resource_changes": {"a": 1}}`,
		"wrong address":   `{"format_version": "1.2", "resource_changes": [{"address": 7, "type": "azurerm_subnet", "change": {"actions": ["create"], "after": {}}}]}`,
		"wrong attribute": `{"format_version": "1.2", "resource_changes": [{"address": "azurerm_linux_web_app.a", "mode": "managed", "type": "azurerm_linux_web_app", "name": "a", "provider_name": "registry.terraform.io/hashicorp/azurerm", "change": {"actions": ["create"], "before": null, "after": {"name": ["x"], "https_only": "maybe", "site_config": 5}, "after_unknown": {}}}]}`,
	} {
		t.Run(name, func(t *testing.T) {
			code, stdout, stderr := run("", "--format", "json", write(t, []byte(content)))
			assert.Equal(t, cli.ExitFailed, code)
			assert.NotEmpty(t, stderr)
			assert.NotContains(t, stderr, "goroutine")
			assert.True(t, json.Valid([]byte(stdout)), "the report is written all the same")
		})
	}
}

func TestWrongCalls(t *testing.T) {
	for name, args := range map[string][]string{
		"no such file":    {"nothing-here.json"},
		"empty directory": {t.TempDir()},
		"unknown rule":    {"--only", "access-rule-shadwed", shop},
		"unknown format":  {"--format", "sarfi", shop},
		"unknown level":   {"--minimum-failure-severity", "fatal", shop},
		"two on stdout":   {"--format", "json", "--format", "sarif", shop},
		"unknown flag":    {"--verbose", shop},
		"explain nothing": {"explain", "no-such-rule"},
	} {
		code, _, stderr := run("", args...)
		assert.Equal(t, cli.ExitFailed, code, name)
		lines := strings.Count(strings.TrimSpace(stderr), "\n") + 1
		assert.LessOrEqual(t, lines, 2, "%s: more than a sentence and its place: %s", name, stderr)
	}
	_, _, stderr := run("", "--only", "access-rule-shadwed", shop)
	assert.Contains(t, stderr, `did you mean "access-rule-shadowed"?`)
}

func TestSelection(t *testing.T) {
	code, stdout, _ := run("", "--format", "compact", "--only", "frontdoor-rule-missing-fdid", shop)
	assert.Equal(t, cli.ExitFindings, code)
	assert.Equal(t, 1, strings.Count(stdout, "[frontdoor-rule-missing-fdid]"))

	code, _, _ = run("", "--only", "frontdoor-rule-missing-fdid", "--minimum-failure-severity", "error", shop)
	assert.Equal(t, cli.ExitClean, code)

	code, stdout, _ = run("", "--only", "access-rule-shadowed", "--quiet", shop)
	assert.Equal(t, cli.ExitClean, code)
	assert.Empty(t, stdout)
}

func TestFormatsToFiles(t *testing.T) {
	path := filepath.Join(t.TempDir(), "out.sarif")
	code, stdout, stderr := run("", "--format", "text", "--format", "sarif="+path, shop)
	assert.Equal(t, cli.ExitFindings, code, stderr)
	assert.Contains(t, stdout, "5 findings")
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.True(t, json.Valid(content))
}

// Every format is written in one call, all but one of them to files.
func TestAllFormatsAtOnce(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("GITHUB_STEP_SUMMARY", filepath.Join(dir, "summary"))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "summary"), []byte("before\n"), 0o600))
	var args []string
	for _, f := range report.Formats() {
		if f == "github" {
			args = append(args, "--format", f)
			continue
		}
		args = append(args, "--format", f+"="+filepath.Join(dir, f))
	}
	code, stdout, stderr := run("", append(args, shop)...)
	assert.Equal(t, cli.ExitFindings, code, stderr)
	assert.Contains(t, stdout, "::warning file=")
	for _, f := range report.Formats() {
		if f != "github" {
			content, err := os.ReadFile(filepath.Join(dir, f))
			require.NoError(t, err)
			assert.NotEmpty(t, content, f)
		}
	}
	summary, err := os.ReadFile(filepath.Join(dir, "summary"))
	require.NoError(t, err)
	assert.True(t, strings.HasPrefix(string(summary), "before\n<!-- appnetlint -->\n"), "it is appended")
}

func TestRulesAndExplain(t *testing.T) {
	code, rules, _ := run("", "rules")
	assert.Equal(t, cli.ExitClean, code)
	for _, line := range strings.Split(strings.TrimSpace(rules), "\n") {
		rule := strings.Fields(line)[0]
		code, page, stderr := run("", "explain", rule)
		assert.Equal(t, cli.ExitClean, code, stderr)
		assert.Contains(t, page, "# "+rule)
	}
	code, version, _ := run("", "version")
	assert.Equal(t, cli.ExitClean, code)
	assert.Contains(t, version, "appnetlint ")
}

// What the plan marks sensitive is in no output, in no format, though the values
// are just those that findings are about.
func TestSensitiveValues(t *testing.T) {
	const plan = `{"format_version":"1.2","resource_changes":[
	{"address":"azurerm_service_plan.p","mode":"managed","type":"azurerm_service_plan","name":"p","provider_name":"registry.terraform.io/hashicorp/azurerm","change":{"actions":["create"],"before":null,
	 "after":{"name":"CANARY-plan","resource_group_name":"rg","location":"westeurope","os_type":"Linux","sku_name":"P1v3"},"after_unknown":{"id":true},"after_sensitive":{"name":true}}},
	{"address":"azurerm_linux_web_app.a","mode":"managed","type":"azurerm_linux_web_app","name":"a","provider_name":"registry.terraform.io/hashicorp/azurerm","change":{"actions":["create"],"before":null,
	 "after":{"name":"CANARY-app","resource_group_name":"rg","location":"CANARY-region","public_network_access_enabled":true,"app_settings":{"KEY":"CANARY-setting"},
	  "site_config":[{"ip_restriction":[
	   {"name":"CANARY-rule","priority":100,"action":"Allow","ip_address":"203.0.113.77/32","headers":[]},
	   {"name":"CANARY-late","priority":200,"action":"Deny","ip_address":"203.0.113.77/32","headers":[]},
	   {"name":"CANARY-private","priority":300,"action":"Allow","ip_address":"10.77.77.0/24","headers":[]},
	   {"name":"CANARY-tag","priority":300,"action":"Allow","service_tag":"AzureFrontDoor.Backend","headers":[]}],
	   "ip_restriction_default_action":"Allow","scm_ip_restriction":[],"scm_ip_restriction_default_action":"Allow","scm_use_main_ip_restriction":false}]},
	 "after_unknown":{"id":true,"service_plan_id":true},"after_sensitive":{"name":true,"location":true,"app_settings":true,"site_config":[{"ip_restriction":true}]}}}],
	"configuration":{"root_module":{"resources":[
	 {"address":"azurerm_linux_web_app.a","mode":"managed","type":"azurerm_linux_web_app","name":"a","provider_config_key":"azurerm","expressions":{"service_plan_id":{"references":["azurerm_service_plan.p.id","azurerm_service_plan.p"]}}},
	 {"address":"azurerm_service_plan.p","mode":"managed","type":"azurerm_service_plan","name":"p","provider_config_key":"azurerm","expressions":{}}]}}}`
	path := write(t, []byte(plan))
	for _, format := range report.Formats() {
		code, stdout, stderr := run("", "--format", format, "--show-undecided", path)
		assert.Equal(t, cli.ExitFindings, code, stderr)
		for _, secret := range []string{"CANARY", "203.0.113.77", "10.77.77"} {
			assert.NotContains(t, stdout+stderr, secret, "in %s", format)
		}
	}
}
