package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/cli"
)

// openSite has one finding, unless action is Deny.
const openSite = `param action string = 'Allow'

resource shop 'Microsoft.Web/sites@2024-04-01' = {
  name: 'app-shop'
  location: 'westeurope'
  properties: {
    siteConfig: {
      ftpsState: 'Disabled'
      scmIpSecurityRestrictionsUseMain: true
      ipSecurityRestrictionsDefaultAction: action
      ipSecurityRestrictions: [
        { name: 'office', priority: 100, action: 'Allow', ipAddress: '203.0.113.0/24' }
      ]
    }
  }
}
`

const openTemplate = `{
  // what az bicep build may have made
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "contentVersion": "1.0.0.0",
  "parameters": { "action": { "type": "string", "defaultValue": "Allow" } },
  "resources": [
    {
      "type": "Microsoft.Web/sites",
      "apiVersion": "2024-04-01",
      "name": "app-shop",
      "location": "westeurope",
      "properties": {
        "siteConfig": {
          "ftpsState": "Disabled",
          "scmIpSecurityRestrictionsUseMain": true,
          "ipSecurityRestrictionsDefaultAction": "[parameters('action')]",
          "ipSecurityRestrictions": [
            { "name": "office", "priority": 100, "action": "Allow", "ipAddress": "203.0.113.0/24" }
          ]
        }
      }
    }
  ]
}
`

func TestBicep(t *testing.T) {
	dir := tree(t, map[string]string{"main.bicep": openSite})
	for _, path := range []string{".", "main.bicep"} {
		code, stdout, stderr := run("", "--chdir", dir, "--format", "compact", path)
		assert.Equal(t, cli.ExitFindings, code, stderr)
		assert.Contains(t, stdout, "main.bicep:12:9: warning", path)
		assert.Contains(t, stdout, finding)
		assert.NotContains(t, stdout, "ip_restriction", "attributes are spelt as the file does")
	}
	code, stdout, _ := run("", "--chdir", dir, "--parameters", "action=Deny", "main.bicep")
	assert.Equal(t, cli.ExitClean, code, stdout)
}

func TestTemplate(t *testing.T) {
	dir := tree(t, map[string]string{
		"azuredeploy.json": openTemplate,
		"deny.json":        `{"$schema": "https://x/deploymentParameters.json#", "parameters": {"action": {"value": "Deny"}}}`,
	})
	code, stdout, stderr := run("", "--chdir", dir, "--format", "compact", "azuredeploy.json")
	assert.Equal(t, cli.ExitFindings, code, stderr)
	assert.Contains(t, stdout, "azuredeploy.json:18:13: warning")
	code, stdout, stderr = run(openTemplate, "--format", "compact", "-")
	assert.Equal(t, cli.ExitFindings, code, stderr)
	assert.Contains(t, stdout, "<stdin>:18:13: warning")
	code, stdout, _ = run("", "--chdir", dir, "--parameters", "deny.json", "azuredeploy.json")
	assert.Equal(t, cli.ExitClean, code, stdout)
}

// What several parameter files have in common is told once, with their names.
func TestParameterFiles(t *testing.T) {
	dir := tree(t, map[string]string{
		"main.bicep":           openSite,
		"dev.bicepparam":       "using 'main.bicep'\n",
		"test.bicepparam":      "using './main.bicep'\nparam action = 'Allow'\n",
		"prod.bicepparam":      "using 'main.bicep'\nparam action = 'Deny'\n",
		"main.parameters.json": `{"$schema": "https://x/deploymentParameters.json#", "parameters": {"action": {"value": "Allow"}}}`,
	})
	for _, path := range []string{".", "main.bicep"} {
		code, stdout, stderr := run("", "--chdir", dir, path)
		assert.Equal(t, cli.ExitFindings, code, stderr)
		assert.Equal(t, 1, strings.Count(stdout, finding), path)
		assert.Contains(t, stdout, "dev.bicepparam")
		assert.Contains(t, stdout, "test.bicepparam")
		assert.NotContains(t, stdout, "prod.bicepparam")
	}
	code, stdout, _ := run("", "--chdir", dir, "prod.bicepparam")
	assert.Equal(t, cli.ExitClean, code, stdout)
	code, _, stderr := run("", "--chdir", dir, "main.parameters.json")
	assert.Equal(t, cli.ExitFindings, code, stderr)
}

