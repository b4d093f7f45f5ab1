provider "azurerm" {
  features {}
}

resource "azurerm_virtual_network" "v" {
  name                = "vnet"
  resource_group_name = "rg"
  location            = "westeurope"
  address_space       = ["10.0.0.0/16"]
}

resource "azurerm_subnet" "int" {
  name                 = "snet-int"
  resource_group_name  = "rg"
  virtual_network_name = azurerm_virtual_network.v.name
  address_prefixes     = ["10.0.1.0/24"]
}

resource "azurerm_subnet" "pe" {
  name                 = "snet-pe"
  resource_group_name  = "rg"
  virtual_network_name = azurerm_virtual_network.v.name
  address_prefixes     = ["10.0.2.0/24"]
}

resource "azurerm_service_plan" "p" {
  name                = "asp-p"
  resource_group_name = "rg"
  location            = "westeurope"
  os_type             = "Linux"
  sku_name            = "P0v3"
}

resource "azurerm_service_plan" "old" {
  count               = 0
  name                = "asp-old"
  resource_group_name = "rg"
  location            = "westeurope"
  os_type             = "Linux"
  sku_name            = "P0v3"
}

variable "create" {
  default = true
}

variable "subnet_id" {
  default = null
}

locals {
  plan_id  = var.create ? azurerm_service_plan.p.id : azurerm_service_plan.old[0].id
  plan     = local.plan_id
  subnets  = { int = azurerm_subnet.int.id, pe = azurerm_subnet.pe.id }
  apps     = { web = { subnet = azurerm_subnet.int.id } }
  constant = "eu"
}

resource "azurerm_linux_web_app" "local" {
  name                = "app-local"
  resource_group_name = "rg"
  location            = "westeurope"
  service_plan_id     = local.plan

  site_config {}
}

resource "azurerm_linux_web_app" "conditional" {
  name                      = "app-conditional"
  resource_group_name       = "rg"
  location                  = "westeurope"
  service_plan_id           = var.create ? azurerm_service_plan.p.id : azurerm_service_plan.old[0].id
  virtual_network_subnet_id = coalesce(var.subnet_id, azurerm_subnet.int.id)
  site_config {}
}

resource "azurerm_linux_web_app" "not_taken" {
  name                      = "app-not_taken"
  resource_group_name       = "rg"
  location                  = "westeurope"
  service_plan_id           = azurerm_service_plan.p.id
  virtual_network_subnet_id = var.create ? azurerm_subnet.int.id : azurerm_subnet.none[0].id
  site_config {}
}

resource "azurerm_subnet" "none" {
  count                = 0
  name                 = "snet-none"
  resource_group_name  = "rg"
  virtual_network_name = azurerm_virtual_network.v.name
  address_prefixes     = ["10.0.1.0/24"]
}

resource "azurerm_linux_web_app" "map" {
  name                      = "app-map"
  resource_group_name       = "rg"
  location                  = "westeurope"
  service_plan_id           = azurerm_service_plan.p.id
  virtual_network_subnet_id = local.subnets["int"]
  site_config {}
}

resource "azurerm_linux_web_app" "each" {
  for_each                  = local.apps
  name                      = "each-${each.key}"
  resource_group_name       = "rg"
  location                  = "westeurope"
  service_plan_id           = azurerm_service_plan.p.id
  virtual_network_subnet_id = each.value.subnet
  site_config {}
}
