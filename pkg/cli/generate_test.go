package cli_test

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
)

// estate is a generated plan: many teams, each with a plan, a subnet and many
// apps with access rules and private endpoints, and as much again of what the
// linter has no interest in: other resources, and the planned values, in which
// Terraform repeats all resources. The same estate is always the same bytes.
type estate struct {
	teams, appsPerTeam int
	// others is how many resources that do not matter there are for each app; 0 is 1.
	others int
}

const ruleNames = "office partner monitoring build"

// write prints the estate as terraform show -json would.
func (e estate) write(w io.Writer) error {
	out := bufio.NewWriterSize(w, 1<<20)
	fmt.Fprint(out, `{"format_version":"1.2","terraform_version":"1.11.4","planned_values":{"root_module":{"child_modules":[`)
	e.eachTeam(out, func(team int) {
		fmt.Fprintf(out, `{"resources":[`)
	}, func(r held) {
		fmt.Fprintf(out, `{"address":"%s","mode":"managed","type":"%s","name":"%s",%s"provider_name":"%s","schema_version":0,"values":{%s},"sensitive_values":{}}`,
			r.address, r.typ, r.name, r.index, provider, r.after)
	}, func(team int) {
		fmt.Fprintf(out, `],"address":"%s"}`, moduleOf(team))
	})
	fmt.Fprint(out, `]}},"resource_changes":[`)
	nothing := func(int) {}
	e.eachTeam(out, nothing, func(r held) {
		fmt.Fprintf(out, `{"address":"%s","module_address":"%s","mode":"managed","type":"%s","name":"%s",%s"provider_name":"%s","change":{"actions":["create"],"before":null,"after":{%s},"after_unknown":{%s},"before_sensitive":false,"after_sensitive":{}}}`,
			r.address, r.module, r.typ, r.name, r.index, provider, r.after, r.unknown)
	}, nothing)
	fmt.Fprint(out, `],"configuration":`, configuration, `}`)
	return out.Flush()
}

const provider = "registry.terraform.io/hashicorp/azurerm"

// held is a resource of the plan, in JSON.
type held struct {
	address, module, typ, name, index string
	after, unknown                    string // members of objects
}

func moduleOf(team int) string { return fmt.Sprintf(`module.team[\"t%03d\"]`, team) }

// eachTeam visits the resources of each team, always the same ones, with what comes before
// and after them.
func (e estate) eachTeam(out *bufio.Writer, before func(team int), visit func(held), after func(team int)) {
	random := rand.New(rand.NewPCG(1, 2))
	for team := range e.teams {
		comma(out, team)
		before(team)
		n := 0
		e.resources(random, team, func(typ, name, key, after, unknown string) {
			comma(out, n)
			n++
			r := held{module: moduleOf(team), typ: typ, name: name, after: after, unknown: unknown}
			r.address = r.module + "." + typ + "." + name
			if key != "" {
				r.address += `[\"` + key + `\"]`
				r.index = `"index":"` + key + `",`
			}
			visit(r)
		})
		after(team)
	}
}

func comma(out *bufio.Writer, i int) {
	if i > 0 {
		out.WriteByte(',')
	}
}

// resources visits the resources of a team.
func (e estate) resources(random *rand.Rand, team int, change func(typ, name, key, after, unknown string)) {
	group := fmt.Sprintf("rg-team-%03d", team)
	change("azurerm_virtual_network", "net", "",
		fmt.Sprintf(`"address_space":["10.%d.0.0/16"],"location":"westeurope","name":"vnet-%03d","resource_group_name":%q`, team%250, team, group),
		`"dns_servers":true,"guid":true,"id":true,"subnet":true`)
	subnet := func(name string, third int, delegation string) {
		change("azurerm_subnet", name, "",
			fmt.Sprintf(`"address_prefixes":["10.%d.%d.0/24"],"default_outbound_access_enabled":true,"delegation":[%s],"name":"snet-%s","private_endpoint_network_policies":"Disabled","resource_group_name":%q,"service_endpoint":[],"service_endpoint_policy_ids":null,"virtual_network_name":"vnet-%03d"`,
				team%250, third, delegation, name, group, team),
			`"id":true,"network_security_group_id":true,"route_table_id":true`)
	}
	subnet("web", 1, `{"name":"web","service_delegation":[{"actions":null,"name":"Microsoft.Web/serverFarms"}]}`)
	subnet("endpoints", 2, "")
	change("azurerm_service_plan", "plan", "",
		fmt.Sprintf(`"app_service_environment_id":null,"location":"westeurope","name":"asp-%03d","os_type":"Linux","per_site_scaling_enabled":false,"premium_plan_auto_scale_enabled":false,"resource_group_name":%q,"sku_name":"P1v3","tags":null,"worker_count":3,"zone_balancing_enabled":null`, team, group),
		`"id":true,"kind":true,"maximum_elastic_worker_count":true,"reserved":true`)
	for app := range e.appsPerTeam {
		key := fmt.Sprintf("a%03d", app)
		change("azurerm_linux_web_app", "app", key, webApp(random, team, app, group), webAppUnknown)
		change("azurerm_private_endpoint", "app", key, endpoint(team, app, group), endpointUnknown)
		for i := range max(1, e.others) {
			change("azurerm_role_assignment", "app", fmt.Sprintf("%s-%d", key, i), fmt.Sprintf(`"description":%q,"scope":null`, filler(random, 100)), `"id":true`)
		}
	}
}

