package azurerm

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// guard tells where a type of resource keeps its network rules.
type guard struct {
	kind string // the ARM type in lower case
	host string // what follows the name in the resource's host name
	// rules is the block with the rules; "" where the resource itself has them.
	// list is the list of subnets or of blocks with one, subnet the id there.
	rules, list, subnet string
	// addresses is the list of addresses that the rules let in as well.
	addresses string
	// action is the default action where the block does not write one.
	action string
}

// guardedTypes are resources that apps depend on and that have network rules.
//
// Source: https://learn.microsoft.com/azure/virtual-network/virtual-network-service-endpoints-overview
var guardedTypes = map[string]guard{
	"azurerm_storage_account": {
		kind: "microsoft.storage/storageaccounts", host: ".blob.core.windows.net",
		rules: "network_rules", list: "virtual_network_subnet_ids", addresses: "ip_rules",
	},
	"azurerm_key_vault": {
		kind: "microsoft.keyvault/vaults", host: ".vault.azure.net",
		rules: "network_acls", list: "virtual_network_subnet_ids", addresses: "ip_rules",
	},
	"azurerm_container_registry": { // only version 3 admits subnets
		kind: "microsoft.containerregistry/registries", host: ".azurecr.io",
		rules: "network_rule_set", list: "virtual_network", subnet: "subnet_id", action: "Allow",
	},
	"azurerm_mssql_server": {kind: "microsoft.sql/servers", host: ".database.windows.net"},
	"azurerm_cosmosdb_account": {
		kind: "microsoft.documentdb/databaseaccounts", host: ".documents.azure.com",
		list: "virtual_network_rule", subnet: "id",
	},
	"azurerm_servicebus_namespace": {
		kind: "microsoft.servicebus/namespaces", host: ".servicebus.windows.net",
		rules: "network_rule_set", list: "network_rules", subnet: "subnet_id", action: "Allow",
	},
	"azurerm_eventhub_namespace": {
		kind: "microsoft.eventhub/namespaces", host: ".servicebus.windows.net",
		rules: "network_rulesets", list: "virtual_network_rule", subnet: "subnet_id",
	},
}

func (g guard) add(x *index.Index, a attributes) {
	p := &network.Guarded{Element: a.element(x), Kind: g.kind}
	p.PublicAccess = a.boolOr("public_network_access_enabled", true)
	p.HostName = value.Map(p.Name, func(name string) string { return strings.ToLower(name) + g.host })
	x.Model.Guarded = append(x.Model.Guarded, p)
	x.Add(a.of.Resource, p, a.id(g.kind, p.Name))

	rules := a
	if g.rules != "" {
		rules = a.computed(g.rules)
		p.DefaultAction = rules.text("default_action")
		if g.action != "" {
			p.DefaultAction = rules.textOr("default_action", g.action)
		}
	}
	if g.list == "" {
		return
	}
	list := rules.listed(g.list)
	if rules.IsUnknown() || a.of.Data {
		list = rules.get(g.list)
	}
	admit(x, p, list, g.subnet)
	if g.addresses != "" {
		p.AddressRules = holdsAny(rules.get(g.addresses))
	}
}

// holdsAny reports whether a list that may be computed has any element.
func holdsAny(list attributes) value.Of[bool] {
	if list = list.written(); list.missing() {
		return value.Default(false, list.of.At)
	}
	return value.Map(list.Texts(), func(texts []string) bool { return len(texts) > 0 })
}

// admit maps the subnets that network rules let in.
func admit(x *index.Index, p *network.Guarded, list attributes, key string) {
	if key == "" {
		x.Later(func() { p.Subnets = resolveAll[network.Subnet](x, list) })
		return
	}
	items, more := list.items()
	if more != "" {
		doubtful(&p.Subnets.Incomplete, more)
	}
	for _, item := range items {
		id := item.get(key).Cursor
		x.Later(func() { p.Subnets.Items = append(p.Subnets.Items, index.Resolve[network.Subnet](x, id)) })
	}
}

// storageRules maps azurerm_storage_account_network_rules, which sets all rules
// of an account. Of an account that exists, the account itself shows them too.
//
// Source: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/storage_account_network_rules
func storageRules(x *index.Index, a attributes) {
	action := a.text("default_action")
	subnets := a.get("virtual_network_subnet_ids")
	addresses := holdsAny(a.get("ip_rules"))
	id := a.get("storage_account_id").Cursor
	x.AfterLinks(func() {
		onGuarded(x, id, func(p *network.Guarded) {
			p.DefaultAction, p.Subnets, p.AddressRules = action, resolveAll[network.Subnet](x, subnets), addresses
		}, guardedTypes["azurerm_storage_account"].kind)
	})
}

// sqlRule maps azurerm_mssql_virtual_network_rule, which lets a subnet in.
func sqlRule(x *index.Index, a attributes) {
	id, subnet := a.get("server_id").Cursor, a.get("subnet_id").Cursor
	x.Later(func() {
		onGuarded(x, id, func(p *network.Guarded) {
			p.Subnets.Items = append(p.Subnets.Items, index.Resolve[network.Subnet](x, subnet))
		}, guardedTypes["azurerm_mssql_server"].kind)
	})
}

// onGuarded lets rules act on the resource that an id means. If that is not known,
// the rules of all resources of the kind are open.
func onGuarded(x *index.Index, id iac.Cursor, exact func(*network.Guarded), kind string) {
	apply(index.Resolve[network.Guarded](x, id), x.Model.Guarded, exact, func(p *network.Guarded) {
		if p.Kind != kind {
			return
		}
		doubtful(&p.Subnets.Incomplete, id.Pin())
		if p.DefaultAction.IsAbsent() {
			p.DefaultAction = value.Undecided[string](id.Pin(), id.At())
		}
		if value.Is(p.AddressRules, false) {
			p.AddressRules = value.Undecided[bool](id.Pin(), id.At())
		}
	})
}
