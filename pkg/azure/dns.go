package azure

import "strings"

// Zone is the private DNS zone in which the private endpoints of App Service apps
// have their records.
type Zone struct {
	Name       string
	Cloud      Cloud
	Source     string
	Confidence Confidence
}

// AppServiceZones are the zones of the clouds. A zone group adds both records of
// an app, for its main and its SCM site, to the one zone.
var AppServiceZones = []Zone{
	{"privatelink.azurewebsites.net", PublicCloud, docPrivateEndpoint + ", DNS", Confirmed},
	{"privatelink.azurewebsites.us", USGovernmentCloud, docPrivateEndpointDNS + ", Government", Confirmed},
	{"privatelink.chinacloudsites.cn", ChinaCloud, docPrivateEndpointDNS + ", China", Confirmed},
	{"privatelink.appservice.microsoft.scloud", USSecretCloud, docFederal, Unconfirmed},
	{"privatelink.appservice.eaglex.ic.gov", USTopSecretCloud, docFederal, Unconfirmed},
}

// ZoneKind says what a private DNS zone is to App Service, judged by its name.
type ZoneKind uint8

// The kinds of zones.
const (
	// ZoneUnrelated is anything else: a custom domain, for one.
	ZoneUnrelated ZoneKind = iota
	// ZoneAppService is the right zone.
	ZoneAppService
	// ZoneAppServiceSCM is the right zone with "scm." in front. Some tables name
	// it; it is allowed, but not needed.
	ZoneAppServiceSCM
	// ZoneSingleApp is a zone for one app under the right zone, such as
	// "shop.privatelink.azurewebsites.net".
	ZoneSingleApp
	// ZonePublicName is the public name without "privatelink.", or a name under it,
	// such as "azurewebsites.net". It hides the public records of all other apps.
	ZonePublicName
	// ZoneEnvironment belongs to an App Service Environment:
	// "<name>.appserviceenvironment.net".
	ZoneEnvironment
	// ZoneOtherService is the "privatelink." zone of another service, such as that
	// of static websites in Azure Storage, "privatelink.web.core.windows.net".
	ZoneOtherService
)

func (k ZoneKind) String() string {
	switch k {
	case ZoneAppService:
		return "App Service"
	case ZoneAppServiceSCM:
		return "App Service SCM"
	case ZoneSingleApp:
		return "single app"
	case ZonePublicName:
		return "public name"
	case ZoneEnvironment:
		return "App Service Environment"
	case ZoneOtherService:
		return "other service"
	default:
		return "unrelated"
	}
}

// ClassifyZone says what a zone of the given name is to App Service.
func ClassifyZone(name string) ZoneKind {
	name = canonicalHost(name)
	for _, zone := range AppServiceZones {
		if kind := classifyAgainst(name, zone.Name); kind != ZoneUnrelated {
			return kind
		}
	}
	switch {
	case under(name, environmentSuffixes):
		return ZoneEnvironment
	case strings.HasPrefix(name, "privatelink."):
		return ZoneOtherService
	default:
		return ZoneUnrelated
	}
}

// ResemblesAppServiceZone reports whether a name is meant for a zone of App Service
// and is none, such as privatelink.azurewebsites.windows.net: no service has a
// private link zone with azurewebsite in its name but App Service.
func ResemblesAppServiceZone(name string) bool {
	name = canonicalHost(name)
	return ClassifyZone(name) == ZoneOtherService && strings.Contains(name, "azurewebsite")
}

// classifyAgainst judges a zone by the right zone of one cloud.
func classifyAgainst(name, zone string) ZoneKind {
	public := strings.TrimPrefix(zone, "privatelink.")
	switch {
	case name == zone:
		return ZoneAppService
	case name == "scm."+zone:
		return ZoneAppServiceSCM
	case strings.HasSuffix(name, "."+zone):
		return ZoneSingleApp
	case name == public, strings.HasSuffix(name, "."+public):
		return ZonePublicName
	default:
		return ZoneUnrelated
	}
}

// IsAppServiceZone reports whether a zone is the right one for the private
// endpoints of apps, in any cloud.
func IsAppServiceZone(name string) bool { return ClassifyZone(name) == ZoneAppService }

// HostSuffix is what the default host names of apps end with.
type HostSuffix struct {
	Suffix      string // without a leading dot
	Environment bool   // in an App Service Environment v3
	Cloud       Cloud
	Source      string
	Confidence  Confidence
}

// HostSuffixes are the suffixes of default host names. The SCM site of an app has
// ".scm" between the app's name and the suffix.
var HostSuffixes = []HostSuffix{
	{"azurewebsites.net", false, PublicCloud, docPrivateEndpointDNS + ", Commercial", Confirmed},
	{"azurewebsites.us", false, USGovernmentCloud, docPrivateEndpointDNS + ", Government", Confirmed},
	{"chinacloudsites.cn", false, ChinaCloud, docPrivateEndpointDNS + ", China", Confirmed},
	{"appservice.microsoft.scloud", false, USSecretCloud, docFederal, Unconfirmed},
	{"appservice.eaglex.ic.gov", false, USTopSecretCloud, docFederal, Unconfirmed},
	{"appserviceenvironment.net", true, PublicCloud, docEnvironmentNetworking + ", DNS", Confirmed},
	{"appserviceenvironment.us", true, USGovernmentCloud, undocumented, Unconfirmed},
	{"appserviceenvironment.cn", true, ChinaCloud, undocumented, Unconfirmed},
}

