package azurerm

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

const typeProfile = "Microsoft.Cdn/profiles"

// frontDoor maps azurerm_cdn_frontdoor_profile.
func frontDoor(x *index.Index, a attributes) {
	f := &network.FrontDoor{Element: a.element(x)}
	f.SKU = a.text("sku_name")
	f.GUID = assigned(a, "resource_guid")
	x.Model.FrontDoors = append(x.Model.FrontDoors, f)
	x.Add(a.of.Resource, f, a.id(typeProfile, f.Name))
}

// assigned reads what Azure assigns and what is therefore never absent.
func assigned(a attributes, attribute string) value.Of[string] {
	v := a.text(attribute)
	if v.IsAbsent() {
		return value.Undecided[string](a.of.Address+"."+attribute, a.of.At)
	}
	return v
}

// group is an origin group: the way from an origin to its profile.
type group struct {
	network.Element
	profile network.Edge[network.FrontDoor]
}

// originGroup maps azurerm_cdn_frontdoor_origin_group.
func originGroup(x *index.Index, a attributes) {
	g := &group{Element: a.element(x)}
	if name := a.listed("profile_name"); !name.IsNull() { // the data source
		index.LinkName(x, &g.profile, a.made(typeProfile, name.NonEmpty()), name.Cursor)
	} else {
		link(x, &g.profile, a.get("cdn_frontdoor_profile_id"))
	}
	x.Add(a.of.Resource, g, a.known())
}

// origin maps azurerm_cdn_frontdoor_origin.
//
// Source: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/cdn_frontdoor_origin
func origin(x *index.Index, a attributes) {
	o := &network.Origin{Element: a.element(x)}
	o.Host = a.text("host_name")
	o.HostHeader = a.text("origin_host_header")
	o.Enabled = a.boolOr("enabled", true)
	o.CertificateNameCheck = a.get("certificate_name_check_enabled").Bool()
	private := a.get("private_link")
	target := private.get("private_link_target_id").Cursor
	at := a.At()
	if blocks, _ := private.items(); len(blocks) > 0 {
		at = blocks[0].At()
	}
	o.PrivateLink = value.Some(!private.missing(), at)
	if private.IsUnknown() {
		o.PrivateLink = value.Undecided[bool](private.Pin(), private.At())
	}
	o.PrivateLinkTarget = private.text("target_type")
	x.Model.Origins = append(x.Model.Origins, o)
	x.Add(a.of.Resource, o, a.known())

	origins, host, header := a.get("cdn_frontdoor_origin_group_id").Cursor, a.get("host_name").Cursor, a.get("origin_host_header").Cursor
	x.Later(func() {
		o.PrivateLinkSite = targetSite(x, target, targetType(x, target), isAppGroup(o.PrivateLinkTarget.Or("")))
	})
	x.AfterLinks(func() {
		e := index.Resolve[group](x, origins)
		o.Group = groupKey(e)
		o.FrontDoor = profileOf(x, e, origins)
		o.Site, o.HeaderSite = x.ResolveHost(host), x.ResolveHost(header)
	})
}

// groupKey tells an origin group from others, by its id or what can stand in its
// place; "" where it is not known which one it is.
func groupKey(e network.Edge[group]) string {
	g, ok := e.Get()
	if !ok {
		return e.ID()
	}
	profile := g.profile.ID()
	if f, ok := g.profile.Get(); ok {
		profile = f.ID
	}
	if id := index.ChildID(profile, "originGroups", g.Name); id != "" && !strings.Contains(id, "?") {
		return strings.ToLower(id)
	}
	return index.AddressKey(g.Address)
}

// profileOf leads to the profile that has an origin group.
func profileOf(x *index.Index, e network.Edge[group], c iac.Cursor) network.Edge[network.FrontDoor] {
	if g, ok := e.Get(); ok {
		return g.profile
	}
	if profile, _, ok := strings.Cut(e.ID(), "/origingroups/"); ok {
		return index.ResolveID[network.FrontDoor](x, profile, c)
	}
	return network.Open[network.FrontDoor](c.Pin(), c.At())
}

// classicFrontDoor maps azurerm_frontdoor with its backends.
//
// Source: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/frontdoor
func classicFrontDoor(x *index.Index, a attributes) {
	f := &network.FrontDoor{Element: a.element(x), Classic: true}
	f.GUID = assigned(a, "header_frontdoor_id")
	x.Model.FrontDoors = append(x.Model.FrontDoors, f)
	x.Add(a.of.Resource, f, a.id("Microsoft.Network/frontDoors", f.Name))
	check := a.get("backend_pool_settings").get("enforce_backend_pools_certificate_name_check").Bool()
	pools, _ := a.blocks("backend_pool")
	for _, pool := range pools {
		backends, _ := pool.blocks("backend")
		for _, b := range backends {
			o := &network.Origin{Element: f.Element, FrontDoor: network.To(f, f.ID, b.At())}
			o.ID, o.Name, o.At = "", b.text("address"), b.At()
			o.Host = b.text("address")
			o.HostHeader = b.text("host_header")
			o.Enabled = b.boolOr("enabled", true)
			o.CertificateNameCheck = check
			o.PrivateLink = value.Default(false, b.At())
			x.Model.Origins = append(x.Model.Origins, o)
			x.AfterLinks(func() {
				o.Site, o.HeaderSite = x.ResolveHost(b.get("address").Cursor), x.ResolveHost(b.get("host_header").Cursor)
			})
		}
	}
}
