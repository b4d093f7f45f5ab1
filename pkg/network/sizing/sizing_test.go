package sizing_test

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/network/sizing"
	"github.com/appnetlint/appnetlint/pkg/source"
	"github.com/appnetlint/appnetlint/pkg/value"
)

var nowhere source.Range

func some[T any](v T) value.Of[T] { return value.Some(v, nowhere) }

func unknown[T any]() value.Of[T] { return value.Undecided[T]("var.x", nowhere) }

func autoscale(enabled value.Of[bool], maximum value.Of[int]) *network.AutoscaleSetting {
	return &network.AutoscaleSetting{Enabled: enabled, Maximum: maximum}
}

func TestInstancesOf(t *testing.T) {
	yes, no := some(true), some(false)
	for name, c := range map[string]struct {
		plan      network.Plan
		autoscale []*network.AutoscaleSetting
		now, max  int
		words     string
		open      int
	}{
		"nothing is stated":           {now: 1, max: 1, words: "1 instance"},
		"workers":                     {plan: network.Plan{Workers: some(3)}, now: 3, max: 3, words: "3 instances (the worker count)"},
		"zero workers of a template":  {plan: network.Plan{Workers: some(0)}, now: 1, max: 1, words: "1 instance"},
		"unknown workers":             {plan: network.Plan{Workers: unknown[int]()}, now: 1, max: 1, words: "1 instance", open: 1},
		"autoscale":                   {plan: network.Plan{Workers: some(3)}, autoscale: []*network.AutoscaleSetting{autoscale(yes, some(13))}, now: 3, max: 13, words: "13 instances (the autoscale maximum)"},
		"autoscale that is off":       {plan: network.Plan{Workers: some(3)}, autoscale: []*network.AutoscaleSetting{autoscale(no, some(13))}, now: 3, max: 3, words: "3 instances (the worker count)"},
		"autoscale that may be off":   {plan: network.Plan{Workers: some(3)}, autoscale: []*network.AutoscaleSetting{autoscale(unknown[bool](), some(13))}, now: 3, max: 3, words: "3 instances (the worker count)", open: 1},
		"autoscale to who knows what": {plan: network.Plan{Workers: some(3)}, autoscale: []*network.AutoscaleSetting{autoscale(yes, unknown[int]())}, now: 3, max: 3, words: "3 instances (the worker count)", open: 1},
		"elastic plan":                {plan: network.Plan{SKU: some("EP2"), Workers: some(1), MaxElasticWorkers: some(20)}, now: 1, max: 20, words: "20 instances (the maximum elastic worker count)"},
		"elastic premium plan":        {plan: network.Plan{SKU: some("P1v3"), ElasticScale: yes, MaxElasticWorkers: some(8)}, now: 1, max: 8, words: "8 instances (the maximum elastic worker count)"},
		"elastic count, not elastic":  {plan: network.Plan{SKU: some("P1v3"), MaxElasticWorkers: some(20)}, now: 1, max: 1, words: "1 instance"},
		"elastic count, who knows":    {plan: network.Plan{SKU: unknown[string](), MaxElasticWorkers: some(20)}, now: 1, max: 1, words: "1 instance"},
	} {
		t.Run(name, func(t *testing.T) {
			c.plan.Autoscale.Items = c.autoscale
			n := sizing.InstancesOf(&c.plan)
			assert.Equal(t, c.now, n.Now)
			assert.Equal(t, c.max, n.Max)
			assert.Equal(t, c.words, n.String())
			assert.Len(t, n.Open, c.open)
		})
	}
}

func TestSKU(t *testing.T) {
	sku, ok := sizing.SKU(&network.Plan{SKU: some("p1V3")})
	require.True(t, ok)
	assert.Equal(t, "P1v3", sku.Name)
	_, ok = sizing.SKU(&network.Plan{Tier: some("Basic")})
	assert.True(t, ok, "a tier without a size")
	for _, p := range []network.Plan{{}, {SKU: unknown[string]()}, {SKU: some("B1"), Tier: unknown[string]()}, {SKU: some("K1")}} {
		_, ok := sizing.SKU(&p)
		assert.False(t, ok)
	}
}

