package index

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/source"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// hosts finds apps by the names under which they answer.
type hosts struct {
	byHost map[string][]*network.Site
	// byLabel holds the sites by the first label of their default host name. It
	// is built on first use, when slots have their parents.
	byLabel map[string][]*network.Site
	// unnamed says why there may be sites that are not in byLabel.
	unnamed string
}

// AddHost enters an app under a host name that leads to it: a custom domain, or
// a default host name that is known already.
func (x *Index) AddHost(host value.Of[string], site *network.Site) {
	name, ok := host.Get()
	if !ok || name == "" {
		return
	}
	if x.hosts.byHost == nil {
		x.hosts.byHost = map[string][]*network.Site{}
	}
	name = strings.ToLower(name)
	x.hosts.byHost[name] = appendNew(x.hosts.byHost[name], site)
}

// join takes over the host names that were entered elsewhere.
func (h *hosts) join(other hosts) {
	if h.byHost == nil {
		h.byHost = other.byHost
		return
	}
	for name, sites := range other.byHost {
		h.byHost[name] = append(h.byHost[name], sites...)
	}
}

// ResolveHost returns the edge that a host name makes to an app: by the app's
// default host name, by a host name that AddHost entered, or by a reference to
// either. The edge is absent where the host is certainly not one of an app in
// this model. ResolveHost is for what runs AfterLinks.
func (x *Index) ResolveHost(c iac.Cursor) network.Edge[network.Site] {
	switch v := c.Value(); v.Kind() {
	case iac.String:
		return x.siteAt(v.Scalar(), c.At())
	case iac.Unknown, iac.List:
		return x.siteReferred(c)
	case iac.Null, iac.Bool, iac.Number, iac.Object:
	}
	return network.Edge[network.Site]{}
}

// siteAt finds the app with a known host name.
func (x *Index) siteAt(host string, at source.Range) network.Edge[network.Site] {
	if found := x.hosts.byHost[strings.ToLower(host)]; len(found) > 0 {
		return network.AnyOf(found, at)
	}
	label, _, ok := azure.SiteNameFromHost(host)
	if !ok {
		return network.Edge[network.Site]{}
	}
	if x.hosts.byLabel == nil {
		x.labelSites()
	}
	if found := x.hosts.byLabel[label]; len(found) > 0 {
		return network.AnyOf(found, at)
	}
	if x.hosts.unnamed != "" {
		return network.Open[network.Site](x.hosts.unnamed, at)
	}
	return network.Edge[network.Site]{}
}

// labelSites enters each site under the first label of its default host name:
// an app under its name, a slot under "<app>-<slot>".
func (x *Index) labelSites() {
	x.hosts.byLabel = make(map[string][]*network.Site, len(x.Model.Sites))
	for _, s := range x.Model.Sites {
		label := s.HostLabel()
		if label == "" {
			x.hosts.unnamed = s.Address
			continue
		}
		x.hosts.byLabel[label] = append(x.hosts.byLabel[label], s)
	}
}

// siteReferred finds the app whose host name an unknown value is.
func (x *Index) siteReferred(c iac.Cursor) network.Edge[network.Site] {
	origin := c.Value().Origin()
	if origin == nil || !origin.Closed || origin.Derived || len(origin.References) == 0 {
		return network.Open[network.Site](c.Pin(), c.At())
	}
	var sites []*network.Site
	others, aliases := false, false
	for _, ref := range origin.References {
		site := false
		for _, subject := range x.Parts(ref.Address) {
			if s, ok := subject.(*network.Site); ok && namesHost(ref.Attribute) {
				sites, site = appendNew(sites, s), true
			}
		}
		if !site && isNoHost(ref.Attribute) {
			continue
		}
		others = others || !site
		aliases = aliases || !site && mayAlias(ref.Address)
	}
	switch {
	case len(sites) > 0 && !others:
		return network.AnyOf(sites, c.At())
	case len(sites) == 0 && !aliases:
		return network.Edge[network.Site]{} // the host of something else
	}
	return network.Open[network.Site](c.Pin(), c.At())
}

// namesHost reports whether an attribute of an app is its default host name.
func namesHost(attribute string) bool {
	switch attribute {
	case "", "default_hostname", "default_site_hostname", "properties.defaultHostName":
		return true
	}
	return false
}

// isNoHost reports whether an attribute is certainly no host name. Where a plan does
// not show what dynamic blocks refer to, it is among what they may refer to.
func isNoHost(attribute string) bool {
	return attribute == "id" || attribute == "location" || attribute == "name"
}

// mayAlias reports whether a resource, by its address, may give a host name that
// leads to an app though it is not the app's own: a DNS record, a custom domain.
func mayAlias(address string) bool {
	address = strings.ToLower(address)
	for _, kind := range []string{"dns", "domain", "hostname", "traffic"} {
		if strings.Contains(address, kind) {
			return true
		}
	}
	return false
}
