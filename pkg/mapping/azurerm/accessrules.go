package azurerm

import (
	"net/netip"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/access"
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// The provider's defaults. An action is the default of rules and of lists.
//
// Source: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/linux_web_app#ip_restriction-1
const (
	defaultPriority = 65000
	defaultAction   = "Allow"
)

// accessList maps an access restriction list. byDefault is the unmatched rule
// action as sent; absent for types that leave it to Azure.
func accessList(x *index.Index, a attributes, byDefault value.Of[access.Action]) network.AccessList {
	blocks, more := a.items()
	list := network.AccessList{
		Rules:   value.Set[*network.AccessRule]{Incomplete: more, Items: make([]*network.AccessRule, len(blocks))},
		Default: byDefault,
	}
	list.Written = len(blocks) > 0 || more != "" || !byDefault.IsAbsent() && !byDefault.IsDefault()
	rules := make([]network.AccessRule, len(blocks))
	for i, block := range blocks {
		list.Rules.Items[i] = &rules[i]
		readRule(x, block, &rules[i])
	}
	return list
}

// openList maps a list of the types that send Allow as unmatched rule action where
// nobody writes one. A plan shows that like an action that is written.
func openList(x *index.Index, config attributes, key string) network.AccessList {
	byDefault := action(config.textOr(key+"_default_action", defaultAction))
	list := accessList(x, config.get(key), byDefault)
	if list.Rules.CertainlyEmpty() && value.Is(byDefault, access.Allow) && byDefault.At() == config.of.At {
		list.Written = false
	}
	return list
}

// action reads what a rule does; absent where nothing is written.
func action(v value.Of[string]) value.Of[access.Action] {
	switch text, ok := v.Get(); {
	case ok && strings.EqualFold(text, "Allow"):
		return value.Map(v, func(string) access.Action { return access.Allow })
	case ok && strings.EqualFold(text, "Deny"):
		return value.Map(v, func(string) access.Action { return access.Deny })
	case v.IsAbsent():
		return value.None[access.Action]()
	}
	return value.Undecided[access.Action](v.Why(), v.At())
}

func readRule(x *index.Index, a attributes, r *network.AccessRule) {
	r.At = a.At()
	r.Name = a.computed("name").NonEmpty()
	r.Priority = a.intOr("priority", defaultPriority)
	r.Action = action(a.textOr("action", defaultAction))
	r.Address = a.text("ip_address")
	r.Tag = a.text("service_tag")
	r.Headers = headers(a.computed("headers"))
	if r.Headers != nil && !r.Headers.FrontDoorID.IsAbsent() {
		x.LinkFrontDoors(r, a.get("headers").get("x_azure_fdid").Cursor)
	}
	r.Source = ruleSource(r)

	subnet := a.get("virtual_network_subnet_id")
	if subnet.NonEmpty().IsAbsent() {
		return
	}
	x.Edges(func() {
		r.Subnet = index.Resolve[network.Subnet](x, subnet.Cursor)
		key := index.SubnetKey(r.Subnet)
		s, known := r.Source.Get()
		switch {
		case key == "":
			r.Source = value.Undecided[access.Source](subnet.Pin(), subnet.At())
		case known || onlySubnet(r):
			s.Subnet = key
			r.Source = value.Some(s, subnet.At())
		}
	})
}

// onlySubnet reports whether a rule names neither addresses nor tags.
func onlySubnet(r *network.AccessRule) bool { return r.Address.IsAbsent() && r.Tag.IsAbsent() }

// ruleSource reads what a rule matches, all but the subnet. It is unknown where a
// part is, where one cannot be understood, and where nothing is written: Azure
// refuses such a rule.
func ruleSource(r *network.AccessRule) value.Of[access.Source] {
	var s access.Source
	if onlySubnet(r) {
		return value.Undecided[access.Source]("", r.At)
	}
	for _, v := range []value.Of[string]{r.Address, r.Tag} {
		if v.IsUnknown() {
			return value.Undecided[access.Source](v.Why(), v.At())
		}
	}
	if address, ok := r.Address.Get(); ok {
		if s, ok = parseAddresses(address); !ok {
			return value.Undecided[access.Source]("", r.Address.At())
		}
	}
	if tag, ok := r.Tag.Get(); ok {
		s.Tags = splitList(tag)
	}
	at := r.Address.Place()
	if r.Address.IsAbsent() {
		at = r.Tag.Place()
	}
	return value.SomeAt(s, at)
}

// parseAddresses reads a list of ranges and bare addresses, or one of the words
// that the deprecated types let through.
func parseAddresses(text string) (access.Source, bool) {
	switch strings.ToLower(text) {
	case "any":
		return access.Source{Any: true}, true
	case "anyvnets":
		return access.Source{AnyVNets: true}, true
	}
	s := access.Source{Prefixes: make([]netip.Prefix, 0, 1+strings.Count(text, ","))}
	for part := range strings.SplitSeq(text, ",") {
		p, ok := parsePrefix(strings.TrimSpace(part))
		if !ok {
			return access.Source{}, false
		}
		s.Prefixes = append(s.Prefixes, p)
	}
	return s, true
}

// parsePrefix reads a range, or a bare address as a range of one.
func parsePrefix(text string) (netip.Prefix, bool) {
	if p, err := netip.ParsePrefix(text); err == nil {
		return p, true
	}
	a, err := netip.ParseAddr(text)
	if err != nil || a.Zone() != "" {
		return netip.Prefix{}, false
	}
	return netip.PrefixFrom(a, a.BitLen()), true
}

// splitList splits a list that is written with commas.
func splitList(text string) []string {
	parts := strings.Split(text, ",")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return parts
}

// headers reads the header filters of a rule.
func headers(a attributes) *access.Headers {
	if a.missing() {
		return nil
	}
	return &access.Headers{
		ForwardedFor:  condition(a.get("x_forwarded_for")),
		ForwardedHost: condition(a.get("x_forwarded_host")),
		FrontDoorID:   condition(a.get("x_azure_fdid")),
		HealthProbe:   condition(a.get("x_fd_health_probe")),
	}
}

// condition reads the values of one header. None are no condition.
func condition(a attributes) value.Of[[]string] {
	values := a.Texts()
	if texts, ok := values.Get(); ok && len(texts) == 0 {
		return value.None[[]string]()
	}
	return values
}