func TestSubnetSize(t *testing.T) {
	subnet := func(prefixes ...string) *network.Subnet {
		parsed := make([]netip.Prefix, len(prefixes))
		for i, p := range prefixes {
			parsed[i] = netip.MustParsePrefix(p)
		}
		return &network.Subnet{Prefixes: some(parsed)}
	}

	usable, ok := sizing.Usable(subnet("10.0.0.0/27"))
	assert.True(t, ok)
	assert.Equal(t, 27, usable)
	assert.True(t, sizing.IsSmallerThan(subnet("10.0.0.0/27"), 26))
	assert.False(t, sizing.IsSmallerThan(subnet("10.0.0.0/26"), 26))

	usable, _ = sizing.Usable(subnet("10.0.0.0/28", "fd00::/64", "10.1.0.0/28"))
	assert.Equal(t, 22, usable)
	assert.False(t, sizing.IsSmallerThan(subnet("10.0.0.0/28", "10.1.0.0/28"), 27), "two halves are a whole")

	for _, s := range []*network.Subnet{{}, subnet("fd00::/64"), {Prefixes: unknown[[]netip.Prefix]()}} {
		_, ok := sizing.Usable(s)
		assert.False(t, ok)
		assert.False(t, sizing.IsSmallerThan(s, 28))
	}
	assert.Equal(t, "10.0.0.0/28 and 10.1.0.0/28", sizing.RangesText(subnet("10.0.0.0/28", "10.1.0.0/28")))
	assert.Equal(t, "(sensitive)", sizing.RangesText(&network.Subnet{Prefixes: some([]netip.Prefix{}).Sensitive()}))
}

// world is a model with two subnets and apps that join them.
type world struct {
	network.Model
	a, b *network.Subnet
}

func newWorld() *world {
	w := &world{a: &network.Subnet{}, b: &network.Subnet{}}
	w.Subnets = []*network.Subnet{w.a, w.b}
	return w
}

func (w *world) plan(workers int) network.Edge[network.Plan] {
	p := &network.Plan{Workers: some(workers)}
	w.Plans = append(w.Plans, p)
	return network.To(p, "", nowhere)
}

func (w *world) app(plan network.Edge[network.Plan], subnets ...network.Edge[network.Subnet]) *network.Site {
	s := &network.Site{Kind: network.WebApp, Plan: plan}
	for _, e := range subnets {
		s.Integrations.Items = append(s.Integrations.Items, network.Integration{Subnet: e})
	}
	w.Sites = append(w.Sites, s)
	return s
}

func to(s *network.Subnet) network.Edge[network.Subnet] { return network.To(s, "", nowhere) }

func TestDemandOn(t *testing.T) {
	w := newWorld()
	big, small := w.plan(10), w.plan(2)
	other := network.Outside[network.Plan]("/serverfarms/other", nowhere)
	app := w.app(big, to(w.a))
	w.app(big, to(w.a))
	w.app(small, to(w.a))
	w.app(other, to(w.a))
	w.app(other, to(w.a))
	w.app(w.plan(50), to(w.a), to(w.b)) // contends with itself
	w.app(w.plan(60), to(w.a)).Flex = true
	w.app(network.Open[network.Plan]("var.plan", nowhere), to(w.a))
	w.app(w.plan(70), network.AnyOf(w.Subnets, nowhere))
	w.app(w.plan(80), to(w.b))
	w.Sites = append(w.Sites, &network.Site{Slot: true, Parent: network.To(app, "", nowhere),
		Integrations: value.Set[network.Integration]{Items: []network.Integration{{Subnet: to(w.a)}}}})
	w.Link()

	d := sizing.DemandOn(w.a)
	require.Len(t, d.Users, 3)
	assert.Len(t, d.Users[0].Sites, 3, "two apps and a slot")
	assert.Equal(t, "/serverfarms/other", d.Users[2].PlanID)
	assert.Equal(t, 13, d.Now())
	assert.Equal(t, 13, d.Needs())
	assert.Equal(t, 26, d.NeedsScaling())
	assert.NotEmpty(t, d.Open, "the app whose plan is not known")

	more := d.With(w.Sites[8])
	assert.Equal(t, 26+140, more.NeedsScaling())
	assert.Equal(t, 26, d.NeedsScaling(), "the demand itself stays as it is")
	assert.Len(t, sizing.DemandOn(w.a).With(app).Users, 3, "a plan counts once")
}

func TestDemandOfWindowsContainers(t *testing.T) {
	w := newWorld()
	plan := w.plan(4)
	plan.Target().WindowsContainers = some(true)
	app := w.app(plan, to(w.a))
	w.app(plan, to(w.a))
	slot := w.app(network.Edge[network.Plan]{}, to(w.a))
	slot.Slot, slot.Parent = true, network.To(app, "", nowhere)
	w.Link()

	d := sizing.DemandOn(w.a)
	require.Len(t, d.Users, 1)
	assert.Equal(t, 3, d.Users[0].PerInstance)
	assert.Equal(t, 24, d.NeedsScaling())
}
