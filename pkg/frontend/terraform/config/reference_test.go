package config

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/iac"
)

// network is what the expressions of TestReferences refer to.
const network = `
variable "given" { default = true }
variable "open" {}
variable "subnet" {
  type = object({ id = string })
}
resource "azurerm_resource_group" "g" {
  name     = "rg"
  location = "westeurope"
}
resource "azurerm_virtual_network" "v" {
  name                = "vnet"
  resource_group_name = azurerm_resource_group.g.name
  location            = "westeurope"
  address_space       = ["10.0.0.0/16"]
}
resource "azurerm_subnet" "app" {
  name                 = "app"
  resource_group_name  = "rg"
  virtual_network_name = azurerm_virtual_network.v.name
  address_prefixes     = ["10.0.1.0/24"]
}
resource "azurerm_subnet" "pe" {
  name                 = "pe"
  resource_group_name  = "rg"
  virtual_network_name = "vnet"
  address_prefixes     = ["10.0.2.0/24"]
}
resource "azurerm_subnet" "many" {
  for_each             = { web = 3, api = 4 }
  name                 = "snet-${each.key}"
  resource_group_name  = "rg"
  virtual_network_name = "vnet"
  address_prefixes     = ["10.0.${each.value}.0/24"]
}
resource "azurerm_subnet" "counted" {
  count                = 2
  name                 = "snet-${count.index}"
  resource_group_name  = "rg"
  virtual_network_name = "vnet"
  address_prefixes     = ["10.0.${count.index + 5}.0/24"]
}
resource "azurerm_subnet" "unsure" {
  count                = var.open ? 1 : 0
  name                 = "unsure"
  resource_group_name  = "rg"
  virtual_network_name = "vnet"
  address_prefixes     = ["10.0.9.0/24"]
}
data "azurerm_subnet" "read" {
  name                 = "read"
  resource_group_name  = "rg"
  virtual_network_name = "hub"
}
data "terraform_remote_state" "hub" {
  backend = "local"
}
module "net" {
  source = "./net"
}
module "nets" {
  for_each = { eu = 1, us = 2 }
  source   = "./net"
}
module "maybe" {
  count  = 0
  source = "./net"
}
module "far" {
  source = "Azure/network/azurerm"
}
locals {
  id      = azurerm_subnet.app.id
  again   = local.id
  ids     = { app = azurerm_subnet.app.id, pe = azurerm_subnet.pe.id }
  byKey   = { for k, s in azurerm_subnet.many : k => s.id }
  nothing = null
  where   = "app"
}
-- net/main.tf --
resource "azurerm_subnet" "inner" {
  name                 = "inner"
  resource_group_name  = "rg"
  virtual_network_name = "vnet"
  address_prefixes     = ["10.0.7.0/24"]
}
resource "azurerm_subnet" "each" {
  for_each             = { int = 1, pep = 2 }
  name                 = each.key
  resource_group_name  = "rg"
  virtual_network_name = "vnet"
  address_prefixes     = ["10.1.${each.value}.0/24"]
}
output "id" { value = azurerm_subnet.inner.id }
output "ids" { value = { for k, s in azurerm_subnet.each : k => s.id } }
output "subnet" { value = azurerm_subnet.inner }
-- app/main.tf --
variable "subnet_id" { type = string }
variable "endpoints" {
  type = map(object({ subnet_resource_id = string, name = optional(string, "x") }))
}
variable "ids" { type = map(string) }
resource "azurerm_linux_web_app" "scalar" {
  virtual_network_subnet_id = var.subnet_id
}
resource "azurerm_linux_web_app" "field" {
  virtual_network_subnet_id = var.endpoints.main.subnet_resource_id
}
resource "azurerm_linux_web_app" "key" {
  virtual_network_subnet_id = var.ids["pe"]
}
`

// references writes what a value comes from: first the attributes, then how sure
// that is, then what decides it.
func references(v iac.Value) (from []string, closed, derived bool, pin string) {
	o := v.Origin()
	if o == nil {
		return nil, false, false, ""
	}
	for _, r := range o.References {
		from = append(from, r.Address+"."+r.Attribute)
	}
	return from, o.Closed, o.Derived, o.Pin
}

