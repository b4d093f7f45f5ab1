# A hub with a firewall and a VPN gateway, and two spokes: one of a shop behind Front
# Door, one of an App Service Environment.
terraform {
  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "~> 4.0"
    }
  }
}

locals {
  group    = "rg-network"
  location = "westeurope"
  firewall = "10.0.1.4"
}

resource "azurerm_virtual_network" "hub" {
  name                = "vnet-hub"
  resource_group_name = local.group
  location            = local.location
  address_space       = ["10.0.0.0/16"]
}

resource "azurerm_subnet" "gateway" {
  name                 = "GatewaySubnet"
  resource_group_name  = local.group
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.0.0.0/27"]
}

resource "azurerm_virtual_network_gateway" "vpn" {
  name                = "vgw-hub"
  resource_group_name = local.group
  location            = local.location
  type                = "Vpn"
  vpn_type            = "RouteBased"
  sku                 = "VpnGw2AZ"

  ip_configuration {
    subnet_id            = azurerm_subnet.gateway.id
    public_ip_address_id = azurerm_public_ip.vpn.id
  }
}

resource "azurerm_public_ip" "vpn" {
  name                = "pip-vpn"
  resource_group_name = local.group
  location            = local.location
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_subnet" "firewall" {
  name                 = "AzureFirewallSubnet"
  resource_group_name  = local.group
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.0.1.0/26"]
}

resource "azurerm_virtual_network" "shop" {
  name                = "vnet-shop"
  resource_group_name = local.group
  location            = local.location
  address_space       = ["10.1.0.0/16"]
}

resource "azurerm_subnet" "shop_apps" {
  name                 = "snet-apps"
  resource_group_name  = local.group
  virtual_network_name = azurerm_virtual_network.shop.name
  address_prefixes     = ["10.1.0.0/26"]
  service_endpoints    = ["Microsoft.Storage"]

  delegation {
    name = "web"
    service_delegation {
      name = "Microsoft.Web/serverFarms"
    }
  }
}

resource "azurerm_subnet" "shop_functions" {
  name                 = "snet-functions"
  resource_group_name  = local.group
  virtual_network_name = azurerm_virtual_network.shop.name
  address_prefixes     = ["10.1.1.0/26"]

  delegation {
    name = "web"
    service_delegation {
      name = "Microsoft.Web/serverFarms"
    }
  }
}

resource "azurerm_subnet" "shop_endpoints" {
  name                 = "snet-endpoints"
  resource_group_name  = local.group
  virtual_network_name = azurerm_virtual_network.shop.name
  address_prefixes     = ["10.1.2.0/27"]
}

resource "azurerm_subnet" "agents" {
  name                 = "snet-agents"
  resource_group_name  = local.group
  virtual_network_name = azurerm_virtual_network.shop.name
  address_prefixes     = ["10.1.3.0/27"]
  service_endpoints    = ["Microsoft.Web"]
}

resource "azurerm_network_security_group" "shop" {
  name                = "nsg-apps"
  resource_group_name = local.group
  location            = local.location
}

resource "azurerm_subnet_network_security_group_association" "shop" {
  subnet_id                 = azurerm_subnet.shop_apps.id
  network_security_group_id = azurerm_network_security_group.shop.id
}

resource "azurerm_route_table" "shop" {
  name                = "rt-firewall"
  resource_group_name = local.group
  location            = local.location

  route {
    name                   = "all"
    address_prefix         = "0.0.0.0/0"
    next_hop_type          = "VirtualAppliance"
    next_hop_in_ip_address = local.firewall
  }
}

resource "azurerm_subnet_route_table_association" "shop" {
  subnet_id      = azurerm_subnet.shop_apps.id
  route_table_id = azurerm_route_table.shop.id
}

resource "azurerm_nat_gateway" "functions" {
  name                = "ng-functions"
  resource_group_name = local.group
  location            = local.location
  sku_name            = "Standard"
}

resource "azurerm_public_ip" "functions" {
  name                = "pip-functions"
  resource_group_name = local.group
  location            = local.location
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_nat_gateway_public_ip_association" "functions" {
  nat_gateway_id       = azurerm_nat_gateway.functions.id
  public_ip_address_id = azurerm_public_ip.functions.id
}

