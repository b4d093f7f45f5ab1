package config_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/config"
	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// What is tested here was met in configurations that people have written.

// evaluated reads a configuration whose files are given by name.
func evaluated(t *testing.T, files map[string]string, variables ...config.Assignment) *iac.Root {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	}
	reader, err := config.NewReader(dir, dir, config.Options{
		Interest: mapping.Interest(), MajorOf: mapping.ProviderMajor, Variables: variables,
	})
	require.NoError(t, err)
	root, err := reader.Read(context.Background(), ".")
	require.NoError(t, err)
	return root
}

func messages(said []*source.Error) []string {
	var out []string
	for _, e := range said {
		out = append(out, e.Message)
	}
	return out
}

const appWithName = `
	resource "azurerm_linux_web_app" "app" {
	  name                = local.name
	  resource_group_name = "rg"
	  location            = "westeurope"
	  service_plan_id     = "x"
	  site_config {}
	}
`

// A module whose callers give its variables is no configuration of its own: null
// as the default of another variable is no mistake.
func TestDefaultsOfOpenRoot(t *testing.T) {
	files := map[string]string{"main.tf": appWithName + `
		variable "plan" { type = string }
		variable "prefix" { default = null }
		variable "groups" { default = null }
		variable "tags" {
		  type    = map(any)
		  default = {}
		}
		locals { name = "${var.prefix}-${var.tags["Environment"]}" }
		resource "azurerm_subnet" "s" {
		  for_each             = var.groups
		  name                 = each.key
		  resource_group_name  = "rg"
		  virtual_network_name = "v"
		  address_prefixes     = ["10.0.0.0/24"]
		}
		resource "azurerm_virtual_network" "v" {
		  count               = var.groups
		  name                = "v"
		  resource_group_name = "rg"
		  location            = "westeurope"
		  address_space       = ["10.0.0.0/16"]
		}
		resource "azurerm_network_security_group" "g" {
		  name                = "g"
		  resource_group_name = "rg"
		  location            = "westeurope"
		  dynamic "security_rule" {
		    for_each = var.groups
		    content { name = security_rule.key }
		  }
		}
	`}
	open := evaluated(t, files)
	assert.Empty(t, messages(open.Errors))
	require.Len(t, open.Notes, 5)
	for _, n := range open.Notes {
		assert.Contains(t, n.Message, "Variables of this configuration have no value here, such as var.plan;")
		assert.False(t, n.At.IsZero())
	}
	require.Len(t, open.Resources, 2, "the app and the security group")
	assert.True(t, open.Resources[0].Body.Get("name").IsUnknown())

	closed := evaluated(t, files, config.Assignment{Name: "plan", Value: "x"})
	assert.Len(t, closed.Errors, 5, "now Terraform would evaluate the same")
	assert.Empty(t, closed.Notes)
}

// What is wrong whoever gives the values stays an error.
func TestErrorsOfOpenRoot(t *testing.T) {
	root := evaluated(t, map[string]string{"main.tf": appWithName + `
		variable "plan" { type = string }
		variable "names" {
		  type    = list(string)
		  default = "not a list of anything"
		}
		locals { name = "${var.names[0]}${var.nowhere}${base64_encode("x")}" }
	`})
	require.Len(t, root.Errors, 3)
	said := strings.Join(messages(root.Errors), "\n")
	assert.Contains(t, said, "var.nowhere is used here and declared nowhere")
	assert.Contains(t, said, "The value given for var.names does not fit its type")
	assert.Contains(t, said, "There is no function named \"base64_encode\"")
}

// A mistake in a file of variables is told once, and where it is.
func TestSyntaxErrorInVariablesFile(t *testing.T) {
	root := evaluated(t, map[string]string{
		"main.tf":          `variable "tags" { type = map(string) }`,
		"terraform.tfvars": "tags = {\n  application = \"shop\".\n  made = \"here\"\n}\n",
	})
	require.Len(t, root.Errors, 1)
	assert.False(t, root.Errors[0].At.IsZero())
}

