package cli_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/load"
)

// monorepo is a generated repository of many configurations: of ten, six are written for
// Terraform, three for Bicep and one is an ARM template. Each is some 25 resources, with
// shared modules for the apps; one app in five has a mistake. The same number of roots is
// always the same bytes, and a larger repository begins with those of a smaller one.
type monorepo struct {
	dir   string
	roots int
	// templates are the ARM templates, which are read only where they are named.
	templates []string
}

// paths are the arguments that read all of it, below its folder.
func (m monorepo) paths() []string { return append([]string{"."}, m.templates...) }

// newMonorepo writes one.
func newMonorepo(tb testing.TB, roots int) monorepo {
	tb.Helper()
	m := monorepo{dir: tb.TempDir(), roots: roots}
	m.write(tb, ".git/HEAD", "ref: refs/heads/main\n")
	zone := strings.NewReplacer("{zone}", "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/dns/providers/Microsoft.Network/privateDnsZones/privatelink.azurewebsites.net")
	m.write(tb, "modules/app/main.tf", zone.Replace(sharedTerraform))
	m.write(tb, "modules/network/main.tf", sharedNetwork)
	m.write(tb, "modules/app/app.bicep", zone.Replace(sharedBicep))
	for i := range roots {
		random := rand.New(rand.NewPCG(7, uint64(i)))
		dir := fmt.Sprintf("teams/t%02d/r%04d", i%50, i)
		value := strings.NewReplacer("{i}", fmt.Sprint(i), "{second}", fmt.Sprint(i%250), "{ip}", fmt.Sprint(random.IntN(250)),
			"{action}", oneInFive(random, "Allow", "Deny"), "{size}", oneInFive(random, "29", "26"))
		switch i % 10 {
		case 3, 5, 7:
			m.write(tb, dir+"/main.bicep", value.Replace(rootBicep))
			m.write(tb, dir+"/main.bicepparam", value.Replace(rootParameters))
		case 9:
			m.write(tb, dir+"/azuredeploy.json", zone.Replace(value.Replace(rootTemplate)))
			m.templates = append(m.templates, dir+"/azuredeploy.json")
		default:
			m.write(tb, dir+"/main.tf", value.Replace(rootTerraform))
			m.write(tb, dir+"/terraform.tfvars", value.Replace(rootVariables))
		}
	}
	return m
}

func oneInFive(random *rand.Rand, one, four string) string {
	if random.IntN(5) == 0 {
		return one
	}
	return four
}

