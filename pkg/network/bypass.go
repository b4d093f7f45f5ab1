package network

import (
	"slices"

	"github.com/appnetlint/appnetlint/pkg/access"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// Bypassable reports whether the internet certainly reaches an app of this
// configuration beside whatever stands in front of it, and is meant to be let in by
// nothing that is written. It leaves out two mistakes of their own: an open app with a
// private endpoint, and one whose rules admit some while the unmatched rule action
// admits the rest.
func (m *Model) Bypassable(s *Site) bool {
	if s.External || !m.RulesDecide(s) || m.MaybeInternal(s) || len(s.PrivateEndpoints.Items) > 0 {
		return false
	}
	written := Restrictions{AccessList: &s.Main, Site: s}.Written()
	meant := len(written) == 0 && s.Main.Rules.Complete() || slices.ContainsFunc(written, denies)
	return meant && s.Main.opensWide()
}

// AllowsInVain reports whether the rules of a list that lets the internet in are, or
// may be, ones that only allow a few, so that they were meant to keep the rest out. It
// is a mistake of the list then that the site is open, and of nothing else.
func (r Restrictions) AllowsInVain() bool {
	narrow := false
	for _, rule := range r.Written() {
		if denies(rule) {
			return false
		}
		alone := AccessList{
			Rules:   value.Set[*AccessRule]{Items: []*AccessRule{rule}},
			Default: value.Some(access.Deny, rule.At),
		}
		narrow = narrow || !alone.LetsIn()
	}
	return narrow
}

func denies(r *AccessRule) bool { return value.Is(r.Action, access.Deny) }

// opensWide reports whether a list certainly lets the internet in, by both address
// families, with or without exceptions.
func (l *AccessList) opensWide() bool {
	if l.narrow() {
		return false
	}
	state := l.exposed()
	return state == access.Open || state == access.OpenExcept
}
