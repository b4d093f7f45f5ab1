provider "azurerm" {
  features {}
}

resource "azurerm_public_ip" "ip" {
  name                = "ip"
  resource_group_name = "rg"
  location            = "westeurope"
  allocation_method   = "Static"
}

resource "azurerm_public_ip" "other" {
  name                = "other"
  resource_group_name = "rg"
  location            = "westeurope"
  allocation_method   = "Static"
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

resource "azurerm_service_plan" "p" {
  name                = "asp-p"
  resource_group_name = "rg"
  location            = "westeurope"
  os_type             = "Linux"
  sku_name            = "P0v3"
}

resource "azurerm_linux_web_app" "b" {
  name                = "app-b"
  resource_group_name = "rg"
  location            = "westeurope"
  service_plan_id     = azurerm_service_plan.p.id

  site_config {}
}

resource "azurerm_linux_web_app" "a" {
  name                = "app-a"
  resource_group_name = "rg"
  location            = "westeurope"
  service_plan_id     = azurerm_service_plan.p.id

  site_config {}
}

resource "azurerm_application_gateway" "g" {
  name                = "agw"
  resource_group_name = "rg"
  location            = "westeurope"

  sku {
    name     = "Standard_v2"
    tier     = "Standard_v2"
    capacity = 1
  }

  gateway_ip_configuration {
    name      = "gw"
    subnet_id = azurerm_subnet.int.id
  }

  frontend_ip_configuration {
    name                 = "second"
    public_ip_address_id = azurerm_public_ip.other.id
  }

  frontend_ip_configuration {
    name                 = "first"
    public_ip_address_id = azurerm_public_ip.ip.id
  }

  frontend_port {
    name = "http"
    port = 80
  }

  backend_address_pool {
    name  = "zeta"
    fqdns = [azurerm_linux_web_app.b.default_hostname]
  }

  backend_address_pool {
    name  = "alpha"
    fqdns = [azurerm_linux_web_app.a.default_hostname]
  }

  backend_http_settings {
    name                  = "s"
    port                  = 80
    protocol              = "Http"
    cookie_based_affinity = "Disabled"
  }

  http_listener {
    name                           = "l"
    frontend_ip_configuration_name = "first"
    frontend_port_name             = "http"
    protocol                       = "Http"
  }

  request_routing_rule {
    name                       = "r"
    rule_type                  = "Basic"
    priority                   = 1
    http_listener_name         = "l"
    backend_address_pool_name  = "alpha"
    backend_http_settings_name = "s"
  }
}
