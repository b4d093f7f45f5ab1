terraform {
  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "~> 4.0"
    }
  }
}

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

resource "azurerm_subnet" "none" {
  name                 = "snet-none"
  resource_group_name  = "rg-depot"
  virtual_network_name = azurerm_virtual_network.v.name
  address_prefixes     = ["10.30.1.0/24"]
}

resource "azurerm_subnet" "line" {
  name                 = "snet-line"
  resource_group_name  = "rg-depot"
  virtual_network_name = azurerm_virtual_network.v.name
  address_prefixes     = ["10.30.2.0/24"]
  service_endpoints    = ["Microsoft.Storage"] # for backups
}

resource "azurerm_subnet" "lines" {
  name                 = "snet-lines"
  resource_group_name  = "rg-depot"
  virtual_network_name = azurerm_virtual_network.v.name
  address_prefixes     = ["10.30.3.0/24"]
  service_endpoints = [
    "Microsoft.Storage", # for backups
    "Microsoft.KeyVault" # for secrets
  ]
}

resource "azurerm_subnet" "empty" {
  name                 = "snet-empty"
  resource_group_name  = "rg-depot"
  virtual_network_name = azurerm_virtual_network.v.name
  address_prefixes     = ["10.30.4.0/24"]
  service_endpoints    = []
}

locals {
  services = ["Microsoft.Storage"]
}

resource "azurerm_subnet" "local" {
  name                 = "snet-local"
  resource_group_name  = "rg-depot"
  virtual_network_name = azurerm_virtual_network.v.name
  address_prefixes     = ["10.30.5.0/24"]
  service_endpoints    = local.services
}

resource "azurerm_linux_web_app" "depot" {
  name                = "app-depot"
  resource_group_name = "rg-depot"
  location            = "westeurope"
  service_plan_id     = azurerm_service_plan.p.id

  site_config {
    ip_restriction_default_action = "Deny"
    scm_use_main_ip_restriction   = true

    ip_restriction {
      name                      = "none"
      priority                  = 100
      action                    = "Allow"
      virtual_network_subnet_id = azurerm_subnet.none.id
    }

    ip_restriction {
      name                      = "line"
      priority                  = 110
      action                    = "Allow"
      virtual_network_subnet_id = azurerm_subnet.line.id
    }

    ip_restriction {
      name                      = "lines"
      priority                  = 120
      action                    = "Allow"
      virtual_network_subnet_id = azurerm_subnet.lines.id
    }

    ip_restriction {
      name                      = "empty"
      priority                  = 130
      action                    = "Allow"
      virtual_network_subnet_id = azurerm_subnet.empty.id
    }

    ip_restriction {
      name                      = "local"
      priority                  = 140
      action                    = "Allow"
      virtual_network_subnet_id = azurerm_subnet.local.id
    }
  }
}
