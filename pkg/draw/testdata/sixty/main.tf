# Sixty apps of twelve teams, each team with a plan of its own, in three networks.
terraform {
  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "~> 4.0"
    }
  }
}

locals {
  group    = "rg-platform"
  location = "westeurope"
  teams    = ["billing", "cart", "catalogue", "content", "delivery", "identity", "invoice", "loyalty", "orders", "payment", "search", "stock"]
  regions  = ["east", "north", "west"]
  apps = merge([
    for t, team in local.teams : {
      for n in range(5) : "${team}-${n}" => { team = team, number = n, vnet = local.regions[t % 3] }
    }
  ]...)
}

resource "azurerm_virtual_network" "region" {
  for_each            = toset(local.regions)
  name                = "vnet-${each.key}"
  resource_group_name = local.group
  location            = local.location
  address_space       = ["10.${index(local.regions, each.key)}.0.0/16"]
}

resource "azurerm_subnet" "team" {
  count                = length(local.teams)
  name                 = "snet-${local.teams[count.index]}"
  resource_group_name  = local.group
  virtual_network_name = azurerm_virtual_network.region[local.regions[count.index % 3]].name
  address_prefixes     = ["10.${count.index % 3}.${count.index}.0/26"]

  delegation {
    name = "web"
    service_delegation {
      name = "Microsoft.Web/serverFarms"
    }
  }
}

resource "azurerm_subnet" "endpoints" {
  for_each             = toset(local.regions)
  name                 = "snet-endpoints"
  resource_group_name  = local.group
  virtual_network_name = azurerm_virtual_network.region[each.key].name
  address_prefixes     = ["10.${index(local.regions, each.key)}.100.0/24"]
}

resource "azurerm_service_plan" "team" {
  count               = length(local.teams)
  name                = "asp-${local.teams[count.index]}"
  resource_group_name = local.group
  location            = local.location
  os_type             = "Linux"
  sku_name            = "P1v3"
}

resource "azurerm_linux_web_app" "app" {
  for_each                      = local.apps
  name                          = "app-${each.key}"
  resource_group_name           = local.group
  location                      = local.location
  service_plan_id               = azurerm_service_plan.team[index(local.teams, each.value.team)].id
  virtual_network_subnet_id     = azurerm_subnet.team[index(local.teams, each.value.team)].id
  public_network_access_enabled = each.value.number != 1

  site_config {
    vnet_route_all_enabled            = true
    ip_restriction_default_action     = each.value.number == 4 ? "Allow" : "Deny"
    scm_ip_restriction_default_action = "Deny"

    dynamic "ip_restriction" {
      for_each = each.value.number == 2 ? [1] : []
      content {
        name       = "office"
        priority   = 100
        action     = "Allow"
        ip_address = "203.0.113.0/24"
      }
    }

    dynamic "ip_restriction" {
      for_each = each.value.number == 0 ? [1] : []
      content {
        name        = "front-door"
        priority    = 100
        action      = "Allow"
        service_tag = "AzureFrontDoor.Backend"
      }
    }
  }
}

resource "azurerm_private_endpoint" "app" {
  for_each            = { for key, app in local.apps : key => app if app.number == 1 }
  name                = "pe-${each.key}"
  resource_group_name = local.group
  location            = local.location
  subnet_id           = azurerm_subnet.endpoints[each.value.vnet].id

  private_service_connection {
    name                           = each.key
    private_connection_resource_id = azurerm_linux_web_app.app[each.key].id
    subresource_names              = ["sites"]
    is_manual_connection           = false
  }

  private_dns_zone_group {
    name                 = "web"
    private_dns_zone_ids = [azurerm_private_dns_zone.web.id]
  }
}

resource "azurerm_private_dns_zone" "web" {
  name                = "privatelink.azurewebsites.net"
  resource_group_name = local.group
}

resource "azurerm_private_dns_zone_virtual_network_link" "region" {
  for_each              = toset(local.regions)
  name                  = each.key
  resource_group_name   = local.group
  private_dns_zone_name = azurerm_private_dns_zone.web.name
  virtual_network_id    = azurerm_virtual_network.region[each.key].id
}

resource "azurerm_nat_gateway" "east" {
  name                = "ng-east"
  resource_group_name = local.group
  location            = local.location
  sku_name            = "Standard"
}

resource "azurerm_subnet_nat_gateway_association" "east" {
  count          = 4
  subnet_id      = azurerm_subnet.team[count.index * 3].id
  nat_gateway_id = azurerm_nat_gateway.east.id
}
