package resourcemanager

import (
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// allowLists are the properties of each type, in lower case, that hold addresses which a
// firewall lets in: paths below properties.
var allowLists = map[string][]string{
	"microsoft.cache/redis/firewallrules":                     {"startIP", "endIP"},
	"microsoft.containerregistry/registries":                  {"networkRuleSet.ipRules"},
	"microsoft.dbformysql/flexibleservers/firewallrules":      {"startIpAddress", "endIpAddress"},
	"microsoft.dbforpostgresql/flexibleservers/firewallrules": {"startIpAddress", "endIpAddress"},
	"microsoft.documentdb/databaseaccounts":                   {"ipRules", "ipRangeFilter"},
	"microsoft.eventhub/namespaces/networkrulesets":           {"ipRules"},
	"microsoft.keyvault/vaults":                               {"networkAcls.ipRules"},
	"microsoft.network/networksecuritygroups":                 {"securityRules"},
	"microsoft.network/networksecuritygroups/securityrules":   {"sourceAddressPrefix", "sourceAddressPrefixes"},
	"microsoft.servicebus/namespaces/networkrulesets":         {"ipRules"},
	"microsoft.sql/servers/firewallrules":                     {"startIpAddress", "endIpAddress"},
	"microsoft.storage/storageaccounts":                       {"networkAcls.ipRules"},
	"microsoft.synapse/workspaces/firewallrules":              {"startIpAddress", "endIpAddress"},
	typeSite:                           {"siteConfig.ipSecurityRestrictions", "siteConfig.scmIpSecurityRestrictions"},
	"microsoft.web/sites/slots":        {"siteConfig.ipSecurityRestrictions", "siteConfig.scmIpSecurityRestrictions"},
	"microsoft.web/sites/config":       {"ipSecurityRestrictions", "scmIpSecurityRestrictions"},
	"microsoft.web/sites/slots/config": {"ipSecurityRestrictions", "scmIpSecurityRestrictions"},
}

// admitOutbound adds a list of addresses that is made from those which apps send from.
// Before the apps exist, their addresses are unknown and only the origin tells.
func admitOutbound(x *index.Index, r *resource) {
	if r.Data || !r.object.Value().HasUnknowns() {
		return
	}
	for _, path := range allowLists[r.typ] {
		c := r.properties
		for _, name := range strings.Split(path, ".") {
			c = c.Fold(name)
		}
		list := c.Value()
		list.Unknowns(func(v iac.Value) {
			if isOutbound(v) {
				x.Later(func() { addAllowList(x, r, v) })
			}
		})
	}
}

// isOutbound reports whether a value certainly comes from outbound addresses of apps
// alone.
func isOutbound(v iac.Value) bool {
	origin := v.Origin()
	return origin != nil && origin.Closed && len(origin.References) > 0 && !slices.ContainsFunc(origin.References, func(ref iac.Reference) bool {
		current, possible := outboundOf(ref)
		return !current && !possible
	})
}

// outboundOf tells which outbound addresses an attribute means: those that an app uses
// now, or all that it may come to use.
func outboundOf(ref iac.Reference) (current, possible bool) {
	name := strings.ToLower(ref.Attribute)
	name = name[strings.LastIndexByte(name, '.')+1:]
	return name == "outboundipaddresses", name == "possibleoutboundipaddresses"
}

func addAllowList(x *index.Index, r *resource, v iac.Value) {
	sites, _, _ := index.References[network.Site](x, v)
	if len(sites) == 0 {
		return
	}
	current := !slices.ContainsFunc(v.Origin().References, func(ref iac.Reference) bool {
		_, possible := outboundOf(ref)
		return possible
	})
	l := &network.AllowList{Element: r.element(x), Apps: network.AnyOf(sites, v.At()), Current: current}
	x.Model.AllowLists = append(x.Model.AllowLists, l)
}
