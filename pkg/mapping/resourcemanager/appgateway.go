package resourcemanager

import (
	"cmp"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// fillApplicationGateway maps Microsoft.Network/applicationGateways.
//
// Source: https://learn.microsoft.com/azure/templates/microsoft.network/applicationgateways
func fillApplicationGateway(x *index.Index, r *resource, g *network.ApplicationGateway) {
	if c := r.prop("gatewayIPConfigurations"); !c.IsNull() {
		g.Subnets = links[network.Subnet](x, c, "properties", "subnet", "id")
		if !r.patch {
			occupy(x, r, "application gateway", "gatewayIPConfigurations.properties.subnet.id")
		}
	}
	if c := r.prop("backendAddressPools"); !c.IsNull() {
		g.Backends = backends(x, c)
	}
	if c := r.prop("backendHttpSettingsCollection"); !c.IsNull() {
		g.Settings = collect(c, backendSetting)
		elements, _ := c.List()
		for i, e := range elements {
			linkHost(x, &g.Settings.Items[i].HostSite, fold(e, "properties", "hostName"))
		}
	}
	if c := r.prop("probes"); !c.IsNull() {
		g.Probes = collect(c, func(e iac.Cursor) network.GatewayProbe {
			p := e.Fold("properties")
			return network.GatewayProbe{
				Name:         e.Fold("name").Text(),
				Host:         p.Fold("host").NonEmpty(),
				PickHostName: p.Fold("pickHostNameFromBackendHttpSettings").Bool(),
				At:           e.At(),
			}
		})
	}
	if rules, paths := r.prop("requestRoutingRules"), r.prop("urlPathMaps"); !rules.IsNull() || !paths.IsNull() {
		g.Rules = gatewayRules(rules, paths)
	}
}

func backends(x *index.Index, pools iac.Cursor) value.Set[network.Backend] {
	elements, more := pools.List()
	out := value.Set[network.Backend]{Incomplete: more}
	var hosts []iac.Cursor
	for _, pool := range elements {
		addresses, more := fold(pool, "properties", "backendAddresses").List()
		if more != "" {
			out.Incomplete = more
		}
		for _, a := range addresses {
			host := firstOf(a.Fold("fqdn"), a.Fold("ipAddress"))
			out.Items = append(out.Items, network.Backend{Pool: pool.Fold("name").Text(), Host: host.NonEmpty(), At: a.At()})
			hosts = append(hosts, host)
		}
	}
	for i := range out.Items {
		linkHost(x, &out.Items[i].Site, hosts[i])
	}
	return out
}

func backendSetting(e iac.Cursor) network.BackendSetting {
	p := e.Fold("properties")
	return network.BackendSetting{
		Name:         e.Fold("name").Text(),
		HostName:     p.Fold("hostName").NonEmpty(),
		PickHostName: p.Fold("pickHostNameFromBackendAddress").Bool(),
		Protocol:     p.Fold("protocol").Text(),
		Probe:        lastName(fold(p, "probe", "id")),
		At:           e.At(),
	}
}

// gatewayRules joins pools and settings as the routing rules and their paths do.
func gatewayRules(rules, paths iac.Cursor) value.Set[network.GatewayRule] {
	out := collect(rules, func(e iac.Cursor) network.GatewayRule {
		p := e.Fold("properties")
		return gatewayRule(e, p.Fold("backendAddressPool"), p.Fold("backendHttpSettings"))
	})
	maps, more := paths.List()
	out.Incomplete = cmp.Or(out.Incomplete, more)
	for _, m := range maps {
		p := m.Fold("properties")
		out.Items = append(out.Items, gatewayRule(m, p.Fold("defaultBackendAddressPool"), p.Fold("defaultBackendHttpSettings")))
		pathRules := collect(p.Fold("pathRules"), func(e iac.Cursor) network.GatewayRule {
			p := e.Fold("properties")
			return gatewayRule(e, p.Fold("backendAddressPool"), p.Fold("backendHttpSettings"))
		})
		out.Items = append(out.Items, pathRules.Items...)
		if pathRules.Incomplete != "" {
			out.Incomplete = pathRules.Incomplete
		}
	}
	return out
}

func gatewayRule(e, pool, setting iac.Cursor) network.GatewayRule {
	return network.GatewayRule{Pool: lastName(pool.Fold("id")), Setting: lastName(setting.Fold("id")), At: e.At()}
}

// lastName returns the name in the id of a part of the gateway. In templates the
// subscription that such an id begins with is seldom known, but the reference to
// the gateway has what follows: id/probes/health.
func lastName(id iac.Cursor) value.Of[string] {
	if origin := id.Value().Origin(); id.IsUnknown() && origin != nil && origin.Closed && len(origin.References) == 1 {
		if tail, ok := strings.CutPrefix(origin.References[0].Attribute, "id/"); ok {
			return value.Some(tail[strings.LastIndexByte(tail, '/')+1:], id.At())
		}
	}
	return value.Map(id.NonEmpty(), func(s string) string { return s[strings.LastIndexByte(s, '/')+1:] })
}
