package gateway_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/checks/gateway"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/source"
	"github.com/appnetlint/appnetlint/pkg/value"
)

var nowhere source.Range

func some[T any](v T) value.Of[T] { return value.Some(v, nowhere) }

func to[T any](target *T) network.Edge[T] { return network.To(target, "", nowhere) }

func element(address string) network.Element { return network.Element{Address: address} }

// world is a model with a Windows app that is connected to a network with a VPN
// gateway, and a second network with an ExpressRoute gateway.
type world struct {
	network.Model
	app          *network.Site
	vnet, remote *network.VNet
	vpn, er      *network.Gateway
}

func newWorld() *world {
	w := &world{
		vnet: &network.VNet{Element: element("vnet")}, remote: &network.VNet{Element: element("remote")},
		app: &network.Site{Element: element("app"), Kind: network.WebApp, OS: some(network.Windows)},
	}
	w.vpn = w.gateway(w.vnet, false)
	w.er = w.gateway(w.remote, true)
	w.VNets, w.Sites = []*network.VNet{w.vnet, w.remote}, []*network.Site{w.app}
	w.app.GatewayVNets.Items = []network.GatewayIntegration{{Element: element("link"), VNet: to(w.vnet)}}
	return w
}

func (w *world) gateway(in *network.VNet, expressRoute bool) *network.Gateway {
	subnet := &network.Subnet{VNet: to(in)}
	g := &network.Gateway{Element: element("gateway of " + in.Address), Subnet: to(subnet), ExpressRoute: some(expressRoute)}
	w.Subnets, w.Gateways = append(w.Subnets, subnet), append(w.Gateways, g)
	return g
}

func (w *world) peering(useRemote value.Of[bool]) {
	w.Peerings = append(w.Peerings, &network.Peering{From: to(w.vnet), To: to(w.remote), RemoteGateways: useRemote})
}

func (w *world) run(c *lint.Check) []string {
	w.Link()
	var out []string
	for _, f := range lint.Run(lint.Subject{Model: &w.Model}, []*lint.Check{c}).Findings {
		out = append(out, f.Severity.String()+" "+f.Address)
	}
	return out
}

func TestOnLinux(t *testing.T) {
	linux := &network.Plan{OS: some(network.Linux)}
	for name, c := range map[string]struct {
		change func(*world)
		want   []string
	}{
		"Windows":         {func(*world) {}, nil},
		"Linux":           {func(w *world) { w.app.OS = some(network.Linux) }, []string{"error link"}},
		"unknown":         {func(w *world) { w.app.OS = value.Undecided[network.OS]("var.os", nowhere); w.app.Plan = to(linux) }, nil},
		"by the plan":     {func(w *world) { w.app.OS = value.None[network.OS](); w.app.Plan = to(linux) }, []string{"error link"}},
		"not by the plan": {func(w *world) { w.app.OS = value.None[network.OS](); w.app.Plan = to(&network.Plan{}) }, nil},
		"not connected":   {func(w *world) { w.app.OS = some(network.Linux); w.app.GatewayVNets.Items = nil }, nil},
		"written at the app": {func(w *world) {
			w.app.OS = some(network.Linux)
			w.app.GatewayVNets.Items[0].Element = w.app.Element
		}, []string{"error app"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			c.change(w)
			assert.Equal(t, c.want, w.run(gateway.OnLinux))
		})
	}
}

func TestExpressRoutePresent(t *testing.T) {
	found := []string{"error link"}
	for name, c := range map[string]struct {
		change func(*world)
		want   []string
	}{
		"VPN only":              {func(*world) {}, nil},
		"coexistence":           {func(w *world) { w.gateway(w.vnet, true) }, found},
		"unknown kind":          {func(w *world) { w.vpn.ExpressRoute = value.Undecided[bool]("var.type", nowhere) }, nil},
		"connection":            {func(w *world) { w.link(to(w.vpn), some(true)) }, found},
		"another connection":    {func(w *world) { w.link(to(w.er), some(true)) }, nil},
		"site-to-site":          {func(w *world) { w.link(to(w.vpn), some(false)) }, nil},
		"connection of unknown": {func(w *world) { w.link(network.Open[network.Gateway]("var.gateway", nowhere), some(true)) }, nil},
		"gateway of the peer":   {func(w *world) { w.peering(some(true)) }, found},
		"peer without transit":  {func(w *world) { w.peering(some(false)) }, nil},
		"peer, who knows":       {func(w *world) { w.peering(value.Undecided[bool]("var.transit", nowhere)) }, nil},
		"peer of the peer":      {func(w *world) { w.peering(some(true)); w.er.ExpressRoute = some(false) }, nil},
		"unknown network": {func(w *world) {
			w.gateway(w.vnet, true)
			w.app.GatewayVNets.Items[0].VNet = network.Open[network.VNet]("var.network", nowhere)
		}, nil},
		"either network": {func(w *world) {
			w.gateway(w.vnet, true)
			w.app.GatewayVNets.Items[0].VNet = network.AnyOf([]*network.VNet{w.vnet, w.remote}, nowhere)
		}, found},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			c.change(w)
			assert.Equal(t, c.want, w.run(gateway.ExpressRoutePresent))
		})
	}
}

func (w *world) link(gateway network.Edge[network.Gateway], expressRoute value.Of[bool]) {
	w.GatewayLinks = append(w.GatewayLinks, &network.GatewayLink{Gateway: gateway, ExpressRoute: expressRoute})
}
