provider "azurerm" {
  features {}
}

resource "azurerm_resource_group" "rg" {
  name     = "rg"
  location = "westeurope"
}

resource "azurerm_virtual_network" "v" {
  name                = "vnet"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  address_space       = ["10.0.0.0/16"]
}

resource "azurerm_subnet" "direct" {
  name                 = "direct"
  resource_group_name  = azurerm_resource_group.rg.name
  virtual_network_name = azurerm_virtual_network.v.name
  address_prefixes     = ["10.0.1.0/24"]
}

resource "azurerm_subnet" "derived" {
  name                 = "snet-${azurerm_virtual_network.v.name}"
  resource_group_name  = azurerm_resource_group.rg.name
  virtual_network_name = "${azurerm_virtual_network.v.name}-spoke"
  address_prefixes     = ["10.0.1.0/24"]
}

variable "network" {
  default = "other"
}

resource "azurerm_subnet" "either" {
  name                 = "either"
  resource_group_name  = "rg"
  virtual_network_name = var.network == "" ? azurerm_virtual_network.v.name : var.network
  address_prefixes     = ["10.0.1.0/24"]
}
