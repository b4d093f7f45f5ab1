package azurerm

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

const routeAllSetting = "WEBSITE_VNET_ROUTE_ALL"

// routeBySettings lets app settings decide which outbound traffic enters the
// virtual network where the provider sends no property: where there are both,
// the property wins.
//
// Source: https://learn.microsoft.com/azure/app-service/configure-vnet-integration-routing
func routeBySettings(s *network.Site) {
	r := &s.Routing
	routeBySetting(s, &r.All, routeAllSetting)
	routeBySetting(s, &r.ImagePull, "WEBSITE_PULL_IMAGE_OVER_VNET")
	routeBySetting(s, &r.ContentShare, "WEBSITE_CONTENTOVERVNET")
}

func routeBySetting(s *network.Site, property *value.Of[bool], name string) {
	if !property.IsAbsent() {
		return
	}
	if s.Settings.IsUnknown() {
		*property = value.Undecided[bool](s.Settings.Why(), s.Settings.At())
		return
	}
	all, _ := s.Settings.Get()
	if setting, written := all[name]; written {
		*property = switchedOn(setting)
	}
}

// switchedOn reads a setting such as "1" or "true". The setting is not for
// printing, but its meaning is.
func switchedOn(setting value.Of[string]) value.Of[bool] {
	text, ok := setting.Get()
	if !ok {
		return value.Undecided[bool](setting.Why(), setting.At())
	}
	switch strings.ToLower(strings.TrimSpace(text)) {
	case "1", "true":
		return value.Some(true, setting.At())
	case "0", "false", "":
		return value.Some(false, setting.At())
	}
	return value.Undecided[bool](setting.Why(), setting.At())
}
