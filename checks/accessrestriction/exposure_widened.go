package accessrestriction

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/access"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/reach"
)

// ExposureWidened reports changes that let the internet in where it was kept out.
var ExposureWidened = &lint.Check{
	Name:     "exposure-widened",
	Family:   "accessrestriction",
	Severity: lint.Warning,
	Effect:   lint.Exposure,
	Title:    "A change opens an app or its SCM site to addresses that were kept out",
	Why: "The app exists, and its rules or its public network access keep the internet out. After this change they do not any " +
		"more. Such a change is easily overlooked in a plan: one word of a default action, or a deny rule that went away, is " +
		"all that shows.",
	Fix: "If that is meant, suppress the finding with the reason. Otherwise keep the unmatched rule action at Deny, and the deny " +
		"rules, or set public network access to disabled.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-access-restrictions#how-it-works",
	},
	Since:            "0.1",
	SecuritySeverity: 7.5,
	OnChange:         true,
	Run: func(p *lint.Pass) {
		before := map[string]*network.Site{}
		for _, s := range p.Before.Sites {
			before[s.Address] = s
		}
		for _, s := range p.Sites {
			if old := before[s.Address]; old != nil && !s.External && !old.External {
				compareExposure(p, old, s)
			}
		}
	},
}

// compareExposure reports what a change opens of one app: its main site, its SCM
// site or both.
func compareExposure(p *lint.Pass, old, site *network.Site) {
	was, is := reach.Doors(p.Before, old), reach.Doors(p.Model, site)
	var opened []reach.Row
	for i := range is {
		if was[i].MostOut && is[i].MostIn {
			opened = append(opened, is[i])
		}
	}
	if len(opened) == 0 {
		compareLists(p, old, site)
		return
	}
	p.Report(site, fmt.Sprintf(
		"This change opens %s to the internet, which was kept out: %s. Anybody can call it once the change is applied. If that is not "+
			"meant, restore what kept the internet out.", openedParts(opened), opened[0].Because), lint.At(opened[0].At))
}

func openedParts(opened []reach.Row) string {
	title := opened[0].Site.Title()
	switch {
	case len(opened) > 1:
		return title + " and its SCM site"
	case opened[0].SCM:
		return "the SCM site of " + title
	}
	return title
}

// compareLists reports a list that admits addresses it kept out, though the rest
// of the internet may be treated as before.
func compareLists(p *lint.Pass, old, site *network.Site) {
	if !p.Before.RulesDecide(old) || !p.RulesDecide(site) {
		return
	}
	before, after := lists(old), lists(site)
	for i := range after {
		if before[i] == nil || after[i] == nil {
			continue
		}
		if example, wider := access.Wider(before[i].List(), after[i].List()); wider {
			r := network.Restrictions{AccessList: after[i], Site: site, SCM: i == 1}
			p.Report(site, fmt.Sprintf(
				"After this change the access restriction list of %s admits addresses that it kept out, such as %s: a denial went away, or what no "+
					"rule matches is allowed now. If that is not meant, keep the denial.", r.Guards(), example), lint.At(r.At()))
			return
		}
	}
}

// lists are the lists that decide for the main site and, where that has a list of
// its own, for the SCM site.
func lists(s *network.Site) [2]*network.AccessList {
	own := [2]*network.AccessList{&s.Main}
	if s.SCMHasOwnList() {
		own[1] = &s.SCM
	}
	return own
}
