package azurerm

import (
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// applicationGateway maps azurerm_application_gateway. Its parts refer to each
// other by name.
//
// Source: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/application_gateway
func applicationGateway(x *index.Index, a attributes) {
	g := &network.ApplicationGateway{Element: a.element(x)}
	x.Model.ApplicationGateways = append(x.Model.ApplicationGateways, g)
	x.Add(a.of.Resource, g, a.id("Microsoft.Network/applicationGateways", g.Name))

	configurations, more := a.blocks("gateway_ip_configuration")
	g.Subnets.Incomplete = more
	for _, c := range configurations {
		id := c.get("subnet_id").Cursor
		x.Later(func() { g.Subnets.Items = append(g.Subnets.Items, index.Resolve[network.Subnet](x, id)) })
	}
	occupancy{kind: "application gateway", paths: []string{"gateway_ip_configuration.subnet_id"}}.add(x, a)

	pools, more := a.blocks("backend_address_pool")
	g.Backends.Incomplete = more
	for _, pool := range pools {
		addBackends(x, g, pool)
	}
	g.Settings = collect(a.get("backend_http_settings"), func(b attributes) network.BackendSetting {
		return network.BackendSetting{
			Name: b.text("name"), HostName: b.text("host_name"), Protocol: b.text("protocol"), Probe: b.text("probe_name"),
			PickHostName: b.boolOr("pick_host_name_from_backend_address", false), At: b.At(),
		}
	})
	settings, _ := a.blocks("backend_http_settings")
	for i, b := range settings {
		x.AfterLinks(func() { g.Settings.Items[i].HostSite = x.ResolveHost(b.get("host_name").Cursor) })
	}
	g.Probes = collect(a.get("probe"), func(b attributes) network.GatewayProbe {
		return network.GatewayProbe{
			Name: b.text("name"), Host: b.text("host"),
			PickHostName: b.boolOr("pick_host_name_from_backend_http_settings", false), At: b.At(),
		}
	})
	g.Rules = gatewayRules(a)
}

// collect reads each block of a list.
func collect[T any](list attributes, read func(attributes) T) value.Set[T] {
	blocks, more := list.items()
	set := value.Set[T]{Incomplete: more, Items: make([]T, len(blocks))}
	for i, b := range blocks {
		set.Items[i] = read(b)
	}
	return set
}

// addBackends maps the targets of a pool. A list of names that is unknown as a
// whole, as a plan shows it if one of them is, still refers to the apps in it.
func addBackends(x *index.Index, g *network.ApplicationGateway, pool attributes) {
	name, hosts := pool.text("name"), pool.get("fqdns")
	add := func(c attributes) {
		i := len(g.Backends.Items)
		g.Backends.Items = append(g.Backends.Items, network.Backend{Pool: name, Host: c.Text(), At: c.At()})
		x.AfterLinks(func() { g.Backends.Items[i].Site = x.ResolveHost(c.Cursor) })
	}
	items, more := hosts.items()
	if more != "" {
		doubtful(&g.Backends.Incomplete, more)
		add(hosts)
	}
	for _, host := range items {
		add(host)
	}
	addresses, more := pool.blocks("ip_addresses")
	if more != "" {
		doubtful(&g.Backends.Incomplete, more)
	}
	for _, address := range addresses {
		g.Backends.Items = append(g.Backends.Items, network.Backend{Pool: name, Host: address.Text(), At: address.At()})
	}
}

// gatewayRules maps which pools and settings go together: by rules, by paths, and
// by default for all other paths.
func gatewayRules(a attributes) value.Set[network.GatewayRule] {
	var set value.Set[network.GatewayRule]
	add := func(b attributes, prefix string) {
		pool, setting := b.text(prefix+"backend_address_pool_name"), b.text(prefix+"backend_http_settings_name")
		if !pool.IsAbsent() || !setting.IsAbsent() {
			set.Items = append(set.Items, network.GatewayRule{Pool: pool, Setting: setting, At: b.At()})
		}
	}
	each := func(list attributes, visit func(attributes)) {
		blocks, more := list.items()
		if more != "" {
			doubtful(&set.Incomplete, more)
		}
		for _, b := range blocks {
			visit(b)
		}
	}
	each(a.get("request_routing_rule"), func(b attributes) { add(b, "") })
	each(a.get("url_path_map"), func(paths attributes) {
		add(paths, "default_")
		each(paths.get("path_rule"), func(b attributes) { add(b, "") })
	})
	return set
}
