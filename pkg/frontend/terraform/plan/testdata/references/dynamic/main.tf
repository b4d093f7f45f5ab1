provider "azurerm" {
  features {}
}

resource "azurerm_virtual_network" "v" {
  name                = "vnet"
  resource_group_name = "rg"
  location            = "westeurope"
  address_space       = ["10.0.0.0/16"]
}

resource "azurerm_subnet" "int" {
  name                 = "snet-int"
  resource_group_name  = "rg"
  virtual_network_name = azurerm_virtual_network.v.name
  address_prefixes     = ["10.0.1.0/24"]
}

resource "azurerm_subnet" "pe" {
  name                 = "snet-pe"
  resource_group_name  = "rg"
  virtual_network_name = azurerm_virtual_network.v.name
  address_prefixes     = ["10.0.2.0/24"]
}

resource "azurerm_subnet" "agents" {
  name                 = "snet-agents"
  resource_group_name  = "rg"
  virtual_network_name = azurerm_virtual_network.v.name
  address_prefixes     = ["10.0.3.0/24"]
}

resource "azurerm_service_plan" "p" {
  name                = "asp-p"
  resource_group_name = "rg"
  location            = "westeurope"
  os_type             = "Linux"
  sku_name            = "P0v3"
}

locals {
  dynamic = { agents = azurerm_subnet.agents.id }
}

resource "azurerm_linux_web_app" "app" {
  name                = "app-app"
  resource_group_name = "rg"
  location            = "westeurope"
  service_plan_id     = azurerm_service_plan.p.id

  site_config {
    ip_restriction {
      name                      = "first"
      priority                  = 100
      virtual_network_subnet_id = azurerm_subnet.int.id
    }

    dynamic "ip_restriction" {
      for_each = local.dynamic
      content {
        name                      = ip_restriction.key
        priority                  = 200
        virtual_network_subnet_id = ip_restriction.value
      }
    }

    ip_restriction {
      name                      = "last"
      priority                  = 300
      virtual_network_subnet_id = azurerm_subnet.pe.id
    }
  }
}

resource "azurerm_linux_web_app" "alike" {
  name                = "app-alike"
  resource_group_name = "rg"
  location            = "westeurope"
  service_plan_id     = azurerm_service_plan.p.id

  site_config {
    ip_restriction {
      action                    = "Allow"
      virtual_network_subnet_id = azurerm_subnet.int.id
    }

    dynamic "ip_restriction" {
      for_each = local.dynamic
      content {
        virtual_network_subnet_id = ip_restriction.value
      }
    }
  }
}

resource "azurerm_linux_web_app" "static" {
  name                = "app-static"
  resource_group_name = "rg"
  location            = "westeurope"
  service_plan_id     = azurerm_service_plan.p.id

  site_config {
    ip_restriction {
      virtual_network_subnet_id = azurerm_subnet.int.id
    }

    ip_restriction {
      virtual_network_subnet_id = azurerm_subnet.pe.id
    }
  }
}
