variable "name" {}

resource "azurerm_service_plan" "this" {
  name                = "asp-${var.name}"
  resource_group_name = "rg"
  location            = "westeurope"
  os_type             = "Linux"
  sku_name            = "P0v3"
}

resource "azurerm_linux_web_app" "this" {
  name                = var.name
  resource_group_name = "rg"
  location            = "westeurope"
  service_plan_id     = azurerm_service_plan.this.id

  site_config {}
}

output "id" {
  value = azurerm_linux_web_app.this.id
}

output "app" {
  value = azurerm_linux_web_app.this
}

output "host" {
  value = azurerm_linux_web_app.this.default_hostname
}
