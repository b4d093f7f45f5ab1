package resourcemanager

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// guard tells where a type of resource keeps its network rules.
type guard struct {
	acls   []string // the object with the rules, below properties
	host   string   // the suffix of the resource's host name
	subnet []string // the subnet's id in an element of virtualNetworkRules
	// addresses is the list of addresses that the rules let in as well.
	addresses string
}

// guardedTypes are resources that apps depend on and that have network rules.
//
// Source: https://learn.microsoft.com/azure/virtual-network/virtual-network-service-endpoints-overview
var guardedTypes = map[string]guard{
	"microsoft.storage/storageaccounts":      {[]string{"networkAcls"}, ".blob.core.windows.net", []string{"id"}, "ipRules"},
	"microsoft.keyvault/vaults":              {[]string{"networkAcls"}, ".vault.azure.net", []string{"id"}, "ipRules"},
	"microsoft.containerregistry/registries": {[]string{"networkRuleSet"}, ".azurecr.io", []string{"id"}, ""},
	"microsoft.documentdb/databaseaccounts":  {nil, ".documents.azure.com", []string{"id"}, ""},
	"microsoft.sql/servers":                  {nil, ".database.windows.net", nil, ""},
	"microsoft.servicebus/namespaces":        {nil, ".servicebus.windows.net", nil, ""},
	"microsoft.eventhub/namespaces":          {nil, ".servicebus.windows.net", nil, ""},
}

func (g guard) fill(x *index.Index, r *resource, p *network.Guarded) {
	p.Kind = r.typ
	set(&p.PublicAccess, publicAccess(r.prop("publicNetworkAccess").NonEmpty()))
	set(&p.HostName, value.Map(r.name, func(name string) string { return strings.ToLower(name) + g.host }))
	rules := r.prop(g.acls...)
	set(&p.DefaultAction, rules.Fold("defaultAction").Text())
	if subnets := rules.Fold("virtualNetworkRules"); g.subnet != nil && !subnets.IsNull() {
		p.Subnets = links[network.Subnet](x, subnets, g.subnet...)
	}
	if g.addresses != "" && !rules.IsNull() {
		set(&p.AddressRules, holdsAny(rules.Fold(g.addresses)))
	}
	if r.Data {
		p.Subnets.Incomplete = r.Address
	}
	x.AfterLinks(func() { markIncomplete(&p.Subnets.Incomplete, x.Model) })
}

// holdsAny reports whether a list has any element.
func holdsAny(list iac.Cursor) value.Of[bool] {
	elements, more := list.List()
	if len(elements) == 0 && more != "" {
		return value.Undecided[bool](more, list.At())
	}
	return value.Some(len(elements) > 0, list.At())
}

// publicAccess reads whether the public endpoint is open; behind a perimeter it
// is not.
func publicAccess(v value.Of[string]) value.Of[bool] {
	return oneOf(v, map[string]bool{"enabled": true, "disabled": false, "securedbyperimeter": false})
}

// guardChild is a resource below a guarded one that adds to its rules.
type guardChild struct {
	list   string   // the list of rules; "" where the resource is one rule
	subnet []string // the subnet's id in a rule
}

var guardedChildren = map[string]guardChild{
	"microsoft.sql/servers/virtualnetworkrules":       {"", []string{"virtualNetworkSubnetId"}},
	"microsoft.servicebus/namespaces/networkrulesets": {"virtualNetworkRules", []string{"subnet", "id"}},
	"microsoft.eventhub/namespaces/networkrulesets":   {"virtualNetworkRules", []string{"subnet", "id"}},
}

func (g guardChild) apply(x *index.Index, r *resource) {
	parent := ancestor[network.Guarded](x, r, 1)
	change(x, r, parent, func(r *resource, p *network.Guarded) {
		if r.uncertain != "" {
			p.Subnets.Incomplete = r.uncertain
			return
		}
		rules, more := []iac.Cursor{r.properties}, ""
		if g.list != "" {
			rules, more = r.prop(g.list).List()
			set(&p.DefaultAction, r.prop("defaultAction").Text())
			set(&p.PublicAccess, publicAccess(r.prop("publicNetworkAccess").NonEmpty()))
		}
		if more != "" {
			p.Subnets.Incomplete = more
		}
		for _, rule := range rules {
			x.Later(func() {
				p.Subnets.Items = append(p.Subnets.Items, index.Resolve[network.Subnet](x, fold(rule, g.subnet...)))
			})
		}
	})
}