func TestBicepModules(t *testing.T) {
	dir := tree(t, map[string]string{
		"main.bicep":         "module a 'modules/site.bicep' = {}\nmodule b 'modules/site.bicep' = [for i in range(0, 1): {\n  params: { action: 'Deny' }\n}]\n",
		"modules/site.bicep": openSite,
		"other/broken.bicep": "resource x 'Microsoft.Web/sites@2024-04-01' = {\n",
	})
	code, stdout, stderr := run("", "--chdir", dir)
	assert.Equal(t, cli.ExitFindings, code, stderr)
	assert.Contains(t, stdout, "modules/site.bicep:12:9 (a.shop)")
	assert.Regexp(t, `called as a, .*main.bicep:1:1`, stdout)
	assert.Equal(t, 1, strings.Count(stdout, finding))

	code, stdout, stderr = run("", "--chdir", dir, "--recursive")
	assert.Equal(t, cli.ExitFailed, code, "one file cannot be read")
	assert.Contains(t, stdout, finding, "the rest is linted")
	assert.Contains(t, stderr, "other/broken.bicep:1")
}

// Comments, pragmas and metadata suppress.
func TestSuppressionsOfTemplates(t *testing.T) {
	rules := "      ipSecurityRestrictions: ["
	for name, content := range map[string]string{
		"comment.bicep": strings.Replace(openSite, rules, "      // appnetlint:ignore "+finding+" -- known\n"+rules, 1),
		"pragma.bicep":  strings.Replace(openSite, rules, "      // It is known.\n      #disable-next-line BCP036 "+finding+"\n"+rules, 1),
		"region.bicep":  "// It is known.\n#disable-diagnostics " + finding + "\n" + openSite,
		"comment.json":  strings.Replace(openTemplate, `          "ipSecurityRestrictions"`, "          // appnetlint:ignore "+finding+" -- known\n"+`          "ipSecurityRestrictions"`, 1),
		"resource.json": strings.Replace(openTemplate, `"apiVersion"`, `"metadata": {"appnetlint:ignore": "`+finding+` -- known"}, "apiVersion"`, 1),
		"template.json": strings.Replace(openTemplate, `"contentVersion"`, `"metadata": {"appnetlint:ignore-file": ["`+finding+` -- known"]}, "contentVersion"`, 1),
	} {
		dir := tree(t, map[string]string{name: content})
		code, stdout, stderr := run("", "--chdir", dir, "--minimum-failure-severity", "note", name)
		assert.Equal(t, cli.ExitClean, code, "%s: %s%s", name, stdout, stderr)
	}
	dir := tree(t, map[string]string{"main.bicep": "#disable-diagnostics " + finding + "\n#restore-diagnostics " + finding + "\n" + openSite})
	code, stdout, _ := run("", "--chdir", dir)
	assert.Equal(t, cli.ExitFindings, code, stdout)
}

