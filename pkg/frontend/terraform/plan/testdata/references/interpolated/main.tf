provider "azurerm" {
  features {}
}

resource "azurerm_resource_group" "rg" {
  name     = "rg"
  location = "westeurope"
}

resource "azurerm_virtual_network" "v" {
  name                = "vnet"
  resource_group_name = "rg"
  location            = "westeurope"
  address_space       = ["10.0.0.0/16"]
}

resource "azurerm_service_plan" "p" {
  name                = "asp-p"
  resource_group_name = "rg"
  location            = "westeurope"
  os_type             = "Linux"
  sku_name            = "P0v3"
}

resource "azurerm_linux_web_app" "app" {
  name                      = "app-app"
  resource_group_name       = "rg"
  location                  = "westeurope"
  service_plan_id           = azurerm_service_plan.p.id
  virtual_network_subnet_id = "${azurerm_virtual_network.v.id}/subnets/int"
  site_config {}
}
