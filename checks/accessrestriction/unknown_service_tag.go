package accessrestriction

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// UnknownServiceTag reports service tags that Azure is not known to have.
var UnknownServiceTag = &lint.Check{
	Name:     "access-rule-unknown-service-tag",
	Family:   "accessrestriction",
	Severity: lint.Warning,
	Effect:   lint.ApplyFails,
	Title:    "An access restriction rule names a service tag that is not known",
	Why: "The azurerm provider takes any text for a service tag; Azure refuses one that it does not have, and the deployment fails " +
		"half-way. The names that are known are those of " + azure.ServiceTagsSource + ".",
	Fix: "Correct the name. A tag of one region is the tag, a dot and the region in one word: `AzureCloud.westeurope`. If the tag is new, " +
		"suppress the finding and tell us.",
	Links: []string{
		"https://learn.microsoft.com/azure/virtual-network/service-tags-overview#available-service-tags",
	},
	Since:     "0.1",
	Precision: "high",
	EachSite:  true,
	Run: func(p *lint.Pass) {
		for _, list := range usedLists(p) {
			for _, rule := range list.Written() {
				checkTags(p, list, rule)
			}
		}
	},
}

func checkTags(p *lint.Pass, list network.Restrictions, rule *network.AccessRule) {
	for _, tag := range which(partsOf(rule.Tag), isUnknownTag) {
		advice := "Look it up in the list of service tags."
		if near, ok := azure.NearestServiceTag(tag.text); ok && !tag.secret {
			advice = fmt.Sprintf("Probably %q is meant.", near)
		}
		p.Report(list.Site, fmt.Sprintf(
			"In the access restriction list of %s, %s names the service tag %s, which is not known. Azure refuses a tag that it does not have. %s",
			list.Guards(), short(rule), tag, advice), lint.At(rule.Tag.At()))
	}
}

// isUnknownTag reports whether a part stands for a service tag and is none that is
// known. An address among tags is another mistake.
func isUnknownTag(p part) bool {
	_, known := azure.LookupServiceTag(p.text)
	return !known && p.text != "" && !p.isAddress()
}
