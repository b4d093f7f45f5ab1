package network

import (
	"fmt"
	"slices"

	"github.com/appnetlint/appnetlint/pkg/access"
	"github.com/appnetlint/appnetlint/pkg/source"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// Restrictions is one of the two access restriction lists of a site.
type Restrictions struct {
	*AccessList
	Site *Site
	// SCM is set for the list of the SCM site (Kudu), as against the main site.
	SCM bool
}

// Guards names in a message what the list guards: web app "shop", or the SCM
// site of web app "shop".
func (r Restrictions) Guards() string {
	if r.SCM {
		return "the SCM site of " + r.Site.Title()
	}
	return r.Site.Title()
}

// DefaultAttributes names the attribute of the unmatched rule action for a
// remedy, as Terraform and as ARM spell it.
func (r Restrictions) DefaultAttributes() string {
	if r.SCM {
		return "`scm_ip_restriction_default_action` (ARM: `scmIpSecurityRestrictionsDefaultAction`)"
	}
	return "`ip_restriction_default_action` (ARM: `ipSecurityRestrictionsDefaultAction`)"
}

// ClosedBy names in a remedy what closes the public endpoint of the site, as
// Terraform and as ARM spell it: `public_network_access_enabled` to false.
func (s *Site) ClosedBy() string {
	if s.Kind == LogicApp {
		return "`public_network_access` (ARM: `publicNetworkAccess`) to \"Disabled\""
	}
	return "`public_network_access_enabled` to false (ARM: `publicNetworkAccess` to \"Disabled\")"
}

// Written returns the rules that somebody wrote, without the catch-all that
// Azure itself lists.
func (r Restrictions) Written() []*AccessRule {
	if slices.ContainsFunc(r.Rules.Items, (*AccessRule).isSynthetic) {
		return slices.DeleteFunc(slices.Clone(r.Rules.Items), (*AccessRule).isSynthetic)
	}
	return r.Rules.Items
}

// At returns the range of the first rule that somebody wrote, else of the default
// action if that is written.
func (r Restrictions) At() source.Range {
	switch rules := r.Written(); {
	case len(rules) > 0:
		return rules[0].At
	case r.Default.IsKnown() && !r.Default.IsDefault():
		return r.Default.At()
	}
	return source.Range{}
}

// appendUsed appends the lists that certainly decide for a part of the site, if
// the public endpoint is open: the main one, and the SCM site's unless that
// follows the main one or may do so.
func (s *Site) appendUsed(lists []Restrictions) []Restrictions {
	lists = append(lists, Restrictions{AccessList: &s.Main, Site: s})
	if s.SCMHasOwnList() {
		lists = append(lists, Restrictions{AccessList: &s.SCM, Site: s, SCM: true})
	}
	return lists
}

// UsedLists returns the used lists of all apps and slots that this configuration
// makes, and those that it writes for others.
func (m *Model) UsedLists() []Restrictions {
	lists := make([]Restrictions, 0, len(m.Sites))
	for _, s := range m.Sites {
		if s.External && !s.Main.Rewritten && !s.SCM.Rewritten {
			continue
		}
		before := len(lists)
		lists = s.appendUsed(lists)
		if s.External {
			own := slices.DeleteFunc(lists[before:], func(l Restrictions) bool { return !l.Rewritten })
			lists = lists[:before+len(own)]
		}
	}
	return lists
}

// DecidingLists returns those of some lists that certainly decide who gets in: see
// [Model.RulesDecide]. Doubtful are those with rules behind a public endpoint that
// may be open.
func (m *Model) DecidingLists(lists []Restrictions) (deciding, doubtful []Restrictions) {
	deciding = make([]Restrictions, 0, len(lists))
	for _, l := range lists {
		if m.RulesDecide(l.Site) {
			deciding = append(deciding, l)
		} else if len(l.Rules.Items) > 0 && l.Site.Public() == PublicUndecided {
			doubtful = append(doubtful, l)
		}
	}
	return deciding, doubtful
}

// SCMHasOwnList reports whether the SCM site certainly does not use the main
// site's rules: where nothing is sent, it does not.
func (s *Site) SCMHasOwnList() bool {
	return s.SCMUsesMain.IsAbsent() || value.Is(s.SCMUsesMain, false)
}

// RulesDecide reports whether the access restrictions of a site certainly decide
// who gets in from outside: the public endpoint is open, and no network security
// perimeter has taken over or may have.
//
// Sources: https://learn.microsoft.com/azure/app-service/overview-access-restrictions#app-access,
// https://learn.microsoft.com/azure/private-link/network-security-perimeter-concepts
func (m *Model) RulesDecide(s *Site) bool { return s.Public() == PublicOpen && !m.maybeEnforced(s) }

// maybeEnforced reports whether a perimeter may be enforced on a site. A
// configuration without any association is taken to have none.
func (m *Model) maybeEnforced(s *Site) bool {
	for _, a := range s.Perimeters.Items {
		if !value.Is(a.Mode, "Learning") && !value.Is(a.Mode, "Transition") {
			return true
		}
	}
	return len(m.Perimeters) > len(s.Perimeters.Items) && !s.Perimeters.Complete()
}

// CertainlyMultitenant reports whether the site certainly shares front ends with
// other customers: it runs neither in an App Service Environment nor on Azure Arc.
func (s *Site) CertainlyMultitenant() bool {
	if !s.Arc.IsAbsent() && !value.Is(s.Arc, false) {
		return false
	}
	if hosting, _ := s.Hosting(); hosting == Multitenant {
		plan, ok := s.RunsOn().Get()
		return !ok || plan.onAzure()
	}
	return s.Environment.IsAbsent() && s.RunsOn().All(func(p *Plan) bool {
		return p.Environment.IsAbsent() && p.onAzure()
	})
}

// CertainlyPublic reports whether the public endpoint of the site, where it is
// open, is certainly on the internet: it is not that of an environment with an
// internal load balancer.
func (s *Site) CertainlyPublic() bool {
	hosting, environment := s.Hosting()
	return s.CertainlyMultitenant() ||
		hosting == InEnvironment && environment.All(func(e *Environment) bool { return value.Is(e.Internal, false) })
}

// maybeInEnvironment leaves out plans that are only read: of these, the
// environment can rarely be seen.
func (p *Plan) maybeInEnvironment() bool {
	return p.Environment.IsPresent() || p.Environment.IsUnknown() && !p.External
}

func (p *Plan) onAzure() bool { return p.Arc.IsAbsent() || value.Is(p.Arc, false) }

// MaybeInternal reports whether the site may have no address on the internet at
// all, because it runs in an App Service Environment with an internal load
// balancer. Where its plan is not known, that is so if the configuration has an
// environment, or a plan that is in one.
func (m *Model) MaybeInternal(s *Site) bool {
	switch hosting, environment := s.Hosting(); hosting {
	case Multitenant:
		return false
	case InEnvironment:
		return !environment.All(func(e *Environment) bool { return value.Is(e.Internal, false) })
	default:
		return !s.CertainlyMultitenant() && (len(m.Environments) > 0 || slices.ContainsFunc(m.Plans, (*Plan).maybeInEnvironment))
	}
}

// IPBasedBindings returns the host names of the site that certainly have an
// IP-based TLS binding: the resources that make one, and the names of those
// written at the site itself.
func (s *Site) IPBasedBindings() (bindings []*Binding, inline []HostName) {
	for _, b := range s.Bindings.Items {
		if value.Is(b.IPBased, true) {
			bindings = append(bindings, b)
		}
	}
	for _, h := range s.InlineHostNames.Items {
		if value.Is(h.IPBased, true) {
			inline = append(inline, h)
		}
	}
	return bindings, inline
}

// Title names the rule in a message by the best that is known of it: rule
// "office", or the rule for "203.0.113.0/24".
func (r *AccessRule) Title() string {
	for _, text := range []struct {
		of     value.Of[string]
		format string
	}{{r.Name, "rule %q"}, {r.Address, "the rule for %q"}, {r.Tag, "the rule for %q"}} {
		if s, ok := text.of.Get(); ok && s != "" && !text.of.IsSensitive() {
			return fmt.Sprintf(text.format, s)
		}
	}
	switch subnet := r.Subnet.Label(); {
	case subnet != "":
		return fmt.Sprintf("the rule for subnet %q", subnet)
	case r.Priority.IsKnown() && !r.Priority.IsSensitive():
		return "the rule with priority " + r.Priority.String()
	}
	return "a rule without a name"
}

func (r *AccessRule) isSynthetic() bool { return r.Synthetic }

// TitlesOfRules names rules in a message.
func TitlesOfRules(rules []*AccessRule) string {
	titles := make([]string, len(rules))
	for i, r := range rules {
		titles[i] = r.Title()
	}
	return Enumerate(titles)
}

// With returns the list as package access evaluates it, with another unmatched
// rule action.
func (l AccessList) With(action access.Action) access.List {
	out := l.List()
	out.Default = value.Some(action, l.Default.At())
	return out
}
