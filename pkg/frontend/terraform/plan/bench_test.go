package plan_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/plan"
	"github.com/appnetlint/appnetlint/pkg/iac"
)

// BenchmarkRead reads a large plan; BenchmarkValid is what its throughput is to
// be compared with.
func BenchmarkRead(b *testing.B) {
	text := largePlan(20 << 20)
	interest := iac.Interest{Types: func(typ string) bool { return typ != "azurerm_monitor_metric_alert" }}
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		root, err := plan.Read(b.Context(), "plan.json", opener(text), plan.Options{Interest: interest})
		require.NoError(b, err)
		require.Empty(b, root.Errors)
	}
}

func BenchmarkValid(b *testing.B) {
	text := largePlan(20 << 20)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		require.True(b, json.Valid(text))
	}
}

// What is not wanted must not cost memory: neither the values of resources of
// other types, nor the parts of the plan that say the same once more.
func TestMemoryIsBoundedByWhatIsWanted(t *testing.T) {
	text := largePlan(8 << 20)
	nothing := iac.Interest{Types: func(string) bool { return false }}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	root, err := plan.Read(t.Context(), "plan.json", opener(text), plan.Options{Interest: nothing})
	runtime.ReadMemStats(&after)
	require.NoError(t, err)
	require.Empty(t, root.Resources)
	require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(len(text)/2))
}

func opener(text []byte) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(text)), nil }
}

// largePlan makes a plan of about size bytes in the shape that Terraform gives
// it: one part of the apps come from one block with for_each, one part from
// blocks of their own, and one part from instances of a module. A fixed seed
// makes it the same each time.
func largePlan(size int) []byte {
	random := rand.New(rand.NewPCG(1, 2))
	var changes, planned, config, keys []string
	calls := 0
	for n := 0; size > 0; n++ {
		name := fmt.Sprintf("app-%05d-%04x", n, random.IntN(1<<16))
		var address, module, base, index string
		switch n % 3 {
		case 0:
			base, index = "azurerm_linux_web_app.fleet", fmt.Sprintf(`"index":%q,`, name)
			address = fmt.Sprintf("%s[%q]", base, name)
			keys = append(keys, name)
		case 1:
			base = "azurerm_linux_web_app." + strings.ReplaceAll(name, "-", "_")
			address = base
			config = append(config, appConfig(base, `"azurerm_service_plan.plan.id","azurerm_service_plan.plan"`))
		case 2:
			base, module = "azurerm_linux_web_app.this", fmt.Sprintf("module.web[%d]", calls)
			address = module + "." + base
			calls++
		}
		envelope := fmt.Sprintf(`"address":%q,%s"mode":"managed","type":"azurerm_linux_web_app","name":"x",%s"provider_name":"registry.terraform.io/hashicorp/azurerm"`,
			address, moduleMember(module), index)
		values := appValues(name, random)
		changes = append(changes, fmt.Sprintf(`{%s,"change":{"actions":["create"],"before":null,"after":%s,"after_unknown":%s,"before_sensitive":false,"after_sensitive":%s}}`,
			envelope, values, appUnknown, appSensitive))
		planned = append(planned, fmt.Sprintf(`{%s,"schema_version":1,"values":%s,"sensitive_values":{}}`, envelope, values))
		if n%10 == 0 {
			alert := fmt.Sprintf(`{"address":"azurerm_monitor_metric_alert.a[%d]","mode":"managed","type":"azurerm_monitor_metric_alert","name":"a","index":%d,`+
				`"provider_name":"registry.terraform.io/hashicorp/azurerm","change":{"actions":["create"],"before":null,"after":{"description":%q},"after_unknown":{"id":true}}}`,
				n, n, strings.Repeat("words ", 100))
			changes = append(changes, alert)
			size -= len(alert)
		}
		size -= len(changes[len(changes)-1]) + len(planned[len(planned)-1])
	}
	plan := instance("azurerm_service_plan.plan", "azurerm_service_plan", `{"name":"asp","resource_group_name":"rg"}`, `{"id":true}`)
	changes = append(changes, plan)
	config = append(config,
		`{"address":"azurerm_service_plan.plan","mode":"managed","type":"azurerm_service_plan","name":"plan","provider_config_key":"azurerm","expressions":{"name":{"constant_value":"asp"}}}`,
		strings.TrimSuffix(appConfig("azurerm_linux_web_app.fleet", `"each.value.plan_id","each.value"`), "}")+`,"for_each_expression":{"references":["var.apps"]}}`)
	apps := make([]string, len(keys))
	for i, k := range keys {
		apps[i] = fmt.Sprintf("%q:{}", k)
	}
	return []byte(fmt.Sprintf(`{"format_version":"1.2","terraform_version":"1.11.4","planned_values":{"root_module":{"resources":[%s]}},"resource_changes":[%s],`+
		`"configuration":{"root_module":{"resources":[%s],"module_calls":{"web":{"source":"./web","expressions":{"plan_id":{"references":["azurerm_service_plan.plan.id","azurerm_service_plan.plan"]}},`+
		`"count_expression":{"constant_value":%d},"module":{"resources":[%s],"variables":{"plan_id":{}}}}},"variables":{"apps":{"default":{%s}}}}}}`,
		strings.Join(planned, ","), strings.Join(changes, ","), strings.Join(config, ","), calls, appConfig("azurerm_linux_web_app.this", `"var.plan_id"`), strings.Join(apps, ",")))
}

