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
    ip_restriction_default_action = "Deny" # the rest
    scm_use_main_ip_restriction   = true

    # Both offices share an address.
    ip_restriction {
      name       = "harbour"
      priority   = 100
      action     = "Allow"
      ip_address = "203.0.113.0/24"
    }

    ip_restriction {
      name       = "station"
      priority   = 200
      action     = "Allow"
      ip_address = "203.0.113.0/24"
    }

    ip_restriction {
      name       = "depot"
      priority   = 300
      action     = "Allow"
      ip_address = "198.51.100.0/24"
    }

    ip_restriction {
      name       = "again" # kept for now
      priority   = 400
      action     = "Allow"
      ip_address = "198.51.100.0/24"
    }
  }
}