// webApp is an app like those of real plans. One in fifty leaves its default
// action open.
func webApp(random *rand.Rand, team, app int, group string) string {
	var rules []string
	for i, name := range strings.Fields(ruleNames) {
		rules = append(rules, fmt.Sprintf(`{"action":"Allow","description":null,"headers":[],"ip_address":"%d.%d.%d.0/24","name":%q,"priority":%d,"service_tag":null,"virtual_network_subnet_id":null}`,
			20+random.IntN(60), random.IntN(256), random.IntN(256), name, 100+10*i))
	}
	action := "Deny"
	if random.IntN(50) == 0 {
		action = "Allow"
	}
	return fmt.Sprintf(`"app_settings":{"ASPNETCORE_ENVIRONMENT":"Production","WEBSITE_RUN_FROM_PACKAGE":"1"},"auth_settings":[],"client_affinity_enabled":false,"client_certificate_enabled":false,"client_certificate_mode":"Required","enabled":true,"https_only":true,"location":"westeurope","name":"app-%03d-%03d","public_network_access_enabled":true,"resource_group_name":%q,"site_config":[{"always_on":true,"ftps_state":"Disabled","http2_enabled":false,"ip_restriction":[%s],"ip_restriction_default_action":%q,"minimum_tls_version":"1.2","remote_debugging_enabled":false,"scm_ip_restriction":[],"scm_ip_restriction_default_action":"Allow","scm_minimum_tls_version":"1.2","scm_use_main_ip_restriction":true,"vnet_route_all_enabled":true,"websockets_enabled":false,"worker_count":null}],"storage_account":[],"tags":{"team":"t%03d"},"vnet_image_pull_enabled":false`,
		team, app, group, strings.Join(rules, ","), action, team)
}

const webAppUnknown = `"custom_domain_verification_id":true,"default_hostname":true,"hosting_environment_id":true,"id":true,"kind":true,"outbound_ip_addresses":true,"service_plan_id":true,"virtual_network_subnet_id":true,"site_config":[{"default_documents":true,"ip_restriction":[{},{},{},{}],"linux_fx_version":true}]`

func endpoint(team, app int, group string) string {
	return fmt.Sprintf(`"custom_network_interface_name":null,"ip_configuration":[],"location":"westeurope","name":"pe-%03d-%03d","private_dns_zone_group":[{"name":"default","private_dns_zone_ids":["/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-dns/providers/Microsoft.Network/privateDnsZones/privatelink.azurewebsites.net"]}],"private_service_connection":[{"is_manual_connection":false,"name":"app","private_connection_resource_alias":null,"request_message":null,"subresource_names":["sites"]}],"resource_group_name":%q,"tags":null`,
		team, app, group)
}

const endpointUnknown = `"custom_dns_configs":true,"id":true,"network_interface":true,"private_dns_zone_configs":true,"private_service_connection":[{"private_connection_resource_id":true,"private_ip_address":true,"subresource_names":[false]}],"subnet_id":true`

// configuration is that of one module, called once for every team.
const configuration = `{"provider_config":{"azurerm":{"name":"azurerm","full_name":"registry.terraform.io/hashicorp/azurerm","expressions":{"subscription_id":{"constant_value":"00000000-0000-0000-0000-000000000000"}}}},"root_module":{"module_calls":{"team":{"source":"./team","for_each_expression":{"references":["var.teams"]},"module":{"resources":[` +
	`{"address":"azurerm_virtual_network.net","mode":"managed","type":"azurerm_virtual_network","name":"net","provider_config_key":"azurerm","expressions":{},"schema_version":0},` +
	`{"address":"azurerm_subnet.web","mode":"managed","type":"azurerm_subnet","name":"web","provider_config_key":"azurerm","expressions":{"virtual_network_name":{"references":["azurerm_virtual_network.net.name","azurerm_virtual_network.net"]}},"schema_version":0},` +
	`{"address":"azurerm_subnet.endpoints","mode":"managed","type":"azurerm_subnet","name":"endpoints","provider_config_key":"azurerm","expressions":{"virtual_network_name":{"references":["azurerm_virtual_network.net.name","azurerm_virtual_network.net"]}},"schema_version":0},` +
	`{"address":"azurerm_service_plan.plan","mode":"managed","type":"azurerm_service_plan","name":"plan","provider_config_key":"azurerm","expressions":{},"schema_version":0},` +
	`{"address":"azurerm_linux_web_app.app","mode":"managed","type":"azurerm_linux_web_app","name":"app","provider_config_key":"azurerm","expressions":{"service_plan_id":{"references":["azurerm_service_plan.plan.id","azurerm_service_plan.plan"]},"virtual_network_subnet_id":{"references":["azurerm_subnet.web.id","azurerm_subnet.web"]},"site_config":[{}]},"schema_version":0,"for_each_expression":{"references":["var.apps"]}},` +
	`{"address":"azurerm_private_endpoint.app","mode":"managed","type":"azurerm_private_endpoint","name":"app","provider_config_key":"azurerm","expressions":{"subnet_id":{"references":["azurerm_subnet.endpoints.id","azurerm_subnet.endpoints"]},"private_service_connection":[{"private_connection_resource_id":{"references":["each.value.id","each.value"]}}]},"schema_version":0,"for_each_expression":{"references":["azurerm_linux_web_app.app"]}}` +
	`]}}},"variables":{"teams":{}}}}`

func filler(random *rand.Rand, n int) string {
	const letters = "abcdefghijklmnopqrstuvwxyz0123456789-/ "
	b := make([]byte, n)
	for i := range b {
		b[i] = letters[random.IntN(len(letters))]
	}
	return string(b)
}
