package vnetintegration_test

import (
	"testing"

	"github.com/appnetlint/appnetlint/checks/vnetintegration"
	"github.com/appnetlint/appnetlint/pkg/network"
)

func TestNATSettings(t *testing.T) {
	with := func(change func(g *network.NATGateway)) func(*world) {
		return func(w *world) {
			g := &network.NATGateway{Element: element("nat"), SKU: some("StandardV2"), IdleTimeout: some(4)}
			change(g)
			w.a.NATGateway = to(g)
			w.NATGateways = append(w.NATGateways, g)
		}
	}
	refused := []string{"error nat"}
	vary(t, vnetintegration.NATMismatch, map[string]variation{
		"plain":             {with(func(*network.NATGateway) {}), nil},
		"zones":             {with(func(g *network.NATGateway) { g.Zones = some([]string{"1"}) }), refused},
		"no zones":          {with(func(g *network.NATGateway) { g.Zones = some([]string{}) }), nil},
		"unknown zones":     {with(func(g *network.NATGateway) { g.Zones = unknown[[]string]() }), nil},
		"zones on Standard": {with(func(g *network.NATGateway) { g.SKU, g.Zones = some("Standard"), some([]string{"1"}) }), nil},
		"zones, SKU open":   {with(func(g *network.NATGateway) { g.SKU, g.Zones = unknown[string](), some([]string{"1"}) }), nil},
		"longest timeout":   {with(func(g *network.NATGateway) { g.IdleTimeout = some(120) }), nil},
		"timeout too long":  {with(func(g *network.NATGateway) { g.IdleTimeout = some(121) }), refused},
		"timeout too short": {with(func(g *network.NATGateway) { g.IdleTimeout = some(3) }), refused},
		"timeout unknown":   {with(func(g *network.NATGateway) { g.IdleTimeout = unknown[int]() }), nil},
	})
}
