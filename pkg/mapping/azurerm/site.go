package azurerm

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/access"
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

const (
	typeSite = "Microsoft.Web/sites"
	typeSlot = "Microsoft.Web/sites/slots"
)

// The attribute that routes image pulls has two names.
const (
	imagePull        = "vnet_image_pull_enabled"
	windowsImagePull = "virtual_network_image_pull_enabled"
)

// app is one kind of app that the provider has a resource type for, and where
// needed a second one for its slots.
type app struct {
	kind network.SiteKind
	os   network.OS // 0 where the type does not tell
	flex bool
	slot bool
	// plan is the attribute that names the App Service plan.
	plan string
	// image is the attribute that routes image pulls; "" where there is none.
	image string
	// fill reads what the kinds do not have in common.
	fill func(k app, x *index.Index, a attributes, s *network.Site)
}

var (
	linuxWebApp = app{
		kind: network.WebApp, os: network.Linux, plan: "service_plan_id",
		image: imagePull, fill: app.fillModern,
	}
	windowsWebApp = app{
		kind: network.WebApp, os: network.Windows, plan: "service_plan_id",
		image: windowsImagePull, fill: app.fillModern,
	}
	linuxFunctionApp = app{
		kind: network.FunctionApp, os: network.Linux, plan: "service_plan_id",
		image: imagePull, fill: app.fillModern,
	}
	windowsFunctionApp = app{
		kind: network.FunctionApp, os: network.Windows, plan: "service_plan_id",
		image: imagePull, fill: app.fillModern,
	}
	flexFunctionApp = app{
		kind: network.FunctionApp, os: network.Linux, flex: true, plan: "service_plan_id", fill: app.fillModern,
	}
	logicApp          = app{kind: network.LogicApp, plan: "app_service_plan_id", fill: app.fillLogicApp}
	legacyWebApp      = app{kind: network.WebApp, plan: "app_service_plan_id", fill: app.fillLegacy}
	legacyFunctionApp = app{kind: network.FunctionApp, plan: "app_service_plan_id", fill: app.fillLegacy}
)

// add maps an app.
func (k app) add(x *index.Index, a attributes) {
	s := k.site(x, a)
	x.Add(a.of.Resource, s, a.id(typeSite, s.Name))
}

// slotOf maps a slot that names its app by id. It has the app's region.
func (k app) slotOf(parent string) mapper {
	k.slot = true
	return func(x *index.Index, a attributes) {
		s := k.site(x, a)
		x.Add(a.of.Resource, s, a.known())
		c := a.get(parent).Cursor
		x.Naming(func() { // the id of the app may have to be found by reference
			if s.ID == "" {
				id := siteID(index.Resolve[network.Site](x, c))
				x.Identify(s, index.ChildID(id, "slots", s.Name))
			}
		})
		x.Later(func() {
			s.Parent = index.Resolve[network.Site](x, c)
			if app, ok := s.Parent.Get(); ok && s.Location.IsAbsent() {
				s.Location = app.Location
			}
		})
	}
}

// slotNamed maps a slot that names its app by name, as the deprecated types do.
func (k app) slotNamed(parent string) mapper {
	k.slot = true
	return func(x *index.Index, a attributes) {
		s := k.site(x, a)
		name := a.text(parent)
		x.Add(a.of.Resource, s, a.id(typeSlot, name, s.Name))
		index.LinkName(x, &s.Parent, a.made(typeSite, name), a.get(parent).Cursor)
	}
}

// siteID returns the id of the app that an edge leads to; "" where it is not known.
func siteID(e network.Edge[network.Site]) string {
	if s, ok := e.Get(); ok {
		return s.ID
	}
	return e.ID()
}

// site maps what apps and slots of all kinds have in common.
func (k app) site(x *index.Index, a attributes) *network.Site {
	s := &network.Site{Element: a.element(x), Kind: k.kind, Slot: k.slot, Flex: k.flex}
	x.Model.Sites = append(x.Model.Sites, s)
	if k.os != 0 {
		s.OS = value.SomeAt(k.os, a.of.place)
	}
	link(x, &s.Plan, a.get(k.plan))
	k.fill(k, x, a, s)
	fillStorage(x, k, a, s)
	fillReferences(x, a, s)
	answersAt(x, s, a.get("default_hostname"))
	x.AfterLinks(func() {
		settle(s)
		fillContentStorage(k, a, s)
	})
	return s
}