// TestReferences checks of which resources' attributes a value is, in all the ways
// in which people write that.
func TestReferences(t *testing.T) {
	app, pe := "azurerm_subnet.app.id", "azurerm_subnet.pe.id"
	tests := map[string]struct {
		expression string
		from       []string
		open       bool // it may be something else, too
		derived    bool
		pin        string // where there are no references, or it is another one
	}{
		"direct":                  {expression: `azurerm_subnet.app.id`, from: []string{app}},
		"parentheses":             {expression: `(azurerm_subnet.app.id)`, from: []string{app}},
		"template of one":         {expression: `"${azurerm_subnet.app.id}"`, from: []string{app}},
		"indexed":                 {expression: `azurerm_subnet.counted[1].id`, from: []string{"azurerm_subnet.counted[1].id"}},
		"index by value":          {expression: `azurerm_subnet.counted[length(local.where) - 2].id`, from: []string{"azurerm_subnet.counted[1].id"}},
		"by key":                  {expression: `azurerm_subnet.many["web"].id`, from: []string{`azurerm_subnet.many["web"].id`}},
		"by key of a local":       {expression: `local.byKey["api"]`, from: []string{`azurerm_subnet.many["api"].id`}},
		"legacy index":            {expression: `azurerm_subnet.counted.0.id`, from: []string{"azurerm_subnet.counted[0].id"}},
		"splat":                   {expression: `(azurerm_subnet.counted[*].id)[0]`, from: []string{"azurerm_subnet.counted[0].id"}},
		"legacy splat":            {expression: `azurerm_subnet.counted.*.id[1]`, from: []string{"azurerm_subnet.counted[1].id"}},
		"splat of one":            {expression: `(azurerm_subnet.app[*].id)[0]`, from: []string{app}},
		"element":                 {expression: `element(azurerm_subnet.counted[*].id, 3)`, from: []string{"azurerm_subnet.counted[1].id"}},
		"one":                     {expression: `one([for s in azurerm_subnet.many : s.id if s.name == "snet-web"])`, from: []string{`azurerm_subnet.many["web"].id`}},
		"first of a loop":         {expression: `[for k, s in azurerm_subnet.many : s.id if k == "api"][0]`, from: []string{`azurerm_subnet.many["api"].id`}},
		"values":                  {expression: `values(azurerm_subnet.many)[0].id`, from: []string{`azurerm_subnet.many["api"].id`}},
		"values of ids":           {expression: `values(local.byKey)[1]`, from: []string{`azurerm_subnet.many["web"].id`}},
		"lookup":                  {expression: `lookup(local.ids, "pe", null)`, from: []string{pe}},
		"lookup of another":       {expression: `lookup(local.ids, "none", azurerm_subnet.pe.id)`, from: []string{pe}},
		"local of local":          {expression: `local.again`, from: []string{app}},
		"attribute of a local":    {expression: `local.ids.app`, from: []string{app}},
		"key from a local":        {expression: `local.ids[local.where]`, from: []string{app}},
		"merge":                   {expression: `merge(local.ids, { app = azurerm_subnet.pe.id })["app"]`, from: []string{pe}},
		"flatten":                 {expression: `flatten([[azurerm_subnet.app.id], [azurerm_subnet.pe.id]])[1]`, from: []string{pe}},
		"tolist of toset":         {expression: `tolist(toset([azurerm_subnet.app.id]))[0]`, from: []string{app}},
		"concat":                  {expression: `concat([], [azurerm_subnet.app.id])[0]`, from: []string{app}},
		"try":                     {expression: `try(azurerm_subnet.app.id, null)`, from: []string{app}},
		"try of what fails":       {expression: `try(local.ids.none, azurerm_subnet.pe.id)`, from: []string{pe}},
		"coalesce after null":     {expression: `coalesce(local.nothing, azurerm_subnet.app.id)`, from: []string{app}},
		"known condition":         {expression: `var.given ? azurerm_subnet.app.id : azurerm_subnet.pe.id`, from: []string{app}},
		"known condition, else":   {expression: `var.given ? null : azurerm_subnet.pe.id`, from: nil},
		"unknown condition":       {expression: `var.open ? azurerm_subnet.app.id : azurerm_subnet.pe.id`, from: []string{app, pe}},
		"unknown condition, null": {expression: `var.open ? azurerm_subnet.app.id : null`, from: []string{app}, open: true},
		"unknown condition, text": {expression: `var.open ? azurerm_subnet.app.id : "/subscriptions/x"`, from: []string{app}, open: true},
		"below an id":             {expression: `"${azurerm_virtual_network.v.id}/subnets/x"`, from: []string{"azurerm_virtual_network.v.id/subnets/x"}},
		"below the id of a group": {expression: `"${azurerm_resource_group.g.id}/providers/Microsoft.Network/virtualNetworks/v"`, from: []string{"azurerm_resource_group.g.id/providers/Microsoft.Network/virtualNetworks/v"}},
		"format":                  {expression: `format("%s/subnets/x", azurerm_virtual_network.v.id)`, from: []string{"azurerm_virtual_network.v.id"}, derived: true},
		"join":                    {expression: `join("/", [azurerm_virtual_network.v.id, "subnets", "x"])`, from: []string{"azurerm_virtual_network.v.id"}, derived: true},
		"replace":                 {expression: `replace(azurerm_subnet.app.id, "a", "b")`, from: []string{app}, derived: true},
		"normalised":              {expression: `provider::azurerm::normalise_resource_id(azurerm_subnet.app.id)`, from: []string{app}},
		"module output":           {expression: `module.net.id`, from: []string{"module.net.azurerm_subnet.inner.id"}},
		"module output by key":    {expression: `module.net.ids["int"]`, from: []string{`module.net.azurerm_subnet.each["int"].id`}},
		"module output as object": {expression: `module.net.subnet.id`, from: []string{"module.net.azurerm_subnet.inner.id"}},
		"module instance":         {expression: `module.nets["us"].ids.pep`, from: []string{`module.nets["us"].azurerm_subnet.each["pep"].id`}},
		"loop over modules":       {expression: `{ for k, m in module.nets : k => m.id }["eu"]`, from: []string{`module.nets["eu"].azurerm_subnet.inner.id`}},
		"module that is not made": {expression: `one(module.maybe[*].id)`, from: nil},
		"data source":             {expression: `data.azurerm_subnet.read.id`, from: []string{"data.azurerm_subnet.read.id"}},
		"remote state":            {expression: `data.terraform_remote_state.hub.outputs.subnet_id`, from: []string{"data.terraform_remote_state.hub.outputs"}},
		"variable without value":  {expression: `var.open`, pin: "var.open", open: true},
		"object without value":    {expression: `var.subnet.id`, pin: "var.subnet", open: true},
		"module that is not read": {expression: `module.far.subnet_id`, pin: "module.far.subnet_id", open: true},
		"number of instances":     {expression: `azurerm_subnet.unsure[0].id`, pin: "var.open", open: true},
		"all of many":             {expression: `azurerm_subnet.many[var.open].id`, open: true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			app := resourceIn(t, network, "resource \"azurerm_linux_web_app\" \"a\" {\n  virtual_network_subnet_id = "+tt.expression+"\n}\n", "azurerm_linux_web_app.a")
			v := app.Body.Get("virtual_network_subnet_id")
			from, closed, derived, pin := references(v)
			if name == "all of many" {
				assert.True(t, v.IsUnknown())
				assert.False(t, closed)
				return
			}
			assert.Equal(t, tt.from, from)
			assert.Equal(t, len(tt.from) > 0 && !tt.open, closed, "closed")
			assert.Equal(t, tt.derived, derived, "derived")
			if tt.pin != "" {
				assert.Equal(t, tt.pin, pin)
			}
			assert.Equal(t, len(tt.from) == 0 && !tt.open, v.IsNull())
		})
	}
}

