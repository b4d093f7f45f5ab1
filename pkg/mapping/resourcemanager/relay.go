package resourcemanager

import (
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// fillRelayNamespace maps Microsoft.Relay/namespaces.
//
// Source: https://learn.microsoft.com/azure/templates/microsoft.relay/namespaces
func fillRelayNamespace(_ *index.Index, r *resource, n *network.RelayNamespace) {
	access := r.prop("publicNetworkAccess").Text()
	set(&n.PublicAccess, within(r, "Microsoft.Relay/namespaces", "publicNetworkAccess", access))
}

// relayRules maps Microsoft.Relay/namespaces/networkRuleSets.
//
// Source: https://learn.microsoft.com/azure/templates/microsoft.relay/namespaces/networkrulesets
func relayRules(x *index.Index, r *resource) {
	namespace := ancestor[network.RelayNamespace](x, r, 1)
	change(x, r, namespace, func(r *resource, n *network.RelayNamespace) {
		set(&n.PublicAccess, r.prop("publicNetworkAccess").Text())
	})
}

// fillRelayConnection maps Microsoft.Relay/namespaces/hybridConnections.
//
// Source: https://learn.microsoft.com/azure/templates/microsoft.relay/namespaces/hybridconnections
func fillRelayConnection(x *index.Index, r *resource, c *network.RelayConnection) {
	if !r.patch {
		x.Later(func() { c.Namespace = ancestor[network.RelayNamespace](x, r, 1) })
	}
	set(&c.RequiresClientAuthorization, r.prop("requiresClientAuthorization").Bool())
	set(&c.UserMetadata, r.prop("userMetadata").Text())
}
