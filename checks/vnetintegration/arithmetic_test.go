package vnetintegration_test

import (
	"fmt"
	"net/netip"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/checks/vnetintegration"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// usable is Microsoft's table of the addresses that resources can have in subnets of
// each prefix length.
var usable = map[int]int{
	16: 65531, 17: 32763, 18: 16379, 19: 8187, 20: 4091, 21: 2043, 22: 1019,
	23: 507, 24: 251, 25: 123, 26: 59, 27: 27, 28: 11, 29: 3,
}

// tiers are a size of each tier with VNet integration, the most instances that it runs,
// and the prefix that Microsoft advises.
var tiers = []struct {
	sku     string
	os      network.OS
	elastic bool
	most    int
	advised int
}{
	{"B1", network.Linux, false, 3, 26},
	{"S1", network.Windows, false, 10, 26},
	{"P1", network.Windows, false, 20, 26},
	{"P1v2", network.Linux, false, 30, 26},
	{"P1v3", network.Windows, false, 30, 26},
	{"P1mv3", network.Linux, false, 30, 26},
	{"P0v4", network.Linux, false, 30, 26},
	{"P1mv4", network.Windows, false, 30, 26},
	{"EP1", network.Linux, true, 100, 26},
	{"EP2", network.Windows, true, 100, 24},
	{"WS1", network.Windows, true, 20, 26},
}

// The three checks on the size of an integration subnet agree with the table, for every
// prefix, every tier and every number of instances: exactly one of them speaks.
func TestSubnetArithmetic(t *testing.T) {
	for _, tier := range tiers {
		for bits := 16; bits <= 29; bits++ {
			for instances := 1; instances <= tier.most; instances++ {
				w := newWorld()
				w.plan.SKU, w.plan.OS = some(tier.sku), some(tier.os)
				w.plan.Workers = some(instances)
				if tier.elastic {
					w.plan.Workers, w.plan.MaxElasticWorkers = some(1), some(instances)
				}
				w.a.Prefixes = some([]netip.Prefix{netip.PrefixFrom(netip.MustParseAddr("10.0.0.0"), bits)})
				var small, capacity, advice []string
				if bits > 28 {
					small = []string{"error a"}
				}
				if 2*instances > usable[bits] {
					capacity = []string{"warning a"}
				}
				if small == nil && capacity == nil && bits > tier.advised {
					advice = []string{"note a"}
				}
				name := fmt.Sprintf("%d instances of %s in /%d", instances, tier.sku, bits)
				assert.Equal(t, small, w.run(vnetintegration.SubnetTooSmall), name)
				assert.Equal(t, capacity, w.run(vnetintegration.SubnetCapacity), name)
				assert.Equal(t, advice, w.run(vnetintegration.RecommendedSize), name)
			}
		}
	}
}

// Of Windows containers each instance takes an address more for each app.
func TestSubnetArithmeticOfWindowsContainers(t *testing.T) {
	for bits := 16; bits <= 29; bits++ {
		for apps := 1; apps <= 4; apps++ {
			for instances := 1; instances <= 30; instances++ {
				w := newWorld()
				w.plan.SKU, w.plan.WindowsContainers, w.plan.Workers = some("P1v3"), some(true), some(instances)
				w.a.Prefixes = some([]netip.Prefix{netip.PrefixFrom(netip.MustParseAddr("10.0.0.0"), bits)})
				for range apps - 1 {
					app := &network.Site{Element: element("more"), Kind: network.WebApp, Plan: to(w.plan), OS: some(network.Windows)}
					w.Sites = append(w.Sites, app)
					w.join(app, to(w.a))
				}
				var want []string
				if 2*instances*(apps+1) > usable[bits] {
					want = []string{"warning a"}
				}
				assert.Equal(t, want, w.run(vnetintegration.SubnetCapacity), "%d instances with %d apps in /%d", instances, apps, bits)
			}
		}
	}
}

// Without a size nothing is said that the size would change.
func TestSubnetArithmeticWithoutASize(t *testing.T) {
	for bits := 16; bits <= 29; bits++ {
		w := newWorld()
		w.plan.SKU = value.Undecided[string]("var.sku", nowhere)
		w.plan.MaxElasticWorkers = some(100)
		w.a.Prefixes = some([]netip.Prefix{netip.PrefixFrom(netip.MustParseAddr("10.0.0.0"), bits)})
		assert.Empty(t, w.run(vnetintegration.SubnetCapacity), "/%d", bits)
		assert.Empty(t, w.run(vnetintegration.RecommendedSize), "/%d", bits)
	}
}
