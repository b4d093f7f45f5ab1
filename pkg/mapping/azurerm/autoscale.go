package azurerm

import (
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// autoscaleSetting maps azurerm_monitor_autoscale_setting. Settings that scale
// something else than a plan are left out.
//
// Source: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/monitor_autoscale_setting
func autoscaleSetting(x *index.Index, a attributes) {
	s := &network.AutoscaleSetting{Element: a.element(x)}
	s.Enabled = a.boolOr("enabled", true)
	s.Maximum = largestMaximum(a)
	x.Model.AutoscaleSettings = append(x.Model.AutoscaleSettings, s)
	x.Add(a.of.Resource, s, a.id("Microsoft.Insights/autoscaleSettings", s.Name))
	target := a.get("target_resource_id").Cursor
	x.Later(func() {
		if typ, ok := targetType(x, target).Get(); !ok || typ == "microsoft.web/serverfarms" {
			s.Plan = index.Resolve[network.Plan](x, target)
		}
	})
}

// largestMaximum returns the largest number of instances over all profiles.
func largestMaximum(a attributes) value.Of[int] {
	profiles, more := a.blocks("profile")
	if more != "" {
		return value.Undecided[int](more, a.At())
	}
	largest := value.None[int]()
	for _, p := range profiles {
		maximum := p.get("capacity").get("maximum").Int()
		n, ok := maximum.Get()
		switch {
		case maximum.IsUnknown():
			return maximum
		case ok && (largest.IsAbsent() || n > largest.Or(0)):
			largest = maximum
		}
	}
	return largest
}
