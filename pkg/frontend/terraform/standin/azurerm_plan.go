package standin

import "github.com/zclconf/go-cty/cty"

// planAzurerm plans as the azurerm provider does: as the SDK, and with what the
// provider's own code (CustomizeDiff) adds. Most of that code validates; of the
// rest, only what bears on App Service is imitated.
func planAzurerm(c change) (cty.Value, []cty.Path) {
	planned, replace := planSDK(c)
	if further := furtherReplacements[c.typ]; further != nil && !c.prior.IsNull() {
		replace = append(replace, further(c.prior, planned)...)
	}
	return planned, replace
}

// furtherReplacements says, by type, which changes replace a resource beyond
// those of arguments that always do.
var furtherReplacements = map[string]func(prior, planned cty.Value) []cty.Path{
	// A plan with one worker cannot be spread over zones later.
	"azurerm_service_plan": func(prior, planned cty.Value) []cty.Path {
		zones, workers := planned.GetAttr("zone_balancing_enabled"), planned.GetAttr("worker_count")
		switch {
		case !zones.IsKnown() || zones.IsNull() || zones.False():
		case !isZero(prior.GetAttr("zone_balancing_enabled")):
		case workers.IsKnown() && (workers.IsNull() || workers.LessThan(cty.NumberIntVal(2)).True()):
			return []cty.Path{cty.GetAttrPath("zone_balancing_enabled")}
		}
		return nil
	},
}
