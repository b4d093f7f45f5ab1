package standin

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestMain(m *testing.M) { Main(m) }

// plan is what the tests read of a plan.
type plan struct {
	ResourceChanges []struct {
		Address string
		Change  resourceChange
	} `json:"resource_changes"`
}

type resourceChange struct {
	Actions      []string
	Before       any
	After        any
	AfterUnknown any     `json:"after_unknown"`
	ReplacePaths [][]any `json:"replace_paths"`
}

// planFiles plans the files of a configuration; prior ones, if there are any,
// are applied before.
func planFiles(t *testing.T, files, prior map[string]string, opts Options) map[string]resourceChange {
	t.Helper()
	if testing.Short() {
		t.Skip("it runs Terraform")
	}
	if reason, ok := Available(); !ok {
		t.Skip(reason)
	}
	if prior != nil {
		opts.PriorConfig = write(t, prior)
	}
	text, err := Plan(context.Background(), write(t, files), opts)
	require.NoError(t, err)
	var p plan
	require.NoError(t, json.Unmarshal(text, &p))
	changes := map[string]resourceChange{}
	for _, r := range p.ResourceChanges {
		changes[r.Address] = r.Change
	}
	return changes
}

func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		path := filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(content), 0o644))
	}
	return dir
}

// at follows names and indexes into decoded JSON, and returns nil where there
// is nothing.
func at(v any, path ...any) any {
	for _, step := range path {
		switch step := step.(type) {
		case string:
			object, _ := v.(map[string]any)
			v = object[step]
		case int:
			array, _ := v.([]any)
			if step >= len(array) {
				return nil
			}
			v = array[step]
		}
	}
	return v
}

const group = `
provider "azurerm" {
  features {}
}

resource "azurerm_resource_group" "shop" {
  name     = "rg-shop"
  location = "West Europe"
}

resource "azurerm_service_plan" "shop" {
  name                = "asp-shop"
  resource_group_name = azurerm_resource_group.shop.name
  location            = azurerm_resource_group.shop.location
  os_type             = "Linux"
  sku_name            = "P1v3"
}
`

const app = `
resource "azurerm_linux_web_app" "shop" {
  name                = "app-shop"
  resource_group_name = azurerm_resource_group.shop.name
  location            = azurerm_resource_group.shop.location
  service_plan_id     = azurerm_service_plan.shop.id

  app_settings = {
    MODE = "production"
    PLAN = azurerm_service_plan.shop.id
  }

  site_config {
    ip_restriction {
      ip_address = "203.0.113.0/24"
    }
  }
}
`

func TestCreate(t *testing.T) {
	t.Parallel()
	changes := planFiles(t, map[string]string{"main.tf": group + app}, nil, Options{})

	web := changes["azurerm_linux_web_app.shop"]
	assert.Equal(t, []string{"create"}, web.Actions)
	assert.Equal(t, "westeurope", at(web.After, "location"), "a region is normalised")
	assert.Equal(t, true, at(web.After, "public_network_access_enabled"), "a default is filled in")
	assert.Equal(t, "Allow", at(web.After, "site_config", 0, "ip_restriction_default_action"))
	assert.EqualValues(t, 65000, at(web.After, "site_config", 0, "ip_restriction", 0, "priority"))
	assert.Equal(t, []any{}, at(web.After, "site_config", 0, "scm_ip_restriction"), "a block left out is empty")
	assert.Equal(t, true, at(web.AfterUnknown, "id"))
	assert.Equal(t, true, at(web.AfterUnknown, "service_plan_id"), "a reference is unknown")
	assert.Equal(t, true, at(web.AfterUnknown, "key_vault_reference_identity_id"), "Azure decides what is left out")
	assert.Equal(t, true, at(web.AfterUnknown, "site_config", 0, "application_stack"), "so it does with blocks")
	assert.Equal(t, true, at(web.AfterUnknown, "app_settings"), "one unknown value makes the whole map unknown")
	assert.Nil(t, at(web.After, "client_certificate_exclusion_paths"), "the rest is null")
}

