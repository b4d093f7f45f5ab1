package vnetintegration_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/checks/vnetintegration"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// set writes app settings of the app, by pairs of name and value.
func (w *world) set(pairs ...string) {
	settings := map[string]value.Of[string]{}
	for i := 0; i < len(pairs); i += 2 {
		settings[pairs[i]] = some(pairs[i+1]).Sensitive()
	}
	w.app.Settings = some(settings).Sensitive()
}

func (w *world) setUnknown() { w.app.Settings = unknown[map[string]value.Of[string]]() }

func TestRouteAllSetting(t *testing.T) {
	const name = "WEBSITE_VNET_ROUTE_ALL"
	conflict := func(setting string, property value.Of[bool]) func(*world) {
		return func(w *world) { w.set(name, setting); w.app.Routing.All = property }
	}
	vary(t, vnetintegration.RouteAllSetting, map[string]variation{
		"no setting":     {func(w *world) { w.app.Routing.All = some(false) }, nil},
		"overruled":      {conflict("1", some(false)), []string{"warning app"}},
		"the other way":  {conflict("False", some(true)), []string{"warning app"}},
		"agree":          {conflict("true", some(true)), nil},
		"unreadable":     {conflict("perhaps", some(false)), nil},
		"unknown":        {conflict("1", unknown[bool]()), nil},
		"a reference":    {conflict("@Microsoft.KeyVault(VaultName=v;SecretName=s)", some(false)), nil},
		"settings known": {func(w *world) { w.setUnknown(); w.app.Routing.All = some(false) }, nil},
		"flex":           {func(w *world) { conflict("1", some(false))(w); w.app.Flex = true }, nil},
		"not integrated": {func(w *world) { conflict("1", some(false))(w); w.app.Integrations.Items = nil }, nil},
	})
	vary(t, vnetintegration.ImagePullSetting, map[string]variation{
		"overruled": {func(w *world) { w.set("WEBSITE_PULL_IMAGE_OVER_VNET", "true"); w.app.Routing.ImagePull = some(false) }, []string{"note app"}},
		"agree":     {func(w *world) { w.set("WEBSITE_PULL_IMAGE_OVER_VNET", "true"); w.app.Routing.ImagePull = some(true) }, nil},
	})
}

func TestPrivateRegistry(t *testing.T) {
	build := func(change func(*world, *network.Guarded)) func(*world) {
		return func(w *world) {
			r := &network.Guarded{Element: element("registry"), Kind: "microsoft.containerregistry/registries",
				HostName: some("shop.azurecr.io"), PublicAccess: some(false)}
			w.Guarded = append(w.Guarded, r)
			w.app.ContainerRegistry = some("shop.azurecr.io")
			change(w, r)
		}
	}
	type guarded = network.Guarded
	vary(t, vnetintegration.PrivateRegistry, map[string]variation{
		"public pull":     {build(func(*world, *guarded) {}), []string{"warning app"}},
		"switched off":    {build(func(w *world, _ *guarded) { w.app.Routing.ImagePull = some(false) }), []string{"warning app"}},
		"private pull":    {build(func(w *world, _ *guarded) { w.app.Routing.ImagePull = some(true) }), nil},
		"unknown":         {build(func(w *world, _ *guarded) { w.app.Routing.ImagePull = unknown[bool]() }), nil},
		"public registry": {build(func(_ *world, r *guarded) { r.PublicAccess = some(true) }), nil},
		"perhaps public":  {build(func(_ *world, r *guarded) { r.PublicAccess = unknown[bool]() }), nil},
		"another one":     {build(func(w *world, _ *guarded) { w.app.ContainerRegistry = some("mcr.microsoft.com") }), nil},
		"no container":    {build(func(w *world, _ *guarded) { w.app.ContainerRegistry = value.None[string]() }), nil},
		"no network":      {build(func(w *world, _ *guarded) { w.app.Integrations.Items = nil }), []string{"warning app"}},
		"no network to pull through": {build(func(w *world, _ *guarded) {
			w.app.Integrations.Items, w.app.Routing.ImagePull = nil, some(true)
		}), []string{"warning app"}},
		"perhaps a network": {build(func(w *world, _ *guarded) {
			w.app.Integrations.Items, w.app.Integrations.Incomplete = nil, "var.subnet"
		}), nil},
		"environment": {build(func(w *world, _ *guarded) { w.plan.Environment = to(&network.Environment{}) }), nil},
		"forced":      {build(func(w *world, _ *guarded) { w.app.PublicAccess = some(network.SecuredByPerimeter) }), nil},
	})
}

