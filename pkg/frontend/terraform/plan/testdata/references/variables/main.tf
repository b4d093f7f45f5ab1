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

resource "azurerm_service_plan" "each" {
  for_each            = toset(["a", "b"])
  name                = "asp-${each.key}"
  resource_group_name = "rg"
  location            = "westeurope"
  os_type             = "Linux"
  sku_name            = "P0v3"
}

module "scalar" {
  source    = "./modules/site"
  name      = "scalar"
  plan_id   = azurerm_service_plan.p.id
  subnet_id = module.net.subnet_ids["int"]
}

module "nested" {
  source    = "./modules/wrap"
  plan_id   = azurerm_service_plan.p.id
  subnet_id = module.net.subnets["pe"].id
}

module "repeated" {
  source    = "./modules/site"
  for_each  = toset(["a", "b"])
  name      = each.key
  plan_id   = azurerm_service_plan.each[each.key].id
  subnet_id = module.net.subnet_ids["int"]
}

module "map" {
  source     = "./modules/site"
  name       = "map"
  plan_id    = azurerm_service_plan.p.id
  subnet_ids = module.net.subnet_ids
}

module "object" {
  source  = "./modules/site"
  name    = "object"
  plan_id = azurerm_service_plan.p.id
  network = {
    subnet_id = module.net.subnet_ids["int"]
    plan_name = azurerm_service_plan.p.id
  }
}
