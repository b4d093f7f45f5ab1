variable "state" {
  default = "AllAllowed"
}

variable "debug" {
  default = { a = true, b = false }
}

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
    ftps_state = var.state
  }
}

resource "azurerm_linux_web_app" "yard" {
  name                = "app-yard"
  resource_group_name = "rg-depot"
  location            = "westeurope"
  service_plan_id     = azurerm_service_plan.p.id

  lifecycle {
    ignore_changes = [site_config]
  }

  site_config {
    ftps_state = "AllAllowed"
  }
}

resource "azurerm_linux_web_app" "shed" {
  name                = "app-shed"
  resource_group_name = "rg-depot"
  location            = "westeurope"
  service_plan_id     = azurerm_service_plan.p.id
  for_each            = var.debug

  site_config {
    remote_debugging_enabled = each.value
  }
}

# All of these want the same.

resource "azurerm_linux_web_app" "barn" {
  name                = "app-barn"
  resource_group_name = "rg-depot"
  location            = "westeurope"
  service_plan_id     = azurerm_service_plan.p.id
  count               = 2

  site_config {
    ftps_state = "AllAllowed"
  }
}

# Who deploys would be shut out with everybody else.

resource "azurerm_linux_web_app" "attic" {
  name                = "app-attic"
  resource_group_name = "rg-depot"
  location            = "westeurope"
  service_plan_id     = azurerm_service_plan.p.id

  site_config {
    scm_use_main_ip_restriction   = true
    ip_restriction_default_action = "Allow"

    ip_restriction {
      name        = "front-door"
      priority    = 100
      service_tag = "AzureFrontDoor.Backend"
      headers {
        x_azure_fdid = ["1a2b3c4d-0000-4000-8000-1a2b3c4d5e6f"]
      }
    }
  }
}
