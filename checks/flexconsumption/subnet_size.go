package flexconsumption

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/network/sizing"
)

// SubnetSize reports subnets that are too small for the Flex Consumption apps that
// join them.
var SubnetSize = &lint.Check{
	Name:     "flex-subnet-size",
	Family:   "flexconsumption",
	Severity: lint.Warning,
	Effect:   lint.Outage,
	Title:    "The subnet is too small for its Flex Consumption apps",
	Why: "One app on the Flex Consumption plan needs a subnet of `/27` to scale out. Several apps that share a subnet, or more than " +
		"1,000 instances in all, need `/26`. In a smaller subnet the apps stop scaling out when no address is left, and the size " +
		"of a subnet that is in use cannot be changed.",
	Fix: "Use a subnet of `/27` for one app, and of `/26` or larger for several.",
	Links: []string{
		"https://learn.microsoft.com/azure/azure-functions/functions-networking-options#subnets",
		"https://learn.microsoft.com/azure/azure-functions/flex-consumption-how-to#enable-virtual-network-integration",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, f := range flawed(p, isTooSmall) {
			bits, wanted := azure.FlexSmallestPrefix.Value, "one app of that plan needs"
			if isTooSmallTogether(f.subnet) {
				bits, wanted = azure.FlexSharedPrefix.Value, demand(joining(f.subnet))
			}
			f.report(p, fmt.Sprintf(
				"Subnet %q (%s) is small: %s, and %s /%d. The apps stop scaling out when no address is left, and the subnet cannot be "+
					"enlarged while it is in use. Use /%d or larger.",
				f.subnet.Label(), sizing.RangesText(f.subnet), f.joinedBy(), wanted, bits, bits),
				f.subnet.Prefixes.At())
		}
		for _, subnet := range p.Subnets {
			if subnet.Prefixes.IsUnknown() && !subnet.External && len(joining(subnet)) > 0 {
				p.Undecide(subnet, subnet.Prefixes.At(), subnet.Prefixes.Why())
			}
		}
	},
}

func isTooSmall(s *network.Subnet) bool {
	return sizing.IsSmallerThan(s, azure.FlexSmallestPrefix.Value) || isTooSmallTogether(s)
}

// isTooSmallTogether reports whether a subnet is too small for all the apps that
// certainly join it.
func isTooSmallTogether(s *network.Subnet) bool {
	sites := joining(s)
	return (len(sites) > 1 || instances(sites) > azure.MaxFlexInstances.Value) &&
		sizing.IsSmallerThan(s, azure.FlexSharedPrefix.Value)
}

// demand says why the subnet for one app does not do: its 1200 instances need.
func demand(sites []*network.Site) string {
	if len(sites) == 1 {
		return fmt.Sprintf("its %d instances need", instances(sites))
	}
	return fmt.Sprintf("%d apps of that plan, with %d instances at the most, need", len(sites), instances(sites))
}

// instances returns to how many instances apps may scale out in all, at least.
func instances(sites []*network.Site) int {
	n := 0
	for _, s := range sites {
		n += max(1, s.AppScaleLimit.Or(1))
	}
	return n
}