// answersAt enters a site under its default host name, once that is known.
func answersAt(x *index.Index, s *network.Site, host attributes) {
	if host.IsUnknown() { // as that of every app that is created
		return
	}
	if name := host.NonEmpty(); name.IsKnown() {
		x.Later(func() { x.AddHost(name, s) })
	}
}

// settle completes a site from its plan and settings, once edges are in place.
func settle(s *network.Site) {
	if plan, ok := s.RunsOn().Get(); ok {
		s.OS = index.Prefer(s.OS, plan.OS)
		s.WindowsContainer = index.Prefer(s.WindowsContainer, plan.WindowsContainers)
	}
	if s.OS.IsAbsent() {
		s.OS = value.Undecided[network.OS](s.RunsOn().Why(), s.At)
	}
	if s.WindowsContainer.IsAbsent() && value.Is(s.OS, network.Linux) {
		s.WindowsContainer = value.Default(false, s.At)
	}
	routeBySettings(s)
}

// fillModern maps the types of version 3 and later, which send nearly every
// attribute.
//
// Source: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/linux_web_app
func (k app) fillModern(x *index.Index, a attributes, s *network.Site) {
	config := a.get("site_config")
	if a.of.Data {
		link(x, &s.Environment, a.get("hosting_environment_id"))
	} else if e := a.computed("hosting_environment_id"); !e.IsUnknown() {
		// It follows from the plan, so that it is told only of what exists.
		link(x, &s.Environment, e)
	}
	integrate(x, a, s)

	s.PublicAccess = publicAccess(a.boolOr("public_network_access_enabled", true))
	s.Main = openList(x, config, "ip_restriction")
	s.SCM = openList(x, config, "scm_ip_restriction")
	s.SCMUsesMain = config.boolOr("scm_use_main_ip_restriction", false)

	s.Settings = settings(a.get("app_settings"))
	s.Routing.All = config.boolOr("vnet_route_all_enabled", false)
	s.Routing.ImagePull = k.routesImages(a)
	s.ImageOverVNetUnsupported = k.image == "" || !a.of.since(4) || a.of.whole && !has(a.Value(), k.image)
	if !k.flex && a.of.since(4) {
		s.Routing.BackupRestore = a.boolOr("virtual_network_backup_restore_enabled", false)
	}

	s.HTTPSOnly = a.boolOr("https_only", false)
	if k.kind == network.FunctionApp && k.os == network.Windows && !k.slot {
		s.HTTPSOnly = a.computed("https_only").Bool()
	}
	s.ClientCertificates = a.boolOr("client_certificate_enabled", false)
	s.MinTLS = config.textOr("minimum_tls_version", "1.2")
	s.SCMMinTLS = config.textOr("scm_minimum_tls_version", "1.2")
	s.RemoteDebugging = config.boolOr("remote_debugging_enabled", false)
	s.ElasticInstanceMinimum = config.computed("elastic_instance_minimum").Int()
	switch {
	case k.flex: // has neither FTP nor Always On
		s.AppScaleLimit = a.intOr("maximum_instance_count", 100)
	case k.kind == network.WebApp:
		s.AlwaysOn = config.boolOr("always_on", true)
	default:
		s.AlwaysOn = config.computed("always_on").Bool()
		s.AppScaleLimit = config.computed("app_scale_limit").Int()
	}
	if !k.flex {
		s.FTPS = config.textOr("ftps_state", "Disabled")
		if config.missing() && !a.of.Data { // a required block, which sends this even if it is empty
			s.FTPS = value.DefaultAt("Disabled", a.of.place)
		}
		s.FTPBasicAuth = a.boolOr("ftp_publish_basic_authentication_enabled", true)
	}
	if k.kind == network.FunctionApp {
		s.RuntimeScaleMonitoring = config.get("runtime_scale_monitoring_enabled").Bool()
	} else {
		s.Affinity = a.boolOr("client_affinity_enabled", false)
	}
	s.SignIn = signIn(a.get("auth_settings_v2"))
	k.fillContainer(x, config, s)
}

