package egress_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/pkg/egress"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// Of routes with one prefix the user's comes before those that a gateway learns, and
// these before Azure's own. What a gateway learns cannot be seen: it is an exception
// where it would win.
func TestPrecedenceOfRoutes(t *testing.T) {
	gateway := func(w world) { w.vnet.Gateways.Items = []*network.Gateway{{Element: element("vpn")}} }
	const learned = "what gateway vpn learns routes to"
	for _, c := range []struct {
		name    string
		edit    func(world)
		path    egress.Path
		learned bool
	}{
		{"Azure's own alone", func(world) {}, egress.Direct, false},
		{"a gateway before Azure's own", gateway, egress.Direct, true},
		{"a gateway before a NAT gateway", func(w world) { gateway(w); w.hasNAT() }, egress.NAT, true},
		{"the user before a gateway", func(w world) {
			gateway(w)
			w.routes(route("0.0.0.0/0", "VirtualAppliance", "10.1.9.4"))
		}, egress.Appliance, false},
		{"the user before a NAT gateway", func(w world) {
			w.hasNAT()
			w.routes(route("0.0.0.0/0", "None", ""))
		}, egress.Dropped, false},
		{"the user before both", func(w world) {
			gateway(w)
			w.hasNAT()
			w.routes(route("0.0.0.0/0", "VirtualNetworkGateway", ""))
		}, egress.Gateway, false},
		{"the user for other addresses", func(w world) {
			gateway(w)
			w.routes(route("192.168.0.0/16", "VirtualAppliance", "10.1.9.4"))
		}, egress.Direct, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld()
			c.edit(w)
			got := row(t, w.Model, "internet")
			assert.Equal(t, c.path, got.Path)
			if c.learned {
				assert.Contains(t, got.Except, learned)
			} else {
				assert.NotContains(t, got.Except, learned)
			}
		})
	}
}

func TestInternetOfOneApp(t *testing.T) {
	w := newWorld()
	w.hasNAT()
	got := egress.Internet(w.Model, w.site)
	assert.Equal(t, row(t, w.Model, "internet"), got)
	assert.Same(t, w.subnet.NATGateway.Target(), got.NAT)

	w.subnet.NATGateway = outside[network.NATGateway]()
	got = egress.Internet(w.Model, w.site)
	assert.Equal(t, egress.NAT, got.Path)
	assert.Nil(t, got.NAT, "it is not in the configuration")
}
