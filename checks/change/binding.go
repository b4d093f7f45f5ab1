package change

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// bindings reports apps that lose the inbound address of their IP-based TLS binding.
func (c *comparison) bindings() {
	for _, site := range c.kept {
		was, inline := site.before.IPBasedBindings()
		if len(was) == 0 && len(inline) == 0 {
			continue
		}
		if !mayStay(site.after) {
			c.reportBinding(site, was)
		}
	}
}

// mayStay reports whether the address may stay, since the app has an IP-based binding
// all the while: one that is new may be there before the former one goes.
func mayStay(s *network.Site) bool {
	if !s.Bindings.Complete() || !s.InlineHostNames.Complete() {
		return true
	}
	for _, h := range s.InlineHostNames.Items {
		if h.IPBased.IsUnknown() || value.Is(h.IPBased, true) {
			return true
		}
	}
	for _, b := range s.Bindings.Items {
		if !b.Replaced && (b.IPBased.IsUnknown() || value.Is(b.IPBased, true)) {
			return true
		}
	}
	return false
}

func (c *comparison) reportBinding(site pair, was []*network.Binding) {
	subject, does := network.Subject(site.after), "removes"
	var options []lint.Option
	if b := successor(site.after, was); b != nil {
		subject, options = b, append(options, lint.Also(site.after, "the app"))
		if value.Is(b.IPBased, true) {
			does = "replaces"
		}
	}
	c.Report(subject, fmt.Sprintf(
		"The change %s the IP-based TLS binding of %s, and with it the inbound address that the app has to itself. A records and firewalls with "+
			"that address do not follow. Keep the binding and change its certificate in place, or change the records to the new address right after.",
		does, site.after.Title()), options...)
}

// successor returns what is at the address of a former binding after the change; nil if
// there is nothing.
func successor(s *network.Site, former []*network.Binding) *network.Binding {
	existed := byAddress(former)
	for _, b := range s.Bindings.Items {
		if existed[b.Address] != nil {
			return b
		}
	}
	return nil
}
