package azure

import (
	"strings"
	"sync"
)

// PropertyWindow says in which API versions a property exists and has an effect.
// Outside of them Azure drops it in silence or refuses it.
type PropertyWindow struct {
	// Type is the resource type. What is said of Microsoft.Web/sites holds for its
	// slots as well.
	Type string
	// Property is the path of the property inside "properties"; the elements of an
	// array have no part in it.
	Property string
	First    string // the first version that has it
	Last     string // the last version that has it; "" where it is still there
	// Successor is the property that took its place, if one did.
	Successor  string
	Source     string
	Confidence Confidence
}

// Placement says where a version lies, seen from a window.
type Placement int8

// The places.
const (
	TooEarly Placement = iota - 1
	Within
	TooLate
)

// Place says whether the property exists in a version. Previews count as their
// date, for it is not known what was in them.
func (w PropertyWindow) Place(v APIVersion) Placement {
	switch {
	case v.Date < w.First:
		return TooEarly
	case w.Last != "" && v.Date > w.Last:
		return TooLate
	default:
		return Within
	}
}

// LookupProperty finds the window of a property by resource type and by its path
// inside "properties", whatever their case. The settings of a site are the same
// properties in "siteConfig" of Microsoft.Web/sites and in Microsoft.Web/sites/config.
func LookupProperty(resourceType, property string) (PropertyWindow, bool) {
	resourceType, property = strings.ToLower(resourceType), strings.ToLower(property)
	switch resourceType {
	case "microsoft.web/sites/slots":
		resourceType = "microsoft.web/sites"
	case "microsoft.web/sites/config", "microsoft.web/sites/slots/config":
		resourceType, property = "microsoft.web/sites", "siteconfig."+property
	case "microsoft.web/sites/slots/networkconfig":
		resourceType = "microsoft.web/sites/networkconfig"
	}
	w, ok := windowByProperty()[resourceType+" "+property]
	return w, ok
}

// WindowsOf returns the windows of the properties that resources of a type can have,
// each with its path inside "properties" of that type. For Microsoft.Web/sites/config
// they are those of the configuration named web.
func WindowsOf(resourceType string) []PropertyWindow {
	const site, inSite = "microsoft.web/sites", "siteconfig."
	resourceType = strings.ToLower(resourceType)
	if app, isSlot := strings.CutPrefix(resourceType, site+"/slots"); isSlot && (app == "" || app[0] == '/') {
		resourceType = site + app
	}
	if resourceType != site+"/config" {
		return windowsByType()[resourceType]
	}
	var config []PropertyWindow
	for _, w := range windowsByType()[site] {
		if len(w.Property) > len(inSite) && strings.EqualFold(w.Property[:len(inSite)], inSite) {
			w.Property = w.Property[len(inSite):]
			config = append(config, w)
		}
	}
	return config
}

// Subsumes reports whether another property is a part of this one.
func (w PropertyWindow) Subsumes(property string) bool {
	return strings.HasPrefix(property, w.Property+".")
}

var (
	windowByProperty = sync.OnceValue(func() map[string]PropertyWindow { return indexWindows(PropertyWindows) })
	windowsByType    = sync.OnceValue(func() map[string][]PropertyWindow { return groupWindows(PropertyWindows) })
)

func groupWindows(windows []PropertyWindow) map[string][]PropertyWindow {
	groups := map[string][]PropertyWindow{}
	for _, w := range windows {
		typ := strings.ToLower(w.Type)
		groups[typ] = append(groups[typ], w)
	}
	return groups
}

func indexWindows(windows []PropertyWindow) map[string]PropertyWindow {
	index := make(map[string]PropertyWindow, len(windows))
	for _, w := range windows {
		index[strings.ToLower(w.Type+" "+w.Property)] = w
	}
	return index
}

const (
	typeSite              = "Microsoft.Web/sites"
	typeNetworkConfig     = "Microsoft.Web/sites/networkConfig"
	typeServerFarm        = "Microsoft.Web/serverfarms"
	typePrivateEndpoint   = "Microsoft.Network/privateEndpoints"
	typeZoneLink          = "Microsoft.Network/privateDnsZones/virtualNetworkLinks"
	typeNATGateway        = "Microsoft.Network/natGateways"
	typeRelayNamespace    = "Microsoft.Relay/namespaces"
	outboundVNetRouting   = "outboundVnetRouting"
	sourceRouteAllIgnored = typesWeb + "; typed up to 2025-03-01, but a third party reports that it is ignored from 2024-11-01 on"
)