// address_space is a list in version 3 of the provider and a set in later ones.
func TestIndexOfSetThatWasList(t *testing.T) {
	root := evaluated(t, map[string]string{"main.tf": `
		resource "azurerm_virtual_network" "v" {
		  name                = "v"
		  resource_group_name = "rg"
		  location            = "westeurope"
		  address_space       = ["10.0.0.0/16", "10.1.0.0/16"]
		}
		resource "azurerm_route" "r" {
		  name                = "r"
		  resource_group_name = "rg"
		  route_table_name    = "t"
		  address_prefix      = azurerm_virtual_network.v.address_space.0
		  next_hop_type       = "None"
		}
	`})
	assert.Empty(t, messages(root.Errors))
	require.Len(t, root.Resources, 2)
	assert.True(t, root.Resources[1].Body.Get("address_prefix").IsUnknown())
}

// A conditional that depends on something that is not known, between values that
// come from resources, keeps where they come from.
func TestConditionalBetweenUnknownReferences(t *testing.T) {
	root := evaluated(t, map[string]string{"main.tf": appWithName + `
		variable "own" { type = bool }
		resource "azurerm_resource_group" "a" {
		  name     = "a"
		  location = "westeurope"
		}
		locals { name = var.own ? azurerm_resource_group.a.id : azurerm_resource_group.a.id }
	`})
	assert.Empty(t, messages(root.Errors))
	require.Equal(t, "azurerm_linux_web_app.app", root.Resources[0].Address)
	name := root.Resources[0].Body.Get("name")
	require.True(t, name.IsUnknown())
	require.NotNil(t, name.Origin())
	assert.Len(t, name.Origin().References, 1)
}

// Modules ask whether they are given an id, in several ways. Of a resource there
// is one, though it is not known which.
func TestIDIsThere(t *testing.T) {
	files := map[string]string{
		"main.tf": `
			resource "azurerm_subnet" "s" {
			  name                 = "s"
			  resource_group_name  = "rg"
			  virtual_network_name = "v"
			  address_prefixes     = ["10.0.0.0/24"]
			}
			module "web" {
			  source    = "./web"
			  subnet_id = azurerm_subnet.s.id
			}
		`,
		"web/main.tf": `
			variable "subnet_id" { default = "" }
			resource "azurerm_linux_web_app" "app" {
			  count                     = var.subnet_id != null ? 1 : 0
			  name                      = "app"
			  resource_group_name       = "rg"
			  location                  = "westeurope"
			  service_plan_id           = "x"
			  virtual_network_subnet_id = var.subnet_id != "" ? var.subnet_id : null
			  site_config {
			    vnet_route_all_enabled = var.subnet_id == "" || var.subnet_id == null ? false : true
			  }
			}
		`,
	}
	root := evaluated(t, files)
	assert.Empty(t, messages(root.Errors))
	assert.Empty(t, root.Incomplete)
	require.Len(t, root.Resources, 2)
	app := root.Resources[1]
	assert.Equal(t, "module.web.azurerm_linux_web_app.app[0]", app.Address)
	assert.Equal(t, "true", app.Body.Get("site_config").Index(0).Get("vnet_route_all_enabled").Scalar())
	joined := app.Body.Get("virtual_network_subnet_id")
	require.True(t, joined.IsUnknown())
	require.NotNil(t, joined.Origin())
	assert.True(t, joined.Origin().Closed)
	assert.Equal(t, []iac.Reference{{Address: "azurerm_subnet.s", Attribute: "id"}}, joined.Origin().References)
}

// A folder that is linted by itself may call modules beside it. They are not read,
// but nothing is wrong with the configuration. A folder that is not there is wrong.
func TestLocalModuleOutside(t *testing.T) {
	root := evaluated(t, map[string]string{"main.tf": `module "m" { source = "../../../modules/web" }`})
	assert.Empty(t, messages(root.Errors))
	require.Len(t, root.Notes, 1)
	assert.Len(t, root.Incomplete, 1)

	root = evaluated(t, map[string]string{"main.tf": `module "m" { source = "./modules/web" }`})
	assert.Len(t, root.Errors, 1)
	assert.Empty(t, messages(root.Notes), "an error is enough")
}
