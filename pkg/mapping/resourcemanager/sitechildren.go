package resourcemanager

import (
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// onSite applies a resource to the app or slot that it is below, levels up. It
// is for the round of overlays.
func onSite(x *index.Index, r *resource, levels int, apply func(*resource, *network.Site)) {
	e := siteOf(x, r, levels)
	if e.IsOutside() && !r.Data {
		apply(r, elsewhere(x, r, e.ID()))
		return
	}
	change(x, r, e, func(r *resource, s *network.Site) {
		if s.Slot == r.isSlot() {
			apply(r, s)
		}
	})
}

// siteOf leads to the app or slot that a resource is below.
func siteOf(x *index.Index, r *resource, levels int) network.Edge[network.Site] {
	e := ancestor[network.Site](x, r, levels)
	found, _ := e.Candidates()
	if i := slices.IndexFunc(found, func(s *network.Site) bool { return s.Slot != r.isSlot() }); i >= 0 {
		// "${azurerm_linux_web_app.shop.id}/slots/staging" refers to the app only
		return network.Open[network.Site](r.place().Pin(), r.place().At())
	}
	return e
}

// elsewhere enters an app that this configuration neither creates nor reads, but
// changes: rules for an app of another configuration are rules all the same.
// Nothing else is known of it.
func elsewhere(x *index.Index, r *resource, id string) *network.Site {
	unseen := iac.OpenValue(r.Resource, iac.Value{}, nil).Partial()
	app := &resource{
		Resource:   r.Resource,
		typ:        typeSite,
		version:    r.version,
		versioned:  r.versioned,
		name:       value.Some(id[strings.LastIndexByte(id, '/')+1:], r.place().At()),
		location:   value.Undecided[string](r.Address, r.At),
		object:     unseen,
		properties: unseen,
		id:         unseen.Member("id", iac.StringValue(id, r.place().At())),
	}
	if r.isSlot() {
		app.typ = typeSlot
	}
	s := &network.Site{Element: app.element(x)}
	s.External = true
	x.Model.Sites = append(x.Model.Sites, s)
	x.Identify(s, id)
	fillSite(x, app, s)
	settle(x, s)
	return s
}

// networkConfig maps sites/networkConfig virtualNetwork, the regional integration
// as a resource of its own.
//
// Source: https://learn.microsoft.com/azure/templates/microsoft.web/sites/networkconfig-virtualnetwork
func networkConfig(x *index.Index, r *resource) {
	c := r.prop("subnetResourceId")
	if c.IsNull() {
		return
	}
	e := r.element(x)
	onSite(x, r, 1, func(r *resource, s *network.Site) {
		joinSubnet(x, r, s, network.Integration{Own: true, Subject: &e}, c)
	})
}

// vnetConnection maps sites/virtualNetworkConnections: a gateway-required
// integration or, with isSwift, a view of the regional one.
//
// Source: https://learn.microsoft.com/azure/templates/microsoft.web/sites/virtualnetworkconnections
func vnetConnection(x *index.Index, r *resource) {
	swift := r.prop("isSwift").Bool()
	vnet := r.prop("vnetResourceId")
	e := r.element(x)
	onSite(x, r, 1, func(r *resource, s *network.Site) {
		why := r.uncertain
		if why == "" && swift.IsUnknown() {
			why = swift.Why()
		}
		switch {
		case value.Is(swift, true):
			// It does not say which subnet the app joins.
			s.Integrations.Incomplete = r.Address
		case why != "":
			s.Integrations.Incomplete, s.GatewayVNets.Incomplete = why, why
		default:
			x.Later(func() {
				g := network.GatewayIntegration{Element: e, VNet: index.Resolve[network.VNet](x, vnet)}
				s.GatewayVNets.Items = append(s.GatewayVNets.Items, g)
			})
		}
	})
}

// gatewayRoute maps serverfarms/virtualNetworkConnections/routes: a range that apps with
// gateway-required integration send into the virtual network.
//
// Source: https://learn.microsoft.com/azure/templates/microsoft.web/serverfarms/virtualnetworkconnections/routes
func gatewayRoute(x *index.Index, r *resource) {
	change(x, r, ancestor[network.Plan](x, r, 2), func(r *resource, p *network.Plan) {
		switch {
		case r.uncertain == "":
			p.GatewayRoutes = value.Some(true, r.At)
		case !p.GatewayRoutes.IsKnown():
			p.GatewayRoutes = value.Undecided[bool](r.uncertain, r.At)
		}
	})
}

// publishingPolicy maps sites/basicPublishingCredentialsPolicies ftp. One whose name
// is not known may be that.
//
// Source: https://learn.microsoft.com/azure/app-service/configure-basic-auth-disable
func publishingPolicy(x *index.Index, r *resource) {
	switch {
	case r.is("ftp"):
		onSite(x, r, 1, func(r *resource, s *network.Site) { set(&s.FTPBasicAuth, r.prop("allow").Bool()) })
	case r.name.IsUnknown():
		onSite(x, r, 1, func(r *resource, s *network.Site) {
			if !s.FTPBasicAuth.IsKnown() && !r.prop("allow").IsNull() {
				s.FTPBasicAuth = value.Undecided[bool](r.name.Why(), r.At)
			}
		})
	}
}

// ipBased reads the state of a TLS binding.
func ipBased(state value.Of[string]) value.Of[bool] {
	return value.Map(state, func(s string) bool { return strings.EqualFold(s, "IpBasedEnabled") })
}

// fillBinding maps sites/hostNameBindings.
//
// Source: https://learn.microsoft.com/azure/templates/microsoft.web/sites/hostnamebindings
func fillBinding(x *index.Index, r *resource, b *network.Binding) {
	if !r.patch {
		x.Later(func() {
			b.Site = siteOf(x, r, 1)
			if s, ok := b.Site.Get(); ok {
				x.AddHost(b.HostName, s)
			}
		})
	}
	set(&b.HostName, r.name)
	set(&b.TLS, r.prop("sslState").Text())
	set(&b.IPBased, ipBased(r.prop("sslState").Text()))
	set(&b.Thumbprint, r.prop("thumbprint").Text())
}

// fillHybridConnection maps sites/hybridConnectionNamespaces/relays.
//
// Source: https://learn.microsoft.com/azure/templates/microsoft.web/sites/hybridconnectionnamespaces/relays
func fillHybridConnection(x *index.Index, r *resource, h *network.HybridConnection) {
	if !r.patch {
		x.Later(func() { h.Site = siteOf(x, r, 2) })
	}
	link(x, &h.Relay, r.prop("relayArmUri"))
	set(&h.Host, r.prop("hostname").Text())
	set(&h.Port, r.prop("port").Int())
	set(&h.SendKey, r.prop("sendKeyName").Text())
}

// classicHybridConnection maps sites/hybridconnection, the hybrid connections of BizTalk
// Services.
//
// Source: https://learn.microsoft.com/azure/templates/microsoft.web/sites/hybridconnection
func classicHybridConnection(x *index.Index, r *resource) {
	e := r.element(x)
	onSite(x, r, 1, func(r *resource, s *network.Site) {
		if r.uncertain == "" {
			s.ClassicHybridConnections = append(s.ClassicHybridConnections, &e)
		}
	})
}

// vaultID returns the id of a key vault; unknown where that is not known.
func vaultID(x *index.Index, c iac.Cursor) value.Of[string] {
	e := index.Resolve[network.Guarded](x, c)
	id := e.ID()
	if vault, ok := e.Get(); ok {
		id = vault.ID
	}
	if id == "" {
		return value.Undecided[string](c.Pin(), c.At())
	}
	return value.Some(id, c.At())
}

// fillCertificate maps Microsoft.Web/certificates. One with a canonical name and
// nothing imported is the free certificate that App Service manages.
//
// Source: https://learn.microsoft.com/azure/templates/microsoft.web/certificates
func fillCertificate(x *index.Index, r *resource, c *network.Certificate) {
	vault, pfx, canonical := r.prop("keyVaultId"), r.prop("pfxBlob"), r.prop("canonicalName")
	if !vault.NonEmpty().IsAbsent() {
		x.Later(func() { c.VaultID = vaultID(x, vault) })
	}
	names := collect(r.prop("hostNames"), func(e iac.Cursor) value.Of[string] { return e.Text() })
	set(&c.HostName, canonical.NonEmpty())
	if c.HostName.IsAbsent() && len(names.Items) > 0 {
		c.HostName = names.Items[0]
	}
	switch {
	case vault.IsUnknown() || pfx.IsUnknown() || canonical.IsUnknown():
		set(&c.Managed, value.Undecided[bool](canonical.Pin(), r.At))
	case !vault.IsNull() || !pfx.IsNull():
		set(&c.Managed, value.Some(false, firstOf(vault, pfx).At()))
	case !canonical.IsNull():
		set(&c.Managed, value.Some(true, canonical.At()))
	}
}