func TestImagePullOnConsumption(t *testing.T) {
	pull := func(sku value.Of[string]) func(*world) {
		return func(w *world) { w.plan.SKU, w.app.Routing.ImagePull = sku, some(true) }
	}
	vary(t, vnetintegration.ImagePullOnConsumption, map[string]variation{
		"consumption": {pull(some("Y1")), []string{"error app"}},
		"elastic":     {pull(some("EP1")), nil},
		"unknown":     {pull(unknown[string]()), nil},
		"off":         {func(w *world) { w.plan.SKU, w.app.Routing.ImagePull = some("Y1"), some(false) }, nil},
		"by a setting": {func(w *world) {
			pull(some("Y1"))(w)
			w.set("WEBSITE_PULL_IMAGE_OVER_VNET", "1")
		}, []string{"warning app"}},
	})
}

func TestDNS(t *testing.T) {
	five, six := "10.0.0.1,10.0.0.2,10.0.0.3,10.0.0.4,10.0.0.5", []string{"1", "2", "3", "4", "5", "6"}
	vary(t, vnetintegration.DNSServersTooMany, map[string]variation{
		"none":          {func(*world) {}, nil},
		"six":           {func(w *world) { w.app.DNSServers = some(six) }, []string{"error app"}},
		"five":          {func(w *world) { w.app.DNSServers = some(six[:5]) }, nil},
		"unknown":       {func(w *world) { w.app.DNSServers = unknown[[]string]() }, nil},
		"five settings": {func(w *world) { w.set("WEBSITE_DNS_SERVER", five) }, nil},
		"six settings":  {func(w *world) { w.set("WEBSITE_DNS_SERVER", five+",10.0.0.6") }, []string{"error app"}},
		"a last comma":  {func(w *world) { w.set("WEBSITE_DNS_SERVER", five+",") }, nil},
	})
	vary(t, vnetintegration.DNSSettingFormat, map[string]variation{
		"right":            {func(w *world) { w.set("WEBSITE_DNS_SERVER", five, "WEBSITE_DNS_ALT_SERVER", "10.0.0.9") }, nil},
		"blank":            {func(w *world) { w.set("WEBSITE_DNS_SERVER", "10.0.0.1, 10.0.0.2") }, []string{"warning app"}},
		"semicolon":        {func(w *world) { w.set("WEBSITE_DNS_SERVER", "10.0.0.1;10.0.0.2") }, []string{"warning app"}},
		"two alternatives": {func(w *world) { w.set("WEBSITE_DNS_ALT_SERVER", "10.0.0.1,10.0.0.2") }, []string{"warning app"}},
		"empty":            {func(w *world) { w.set("WEBSITE_DNS_SERVER", "") }, nil},
		"a reference":      {func(w *world) { w.set("WEBSITE_DNS_SERVER", "@Microsoft.KeyVault(SecretUri=https://v/ s)") }, nil},
		"unknown":          {func(w *world) { w.setUnknown() }, nil},
		"both the same":    {func(w *world) { w.set("WEBSITE_DNS_SERVER", "1,2"); w.app.DNSServers = some([]string{"1", "2"}) }, nil},
		"both, different":  {func(w *world) { w.set("WEBSITE_DNS_SERVER", "1,2"); w.app.DNSServers = some([]string{"1"}) }, []string{"warning app"}},
		"perhaps the same": {func(w *world) { w.set("WEBSITE_DNS_SERVER", "1,2"); w.app.DNSServers = unknown[[]string]() }, nil},
	})
	vary(t, vnetintegration.DNSRange, map[string]variation{
		"none": {func(*world) {}, nil},
		"in range": {func(w *world) {
			w.app.DNSRetryAttempts, w.app.DNSRetryTimeout, w.app.DNSCacheTimeout = some(5), some(30), some(0)
		}, nil},
		"too many":    {func(w *world) { w.app.DNSRetryAttempts = some(6) }, []string{"error app"}},
		"none at all": {func(w *world) { w.app.DNSRetryTimeout = some(0) }, []string{"error app"}},
		"too long":    {func(w *world) { w.app.DNSCacheTimeout = some(61) }, []string{"error app"}},
		"unknown":     {func(w *world) { w.app.DNSCacheTimeout = unknown[int]() }, nil},
		"setting":     {func(w *world) { w.set("WEBSITE_DNS_TIMEOUT", "31") }, []string{"warning app"}},
		"no number":   {func(w *world) { w.set("WEBSITE_DNS_ATTEMPTS", "many") }, []string{"warning app"}},
		"right":       {func(w *world) { w.set("WEBSITE_DNS_ATTEMPTS", "3") }, nil},
		"container":   {func(w *world) { w.app.DNSRetryAttempts, w.app.WindowsContainer = some(3), some(true) }, []string{"note app"}},
	})
	w := newWorld()
	w.set("WEBSITE_DNS_SERVER", "10.0.0.1, 10.0.0.2")
	for _, f := range w.result(vnetintegration.DNSSettingFormat).Findings {
		assert.NotContains(t, f.Message, "10.0.0", "a setting is never printed")
	}
}