// signIn maps the authentication before the app. The older auth_settings know nothing of
// proxies.
func signIn(block attributes) network.SignIn {
	return network.SignIn{
		Enabled:      block.boolOr("auth_enabled", false),
		Otherwise:    block.textOr("unauthenticated_action", "RedirectToLoginPage"),
		ForwardProxy: block.textOr("forward_proxy_convention", "NoProxy"),
	}
}

// routesImages reads whether container images are pulled through the network. The
// attribute came with version 4; up to version 4 that of Windows web apps is
// computed and has no default.
func (k app) routesImages(a attributes) value.Of[bool] {
	if k.image == "" || !a.of.since(4) {
		return value.None[bool]()
	}
	c := a.computed(k.image)
	if k.image == windowsImagePull && !a.of.since(5) {
		return c.Bool()
	}
	return sent(a, k.image, c.Bool(), false)
}

// publicAccess spells public network access as Azure does.
func publicAccess(enabled value.Of[bool]) value.Of[string] {
	return value.Map(enabled, func(enabled bool) string {
		if enabled {
			return network.PublicEnabled
		}
		return network.PublicDisabled
	})
}

// integrate maps the subnet that the app joins. An identifier of which nothing
// is known may as well be null, so that it proves no integration. One that is not
// written is reset, if the provider has the attribute and nobody ignores it, which
// only the source tells.
func integrate(x *index.Index, a attributes, s *network.Site) {
	const attribute = "virtual_network_subnet_id"
	c := a.get(attribute)
	if c.NonEmpty().IsAbsent() {
		exists := a.of.since(4) || has(a.Value(), attribute) // since some release of version 3
		s.ResetsIntegration = exists && !a.of.Data && !a.of.mayIgnore(attribute)
		return
	}
	x.Edges(func() {
		subnet := index.Resolve[network.Subnet](x, c.Cursor)
		if subnet.IsUnknown() {
			s.Integrations.Incomplete = c.Pin()
			return
		}
		s.Integrations.Items = append(s.Integrations.Items,
			network.Integration{Subnet: subnet, Ignored: a.of.mayIgnore(attribute)})
	})
}

// fillLogicApp maps a Logic App (Standard). It sends less than the other types:
// in particular it has no default for the unmatched rule action.
//
// Source: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/logic_app_standard
func (k app) fillLogicApp(x *index.Index, a attributes, s *network.Site) {
	config := a.computed("site_config")
	rules := attributes.get
	if !a.of.since(4) {
		rules = attributes.computed
	}
	integrate(x, a, s)
	s.PublicAccess = logicAppPublicAccess(a, config)
	s.Main = accessList(x, rules(config, "ip_restriction"), action(config.text("ip_restriction_default_action")))
	s.SCM = accessList(x, rules(config, "scm_ip_restriction"), action(config.text("scm_ip_restriction_default_action")))
	s.SCMUsesMain = config.boolOr("scm_use_main_ip_restriction", false)

	s.Settings = settings(a.computed("app_settings"))
	s.Routing.All = logicAppRouteAll(config.computed("vnet_route_all_enabled").Bool(), s.Settings)
	s.Routing.ContentShare = a.get("vnet_content_share_enabled").Bool()
	s.ImageOverVNetUnsupported = true

	s.HTTPSOnly = a.boolOr("https_only", false)
	mode := a.text("client_certificate_mode")
	if a.of.since(5) {
		mode = a.textOr("client_certificate_mode", "Required")
	}
	s.ClientCertificates = requiredByMode(mode, a)
	s.MinTLS = config.computed("min_tls_version").NonEmpty()
	s.SCMMinTLS = config.computed("scm_min_tls_version").NonEmpty()
	s.FTPS = config.computed("ftps_state").NonEmpty()
	s.AlwaysOn = config.boolOr("always_on", false)
	s.RuntimeScaleMonitoring = config.boolOr("runtime_scale_monitoring_enabled", false)
	s.ElasticInstanceMinimum = config.computed("elastic_instance_minimum").Int()
	s.AppScaleLimit = config.computed("app_scale_limit").Int()
	if a.of.since(4) {
		s.FTPBasicAuth = a.boolOr("ftp_publish_basic_authentication_enabled", true)
	}
	fillImages(x, config, s)
}

