package azure

import "math"

// Limits of access restrictions.
var (
	// MaxAccessRules is the number of access restriction rules of an app. Whether
	// the lists of the main and the SCM site share it is not documented.
	MaxAccessRules = Limit{512, docLimits, Confirmed}
	// MaxSourcesPerRule is the number of address ranges, or of service tags, in
	// one rule.
	MaxSourcesPerRule = Limit{8, docAccessRestrictions + ", Multi-source rules", Confirmed}
	// MaxHeaderValues is the number of values of one header in one rule.
	MaxHeaderValues = Limit{8, docAccessRestrictions + ", HTTP header filtering", Confirmed}
	// MaxHeaderValueLength is the length in characters of a value of
	// x-forwarded-host, x-azure-fdid or x-fd-healthprobe.
	MaxHeaderValueLength = Limit{64, typesWeb + ", IpSecurityRestriction.headers", Confirmed}
	// AccessRulePriority is what azurerm accepts as a rule's priority; the lowest
	// number is evaluated first.
	AccessRulePriority = Range{1, math.MaxInt32, azurermCode + ", IpRestriction priority", Confirmed}
	// CatchAllPriority is the priority under which the platform lists its own
	// rule for requests that no rule matched.
	CatchAllPriority = Limit{math.MaxInt32, docSetAccessRestrictions, Confirmed}
)

// Limits of private endpoints.
var (
	// PrivateEndpointsPerSite is the number of private endpoints of a site or of a
	// slot.
	PrivateEndpointsPerSite = Limit{100, docPrivateEndpoint + ", Limitations", Confirmed}
	// MaxRequestMessageLength is the length in characters of the request message
	// of a private endpoint that waits for approval.
	MaxRequestMessageLength = Limit{140, azurermCode + ", azurerm_private_endpoint", Confirmed}
)

// Limits of regional virtual network integration. Prefixes are lengths in bits of
// an IPv4 subnet's prefix: the larger the number, the smaller the subnet.
var (
	// ReservedSubnetAddresses is the number of addresses of every subnet that
	// Azure keeps for itself.
	ReservedSubnetAddresses = Limit{5, docSubnetFAQ, Confirmed}
	// SubnetSmallestPrefix is the smallest subnet that Azure creates.
	SubnetSmallestPrefix = Limit{29, docSubnetFAQ, Confirmed}
	// IntegrationSmallestPrefix is the smallest subnet for integration.
	IntegrationSmallestPrefix = Limit{28, docIntegration + ", Limitations", Confirmed}
	// IntegrationPortalPrefix is the smallest subnet that the portal creates for
	// integration.
	IntegrationPortalPrefix = Limit{27, docIntegration + ", Subnet requirements", Confirmed}
	// IntegrationAdvisedPrefix is the advised subnet for one multitenant plan.
	IntegrationAdvisedPrefix = Limit{26, docIntegration + ", Subnet requirements", Confirmed}
	// MultiPlanSmallestPrefix is the smallest subnet that several plans can join.
	MultiPlanSmallestPrefix = Limit{26, docIntegration + ", Subnet requirements", Confirmed}
	// ElasticWindowsAdvisedPrefix is the advised subnet for an ElasticPremium plan
	// with Windows.
	ElasticWindowsAdvisedPrefix = Limit{24, docFunctionsNetworking + ", Virtual network integration", Confirmed}
	// ElasticLinuxAdvisedPrefix is the advised subnet for an ElasticPremium plan
	// with Linux.
	ElasticLinuxAdvisedPrefix = Limit{26, docFunctionsNetworking + ", Virtual network integration", Confirmed}
	// ScalingFactor is by how much a plan multiplies its addresses while it
	// scales up or down.
	ScalingFactor = Limit{2, docIntegration + ", Subnet requirements", Confirmed}
	// IntegrationSubnetsPerPlan is the number of different subnets that the apps
	// and slots of a plan can be integrated with.
	IntegrationSubnetsPerPlan = Limit{2, docIntegration + ", Limitations", Confirmed}
	// IntegrationSubnetsPerLinuxPlan is that number as the document of 2023 gave
	// it for Linux; the document of 2026 makes no difference.
	IntegrationSubnetsPerLinuxPlan = Limit{1, docIntegration + ", How regional virtual network integration works (2023)", Unconfirmed}
	// NetworkUnitsPerCore is the number of network units that a plan for Windows
	// containers has per core of an instance. It uses one, and one more for each
	// virtual network connection and each app.
	NetworkUnitsPerCore = Limit{3, docIntegration + ", Windows Containers specific limits", Unconfirmed}
)

// Limits of gateway-required virtual network integration.
var (
	// GatewayNetworksPerPlan is the number of different virtual networks that the
	// apps of a plan can be connected to.
	GatewayNetworksPerPlan = Limit{5, docGatewayIntegration, Confirmed}
	// GatewayNetworksPerApp is that number for one app.
	GatewayNetworksPerApp = Limit{1, docGatewayIntegration, Confirmed}
)

