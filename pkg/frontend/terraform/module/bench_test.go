package module_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// app is about what a web app with its network needs, 1 kB.
const app = `
resource "azurerm_linux_web_app" "app%[1]d" {
  name                      = "app-${var.name}-%[1]d"
  location                  = azurerm_resource_group.rg.location
  resource_group_name       = azurerm_resource_group.rg.name
  service_plan_id           = azurerm_service_plan.plan.id
  virtual_network_subnet_id = azurerm_subnet.app%[1]d.id
  https_only                = true

  site_config {
    always_on              = true
    vnet_route_all_enabled = true
    dynamic "ip_restriction" {
      for_each = var.offices
      content {
        name       = ip_restriction.key
        ip_address = ip_restriction.value
      }
    }
  }
}

resource "azurerm_subnet" "app%[1]d" {
  name                 = "snet-%[1]d"
  resource_group_name  = azurerm_resource_group.rg.name
  virtual_network_name = azurerm_virtual_network.vnet.name
  address_prefixes     = [cidrsubnet(var.space, 8, %[1]d)]

  delegation {
    name = "web"
    service_delegation {
      name = "Microsoft.Web/serverFarms"
    }
  }
}
`

// BenchmarkModule reads a folder of five small files, and one of 100 larger
// ones.
func BenchmarkModule(b *testing.B) {
	for _, size := range []struct{ files, apps int }{{5, 1}, {100, 10}} {
		f, bytes := files{}, 0
		for n := range size.files {
			var text strings.Builder
			for i := range size.apps {
				fmt.Fprintf(&text, app, n*size.apps+i)
			}
			f[fmt.Sprintf("f%03d.tf", n)] = text.String()
			bytes += text.Len()
		}
		b.Run(fmt.Sprintf("%dx%d", size.files, size.apps), func(b *testing.B) {
			dir := f.write(b)
			b.SetBytes(int64(bytes))
			for b.Loop() {
				m, err := loader(dir).Module(".")
				require.NoError(b, err)
				require.Empty(b, m.Errors)
			}
		})
	}
}

// described is a variable as modules have them that are made for others: half of
// it is said to whoever reads it, 1 kB.
const described = `
variable "app%d" {
  type = map(object({
    name                 = optional(string)
    https_only           = optional(bool, true)
    ip_restriction       = optional(list(object({
      action     = optional(string, "Allow")
      ip_address = optional(string)
      name       = optional(string)
      priority   = optional(number, 65000)
    })), [])
    public_network_access_enabled = optional(bool, false)
  }))
  default     = {}
  description = <<DESCRIPTION
A map of apps. The key is arbitrary.

- ` + "`name`" + ` - (Optional) The name of the app.
- ` + "`https_only`" + ` - (Optional) Whether the app answers over HTTPS only. Defaults to true.
- ` + "`ip_restriction`" + ` - (Optional) The access rules of the app, in the order of their priority.
- ` + "`public_network_access_enabled`" + ` - (Optional) Whether the app can be reached from the internet.
DESCRIPTION
  nullable    = false

  validation {
    condition     = alltrue([for a in var.apps : a.name != ""])
    error_message = "The name of an app cannot be empty."
  }
}
`

// BenchmarkVariables reads a file of 100 variables.
func BenchmarkVariables(b *testing.B) {
	var text strings.Builder
	for i := range 100 {
		fmt.Fprintf(&text, described, i)
	}
	dir := files{"variables.tf": text.String()}.write(b)
	b.SetBytes(int64(text.Len()))
	b.ReportAllocs()
	for b.Loop() {
		m, err := loader(dir).Module(".")
		require.NoError(b, err)
		require.Empty(b, m.Errors)
		require.Len(b, m.Variables, 100)
	}
}
