terraform {
  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "~> 4.0"
    }
  }
}

resource "azurerm_service_plan" "web" {
  name                = "asp-web"
  resource_group_name = "rg-web"
  location            = "westeurope"
  os_type             = "Linux"
  sku_name            = "P1v3"
}

resource "azurerm_linux_web_app" "web" {
  name                = "app-web"
  resource_group_name = "rg-web"
  location            = "westeurope"
  service_plan_id     = azurerm_service_plan.web.id

  site_config {
    ip_restriction_default_action     = "Deny"
    scm_ip_restriction_default_action = "Allow"

    ip_restriction {
      name       = "office"
      priority   = 100
      action     = "Allow"
      ip_address = "203.0.113.0/24"
    }
  }
}
