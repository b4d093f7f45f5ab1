resource "azurerm_service_plan" "p" {
  name                = "asp-depot"
  resource_group_name = "rg-depot"
  location            = "westeurope"
  os_type             = "Linux"
  sku_name            = "P1v3"
}

resource "azurerm_virtual_network" "v" {
  name                = "vnet-depot"
  resource_group_name = "rg-depot"
  location            = "westeurope"
  address_space       = ["10.30.0.0/16"]
}

resource "azurerm_subnet" "pe" {
  name                 = "snet-pe"
  resource_group_name  = "rg-depot"
  virtual_network_name = azurerm_virtual_network.v.name
  address_prefixes     = ["10.30.1.0/27"]
}

resource "azurerm_private_dns_zone" "z" {
  name                = "privatelink.azurewebsites.net"
  resource_group_name = "rg-depot"
}

resource "azurerm_private_dns_zone_virtual_network_link" "z" {
  name                = "depot"
  private_dns_zone_id = azurerm_private_dns_zone.z.id
  virtual_network_id  = azurerm_virtual_network.v.id
}

resource "azurerm_private_endpoint" "e" {
  name                = "pe-depot"
  resource_group_name = "rg-depot"
  location            = "westeurope"
  subnet_id           = azurerm_subnet.pe.id

  private_service_connection {
    name                           = "depot"
    private_connection_resource_id = azurerm_linux_web_app.depot.id
    subresource_names              = ["sites"]
    is_manual_connection           = false
  }

  private_dns_zone_group {
    name                 = "default"
    private_dns_zone_ids = [azurerm_private_dns_zone.z.id]
  }
}

resource "azurerm_linux_web_app" "depot" {
  name                = "app-depot"
  resource_group_name = "rg-depot"
  location            = "westeurope"
  service_plan_id     = azurerm_service_plan.p.id

  site_config { remote_debugging_enabled = true } // for a week
}

resource "azurerm_linux_web_app" "yard" {
  name                = "app-yard"
  resource_group_name = "rg-depot"
  location            = "westeurope"
  service_plan_id     = azurerm_service_plan.p.id

  site_config {
    // closed
    ip_restriction_default_action = "Deny"

    ftps_state                   = "AllAllowed" # old clients
    minimum_tls_version          = "1.0"        # old clients as well
    scm_minimum_tls_version      = "1.1"        # and old agents
    ip_restriction {
      name = "office"
      priority = 100
      action = "Allow"
      ip_address = "203.0.113.0/24"
    }
  }
}
