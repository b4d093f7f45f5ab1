resource "azurerm_service_plan" "p" {
  name                = "asp-depot"
  resource_group_name = "rg-depot"
  location            = "westeurope"
  os_type             = "Linux"
  sku_name            = "P1v3"
}

resource "azurerm_linux_web_app" "depot" {
  name                = "app-depot"
  resource_group_name = "rg-depot"
  location            = "westeurope"
  service_plan_id     = azurerm_service_plan.p.id

  site_config {
    ftps_state = "AllAllowed"
  }
}