func TestSecureParameters(t *testing.T) {
	const canary = "c4n4ry-0f-the-mine"
	dir := tree(t, map[string]string{
		"main.bicep": "@secure()\nparam key string\nparam name string = key\n" + strings.Replace(strings.Replace(openSite, "param action", "param act", 1),
			"action\n", "'Allow'\n", 1) + "resource other 'Microsoft.Web/sites@2024-04-01' = {\n  name: name\n  properties: { siteConfig: { " +
			"ipSecurityRestrictionsDefaultAction: 'Allow', ipSecurityRestrictions: [{ name: key, priority: 1, ipAddress: '203.0.113.0/24' }], " +
			"appSettings: [{ name: 'A', value: '" + canary + "2' }] } }\n}\n",
		"p.json": `{"$schema": "https://x/deploymentParameters.json#", "parameters": {"key": {"value": "` + canary + `"}}}`,
	})
	for _, format := range []string{"text", "compact", "json", "sarif", "junit", "github", "azure-pipelines", "gitlab", "checkstyle", "markdown"} {
		code, stdout, stderr := run("", "--chdir", dir, "--show-undecided", "--format", format, "--parameters", "p.json", "main.bicep")
		assert.Equal(t, cli.ExitFindings, code, stderr)
		assert.NotContains(t, stdout+stderr, canary, format)
	}
	_, err := os.Stat(filepath.Join(dir, "p.json"))
	require.NoError(t, err)
}

// A what-if result tells what a change opens and loses.
func TestWhatIf(t *testing.T) {
	const id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Web/sites/app-shop"
	site := func(action string) string {
		return `{"apiVersion": "2024-04-01", "id": "` + id + `", "type": "Microsoft.Web/sites", "name": "app-shop", "location": "westeurope", "kind": "app",
      "properties": {"publicNetworkAccess": "Enabled", "defaultHostName": "[reference('x').y]", "siteConfig": {"ftpsState": "Disabled", "scmIpSecurityRestrictionsUseMain": true,
      "ipSecurityRestrictionsDefaultAction": "` + action + `", "ipSecurityRestrictions": [{"name": "office", "priority": 100, "action": "Allow", "ipAddress": "203.0.113.0/24"}]}}}`
	}
	result := `{"changes": [
  {"changeType": "Modify", "resourceId": "` + id + `", "before": ` + site("Deny") + `, "after": ` + site("Allow") + `, "delta": []},
  {"changeType": "Ignore", "resourceId": "/subscriptions/0/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v", "before": {"type": "Microsoft.Network/virtualNetworks", "name": "v"}, "after": null},
  {"changeType": "Delete", "resourceId": "/subscriptions/0/resourceGroups/rg/providers/Microsoft.Web/serverfarms/old", "before": {"type": "Microsoft.Web/serverfarms", "apiVersion": "2024-04-01", "name": "old", "sku": {"name": "S1"}}, "after": null},
  {"changeType": "Unsupported", "resourceId": "/subscriptions/0/resourceGroups/rg/providers/Microsoft.Web/sites/other", "unsupportedReason": "x"}
], "error": null, "status": "Succeeded"}`
	code, stdout, stderr := run(result, "--format", "compact", "-")
	assert.Equal(t, cli.ExitFindings, code, stderr)
	assert.Contains(t, stdout, "exposure-widened")
	assert.Contains(t, stdout, finding)

	wide := []byte{0xff, 0xfe}
	for _, unit := range utf16.Encode([]rune(result)) {
		wide = append(wide, byte(unit), byte(unit>>8))
	}
	for _, path := range []string{"-", write(t, wide)} {
		code, stdout, stderr = run(string(wide), "--format", "compact", path)
		assert.Equal(t, cli.ExitFindings, code, stderr)
		assert.Contains(t, stdout, "exposure-widened", "PowerShell writes UTF-16")
	}

	code, stdout, stderr = run(strings.Replace(result, `"Allow", "ipSecurityRestrictions"`, `"Deny", "ipSecurityRestrictions"`, 1), "--format", "compact", "-")
	assert.Equal(t, cli.ExitClean, code, stdout+stderr)

	code, stdout, _ = run(result, "reach", "--diff", "-")
	assert.Equal(t, cli.ExitClean, code)
	assert.Contains(t, stdout, "app-shop")

	code, _, stderr = run(`{"changes": null, "error": {"message": "The template is invalid."}, "status": "Failed"}`, "-")
	assert.Equal(t, cli.ExitFailed, code)
	assert.Contains(t, stderr, "The template is invalid.")
}