resource "azurerm_subnet_nat_gateway_association" "functions" {
  subnet_id      = azurerm_subnet.shop_functions.id
  nat_gateway_id = azurerm_nat_gateway.functions.id
}

resource "azurerm_virtual_network_peering" "hub_shop" {
  name                      = "hub-shop"
  resource_group_name       = local.group
  virtual_network_name      = azurerm_virtual_network.hub.name
  remote_virtual_network_id = azurerm_virtual_network.shop.id
  allow_gateway_transit     = true
}

resource "azurerm_virtual_network_peering" "shop_hub" {
  name                      = "shop-hub"
  resource_group_name       = local.group
  virtual_network_name      = azurerm_virtual_network.shop.name
  remote_virtual_network_id = azurerm_virtual_network.hub.id
  use_remote_gateways       = true
}

resource "azurerm_service_plan" "shop" {
  name                = "asp-shop"
  resource_group_name = local.group
  location            = local.location
  os_type             = "Linux"
  sku_name            = "P1v3"
}

resource "azurerm_linux_web_app" "shop" {
  name                          = "app-shop"
  resource_group_name           = local.group
  location                      = local.location
  service_plan_id               = azurerm_service_plan.shop.id
  virtual_network_subnet_id     = azurerm_subnet.shop_apps.id
  public_network_access_enabled = true

  site_config {
    vnet_route_all_enabled            = true
    ip_restriction_default_action     = "Deny"
    scm_ip_restriction_default_action = "Deny"

    ip_restriction {
      name        = "front-door"
      priority    = 100
      action      = "Allow"
      service_tag = "AzureFrontDoor.Backend"
    }

    scm_ip_restriction {
      name                      = "agents"
      priority                  = 100
      action                    = "Allow"
      virtual_network_subnet_id = azurerm_subnet.agents.id
    }
  }
}

resource "azurerm_linux_web_app_slot" "staging" {
  name                      = "staging"
  app_service_id            = azurerm_linux_web_app.shop.id
  virtual_network_subnet_id = azurerm_subnet.shop_apps.id

  site_config {
    vnet_route_all_enabled = true
  }
}

resource "azurerm_linux_web_app" "api" {
  name                          = "app-api"
  resource_group_name           = local.group
  location                      = local.location
  service_plan_id               = azurerm_service_plan.shop.id
  virtual_network_subnet_id     = azurerm_subnet.shop_apps.id
  public_network_access_enabled = false

  site_config {
    vnet_route_all_enabled = true
  }
}

