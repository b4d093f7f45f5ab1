package resourcemanager

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// addFrontDoor maps Microsoft.Cdn/profiles, which are Front Doors by their SKU
// and else content delivery networks.
//
// Source: https://learn.microsoft.com/azure/templates/microsoft.cdn/profiles
func addFrontDoor(x *index.Index, r *resource) {
	sku := r.top("sku", "name").Text()
	if name, ok := sku.Get(); ok && !strings.HasSuffix(strings.ToLower(name), "_azurefrontdoor") {
		return
	}
	add(x, r, func(_ *index.Index, r *resource, f *network.FrontDoor) {
		f.SKU = sku
		f.GUID = value.Undecided[string](r.Address, r.At) // Azure makes it
	})
}

// fillClassicFrontDoor maps Microsoft.Network/frontDoors with its backends.
//
// Source: https://learn.microsoft.com/azure/templates/microsoft.network/frontdoors
func fillClassicFrontDoor(x *index.Index, r *resource, f *network.FrontDoor) {
	f.Classic = true
	if r.patch {
		return
	}
	f.GUID = value.Undecided[string](r.Address, r.At)
	pools, _ := r.prop("backendPools").List()
	for _, pool := range pools {
		backends, _ := fold(pool, "properties", "backends").List()
		for _, b := range backends {
			o := &network.Origin{Element: r.element(x), FrontDoor: network.To(f, "", b.At())}
			o.Name, o.At = b.Fold("address").Text(), b.At()
			fillOriginHost(x, o, b.Fold("address"), b.Fold("backendHostHeader"), b.Fold("enabledState"))
			fillOriginLink(x, o, b.Fold("privateLinkResourceId"), iac.Cursor{})
			x.Model.Origins = append(x.Model.Origins, o)
		}
	}
}

// fillOrigin maps Microsoft.Cdn/profiles/originGroups/origins.
//
// Source: https://learn.microsoft.com/azure/templates/microsoft.cdn/profiles/origingroups/origins
func fillOrigin(x *index.Index, r *resource, o *network.Origin) {
	if !r.patch {
		x.Later(func() { o.FrontDoor, o.Group = ancestor[network.FrontDoor](x, r, 2), r.ancestorKey(x, 1) })
	}
	fillOriginHost(x, o, r.prop("hostName"), r.prop("originHostHeader"), r.prop("enabledState"))
	set(&o.CertificateNameCheck, r.prop("enforceCertificateNameCheck").Bool())
	shared := r.prop("sharedPrivateLinkResource")
	if r.patch && shared.IsNull() {
		return
	}
	o.PrivateLink = written(shared)
	fillOriginLink(x, o, shared.Fold("privateLink").Fold("id"), shared.Fold("groupId"))
}

func fillOriginHost(x *index.Index, o *network.Origin, host, header, state iac.Cursor) {
	set(&o.Host, host.Text())
	linkHost(x, &o.Site, host)
	set(&o.HostHeader, header.NonEmpty())
	linkHost(x, &o.HeaderSite, header)
	set(&o.Enabled, enabled(state.Text()))
}

func fillOriginLink(x *index.Index, o *network.Origin, target, group iac.Cursor) {
	if target.IsNull() {
		set(&o.PrivateLink, index.Prefer(o.PrivateLink, value.Default(false, o.At)))
		return
	}
	if o.PrivateLink.IsAbsent() {
		o.PrivateLink = written(target)
	}
	set(&o.PrivateLinkTarget, group.NonEmpty())
	groups := value.Map(o.PrivateLinkTarget, func(g string) []string { return []string{g} })
	x.Later(func() {
		o.PrivateLinkSite = privateLinkSite(x, target, targetType(x, target), isSiteGroup(o.PrivateLinkTarget.Or("")))
		if o.PrivateLink.IsUnknown() && o.PrivateLinkSite.IsPresent() {
			o.PrivateLink = value.Some(true, target.At())
		}
		x.AfterLinks(func() { o.PrivateLinkSite = linkedSlot(x, o.PrivateLinkSite, groups, target) })
	})
}