var environmentSuffixes = suffixesOfEnvironments()

func suffixesOfEnvironments() []string {
	var suffixes []string
	for _, s := range HostSuffixes {
		if s.Environment {
			suffixes = append(suffixes, s.Suffix)
		}
	}
	return suffixes
}

// EnvironmentRecords are the A records, for its inbound address, that the private
// zone of an App Service Environment with an internal load balancer needs (App
// Service Environment networking, "DNS").
var EnvironmentRecords = []string{"@", "*", "*.scm"}

// EnvironmentZone returns the name of the private zone that an App Service
// Environment with an internal load balancer needs; "" in a cloud of which the
// suffix is not known.
func EnvironmentZone(environment string, cloud Cloud) string {
	for _, s := range HostSuffixes {
		if s.Environment && s.Cloud == cloud {
			return strings.ToLower(environment) + "." + s.Suffix
		}
	}
	return ""
}

// SiteNameFromHost reads a default host name: the name of the site, and whether
// the host is that of its SCM site. A slot's host names the site and the slot with
// a hyphen between, which cannot be told from a site of that name. It knows
//
//	shop.azurewebsites.net, shop.scm.azurewebsites.net
//	shop-a1b2c3d4e5f6a7b8.westeurope-01.azurewebsites.net (unique default host name)
//	sni.shop.azurewebsites.net (for SNI beside an IP-based binding)
//	shop.privatelink.azurewebsites.net (the target of a private endpoint's CNAME)
//	shop.env.p.azurewebsites.net (App Service Environment v1 and v2)
//	shop.env.appserviceenvironment.net (App Service Environment v3)
func SiteNameFromHost(host string) (site string, scm, ok bool) {
	host = canonicalHost(host)
	for _, suffix := range HostSuffixes {
		rest, found := strings.CutSuffix(host, "."+suffix.Suffix)
		if found {
			return siteFromLabels(strings.Split(rest, "."), suffix.Environment)
		}
	}
	return "", false, false
}

// siteFromLabels reads the labels before a default suffix.
func siteFromLabels(labels []string, environment bool) (site string, scm, ok bool) {
	labels, unique, ok := dropPlacement(labels, environment)
	if !ok {
		return "", false, false
	}
	switch {
	case len(labels) == 2 && labels[1] == "scm":
		site, scm = labels[0], true
	case len(labels) == 2 && labels[0] == "sni":
		site = labels[1]
	case len(labels) == 1:
		site = labels[0]
	}
	if unique {
		site = dropHash(site)
	}
	return site, scm, isLabel(site)
}

// dropPlacement removes the labels that say where the site is: its environment, or
// the region of a unique default host name.
func dropPlacement(labels []string, environment bool) (rest []string, unique, ok bool) {
	last := len(labels) - 1
	if !environment && last > 0 && labels[last] == "privatelink" {
		labels, last = labels[:last], last-1
	}
	switch {
	case environment:
		return labels[:last], false, last > 0
	case labels[last] == "p":
		return labels[:max(last-1, 0)], false, last > 1
	case last > 0 && isRegionLabel(labels[last]):
		return labels[:last], true, true
	default:
		return labels, false, true
	}
}

// isRegionLabel recognises "westeurope-01".
func isRegionLabel(label string) bool {
	region, number, ok := strings.Cut(label, "-")
	return ok && len(number) == 2 && strings.Trim(number, digits) == "" && strings.Trim(region, letters+digits) == ""
}

// uniqueHashLength is the length of the hash in a unique default host name.
const uniqueHashLength = 16

// dropHash removes the hash of a unique default host name, if there is one.
func dropHash(label string) string {
	i := strings.LastIndexByte(label, '-')
	if i > 0 && len(label)-i-1 == uniqueHashLength {
		return label[:i]
	}
	return label
}

// canonicalHost lowers a DNS name and removes its final dot.
func canonicalHost(name string) string { return strings.TrimSuffix(strings.ToLower(name), ".") }

// under reports whether a name is one of the suffixes or ends with one.
func under(name string, suffixes []string) bool {
	for _, suffix := range suffixes {
		if name == suffix || strings.HasSuffix(name, "."+suffix) {
			return true
		}
	}
	return false
}

const (
	letters = "abcdefghijklmnopqrstuvwxyz"
	digits  = "0123456789"
)

// isLabel reports whether s, in lower case, is one label of a DNS name.
func isLabel(s string) bool {
	return s != "" && s[0] != '-' && strings.Trim(s, letters+digits+"-") == ""
}
