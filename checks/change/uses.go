package change

import (
	"net/netip"

	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// use is where an address is written out after the change. What refers to the resource
// that has the address follows by itself, and is not known before the change.
type use struct {
	subject network.Subject
	part    string
}

// uses finds where addresses are written; it is filled when it is asked first.
type uses struct{ byAddress map[netip.Addr]use }

// of returns a use of an address, if it is known and used.
func (u *uses) of(m *network.Model, address value.Of[string]) (use, bool) {
	text, known := address.Get()
	a, err := netip.ParseAddr(text)
	if !known || err != nil || address.IsSensitive() {
		return use{}, false
	}
	if u.byAddress == nil {
		u.byAddress = map[netip.Addr]use{}
		u.fill(m)
	}
	found, ok := u.byAddress[a]
	return found, ok
}

func (u *uses) fill(m *network.Model) {
	for _, r := range m.Records {
		u.addAll(r.Values, use{r, "the record that holds the address"})
	}
	for _, s := range m.Sites {
		for _, list := range []*network.AccessList{&s.Main, &s.SCM} {
			for _, rule := range list.Rules.Items {
				source, _ := rule.Source.Get()
				for _, p := range source.Prefixes {
					u.add(p, use{s, "the access restriction rule that names the address"})
				}
			}
		}
	}
	for _, g := range m.SecurityGroups {
		for i := range g.Rules.Items {
			rule := &g.Rules.Items[i]
			u.addAll(rule.Sources, use{rule, "the security rule that names the address"})
			u.addAll(rule.Destinations, use{rule, "the security rule that names the address"})
		}
	}
}

func (u *uses) addAll(texts value.Of[[]string], by use) {
	known, _ := texts.Get()
	for _, text := range known {
		if a, err := netip.ParseAddr(text); err == nil {
			u.add(netip.PrefixFrom(a, a.BitLen()), by)
		} else if p, err := netip.ParsePrefix(text); err == nil {
			u.add(p, by)
		}
	}
}

func (u *uses) add(p netip.Prefix, by use) {
	if _, taken := u.byAddress[p.Addr()]; p.IsSingleIP() && !taken {
		u.byAddress[p.Addr()] = by
	}
}