resource "azurerm_private_endpoint" "api" {
  name                = "pe-api"
  resource_group_name = local.group
  location            = local.location
  subnet_id           = azurerm_subnet.shop_endpoints.id

  private_service_connection {
    name                           = "api"
    private_connection_resource_id = azurerm_linux_web_app.api.id
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

resource "azurerm_private_dns_zone_virtual_network_link" "shop" {
  name                  = "shop"
  resource_group_name   = local.group
  private_dns_zone_name = azurerm_private_dns_zone.web.name
  virtual_network_id    = azurerm_virtual_network.shop.id
}

resource "azurerm_service_plan" "functions" {
  name                = "asp-functions"
  resource_group_name = local.group
  location            = local.location
  os_type             = "Linux"
  sku_name            = "EP1"
}

resource "azurerm_storage_account" "functions" {
  name                     = "stshopfunctions"
  resource_group_name      = local.group
  location                 = local.location
  account_tier             = "Standard"
  account_replication_type = "LRS"
}

resource "azurerm_linux_function_app" "orders" {
  name                       = "func-orders"
  resource_group_name        = local.group
  location                   = local.location
  service_plan_id            = azurerm_service_plan.functions.id
  virtual_network_subnet_id  = azurerm_subnet.shop_functions.id
  storage_account_name       = azurerm_storage_account.functions.name
  storage_account_access_key = azurerm_storage_account.functions.primary_access_key

  site_config {
    vnet_route_all_enabled        = true
    ip_restriction_default_action = "Allow"

    ip_restriction {
      name       = "office"
      priority   = 100
      action     = "Allow"
      ip_address = "203.0.113.0/24"
    }
  }
}

resource "azurerm_cdn_frontdoor_profile" "shop" {
  name                = "afd-shop"
  resource_group_name = local.group
  sku_name            = "Standard_AzureFrontDoor"
}

resource "azurerm_cdn_frontdoor_origin_group" "shop" {
  name                     = "shop"
  cdn_frontdoor_profile_id = azurerm_cdn_frontdoor_profile.shop.id

  load_balancing {}
}

resource "azurerm_cdn_frontdoor_origin" "shop" {
  name                           = "shop"
  cdn_frontdoor_origin_group_id  = azurerm_cdn_frontdoor_origin_group.shop.id
  host_name                      = azurerm_linux_web_app.shop.default_hostname
  origin_host_header             = azurerm_linux_web_app.shop.default_hostname
  certificate_name_check_enabled = true
  enabled                        = true
}

resource "azurerm_virtual_network" "ase" {
  name                = "vnet-ase"
  resource_group_name = local.group
  location            = local.location
  address_space       = ["10.2.0.0/16"]
}

resource "azurerm_subnet" "ase" {
  name                 = "snet-ase"
  resource_group_name  = local.group
  virtual_network_name = azurerm_virtual_network.ase.name
  address_prefixes     = ["10.2.0.0/24"]

  delegation {
    name = "ase"
    service_delegation {
      name = "Microsoft.Web/hostingEnvironments"
    }
  }
}

resource "azurerm_virtual_network_peering" "hub_ase" {
  name                      = "hub-ase"
  resource_group_name       = local.group
  virtual_network_name      = azurerm_virtual_network.hub.name
  remote_virtual_network_id = azurerm_virtual_network.ase.id
}

resource "azurerm_app_service_environment_v3" "main" {
  name                         = "ase-main"
  resource_group_name          = local.group
  subnet_id                    = azurerm_subnet.ase.id
  internal_load_balancing_mode = "Web, Publishing"
}

resource "azurerm_service_plan" "ledger" {
  name                       = "asp-ledger"
  resource_group_name        = local.group
  location                   = local.location
  os_type                    = "Windows"
  sku_name                   = "I1v2"
  app_service_environment_id = azurerm_app_service_environment_v3.main.id
}

resource "azurerm_windows_web_app" "ledger" {
  name                = "app-ledger"
  resource_group_name = local.group
  location            = local.location
  service_plan_id     = azurerm_service_plan.ledger.id

  site_config {}
}

resource "azurerm_subnet" "waf" {
  name                 = "snet-waf"
  resource_group_name  = local.group
  virtual_network_name = azurerm_virtual_network.ase.name
  address_prefixes     = ["10.2.1.0/24"]
}

resource "azurerm_application_gateway" "waf" {
  name                = "agw-ledger"
  resource_group_name = local.group
  location            = local.location

  sku {
    name     = "WAF_v2"
    tier     = "WAF_v2"
    capacity = 2
  }

  gateway_ip_configuration {
    name      = "gateway"
    subnet_id = azurerm_subnet.waf.id
  }

  frontend_port {
    name = "https"
    port = 443
  }

  frontend_ip_configuration {
    name                 = "public"
    public_ip_address_id = azurerm_public_ip.vpn.id
  }

  backend_address_pool {
    name  = "ledger"
    fqdns = [azurerm_windows_web_app.ledger.default_hostname]
  }

  backend_http_settings {
    name                                = "https"
    cookie_based_affinity               = "Disabled"
    port                                = 443
    protocol                            = "Https"
    pick_host_name_from_backend_address = true
  }

  http_listener {
    name                           = "https"
    frontend_ip_configuration_name = "public"
    frontend_port_name             = "https"
    protocol                       = "Https"
    ssl_certificate_name           = "ledger"
  }

  request_routing_rule {
    name                       = "ledger"
    rule_type                  = "Basic"
    priority                   = 100
    http_listener_name         = "https"
    backend_address_pool_name  = "ledger"
    backend_http_settings_name = "https"
  }
}
