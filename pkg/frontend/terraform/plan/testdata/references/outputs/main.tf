provider "azurerm" {
  features {}
}

module "net" {
  source = "./modules/net"

  subnets = {
    int = "10.0.1.0/24"
    pe  = "10.0.2.0/24"
  }
}

resource "azurerm_service_plan" "p" {
  name                = "asp-p"
  resource_group_name = "rg"
  location            = "westeurope"
  os_type             = "Linux"
  sku_name            = "P0v3"
}

resource "azurerm_linux_web_app" "key" {
  name                      = "app-key"
  resource_group_name       = "rg"
  location                  = "westeurope"
  service_plan_id           = azurerm_service_plan.p.id
  virtual_network_subnet_id = module.net.subnet_ids["int"]
  site_config {}
}

resource "azurerm_linux_web_app" "object" {
  name                      = "app-object"
  resource_group_name       = "rg"
  location                  = "westeurope"
  service_plan_id           = azurerm_service_plan.p.id
  virtual_network_subnet_id = module.net.subnets["int"].id
  site_config {}
}

resource "azurerm_linux_web_app" "dotted" {
  name                      = "app-dotted"
  resource_group_name       = "rg"
  location                  = "westeurope"
  service_plan_id           = azurerm_service_plan.p.id
  virtual_network_subnet_id = module.net.subnets.int.id
  site_config {}
}

resource "azurerm_linux_web_app" "renamed" {
  name                      = "app-renamed"
  resource_group_name       = "rg"
  location                  = "westeurope"
  service_plan_id           = azurerm_service_plan.p.id
  virtual_network_subnet_id = module.net.by_name["snet-int"]
  site_config {}
}

resource "azurerm_linux_web_app" "made_up" {
  name                      = "app-made_up"
  resource_group_name       = "rg"
  location                  = "westeurope"
  service_plan_id           = azurerm_service_plan.p.id
  virtual_network_subnet_id = module.net.rules["pe"].subnet_id
  site_config {}
}

resource "azurerm_linux_web_app" "same" {
  for_each                  = toset(["int"])
  name                      = "same-${each.key}"
  resource_group_name       = "rg"
  location                  = "westeurope"
  service_plan_id           = azurerm_service_plan.p.id
  virtual_network_subnet_id = module.net.subnet_ids[each.key]
  site_config {}
}

resource "azurerm_private_dns_zone" "z" {
  name                = "privatelink.azurewebsites.net"
  resource_group_name = "rg"
}

resource "azurerm_private_dns_zone_virtual_network_link" "l" {
  name                = "link"
  private_dns_zone_id = azurerm_private_dns_zone.z.id
  virtual_network_id  = module.net.vnet.id
}