func (m monorepo) write(tb testing.TB, name, content string) {
	tb.Helper()
	path := filepath.Join(m.dir, filepath.FromSlash(name))
	require.NoError(tb, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(tb, os.WriteFile(path, []byte(content), 0o600))
}

const sharedTerraform = `variable "name" {
  type = string
}

variable "plan_id" {
  type = string
}

variable "subnet_id" {
  type = string
}

variable "endpoint_subnet_id" {
  type = string
}

variable "default_action" {
  type = string
}

variable "rules" {
  type = map(object({ priority = number, ip_address = string }))
}

resource "azurerm_linux_web_app" "this" {
  name                      = "app-${var.name}"
  resource_group_name       = "rg"
  location                  = "westeurope"
  service_plan_id           = var.plan_id
  virtual_network_subnet_id = var.subnet_id
  https_only                = true

  public_network_access_enabled = true

  site_config {
    ftps_state                    = "Disabled"
    vnet_route_all_enabled        = true
    ip_restriction_default_action = var.default_action
    scm_use_main_ip_restriction   = true

    dynamic "ip_restriction" {
      for_each = var.rules
      content {
        name       = ip_restriction.key
        priority   = ip_restriction.value.priority
        ip_address = ip_restriction.value.ip_address
        action     = "Allow"
      }
    }
  }
}

resource "azurerm_private_endpoint" "this" {
  name                = "pe-${var.name}"
  resource_group_name = "rg"
  location            = "westeurope"
  subnet_id           = var.endpoint_subnet_id

  private_service_connection {
    name                           = "app"
    is_manual_connection           = false
    private_connection_resource_id = azurerm_linux_web_app.this.id
    subresource_names              = ["sites"]
  }

  private_dns_zone_group {
    name                 = "default"
    private_dns_zone_ids = ["{zone}"]
  }
}

resource "azurerm_role_assignment" "this" {
  scope                = azurerm_linux_web_app.this.id
  role_definition_name = "Reader"
  principal_id         = "00000000-0000-0000-0000-000000000000"
}

resource "azurerm_monitor_diagnostic_setting" "this" {
  name               = "audit"
  target_resource_id = azurerm_linux_web_app.this.id
}

output "id" {
  value = azurerm_linux_web_app.this.id
}
`

const sharedNetwork = `variable "name" {
  type = string
}

variable "second" {
  type = number
}

variable "size" {
  type = number
}

resource "azurerm_virtual_network" "this" {
  name                = "vnet-${var.name}"
  resource_group_name = "rg"
  location            = "westeurope"
  address_space       = ["10.${var.second}.0.0/16"]
}

resource "azurerm_subnet" "web" {
  name                 = "snet-web"
  resource_group_name  = "rg"
  virtual_network_name = azurerm_virtual_network.this.name
  address_prefixes     = ["10.${var.second}.1.0/${var.size}"]

  delegation {
    name = "web"
    service_delegation {
      name = "Microsoft.Web/serverFarms"
    }
  }
}

resource "azurerm_subnet" "endpoints" {
  name                 = "snet-endpoints"
  resource_group_name  = "rg"
  virtual_network_name = azurerm_virtual_network.this.name
  address_prefixes     = ["10.${var.second}.2.0/24"]
}

output "web" {
  value = azurerm_subnet.web.id
}

output "endpoints" {
  value = azurerm_subnet.endpoints.id
}
`

const rootTerraform = `variable "apps" {
  type = map(object({ rules = map(object({ priority = number, ip_address = string })) }))
}

variable "default_action" {
  type    = string
  default = "Deny"
}

locals {
  name = "team-{i}"
}

module "network" {
  source = "../../../modules/network"
  name   = local.name
  second = {second}
  size   = {size}
}

resource "azurerm_service_plan" "this" {
  name                = "asp-${local.name}"
  resource_group_name = "rg"
  location            = "westeurope"
  os_type             = "Linux"
  sku_name            = "P1v3"
  worker_count        = 3
}

module "app" {
  source             = "../../../modules/app"
  for_each           = var.apps
  name               = "${local.name}-${each.key}"
  plan_id            = azurerm_service_plan.this.id
  subnet_id          = module.network.web
  endpoint_subnet_id = module.network.endpoints
  default_action     = var.default_action
  rules              = each.value.rules
}

resource "azurerm_storage_account" "this" {
  name                     = "st{i}"
  resource_group_name      = "rg"
  location                 = "westeurope"
  account_tier             = "Standard"
  account_replication_type = "LRS"
}
`

const rootVariables = `default_action = "{action}"

apps = {
  shop   = { rules = { office = { priority = 100, ip_address = "203.0.{ip}.0/24" }, partner = { priority = 110, ip_address = "198.51.100.{ip}/32" } } }
  orders = { rules = { office = { priority = 100, ip_address = "203.0.{ip}.0/24" }, build = { priority = 120, ip_address = "192.0.2.{ip}/32" } } }
  stock  = { rules = { office = { priority = 100, ip_address = "203.0.{ip}.0/24" } } }
  search = { rules = { office = { priority = 100, ip_address = "203.0.{ip}.0/24" } } }
  admin  = { rules = { office = { priority = 100, ip_address = "203.0.{ip}.0/24" } } }
}
`

const sharedBicep = `param name string
param planId string
param subnetId string
param endpointSubnetId string
param action string
param addresses array

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: 'app-${name}'
  location: 'westeurope'
  kind: 'app,linux'
  properties: {
    serverFarmId: planId
    virtualNetworkSubnetId: subnetId
    httpsOnly: true
    publicNetworkAccess: 'Enabled'
    siteConfig: {
      ftpsState: 'Disabled'
      vnetRouteAllEnabled: true
      scmIpSecurityRestrictionsUseMain: true
      ipSecurityRestrictionsDefaultAction: action
      ipSecurityRestrictions: [for (address, i) in addresses: {
        name: 'rule-${i}'
        priority: 100 + i
        action: 'Allow'
        ipAddress: address
      }]
    }
  }
}

resource endpoint 'Microsoft.Network/privateEndpoints@2024-05-01' = {
  name: 'pe-${name}'
  location: 'westeurope'
  properties: {
    subnet: { id: endpointSubnetId }
    privateLinkServiceConnections: [
      { name: 'app', properties: { privateLinkServiceId: app.id, groupIds: [ 'sites' ] } }
    ]
  }

  resource zones 'privateDnsZoneGroups' = {
    name: 'default'
    properties: { privateDnsZoneConfigs: [ { name: 'sites', properties: { privateDnsZoneId: '{zone}' } } ] }
  }
}

resource reader 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(app.id, 'reader')
  scope: app
  properties: {
    principalId: '00000000-0000-0000-0000-000000000000'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'acdd72a7-3385-48ef-bd42-f606fba81ae7')
  }
}

resource audit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'audit'
  scope: app
  properties: {}
}
`

const rootBicep = `param apps array
param action string = 'Deny'

resource net 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet-{i}'
  location: 'westeurope'
  properties: {
    addressSpace: { addressPrefixes: [ '10.{second}.0.0/16' ] }
  }

  resource web 'subnets' = {
    name: 'snet-web'
    properties: {
      addressPrefix: '10.{second}.1.0/{size}'
      delegations: [ { name: 'web', properties: { serviceName: 'Microsoft.Web/serverFarms' } } ]
    }
  }

  resource endpoints 'subnets' = {
    name: 'snet-endpoints'
    properties: { addressPrefix: '10.{second}.2.0/24' }
  }
}

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: 'asp-{i}'
  location: 'westeurope'
  kind: 'linux'
  sku: { name: 'P1v3', capacity: 3 }
  properties: { reserved: true }
}

module app '../../../modules/app/app.bicep' = [for name in apps: {
  name: 'app-${name}'
  params: {
    name: 'team-{i}-${name}'
    planId: plan.id
    subnetId: net::web.id
    endpointSubnetId: net::endpoints.id
    action: action
    addresses: [ '203.0.{ip}.0/24', '198.51.100.{ip}/32' ]
  }
}]

resource storage 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'st{i}'
  location: 'westeurope'
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
}
`

const rootParameters = `using 'main.bicep'

param action = '{action}'
param apps = [ 'shop', 'orders', 'stock', 'search', 'admin' ]
`

const rootTemplate = `{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "contentVersion": "1.0.0.0",
  "parameters": {
    "apps": { "type": "array", "defaultValue": [ "shop", "orders", "stock", "search", "admin", "billing", "audit" ] },
    "action": { "type": "string", "defaultValue": "{action}" }
  },
  "resources": [
    {
      "type": "Microsoft.Network/virtualNetworks",
      "apiVersion": "2024-05-01",
      "name": "vnet-{i}",
      "location": "westeurope",
      "properties": {
        "addressSpace": { "addressPrefixes": [ "10.{second}.0.0/16" ] },
        "subnets": [
          { "name": "snet-web", "properties": { "addressPrefix": "10.{second}.1.0/{size}", "delegations": [ { "name": "web", "properties": { "serviceName": "Microsoft.Web/serverFarms" } } ] } },
          { "name": "snet-endpoints", "properties": { "addressPrefix": "10.{second}.2.0/24" } }
        ]
      }
    },
    {
      "type": "Microsoft.Web/serverfarms",
      "apiVersion": "2024-04-01",
      "name": "asp-{i}",
      "location": "westeurope",
      "kind": "linux",
      "sku": { "name": "P1v3", "capacity": 3 },
      "properties": { "reserved": true }
    },
    {
      "type": "Microsoft.Web/sites",
      "apiVersion": "2024-04-01",
      "copy": { "name": "apps", "count": "[length(parameters('apps'))]" },
      "name": "[concat('app-{i}-', parameters('apps')[copyIndex()])]",
      "location": "westeurope",
      "kind": "app,linux",
      "properties": {
        "serverFarmId": "[resourceId('Microsoft.Web/serverfarms', 'asp-{i}')]",
        "virtualNetworkSubnetId": "[resourceId('Microsoft.Network/virtualNetworks/subnets', 'vnet-{i}', 'snet-web')]",
        "httpsOnly": true,
        "publicNetworkAccess": "Enabled",
        "siteConfig": {
          "ftpsState": "Disabled",
          "vnetRouteAllEnabled": true,
          "scmIpSecurityRestrictionsUseMain": true,
          "ipSecurityRestrictionsDefaultAction": "[parameters('action')]",
          "ipSecurityRestrictions": [ { "name": "office", "priority": 100, "action": "Allow", "ipAddress": "203.0.{ip}.0/24" } ]
        }
      }
    },
    {
      "type": "Microsoft.Network/privateEndpoints",
      "apiVersion": "2024-05-01",
      "copy": { "name": "endpoints", "count": "[length(parameters('apps'))]" },
      "name": "[concat('pe-{i}-', parameters('apps')[copyIndex()])]",
      "location": "westeurope",
      "properties": {
        "subnet": { "id": "[resourceId('Microsoft.Network/virtualNetworks/subnets', 'vnet-{i}', 'snet-endpoints')]" },
        "privateLinkServiceConnections": [
          { "name": "app", "properties": { "privateLinkServiceId": "[resourceId('Microsoft.Web/sites', concat('app-{i}-', parameters('apps')[copyIndex()]))]", "groupIds": [ "sites" ] } }
        ]
      }
    },
    {
      "type": "Microsoft.Network/privateEndpoints/privateDnsZoneGroups",
      "apiVersion": "2024-05-01",
      "copy": { "name": "zones", "count": "[length(parameters('apps'))]" },
      "name": "[concat('pe-{i}-', parameters('apps')[copyIndex()], '/default')]",
      "properties": { "privateDnsZoneConfigs": [ { "name": "sites", "properties": { "privateDnsZoneId": "{zone}" } } ] }
    }
  ]
}
`

// TestMonorepo checks that the repository is what it is said to be.
func TestMonorepo(t *testing.T) {
	m := newMonorepo(t, 20)
	configurations, errs := load.Load(t.Context(), m.paths(), load.Options{Dir: m.dir, Recursive: true})
	require.Empty(t, errs)
	require.Len(t, configurations, m.roots)
	for _, c := range configurations {
		t.Log(c.Root, c.Resources, len(c.Model.Sites))
		assert.GreaterOrEqual(t, len(c.Model.Sites), 5, c.Root)
		assert.True(t, c.Complete, c.Root)
	}
	code, stdout, stderr := run("", append([]string{"--chdir", m.dir, "--recursive", "--format", "compact"}, m.paths()...)...)
	t.Log(code, stdout, stderr)
}
