provider "azurerm" {
  features {}
}

resource "azurerm_service_plan" "each" {
  for_each            = toset(["web", "api"])
  name                = "asp-${each.key}"
  resource_group_name = "rg"
  location            = "westeurope"
  os_type             = "Linux"
  sku_name            = "P0v3"
}

resource "azurerm_service_plan" "count" {
  count               = 2
  name                = "asp-${count.index}"
  resource_group_name = "rg"
  location            = "westeurope"
  os_type             = "Linux"
  sku_name            = "P0v3"
}

resource "azurerm_linux_web_app" "literal" {
  name                = "app-literal"
  resource_group_name = "rg"
  location            = "westeurope"
  service_plan_id     = azurerm_service_plan.each["web"].id

  site_config {}
}

resource "azurerm_linux_web_app" "number" {
  name                = "app-number"
  resource_group_name = "rg"
  location            = "westeurope"
  service_plan_id     = azurerm_service_plan.count[1].id

  site_config {}
}

resource "azurerm_linux_web_app" "same" {
  for_each            = { web = "x", api = "y" }
  name                = "same-${each.key}"
  resource_group_name = "rg"
  location            = "westeurope"
  service_plan_id     = azurerm_service_plan.each[each.key].id

  site_config {}
}

resource "azurerm_linux_web_app" "counted" {
  count               = 2
  name                = "counted-${count.index}"
  resource_group_name = "rg"
  location            = "westeurope"
  service_plan_id     = azurerm_service_plan.count[count.index].id

  site_config {}
}

variable "apps" {
  default = {
    front = { plan = "web" }
    back  = { plan = "api" }
  }
}

variable "chosen" {
  default = "api"
}

resource "azurerm_linux_web_app" "looked_up" {
  for_each            = var.apps
  name                = "looked-up-${each.key}"
  resource_group_name = "rg"
  location            = "westeurope"
  service_plan_id     = azurerm_service_plan.each[each.value.plan].id

  site_config {}
}

resource "azurerm_linux_web_app" "indexed" {
  for_each            = var.apps
  name                = "indexed-${each.key}"
  resource_group_name = "rg"
  location            = "westeurope"
  service_plan_id     = azurerm_service_plan.each[var.apps[each.key].plan].id

  site_config {}
}

resource "azurerm_linux_web_app" "chosen" {
  name                = "app-chosen"
  resource_group_name = "rg"
  location            = "westeurope"
  service_plan_id     = azurerm_service_plan.each[var.chosen].id

  site_config {}
}

resource "azurerm_linux_web_app" "set" {
  for_each            = toset(["web"])
  name                = "set-${each.key}"
  resource_group_name = "rg"
  location            = "westeurope"
  service_plan_id     = azurerm_service_plan.each[each.value].id

  site_config {}
}

resource "azurerm_linux_web_app" "any" {
  name                = "app-any"
  resource_group_name = "rg"
  location            = "westeurope"
  service_plan_id     = azurerm_service_plan.each[length("abc") > 2 ? "web" : "api"].id

  site_config {}
}

resource "azurerm_linux_web_app" "only" {
  name                = "app-only"
  resource_group_name = "rg"
  location            = "westeurope"
  service_plan_id     = one(azurerm_service_plan.single[*].id)

  site_config {}
}

resource "azurerm_service_plan" "single" {
  count               = 1
  name                = "asp-single"
  resource_group_name = "rg"
  location            = "westeurope"
  os_type             = "Linux"
  sku_name            = "P0v3"
}
