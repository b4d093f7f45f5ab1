package accessrestriction

import (
	"slices"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// usedLists returns the lists that App Service certainly keeps for the apps and
// slots that this configuration makes, whether or not the public endpoint is
// open. An SCM list that gives way to the main one is no such list.
func usedLists(p *lint.Pass) []network.Restrictions {
	undecideSCM(p)
	return p.UsedLists()
}

// undecideSCM notes the sites of which it is not known whether they keep a list for
// the SCM site.
func undecideSCM(p *lint.Pass) {
	for _, s := range p.Sites {
		if !s.External && s.SCMUsesMain.IsUnknown() && len(s.SCM.Rules.Items) > 0 {
			p.Undecide(s, s.SCMUsesMain.At(), s.SCMUsesMain.Why())
		}
	}
}

// decidingLists returns the used lists that certainly decide who gets in: a list
// behind a closed public endpoint does nothing, neither harm nor good.
func decidingLists(p *lint.Pass) []network.Restrictions {
	undecideSCM(p)
	deciding, doubtful := p.DecidingLists()
	for _, l := range doubtful {
		p.Undecide(l.Site, l.Site.PublicAccess.At(), l.Site.PublicAccess.Why())
	}
	return deciding
}

// either returns the first word if a condition holds, else the second one.
func either(condition bool, then, otherwise string) string {
	if condition {
		return then
	}
	return otherwise
}

func all[T any](items []T, holds func(T) bool) bool {
	return !slices.ContainsFunc(items, func(item T) bool { return !holds(item) })
}
