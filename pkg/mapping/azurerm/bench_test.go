package azurerm

import (
	"strconv"
	"testing"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
)

// BenchmarkApps maps 20,000 apps with what is around them.
func BenchmarkApps(b *testing.B) {
	const apps = 20_000
	root := &iac.Root{}
	add := func(r *iac.Resource) { root.Resources = append(root.Resources, r) }
	for i := range apps {
		n := strconv.Itoa(i)
		if i%20 == 0 {
			add(res("azurerm_virtual_network.v"+n, in(o{"name": "v" + n})))
			add(res("azurerm_subnet.s"+n, inVNet(o{"name": "s", "virtual_network_name": "v" + n, "address_prefixes": l{"10.0.0.0/26"}, "delegation": delegated("Microsoft.Web/serverFarms")})))
			add(res("azurerm_service_plan.p"+n, in(o{"name": "p" + n, "sku_name": "P1v3", "os_type": "Linux"})))
		}
		near := strconv.Itoa(i - i%20)
		add(res("azurerm_linux_web_app.a"+n, in(o{
			"name": "app" + n, "service_plan_id": ref("azurerm_service_plan.p" + near + ".id"), "virtual_network_subnet_id": ref("azurerm_subnet.s" + near + ".id"),
			"outbound_ip_addresses": unknown{}, "https_only": true, "public_network_access_enabled": true, "client_certificate_enabled": false,
			"app_settings": o{"WEBSITE_RUN_FROM_PACKAGE": "1", "ENVIRONMENT": "production", "REGION": "weu"},
			"site_config": l{o{
				"always_on": true, "ftps_state": "Disabled", "minimum_tls_version": "1.2", "ip_restriction_default_action": "Deny",
				"ip_restriction": l{
					o{"name": "office", "priority": 100, "action": "Allow", "ip_address": "203.0.113.0/24,198.51.100.7"},
					o{"name": "fd", "priority": 200, "action": "Allow", "service_tag": "AzureFrontDoor.Backend", "headers": l{o{"x_azure_fdid": l{"11111111-2222-3333-4444-555555555555"}}}},
					o{"name": "net", "priority": 300, "action": "Allow", "virtual_network_subnet_id": ref("azurerm_subnet.s" + near + ".id")},
				},
			}},
		}), creating))
	}
	b.ReportAllocs()
	for b.Loop() {
		index.Build(root, false, func(x *index.Index, r *iac.Resource) { Map(x, r) })
	}
}
