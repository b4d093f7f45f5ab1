package change

import (
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// AddressLost reports changes that take an address away that others rely on.
var AddressLost = &lint.Check{
	Name:     "address-lost-on-change",
	Family:   "change",
	Severity: lint.Warning,
	Effect:   lint.Outage,
	Title:    "A change takes away an address that clients, firewalls or records rely on",
	Why: "Some addresses of an app belong to other resources: the outbound one to the public IP address of a NAT gateway, the private " +
		"one to a private endpoint, an inbound one of its own to an IP-based TLS binding. When such a resource is destroyed or replaced, " +
		"the address is gone for good, and Azure gives its successor another one. Firewalls that admit the former address, A records that " +
		"hold it and clients that have it do not follow. In a plan, a replacement is easily overlooked: a new certificate replaces a TLS " +
		"binding, a new zone or name replaces a public IP address.",
	Fix: "Keep the resource if you can. Otherwise create its successor beside it, tell everybody the new address, and remove the former " +
		"one in a later run. Use a public IP prefix where others are to admit a range that stays, and a static address for a private endpoint.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-inbound-outbound-ips#when-inbound-ip-changes",
		"https://learn.microsoft.com/azure/app-service/overview-nat-gateway-integration",
		"https://learn.microsoft.com/azure/app-service/configure-ssl-bindings#renew-a-certificate-binding",
		"https://learn.microsoft.com/azure/private-link/private-endpoint-overview",
	},
	Since:     "0.1",
	Precision: "high",
	OnChange:  true,
	Run: func(p *lint.Pass) {
		c := compare(p)
		c.outboundAddresses()
		c.privateEndpoints()
		c.bindings()
	},
}

// comparison is a pass with what exists before and after the change by its address.
type comparison struct {
	*lint.Pass
	// kept are the apps and slots that the change leaves where they are.
	kept      []pair
	addresses map[string]*network.PublicAddress
	gateways  map[string]*network.NATGateway
	endpoints map[string]*network.PrivateEndpoint
	uses      uses
}

// pair is an app or slot before and after the change.
type pair struct{ before, after *network.Site }

func compare(p *lint.Pass) *comparison {
	c := &comparison{Pass: p, addresses: byAddress(p.PublicAddresses), gateways: byAddress(p.NATGateways), endpoints: byAddress(p.PrivateEndpoints)}
	after := byAddress(p.Sites)
	for _, s := range p.Before.Sites {
		if now := after[s.Address]; now != nil && !s.External && !now.External && !now.Replaced {
			c.kept = append(c.kept, pair{s, now})
		}
	}
	return c
}

func byAddress[T any, P interface {
	*T
	network.Subject
}](parts []P) map[string]P {
	m := make(map[string]P, len(parts))
	for _, p := range parts {
		m[p.Common().Address] = p
	}
	return m
}

// complete reports whether what is not in the model certainly goes away.
func (c *comparison) complete() bool { return len(c.Incomplete) == 0 }
