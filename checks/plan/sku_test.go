package plan_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/checks/plan"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

func unknown[T any]() value.Of[T] { return value.Undecided[T]("var.x", nowhere) }

func toPlan(p *network.Plan) network.Edge[network.Plan] { return network.To(p, "", nowhere) }

// found runs a check on a model and returns severities and addresses.
func found(c *lint.Check, m *network.Model) []string {
	m.Link()
	var out []string
	for _, f := range lint.Run(lint.Subject{Model: m}, []*lint.Check{c}).Findings {
		out = append(out, f.Severity.String()+" "+f.Address)
	}
	return out
}

func TestInstancesExceedSKU(t *testing.T) {
	workers := func(n value.Of[int]) func(*network.Plan) { return func(p *network.Plan) { p.Workers = n } }
	elastic := func(p *network.Plan) { p.MaxElasticWorkers = some(101) }
	for name, c := range map[string]struct {
		sku    string
		change func(*network.Plan)
		want   []string
	}{
		"nothing said":         {"B1", func(*network.Plan) {}, nil},
		"at the limit":         {"B1", workers(some(3)), nil},
		"over the limit":       {"B1", workers(some(4)), []string{"error p"}},
		"unknown":              {"B1", workers(unknown[int]()), nil},
		"unknown size":         {"B1", func(p *network.Plan) { p.Workers, p.SKU = some(500), unknown[string]() }, nil},
		"tier":                 {"", func(p *network.Plan) { p.Workers, p.SKU, p.Tier = some(4), value.None[string](), some("Basic") }, []string{"error p"}},
		"shared":               {"F1", workers(some(2)), []string{"error p"}},
		"environment":          {"I1v2", workers(some(101)), []string{"warning p"}},
		"counted by app":       {"Y1", workers(some(500)), nil},
		"elastic":              {"EP1", elastic, []string{"error p"}},
		"not elastic":          {"P1v3", elastic, nil},
		"scales by itself":     {"P1v3", func(p *network.Plan) { elastic(p); p.ElasticScale = some(true) }, []string{"note p"}},
		"both, one mistake":    {"EP1", func(p *network.Plan) { elastic(p); p.Workers = some(200) }, []string{"error p"}},
		"only read":            {"B1", func(p *network.Plan) { p.Workers, p.External = some(4), true }, nil},
		"undocumented":         {"WS1", workers(some(500)), nil},
		"zero as templates do": {"Y1", workers(some(0)), nil},
	} {
		t.Run(name, func(t *testing.T) {
			p := sized("p", some(c.sku))
			c.change(p)
			assert.Equal(t, c.want, found(plan.InstancesExceedSKU, &network.Model{Plans: []*network.Plan{p}}))
		})
	}
}

func TestAutoscaleExceedsSKU(t *testing.T) {
	standard, premium := sized("s", some("S1")), sized("p", some("P1v3"))
	is := []string{"warning scale"}
	for name, c := range map[string]struct {
		plan    network.Edge[network.Plan]
		enabled value.Of[bool]
		maximum value.Of[int]
		want    []string
	}{
		"at the limit":  {toPlan(standard), some(true), some(10), nil},
		"over it":       {toPlan(standard), some(true), some(11), is},
		"not said":      {toPlan(standard), value.None[bool](), some(11), is},
		"off":           {toPlan(standard), some(false), some(11), nil},
		"off, perhaps":  {toPlan(standard), unknown[bool](), some(11), nil},
		"unknown":       {toPlan(standard), some(true), unknown[int](), nil},
		"one of two":    {network.AnyOf([]*network.Plan{standard, premium}, nowhere), some(true), some(11), nil},
		"either of two": {network.AnyOf([]*network.Plan{standard, premium}, nowhere), some(true), some(31), is},
		"of who knows":  {network.Open[network.Plan]("var.plan", nowhere), some(true), some(500), nil},
	} {
		t.Run(name, func(t *testing.T) {
			a := &network.AutoscaleSetting{Element: network.Element{Address: "scale"}, Plan: c.plan, Enabled: c.enabled, Maximum: c.maximum}
			m := &network.Model{Plans: []*network.Plan{standard, premium}, AutoscaleSettings: []*network.AutoscaleSetting{a}}
			assert.Equal(t, c.want, found(plan.InstancesExceedSKU, m))
		})
	}
}

func TestFlexInstances(t *testing.T) {
	for name, c := range map[string]struct {
		flex  bool
		limit value.Of[int]
		want  []string
	}{
		"at the limit": {true, some(1000), nil},
		"over it":      {true, some(1001), []string{"error app"}},
		"unknown":      {true, unknown[int](), nil},
		"another tier": {false, some(1001), nil},
	} {
		app := &network.Site{Element: network.Element{Address: "app"}, Kind: network.FunctionApp, Flex: c.flex, AppScaleLimit: c.limit}
		assert.Equal(t, c.want, found(plan.InstancesExceedSKU, &network.Model{Sites: []*network.Site{app}}), name)
	}
}

