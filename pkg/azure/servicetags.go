package azure

import (
	"slices"
	"strings"
	"sync"
)

// The service tags that matter to App Service.
const (
	// TagAppService holds the inbound addresses of multitenant apps, and no outbound
	// ones: it cannot admit calls from other apps (Inbound and outbound IP addresses
	// in Azure App Service, "Service tag").
	TagAppService = "AppService"
	// TagAppServiceManagement is for App Service Environments only (App Service
	// networking features, "Outbound addresses").
	TagAppServiceManagement = "AppServiceManagement"
	// TagFrontDoorBackend holds the addresses from which Azure Front Door reaches
	// origins, of whatever customer.
	TagFrontDoorBackend = "AzureFrontDoor.Backend"
	// TagFrontDoorFrontend holds the addresses at which clients reach Front Door.
	TagFrontDoorFrontend = "AzureFrontDoor.Frontend"
	// TagFrontDoorFirstParty is reserved for services of Microsoft.
	TagFrontDoorFirstParty = "AzureFrontDoor.FirstParty"
	// TagAzureCloud holds all public addresses of Azure's datacenters, customers'
	// included.
	TagAzureCloud = "AzureCloud"
	// TagAzureActiveDirectory is Microsoft Entra ID.
	TagAzureActiveDirectory = "AzureActiveDirectory"
	// TagAzureLoadBalancer is the origin of load balancer probes, PlatformAddress.
	TagAzureLoadBalancer = "AzureLoadBalancer"
	// TagAzureTrafficManager holds the addresses of Traffic Manager's probes.
	TagAzureTrafficManager = "AzureTrafficManager"
	// TagInternet is all that is outside the virtual network.
	TagInternet = "Internet"
	// TagVirtualNetwork is the network's own address space, those connected to it,
	// and PlatformAddress.
	TagVirtualNetwork = "VirtualNetwork"
)

// ServiceTagsSource says where the list of service tags comes from, and its age.
const ServiceTagsSource = "Azure service tags overview, Available service tags " +
	"(https://learn.microsoft.com/azure/virtual-network/service-tags-overview), 2025-07-15, with the further tags of " +
	"Azure IP Ranges and Service Tags, May 2026 (https://www.microsoft.com/download/details.aspx?id=56519)"

// Tag is a service tag, of all of Azure or of one region.
type Tag struct {
	Name   string // "AppService"
	Region string // "westeurope"; "" for all regions
}

// String returns the tag as Azure writes it: "AppService.WestEurope".
func (t Tag) String() string {
	if t.Region == "" {
		return t.Name
	}
	return t.Name + "." + regionScope(t.Name, t.Region)
}

// LookupServiceTag reads a service tag, whatever its case, with or without a
// region. It reports false for a tag that is not known, for a region that is not
// known, and for a region on a tag that has none. Tags come and go, so such a tag
// deserves a question rather than an error.
func LookupServiceTag(s string) (Tag, bool) {
	lower := strings.ToLower(s)
	if tag, ok := tagByName()[lower]; ok {
		return Tag{Name: tag.name}, true
	}
	name, scope := cutScope(lower)
	tag, ok := tagByName()[name]
	if !ok || !tag.regional {
		return Tag{}, false
	}
	region, ok := scopeRegion(tag.name, scope)
	if !ok {
		return Tag{}, false
	}
	return Tag{tag.name, region}, true
}

// NearestServiceTag returns the known tag that was probably meant by one that is
// not known, judged by edit distance; a region is kept or corrected as well. For a
// known tag it returns the tag as Azure writes it.
func NearestServiceTag(s string) (string, bool) {
	if tag, ok := LookupServiceTag(s); ok {
		return tag.String(), true
	}
	lower := strings.ToLower(s)
	if name, scope := cutScope(lower); scope != "" {
		if tag, ok := nearestRegional(name, scope); ok {
			return tag.String(), true
		}
	}
	return nearest(lower, tagNames(), tagDistance)
}

// nearestRegional corrects both halves of a tag with a region.
func nearestRegional(name, scope string) (Tag, bool) {
	found, ok := nearest(name, tagNames(), tagDistance)
	if !ok || !tagByName()[strings.ToLower(found)].regional {
		return Tag{}, false
	}
	region, ok := scopeRegion(found, scope)
	if !ok {
		region, ok = nearest(scope, regionNames(), editDistance)
	}
	return Tag{found, region}, ok
}

// tagDistance is the edit distance, but forgives two usual slips: to leave out the
// "Azure" in front, and to name a tag by its first half only.
func tagDistance(s, tag string) int {
	tag = strings.ToLower(tag)
	if strings.HasPrefix(tag, s+".") {
		return 1
	}
	d := editDistance(s, tag)
	if short, ok := strings.CutPrefix(tag, "azure"); ok {
		d = min(d, 1+editDistance(s, short))
	}
	return d
}

// cutScope splits a tag at its last dot.
func cutScope(s string) (name, scope string) {
	if i := strings.LastIndexByte(s, '.'); i >= 0 {
		return s[:i], s[i+1:]
	}
	return s, ""
}

// cloudScopes are the regions that AzureCloud, and no other tag, spells in its own
// way.
var cloudScopes = map[string]string{
	"brazilsoutheast":    "brazilse",
	"chilecentral":       "chilec",
	"eastusstg":          "usstagee",
	"francecentral":      "centralfrance",
	"francesouth":        "southfrance",
	"germanynorth":       "germanyn",
	"germanywestcentral": "germanywc",
	"norwayeast":         "norwaye",
	"norwaywest":         "norwayw",
	"southcentralusstg":  "usstagec",
	"switzerlandnorth":   "switzerlandn",
	"switzerlandwest":    "switzerlandw",
}

