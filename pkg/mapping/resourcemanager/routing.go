package resourcemanager

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// trafficClass names a class of outbound traffic as it is written: a property of the
// app up to API version 2024-04-01, a member of outboundVnetRouting from
// 2024-11-01 on, an app setting where neither is written.
//
// Source: https://learn.microsoft.com/azure/app-service/overview-vnet-integration#routes
type trafficClass struct {
	property string
	member   string
	setting  string
	field    func(*network.Routing) *value.Of[bool]
}

var trafficClasses = []trafficClass{
	{"vnetRouteAllEnabled", "applicationTraffic", "WEBSITE_VNET_ROUTE_ALL",
		func(r *network.Routing) *value.Of[bool] { return &r.All }},
	{"vnetImagePullEnabled", "imagePullTraffic", "WEBSITE_PULL_IMAGE_OVER_VNET",
		func(r *network.Routing) *value.Of[bool] { return &r.ImagePull }},
	{"vnetContentShareEnabled", "contentShareTraffic", "WEBSITE_CONTENTOVERVNET",
		func(r *network.Routing) *value.Of[bool] { return &r.ContentShare }},
	{"vnetBackupRestoreEnabled", "backupRestoreTraffic", "",
		func(r *network.Routing) *value.Of[bool] { return &r.BackupRestore }},
}

const outboundRouting = "outboundVnetRouting"

// fillRouting maps which outbound traffic of an app enters the virtual network.
func fillRouting(r *resource, s *network.Site) {
	for _, class := range trafficClasses {
		if c := r.prop(class.property); takesEffect(r, c, class.property, &s.Routing) {
			*class.field(&s.Routing) = within(r, typeSite, class.property, c.Bool())
		}
	}
	outbound := r.prop(outboundRouting)
	if !takesEffect(r, outbound, outboundRouting, &s.Routing) {
		return
	}
	all := outbound.Fold("allTraffic").Bool()
	for _, class := range trafficClasses {
		v := outbound.Fold(class.member).Bool()
		if value.Is(all, true) || all.IsUnknown() && !value.Is(v, true) {
			v = all
		}
		set(class.field(&s.Routing), within(r, typeSite, outboundRouting, v))
	}
}

// takesEffect reports whether a property is written that the API version may
// have. One that it certainly does not have is noted.
func takesEffect(r *resource, c iac.Cursor, property string, routing *network.Routing) bool {
	if c.IsNull() {
		return false
	}
	place, ok := r.window(typeSite, property)
	if ok && place != azure.Within {
		if off := c.Value().Kind() == iac.Bool && value.Is(c.Bool(), false); !off && !c.IsUnknown() {
			routing.Ineffective = append(routing.Ineffective, property)
		}
		return false
	}
	return true
}

// fillConfigRouting maps "Route all" as the configuration of an app has it. The
// app's own property comes first. From API version 2024-11-01 on the one in the
// configuration is reported to be ignored, which no document confirms: set to
// true, it leaves the routing undecided.
func fillConfigRouting(r *resource, c iac.Cursor, s *network.Site) {
	const property = "siteConfig.vnetRouteAllEnabled"
	v := c.Fold("vnetRouteAllEnabled")
	enabled := v.Bool()
	inSite := (r.typ == typeSite || r.typ == typeSlot) && !r.prop("vnetRouteAllEnabled").IsNull()
	ours, decided := s.Routing.All.Get()
	switch {
	case v.IsNull():
	case !takesEffect(r, v, property, &s.Routing):
		if s.Routing.All.IsAbsent() && !value.Is(enabled, false) {
			s.Routing.All = value.Undecided[bool](r.outside(property), v.At())
		}
	case !inSite:
		s.Routing.All = within(r, typeSite, property, enabled)
	case decided && value.IsNot(enabled, ours):
		s.Routing.All = value.Undecided[bool](property, v.At())
	}
}

// routeBySettings lets app settings decide where no property is written: where
// there are both, the property wins.
//
// Source: https://learn.microsoft.com/azure/app-service/configure-vnet-integration-routing
func routeBySettings(s *network.Site) {
	settings, known := s.Settings.Get()
	for _, class := range trafficClasses {
		field := class.field(&s.Routing)
		switch {
		case class.setting == "" || !field.IsAbsent():
		case known:
			*field = parse(settings[class.setting], switchedOn)
			if on, ok := field.Get(); ok { // the setting is not for printing, its meaning is
				*field = value.Some(on, field.At())
			}
		case s.Settings.IsUnknown():
			*field = value.Undecided[bool](s.Settings.Why(), s.Settings.At())
		}
	}
}

// switchedOn reads a setting such as "1" or "true".
func switchedOn(s string) (on, ok bool) {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "1", "true":
		return true, true
	case "0", "false", "":
		return false, true
	}
	return false, false
}
