package cli_test

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// canary is a part of every secret that is planted below, and of nothing else.
const canary = "zq7canary"

// secret makes a secret that looks like something else.
func secret(looks string) string { return strings.ReplaceAll(looks, "*", canary) }

var (
	password   = secret("P*_1!x")
	connection = secret("Server=tcp:db.database.windows.net;Password=*2;User ID=u")
	account    = secret("DefaultEndpointsProtocol=https;AccountName=stshop;AccountKey=*3==;EndpointSuffix=core.windows.net")
	host       = secret("*4.example.com")
	quoted     = secret(`a"*5'b`)
	header     = secret("*6")
)

// planted are inputs with secrets wherever they may be, and with findings beside them.
func planted(t *testing.T) map[string][]string {
	t.Helper()
	hcl := fmt.Sprintf(`
variable "password" {
  type      = string
  sensitive = true
  default   = %[1]q
}
variable "given" {
  type      = string
  sensitive = true
}
variable "from_environment" {
  type      = string
  sensitive = true
  default   = null
}
locals {
  connection = sensitive(%[2]q)
  indirect   = "x${var.password}"
  object     = { key = var.given, list = [local.connection] }
}
resource "azurerm_storage_account" "shop" {
  name                = "stshop"
  resource_group_name = "rg"
  location            = "westeurope"
}
resource "azurerm_linux_web_app" "shop" {
  name                = "app-shop"
  resource_group_name = "rg"
  location            = "westeurope"
  service_plan_id     = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Web/serverFarms/asp"
  app_settings        = { A = %[1]q, B = var.given, C = local.object.key, D = %[3]q, E = "https://%[4]s/x", F = var.from_environment, G = %[5]q }
  connection_string {
    name  = "db"
    type  = "SQLAzure"
    value = %[2]q
  }
  storage_account {
    name         = "files"
    type         = "AzureFiles"
    account_name = "stshop"
    share_name   = "s"
    access_key   = %[1]q
  }
  site_config {
    ftps_state = "AllAllowed"
    ip_restriction {
      name       = local.indirect
      ip_address = "203.0.113.0/24"
      headers {
        x_azure_fdid = [var.password]
      }
    }
    ip_restriction {
      name       = var.password
      ip_address = var.given
    }
  }
}
output "o" {
  value     = local.object
  sensitive = true
}
`, password, connection, account, host, quoted)
	bicep := fmt.Sprintf(`
@secure()
param password string = '%[1]s'
@secure()
param settings object = { key: '%[1]s', nested: { list: ['%[4]s'] } }
type secrets = {
  @secure()
  inner: string
}
param typed secrets = { inner: '%[6]s' }
resource st 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: 'stshop'
  location: 'westeurope'
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
}
resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: 'app-shop'
  location: 'westeurope'
  properties: {
    siteConfig: {
      ftpsState: 'AllAllowed'
      appSettings: [
        { name: 'A', value: password }
        { name: 'B', value: '%[3]s' }
        { name: 'C', value: settings.nested.list[0] }
        { name: 'D', value: st.listKeys().keys[0].value }
        { name: 'E', value: typed.inner }
      ]
      connectionStrings: [
        { name: 'db', connectionString: '%[2]s', type: 'SQLAzure' }
      ]
      ipSecurityRestrictions: [
        { name: password, ipAddress: '203.0.113.0/24', action: 'Allow', priority: 100, headers: { 'x-azure-fdid': [ password ] } }
        { name: settings.key, ipAddress: typed.inner, action: 'Allow', priority: 200 }
      ]
    }
  }
}
resource more 'Microsoft.Web/sites/config@2024-04-01' = {
  parent: app
  name: 'appsettings'
  properties: { X: '%[1]s', Y: password }
}
`, password, connection, account, host, quoted, header)
	asJSON := func(v any) string {
		b, err := json.Marshal(v)
		require.NoError(t, err)
		return string(b)
	}
	arm := armHead + `"parameters": {"p": {"type": "securestring", "defaultValue": ` + asJSON(password) + `}, "o": {"type": "secureObject", "defaultValue": {"k": ` + asJSON(connection) + `}}, "given": {"type": "securestring"}},
"resources": [{"type": "Microsoft.Web/sites", "apiVersion": "2024-04-01", "name": "app-shop", "location": "westeurope", "properties": {"siteConfig": {"ftpsState": "AllAllowed",
  "appSettings": [{"name": "A", "value": "[parameters('p')]"}, {"name": "B", "value": ` + asJSON(account) + `}, {"name": "C", "value": "[concat('x', parameters('o').k)]"}],
  "ipSecurityRestrictions": [{"name": "[parameters('given')]", "ipAddress": "203.0.113.0/24", "priority": 100, "action": "Allow"}, {"name": "x", "ipAddress": "[parameters('p')]", "priority": 200}]}}}]}`
	given := `{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#", "contentVersion": "1.0.0.0", "parameters": {"given": {"value": ` + asJSON(quoted) + `}}}`
	site := `"app_settings":{"A":` + asJSON(password) + `},"connection_string":[{"name":"db","type":"SQLAzure","value":` + asJSON(connection) + `}],"name":"app-shop","resource_group_name":"rg","location":"westeurope","site_config":[{"ftps_state":"AllAllowed","ip_restriction":[{"name":` + asJSON(header) + `,"ip_address":"203.0.113.0/24","action":"Allow","priority":100}],"ip_restriction_default_action":"Allow"}]`
	plan := planHead + `{"address":"azurerm_linux_web_app.shop","mode":"managed","type":"azurerm_linux_web_app","name":"shop","provider_name":"registry.terraform.io/hashicorp/azurerm","change":{"actions":["update"],"before":{` + site + `},"after":{` + site + `},"after_unknown":{},"before_sensitive":{"app_settings":true,"connection_string":true,"site_config":[{"ip_restriction":[{"name":true}]}]},"after_sensitive":{"app_settings":true,"connection_string":true,"site_config":[{"ip_restriction":[{"name":true}]}]}}}],"configuration":{"root_module":{"resources":[{"address":"azurerm_linux_web_app.shop","mode":"managed","type":"azurerm_linux_web_app","name":"shop","provider_config_key":"azurerm","expressions":{"app_settings":{"constant_value":{"A":` + asJSON(password) + `}}}}]}}}`
	whatIf := `{"status": "Succeeded", "changes": [{"resourceId": "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Web/sites/app-shop", "changeType": "Create", "after": {"apiVersion": "2024-04-01", "id": "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Web/sites/app-shop", "type": "Microsoft.Web/sites", "name": "app-shop", "location": "westeurope", "properties": {"siteConfig": {"ftpsState": "AllAllowed", "appSettings": [{"name": "A", "value": ` + asJSON(password) + `}], "connectionStrings": [{"name": "db", "connectionString": ` + asJSON(connection) + `}]}}}}]}`
	policy := "policy \"say-all\" {\n  for      = app\n  assert   = false\n  message  = \"${jsonencode(app)}\"\n  severity = \"note\"\n}\n"

	dir := tree(t, map[string]string{
		"tf/main.tf": hcl, "tf/terraform.tfvars": fmt.Sprintf("given = %q\n", host), "tf/.appnetlint.hcl": policy,
		"broken/main.tf":      strings.Replace(hcl, "app_settings        = {", "app_settings        = {{ ", 1),
		"broken/given.tfvars": fmt.Sprintf("given = %q %q\n", host, password),
		"odd/main.tf":         strings.Replace(hcl, "var.password", "cidrhost(var.password, 1)", 1), "odd/terraform.tfvars": fmt.Sprintf("given = %q\n", host),
		"main.bicep": bicep, "broken.bicep": strings.Replace(bicep, "appSettings: [", "appSettings: [ ] ] '", 1),
		"main.bicepparam": fmt.Sprintf("using 'main.bicep'\nparam password = '%s'\nparam typed = { inner: '%s' }\n", password, host),
		"a.json":          arm, "a.parameters.json": given, "broken.json": strings.Replace(arm, "appSettings\": [", "appSettings\": [,,", 1),
		"plan.json": plan, "cut.json": plan[:len(plan)/2], "what-if.json": whatIf,
	})
	at := func(names ...string) []string {
		for i, name := range names {
			names[i] = filepath.Join(dir, name)
		}
		return names
	}
	return map[string][]string{
		"Terraform": at("tf"), "broken Terraform": append(at("broken"), "--var-file", filepath.Join(dir, "broken", "given.tfvars")), "failing Terraform": at("odd"),
		"Bicep": at("main.bicep"), "Bicep parameters": at("main.bicepparam"), "broken Bicep": at("broken.bicep"),
		"ARM": append(at("a.json"), "--parameters", filepath.Join(dir, "a.parameters.json")), "broken ARM": at("broken.json"),
		"plan": at("plan.json"), "cut plan": at("cut.json"), "what-if": at("what-if.json"),
	}
}