func TestLogsToPrivateStorage(t *testing.T) {
	build := func(change func(*network.Guarded)) func(*world) {
		return func(w *world) {
			g := w.storage("logs")
			g.PublicAccess = some(false)
			w.app.LogStorage.Items = []string{"logs", "logs"}
			change(g)
		}
	}
	vary(t, vnetintegration.LogsToPrivateStorage, map[string]variation{
		"closed":         {build(func(*network.Guarded) {}), []string{"warning app"}},
		"open":           {build(func(g *network.Guarded) { g.PublicAccess = some(true) }), nil},
		"perhaps closed": {build(func(g *network.Guarded) { g.PublicAccess = unknown[bool]() }), nil},
		"filtered":       {build(func(g *network.Guarded) { g.PublicAccess, g.DefaultAction = some(true), some("Deny") }), []string{"note app"}},
		"another":        {build(func(g *network.Guarded) { g.Name = some("media") }), nil},
	})
}

func (w *world) storage(name string) *network.Guarded {
	g := &network.Guarded{Element: element(name), Kind: "microsoft.storage/storageaccounts"}
	g.Name = some(name)
	w.Guarded = append(w.Guarded, g)
	return g
}

func TestContentShare(t *testing.T) {
	build := func(change func(*world, *network.Guarded)) func(*world) {
		return func(w *world) {
			g := w.storage("content")
			g.PublicAccess = some(false)
			w.app.Kind, w.app.ContentStorage, w.plan.SKU = network.FunctionApp, some("content"), some("EP1")
			change(w, g)
		}
	}
	type guarded = network.Guarded
	vary(t, vnetintegration.ContentShareOff, map[string]variation{
		"closed":         {build(func(*world, *guarded) {}), []string{"warning app"}},
		"routed":         {build(func(w *world, _ *guarded) { w.app.Routing.ContentShare = some(true) }), nil},
		"unknown":        {build(func(w *world, _ *guarded) { w.app.Routing.ContentShare = unknown[bool]() }), nil},
		"open":           {build(func(_ *world, g *guarded) { g.PublicAccess = some(true) }), nil},
		"filtered":       {build(func(_ *world, g *guarded) { g.PublicAccess, g.DefaultAction = some(true), some("deny") }), []string{"warning app"}},
		"dedicated":      {build(func(w *world, _ *guarded) { w.plan.SKU = some("P1v3") }), nil},
		"logic app":      {build(func(w *world, _ *guarded) { w.plan.SKU = some("WS1") }), []string{"warning app"}},
		"plan unknown":   {build(func(w *world, _ *guarded) { w.plan.SKU = unknown[string]() }), nil},
		"no share":       {build(func(w *world, _ *guarded) { w.app.ContentStorage = value.None[string]() }), nil},
		"not integrated": {build(func(w *world, _ *guarded) { w.app.Integrations.Items = nil }), nil},
		"forced":         {build(func(w *world, _ *guarded) { w.app.PublicAccess = some(network.SecuredByPerimeter) }), nil},
	})
	vary(t, vnetintegration.ContentShareName, map[string]variation{
		"unnamed": {build(func(w *world, _ *guarded) { w.set("WEBSITE_CONTENTOVERVNET", "1") }), []string{"error app"}},
		"named":   {build(func(w *world, _ *guarded) { w.set("WEBSITE_CONTENTOVERVNET", "1", "WEBSITE_CONTENTSHARE", "s") }), nil},
		"off":     {build(func(w *world, _ *guarded) { w.set("WEBSITE_CONTENTOVERVNET", "0") }), nil},
		"own connection": {build(func(w *world, _ *guarded) {
			w.set("WEBSITE_CONTENTOVERVNET", "1", "WEBSITE_CONTENTAZUREFILECONNECTIONSTRING", "c")
		}), nil},
		"settings hidden": {build(func(w *world, _ *guarded) { w.setUnknown() }), nil},
		"storage hidden": {build(func(w *world, _ *guarded) {
			w.set("WEBSITE_CONTENTOVERVNET", "1")
			w.app.ContentStorage = unknown[string]()
		}), nil},
		"dedicated": {build(func(w *world, _ *guarded) { w.set("WEBSITE_CONTENTOVERVNET", "1"); w.plan.SKU = some("S1") }), nil},
	})
}

