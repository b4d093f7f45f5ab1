provider "azurerm" {
  features {}
}

module "app" {
  source   = "./modules/app"
  for_each = toset(["web", "api"])
  name     = "app-${each.key}"
}

module "one" {
  source = "./modules/app"
  name   = "app-one"
}

module "many" {
  source = "./modules/app"
  count  = 2
  name   = "app-${count.index}"
}

resource "azurerm_virtual_network" "v" {
  name                = "vnet"
  resource_group_name = "rg"
  location            = "westeurope"
  address_space       = ["10.0.0.0/16"]
}

resource "azurerm_subnet" "pe" {
  name                 = "snet-pe"
  resource_group_name  = "rg"
  virtual_network_name = azurerm_virtual_network.v.name
  address_prefixes     = ["10.0.1.0/24"]
}

resource "azurerm_private_endpoint" "chained" {
  for_each            = module.app
  name                = "chained-${each.key}"
  resource_group_name = "rg"
  location            = "westeurope"
  subnet_id           = azurerm_subnet.pe.id

  private_service_connection {
    name                           = "psc"
    is_manual_connection           = false
    subresource_names              = ["sites"]
    private_connection_resource_id = each.value.id
  }
}

resource "azurerm_private_endpoint" "whole" {
  for_each            = module.app
  name                = "whole-${each.key}"
  resource_group_name = "rg"
  location            = "westeurope"
  subnet_id           = azurerm_subnet.pe.id

  private_service_connection {
    name                           = "psc"
    is_manual_connection           = false
    subresource_names              = ["sites"]
    private_connection_resource_id = each.value.app.id
  }
}

resource "azurerm_private_endpoint" "same" {
  for_each            = toset(["web", "api"])
  name                = "same-${each.key}"
  resource_group_name = "rg"
  location            = "westeurope"
  subnet_id           = azurerm_subnet.pe.id

  private_service_connection {
    name                           = "psc"
    is_manual_connection           = false
    subresource_names              = ["sites"]
    private_connection_resource_id = module.app[each.key].id
  }
}

resource "azurerm_private_endpoint" "key" {
  name                = "pe-key"
  resource_group_name = "rg"
  location            = "westeurope"
  subnet_id           = azurerm_subnet.pe.id

  private_service_connection {
    name                           = "psc"
    is_manual_connection           = false
    subresource_names              = ["sites"]
    private_connection_resource_id = module.app["api"].id
  }
}

resource "azurerm_private_endpoint" "one" {
  name                = "pe-one"
  resource_group_name = "rg"
  location            = "westeurope"
  subnet_id           = azurerm_subnet.pe.id

  private_service_connection {
    name                           = "psc"
    is_manual_connection           = false
    subresource_names              = ["sites"]
    private_connection_resource_id = module.one.id
  }
}

resource "azurerm_private_endpoint" "object" {
  name                = "pe-object"
  resource_group_name = "rg"
  location            = "westeurope"
  subnet_id           = azurerm_subnet.pe.id

  private_service_connection {
    name                           = "psc"
    is_manual_connection           = false
    subresource_names              = ["sites"]
    private_connection_resource_id = module.one.app.id
  }
}

resource "azurerm_private_endpoint" "number" {
  name                = "pe-number"
  resource_group_name = "rg"
  location            = "westeurope"
  subnet_id           = azurerm_subnet.pe.id

  private_service_connection {
    name                           = "psc"
    is_manual_connection           = false
    subresource_names              = ["sites"]
    private_connection_resource_id = module.many[1].id
  }
}