// traces are the ways in which a secret may show.
func traces() []string {
	out := []string{canary, strings.ToUpper(canary), hex.EncodeToString([]byte(canary)), url.QueryEscape(quoted)}
	for pad := range 3 { // base64 depends on what is before
		encoded := base64.StdEncoding.EncodeToString([]byte(strings.Repeat("x", pad) + canary))
		out = append(out, encoded[4:len(encoded)-4])
	}
	return out
}

// TestCanaries plants secrets in every kind of input and looks for them in everything that
// any command prints or writes.
func TestCanaries(t *testing.T) {
	t.Setenv("TF_VAR_from_environment", secret("*7"))
	for name, input := range planted(t) {
		var calls [][]string
		for _, format := range []string{"text", "compact", "json", "sarif", "junit", "github", "azure-pipelines", "gitlab", "checkstyle", "markdown", "html"} {
			calls = append(calls, append([]string{"--show-undecided", "--format", format}, input...))
		}
		calls = append(calls, append([]string{"--diff"}, input...),
			append([]string{"reach"}, input...), append([]string{"reach", "--format", "json"}, input...), append([]string{"reach", "--outbound"}, input...),
			append([]string{"map"}, input...), append([]string{"map", "--format", "mermaid"}, input...), append([]string{"map", "--format", "dot"}, input...))
		baseline := filepath.Join(t.TempDir(), "baseline.json")
		calls = append(calls, append([]string{"baseline", "--baseline", baseline}, input...))
		if policy := filepath.Join(input[0], ".appnetlint.hcl"); fileExists(policy) {
			calls = append(calls, append([]string{"--config", policy, "--format", "json"}, input...))
		}
		t.Run(name, func(t *testing.T) {
			said := 0
			for _, args := range calls {
				_, stdout, stderr := run("", args...)
				written, _ := os.ReadFile(baseline)
				all := stdout + stderr + string(written)
				said += len(all)
				for _, trace := range traces() {
					if i := strings.Index(all, trace); i >= 0 {
						assert.Fail(t, "a secret shows", "%v: …%s…", args, all[max(0, i-120):min(len(all), i+60)])
						break
					}
				}
			}
			assert.NotZero(t, said)
		})
	}
}

func fileExists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
