package resourcemanager

import (
	"cmp"
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// sites is the family of apps and of slots. azapi_update_resource may write to
// an app that nothing else in the configuration names.
var sites = family{
	add: func(x *index.Index, r *resource) {
		s := add(x, r, fillSite)
		settle(x, s)
	},
	patch: func(x *index.Index, r *resource) {
		x.Overlay(func() { onSite(x, r, 0, func(r *resource, s *network.Site) { fillSite(x, r, s) }) })
	},
}

// fillSite maps Microsoft.Web/sites and its slots.
//
// Source: https://learn.microsoft.com/azure/templates/microsoft.web/sites
func fillSite(x *index.Index, r *resource, s *network.Site) {
	if r.isSlot() && !r.patch {
		s.Slot = true
		x.Later(func() { s.Parent = ancestor[network.Site](x, r, 1) })
	}
	fillKind(r, s)
	linkPlan(x, r, &s.Plan, r.prop("serverFarmId"))
	linkHosting(x, r, &s.Environment)
	set(&s.OS, siteOS(r))
	set(&s.WindowsContainer, windowsContainer(r))
	set(&s.Arc, onArc(r))

	set(&s.PublicAccess, within(r, typeSite, "publicNetworkAccess", r.prop("publicNetworkAccess").Text()))
	set(&s.IPMode, within(r, typeSite, "ipMode", r.prop("ipMode").NonEmpty()))
	fillIntegration(x, r, s)
	fillRouting(r, s)
	fillDNS(r, r.prop("dnsConfiguration"), s)
	set(&s.HTTPSOnly, r.prop("httpsOnly").Bool())
	set(&s.ClientCertificates, r.prop("clientCertEnabled").Bool())
	set(&s.Affinity, r.prop("clientAffinityEnabled").Bool())
	set(&s.AffinityProxy, r.prop("clientAffinityProxyEnabled").Bool())
	fillHostNames(x, r, s)
	fillFlex(x, r.prop("functionAppConfig"), s)

	config := r.prop("siteConfig")
	fillConfig(x, r, config, s)
	fillSettings(x, s, config.Fold("appSettings"), settingsList)
}

// fillDNS maps how the app resolves names.
//
// Source: https://learn.microsoft.com/azure/app-service/overview-name-resolution
func fillDNS(r *resource, c iac.Cursor, s *network.Site) {
	number := func(key string) value.Of[int] { return within(r, typeSite, "dnsConfiguration", c.Fold(key).Int()) }
	set(&s.DNSServers, within(r, typeSite, "dnsConfiguration", c.Fold("dnsServers").Texts()))
	set(&s.DNSRetryAttempts, number("dnsRetryAttemptCount"))
	set(&s.DNSRetryTimeout, number("dnsRetryAttemptTimeout"))
	set(&s.DNSCacheTimeout, number("dnsMaxCacheTimeout"))
}

func fillKind(r *resource, s *network.Site) {
	kind := r.top("kind").NonEmpty()
	switch written, ok := kind.Get(); {
	case ok:
		s.Kind = siteKind(written)
	case kind.IsAbsent() && !r.patch && !s.Slot: // a slot is what its app is
		s.Kind = network.WebApp
	}
}

// fillFlex maps what only apps of the Flex Consumption plan have.
//
// Source: https://learn.microsoft.com/azure/azure-functions/functions-infrastructure-as-code
func fillFlex(x *index.Index, c iac.Cursor, s *network.Site) {
	if c.IsNull() || c.IsUnknown() {
		return
	}
	s.Flex = true
	set(&s.AppScaleLimit, fold(c, "scaleAndConcurrency", "maximumInstanceCount").Int())
	linkAccount(x, &s.StorageAccount, fold(c, "deployment", "storage", "value"), accountOfURL)
}

// siteKind reads a kind such as "functionapp,linux".
//
// Source: https://github.com/Azure/app-service-linux-docs/blob/master/Things_You_Should_Know/kind_property.md
func siteKind(kind string) network.SiteKind {
	switch {
	case hasWord(kind, "workflowapp"):
		return network.LogicApp
	case hasWord(kind, "functionapp"):
		return network.FunctionApp
	}
	return network.WebApp
}

// hasWord reports whether a comma-separated kind has a word.
func hasWord(kind, word string) bool {
	return slices.ContainsFunc(strings.Split(kind, ","), func(s string) bool {
		return strings.EqualFold(strings.TrimSpace(s), word)
	})
}

// kindHas reports whether the resource's kind certainly has a word.
func (r *resource) kindHas(word string) bool {
	kind, ok := r.top("kind").Text().Get()
	return ok && hasWord(kind, word)
}

// siteOS tells the operating system by what is written at the app; absent where
// that leaves it to the plan.
func siteOS(r *resource) value.Of[network.OS] {
	kind, reserved := r.top("kind"), r.prop("reserved").Bool()
	switch {
	case r.kindHas("linux"):
		return value.Some(network.Linux, kind.At())
	case value.Is(reserved, true):
		return value.Some(network.Linux, reserved.At())
	case value.Is(reserved, false):
		return value.Some(network.Windows, reserved.At())
	case r.kindHas("windows"):
		return value.Some(network.Windows, kind.At())
	}
	return value.None[network.OS]()
}

// windowsContainer tells whether the app runs a Windows container; absent where
// nothing at the app says so.
func windowsContainer(r *resource) value.Of[bool] {
	kind, fx := r.top("kind"), r.prop("siteConfig", "windowsFxVersion")
	hyperV := index.Prefer(r.prop("hyperV").Bool(), r.prop("isXenon").Bool())
	switch {
	case value.Is(hyperV, true):
		return hyperV
	case r.kindHas("windows") && r.kindHas("container"):
		return value.Some(true, kind.At())
	case isImage(fx.Text().Or("")):
		return value.Some(true, fx.At())
	case r.kindHas("linux"):
		return value.Some(false, kind.At())
	}
	return hyperV
}

// onArc tells whether an app or plan runs on Azure Arc.
func onArc(r *resource) value.Of[bool] {
	location := r.top("extendedLocation")
	kube := r.prop("kubeEnvironmentProfile")
	switch {
	case r.kindHas("kubernetes"):
		return value.Some(true, r.top("kind").At())
	case !location.IsNull() && !location.IsUnknown():
		return value.Some(true, location.At())
	case !kube.IsNull() && !kube.IsUnknown():
		return value.Some(true, kube.At())
	case location.IsUnknown():
		return written(location)
	case kube.IsUnknown():
		return written(kube)
	}
	return value.None[bool]()
}

// linkPlan leads to a plan: by its id or, in very old templates, by its name.
func linkPlan(x *index.Index, r *resource, edge *network.Edge[network.Plan], c iac.Cursor) {
	name, ok := c.Text().Get()
	if !ok || name == "" || strings.Contains(name, "/") {
		link(x, edge, c)
		return
	}
	x.Later(func() {
		*edge = network.Open[network.Plan](c.Pin(), c.At())
		if group := r.group(x); group != "" {
			*edge = index.ResolveID[network.Plan](x, group+providers+"microsoft.web/serverfarms/"+name, c)
		}
	})
}

// fillIntegration maps the subnet that the app joins.
func fillIntegration(x *index.Index, r *resource, s *network.Site) {
	const property = "virtualNetworkSubnetId"
	c := r.prop(property)
	if c.IsNull() {
		return
	}
	if place, ok := r.window(typeSite, property); !ok || place != azure.Within {
		s.Integrations.Incomplete = r.outside(property)
		return
	}
	join := network.Integration{}
	if r.patch {
		e := r.element(x)
		join = network.Integration{Own: true, Subject: &e}
	}
	joinSubnet(x, r, s, join, c)
}

// joinSubnet adds an integration once it is known where it leads. An identifier
// that nothing is known of may as well be null, so that it proves no integration.
func joinSubnet(x *index.Index, r *resource, s *network.Site, join network.Integration, c iac.Cursor) {
	x.Later(func() {
		join.Subnet = index.Resolve[network.Subnet](x, c)
		switch {
		case r.uncertain != "":
			s.Integrations.Incomplete = r.uncertain
		case join.Subnet.IsUnknown():
			s.Integrations.Incomplete = c.Pin()
		case join.Subnet.IsPresent():
			s.Integrations.Items = append(s.Integrations.Items, join)
		}
	})
}

// fillHostNames maps the host names that a template lists at the app itself. The
// app's own default names are no custom domains.
func fillHostNames(x *index.Index, r *resource, s *network.Site) {
	c := r.prop("hostNameSslStates")
	if c.IsNull() {
		return
	}
	s.InlineHostNames = collect(c, func(e iac.Cursor) network.HostName {
		return network.HostName{Name: e.Fold("name").Text(), IPBased: ipBased(e.Fold("sslState").Text()), At: e.At()}
	})
	s.InlineHostNames.Items = slices.DeleteFunc(s.InlineHostNames.Items, func(h network.HostName) bool {
		_, _, own := azure.SiteNameFromHost(h.Name.Or(""))
		return own
	})
	for _, h := range s.InlineHostNames.Items {
		x.AddHost(h.Name, s)
	}
}

// settle completes an app from its plan, its parent and its settings, once all
// edges are in place.
func settle(x *index.Index, s *network.Site) {
	x.AfterLinks(func() {
		if app, ok := s.App(); ok && s.Slot {
			s.Kind = cmp.Or(s.Kind, app.Kind)
			s.Location = index.Prefer(s.Location, app.Location)
		}
		plan, ok := s.RunsOn().Get()
		if ok {
			settleByPlan(s, plan)
		}
		switch {
		case s.Flex:
			s.OS = index.Prefer(s.OS, value.Default(network.Linux, s.At)) // Flex Consumption is Linux
		case s.OS.IsAbsent():
			s.OS = value.Undecided[network.OS](s.RunsOn().Why(), s.At)
		}
		if s.WindowsContainer.IsAbsent() && value.Is(s.OS, network.Linux) {
			s.WindowsContainer = value.Default(false, s.At)
		}
		s.PublicAccess = index.Prefer(s.PublicAccess, s.ConfigPublicAccess)
		routeBySettings(s)
		markIncomplete(&s.Integrations.Incomplete, x.Model)
		markIncomplete(&s.GatewayVNets.Incomplete, x.Model)
	})
}

func settleByPlan(s *network.Site, plan *network.Plan) {
	if !s.OS.IsKnown() {
		s.OS = index.Prefer(plan.OS, s.OS)
	}
	if !s.WindowsContainer.IsKnown() {
		s.WindowsContainer = index.Prefer(plan.WindowsContainers, s.WindowsContainer)
	}
	sku, _ := azure.SKUForTier(plan.Tier.Or(""), plan.SKU.Or(""))
	if sku.Tier == azure.FlexConsumption {
		s.Flex = true
	}
}

// markIncomplete says of a set that children fill that there may be more of
// them, where the model as a whole may lack resources.
func markIncomplete(why *string, m *network.Model) {
	if *why == "" && len(m.Incomplete) > 0 {
		*why = m.Incomplete[0]
	}
}
