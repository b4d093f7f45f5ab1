package vnetintegration

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/network/sizing"
	"github.com/appnetlint/appnetlint/pkg/value"
)

const (
	contentSetting = "WEBSITE_CONTENTOVERVNET"
	shareSetting   = "WEBSITE_CONTENTSHARE"
	connection     = "WEBSITE_CONTENTAZUREFILECONNECTIONSTRING"
)

// ContentShareOff reports apps that load their content from a closed storage
// account past the virtual network.
var ContentShareOff = &lint.Check{
	Name:     "content-share-not-over-vnet",
	Family:   "vnetintegration",
	Severity: lint.Warning,
	Effect:   lint.Outage,
	Title:    "The content share of a closed storage account is not reached through the virtual network",
	Why: "Function apps on Elastic Premium and logic apps keep their content in a file share, and the platform reads it from outside the virtual " +
		"network unless that is switched on by itself: Route all does not include it. If the storage account denies public traffic, the app does " +
		"not find its content and does not start.",
	Fix: "Switch it on: app setting `WEBSITE_CONTENTOVERVNET = 1`, with logic apps `vnet_content_share_enabled = true` " +
		"(ARM: `outboundVnetRouting.contentShareTraffic`, before API version 2024-11-01 `vnetContentShareEnabled`). Make the share beforehand, and " +
		"name it in `WEBSITE_CONTENTSHARE`.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/configure-vnet-integration-routing#content-share",
		"https://learn.microsoft.com/azure/azure-functions/configure-networking-how-to#restrict-your-storage-account-to-a-virtual-network",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			account := accountOf(p.Model, site.ContentStorage.Or(""))
			switch share := site.Routing.ContentShare; {
			case account == nil || !keepsContent(account) || !hasContentShare(site) || !isIntegrated(site) || mayBeForced(p, site):
			case share.IsUnknown():
				p.Undecide(site, share.At(), share.Why())
			case isOff(share):
				p.Report(site, fmt.Sprintf(
					"The content of %s is in storage account %q, which %s, but the platform reads it past the virtual network. The app does not find "+
						"its content and does not start. Set app setting %q to 1 (ARM: `outboundVnetRouting.contentShareTraffic`, before API version "+
						"2024-11-01 `vnetContentShareEnabled`).",
					site.Title(), account.Label(), closedness(account), contentSetting),
					lint.At(share.At()), lint.Also(account, "the storage account with the content share"))
			}
		}
	},
}

// keepsContent reports whether an account certainly refuses what comes from outside
// the networks that it names.
func keepsContent(g *network.Guarded) bool { return isClosed(g) || isFiltered(g) }

// hasContentShare reports whether a site certainly keeps its content in a file share,
// if an account is known for it.
func hasContentShare(s *network.Site) bool {
	return !s.Flex && s.RunsOn().All(func(plan *network.Plan) bool {
		return isElastic(plan) || isOfTier(plan, azure.WorkflowStandard)
	})
}

// ContentShareName reports function apps whose content share is reached through the
// network and is not made beforehand.
var ContentShareName = &lint.Check{
	Name:     "contentovervnet-needs-contentshare",
	Family:   "vnetintegration",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "The content share goes through the virtual network and is not named",
	Why: "App setting `WEBSITE_CONTENTOVERVNET` lets a function app reach its content share through the virtual network. The share cannot be made " +
		"on the way then: it must exist, and `WEBSITE_CONTENTSHARE` must name it. Without the name the azurerm provider stops.",
	Fix: "Make the share with `azurerm_storage_share`, and name it in app setting `WEBSITE_CONTENTSHARE`.",
	Links: []string{
		"https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/linux_function_app",
		"https://learn.microsoft.com/azure/azure-functions/functions-app-settings#website_contentovervnet",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			// A site that writes the connection itself is none that the provider completes.
			if site.Kind == network.FunctionApp && !site.Flex && site.ContentStorage.IsKnown() && settingOf(site, connection).IsAbsent() &&
				value.Is(switchedOn(settingOf(site, contentSetting)), true) && settingOf(site, shareSetting).IsAbsent() && site.RunsOn().All(isDynamic) {
				p.Report(site, fmt.Sprintf(
					"The %s has app setting %q and lacks %q. The share cannot be made through the network, and the azurerm provider stops with an error. "+
						"Make a share beforehand and name it in that setting.",
					site.Title(), contentSetting, shareSetting), lint.At(settingOf(site, contentSetting).At()))
			}
		}
	},
}

// isDynamic reports whether function apps on a plan certainly have a content share.
func isDynamic(plan *network.Plan) bool {
	sku, ok := sizing.SKU(plan)
	return ok && (sku.Tier == azure.ElasticPremium || sku.Tier == azure.Consumption)
}

// ContentSharePorts reports security groups that keep apps from their content share.
var ContentSharePorts = &lint.Check{
	Name:     "content-share-nsg-ports",
	Family:   "vnetintegration",
	Severity: lint.Warning,
	Effect:   lint.Outage,
	Title:    "A network security group keeps an app from its content share",
	Why: "A content share that is reached through the virtual network takes outbound TCP ports 443 and 445. If the network security group of the " +
		"integration subnet denies them, the app does not find its content and does not start.",
	Fix: "Allow outbound TCP 443 and 445 to the storage account, or to the service tag `Storage`, before the rule that denies the rest.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/configure-vnet-integration-routing#content-share",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		seen := map[*network.SecurityRule]bool{}
		for _, subnet := range p.Subnets {
			for _, site := range subnet.Integrations.Items {
				if group := subnet.SecurityGroup.Target(); group != nil && value.Is(site.Routing.ContentShare, true) &&
					!site.ContentStorage.IsAbsent() && !site.Flex && site.Joins().Target() == subnet {
					checkContentPorts(p, site, subnet, group, seen)
				}
			}
		}
	},
}

func checkContentPorts(p *lint.Pass, site *network.Site, subnet *network.Subnet, group *network.SecurityGroup, seen map[*network.SecurityRule]bool) {
	for _, port := range []uint16{445, 443} {
		f := flow{network.Outbound, "tcp", azure.PortRange{First: port, Last: port}}
		rule := barrierTo(f, group, subnet)
		if rule == nil || seen[rule] {
			continue
		}
		seen[rule] = true
		p.Report(rule, fmt.Sprintf(
			"Outbound rule %q of network security group %q denies TCP port %d from subnet %q, through which %s reaches its content share. The app does "+
				"not find its content and does not start. Allow TCP 443 and 445 to the storage account before that rule.",
			rule.Label(), group.Label(), port, subnet.Label(), site.Title()),
			lint.Also(subnet, "the integration subnet"), lint.Also(site, "the app"))
	}
}