// securityRule is one rule for everything, changed as told.
func securityRule(name string, priority int, direction network.Direction, allow bool, change ...func(*network.SecurityRule)) network.SecurityRule {
	anything := some([]string{"*"})
	r := network.SecurityRule{
		Element: element(name), Priority: some(priority), Direction: some(direction), Allow: some(allow), Protocol: some("*"),
		Sources: anything, SourcePorts: anything, Destinations: anything, Ports: anything,
	}
	for _, c := range change {
		c(&r)
	}
	return r
}

func onPorts(ports ...string) func(*network.SecurityRule) {
	return func(r *network.SecurityRule) { r.Ports = some(ports) }
}

func TestSecurityGroups(t *testing.T) {
	guard := func(w *world, rules ...network.SecurityRule) *network.SecurityGroup {
		g := &network.SecurityGroup{Element: element("nsg"), Rules: value.Set[network.SecurityRule]{Items: rules}}
		w.a.SecurityGroup = to(g)
		return g
	}
	content := func(rules ...network.SecurityRule) func(*world) {
		return func(w *world) {
			w.app.Routing.ContentShare, w.app.ContentStorage = some(true), some("content")
			guard(w, rules...)
		}
	}
	out, in := network.Outbound, network.Inbound
	deny := securityRule("deny", 400, out, false)
	vary(t, vnetintegration.ContentSharePorts, map[string]variation{
		"no rules":       {content(), nil},
		"denied":         {content(deny), []string{"warning deny"}},
		"one port":       {content(deny, securityRule("web", 200, out, true, onPorts("443"))), []string{"warning deny"}},
		"both ports":     {content(deny, securityRule("share", 200, out, true, onPorts("443", "440-450"))), nil},
		"too late":       {content(deny, securityRule("share", 500, out, true)), []string{"warning deny"}},
		"port unknown":   {content(deny, securityRule("share", 200, out, true, func(r *network.SecurityRule) { r.Ports = unknown[[]string]() })), nil},
		"perhaps before": {content(deny, securityRule("share", 500, out, true, func(r *network.SecurityRule) { r.Priority = unknown[int]() })), nil},
		"by UDP":         {content(deny, securityRule("share", 200, out, true, func(r *network.SecurityRule) { r.Protocol = some("udp") })), []string{"warning deny"}},
		"inbound":        {content(securityRule("deny", 400, in, false)), nil},
		"to the internet": {content(securityRule("deny", 400, out, false, func(r *network.SecurityRule) {
			r.Destinations = some([]string{"Internet"})
		})), nil},
		"elsewhere": {content(securityRule("deny", 400, out, false, func(r *network.SecurityRule) {
			r.Sources = some([]string{"10.9.0.0/24"})
		})), nil},
		"groups":     {content(securityRule("deny", 400, out, false, func(r *network.SecurityRule) { r.Groups = true })), nil},
		"other port": {content(securityRule("deny", 400, out, false, onPorts("25", "nonsense"))), nil},
		"not routed": {func(w *world) { content(deny)(w); w.app.Routing.ContentShare = some(false) }, nil},
		"incomplete": {func(w *world) { content(deny)(w); w.a.SecurityGroup.Target().Rules.Incomplete = "var.rules" }, nil},
	})
	ports := func(count value.Of[int], rules ...network.SecurityRule) func(*world) {
		return func(w *world) { w.app.PrivatePorts = count; guard(w, rules...) }
	}
	closed := securityRule("closed", 400, in, false)
	vary(t, vnetintegration.PrivatePorts, map[string]variation{
		"none":        {ports(some(0), closed), nil},
		"closed":      {ports(some(2), closed), []string{"warning closed"}},
		"outbound":    {ports(some(2), deny), []string{"warning deny"}},
		"for UDP":     {ports(some(2), closed, securityRule("tcp", 200, in, true, func(r *network.SecurityRule) { r.Protocol = some("tcp") })), []string{"warning closed"}},
		"opened":      {ports(some(2), closed, securityRule("private", 200, in, true, onPorts("20000-30000"))), nil},
		"in part":     {ports(some(2), securityRule("closed", 400, in, false, onPorts("0-1023"))), nil},
		"not counted": {ports(unknown[int](), closed), nil},
	})
}

