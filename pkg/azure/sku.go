package azure

import (
	"slices"
	"strings"
	"sync"
)

// Tier is a pricing tier of App Service plans, as the portal and Microsoft's
// documents name it. What a plan can do depends on its tier.
type Tier string

// The tiers.
const (
	Free             Tier = "Free"
	Shared           Tier = "Shared"
	Basic            Tier = "Basic"
	Standard         Tier = "Standard"
	Premium          Tier = "Premium" // the first generation: P1, P2, P3
	PremiumV2        Tier = "PremiumV2"
	PremiumV3        Tier = "PremiumV3" // with the memory-optimised sizes
	PremiumV4        Tier = "PremiumV4" // with the memory-optimised sizes
	PremiumContainer Tier = "PremiumContainer"
	Isolated         Tier = "Isolated"    // App Service Environment v1 and v2
	IsolatedV2       Tier = "IsolatedV2"  // App Service Environment v3
	Consumption      Tier = "Consumption" // "Dynamic" in Azure Resource Manager
	ElasticPremium   Tier = "ElasticPremium"
	FlexConsumption  Tier = "FlexConsumption"
	WorkflowStandard Tier = "WorkflowStandard" // Logic Apps Standard
)

// Isolated reports whether plans of the tier run inside an App Service
// Environment. What such plans can do depends on the environment too.
func (t Tier) Isolated() bool { return t == Isolated || t == IsolatedV2 }

// Family names the kind of worker that an app runs on. Moving a plan to another
// family changes the outbound addresses of its apps (Inbound and outbound IP
// addresses in Azure App Service, "When outbound IPs change").
type Family string

// The families. NoFamily stands for plans of which no such statement is made:
// those of an App Service Environment, which has its own addresses, and those
// that scale by events.
const (
	NoFamily      Family = ""
	FamilyClassic Family = "Basic, Standard and Premium v1"
	FamilyPv2     Family = "Pv2"
	FamilyPv3     Family = "Pv3"
	FamilyPmv3    Family = "Pmv3"
	FamilyPv4     Family = "Pv4"
	FamilyPmv4    Family = "Pmv4"
)

// Scope says over what a number is counted.
type Scope uint8

// The scopes.
const (
	PerPlan Scope = iota
	PerApp
)

func (s Scope) String() string {
	if s == PerApp {
		return "per app"
	}
	return "per plan"
}

// HybridQuota says whether apps can use hybrid connections, and how many. Where
// the scope is PerPlan, a connection that several apps of the plan share counts
// once.
type HybridQuota struct {
	Support
	Max   Count
	Scope Scope
}

// Capabilities is what all plans of a tier have in common.
type Capabilities struct {
	// VNetIntegration is regional virtual network integration. It is No on the
	// isolated tiers, whose apps are inside a virtual network already; an
	// environment v3 created with the cluster setting MultipleSubnetJoinEnabled
	// lets them join further subnets all the same.
	VNetIntegration Support
	// GatewayIntegration is gateway-required virtual network integration, for
	// apps that are Windows code, not Linux and not containers.
	GatewayIntegration Support
	// PrivateEndpoint is inbound access by private endpoints. On IsolatedV2 the
	// environment must allow new private endpoint connections as well.
	PrivateEndpoint Support
	// HybridConnections is access to a host and port by Azure Relay. Windows
	// containers never have it.
	HybridConnections HybridQuota
	// CustomDomain is a host name other than the default one.
	CustomDomain Support
	// CustomDomainTLS is a certificate of one's own on such a name.
	CustomDomainTLS Support
	// IPBasedTLS is a TLS binding with a dedicated inbound address.
	IPBasedTLS Support
	// ManagedCertificate is the free App Service managed certificate.
	ManagedCertificate Support
	// InboundIPv6 is the IPv6 inbound mode of a site.
	InboundIPv6 Support
	// StableOutbound is a fixed set of outbound addresses, as listed in the
	// outboundIpAddresses property of a site.
	StableOutbound Support
	// SecurityPerimeter is association with a network security perimeter, which
	// is in preview for App Service.
	SecurityPerimeter Support
	// WindowsContainers is running Windows containers.
	WindowsContainers Support
	// DeploymentSlots is the number of slots of an app beside production.
	DeploymentSlots Count
	// MaxInstances is the largest number of workers: of the plan, but of the app
	// on Consumption and FlexConsumption. On Consumption and ElasticPremium it is
	// the number for Windows; Linux has 100 and, by region, as few as 20. On the
	// isolated tiers Microsoft raises it upon request.
	MaxInstances Count
}

// SKU is a size of App Service plan.
type SKU struct {
	// Name is the canonical spelling, such as "P1mv3"; "" where only the tier is
	// known.
	Name   string
	Tier   Tier
	Family Family
	// Cores is the number of virtual cores of one instance, known for the sizes
	// that run Windows containers.
	Cores Count
	Capabilities
}

// LookupSKU finds a SKU by name, whatever its case. A name that is not found is
// unknown, not unsupported.
func LookupSKU(name string) (SKU, bool) {
	sku, ok := skuByName()[strings.ToLower(name)]
	return sku, ok
}

