package vnetintegration_test

import (
	"fmt"
	"testing"

	"github.com/appnetlint/appnetlint/checks/vnetintegration"
	"github.com/appnetlint/appnetlint/pkg/network"
)

func TestContainerUnits(t *testing.T) {
	with := func(more int, change func(w *world)) func(*world) {
		return func(w *world) {
			w.plan.WindowsContainers = some(true)
			for i := range more {
				w.Sites = append(w.Sites, &network.Site{Element: element(fmt.Sprintf("app%d", i)), Plan: to(w.plan)})
			}
			change(w)
		}
	}
	nothing := func(*world) {}
	vary(t, vnetintegration.ContainerUnits, map[string]variation{ // P1v3 has two cores
		"four apps":        {with(3, nothing), nil},
		"five apps":        {with(4, nothing), []string{"warning plan"}},
		"a second subnet":  {with(3, func(w *world) { w.join(w.Sites[1], to(w.b)) }), []string{"warning plan"}},
		"the same subnet":  {with(3, func(w *world) { w.join(w.Sites[1], to(w.a)) }), nil},
		"an unknown one":   {with(3, func(w *world) { w.join(w.Sites[1], open[network.Subnet]()) }), nil},
		"a slot":           {with(4, func(w *world) { w.Sites[1].Slot = true }), nil},
		"no subnet":        {with(6, func(w *world) { w.app.Integrations.Items = nil }), nil},
		"no containers":    {with(6, func(w *world) { w.plan.WindowsContainers = some(false) }), nil},
		"perhaps":          {with(6, func(w *world) { w.plan.WindowsContainers = unknown[bool]() }), nil},
		"a larger size":    {with(6, func(w *world) { w.plan.SKU = some("P2v3") }), nil},
		"an unknown size":  {with(6, func(w *world) { w.plan.SKU = unknown[string]() }), nil},
		"an unproven size": {with(6, func(w *world) { w.plan.SKU = some("I1mv2") }), nil},
	})
}