func TestConfigRoutingPartial(t *testing.T) {
	build := func(change func(*world)) func(*world) {
		return func(w *world) {
			w.a.NATGateway = to(&network.NATGateway{Element: element("nat")})
			w.app.Routing.All, w.app.LinuxFxVersion = some(true), some("DOCKER|shop/web")
			change(w)
		}
	}
	vary(t, vnetintegration.ConfigRoutingPartial, map[string]variation{
		"image":        {build(func(*world) {}), []string{"note app"}},
		"image routed": {build(func(w *world) { w.app.Routing.ImagePull = some(true) }), nil},
		"unknown":      {build(func(w *world) { w.app.Routing.ImagePull = unknown[bool]() }), nil},
		"no container": {build(func(w *world) { w.app.LinuxFxVersion = some("NODE|20") }), nil},
		"no control":   {build(func(w *world) { w.a.NATGateway = network.Edge[network.NATGateway]{} }), nil},
		"off":          {build(func(w *world) { w.app.Routing.All = some(false) }), nil},
		"content": {build(func(w *world) {
			w.app.LinuxFxVersion, w.app.ContentStorage, w.plan.SKU = value.None[string](), some("elsewhere"), some("EP1")
		}), []string{"note app"}},
	})
}

func TestLegacyFlag(t *testing.T) {
	dropped := func(property string) func(*world) {
		return func(w *world) { w.app.Routing.Ineffective = []string{property} }
	}
	vary(t, vnetintegration.LegacyFlag, map[string]variation{
		"none":             {func(*world) {}, nil},
		"route all":        {dropped("vnetRouteAllEnabled"), []string{"warning app"}},
		"image":            {dropped("vnetImagePullEnabled"), []string{"warning app"}},
		"too early":        {dropped("outboundVnetRouting"), []string{"warning app"}},
		"configuration":    {dropped("siteConfig.vnetRouteAllEnabled"), []string{"note app"}},
		"switched on else": {func(w *world) { dropped("vnetRouteAllEnabled")(w); w.app.Routing.All = some(true) }, []string{"note app"}},
	})
	w := newWorld()
	dropped("vnetImagePullEnabled")(w)
	findings := w.result(vnetintegration.LegacyFlag).Findings
	require.Len(t, findings, 1)
	assert.Contains(t, findings[0].Message, "Write `outboundVnetRouting.imagePullTraffic` instead, or use API version 2024-04-01.")
}