// SKUForTier finds the SKU that a tier and a size name together, as in ARM's
// sku object and in azurerm_app_service_plan: "Dynamic" and "Y1", "PremiumV2" and
// "P1v2". With an empty size it returns what all sizes of the tier share; with an
// empty tier it is LookupSKU. A size that is not of the tier is unknown.
func SKUForTier(tier, size string) (SKU, bool) {
	if tier == "" {
		return LookupSKU(size)
	}
	shared, ok := skuByTier()[strings.ToLower(tier)]
	if !ok || size == "" {
		return shared, ok
	}
	sku, ok := LookupSKU(size)
	if !ok || sku.Tier != shared.Tier {
		return SKU{}, false
	}
	return sku, true
}

// SKUs returns all SKUs, from Free to WorkflowStandard.
func SKUs() []SKU { return slices.Clone(skus()) }

// series is a row of the catalogue: sizes of one tier on one family of workers.
type series struct {
	tier   Tier
	arm    string // the tier in Azure Resource Manager, all spellings
	family Family
	names  string
	cores  []int // of each name, where known
	from   string
	sure   Confidence
}

// The names are those of azurerm_service_plan's sku_name
// (hashicorp/terraform-provider-azurerm, internal/services/appservice/helpers/service_plan.go),
// which v3.0 of the provider had FREE among, and P1 to P3 and PC2 to PC4, which
// only other tools accept. The tiers are spelled as in the Azure CLI and Azure
// Policy's definitions.
var catalogue = []series{
	{tier: Free, arm: "Free", names: "F1 FREE"},
	{tier: Shared, arm: "Shared", names: "D1 SHARED"},
	{tier: Basic, arm: "Basic", family: FamilyClassic, names: "B1 B2 B3"},
	{tier: Standard, arm: "Standard", family: FamilyClassic, names: "S1 S2 S3"},
	{tier: Premium, arm: "Premium", family: FamilyClassic, names: "P1 P2 P3"},
	{tier: PremiumV2, arm: "PremiumV2", family: FamilyPv2, names: "P1v2 P2v2 P3v2"},
	{tier: PremiumV3, arm: "PremiumV3 Premium0V3", family: FamilyPv3, names: "P0v3 P1v3 P2v3 P3v3",
		cores: []int{1, 2, 4, 8}, from: docHostingPlans, sure: Confirmed},
	{tier: PremiumV3, arm: "PremiumMV3", family: FamilyPmv3, names: "P1mv3 P2mv3 P3mv3 P4mv3 P5mv3",
		cores: []int{2, 4, 8, 16, 32}, from: docHostingPlans, sure: Confirmed},
	{tier: PremiumV4, arm: "PremiumV4 Premium0V4", family: FamilyPv4, names: "P0v4 P1v4 P2v4 P3v4"},
	{tier: PremiumV4, arm: "PremiumMV4", family: FamilyPmv4, names: "P1mv4 P2mv4 P3mv4 P4mv4 P5mv4"},
	{tier: PremiumContainer, arm: "PremiumContainer", names: "PC2 PC3 PC4"},
	{tier: Isolated, arm: "Isolated", names: "I1 I2 I3"},
	{tier: IsolatedV2, arm: "IsolatedV2", names: "I1v2 I2v2 I3v2",
		cores: []int{2, 4, 8}, from: docEnvironmentOverview, sure: Confirmed},
	{tier: IsolatedV2, arm: "IsolatedV2", names: "I4v2 I5v2 I6v2",
		cores: []int{16, 32, 64}, from: docPricing, sure: Unconfirmed},
	{tier: IsolatedV2, arm: "IsolatedMV2", names: "I1mv2 I2mv2 I3mv2 I4mv2 I5mv2",
		cores: []int{2, 4, 8, 16, 32}, from: docPricing, sure: Unconfirmed},
	{tier: Consumption, arm: "Dynamic Consumption", names: "Y1"},
	{tier: ElasticPremium, arm: "ElasticPremium", names: "EP1 EP2 EP3"},
	{tier: FlexConsumption, arm: "FlexConsumption", names: "FC1"},
	{tier: WorkflowStandard, arm: "WorkflowStandard", names: "WS1 WS2 WS3"},
}

var (
	skus      = sync.OnceValue(func() []SKU { return expand(catalogue) })
	skuByName = sync.OnceValue(func() map[string]SKU { return indexNames(skus()) })
	skuByTier = sync.OnceValue(func() map[string]SKU { return indexTiers(catalogue) })
)

func expand(rows []series) []SKU {
	var all []SKU
	for _, row := range rows {
		for i, name := range strings.Fields(row.names) {
			sku := row.shared()
			sku.Name = name
			if row.cores != nil {
				sku.Cores = Count{row.cores[i], true, row.from, row.sure}
			}
			all = append(all, sku)
		}
	}
	return all
}

// shared returns what all sizes of the row have in common.
func (row series) shared() SKU {
	return SKU{
		Tier:         row.tier,
		Family:       row.family,
		Cores:        unknownCount,
		Capabilities: capabilitiesOf(row.tier),
	}
}

func indexNames(all []SKU) map[string]SKU {
	index := make(map[string]SKU, len(all))
	for _, sku := range all {
		index[strings.ToLower(sku.Name)] = sku
	}
	return index
}

func indexTiers(rows []series) map[string]SKU {
	index := make(map[string]SKU, len(rows))
	for _, row := range rows {
		for _, name := range strings.Fields(row.arm) {
			index[strings.ToLower(name)] = row.shared()
		}
	}
	return index
}