// PropertyWindows are the networking properties whose API versions matter.
var PropertyWindows = []PropertyWindow{
	{typeSite, "siteConfig.ipSecurityRestrictions", "2016-08-01", "", "", typesWeb, Confirmed},
	{typeSite, "siteConfig.ipSecurityRestrictions.vnetSubnetResourceId", "2018-02-01", "", "", typesWeb, Confirmed},
	{typeSite, "siteConfig.ipSecurityRestrictions.tag", "2018-02-01", "", "", typesWeb, Confirmed},
	{typeSite, "siteConfig.ipSecurityRestrictions.headers", "2020-06-01", "", "", typesWeb, Confirmed},
	// A sample of Microsoft sends the default actions with 2020-06-01.
	{typeSite, "siteConfig.ipSecurityRestrictionsDefaultAction", "2022-09-01", "", "", typesWeb, Unconfirmed},
	{typeSite, "siteConfig.scmIpSecurityRestrictions", "2018-02-01", "", "", typesWeb, Confirmed},
	{typeSite, "siteConfig.scmIpSecurityRestrictions.headers", "2020-06-01", "", "", typesWeb, Confirmed},
	{typeSite, "siteConfig.scmIpSecurityRestrictionsUseMain", "2018-02-01", "", "", typesWeb, Confirmed},
	{typeSite, "siteConfig.scmIpSecurityRestrictionsDefaultAction", "2022-09-01", "", "", typesWeb, Unconfirmed},
	{typeSite, "siteConfig.scmMinTlsVersion", "2020-06-01", "", "", typesWeb, Confirmed},
	{typeSite, "siteConfig.publicNetworkAccess", "2020-12-01", "", "", typesWeb, Confirmed},
	{typeSite, "siteConfig.vnetRouteAllEnabled", "2020-06-01", "2024-04-01", outboundVNetRouting + ".applicationTraffic", sourceRouteAllIgnored, Unconfirmed},
	{typeSite, "publicNetworkAccess", "2022-03-01", "", "", typesWeb, Confirmed},
	{typeSite, "virtualNetworkSubnetId", "2020-12-01", "", "", typesWeb, Confirmed},
	{typeSite, "vnetRouteAllEnabled", "2022-03-01", "2024-04-01", outboundVNetRouting + ".applicationTraffic", typesWeb, Confirmed},
	{typeSite, "vnetImagePullEnabled", "2022-03-01", "2024-04-01", outboundVNetRouting + ".imagePullTraffic", typesWeb, Confirmed},
	{typeSite, "vnetContentShareEnabled", "2022-03-01", "2024-04-01", outboundVNetRouting + ".contentShareTraffic", typesWeb, Confirmed},
	{typeSite, "vnetBackupRestoreEnabled", "2023-12-01", "2024-04-01", outboundVNetRouting + ".backupRestoreTraffic", typesWeb, Confirmed},
	{typeSite, outboundVNetRouting, "2024-11-01", "", "", typesWeb, Confirmed},
	{typeSite, "dnsConfiguration", "2023-12-01", "", "", typesWeb, Confirmed},
	{typeSite, "endToEndEncryptionEnabled", "2023-01-01", "", "", typesWeb, Confirmed},
	// A sample of Microsoft sends it with 2021-03-01.
	{typeSite, "ipMode", "2024-04-01", "", "", typesWeb, Unconfirmed},
	{typeNetworkConfig, "subnetResourceId", "2018-02-01", "", "", typesWeb, Confirmed},
	{typeServerFarm, "maximumElasticWorkerCount", "2018-02-01", "", "", typesWeb, Confirmed},
	{typeServerFarm, "elasticScaleEnabled", "2021-01-15", "", "", typesWeb, Confirmed},
	{typeServerFarm, "zoneRedundant", "2021-02-01", "", "", typesWeb, Confirmed},
	{typeServerFarm, "network.virtualNetworkSubnetId", "2025-03-01", "", "", typesWeb, Confirmed},
	// The types of Microsoft.Network before 2022 were compared by samples only.
	{typePrivateEndpoint, "ipConfigurations", "2021-05-01", "", "", typesNetwork, Unconfirmed},
	{typePrivateEndpoint, "customNetworkInterfaceName", "2021-05-01", "", "", typesNetwork, Unconfirmed},
	{typePrivateEndpoint, "ipVersionType", "2025-03-01", "", "", typesNetwork, Confirmed},
	{typeZoneLink, "resolutionPolicy", "2024-06-01", "", "", typesNetwork, Confirmed},
	{typeNATGateway, "sourceVirtualNetwork", "2024-07-01", "", "", typesNetwork, Confirmed},
	{typeRelayNamespace, "publicNetworkAccess", "2021-11-01", "", "", typesRelay, Confirmed},
}
