package environment

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/network/sizing"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// BYOInboundIP reports inbound addresses chosen for App Service Environments that
// these cannot have.
var BYOInboundIP = &lint.Check{
	Name:     "ase-byo-inbound-ip",
	Family:   "environment",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "The environment cannot have the inbound address that is chosen for it",
	Why: "The inbound address of an App Service Environment can be chosen when it is created. With an internal load balancer it must be a " +
		"free address of the environment's subnet; otherwise a public address that you own in the same subscription. Azure refuses any other.",
	Fix: "Choose an address of the subnet, a public one for an external environment, or leave the choice to Azure.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/environment/networking#bring-your-own-inbound-address",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, env := range p.Environments {
			addr, err := netip.ParseAddr(env.InboundAddress.Or(""))
			if err != nil || env.External || !value.Is(env.Version, 3) {
				continue
			}
			switch {
			case value.Is(env.Internal, true) && env.Subnet.All(func(s *network.Subnet) bool { return isOutside(addr, s) }):
				subnets, _ := env.Subnet.Candidates()
				reportAddress(p, env, fmt.Sprintf("an internal load balancer, and the address chosen for it, %s, is not in its subnet %q (%s)",
					env.InboundAddress, subnets[0].Label(), sizing.RangesText(subnets[0])), lint.Also(subnets[0], "the subnet"))
			case value.Is(env.Internal, false) && azure.IsPrivateRange(netip.PrefixFrom(addr, addr.BitLen())):
				reportAddress(p, env, fmt.Sprintf("a public inbound address, but the one chosen for it, %s, is private", env.InboundAddress))
			}
		}
	},
}

// isOutside reports whether an address is certainly outside a subnet.
func isOutside(addr netip.Addr, s *network.Subnet) bool {
	ranges := sizing.Ranges(s)
	return len(ranges) > 0 && !slices.ContainsFunc(ranges, func(p netip.Prefix) bool { return p.Contains(addr) })
}

func reportAddress(p *lint.Pass, env *network.Environment, what string, options ...lint.Option) {
	p.Report(env, fmt.Sprintf(
		"App Service Environment %q has %s. Azure refuses it. Choose another address for `inboundIpAddressOverride`, or none.",
		env.Label(), what), append(options, lint.At(env.InboundAddress.At()))...)
}
