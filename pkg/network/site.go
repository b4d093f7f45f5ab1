package network

import (
	"github.com/appnetlint/appnetlint/pkg/access"
	"github.com/appnetlint/appnetlint/pkg/source"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// SiteKind tells apps apart.
type SiteKind uint8

// The kinds of app.
const (
	WebApp SiteKind = iota + 1
	FunctionApp
	LogicApp
)

func (k SiteKind) String() string {
	switch k {
	case WebApp:
		return "web app"
	case FunctionApp:
		return "function app"
	case LogicApp:
		return "logic app"
	}
	return "app"
}

// Public network access as Azure spells it.
const (
	PublicEnabled      = "Enabled"
	PublicDisabled     = "Disabled"
	SecuredByPerimeter = "SecuredByPerimeter"
)

// Site is an app or one of its slots: to Azure's network both are sites, each
// with its own rules, endpoints and SCM site.
type Site struct {
	Element
	Kind SiteKind
	// Slot is set for a deployment slot; Parent then leads to its app.
	Slot   bool
	Parent Edge[Site]
	OS     value.Of[OS]
	// WindowsContainer is set for a site that runs a Windows container.
	WindowsContainer value.Of[bool]
	// Plan is what is written at the site. A slot without one runs on its app's
	// plan: see RunsOn.
	Plan Edge[Plan]
	// Environment is what is written at the site itself; the plan may name one
	// too: see HostingEnvironment.
	Environment Edge[Environment]
	// Flex is set for an app of the Flex Consumption plan.
	Flex bool
	// Arc is set for an app on Azure Arc.
	Arc value.Of[bool]

	// PublicAccess is Enabled, Disabled or SecuredByPerimeter as sent to Azure;
	// absent means that nothing is sent, which a private endpoint turns into
	// Disabled: see Public.
	PublicAccess value.Of[string]
	// ConfigPublicAccess is what a template writes in the site's configuration,
	// which has the property a second time; absent in Terraform.
	ConfigPublicAccess value.Of[string]
	// IPMode is the address family of the inbound address that DNS gives for the
	// app: IPv4, IPv6, IPv4AndIPv6. The provider azurerm has no attribute for it.
	IPMode value.Of[string]
	Main   AccessList
	SCM    AccessList
	// SCMUsesMain is set if the SCM site uses the main site's rules.
	SCMUsesMain value.Of[bool]

	// Integrations are the regional VNet integrations written for the site, at
	// the site itself and in resources of their own.
	Integrations value.Set[Integration]
	// ResetsIntegration is set if each deployment of the site takes away an integration
	// that a resource of its own makes.
	ResetsIntegration bool
	// GatewayVNets are the gateway-required integrations.
	GatewayVNets value.Set[GatewayIntegration]
	Routing      Routing

	// Settings holds the app settings by upper-case name. The whole is unknown
	// where the names are; a value can be unknown by itself.
	Settings value.Of[map[string]value.Of[string]]

	HTTPSOnly                value.Of[bool]
	ClientCertificates       value.Of[bool]
	MinTLS                   value.Of[string]
	SCMMinTLS                value.Of[string]
	FTPS                     value.Of[string]
	RemoteDebugging          value.Of[bool]
	AlwaysOn                 value.Of[bool]
	RuntimeScaleMonitoring   value.Of[bool]
	DNSServers               value.Of[[]string]
	DNSRetryAttempts         value.Of[int]
	DNSRetryTimeout          value.Of[int] // seconds
	DNSCacheTimeout          value.Of[int] // seconds
	LinuxFxVersion           value.Of[string]
	ContainerRegistry        value.Of[string]
	PrivatePorts             value.Of[int]
	BackupDatabases          value.Of[int] // databases in the backups of the app
	FTPBasicAuth             value.Of[bool]
	InlineHostNames          value.Set[HostName]
	ElasticInstanceMinimum   value.Of[int]
	AppScaleLimit            value.Of[int]
	ImageOverVNetUnsupported bool

	// Affinity is set if App Service keeps clients at one instance by a cookie, and
	// AffinityProxy if the cookie is for the host name that a proxy tells.
	Affinity, AffinityProxy value.Of[bool]
	// SignIn is the authentication that App Service puts before the app.
	SignIn SignIn
	// Registry is the registry that ContainerRegistry names, where a reference tells, even
	// if its host is not known.
	Registry Edge[Guarded]

	// StorageAccount is the name of the storage account that a function or logic
	// app keeps its state in, and on some plans its content.
	StorageAccount value.Of[string]
	// LogStorage holds the names of the storage accounts that App Service logs
	// are written to.
	LogStorage value.Set[string]
	// ContentStorage is the name of the storage account with the content share of a
	// function or logic app; absent where it has none. On plans that do not use a
	// content share it says nothing.
	ContentStorage value.Of[string]
	// References are the resources that values of app settings and connection
	// strings are made from, where they are known only after apply.
	References []Reference
	// SiteReferences are the apps whose host names are in such values.
	SiteReferences []SiteReference

	Slots             value.Set[*Site]
	PrivateEndpoints  value.Set[*PrivateEndpoint]
	HybridConnections value.Set[*HybridConnection]
	// ClassicHybridConnections are those of BizTalk Services, before Azure Relay.
	ClassicHybridConnections []*Element
	Bindings                 value.Set[*Binding]
	Origins                  value.Set[*Origin]
	TrafficEndpoints         value.Set[*TrafficEndpoint]
	Perimeters               value.Set[*PerimeterAssociation]
}

// SignIn is the built-in authentication of an app, in the second version of its settings.
type SignIn struct {
	Enabled value.Of[bool]
	// Otherwise is what becomes of clients that have not signed in:
	// RedirectToLoginPage, AllowAnonymous, Return401, Return403.
	Otherwise value.Of[string]
	// ForwardProxy tells where the host name of the client is looked for: NoProxy,
	// Standard, Custom.
	ForwardProxy value.Of[string]
}

// HostName is a host name written at the site itself, as templates do.
type HostName struct {
	Name    value.Of[string]
	IPBased value.Of[bool]
	At      source.Range
}

// AccessList is an access restriction list of a site.
type AccessList struct {
	Rules value.Set[*AccessRule]
	// Default is the unmatched rule action as sent; absent means the implicit
	// one: see package access.
	Default value.Of[access.Action]
	// Written is set if anything about the list is written at all.
	Written bool
	// Rewritten is set if a resource of this configuration writes the rules, though the
	// app may be made elsewhere.
	Rewritten bool
	// Replaces is the list with rules that was written at the app before a resource of
	// its own wrote the list again; nil where none was.
	Replaces *AccessList
}

// AccessRule is an access restriction rule with what was written.
type AccessRule struct {
	access.Rule
	// Subnet leads to the subnet of a virtual network rule. The rule's
	// Source.Subnet is its Key.
	Subnet Edge[Subnet]
	// Address and Tag are the raw texts of addresses and of service tags.
	Address value.Of[string]
	Tag     value.Of[string]
	// Spelled is set for a rule that is written as Azure takes it. It is nil where a
	// provider spells the rule for the one who writes it.
	Spelled *Spelling
	// FrontDoors lead from the values of the X-Azure-FDID filter to the profiles
	// whose ids they are: one edge for each value, or one for all where no more is
	// known than the profiles that they are taken from. Where there is an edge, the
	// filter certainly has a value.
	FrontDoors []Edge[FrontDoor]
	// Synthetic is set for the catch-all that Azure itself lists.
	Synthetic bool
}

// Spelling is what Azure wants to be told of the address of a rule.
type Spelling struct {
	// Kind tells what the address holds: Default, ServiceTag, XffProxy.
	Kind value.Of[string]
	// Mask is the subnet mask of a bare IPv4 address.
	Mask value.Of[string]
}

// List returns the list as package access evaluates it.
func (l AccessList) List() access.List {
	out := access.List{Default: l.Default, Incomplete: l.Rules.Incomplete, Rules: make([]*access.Rule, len(l.Rules.Items))}
	for i, r := range l.Rules.Items {
		out.Rules[i] = &r.Rule
	}
	return out
}

// Integration is a regional VNet integration.
type Integration struct {
	Subnet Edge[Subnet]
	// Own is set if a resource of its own makes the integration (a swift
	// connection, a networkConfig child); Subject is that resource then.
	Own     bool
	Subject *Element
	// Ignored is set if later changes of the attribute are ignored, or may be, so that
	// it does not certainly contend with a resource of its own.
	Ignored bool
}

// GatewayIntegration is a gateway-required VNet integration.
type GatewayIntegration struct {
	Element
	VNet Edge[VNet]
}

// Routing tells which classes of outbound traffic enter the virtual network.
type Routing struct {
	// All covers all application traffic ("Route all").
	All           value.Of[bool]
	ImagePull     value.Of[bool]
	ContentShare  value.Of[bool]
	BackupRestore value.Of[bool]
	// Ineffective names properties that are written and have no effect with the
	// API version of their resource.
	Ineffective []string
}

// KeepsOut reports whether the list certainly keeps the internet out.
func (l *AccessList) KeepsOut() bool { return l.narrow() || l.exposed().KeepsOut() }

// LetsIn reports whether the internet certainly gets in, by one address family at
// least.
func (l *AccessList) LetsIn() bool { return !l.narrow() && l.exposed().LetsIn() }

// IsOpen reports whether the list certainly keeps nobody on the internet out.
func (l *AccessList) IsOpen() bool { return !l.narrow() && l.exposed() == access.Open }

func (l *AccessList) exposed() access.State {
	if len(l.Rules.Items) > 0 || !l.Rules.Complete() || l.Default.IsUnknown() {
		return access.Expose(l.List()).State
	}
	if value.Is(l.Default, access.Deny) { // without rules there is nothing to work out
		return access.Closed
	}
	return access.Open
}

// narrow spares the whole evaluation for most lists.
func (l *AccessList) narrow() bool {
	return l.Rules.Complete() && access.Narrow(l.Default, func(yield func(*access.Rule) bool) {
		for _, r := range l.Rules.Items {
			if !yield(&r.Rule) {
				return
			}
		}
	})
}
