package vnetintegration

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// ConfiguredTwice reports apps whose VNet integration is written in two places.
var ConfiguredTwice = &lint.Check{
	Name:     "vnet-integration-configured-twice",
	Family:   "vnetintegration",
	Severity: lint.Error,
	Effect:   lint.Silent,
	Title:    "The VNet integration of an app is written twice",
	Why: "The subnet that an app joins can be written at the app itself or in a resource of its own: a swift connection in Terraform, a " +
		"`networkConfig` child in ARM. Both set the same thing. Where they name different subnets, each deployment moves the app from one to " +
		"the other, and which one it ends up with depends on the order. Where they name the same one, the first to be removed takes the integration away.",
	Fix: "Keep one of the two. In Terraform, the attribute at the app can also be left to the connection by " +
		"`lifecycle { ignore_changes = [virtual_network_subnet_id] }`.",
	Links: []string{
		"https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/app_service_virtual_network_swift_connection",
		"https://learn.microsoft.com/azure/app-service/configure-vnet-integration-enable",
	},
	Since:    "0.1",
	EachSite: true,
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			checkContenders(p, site)
		}
	},
}

func checkContenders(p *lint.Pass, site *network.Site) {
	contenders := contendersOf(site)
	for i, a := range contenders {
		for _, b := range contenders[i+1:] {
			if network.LeadApart(a.Subnet, b.Subnet) {
				reportTwice(p, site, a, b)
				return
			}
		}
	}
	if len(contenders) < 2 {
		return
	}
	a, b := contenders[0], contenders[1]
	p.Report(site, fmt.Sprintf(
		"The VNet integration of %s is written twice, %s and %s. When one of them is removed, the app leaves the network although the other "+
			"is still there. Keep one of the two.",
		site.Title(), writtenIn(a), writtenIn(b)), append(placesOf(a, b), lint.As(lint.Note))...)
}

// contendersOf returns what certainly sets the integration of a site again with
// each deployment.
func contendersOf(site *network.Site) []network.Integration {
	var out []network.Integration
	for _, i := range site.Integrations.Items {
		if !i.Ignored && i.Subnet.IsPresent() {
			out = append(out, i)
		}
	}
	return out
}

func reportTwice(p *lint.Pass, site *network.Site, a, b network.Integration) {
	p.Report(site, fmt.Sprintf(
		"The VNet integration of %s is written twice with different subnets: %s %s, and %s %s. Each deployment moves the app from one to "+
			"the other. Keep one of the two.",
		site.Title(), subnetOf(a), writtenIn(a), subnetOf(b), writtenIn(b)), placesOf(a, b)...)
}

// placesOf points a finding at the first of two integrations, and mentions the
// other.
func placesOf(a, b network.Integration) []lint.Option {
	options := []lint.Option{lint.At(placeOf(a))}
	for _, i := range []network.Integration{a, b} {
		if i.Own && i.Subject != nil {
			options = append(options, lint.Also(i.Subject, "what makes the integration as well"))
		}
	}
	return options
}

// placeOf returns where a finding about the site may stand: the attribute of the
// site, but not that of another resource.
func placeOf(i network.Integration) source.Range {
	if i.Own {
		return source.Range{}
	}
	return i.Subnet.At()
}

func subnetOf(i network.Integration) string {
	if label := i.Subnet.Label(); label != "" {
		return quote(label)
	}
	return "another one"
}

func writtenIn(i network.Integration) string {
	if i.Own && i.Subject != nil {
		return fmt.Sprintf("in %q", i.Subject.Address)
	}
	return "at the app itself"
}
