package accessrestriction

import (
	"fmt"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// TooManySources reports rules that join more address ranges or service tags than
// one rule may hold.
var TooManySources = &lint.Check{
	Name:     "access-rule-too-many-sources",
	Family:   "accessrestriction",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "An access restriction rule has more than eight sources",
	Why: "One rule may join up to eight address ranges or up to eight service tags, separated by commas. The azurerm provider " +
		"does not count them, so that the plan looks right and Azure refuses it.",
	Fix: "Split the rule: eight sources each, with priorities of their own.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-access-restrictions#multi-source-rules",
	},
	Since:    "0.1",
	EachSite: true,
	Run: func(p *lint.Pass) {
		most := azure.MaxSourcesPerRule.Value
		for _, list := range usedLists(p) {
			for _, rule := range list.Written() {
				n, what := sources(rule)
				if n <= most {
					continue
				}
				p.Report(list.Site, fmt.Sprintf(
					"In the access restriction list of %s, %s joins %d %s, but a rule may hold at most %d. Azure refuses the "+
						"deployment. Split it into %d rules.",
					list.Guards(), short(rule), n, what, most, (n+most-1)/most),
					lint.At(rule.At))
			}
		}
	},
}

// sources counts what a rule joins with commas, and says what it is. Only the
// texts are looked at: an address that cannot be read counts all the same.
func sources(r *network.AccessRule) (n int, what string) {
	tags, addresses := listed(r.Tag), listed(r.Address)
	if s, ok := r.Source.Get(); ok {
		tags = max(tags, len(s.Tags))
	}
	if tags >= addresses && tags > 0 {
		return tags, "service tags"
	}
	return addresses, "address ranges"
}

// listed counts the parts of a text that is a list with commas.
func listed(text value.Of[string]) int {
	n := 0
	for part := range strings.SplitSeq(text.Or(""), ",") {
		if strings.TrimSpace(part) != "" {
			n++
		}
	}
	return n
}

// short names a rule without its addresses, which would be too long here.
func short(r *network.AccessRule) string {
	bare := *r
	bare.Address, bare.Tag = value.None[string](), value.None[string]()
	return bare.Title()
}
