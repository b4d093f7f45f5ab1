// Package network is the typed model of App Service networking that checks run
// on: apps and their slots, plans, environments, virtual networks, private
// endpoints, DNS, gateways and what stands in front, with the edges between
// them. It knows neither Terraform nor ARM: the mappings translate.
//
// Every attribute is known, unknown or absent (see package value), every edge
// exact, one of several, outside this configuration or unknown.
package network

import (
	"cmp"
	"net/netip"

	"github.com/appnetlint/appnetlint/pkg/source"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// Model is one configuration.
type Model struct {
	Sites               []*Site // apps and slots
	Plans               []*Plan
	Environments        []*Environment
	VNets               []*VNet
	Subnets             []*Subnet
	SecurityGroups      []*SecurityGroup
	RouteTables         []*RouteTable
	NATGateways         []*NATGateway
	PublicAddresses     []*PublicAddress
	Peerings            []*Peering
	Gateways            []*Gateway
	GatewayLinks        []*GatewayLink
	PrivateEndpoints    []*PrivateEndpoint
	Approvals           []*Approval
	Zones               []*Zone
	ZoneLinks           []*ZoneLink
	Records             []*Record
	HybridConnections   []*HybridConnection
	RelayConnections    []*RelayConnection
	RelayNamespaces     []*RelayNamespace
	Certificates        []*Certificate
	Bindings            []*Binding
	ApplicationGateways []*ApplicationGateway
	FrontDoors          []*FrontDoor
	Origins             []*Origin
	TrafficManagers     []*TrafficManager
	TrafficEndpoints    []*TrafficEndpoint
	Perimeters          []*PerimeterAssociation
	PolicyAssignments   []*PolicyAssignment
	Registrations       []*Registration
	PerimeterProfiles   []*PerimeterProfile
	PerimeterRules      []*PerimeterRule
	AutoscaleSettings   []*AutoscaleSetting
	Swaps               []*Swap
	Guarded             []*Guarded
	Occupants           []*Occupant
	AllowLists          []*AllowList
	UnknownProperties   []*UnknownProperty

	// Incomplete lists why there may be parts that are not in the model.
	Incomplete []string
}

// Element is what all parts of the model share.
type Element struct {
	// Address names the part as its own tool prints it.
	Address string
	// Name is the name of the Azure resource.
	Name value.Of[string]
	// Location is normalised: westeurope.
	Location value.Of[string]
	// ID is the ARM id in lower case where names make it known, else "". The
	// subscription and the resource group are "?" where they are not known.
	ID string
	// External is set for what this configuration reads and does not create (a
	// data source, an "existing" resource): much of it cannot be seen.
	External bool
	// Replaced is set if the change destroys the resource and creates it anew.
	Replaced bool
	// At is the range of the part in its file.
	At source.Range
	// Calls is the chain of module calls that leads to it, outermost first.
	Calls []Call
}

// Call is a module call on the way to an element.
type Call struct {
	Address    string
	At         source.Range
	Downloaded bool
}

// Subject is any part of the model, for findings to point at.
type Subject interface{ Common() *Element }

// Common returns the shared part.
func (e *Element) Common() *Element { return e }

// Label names the element in a message: its Azure name if that is known and may
// be printed, else its address.
func (e *Element) Label() string {
	if n, ok := e.Name.Get(); ok && n != "" && !e.Name.IsSensitive() {
		return n
	}
	return e.Address
}

// OS is the operating system of a plan or app.
type OS uint8

// The operating systems.
const (
	Linux OS = iota + 1
	Windows
)

func (o OS) String() string {
	switch o {
	case Linux:
		return "Linux"
	case Windows:
		return "Windows"
	}
	return "unknown"
}

// Plan is an App Service plan.
type Plan struct {
	Element
	// SKU is the name of the size as written: P1v3, EP1, I2v2. Tier is set where
	// a template names the tier only.
	SKU  value.Of[string]
	Tier value.Of[string]
	OS   value.Of[OS]
	// WindowsContainers is set for plans of Windows containers (Hyper-V).
	WindowsContainers value.Of[bool]
	// Workers is the number of instances as written.
	Workers value.Of[int]
	// MaxElasticWorkers is the limit of elastic scale-out.
	MaxElasticWorkers value.Of[int]
	// ElasticScale is set if a Premium plan scales by itself.
	ElasticScale value.Of[bool]
	Environment  Edge[Environment]
	// Arc is set for a plan on Azure Arc.
	Arc value.Of[bool]
	// Subnet is the plan-level join of a managed instance plan.
	Subnet Edge[Subnet]

	// Sites are the apps and slots that run on the plan.
	Sites value.Set[*Site]
	// GatewayRoutes is set if the plan has routes into a virtual network that its apps
	// are connected to by a gateway.
	GatewayRoutes value.Of[bool]
	// Autoscale are the autoscale settings that target the plan.
	Autoscale value.Set[*AutoscaleSetting]
}

// Environment is an App Service Environment.
type Environment struct {
	Element
	// Version is 2 or 3.
	Version value.Of[int]
	Subnet  Edge[Subnet]
	// Internal is set if the load balancer has an address in the VNet (ILB).
	Internal                 value.Of[bool]
	AllowNewPrivateEndpoints value.Of[bool]
	// InboundAddress is the inbound address that the owner chose; absent where
	// Azure does.
	InboundAddress value.Of[string]
	RemoteDebug    value.Of[bool]
	FTP            value.Of[bool]
	// ClusterSettings holds the settings by name in lower case; it is unknown
	// as a whole where one cannot be read.
	ClusterSettings value.Of[map[string]string]
	// CipherOrder is set if the cluster settings have the order of the cipher suites, and
	// absent where there are no settings. Templates, which need not have it, say nothing.
	CipherOrder value.Of[bool]
	// Resets are resources of their own with the network settings, which are written as
	// a whole, that leave out settings which are on.
	Resets []SettingsReset

	Plans value.Set[*Plan]
}

// SettingsReset is a resource that switches settings off by not naming them.
type SettingsReset struct {
	Element
	// Settings are the names of the properties that it leaves out.
	Settings []string
}

// VNet is a virtual network.
type VNet struct {
	Element
	AddressSpace value.Of[[]netip.Prefix]
	DNSServers   value.Of[[]string]
	// InlineSubnets is set if the network's own resource lists subnets.
	InlineSubnets value.Of[bool]

	Subnets   value.Set[*Subnet]
	Peerings  value.Set[*Peering]
	Gateways  value.Set[*Gateway]
	ZoneLinks value.Set[*ZoneLink]
}

// Subnet is a subnet of a virtual network.
type Subnet struct {
	Element
	VNet Edge[VNet]
	// Prefixes are the address ranges; invalid ones make the value unknown.
	Prefixes value.Of[[]netip.Prefix]
	// SingularPrefix is set if a template writes addressPrefix, as against the
	// list addressPrefixes; absent where the distinction does not exist.
	SingularPrefix value.Of[bool]
	// Inline is set if the subnet is part of its network's own resource.
	Inline bool
	// Listed is set for a subnet of its own that its network's resource of a template
	// lists as well, so that deploying the network keeps it.
	Listed bool
	// Delegations are the names of the services.
	Delegations value.Of[[]string]
	// ServiceEndpoints are the names of the services: Microsoft.Web.
	ServiceEndpoints value.Of[[]string]
	// ServiceEndpointPolicies is set if there is at least one.
	ServiceEndpointPolicies value.Of[bool]
	// EndpointPolicies is privateEndpointNetworkPolicies: Disabled, Enabled,
	// NetworkSecurityGroupEnabled, RouteTableEnabled.
	EndpointPolicies value.Of[string]
	SecurityGroup    Edge[SecurityGroup]
	RouteTable       Edge[RouteTable]
	NATGateway       Edge[NATGateway]

	// Integrations are the apps that join the subnet.
	Integrations value.Set[*Site]
	// PrivateEndpoints are those in the subnet.
	PrivateEndpoints value.Set[*PrivateEndpoint]
	// Environments are the App Service Environments in the subnet.
	Environments value.Set[*Environment]
	// Occupants are other resources in the subnet.
	Occupants value.Set[*Occupant]
}

// Occupant is a resource other than an app, endpoint or ASE that takes addresses
// of a subnet: a network interface, a firewall, an application gateway.
type Occupant struct {
	Element
	// Kind is the resource's kind in words: "network interface".
	Kind   string
	Subnet Edge[Subnet]
}

// Direction of traffic seen from a network security group.
type Direction uint8

// The directions.
const (
	Inbound Direction = iota
	Outbound
)

// SecurityGroup is a network security group.
type SecurityGroup struct {
	Element
	Rules value.Set[SecurityRule]
}

// SecurityRule is one rule of a network security group.
type SecurityRule struct {
	Element
	Priority  value.Of[int]
	Direction value.Of[Direction]
	Allow     value.Of[bool]
	// Protocol is lower case: tcp, udp, icmp, esp, ah, *.
	Protocol value.Of[string]
	// Sources and Destinations are prefixes, service tags or *; Groups tells of
	// application security groups, which match what cannot be seen.
	Sources      value.Of[[]string]
	SourcePorts  value.Of[[]string]
	Destinations value.Of[[]string]
	Ports        value.Of[[]string]
	Groups       bool
}

// RouteTable is a route table.
type RouteTable struct {
	Element
	Routes value.Set[Route]
}

// Route is one route of a route table.
type Route struct {
	Element
	// Prefix is an address range or a service tag.
	Prefix  value.Of[string]
	NextHop value.Of[string] // VirtualAppliance, Internet, None, VirtualNetworkGateway, VnetLocal
	Address value.Of[string]
}

// NATGateway is a NAT gateway.
type NATGateway struct {
	Element
	SKU             value.Of[string]
	PublicAddresses value.Set[Edge[PublicAddress]]
	// Zones are the availability zones that the provider azurerm is told; templates,
	// which may name zones with any SKU, say nothing here.
	Zones       value.Of[[]string]
	IdleTimeout value.Of[int] // minutes
}

// PublicAddress is a public IP address or prefix.
type PublicAddress struct {
	Element
	SKU     value.Of[string]
	Prefix  bool
	Version value.Of[string]
	// IP is the address, or the range of a prefix, that Azure has given it. It is
	// seldom known before the change is applied.
	IP value.Of[string]
}

// Peering is one direction of a peering of virtual networks.
type Peering struct {
	Element
	From, To                                                  Edge[VNet]
	AllowAccess, AllowForwarded, AllowTransit, RemoteGateways value.Of[bool]
}

// Gateway is a virtual network gateway.
type Gateway struct {
	Element
	// ExpressRoute is set for an ExpressRoute gateway, as against VPN.
	ExpressRoute value.Of[bool]
	// RouteBased is set for a route-based VPN gateway, as against policy-based.
	RouteBased value.Of[bool]
	SKU        value.Of[string]
	Subnet     Edge[Subnet]
	// PointToSite is set if the gateway has a point-to-site configuration.
	PointToSite    value.Of[bool]
	ClientPools    value.Of[[]netip.Prefix]
	ClientProtocol value.Of[[]string] // lower case: sstp, ikev2, openvpn
}

// GatewayLink is a connection of a virtual network gateway.
type GatewayLink struct {
	Element
	Gateway Edge[Gateway]
	// ExpressRoute is set for a connection to an ExpressRoute circuit.
	ExpressRoute value.Of[bool]
}

// PrivateEndpoint is a private endpoint.
type PrivateEndpoint struct {
	Element
	Subnet Edge[Subnet]
	// Target is the id of the resource that the endpoint leads to; Site the app
	// or slot if it is one. A slot is meant by the app's id with the group
	// sites-<slot>.
	Target value.Of[string]
	// TargetType is the ARM type of the target in lower case where it is known:
	// microsoft.web/sites.
	TargetType value.Of[string]
	Site       Edge[Site]
	// App is the app whose id is the target, even where the group means one of its
	// slots and that cannot be found.
	App    Edge[Site]
	Groups value.Of[[]string]
	Manual value.Of[bool]
	// ZoneGroup holds the zones of the endpoint's DNS zone group.
	ZoneGroup value.Set[Edge[Zone]]
	// Addresses are the endpoint's static addresses.
	Addresses value.Of[[]string]
	// Assigned is the address that it has, static or not. It is seldom known before
	// the change is applied.
	Assigned value.Of[string]
}

// Approval is what may approve private endpoint connections to apps: a connection that
// is written as approved, or something that runs commands nobody can look into.
type Approval struct {
	Element
	// Site is the app or slot whose connections may be approved; open where that may be
	// any.
	Site Edge[Site]
}

// Zone is a private DNS zone.
type Zone struct {
	Element
	Links   value.Set[*ZoneLink]
	Records value.Set[*Record]
}

// Registration is the registration of a resource provider with a subscription: its name is
// the namespace, such as Microsoft.App.
type Registration struct{ Element }

// PolicyAssignment is the assignment of an Azure Policy. What the policy does is not
// looked at: it may deploy what a configuration lacks.
type PolicyAssignment struct{ Element }

// ZoneLink links a private DNS zone with a virtual network.
type ZoneLink struct {
	Element
	Zone Edge[Zone]
	VNet Edge[VNet]
}

// Record is a record set of a private DNS zone.
type Record struct {
	Element
	Zone Edge[Zone]
	// Kind is the record type: A, CNAME.
	Kind   string
	Values value.Of[[]string]
	// Endpoints are the private endpoints whose address the record holds, as
	// far as references tell.
	Endpoints value.Set[*PrivateEndpoint]
}

// HybridConnection is the use of a relay by an app.
type HybridConnection struct {
	Element
	Site  Edge[Site]
	Relay Edge[RelayConnection]
	Host  value.Of[string]
	Port  value.Of[int]
	// SendKey is the name of the authorization rule.
	SendKey value.Of[string]
}

// RelayNamespace is a namespace of Azure Relay.
type RelayNamespace struct {
	Element
	PublicAccess value.Of[string]
}

// RelayConnection is a hybrid connection of Azure Relay.
type RelayConnection struct {
	Element
	Namespace Edge[RelayNamespace]
	// RequiresClientAuthorization must be true for App Service.
	RequiresClientAuthorization value.Of[bool]
	// UserMetadata carries the endpoint as JSON.
	UserMetadata value.Of[string]

	Uses value.Set[*HybridConnection]
}

// Certificate is an App Service certificate.
type Certificate struct {
	Element
	// Managed is set for the free certificate that App Service renews.
	Managed  value.Of[bool]
	HostName value.Of[string]
	Binding  Edge[Binding]
	// VaultID is the Key Vault that a certificate is imported from.
	VaultID value.Of[string]
}

// Binding is a host name of an app, with its TLS binding.
type Binding struct {
	Element
	Site     Edge[Site]
	HostName value.Of[string]
	// IPBased is set for an IP-based TLS binding, as against SNI or none.
	IPBased value.Of[bool]
	// TLS is SniEnabled, IpBasedEnabled, Disabled; absent without a binding.
	TLS        value.Of[string]
	Thumbprint value.Of[string]
}

// ApplicationGateway is an application gateway.
type ApplicationGateway struct {
	Element
	Subnets value.Set[Edge[Subnet]]
	// Backends are the pools' targets.
	Backends value.Set[Backend]
	Settings value.Set[BackendSetting]
	Probes   value.Set[GatewayProbe]
	Rules    value.Set[GatewayRule]
}

// Backend is an address of a backend pool.
type Backend struct {
	Pool value.Of[string]
	Host value.Of[string]
	Site Edge[Site]
	At   source.Range
}

// BackendSetting is one of an application gateway's backend HTTP settings.
type BackendSetting struct {
	Name     value.Of[string]
	HostName value.Of[string]
	// HostSite is the app whose default host name or custom domain HostName is.
	HostSite     Edge[Site]
	PickHostName value.Of[bool]
	Protocol     value.Of[string]
	Probe        value.Of[string]
	At           source.Range
}

// GatewayProbe is a health probe of an application gateway.
type GatewayProbe struct {
	Name         value.Of[string]
	Host         value.Of[string]
	PickHostName value.Of[bool]
	At           source.Range
}

// GatewayRule joins a pool and a setting.
type GatewayRule struct {
	Pool    value.Of[string]
	Setting value.Of[string]
	At      source.Range
}

// FrontDoor is a Front Door profile or classic Front Door.
type FrontDoor struct {
	Element
	SKU     value.Of[string]
	Classic bool
	// GUID is the value of the X-Azure-FDID header.
	GUID value.Of[string]
}

// Origin is an origin of a Front Door.
type Origin struct {
	Element
	FrontDoor Edge[FrontDoor]
	// Group tells the origin's group from others; "" where it is not known which one
	// it is.
	Group string
	Host  value.Of[string]
	Site  Edge[Site]
	// HostHeader is what the origin gets as Host; absent passes the client's.
	// HeaderSite is the app whose default host name or custom domain that is.
	HostHeader value.Of[string]
	HeaderSite Edge[Site]
	Enabled    value.Of[bool]
	// PrivateLink is set if the origin is reached by private link.
	// PrivateLinkSite leads to its target if that is an app, and
	// PrivateLinkTarget is the kind of target as written: sites, blob.
	PrivateLink          value.Of[bool]
	PrivateLinkSite      Edge[Site]
	PrivateLinkTarget    value.Of[string]
	CertificateNameCheck value.Of[bool]
}

// PerimeterAssociation associates a resource with a network security perimeter.
type PerimeterAssociation struct {
	Element
	// Mode is Learning, Enforced, Audit.
	Mode   value.Of[string]
	Target value.Of[string]
	Site   Edge[Site]
	// Guarded leads to the resource if it is one that apps depend on.
	Guarded Edge[Guarded]
	// Profile is the key of the profile, or the id of one elsewhere.
	Profile value.Of[string]
}

// PerimeterProfile is a profile of a network security perimeter: the set of rules that
// holds for the resources which are associated with it.
type PerimeterProfile struct{ Element }

// Key is what associations and rules name the profile by: its id or, while that is not
// known, its address.
func (p *PerimeterProfile) Key() string { return cmp.Or(p.ID, p.Address) }

// PerimeterRule is an access rule of a network security perimeter profile.
type PerimeterRule struct {
	Element
	Profile   value.Of[string]
	Direction value.Of[Direction]
	// Kind is what the rule names: addresses, names, tags, subscriptions.
	Kind value.Of[string]
	// Prefixes are the addresses that it names.
	Prefixes value.Of[[]netip.Prefix]
}

// AutoscaleSetting is an autoscale setting of Azure Monitor.
type AutoscaleSetting struct {
	Element
	Plan    Edge[Plan]
	Enabled value.Of[bool]
	// Maximum is the largest maximum over all profiles.
	Maximum value.Of[int]
}

// Swap makes a slot the active one.
type Swap struct {
	Element
	Slot                   Edge[Site]
	OverwriteNetworkConfig value.Of[bool]
}

// Guarded is a resource with a network rule set of its own that an app may
// depend on: a storage account, a key vault, a registry.
type Guarded struct {
	Element
	// Kind is the ARM type in lower case.
	Kind          string
	PublicAccess  value.Of[bool]
	DefaultAction value.Of[string]
	Subnets       value.Set[Edge[Subnet]]
	// AddressRules is set if the rules let in addresses of the internet as well. It
	// is told of key vaults and storage accounts only, else absent.
	AddressRules value.Of[bool]
	// HostName is the resource's own host, such as <name>.blob.core.windows.net.
	HostName value.Of[string]
}
