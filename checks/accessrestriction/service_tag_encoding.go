package accessrestriction

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// ServiceTagEncoding reports service tags that are written as addresses, and
// addresses that are written as service tags.
var ServiceTagEncoding = &lint.Check{
	Name:     "access-rule-service-tag-encoding",
	Family:   "accessrestriction",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "An access restriction rule does not say whether it names service tags or addresses",
	Why: "In the API one property, `ipAddress`, holds addresses or service tags, and `tag` tells which: without " +
		"`tag: 'ServiceTag'` App Service reads a service tag as an address, and with it an address as a service tag. Either " +
		"is refused. The azurerm provider has two attributes instead and sets `tag` itself.",
	Fix: "Write `tag: 'ServiceTag'` beside a service tag in `ipAddress`, and leave it out beside addresses. In Terraform put tags " +
		"in `service_tag` and addresses in `ip_address`.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/app-service-ip-restrictions#set-a-service-tag-based-rule",
		"https://learn.microsoft.com/azure/templates/microsoft.web/sites#ipsecurityrestriction",
	},
	Since:    "0.1",
	EachSite: true,
	Run: func(p *lint.Pass) {
		for _, list := range usedLists(p) {
			for _, rule := range list.Written() {
				checkEncoding(p, list, rule)
			}
		}
	},
}

func checkEncoding(p *lint.Pass, list network.Restrictions, rule *network.AccessRule) {
	if isOneAddress(rule) {
		return
	}
	addresses, tags := addressParts(rule), partsOf(rule.Tag)
	switch {
	case len(addresses) > 0 && all(addresses, part.isTag):
		p.Report(list.Site, fmt.Sprintf(
			"In the access restriction list of %s, %s has the service tag %s where addresses are expected. Azure refuses it as "+
				"an invalid address. Use `service_tag` (ARM: add `tag: 'ServiceTag'` beside `ipAddress`).",
			list.Guards(), rule.Title(), enumerate(addresses)), lint.At(rule.Address.At()))
	case len(tags) > 0 && all(tags, part.isAddress):
		p.Report(list.Site, fmt.Sprintf(
			"In the access restriction list of %s, %s has the address %s where service tags are expected. Azure refuses it, because "+
				"there is no such tag. Use `ip_address` (ARM: leave out `tag: 'ServiceTag'`).",
			list.Guards(), rule.Title(), enumerate(tags)), lint.At(rule.Tag.At()))
	}
}