func TestEnvironmentImagePull(t *testing.T) {
	in := func(kind network.SiteKind, pull value.Of[bool]) func(*world) {
		return func(w *world) {
			w.plan.Environment = to(&network.Environment{Element: element("ase")})
			w.app.Kind, w.app.Routing.ImagePull = kind, pull
		}
	}
	vary(t, vnetintegration.EnvironmentImagePull, map[string]variation{
		"function app":       {in(network.FunctionApp, some(false)), []string{"error app"}},
		"by default":         {in(network.FunctionApp, value.Default(false, nowhere)), []string{"error app"}},
		"routed":             {in(network.FunctionApp, some(true)), nil},
		"not written":        {in(network.FunctionApp, value.None[bool]()), nil},
		"unknown":            {in(network.FunctionApp, unknown[bool]()), nil},
		"web app":            {in(network.WebApp, some(false)), []string{"note app"}},
		"web app by default": {in(network.WebApp, value.Default(false, nowhere)), nil},
		"multitenant":        {func(w *world) { w.app.Kind, w.app.Routing.ImagePull = network.FunctionApp, some(false) }, nil},
	})
}

func TestCrossRegionStorage(t *testing.T) {
	build := func(change func(*world, *network.Guarded)) func(*world) {
		return func(w *world) {
			g := w.storage("media")
			g.Location, w.vnet.Location, g.ID = some("brazilsouth"), some("westeurope"), "/subscriptions/1/media"
			w.app.Routing.All = some(true)
			w.app.References = []network.Reference{{Resource: g, Setting: "MEDIA"}}
			change(w, g)
		}
	}
	type guarded = network.Guarded
	vary(t, vnetintegration.CrossRegionStorage, map[string]variation{
		"apart":            {build(func(*world, *guarded) {}), []string{"warning app"}},
		"own storage":      {build(func(w *world, _ *guarded) { w.app.References, w.app.StorageAccount = nil, some("media") }), []string{"warning app"}},
		"same region":      {build(func(_ *world, g *guarded) { g.Location = some("westeurope") }), nil},
		"region unknown":   {build(func(_ *world, g *guarded) { g.Location = unknown[string]() }), nil},
		"network unknown":  {build(func(w *world, _ *guarded) { w.vnet.Location = unknown[string]() }), nil},
		"route all off":    {build(func(w *world, _ *guarded) { w.app.Routing.All = some(false) }), nil},
		"not used":         {build(func(w *world, _ *guarded) { w.app.References = nil }), nil},
		"service endpoint": {build(func(w *world, _ *guarded) { w.a.ServiceEndpoints = some([]string{"Microsoft.Storage"}) }), nil},
		"perhaps one":      {build(func(w *world, _ *guarded) { w.a.ServiceEndpoints = unknown[[]string]() }), nil},
		"other endpoint":   {build(func(w *world, _ *guarded) { w.a.ServiceEndpoints = some([]string{"Microsoft.Web"}) }), []string{"warning app"}},
		"routes":           {build(func(w *world, _ *guarded) { w.a.RouteTable = outside[network.RouteTable]("/rt") }), nil},
		"only read":        {build(func(_ *world, g *guarded) { g.External = true }), nil},
		"subnet only read": {build(func(w *world, _ *guarded) { w.a.External = true }), nil},
		"incomplete":       {build(func(w *world, _ *guarded) { w.Incomplete = []string{"module"} }), nil},
		"private endpoint": {build(func(w *world, g *guarded) {
			w.PrivateEndpoints = []*network.PrivateEndpoint{{TargetType: some("microsoft.storage/storageaccounts"), Target: some(g.ID)}}
		}), nil},
		"unknown target": {build(func(w *world, _ *guarded) {
			w.PrivateEndpoints = []*network.PrivateEndpoint{{TargetType: unknown[string](), Target: unknown[string]()}}
		}), nil},
		"endpoint of another": {build(func(w *world, _ *guarded) {
			w.PrivateEndpoints = []*network.PrivateEndpoint{{TargetType: some("microsoft.keyvault/vaults"), Target: unknown[string]()}}
		}), []string{"warning app"}},
	})
}

