provider "azurerm" {
  features {}
}

resource "azurerm_virtual_network" "v" {
  name                = "vnet"
  resource_group_name = "rg"
  location            = "westeurope"
  address_space       = ["10.0.0.0/16"]
}

data "azurerm_subnet" "later" {
  name                 = "int"
  virtual_network_name = "vnet"
  resource_group_name  = "rg"

  depends_on = [azurerm_virtual_network.v]
}

data "azurerm_subnet" "each" {
  for_each             = toset(["a", "b"])
  name                 = each.key
  virtual_network_name = "vnet"
  resource_group_name  = "rg"

  depends_on = [azurerm_virtual_network.v]
}

resource "azurerm_service_plan" "p" {
  name                = "asp"
  resource_group_name = "rg"
  location            = "westeurope"
  os_type             = "Linux"
  sku_name            = "P0v3"
}

resource "azurerm_linux_web_app" "one" {
  name                      = "one"
  resource_group_name       = "rg"
  location                  = "westeurope"
  service_plan_id           = azurerm_service_plan.p.id
  virtual_network_subnet_id = data.azurerm_subnet.later.id

  site_config {}
}

resource "azurerm_linux_web_app" "each" {
  for_each                  = data.azurerm_subnet.each
  name                      = each.key
  resource_group_name       = "rg"
  location                  = "westeurope"
  service_plan_id           = azurerm_service_plan.p.id
  virtual_network_subnet_id = each.value.id

  site_config {}
}
