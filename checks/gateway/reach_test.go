package gateway_test

import (
	"testing"

	"github.com/appnetlint/appnetlint/checks/gateway"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// peer peers the network of the app with the other one, both ways, with all flags
// as they have to be.
func (w *world) peer() (local, remote *network.Peering) {
	on := some(true)
	local = &network.Peering{Element: element("local"), From: to(w.vnet), To: to(w.remote), AllowAccess: on, AllowForwarded: on, AllowTransit: on}
	remote = &network.Peering{Element: element("remote peering"), From: to(w.remote), To: to(w.vnet), AllowAccess: on, AllowForwarded: on, RemoteGateways: on}
	w.Peerings = []*network.Peering{local, remote}
	return local, remote
}

func TestPeeringFlags(t *testing.T) {
	with := func(change func(local, remote *network.Peering)) func(*world) {
		return func(w *world) { change(w.peer()) }
	}
	onLocal, onRemote := []string{"warning local"}, []string{"warning remote peering"}
	off, none := some(false), value.None[bool]()
	cases{
		"right":                       {with(func(*network.Peering, *network.Peering) {}), nil},
		"no transit":                  {with(func(l, _ *network.Peering) { l.AllowTransit = off }), onLocal},
		"transit not sent":            {with(func(l, _ *network.Peering) { l.AllowTransit = none }), onLocal},
		"transit unknown":             {with(func(l, _ *network.Peering) { l.AllowTransit = unknown[bool]() }), nil},
		"access off":                  {with(func(l, _ *network.Peering) { l.AllowAccess = off }), onLocal},
		"access not sent":             {with(func(l, _ *network.Peering) { l.AllowAccess = none }), nil},
		"local not forwarding":        {with(func(l, _ *network.Peering) { l.AllowForwarded = off }), onLocal},
		"remote not forwarding":       {with(func(_, r *network.Peering) { r.AllowForwarded = off }), onRemote},
		"gateway not used":            {with(func(_, r *network.Peering) { r.RemoteGateways = off }), onRemote},
		"remote transit is no matter": {with(func(_, r *network.Peering) { r.AllowTransit = off }), nil},
		"only read":                   {with(func(l, _ *network.Peering) { l.AllowTransit, l.External = off, true }), nil},
		"both": {with(func(l, r *network.Peering) { l.AllowTransit, r.RemoteGateways = off, off }),
			[]string{"warning local", "warning remote peering"}},
		"not connected": {func(w *world) {
			l, _ := w.peer()
			l.AllowTransit = off
			w.connect()
		}, nil},
		"without a gateway of its own": {func(w *world) {
			l, _ := w.peer()
			l.AllowTransit = off
			w.vpn.ExpressRoute = unknown[bool]()
		}, nil},
		"to a network of somebody else": {func(w *world) {
			l, _ := w.peer()
			l.To, l.AllowTransit = network.Outside[network.VNet]("/subscriptions/s/v", nowhere), off
		}, onLocal},
	}.run(t, gateway.PeeringFlags)
}

func TestServiceEndpointTarget(t *testing.T) {
	vault := func(change ...func(*world, *network.Guarded)) func(*world) {
		return func(w *world) {
			g := &network.Guarded{
				Element: element("vault"), Kind: "microsoft.keyvault/vaults", DefaultAction: some("Deny"),
				AddressRules: some(false), PublicAccess: some(true),
			}
			g.Name = some("kv")
			g.Subnets.Items = []network.Edge[network.Subnet]{to(&network.Subnet{})}
			w.Guarded = []*network.Guarded{g}
			w.app.Settings = some(map[string]value.Of[string]{"DB": some("@Microsoft.KeyVault(VaultName=kv;SecretName=db)")})
			for _, c := range change {
				c(w, g)
			}
		}
	}
	endpoint := func(typ value.Of[string]) func(*world, *network.Guarded) {
		return func(w *world, _ *network.Guarded) {
			w.PrivateEndpoints = []*network.PrivateEndpoint{{Element: element("endpoint"), TargetType: typ}}
		}
	}
	found := []string{"warning app"}
	cases{
		"subnets only":       {vault(), found},
		"open":               {vault(func(_ *world, g *network.Guarded) { g.DefaultAction = some("Allow") }), nil},
		"unknown action":     {vault(func(_ *world, g *network.Guarded) { g.DefaultAction = unknown[string]() }), nil},
		"addresses too":      {vault(func(_ *world, g *network.Guarded) { g.AddressRules = some(true) }), nil},
		"addresses, perhaps": {vault(func(_ *world, g *network.Guarded) { g.AddressRules = unknown[bool]() }), nil},
		"no subnet":          {vault(func(_ *world, g *network.Guarded) { g.Subnets.Items = nil }), nil},
		"closed to public":   {vault(func(_ *world, g *network.Guarded) { g.PublicAccess = some(false) }), nil},
		"only read":          {vault(func(_ *world, g *network.Guarded) { g.External = true }), nil},
		"endpoint":           {vault(endpoint(some("microsoft.keyvault/vaults"))), nil},
		"endpoint, perhaps":  {vault(endpoint(unknown[string]())), nil},
		"endpoint of an app": {vault(endpoint(some("microsoft.web/sites"))), found},
		"not used":           {vault(func(w *world, _ *network.Guarded) { w.app.Settings = unknown[map[string]value.Of[string]]() }), nil},
		"regional, perhaps":  {vault(func(w *world, _ *network.Guarded) { w.app.Integrations.Incomplete = "var.x" }), nil},
		"not connected":      {vault(func(w *world, _ *network.Guarded) { w.connect() }), nil},
		"parts out of sight": {vault(func(w *world, _ *network.Guarded) { w.Incomplete = []string{"module.x"} }), nil},
	}.run(t, gateway.ServiceEndpointTarget)
}
