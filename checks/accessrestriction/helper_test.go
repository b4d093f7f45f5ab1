package accessrestriction_test

import (
	"github.com/appnetlint/appnetlint/pkg/access"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// headers filters on one header.
func headers(name string, values value.Of[[]string]) *access.Headers {
	h := &access.Headers{}
	switch name {
	case "x-forwarded-for":
		h.ForwardedFor = values
	case "x-forwarded-host":
		h.ForwardedHost = values
	case "x-azure-fdid":
		h.FrontDoorID = values
	case "x-fd-healthprobe":
		h.HealthProbe = values
	default:
		h.UnknownHeaders = []string{name}
	}
	return h
}

// filtered returns a rule with a filter on a header.
func filtered(r *network.AccessRule, name string, values value.Of[[]string]) *network.AccessRule {
	with := *r
	with.Headers = headers(name, values)
	return &with
}

// slot adds a slot of the app, open to everybody.
func (w *world) slot() *network.Site {
	s := &network.Site{
		Element: element("slot"), Kind: network.WebApp, Slot: true, Parent: to(w.app),
		PublicAccess: some(network.PublicEnabled), SCMUsesMain: some(true),
	}
	s.Main.Default = isAllow
	w.Sites = append(w.Sites, s)
	return s
}

// joins makes a site join what an edge leads to.
func joins(s *network.Site, e network.Edge[network.Subnet]) {
	s.Integrations.Items = []network.Integration{{Subnet: e}}
}

// list is a list of a site.
func list(byDefault value.Of[access.Action], rules ...*network.AccessRule) network.AccessList {
	return network.AccessList{Default: byDefault, Rules: value.Set[*network.AccessRule]{Items: rules}}
}
