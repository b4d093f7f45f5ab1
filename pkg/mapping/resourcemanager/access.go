package resourcemanager

import (
	"net"
	"net/netip"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/access"
	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// syntheticPriority is the priority of the entry that Azure itself lists for
// what no rule matches.
//
// Source: https://learn.microsoft.com/azure/app-service/app-service-ip-restrictions#block-a-single-ip-address
const syntheticPriority = 2147483647

// serviceTag is the tag of a rule whose ipAddress holds service tags.
const serviceTag = "ServiceTag"

// actions are the spellings of a rule's action.
var actions = map[string]access.Action{"allow": access.Allow, "deny": access.Deny}

// fillAccess maps the access restrictions of both sites of an app.
//
// Source: https://learn.microsoft.com/azure/app-service/overview-access-restrictions
func fillAccess(x *index.Index, r *resource, c iac.Cursor, s *network.Site) {
	fillAccessList(x, r, c, &s.Main, "ipSecurityRestrictions")
	fillAccessList(x, r, c, &s.SCM, "scmIpSecurityRestrictions")
	const useMain = "scmIpSecurityRestrictionsUseMain"
	set(&s.SCMUsesMain, within(r, typeSite, "siteConfig."+useMain, c.Fold(useMain).Bool()))
}

func fillAccessList(x *index.Index, r *resource, c iac.Cursor, list *network.AccessList, key string) {
	rules, byDefault := c.Fold(key), c.Fold(key+"DefaultAction")
	if !rules.IsNull() {
		if former := *list; len(former.Rules.Items) > 0 && former.Rules.Items[0].Spelled != nil && !r.patch {
			list.Replaces = &former
		}
		list.Written, list.Rewritten = true, !r.Data
		elements, more := rules.List()
		list.Rules = value.Set[*network.AccessRule]{Incomplete: more, Items: make([]*network.AccessRule, len(elements))}
		for i, e := range elements {
			list.Rules.Items[i] = accessRule(r, e, key)
			linkRule(x, list.Rules.Items[i], e.Fold("vnetSubnetResourceId"))
			x.LinkFrontDoors(list.Rules.Items[i], e.Fold("headers").Fold("x-azure-fdid"))
		}
	}
	if !byDefault.IsNull() {
		list.Written = true
		action := oneOf(byDefault.NonEmpty(), actions)
		set(&list.Default, within(r, typeSite, "siteConfig."+key+"DefaultAction", action))
	}
	for _, rule := range list.Rules.Items {
		if rule.Synthetic && list.Default.IsAbsent() {
			list.Default = rule.Action
		}
	}
}

// accessRule reads one rule. Neither an omitted priority nor an omitted action
// has a documented meaning: without a priority it is absent, so that the rule has
// no certain place; without an action that is unknown.
func accessRule(r *resource, c iac.Cursor, list string) *network.AccessRule {
	rule := &network.AccessRule{Address: c.Fold("ipAddress").NonEmpty()}
	rule.At = c.At()
	kind := c.Fold("tag").NonEmpty()
	rule.Spelled = &network.Spelling{Kind: kind, Mask: c.Fold("subnetMask").NonEmpty()}
	rule.Source = ruleSource(rule, kind, rule.Spelled.Mask)
	switch {
	case value.Is(is(kind, serviceTag), true):
		rule.Address, rule.Tag = value.None[string](), rule.Address
	case kind.IsUnknown():
		rule.Tag = kind
	}
	rule.Name = c.Fold("name").Text()
	rule.Priority = c.Fold("priority").Int()
	action := c.Fold("action")
	rule.Action = oneOf(action.NonEmpty(), actions)
	if rule.Action.IsAbsent() {
		rule.Action = value.Undecided[access.Action](action.Pin(), c.At())
	}
	rule.Headers = ruleHeaders(r, c.Fold("headers"), list)
	rule.Synthetic = value.Is(rule.Priority, syntheticPriority) && strings.EqualFold(rule.Address.Or(""), "Any")
	return rule
}

// linkRule leads a virtual network rule to its subnet and gives the source its key.
func linkRule(x *index.Index, rule *network.AccessRule, c iac.Cursor) {
	if c.NonEmpty().IsAbsent() {
		return
	}
	x.Edges(func() {
		rule.Subnet = index.Resolve[network.Subnet](x, c)
		key := index.SubnetKey(rule.Subnet)
		source, known := rule.Source.Get()
		switch {
		case key == "":
			rule.Source = value.Undecided[access.Source](c.Pin(), c.At())
		case known || rule.Address.IsAbsent() && !rule.Tag.IsUnknown():
			source.Subnet = key
			rule.Source = value.Some(source, c.At())
		}
	})
}

// ruleSource reads what a rule matches, all but the subnet. kind is the member
// tag, which tells whether ipAddress holds addresses or service tags; subnetMask
// belongs to a bare address. The source is unknown where a part is, where one cannot
// be understood, and where nothing is written: Azure refuses such a rule.
func ruleSource(rule *network.AccessRule, kind, subnetMask value.Of[string]) value.Of[access.Source] {
	for _, v := range []value.Of[string]{rule.Address, kind, subnetMask} {
		if v.IsUnknown() {
			return value.Undecided[access.Source](v.Why(), v.At())
		}
	}
	if rule.Address.IsAbsent() {
		return value.Undecided[access.Source]("", rule.At)
	}
	at := rule.Address.At()
	address, mask, tag := rule.Address.Or(""), subnetMask.Or(""), kind.Or("")
	var source access.Source
	switch {
	case strings.EqualFold(tag, serviceTag):
		source.Tags = splitList(address)
	case tag != "" && !strings.EqualFold(tag, "Default"): // XffProxy filters proxies
		source.Opaque = true
	case strings.EqualFold(address, "Any"):
		source.Any = true
	case strings.EqualFold(address, "AnyVnets"):
		source.AnyVNets = true
	default:
		for _, text := range splitList(address) {
			p, ok := addressRange(text, mask)
			if !ok {
				return value.Undecided[access.Source]("", at)
			}
			source.Prefixes = append(source.Prefixes, p)
		}
	}
	return value.Some(source, at)
}

// splitList splits a list that is written with commas.
func splitList(s string) []string {
	if strings.TrimSpace(s) == "" {
		return nil
	}
	parts := strings.Split(s, ",")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return parts
}

// addressRange reads a range, or an address with its mask. A bare address
// without one stands for itself.
func addressRange(text, mask string) (netip.Prefix, bool) {
	if p, err := netip.ParsePrefix(text); err == nil {
		return p, true
	}
	a, err := netip.ParseAddr(text)
	if err != nil || a.Zone() != "" {
		return netip.Prefix{}, false
	}
	bits := a.BitLen()
	if mask != "" {
		m := net.ParseIP(mask).To4()
		ones, size := net.IPMask(m).Size()
		if m == nil || size == 0 || !a.Is4() {
			return netip.Prefix{}, false
		}
		bits = ones
	}
	return netip.PrefixFrom(a, bits), true
}

// ruleHeaders reads the header filters. An empty list is no condition.
//
// Source: https://learn.microsoft.com/azure/app-service/overview-access-restrictions#filter-by-http-header
func ruleHeaders(r *resource, c iac.Cursor, list string) *access.Headers {
	if c.IsNull() {
		return nil
	}
	h := &access.Headers{}
	fields := map[string]*value.Of[[]string]{
		"x-forwarded-for":  &h.ForwardedFor,
		"x-forwarded-host": &h.ForwardedHost,
		"x-azure-fdid":     &h.FrontDoorID,
		"x-fd-healthprobe": &h.HealthProbe,
	}
	if c.IsUnknown() {
		for _, field := range fields {
			*field = value.Undecided[[]string](c.Pin(), c.At())
		}
	}
	for _, key := range c.Keys() {
		values := within(r, typeSite, "siteConfig."+list+".headers", c.Get(key).Texts())
		if texts, ok := values.Get(); ok && len(texts) == 0 {
			continue
		}
		if field, ok := fields[strings.ToLower(key)]; ok {
			*field = values
		} else if !values.IsAbsent() {
			h.UnknownHeaders = append(h.UnknownHeaders, key)
		}
	}
	return h
}
