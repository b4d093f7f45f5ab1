provider "azurerm" {
  features {}
}

resource "azurerm_service_plan" "p" {
  for_each            = toset(["web", "api"])
  name                = "asp-${each.key}"
  resource_group_name = "rg"
  location            = "westeurope"
  os_type             = "Linux"
  sku_name            = "P0v3"
}

resource "azurerm_linux_web_app" "app" {
  for_each            = azurerm_service_plan.p
  name                = "app-${each.key}"
  resource_group_name = "rg"
  location            = "westeurope"
  service_plan_id     = each.value.id

  site_config {}
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

resource "azurerm_private_endpoint" "pe" {
  for_each            = { for k, a in azurerm_linux_web_app.app : k => a if k != "api" }
  name                = "pe-${each.key}"
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

resource "azurerm_private_endpoint" "ids" {
  for_each            = { web = azurerm_linux_web_app.app["web"].id, other = azurerm_linux_web_app.app["api"].id }
  name                = "ids-${each.key}"
  resource_group_name = "rg"
  location            = "westeurope"
  subnet_id           = azurerm_subnet.pe.id

  private_service_connection {
    name                           = "psc"
    is_manual_connection           = false
    subresource_names              = ["sites"]
    private_connection_resource_id = each.value
  }
}

resource "azurerm_linux_web_app" "both" {
  for_each            = merge(azurerm_service_plan.p, azurerm_service_plan.q)
  name                = "both-${each.key}"
  resource_group_name = "rg"
  location            = "westeurope"
  service_plan_id     = each.value.id

  site_config {}
}

resource "azurerm_service_plan" "q" {
  for_each            = toset(["extra"])
  name                = "asp-${each.key}"
  resource_group_name = "rg"
  location            = "westeurope"
  os_type             = "Linux"
  sku_name            = "P0v3"
}