// logicAppPublicAccess reads the attribute of version 4 and later, then the one
// that it replaced. Version 5 has a default for the former, version 3 for the
// latter; version 4 sends nothing where neither is written.
func logicAppPublicAccess(a, config attributes) value.Of[string] {
	const attribute, replaced = "public_network_access", "public_network_access_enabled"
	if v := a.computed(attribute).NonEmpty(); !v.IsAbsent() {
		return v
	}
	old := config.computed(replaced).Bool()
	switch {
	case a.of.Provider.Major == 3:
		return publicAccess(sent(config, replaced, old, true))
	case old.IsAbsent() && a.of.since(5):
		return sent(a, attribute, value.None[string](), network.PublicEnabled)
	}
	return publicAccess(old)
}

// logicAppRouteAll lets the app setting WEBSITE_VNET_ROUTE_ALL decide: the
// provider copies it to the property.
func logicAppRouteAll(property value.Of[bool], settings value.Of[map[string]value.Of[string]]) value.Of[bool] {
	all, known := settings.Get()
	setting, written := all[routeAllSetting]
	switch {
	case settings.IsUnknown():
		return value.Undecided[bool](settings.Why(), settings.At())
	case known && written:
		return switchedOn(setting)
	}
	return property
}

// requiredByMode tells whether client certificates are required where only their
// mode is written: any mode switches them on.
func requiredByMode(mode value.Of[string], a attributes) value.Of[bool] {
	if mode.IsAbsent() {
		return value.Default(false, a.of.At)
	}
	return value.Map(mode, func(string) bool { return true })
}

// fillLegacy maps the types that version 3 deprecated and version 5 removed.
// They know neither public network access nor an unmatched rule action, and leave
// most of what is not written to Azure.
//
// Source: https://registry.terraform.io/providers/hashicorp/azurerm/3.117.1/docs/resources/app_service
func (k app) fillLegacy(x *index.Index, a attributes, s *network.Site) {
	config := a.computed("site_config")
	answersAt(x, s, a.get("default_site_hostname"))
	none := value.None[access.Action]()
	s.Main = accessList(x, config.computed("ip_restriction"), none)
	s.SCM = accessList(x, config.computed("scm_ip_restriction"), none)
	s.SCMUsesMain = config.boolOr("scm_use_main_ip_restriction", false)

	s.Settings = settings(a.computed("app_settings"))
	s.Routing.All = config.computed("vnet_route_all_enabled").Bool()
	s.ImageOverVNetUnsupported = true

	s.HTTPSOnly = a.boolOr("https_only", false)
	s.MinTLS = config.computed("min_tls_version").NonEmpty()
	s.FTPS = config.computed("ftps_state").NonEmpty()
	s.AlwaysOn = config.boolOr("always_on", false)
	if k.kind == network.FunctionApp {
		s.ClientCertificates = requiredByMode(a.text("client_cert_mode"), a)
		s.RuntimeScaleMonitoring = config.boolOr("runtime_scale_monitoring_enabled", false)
		s.ElasticInstanceMinimum = config.computed("elastic_instance_minimum").Int()
		s.AppScaleLimit = config.computed("app_scale_limit").Int()
		s.OS = legacyFunctionOS(a)
	} else {
		s.ClientCertificates = a.boolOr("client_cert_enabled", false)
		s.Affinity = a.computed("client_affinity_enabled").Bool()
		s.RemoteDebugging = config.boolOr("remote_debugging_enabled", false)
	}
	fillImages(x, config, s)
}

// legacyFunctionOS reads the operating system, of which only Linux is named. A
// Windows app may have it named by its plan all the same.
func legacyFunctionOS(a attributes) value.Of[network.OS] {
	if os := a.text("os_type"); strings.EqualFold(os.Or(""), "linux") {
		return value.Some(network.Linux, os.At())
	}
	return value.None[network.OS]()
}
