package reach

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/access"
	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/source"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// Kind says what a source is.
type Kind uint8

// The kinds of source.
const (
	Internet Kind = iota
	Address
	Tag
	Subnet
	PrivateEndpoint
	FrontDoor
)

// frontDoorTag is the service tag of the addresses from which Front Door calls
// origins.
const frontDoorTag = "AzureFrontDoor.Backend"

// Source is where traffic comes from.
type Source struct {
	Kind Kind
	// Name is how it is shown: "the internet", 203.0.113.0/24, AzureCloud.
	Name string

	prefix      netip.Prefix
	key         string // of a subnet, as rules name it
	subnet      *network.Subnet
	known       bool
	endpoint    *network.PrivateEndpoint
	privateLink bool
	at          source.Range
}

// TheInternet is any public address that no rule names.
func TheInternet() Source { return Source{Kind: Internet, Name: "internet"} }

// Parse reads a source as a user writes it: internet, an address, a range of
// addresses, a service tag, or subnet:ADDRESS with the address of a subnet in
// the configuration or its ARM id.
func Parse(s string) (Source, error) {
	if strings.EqualFold(s, "internet") {
		return TheInternet(), nil
	}
	if address, ok := strings.CutPrefix(s, "subnet:"); ok {
		return Source{Kind: Subnet, Name: address}, nil
	}
	if a, err := netip.ParseAddr(s); err == nil {
		return Source{Kind: Address, Name: s, prefix: netip.PrefixFrom(a, a.BitLen())}, nil
	}
	if p, err := netip.ParsePrefix(s); err == nil {
		return Source{Kind: Address, Name: s, prefix: p}, nil
	}
	if tag, ok := azure.LookupServiceTag(s); ok {
		return Source{Kind: Tag, Name: tag.String()}, nil
	}
	if near, ok := azure.NearestServiceTag(s); ok {
		return Source{}, fmt.Errorf("%q is no source: did you mean the service tag %q?", s, near)
	}
	return Source{}, fmt.Errorf("%q is no source: use internet, an address, a range such as 10.1.2.0/24, a service tag or subnet:ADDRESS", s)
}

// in returns the source as it is in a configuration: a subnet is looked up there.
func (f Source) in(m *network.Model) Source {
	if f.Kind != Subnet || f.known {
		return f
	}
	for _, s := range m.Subnets {
		if s.Address == f.Name || s.ID != "" && strings.EqualFold(s.ID, f.Name) {
			f.subnet, f.key, f.known, f.at = s, keyIn(m, s), true, s.At
			return f
		}
	}
	return f
}

// keyIn is how access rules name a subnet; one that none names has no key that any
// rule could match.
func keyIn(m *network.Model, s *network.Subnet) string {
	for _, site := range m.Sites {
		for _, list := range []*network.AccessList{&site.Main, &site.SCM} {
			for _, r := range list.Rules.Items {
				if src, known := r.Source.Get(); known && r.Subnet.Target() == s && src.Subnet != "" {
					return src.Subnet
				}
			}
		}
	}
	return s.Address
}

// source is what package access evaluates.
func (f Source) source() access.Source {
	switch f.Kind {
	case Address:
		return access.Source{Prefixes: []netip.Prefix{f.prefix}}
	case Tag:
		return access.Source{Tags: []string{f.Name}}
	case FrontDoor:
		return access.Source{Tags: []string{frontDoorTag}}
	case Subnet:
		return access.Source{Subnet: f.key}
	case Internet, PrivateEndpoint:
	}
	return access.Source{Any: true}
}

// relevant lists the sources that matter to a door.
func relevant(m *network.Model, s *network.Site, scm bool) []Source {
	out := []Source{TheInternet()}
	for _, l := range (door{model: m, site: s, scm: scm}).rules() {
		out = append(out, named(l)...)
	}
	for _, o := range s.Origins.Items {
		out = append(out, ofOrigin(o, scm)...)
	}
	for _, e := range s.PrivateEndpoints.Items {
		out = append(out, Source{Kind: PrivateEndpoint, Name: "private endpoint " + e.Label(), endpoint: e, known: true, at: e.At})
	}
	var distinct []Source
	for _, f := range out {
		if !slices.ContainsFunc(distinct, func(have Source) bool { return have.Kind == f.Kind && have.Name == f.Name }) {
			distinct = append(distinct, f)
		}
	}
	return distinct
}

// rules are those that guard the door, as far as it is known which these are.
func (d door) rules() []*network.AccessRule {
	if list, _ := d.list(); list != nil {
		return list.Rules.Items
	}
	return nil
}

// named are the tags and subnets that a rule names. Addresses are shown by the
// internet's row.
func named(r *network.AccessRule) []Source {
	src, known := r.Source.Get()
	if !known || r.Source.IsSensitive() {
		return nil
	}
	var out []Source
	for _, tag := range src.Tags {
		out = append(out, Source{Kind: Tag, Name: tag, known: true})
	}
	if src.Subnet != "" {
		f := Source{Kind: Subnet, Name: r.Subnet.Label(), key: src.Subnet, known: true, at: r.At}
		if s, ok := r.Subnet.Get(); ok {
			f.Name, f.subnet = s.Address, s
		}
		out = append(out, f)
	}
	return out
}

func ofOrigin(o *network.Origin, scm bool) []Source {
	if value.Is(o.Enabled, false) || scm {
		return nil // a Front Door has no origin at the SCM site
	}
	f := Source{Kind: FrontDoor, Name: "Front Door " + o.FrontDoor.Label(), known: true, at: o.At}
	f.privateLink = value.Is(o.PrivateLink, true)
	return []Source{f}
}