// resourceIn reads a configuration and returns one resource of it.
func resourceIn(t *testing.T, files, more, address string) *iac.Resource {
	t.Helper()
	dir := t.TempDir()
	header, others := splitArchive(more)
	writeArchive(t, dir, append(append(splitOrMain(files), archived{"more.tf", header}), others...))
	reader, err := NewReader(dir, dir, Options{})
	require.NoError(t, err)
	root, err := reader.Read(context.Background(), ".")
	require.NoError(t, err)
	for _, e := range root.Errors {
		t.Error(e)
	}
	for _, r := range root.Resources {
		if r.Address == address {
			return r
		}
	}
	require.Fail(t, "no "+address)
	return nil
}

// TestReferencesOfBlocks checks references that come with what a block is repeated for.
func TestReferencesOfBlocks(t *testing.T) {
	tests := map[string]struct {
		block   string
		address string
		path    []string
		from    string
	}{
		"each.key": {
			"resource \"azurerm_linux_web_app\" \"a\" {\n for_each = { web = 1 }\n virtual_network_subnet_id = azurerm_subnet.many[each.key].id\n}\n",
			`azurerm_linux_web_app.a["web"]`, []string{"virtual_network_subnet_id"}, `azurerm_subnet.many["web"].id`,
		},
		"each.value": {
			"resource \"azurerm_linux_web_app\" \"a\" {\n for_each = { x = azurerm_subnet.pe.id }\n virtual_network_subnet_id = each.value\n}\n",
			`azurerm_linux_web_app.a["x"]`, []string{"virtual_network_subnet_id"}, "azurerm_subnet.pe.id",
		},
		"each.value of a resource": {
			"resource \"azurerm_linux_web_app\" \"a\" {\n for_each = azurerm_subnet.many\n virtual_network_subnet_id = each.value.id\n}\n",
			`azurerm_linux_web_app.a["api"]`, []string{"virtual_network_subnet_id"}, `azurerm_subnet.many["api"].id`,
		},
		"each.value of a module": {
			"resource \"azurerm_linux_web_app\" \"a\" {\n for_each = module.nets\n virtual_network_subnet_id = each.value.id\n}\n",
			`azurerm_linux_web_app.a["us"]`, []string{"virtual_network_subnet_id"}, `module.nets["us"].azurerm_subnet.inner.id`,
		},
		"count.index": {
			"resource \"azurerm_linux_web_app\" \"a\" {\n count = 2\n virtual_network_subnet_id = azurerm_subnet.counted[count.index].id\n}\n",
			`azurerm_linux_web_app.a[1]`, []string{"virtual_network_subnet_id"}, "azurerm_subnet.counted[1].id",
		},
		"module variable": {
			moduleCall, "module.app.azurerm_linux_web_app.scalar", []string{"virtual_network_subnet_id"}, "azurerm_subnet.app.id",
		},
		"field of a module variable": {
			moduleCall, "module.app.azurerm_linux_web_app.field", []string{"virtual_network_subnet_id"}, `azurerm_subnet.many["web"].id`,
		},
		"key of a module variable": {
			moduleCall, "module.app.azurerm_linux_web_app.key", []string{"virtual_network_subnet_id"}, "azurerm_subnet.pe.id",
		},
		"dynamic block": {
			"resource \"azurerm_linux_web_app\" \"a\" {\n site_config {\n  dynamic \"ip_restriction\" {\n   for_each = { app = azurerm_subnet.app.id }\n   content {\n    virtual_network_subnet_id = ip_restriction.value\n   }\n  }\n }\n}\n",
			"azurerm_linux_web_app.a", []string{"site_config", "0", "ip_restriction", "0", "virtual_network_subnet_id"}, "azurerm_subnet.app.id",
		},
		"iterator of a dynamic block": {
			"resource \"azurerm_linux_web_app\" \"a\" {\n site_config {\n  dynamic \"ip_restriction\" {\n   for_each = azurerm_subnet.many\n   iterator = s\n   content {\n    virtual_network_subnet_id = s.value.id\n   }\n  }\n }\n}\n",
			"azurerm_linux_web_app.a", []string{"site_config", "0", "ip_restriction", "1", "virtual_network_subnet_id"}, `azurerm_subnet.many["web"].id`,
		},
		"dynamic block in JSON": {
			"-- more.tf.json --\n" + `{"resource": {"azurerm_linux_web_app": {"a": {"site_config": {"dynamic": {"ip_restriction": {
				"for_each": "${azurerm_subnet.many}", "content": {"virtual_network_subnet_id": "${ip_restriction.value.id}"}}}}}}}}` + "\n",
			"azurerm_linux_web_app.a", []string{"site_config", "0", "ip_restriction", "0", "virtual_network_subnet_id"}, `azurerm_subnet.many["api"].id`,
		},
		"list of objects": {
			"resource \"azurerm_linux_web_app\" \"a\" {\n site_config {\n  ip_restriction = [for s in azurerm_subnet.counted : { virtual_network_subnet_id = s.id }]\n }\n}\n",
			"azurerm_linux_web_app.a", []string{"site_config", "0", "ip_restriction", "1", "virtual_network_subnet_id"}, "azurerm_subnet.counted[1].id",
		},
		"name": {
			"resource \"azurerm_subnet\" \"n\" {\n virtual_network_name = azurerm_virtual_network.v.name\n}\n",
			"azurerm_subnet.n", []string{"virtual_network_name"}, "azurerm_virtual_network.v.name",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			v := resourceIn(t, network, tt.block, tt.address).Body
			for _, step := range tt.path {
				if v.Kind() == iac.List {
					v = v.Index(int(step[0] - '0'))
				} else {
					v = v.Get(step)
				}
			}
			from, closed, derived, _ := references(v)
			assert.Equal(t, []string{tt.from}, from)
			assert.True(t, closed, "closed")
			assert.False(t, derived, "derived")
		})
	}
}

const moduleCall = `module "app" {
  source    = "./app"
  subnet_id = local.again
  endpoints = { main = { subnet_resource_id = azurerm_subnet.many["web"].id } }
  ids       = local.ids
}
`
