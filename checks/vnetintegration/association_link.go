package vnetintegration

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// AssociationLink reports changes that destroy a subnet which apps have joined.
var AssociationLink = &lint.Check{
	Name:     "integration-destroy-leaves-sal",
	Family:   "vnetintegration",
	Severity: lint.Note,
	Effect:   lint.Outage,
	Title:    "A change destroys an integration subnet that apps have joined",
	Why: "While an app is joined to a subnet, a service association link holds the subnet. If the app or its plan is deleted before the app leaves " +
		"the network, the link can stay behind, and Azure refuses to delete the subnet and its network until it is purged. While the app stays " +
		"and holds the subnet, Azure refuses that in any case: a subnet that is replaced, as by a new name, is destroyed before the app gets the " +
		"new one.",
	Fix: "Remove the integration first, in a run of its own, and destroy the subnet after that. A link that has stayed behind goes with " +
		"`az appservice vnet-integration remove`, or by joining and leaving the subnet once more.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-vnet-integration#troubleshooting",
		"https://learn.microsoft.com/azure/app-service/configure-vnet-integration-enable",
	},
	Since:     "0.1",
	Precision: "medium",
	OnChange:  true,
	Run: func(p *lint.Pass) {
		subnets, sites := map[string]*network.Subnet{}, map[string]*network.Site{}
		for _, s := range p.Subnets {
			subnets[s.Address] = s
		}
		for _, s := range p.Sites {
			sites[s.Address] = s
		}
		for _, former := range p.Before.Subnets {
			joined := joinedBy(former)
			if len(joined) == 0 || former.External || former.Inline {
				continue
			}
			switch now := subnets[former.Address]; {
			case now == nil && len(p.Incomplete) == 0:
				reportDestroyed(p, former, joined, sites)
			case now != nil && now.Replaced:
				reportReplaced(p, former, now, joined, sites)
			}
		}
	},
}

// reportDestroyed reports a subnet that goes away. Where an app goes on holding it,
// Azure certainly refuses that.
func reportDestroyed(p *lint.Pass, former *network.Subnet, joined []*network.Site, after map[string]*network.Site) {
	for _, site := range joined {
		if now := after[site.Address]; now != nil && former.ID != "" && now.Joins().ID() == former.ID {
			p.Report(former, fmt.Sprintf(
				"The change destroys subnet %q, which %s goes on holding. Azure refuses to delete a subnet that an app has joined. Join another subnet, or "+
					"none, in a run before that.", former.Label(), now.Title()), lint.As(lint.Error), lint.At(now.Joins().At()),
				lint.Also(now, "the app that goes on holding the subnet"))
			return
		}
	}
	p.Report(former, fmt.Sprintf(
		"The change destroys subnet %q, which is the integration subnet of %s. If the app goes before it has left the network, a service "+
			"association link stays, and Azure refuses to delete the subnet. Remove the integration first, in a run of its own.",
		former.Label(), network.TitlesOf(joined)), lint.Also(joined[0], "the app that joins the subnet"))
}

// reportReplaced notes a subnet that is destroyed and created anew while apps that stay
// are joined to it.
func reportReplaced(p *lint.Pass, former, now *network.Subnet, joined []*network.Site, after map[string]*network.Site) {
	var held []*network.Site
	for _, site := range joined {
		if s := after[site.Address]; s != nil && !s.Replaced {
			held = append(held, s)
		}
	}
	if len(held) == 0 {
		return
	}
	p.Report(now, fmt.Sprintf(
		"The change replaces subnet %q, which %s still holds when it is to be deleted, unless the new one is created first: Azure refuses to delete "+
			"a subnet that an app has joined. Create the new subnet beside it, move the app there, and destroy the former one in a later run.",
		former.Label(), network.TitlesOf(held)), lint.Also(held[0], "the app that has joined the subnet"))
}