func moduleMember(module string) string {
	if module == "" {
		return ""
	}
	return fmt.Sprintf(`"module_address":%q,`, module)
}

func appConfig(base, references string) string {
	return fmt.Sprintf(`{"address":%q,"mode":"managed","type":"azurerm_linux_web_app","name":"x","provider_config_key":"azurerm","expressions":{"location":{"constant_value":"westeurope"},`+
		`"name":{"constant_value":"x"},"service_plan_id":{"references":[%s]},"site_config":[{"ftps_state":{"constant_value":"Disabled"},"ip_restriction":[{"name":{"constant_value":"office"},`+
		`"ip_address":{"constant_value":"203.0.113.0/24"}},{"name":{"constant_value":"plan"},"ip_address":{"references":["azurerm_service_plan.plan.kind","azurerm_service_plan.plan"]}}]}]},"schema_version":1}`, base, references)
}

func appValues(name string, random *rand.Rand) string {
	return fmt.Sprintf(`{"app_settings":{"WEBSITE_RUN_FROM_PACKAGE":"1","TEAM":"team-%d"},"auth_settings":[],"auth_settings_v2":[],"backup":[],"client_affinity_enabled":false,`+
		`"client_certificate_enabled":false,"client_certificate_exclusion_paths":null,"client_certificate_mode":"Required","connection_string":[],"enabled":true,`+
		`"ftp_publish_basic_authentication_enabled":true,"https_only":true,"identity":[],"location":"westeurope","logs":[],"name":%q,"public_network_access_enabled":true,`+
		`"resource_group_name":"rg-%d","site_config":[{"always_on":true,"api_definition_url":null,"api_management_api_id":null,"app_command_line":null,"auto_heal_setting":[],`+
		`"container_registry_managed_identity_client_id":null,"container_registry_use_managed_identity":false,"cors":[],"ftps_state":"Disabled","health_check_path":null,"http2_enabled":false,`+
		`"ip_restriction":[{"action":"Allow","description":null,"headers":[],"ip_address":"203.0.113.0/24","name":"office","priority":100,"service_tag":null,"virtual_network_subnet_id":null},`+
		`{"action":"Allow","description":null,"headers":[],"name":"plan","priority":%d,"service_tag":null,"virtual_network_subnet_id":null}],"ip_restriction_default_action":"Deny",`+
		`"load_balancing_mode":"LeastRequests","local_mysql_enabled":false,"managed_pipeline_mode":"Integrated","minimum_tls_cipher_suite":null,"minimum_tls_version":"1.2",`+
		`"remote_debugging_enabled":false,"scm_ip_restriction":[],"scm_ip_restriction_default_action":"Allow","scm_minimum_tls_version":"1.2","scm_use_main_ip_restriction":true,`+
		`"use_32_bit_worker":true,"vnet_route_all_enabled":false,"websockets_enabled":false}],"sticky_settings":[],"storage_account":[],"tags":null,"timeouts":null,`+
		`"virtual_network_backup_restore_enabled":false,"virtual_network_subnet_id":null,"vnet_image_pull_enabled":false,"webdeploy_publish_basic_authentication_enabled":true}`,
		random.IntN(50), name, random.IntN(500), 100+random.IntN(900))
}

const (
	appUnknown = `{"app_settings":{},"auth_settings":[],"auth_settings_v2":[],"backup":[],"connection_string":[],"custom_domain_verification_id":true,"default_hostname":true,` +
		`"hosting_environment_id":true,"id":true,"identity":[],"key_vault_reference_identity_id":true,"kind":true,"logs":[],"outbound_ip_address_list":true,"outbound_ip_addresses":true,` +
		`"possible_outbound_ip_address_list":true,"possible_outbound_ip_addresses":true,"service_plan_id":true,"site_config":[{"application_stack":true,"auto_heal_setting":[],"cors":[],` +
		`"default_documents":true,"detailed_error_logging_enabled":true,"ip_restriction":[{"headers":[]},{"headers":[],"ip_address":true}],"linux_fx_version":true,"remote_debugging_version":true,` +
		`"scm_ip_restriction":[],"scm_type":true,"worker_count":true}],"site_credential":true,"sticky_settings":[],"storage_account":[],"zip_deploy_file":true}`
	appSensitive = `{"app_settings":{},"auth_settings":[],"auth_settings_v2":[],"backup":[],"connection_string":[],"custom_domain_verification_id":true,"identity":[],"logs":[],` +
		`"outbound_ip_address_list":[],"possible_outbound_ip_address_list":[],"site_config":[{"application_stack":[],"auto_heal_setting":[],"cors":[],"default_documents":[],` +
		`"ip_restriction":[{"headers":[]},{"headers":[]}],"scm_ip_restriction":[]}],"site_credential":true,"sticky_settings":[],"storage_account":[]}`
)

// instance makes an element of resource_changes for a resource to be created.
func instance(address, typ, after, unknown string) string {
	return fmt.Sprintf(`{"address":%q,"mode":"managed","type":%q,"provider_name":"registry.terraform.io/hashicorp/azurerm","change":{"actions":["create"],"before":null,"after":%s,"after_unknown":%s,"after_sensitive":{}}}`,
		address, typ, after, unknown)
}