func TestCertificateVault(t *testing.T) {
	build := func(id value.Of[string], public value.Of[bool]) func(*world) {
		return func(w *world) {
			vault := &network.Guarded{Element: network.Element{Address: "vault", ID: "/vaults/kv"}, Kind: "microsoft.keyvault/vaults",
				HostName: some("kv.vault.azure.net"), PublicAccess: public}
			w.Guarded = append(w.Guarded, vault)
			w.Certificates = []*network.Certificate{{Element: element("certificate"), VaultID: id}}
		}
	}
	vary(t, vnetintegration.CertificateVault, map[string]variation{
		"closed":         {build(some("/vaults/kv"), some(false)), []string{"warning certificate"}},
		"by host":        {build(some("kv.vault.azure.net"), some(false)), []string{"warning certificate"}},
		"open":           {build(some("/vaults/kv"), some(true)), nil},
		"perhaps closed": {build(some("/vaults/kv"), unknown[bool]()), nil},
		"another":        {build(some("/vaults/other"), some(false)), nil},
		"unknown":        {build(unknown[string](), some(false)), nil},
		"no vault":       {build(value.None[string](), some(false)), nil},
	})
}

func TestDockerComposeAndTriggers(t *testing.T) {
	vary(t, vnetintegration.DockerCompose, map[string]variation{
		"one container":  {func(w *world) { w.app.LinuxFxVersion = some("DOCKER|x") }, nil},
		"several":        {func(w *world) { w.app.LinuxFxVersion = some("Compose|x") }, []string{"error app"}},
		"unknown":        {func(w *world) { w.app.LinuxFxVersion = unknown[string]() }, nil},
		"not integrated": {func(w *world) { w.app.LinuxFxVersion, w.app.Integrations.Items = some("COMPOSE|x"), nil }, nil},
	})
	watch := func(change func(*world)) func(*world) {
		return func(w *world) { w.app.Kind, w.plan.SKU = network.FunctionApp, some("EP1"); change(w) }
	}
	vary(t, vnetintegration.TriggerScaling, map[string]variation{
		"not written": {watch(func(*world) {}), []string{"note app"}},
		"off":         {watch(func(w *world) { w.app.RuntimeScaleMonitoring = some(false) }), []string{"note app"}},
		"on":          {watch(func(w *world) { w.app.RuntimeScaleMonitoring = some(true) }), nil},
		"unknown":     {watch(func(w *world) { w.app.RuntimeScaleMonitoring = unknown[bool]() }), nil},
		"dedicated":   {watch(func(w *world) { w.plan.SKU = some("P1v3") }), nil},
		"web app":     {watch(func(w *world) { w.app.Kind = network.WebApp }), nil},
	})
	assert.Equal(t, lint.Note, vnetintegration.TriggerScaling.Severity)
}