// regionScope returns how a tag writes a region.
func regionScope(tag, region string) string {
	if tag == TagAzureCloud {
		if scope, ok := cloudScopes[region]; ok {
			return scope
		}
		return region
	}
	if r, ok := regionByName()[region]; ok {
		return strings.ReplaceAll(r.DisplayName, " ", "")
	}
	return region
}

// scopeRegion returns the region that a tag writes as scope, in lower case.
func scopeRegion(tag, scope string) (string, bool) {
	if tag == TagAzureCloud {
		for region, written := range cloudScopes {
			if written == scope {
				return region, true
			}
		}
		if _, otherwise := cloudScopes[scope]; otherwise {
			return "", false
		}
	}
	_, ok := regionByName()[scope]
	return scope, ok
}

type tagEntry struct {
	name     string
	regional bool
}

var (
	tagByName   = sync.OnceValue(indexTags)
	tagNames    = sync.OnceValue(func() []string { return slices.Sorted(slices.Values(slices.Concat(regionalTags, globalTags))) })
	regionNames = sync.OnceValue(listRegionNames)
)

func indexTags() map[string]tagEntry {
	index := make(map[string]tagEntry, len(regionalTags)+len(globalTags))
	for _, name := range regionalTags {
		index[strings.ToLower(name)] = tagEntry{name, true}
	}
	for _, name := range globalTags {
		index[strings.ToLower(name)] = tagEntry{name, false}
	}
	return index
}

func listRegionNames() []string {
	all := regions()
	names := make([]string, len(all))
	for i, r := range all {
		names[i] = r.Name
	}
	return names
}

// regionalTags can be narrowed to a region.
var regionalTags = []string{
	"ActionGroup",
	"ApiManagement",
	TagAppService,
	TagAppServiceManagement,
	"AzureArcInfrastructure",
	"AzureAttestation",
	"AzureBackup",
	"AzureBotService",
	TagAzureCloud,
	"AzureCognitiveSearch",
	"AzureConnectors",
	"AzureContainerRegistry",
	"AzureCosmosDB",
	"AzureDataExplorerManagement",
	"AzureDataLake",
	"AzureDevOps",
	"AzureDevSpaces",
	"AzureDigitalTwins",
	"AzureEventGrid",
	TagFrontDoorBackend,
	TagFrontDoorFirstParty,
	TagFrontDoorFrontend,
	"AzureFrontDoor.MicrosoftSecurity",
	"AzureIoTHub",
	"AzureKeyVault",
	"AzureMachineLearning",
	"AzureMonitor",
	"AzureOpenDatasets",
	"AzurePortal",
	"AzureResourceManager",
	"AzureSecurityCenter",
	"AzureSignalR",
	"AzureUpdateDelivery",
	"AzureWebPubSub",
	"BatchNodeManagement",
	"DataFactory",
	"Dynamics365ForMarketingEmail",
	"EventHub",
	"GatewayManager",
	"HDInsight",
	"LogicApps",
	"M365ManagementActivityApi",
	"M365ManagementActivityApiWebhook",
	"MicrosoftCloudAppSecurity",
	"MicrosoftContainerRegistry",
	"PowerBI",
	"PowerPlatformInfra",
	"PowerPlatformPlex",
	"PowerQueryOnline",
	"SCCservice",
	"ServiceBus",
	"ServiceFabric",
	"Sql",
	"Storage",
	"StorageMover",
	"StorageSyncService",
	"SystemServiceAzureSpringAppsResourceProvider",
	"WindowsVirtualDesktop",
}

// globalTags have no regions.
var globalTags = []string{
	"AppConfiguration",
	"ApplicationInsightsAvailability",
	"AutonomousDevelopmentPlatform",
	TagAzureActiveDirectory,
	"AzureActiveDirectory.ServiceEndpoint",
	"AzureActiveDirectoryDomainServices",
	"AzureAdvancedThreatProtection",
	"AzureDatabricks",
	"AzureDeviceUpdate",
	"AzureHealthcareAPIs",
	"AzureInformationProtection",
	TagAzureLoadBalancer,
	"AzureLoadTestingInstanceManagement",
	"AzureMachineLearningInference",
	"AzureManagedGrafana",
	"AzureMonitor.Core",
	"AzureMonitorForSAP",
	"AzurePlatformDNS",
	"AzurePlatformIMDS",
	"AzurePlatformLKM",
	"AzurePortal.AzureAppServiceUx",
	"AzureSentinel",
	"AzureSiteRecovery",
	"AzureSphere",
	"AzureSpringCloud",
	"AzureStack",
	TagAzureTrafficManager,
	"ChaosStudio",
	"CognitiveServicesFrontend",
	"CognitiveServicesManagement",
	"CopilotActions",
	"DataFactoryManagement",
	"Dynamics365BusinessCentral",
	"EOPExternalPublishedIPs",
	"Grafana",
	"GuestAndHybridManagement",
	TagInternet,
	"KustoAnalytics",
	"LogicAppsManagement",
	"M365LighthouseProd",
	"Marketplace",
	"MicrosoftAzureFluidRelay",
	"MicrosoftDefenderForEndpoint",
	"MicrosoftPurviewPolicyDistribution",
	"OneDsCollector",
	"Scuba",
	"SecurityCopilot",
	"SerialConsole",
	"SqlManagement",
	"VideoIndexer",
	TagVirtualNetwork,
	"WindowsAdminCenter",
	"ZeroTrustSegmentation",
}