func TestInboundIPv6(t *testing.T) {
	six := some("IPv6")
	for name, c := range map[string]struct {
		sku  string
		mode value.Of[string]
		want []string
	}{
		"Basic":        {"B1", six, nil},
		"Consumption":  {"Y1", six, nil},
		"Free":         {"F1", six, []string{"note app"}},
		"both":         {"F1", some("ipv4andipv6"), []string{"note app"}},
		"IPv4":         {"F1", some("IPv4"), nil},
		"not written":  {"F1", value.None[string](), nil},
		"unknown":      {"F1", unknown[string](), nil},
		"environment":  {"I1v2", six, []string{"note app"}},
		"unknown size": {"K1", six, nil},
	} {
		p := sized("p", some(c.sku))
		app := &network.Site{Element: network.Element{Address: "app"}, Kind: network.WebApp, Plan: toPlan(p), IPMode: c.mode}
		assert.Equal(t, c.want, found(plan.InboundIPv6, &network.Model{Plans: []*network.Plan{p}, Sites: []*network.Site{app}}), name)
	}
}

func TestSlotsExceedSKU(t *testing.T) {
	is := []string{"error app"}
	basic, standard := sized("b", some("B1")), sized("s", some("S1"))
	for name, c := range map[string]struct {
		plan  network.Edge[network.Plan]
		slots int
		want  []string
	}{
		"none on Basic":        {toPlan(basic), 0, nil},
		"one on Basic":         {toPlan(basic), 1, is},
		"five on Standard":     {toPlan(standard), 5, nil},
		"six on Standard":      {toPlan(standard), 6, is},
		"two on Elastic":       {toPlan(sized("e", some("EP1"))), 2, nil},
		"three on Elastic":     {toPlan(sized("e", some("EP1"))), 3, is},
		"unknown size":         {toPlan(sized("u", unknown[string]())), 30, nil},
		"unknown plan":         {network.Open[network.Plan]("var.plan", nowhere), 30, nil},
		"plan elsewhere":       {network.Outside[network.Plan]("/p", nowhere), 30, nil},
		"one, one of two":      {network.AnyOf([]*network.Plan{basic, standard}, nowhere), 1, nil},
		"six, either of two":   {network.AnyOf([]*network.Plan{basic, standard}, nowhere), 6, is},
		"undocumented, no end": {toPlan(sized("w", some("WS1"))), 30, nil},
	} {
		t.Run(name, func(t *testing.T) {
			app := &network.Site{Element: network.Element{Address: "app"}, Kind: network.WebApp, Plan: c.plan}
			m := &network.Model{Plans: []*network.Plan{basic, standard}, Sites: []*network.Site{app}}
			for i := range c.slots {
				m.Sites = append(m.Sites, &network.Site{
					Element: network.Element{Address: fmt.Sprint("slot", i)}, Kind: network.WebApp, Slot: true, Parent: network.To(app, "", nowhere),
				})
			}
			assert.Equal(t, c.want, found(plan.SlotsExceedSKU, m))
		})
	}
}

func TestPremiumV4WindowsContainer(t *testing.T) {
	is := []string{"error p"}
	for name, c := range map[string]struct {
		sku    value.Of[string]
		change func(*network.Plan, *network.Site)
		want   []string
	}{
		"code":           {some("P1v4"), func(*network.Plan, *network.Site) {}, nil},
		"the plan":       {some("P1v4"), func(p *network.Plan, _ *network.Site) { p.WindowsContainers = some(true) }, is},
		"memory":         {some("P1mv4"), func(p *network.Plan, _ *network.Site) { p.WindowsContainers = some(true) }, is},
		"an app":         {some("P1v4"), func(_ *network.Plan, s *network.Site) { s.WindowsContainer = some(true) }, is},
		"unknown":        {some("P1v4"), func(p *network.Plan, _ *network.Site) { p.WindowsContainers = unknown[bool]() }, nil},
		"Premium v3":     {some("P1v3"), func(p *network.Plan, _ *network.Site) { p.WindowsContainers = some(true) }, nil},
		"unknown size":   {unknown[string](), func(p *network.Plan, _ *network.Site) { p.WindowsContainers = some(true) }, nil},
		"another's plan": {some("P1v4"), func(p *network.Plan, _ *network.Site) { p.WindowsContainers, p.External = some(true), true }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			p := sized("p", c.sku)
			s := &network.Site{Element: network.Element{Address: "app"}, Plan: toPlan(p)}
			c.change(p, s)
			assert.Equal(t, c.want, found(plan.PremiumV4WindowsContainer, &network.Model{Plans: []*network.Plan{p}, Sites: []*network.Site{s}}))
		})
	}
}