func TestDynamicBlocksAndInstances(t *testing.T) {
	t.Parallel()
	changes := planFiles(t, map[string]string{"main.tf": group + `
locals {
  sources = { office = "203.0.113.0/28", vpn = "198.51.100.0/28" }
}

resource "azurerm_linux_web_app" "known" {
  for_each            = toset(["eu", "us"])
  name                = "app-${each.key}"
  resource_group_name = azurerm_resource_group.shop.name
  location            = azurerm_resource_group.shop.location
  service_plan_id     = azurerm_service_plan.shop.id
  site_config {
    dynamic "ip_restriction" {
      for_each = local.sources
      content {
        name       = ip_restriction.key
        ip_address = ip_restriction.value
      }
    }
  }
}

resource "azurerm_linux_web_app" "unknown" {
  name                = "app-unknown"
  resource_group_name = azurerm_resource_group.shop.name
  location            = azurerm_resource_group.shop.location
  service_plan_id     = azurerm_service_plan.shop.id
  site_config {
    dynamic "ip_restriction" {
      for_each = azurerm_linux_web_app.known["eu"].outbound_ip_address_list
      content {
        ip_address = "${ip_restriction.value}/32"
      }
    }
  }
}
`}, nil, Options{})

	rules := at(changes[`azurerm_linux_web_app.known["us"]`].After, "site_config", 0, "ip_restriction")
	assert.Len(t, rules, 2)
	assert.Equal(t, "office", at(rules, 0, "name"))
	assert.Equal(t, true, at(changes["azurerm_linux_web_app.unknown"].AfterUnknown, "site_config", 0, "ip_restriction"))
}

func TestModulesVariablesAndBackend(t *testing.T) {
	t.Parallel()
	changes := planFiles(t, map[string]string{
		"main.tf": `
terraform {
  backend "azurerm" {
    key = "shop.tfstate"
  }
}

provider "azurerm" {
  features {}
}

variable "region" {
  type = string
}

module "network" {
  source = "./modules/network"
  region = var.region
}
`,
		"modules/network/main.tf": `
variable "region" {
  type = string
}

resource "azurerm_virtual_network" "hub" {
  name                = "vnet-hub"
  resource_group_name = "rg-hub"
  location            = var.region
  address_space       = ["10.0.0.0/16"]
}
`,
	}, nil, Options{Vars: map[string]string{"region": "northeurope"}})

	assert.Equal(t, "northeurope", at(changes["module.network.azurerm_virtual_network.hub"].After, "location"))
}

func TestMajorVersions(t *testing.T) {
	t.Parallel()
	const address = `
provider "azurerm" {
  features {}
}

resource "azurerm_public_ip" "egress" {
  name                = "pip-egress"
  resource_group_name = "rg-egress"
  location            = "westeurope"
  allocation_method   = "Static"
}
`
	const pinned = address + `
terraform {
  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "~> 3.90"
    }
  }
}
`
	sku := func(content string, opts Options) any {
		changes := planFiles(t, map[string]string{"main.tf": content}, nil, opts)
		return at(changes["azurerm_public_ip.egress"].After, "sku")
	}
	assert.Equal(t, "Basic", sku(pinned, Options{}), "the constraint decides")
	assert.Equal(t, "Standard", sku(pinned, Options{Major: 4}), "unless the caller does")
	assert.Equal(t, "Standard", sku(address, Options{}), "else it is the newest")
}

