package azurerm

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

const typePlan = "Microsoft.Web/serverFarms"

// servicePlan maps azurerm_service_plan.
//
// Source: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/service_plan
func servicePlan(x *index.Index, a attributes) {
	p := addPlan(x, a)
	p.SKU = a.text("sku_name")
	os := a.text("os_type")
	p.OS = parse(os, planOS)
	p.WindowsContainers = value.Map(os, func(s string) bool { return s == "WindowsContainer" })
	p.Workers = a.computed("worker_count").Int()
	if a.of.since(4) {
		p.ElasticScale = a.boolOr("premium_plan_auto_scale_enabled", false)
	}
}

// legacyPlan maps azurerm_app_service_plan.
//
// Source: https://registry.terraform.io/providers/hashicorp/azurerm/3.117.1/docs/resources/app_service_plan
func legacyPlan(x *index.Index, a attributes) {
	p := addPlan(x, a)
	sku := a.get("sku")
	p.SKU, p.Tier = sku.text("size"), sku.text("tier")
	p.Workers = sku.computed("capacity").Int()

	kind, reserved, xenon := a.textOr("kind", "Windows"), a.get("reserved").Bool(), a.get("is_xenon").Bool()
	is := func(word string) bool { return strings.EqualFold(kind.Or(""), word) }
	switch {
	case kind.IsUnknown():
		p.OS = value.Undecided[network.OS](kind.Why(), kind.At())
	case is("Linux"):
		p.OS = value.Map(kind, func(string) network.OS { return network.Linux })
	case is("Windows"), is("xenon"):
		p.OS = value.Map(kind, func(string) network.OS { return network.Windows })
	case reserved.IsAbsent(): // App, FunctionApp and elastic are of both
		p.OS = value.Default(network.Windows, a.of.At)
	default:
		p.OS = value.Map(reserved, reservedOS)
	}
	p.WindowsContainers = xenon
	if is("xenon") {
		p.WindowsContainers = value.Some(true, kind.At())
	}
}

func addPlan(x *index.Index, a attributes) *network.Plan {
	p := &network.Plan{Element: a.element(x)}
	p.MaxElasticWorkers = a.computed("maximum_elastic_worker_count").Int()
	link(x, &p.Environment, a.get("app_service_environment_id"))
	x.Model.Plans = append(x.Model.Plans, p)
	x.Add(a.of.Resource, p, a.id(typePlan, p.Name))
	return p
}

func planOS(s string) (network.OS, bool) {
	switch s {
	case "Linux":
		return network.Linux, true
	case "Windows", "WindowsContainer":
		return network.Windows, true
	}
	return 0, false
}

func reservedOS(reserved bool) network.OS {
	if reserved {
		return network.Linux
	}
	return network.Windows
}

// parse converts a known value; one that cannot be understood becomes unknown.
func parse[T, U any](v value.Of[T], convert func(T) (U, bool)) value.Of[U] {
	if t, ok := v.Get(); ok {
		if _, ok := convert(t); !ok {
			return value.Undecided[U]("", v.At())
		}
	}
	return value.Map(v, func(t T) U {
		u, _ := convert(t)
		return u
	})
}