// Limits of App Service Environment v3.
var (
	// EnvironmentSmallestPrefix is the smallest subnet of an environment.
	EnvironmentSmallestPrefix = Limit{27, docEnvironmentNetworking + ", Subnet requirements", Confirmed}
	// EnvironmentAdvisedPrefix is the advised subnet of an environment.
	EnvironmentAdvisedPrefix = Limit{24, docEnvironmentNetworking + ", Subnet requirements", Confirmed}
	// EnvironmentFullScalePrefix is the advised subnet of an environment that will
	// come near to MaxEnvironmentInstances.
	EnvironmentFullScalePrefix = Limit{23, docEnvironmentNetworking + ", Subnet requirements", Confirmed}
	// EnvironmentInfrastructure is the number of addresses that the environment
	// itself uses, by configuration and load.
	EnvironmentInfrastructure = Range{7, 27, docEnvironmentNetworking + ", Subnet requirements", Confirmed}
	// InstancesPerStandby is the number of instances, of one operating system and
	// size, for which the environment keeps one more address.
	InstancesPerStandby = Limit{20, docEnvironmentNetworking + ", Subnet requirements", Confirmed}
	// MaxEnvironmentInstances is the number of instances of all plans of an
	// environment.
	MaxEnvironmentInstances = Limit{200, docEnvironmentOverview + ", Dedicated environment", Confirmed}
	// MaxEnvironmentPlanInstances is the number of instances of one plan in an
	// environment.
	MaxEnvironmentPlanInstances = Limit{100, docEnvironmentOverview + ", Dedicated environment", Confirmed}
	// AlternateSubnetsPerPlan is the number of subnets beside the environment's own
	// that the apps of a plan can join, where the environment allows it.
	AlternateSubnetsPerPlan = Limit{4, docEnvironmentNetworking + ", Outbound network segmentation", Confirmed}
	// MaxEnvironmentSiteName is the length in characters up to which the name of a
	// site without slots stays whole in its host name.
	MaxEnvironmentSiteName = Limit{59, docEnvironmentNetworking + ", DNS", Confirmed}
	// MaxEnvironmentSiteNameWithSlots is that length for a site with slots.
	MaxEnvironmentSiteNameWithSlots = Limit{40, docEnvironmentNetworking + ", DNS", Confirmed}
	// MaxEnvironmentSlotName is that length for the name of a slot.
	MaxEnvironmentSlotName = Limit{19, docEnvironmentNetworking + ", DNS", Confirmed}
)

// Limits of the Flex Consumption plan.
var (
	// FlexSmallestPrefix is the smallest subnet for one app.
	FlexSmallestPrefix = Limit{27, docFunctionsNetworking + ", Virtual network integration", Confirmed}
	// FlexSharedPrefix is the smallest subnet for several apps, or for more than
	// MaxFlexInstances instances in all.
	FlexSharedPrefix = Limit{26, docFunctionsNetworking + ", Virtual network integration", Confirmed}
	// MaxFlexInstances is the number of instances of one app.
	MaxFlexInstances = Limit{1000, docFlexConsumption, Confirmed}
)

// Limits of hybrid connections; how many a plan or an app can use is a matter of
// its SKU.
var (
	// MaxHybridListeners is the number of listeners of a hybrid connection.
	MaxHybridListeners = Limit{25, typesRelay + ", HybridConnectionProperties.listenerCount", Confirmed}
	// HybridPort is the range of TCP ports that a hybrid connection can lead to.
	HybridPort = Range{1, math.MaxUint16, docHybridConnections, Confirmed}
)

// Limits of an app's DNS configuration.
var (
	// MaxDNSServers is the number of DNS servers of an app.
	MaxDNSServers = Limit{5, docDNS + ", Configuring DNS servers", Confirmed}
	// MaxDNSAltServers is the number of servers in WEBSITE_DNS_ALT_SERVER.
	MaxDNSAltServers = Limit{1, docDNS + ", Configuring DNS servers", Confirmed}
	// DNSRetryAttempts is the range of dnsRetryAttemptCount; 1 means no retry.
	DNSRetryAttempts = Range{1, 5, docDNS + ", Configure name resolution behavior", Confirmed}
	// DNSRetryTimeout is the range of dnsRetryAttemptTimeout, in seconds.
	DNSRetryTimeout = Range{1, 30, docDNS + ", Configure name resolution behavior", Confirmed}
	// DNSMaxCacheTimeout is the range of dnsMaxCacheTimeout, in seconds; 0 means no
	// cache.
	DNSMaxCacheTimeout = Range{0, 60, docDNS + ", Configure name resolution behavior", Confirmed}
)

// Limits of what surrounds an app.
var (
	// IPBasedBindingsPerApp is the number of IP-based TLS bindings of an app.
	IPBasedBindingsPerApp = Limit{1, docTLSBindings, Confirmed}
	// SecurityRulePriority is the range of priorities of one's own rules in a
	// network security group.
	SecurityRulePriority = Range{100, 4096, docNSG + ", Security rules", Confirmed}
	// MaxNATAddresses is the number of public addresses of a NAT gateway.
	MaxNATAddresses = Limit{16, docNAT, Confirmed}
	// NATPortsPerAddress is the number of SNAT ports that a NAT gateway has for each
	// public address.
	NATPortsPerAddress = Limit{64512, docNAT, Confirmed}
	// NATIdleTimeout is the range of a NAT gateway's idle timeout, in minutes.
	NATIdleTimeout = Range{4, 120, azurermCode + ", azurerm_nat_gateway", Confirmed}
)
