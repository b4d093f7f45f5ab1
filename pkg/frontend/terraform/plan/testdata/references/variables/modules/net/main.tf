variable "subnets" {
  type = map(string)
}

resource "azurerm_virtual_network" "v" {
  name                = "vnet"
  resource_group_name = "rg"
  location            = "westeurope"
  address_space       = ["10.0.0.0/16"]
}

resource "azurerm_subnet" "this" {
  for_each             = var.subnets
  name                 = "snet-${each.key}"
  resource_group_name  = "rg"
  virtual_network_name = azurerm_virtual_network.v.name
  address_prefixes     = [each.value]
}

output "subnet_ids" {
  value = { for k, s in azurerm_subnet.this : k => s.id }
}

output "by_name" {
  value = { for s in azurerm_subnet.this : s.name => s.id }
}

output "subnets" {
  value = azurerm_subnet.this
}

output "rules" {
  value = { for k, v in var.subnets : k => { subnet_id = azurerm_subnet.this[k == "pe" ? "int" : "pe"].id } }
}

output "vnet" {
  value = { id = azurerm_virtual_network.v.id, name = azurerm_virtual_network.v.name }
}
