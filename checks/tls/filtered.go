package tls

import (
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// keptOut says in words what certainly keeps the internet out of a site; "" where
// nothing does, or may not do so.
func keptOut(p *lint.Pass, s *network.Site) string {
	switch {
	case s.Public() == network.PublicClosed && s.PublicAccess.IsAbsent():
		return "its private endpoint disables public network access"
	case s.Public() == network.PublicClosed:
		return "public network access is disabled"
	case p.RulesDecide(s) && s.Main.KeepsOut():
		return "its access restrictions keep the internet out"
	}
	return ""
}

// maybeInEnvironment reports whether a site may run in an App Service Environment,
// where a network security group filters every port.
func maybeInEnvironment(p *lint.Pass, s *network.Site) bool {
	hosting, _ := s.Hosting()
	return hosting == network.InEnvironment || hosting == network.HostingUnknown && p.MaybeInternal(s)
}
