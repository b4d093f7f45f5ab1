package policy

import (
	"github.com/zclconf/go-cty/cty"

	"github.com/appnetlint/appnetlint/pkg/access"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// siteShape is what there is to ask of an app or slot.
func siteShape() shape[*network.Site] {
	return element[*network.Site]().and(siteBasics()...).and(siteInbound()...).and(siteOutbound()...)
}

func siteBasics() shape[*network.Site] {
	return shape[*network.Site]{
		attr("kind", cty.String, "web, function or logic", func(s *network.Site) fact { return plain(siteKind(s.Kind)) }),
		attr("is_slot", cty.Bool, "true for a deployment slot", func(s *network.Site) fact { return plain(cty.BoolVal(s.Slot)) }),
		ref("parent", element[*network.Site](), "the app that a slot belongs to; null for an app",
			func(s *network.Site) network.Edge[network.Site] { return s.Parent }),
		attr("os", cty.String, "Linux or Windows", func(s *network.Site) fact { return stringer(s.OS) }),
		ref("plan", planBasics(), "the App Service plan that it runs on; a slot without one of its own runs on its app's",
			func(s *network.Site) network.Edge[network.Plan] { return s.RunsOn() }),
		ref("environment", element[*network.Environment](), "the App Service Environment that it runs in; null for the public service", hosting),
		attr("flex_consumption", cty.Bool, "true for an app of the Flex Consumption plan", func(s *network.Site) fact { return plain(cty.BoolVal(s.Flex)) }),
		attr("always_on", cty.Bool, "whether it stays loaded", func(s *network.Site) fact { return boolValue(s.AlwaysOn) }),
		list("slots", element[*network.Site](), "the slots of the app", func(s *network.Site) value.Set[*network.Site] { return s.Slots }),
	}
}

func siteKind(k network.SiteKind) cty.Value {
	switch k {
	case network.WebApp:
		return cty.StringVal("web")
	case network.FunctionApp:
		return cty.StringVal("function")
	case network.LogicApp:
		return cty.StringVal("logic")
	}
	return cty.UnknownVal(cty.String)
}

func hosting(s *network.Site) network.Edge[network.Environment] {
	switch h, e := s.Hosting(); h {
	case network.InEnvironment:
		return e
	case network.Multitenant:
		return network.Edge[network.Environment]{}
	default:
		return network.Open[network.Environment](e.Why(), s.At)
	}
}

func siteInbound() shape[*network.Site] {
	return shape[*network.Site]{
		attr("public_network_access", cty.String, "Enabled, Disabled or SecuredByPerimeter, as sent to Azure; null where nothing is sent",
			func(s *network.Site) fact { return text(s.PublicAccess) }),
		attr("effective_public_network_access", cty.String,
			"Enabled, Disabled or SecuredByPerimeter: where nothing is sent, Azure enables it unless there is a private endpoint", effectivePublic),
		list("access_rules", accessRule(), "the access restriction rules of the main site, in the order of the file",
			func(s *network.Site) value.Set[*network.AccessRule] { return s.Main.Rules }),
		attr("default_action", cty.String, "the unmatched rule action of the main site, Allow or Deny; null where none is sent: Azure then denies if there are rules",
			func(s *network.Site) fact { return stringer(s.Main.Default) }),
		attr("scm_uses_main_rules", cty.Bool, "whether the SCM site has the main site's rules", func(s *network.Site) fact { return boolValue(s.SCMUsesMain) }),
		list("scm_access_rules", accessRule(), "the access restriction rules of the SCM site",
			func(s *network.Site) value.Set[*network.AccessRule] { return s.SCM.Rules }),
		attr("scm_default_action", cty.String, "the unmatched rule action of the SCM site", func(s *network.Site) fact { return stringer(s.SCM.Default) }),
		list("private_endpoints", element[*network.PrivateEndpoint](), "the private endpoints that lead to it",
			func(s *network.Site) value.Set[*network.PrivateEndpoint] { return s.PrivateEndpoints }),
		attr("https_only", cty.Bool, "whether HTTP is redirected to HTTPS", func(s *network.Site) fact { return boolValue(s.HTTPSOnly) }),
		attr("client_certificate_enabled", cty.Bool, "whether clients show certificates", func(s *network.Site) fact { return boolValue(s.ClientCertificates) }),
		attr("min_tls_version", cty.String, "the lowest version of TLS, as in 1.2", func(s *network.Site) fact { return text(s.MinTLS) }),
		attr("scm_min_tls_version", cty.String, "that of the SCM site", func(s *network.Site) fact { return text(s.SCMMinTLS) }),
		attr("ftps_state", cty.String, "AllAllowed, FtpsOnly or Disabled", func(s *network.Site) fact { return text(s.FTPS) }),
		attr("ftp_basic_auth_enabled", cty.Bool, "whether FTP takes user names and passwords", func(s *network.Site) fact { return boolValue(s.FTPBasicAuth) }),
		attr("remote_debugging_enabled", cty.Bool, "whether debuggers may attach", func(s *network.Site) fact { return boolValue(s.RemoteDebugging) }),
		list("host_names", hostName(), "the host names that a template writes at the site itself",
			func(s *network.Site) value.Set[network.HostName] { return s.InlineHostNames }),
	}
}

func effectivePublic(s *network.Site) fact {
	f := text(s.PublicAccess)
	f.v = cty.UnknownVal(cty.String)
	switch s.Public() {
	case network.PublicOpen:
		f.v = cty.StringVal(network.PublicEnabled)
	case network.PublicClosed:
		f.v = cty.StringVal(network.PublicDisabled)
	case network.PublicPerimeter:
		f.v = cty.StringVal(network.SecuredByPerimeter)
	default:
	}
	return f
}

func siteOutbound() shape[*network.Site] {
	return shape[*network.Site]{
		refs("integrations", subnetBasics(), "the subnets that it joins by VNet integration",
			func(s *network.Site) value.Set[network.Edge[network.Subnet]] {
				return mapSet(s.Integrations, func(i network.Integration) network.Edge[network.Subnet] { return i.Subnet })
			}),
		attr("vnet_route_all_enabled", cty.Bool, "whether all outbound traffic of the app enters the network", func(s *network.Site) fact { return boolValue(s.Routing.All) }),
		attr("vnet_image_pull_enabled", cty.Bool, "whether images are pulled over the network", func(s *network.Site) fact { return boolValue(s.Routing.ImagePull) }),
		attr("vnet_content_share_enabled", cty.Bool, "whether the content share is reached over the network", func(s *network.Site) fact { return boolValue(s.Routing.ContentShare) }),
		attr("vnet_backup_restore_enabled", cty.Bool, "whether backups are made over the network", func(s *network.Site) fact { return boolValue(s.Routing.BackupRestore) }),
		attr("dns_servers", cty.List(cty.String), "the DNS servers that it asks", func(s *network.Site) fact { return texts(s.DNSServers) }),
		list("hybrid_connections", hybridConnectionBasics(), "its hybrid connections",
			func(s *network.Site) value.Set[*network.HybridConnection] { return s.HybridConnections }),
	}
}

// accessRule is what there is to ask of an access restriction rule.
func accessRule() shape[*network.AccessRule] {
	header := func(get func(*access.Headers) value.Of[[]string]) func(*network.AccessRule) fact {
		return func(r *network.AccessRule) fact {
			if r.Headers == nil {
				return plain(cty.NullVal(cty.List(cty.String)))
			}
			return texts(get(r.Headers))
		}
	}
	return shape[*network.AccessRule]{
		attr("name", cty.String, "the name of the rule", func(r *network.AccessRule) fact { return text(r.Name) }),
		attr("priority", cty.Number, "its priority: the lowest comes first", func(r *network.AccessRule) fact { return number(r.Priority) }),
		attr("action", cty.String, "Allow or Deny", func(r *network.AccessRule) fact { return stringer(r.Action) }),
		attr("ip_address", cty.String, "the addresses, as written", func(r *network.AccessRule) fact { return text(r.Address) }),
		attr("service_tag", cty.String, "the service tag, as written", func(r *network.AccessRule) fact { return text(r.Tag) }),
		ref("subnet", element[*network.Subnet](), "the subnet of a virtual network rule", func(r *network.AccessRule) network.Edge[network.Subnet] { return r.Subnet }),
		attr("x_azure_fdid", cty.List(cty.String), "the ids of Front Doors that the rule asks for", header(func(h *access.Headers) value.Of[[]string] { return h.FrontDoorID })),
		attr("x_forwarded_for", cty.List(cty.String), "the addresses that X-Forwarded-For must have", header(func(h *access.Headers) value.Of[[]string] { return h.ForwardedFor })),
		attr("x_forwarded_host", cty.List(cty.String), "the hosts that X-Forwarded-Host must have", header(func(h *access.Headers) value.Of[[]string] { return h.ForwardedHost })),
	}
}

func hostName() shape[network.HostName] {
	return shape[network.HostName]{
		attr("name", cty.String, "the host name", func(h network.HostName) fact { return text(h.Name) }),
		attr("ip_based_tls", cty.Bool, "whether its TLS binding is IP-based", func(h network.HostName) fact { return boolValue(h.IPBased) }),
	}
}

// planBasics is what there is to ask of the plan of an app.
func planBasics() shape[*network.Plan] {
	return element[*network.Plan]().and(
		attr("sku", cty.String, "the size, as in P1v3", func(p *network.Plan) fact { return text(p.SKU) }),
		attr("tier", cty.String, "the tier, where a template names it", func(p *network.Plan) fact { return text(p.Tier) }),
		attr("os", cty.String, "Linux or Windows", func(p *network.Plan) fact { return stringer(p.OS) }),
		attr("workers", cty.Number, "the number of instances", func(p *network.Plan) fact { return number(p.Workers) }),
		attr("max_elastic_workers", cty.Number, "how far it scales out by itself", func(p *network.Plan) fact { return number(p.MaxElasticWorkers) }),
	)
}

func planShape() shape[*network.Plan] {
	return planBasics().and(
		attr("elastic_scale_enabled", cty.Bool, "whether a Premium plan scales by itself", func(p *network.Plan) fact { return boolValue(p.ElasticScale) }),
		attr("windows_containers", cty.Bool, "true for a plan of Windows containers", func(p *network.Plan) fact { return boolValue(p.WindowsContainers) }),
		ref("environment", element[*network.Environment](), "the App Service Environment of the plan; null for the public service",
			func(p *network.Plan) network.Edge[network.Environment] { return p.Environment }),
		list("apps", element[*network.Site](), "the apps and slots that run on it", func(p *network.Plan) value.Set[*network.Site] { return p.Sites }),
	)
}

func environmentShape() shape[*network.Environment] {
	return element[*network.Environment]().and(
		attr("version", cty.Number, "2 or 3", func(e *network.Environment) fact { return number(e.Version) }),
		ref("subnet", subnetBasics(), "its subnet", func(e *network.Environment) network.Edge[network.Subnet] { return e.Subnet }),
		attr("internal", cty.Bool, "true if its load balancer has an address of the network alone", func(e *network.Environment) fact { return boolValue(e.Internal) }),
		attr("allow_new_private_endpoint_connections", cty.Bool, "whether apps may have private endpoints", func(e *network.Environment) fact { return boolValue(e.AllowNewPrivateEndpoints) }),
		attr("remote_debugging_enabled", cty.Bool, "whether debuggers may attach to its apps", func(e *network.Environment) fact { return boolValue(e.RemoteDebug) }),
		attr("ftp_enabled", cty.Bool, "whether its apps have FTP", func(e *network.Environment) fact { return boolValue(e.FTP) }),
		list("plans", element[*network.Plan](), "the plans in it", func(e *network.Environment) value.Set[*network.Plan] { return e.Plans }),
	)
}
