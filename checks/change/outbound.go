package change

import (
	"fmt"
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/egress"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// lostOutbound are the public addresses that a NAT gateway loses, with the apps that
// send from them.
type lostOutbound struct {
	gateway   *network.NATGateway // before the change
	addresses []*network.PublicAddress
	sites     []*network.Site
	now       egress.Row
}

// outboundAddresses reports the public addresses that apps do not send from any more.
func (c *comparison) outboundAddresses() {
	var all []*lostOutbound
	byKey := map[string]*lostOutbound{}
	for _, site := range c.kept {
		was, is := egress.Internet(c.Before, site.before), egress.Internet(c.Model, site.after)
		if was.Path != egress.NAT || was.NAT == nil || is.Path == egress.CannotTell {
			continue
		}
		addresses := c.lost(was.NAT, is)
		if len(addresses) == 0 {
			continue
		}
		key := was.NAT.Address + " " + string(is.Path) + " " + labels(addresses)
		l := byKey[key]
		if l == nil {
			l = &lostOutbound{gateway: was.NAT, addresses: addresses, now: is}
			byKey[key], all = l, append(all, l)
		}
		l.sites = append(l.sites, site.after)
	}
	for _, l := range all {
		c.reportOutbound(l)
	}
}

// lost returns the addresses of a NAT gateway that certainly are not those which an
// app sends from after the change.
func (c *comparison) lost(gateway *network.NATGateway, now egress.Row) []*network.PublicAddress {
	kept, known := addressesOf(now)
	var lost []*network.PublicAddress
	for _, e := range gateway.PublicAddresses.Items {
		a, ok := e.Get()
		if !ok || a.External {
			continue
		}
		switch after := c.addresses[a.Address]; {
		case after == nil && c.complete(), after != nil && after.Replaced,
			known && !slices.Contains(kept, a.Address):
			lost = append(lost, a)
		}
	}
	return lost
}

// addressesOf returns which public addresses an app sends from, if all are known.
func addressesOf(r egress.Row) (addresses []string, known bool) {
	switch {
	case r.Path != egress.NAT:
		return nil, true
	case r.NAT == nil || r.NAT.External || !r.NAT.PublicAddresses.Complete():
		return nil, false
	}
	for _, e := range r.NAT.PublicAddresses.Items {
		a, ok := e.Get()
		if !ok && !e.IsOutside() {
			return nil, false
		}
		if ok {
			addresses = append(addresses, a.Address)
		}
	}
	return addresses, true
}

func (c *comparison) reportOutbound(l *lostOutbound) {
	subject, verb := c.whatRemoves(l)
	noun := "public IP address "
	if len(l.addresses) > 1 {
		noun = "public IP addresses "
	}
	var options []lint.Option
	if subject != network.Subject(l.sites[0]) {
		options = append(options, lint.Also(l.sites[0], "the app that sends from the address"))
	}
	for _, a := range l.addresses {
		if use, ok := c.uses.of(c.Model, a.IP); ok {
			options = append(options, lint.Also(use.subject, use.part))
		}
	}
	c.Report(subject, fmt.Sprintf(
		"The change %s %s%s of NAT gateway %q, from which %s %s to the internet. After it %s. Firewalls and partners that admit the "+
			"present address refuse the calls from then on. Keep the address, or add its successor beside it and let others admit both before "+
			"it goes.", verb, noun, labels(l.addresses), l.gateway.Label(), network.TitlesOf(l.sites), sends(l.sites), from(l)), options...)
}

// whatRemoves returns the part that stays and shows the change best, and what the
// change does.
func (c *comparison) whatRemoves(l *lostOutbound) (network.Subject, string) {
	address := c.addresses[l.addresses[0].Address]
	gateway := c.gateways[l.gateway.Address]
	switch {
	case address != nil && address.Replaced:
		return address, "replaces"
	case address == nil && gateway != nil:
		return gateway, "destroys"
	case address == nil:
		return l.sites[0], "destroys"
	case gateway != nil && l.now.NAT == gateway:
		return gateway, "takes away"
	}
	return l.sites[0], "takes away"
}

func from(l *lostOutbound) string {
	switch l.now.Path {
	case egress.NAT:
		return "the traffic has another address"
	case egress.Blocked, egress.Dropped:
		return "the traffic does not pass at all"
	default:
	}
	words := "the traffic takes another way: " + string(l.now.Path)
	if l.now.Through != "" && !strings.Contains(string(l.now.Path), "default") {
		words += fmt.Sprintf(" (%s)", l.now.Through)
	}
	return words
}

func sends(sites []*network.Site) string {
	if len(sites) == 1 {
		return "sends"
	}
	return "send"
}

// labels names public addresses: "pip-nat" (203.0.113.7).
func labels(addresses []*network.PublicAddress) string {
	words := make([]string, len(addresses))
	for i, a := range addresses {
		words[i] = fmt.Sprintf("%q", a.Label())
		if ip, ok := a.IP.Get(); ok && !a.IP.IsSensitive() {
			words[i] += " (" + ip + ")"
		}
	}
	return network.Enumerate(words)
}
