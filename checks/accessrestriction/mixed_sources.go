package accessrestriction

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// MixedSourceKinds reports rules that join addresses and service tags.
var MixedSourceKinds = &lint.Check{
	Name:     "access-rule-mixed-source-kinds",
	Family:   "accessrestriction",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "An access restriction rule mixes address ranges and service tags",
	Why: "A rule joins up to eight address ranges or up to eight service tags, but not some of each: one property holds all of " +
		"them, and another one says for all of them what they are.",
	Fix: "Make two rules, one for the address ranges and one for the service tags.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-access-restrictions#multi-source-rules",
	},
	Since:    "0.1",
	EachSite: true,
	Run: func(p *lint.Pass) {
		for _, list := range usedLists(p) {
			for _, rule := range list.Written() {
				checkMixed(p, list, rule)
			}
		}
	},
}

func checkMixed(p *lint.Pass, list network.Restrictions, rule *network.AccessRule) {
	if isOneAddress(rule) {
		return
	}
	for _, of := range []struct {
		parts []part
		at    source.Range
	}{{addressParts(rule), rule.Address.At()}, {partsOf(rule.Tag), rule.Tag.At()}} {
		parts := of.parts
		if len(parts) < 2 {
			continue
		}
		addresses, tags := which(parts, part.isAddress), which(parts, part.isTag)
		if len(addresses) == 0 || len(tags) == 0 {
			continue
		}
		p.Report(list.Site, fmt.Sprintf(
			"In the access restriction list of %s, %s joins address ranges (%s) and service tags (%s). A rule holds either the one or "+
				"the other, and Azure refuses the deployment. Make two rules of it.",
			list.Guards(), short(rule), enumerate(addresses), enumerate(tags)), lint.At(of.at))
	}
}
