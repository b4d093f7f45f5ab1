provider "azurerm" {
  features {}
}

resource "azurerm_virtual_network" "v" {
  name                = "vnet"
  resource_group_name = "rg"
  location            = "westeurope"
  address_space       = ["10.0.0.0/16"]
}

resource "azurerm_network_security_group" "g" {
  name                = "nsg"
  resource_group_name = "rg"
  location            = "westeurope"
}

resource "azurerm_subnet" "reference" {
  name                                 = "reference"
  resource_group_name                  = "rg"
  virtual_network_name                 = azurerm_virtual_network.v.name
  address_prefixes                     = ["10.0.1.0/24"]
  network_security_group_id_wo         = azurerm_network_security_group.g.id
  network_security_group_id_wo_version = 1
}

resource "azurerm_subnet" "constant" {
  name                                 = "constant"
  resource_group_name                  = "rg"
  virtual_network_name                 = azurerm_virtual_network.v.name
  address_prefixes                     = ["10.0.2.0/24"]
  network_security_group_id_wo         = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/networkSecurityGroups/other"
  network_security_group_id_wo_version = 1
}