func TestPriorConfiguration(t *testing.T) {
	t.Parallel()
	const subnet = `
resource "azurerm_subnet" "old" {
  name                 = "snet-old"
  resource_group_name  = azurerm_resource_group.shop.name
  virtual_network_name = "vnet-shop"
  address_prefixes     = ["10.0.0.0/26"]
}
`
	changes := planFiles(t,
		map[string]string{
			"main.tf": group + `
resource "azurerm_linux_web_app" "shop" {
  name                = "app-store"
  resource_group_name = azurerm_resource_group.shop.name
  location            = azurerm_resource_group.shop.location
  service_plan_id     = azurerm_service_plan.shop.id
  site_config {}
}
`,
			"override.tf": `
resource "azurerm_service_plan" "shop" {
  sku_name = "B1"
}
`,
		},
		map[string]string{"main.tf": group + app + subnet}, Options{})

	assert.Equal(t, []string{"no-op"}, changes["azurerm_resource_group.shop"].Actions)

	servicePlan := changes["azurerm_service_plan.shop"]
	assert.Equal(t, []string{"update"}, servicePlan.Actions)
	assert.Equal(t, "P1v3", at(servicePlan.Before, "sku_name"))
	assert.Equal(t, "B1", at(servicePlan.After, "sku_name"))
	const id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-shop/providers/Microsoft.Web/serverFarms/asp-shop"
	assert.Equal(t, id, at(servicePlan.After, "id"), "ids are those Azure would give")

	web := changes["azurerm_linux_web_app.shop"]
	assert.Equal(t, []string{"delete", "create"}, web.Actions)
	assert.Equal(t, [][]any{{"name"}}, web.ReplacePaths)
	assert.Equal(t, "app-shop.azurewebsites.net", at(web.Before, "default_hostname"))
	assert.Equal(t, true, at(web.AfterUnknown, "default_hostname"))

	assert.Equal(t, []string{"delete"}, changes["azurerm_subnet.old"].Actions)
}

func TestPriorVariables(t *testing.T) {
	t.Parallel()
	files := map[string]string{"main.tf": `
provider "azurerm" {
  features {}
}

variable "sku" {
  type = string
}

resource "azurerm_service_plan" "shop" {
  name                = "asp-shop"
  resource_group_name = "rg-shop"
  location            = "westeurope"
  os_type             = "Linux"
  sku_name            = var.sku
}
`}
	changes := planFiles(t, files, files, Options{
		Vars:      map[string]string{"sku": "B1"},
		PriorVars: map[string]string{"sku": "P1v3"},
	})
	changed := changes["azurerm_service_plan.shop"]
	assert.Equal(t, []string{"update"}, changed.Actions)
	assert.Equal(t, "P1v3", at(changed.Before, "sku_name"))
}

func TestChangeOfRules(t *testing.T) {
	t.Parallel()
	rule := func(sources string) map[string]string {
		return map[string]string{"main.tf": group + `
resource "azurerm_network_security_group" "web" {
  name                = "nsg-web"
  resource_group_name = azurerm_resource_group.shop.name
  location            = azurerm_resource_group.shop.location

  security_rule {
    name                       = "https"
    priority                   = 100
    direction                  = "Inbound"
    access                     = "Allow"
    protocol                   = "Tcp"
    source_port_range          = "*"
    source_address_prefix      = "` + sources + `"
    destination_port_range     = "443"
    destination_address_prefix = "*"
  }
}
`}
	}
	const address = "azurerm_network_security_group.web"
	same := planFiles(t, rule("Internet"), rule("Internet"), Options{})
	assert.Equal(t, []string{"no-op"}, same[address].Actions)

	other := planFiles(t, rule("AzureFrontDoor.Backend"), rule("Internet"), Options{})
	assert.Equal(t, []string{"update"}, other[address].Actions)
	description, isString := at(other[address].After, "security_rule", 0, "description").(string)
	assert.True(t, isString, "a set has no null in it")
	assert.Empty(t, description)
}

func TestDataSources(t *testing.T) {
	t.Parallel()
	changes := planFiles(t, map[string]string{"main.tf": `
provider "azurerm" {
  features {}
}

data "azurerm_client_config" "current" {}

data "azurerm_resource_group" "shop" {
  name = "rg-shop"
}

data "azurerm_subnet" "apps" {
  name                 = "snet-apps"
  virtual_network_name = "vnet-shop"
  resource_group_name  = data.azurerm_resource_group.shop.name
}

resource "azurerm_key_vault" "shop" {
  name                = "kv-shop"
  resource_group_name = data.azurerm_resource_group.shop.name
  location            = data.azurerm_resource_group.shop.location
  tenant_id           = data.azurerm_client_config.current.tenant_id
  sku_name            = "standard"

  network_acls {
    default_action             = "Deny"
    bypass                     = "None"
    virtual_network_subnet_ids = [data.azurerm_subnet.apps.id]
  }
}
`}, nil, Options{Major: 4})

	vault := changes["azurerm_key_vault.shop"].After
	assert.Equal(t, "westeurope", at(vault, "location"))
	assert.Equal(t,
		"/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-shop/providers/Microsoft.Network/virtualNetworks/vnet-shop/subnets/snet-apps",
		at(vault, "network_acls", 0, "virtual_network_subnet_ids", 0))
}

