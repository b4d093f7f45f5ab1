variable "plan_id" {}
variable "subnet_id" { default = null }
variable "subnet_ids" { default = {} }
variable "network" { default = null }
variable "name" {}

resource "azurerm_linux_web_app" "this" {
  name                      = var.name
  resource_group_name       = "rg"
  location                  = "westeurope"
  service_plan_id           = var.plan_id
  virtual_network_subnet_id = var.network == null ? try(var.subnet_ids["int"], var.subnet_id) : var.network.subnet_id

  site_config {}
}