func TestAzapi(t *testing.T) {
	t.Parallel()
	files := func(enabled string) map[string]string {
		return map[string]string{"main.tf": `
terraform {
  required_providers {
    azapi = {
      source = "azure/azapi"
    }
  }
}

resource "azapi_resource" "shop" {
  type      = "Microsoft.Web/sites@2023-12-01"
  name      = "app-shop"
  parent_id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-shop"
  location  = "westeurope"
  body = {
    properties = {
      publicNetworkAccess = "` + enabled + `"
    }
  }
}

resource "azapi_update_resource" "web" {
  type        = "Microsoft.Web/sites/config@2023-12-01"
  resource_id = "${azapi_resource.shop.id}/config/web"
  body = {
    properties = {
      ftpsState = "Disabled"
    }
  }
}
`}
	}
	created := planFiles(t, files("Enabled"), nil, Options{})["azapi_resource.shop"]
	assert.Equal(t, "Enabled", at(created.After, "body", "properties", "publicNetworkAccess"))
	assert.Equal(t, true, at(created.After, "schema_validation_enabled"))
	assert.Equal(t, true, at(created.AfterUnknown, "output"))
	assert.Nil(t, at(created.After, "tags"))
	assert.Nil(t, at(created.AfterUnknown, "tags"))

	changes := planFiles(t, files("Disabled"), files("Enabled"), Options{})
	changed := changes["azapi_resource.shop"]
	assert.Equal(t, []string{"update"}, changed.Actions)
	assert.Equal(t, "Enabled", at(changed.Before, "body", "properties", "publicNetworkAccess"))
	assert.Equal(t, "Disabled", at(changed.After, "body", "properties", "publicNetworkAccess"))
	assert.Equal(t, []string{"no-op"}, changes["azapi_update_resource.web"].Actions)
	assert.Equal(t,
		"/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-shop/providers/Microsoft.Web/sites/app-shop/config/web",
		at(changes["azapi_update_resource.web"].After, "id"))
}

func TestPlanIsReproducible(t *testing.T) {
	t.Parallel()
	if reason, ok := Available(); !ok {
		t.Skip(reason)
	}
	dir := write(t, map[string]string{"main.tf": group + app + `
output "made_at" {
  value = plantimestamp()
}
`})
	first, err := Plan(context.Background(), dir, Options{})
	require.NoError(t, err)
	second, err := Plan(context.Background(), dir, Options{})
	require.NoError(t, err)
	assert.Equal(t, string(first), string(second))
}

func TestPlanFails(t *testing.T) {
	t.Parallel()
	const importing = `
provider "azurerm" {
  features {}
}

import {
  to = azurerm_resource_group.rg
  id = "/subscriptions/s/resourceGroups/rg"
}

resource "azurerm_resource_group" "rg" {
  name     = "rg"
  location = "westeurope"
}
`
	if reason, ok := Available(); !ok {
		t.Skip(reason)
	}
	for name, test := range map[string]struct{ content, message string }{
		"invalid":             {`resource "azurerm_resource_group" "rg" {}`, `The argument "name" is required`},
		"of an unknown type":  {`resource "azurerm_moon_base" "luna" {}`, `does not support resource type`},
		"of an import":        {importing, `cannot import`},
		"with other provider": {`resource "random_pet" "name" {}`, `hashicorp/random`},
		"with unknown syntax": {`resource "`, `Invalid block definition`},
	} {
		_, err := Plan(context.Background(), write(t, map[string]string{"main.tf": test.content}), Options{Major: 5})
		assert.ErrorContains(t, err, test.message, name)
	}
}
