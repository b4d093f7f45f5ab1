package reach

import (
	"cmp"
	"math"
	"net/netip"
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/access"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/source"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// A network security perimeter that an app is associated with has a say in who gets
// in. Of its inbound rules App Service knows those with addresses only, and they hold
// for the main site and the SCM site alike:
//
//	public network access   Learning                Enforced
//	Enabled                 the app's rules, or     the perimeter's rules
//	                        the perimeter's
//	Disabled                the perimeter's rules   the perimeter's rules
//	SecuredByPerimeter      the perimeter's rules   the perimeter's rules
//
// Sources: https://learn.microsoft.com/azure/private-link/network-security-perimeter-transition
// and, in the blog of the App Service team (https://azure.github.io/AppService), "Announcing
// Network Security Perimeter support in public preview".

// perimeter is what a network security perimeter lets in.
type perimeter struct {
	rules []*network.AccessRule
	// enforced is set if nothing but these rules counts, whatever public network access
	// is set to.
	enforced bool
	// unknown says why there may be others; "" if there are none.
	unknown string
}

// perimeterOf returns the perimeter of a site; false if it has none. Where it may have
// one, or several, its rules are not known.
func perimeterOf(m *network.Model, s *network.Site) (perimeter, bool) {
	switch items := s.Perimeters.Items; {
	case len(items) == 1 && (len(m.Perimeters) == 1 || s.Perimeters.Complete()):
		return perimeterBy(m, items[0]), true
	case len(items) > 0:
		return perimeter{enforced: true, unknown: "more than one perimeter may decide"}, true
	case m.RulesDecide(s) || s.Perimeters.CertainlyEmpty() || len(m.Perimeters) == 0:
		return perimeter{}, false
	}
	return perimeter{enforced: true, unknown: s.Perimeters.Incomplete}, true
}

// perimeterBy returns the perimeter that an association leads to.
func perimeterBy(m *network.Model, a *network.PerimeterAssociation) perimeter {
	mode, known := a.Mode.Get()
	p := perimeter{enforced: true}
	switch {
	case !known:
		p.unknown = "the access mode: " + reason(a.Mode)
		return p
	case strings.EqualFold(mode, "Learning"), strings.EqualFold(mode, "Transition"):
		p.enforced = false
	case !strings.EqualFold(mode, "Enforced"):
		p.unknown = "the access mode is " + mode
		return p
	}
	p.rules, p.unknown = inboundRules(m, a)
	return p
}

// inboundRules returns the rules of an association's profile, as access rules, and why
// there may be more: the profile must be one that this configuration makes.
func inboundRules(m *network.Model, a *network.PerimeterAssociation) (rules []*network.AccessRule, unknown string) {
	key, known := a.Profile.Get()
	switch {
	case !known:
		return nil, reason(a.Profile)
	case !creates(m, key):
		return nil, "the profile is not created by this configuration"
	case len(m.Incomplete) > 0:
		unknown = m.Incomplete[0]
	}
	for _, r := range m.PerimeterRules {
		of, known := r.Profile.Get()
		switch {
		case known && of != key, value.Is(r.Direction, network.Outbound):
		case !known:
			unknown = cmp.Or(unknown, reason(r.Profile))
		default:
			if rule := inboundRule(r); rule != nil {
				rules = append(rules, rule)
			}
		}
	}
	return rules, unknown
}

func creates(m *network.Model, profile string) bool {
	for _, p := range m.PerimeterProfiles {
		if p.Key() == profile {
			return !p.External
		}
	}
	return false
}

// inboundRule returns a rule of a perimeter as an access rule; nil for one that has no
// effect on apps.
func inboundRule(r *network.PerimeterRule) *network.AccessRule {
	rule := &network.AccessRule{}
	rule.Name, rule.At = r.Name, r.At
	rule.Priority = value.Some(math.MinInt, r.At) // before all rules of the app
	rule.Action = value.Some(access.Allow, r.At)
	if !value.Is(r.Direction, network.Inbound) { // it may be an outbound one
		rule.Action = value.Undecided[access.Action](reason(r.Direction), r.Direction.At())
	}
	switch kind, _ := r.Kind.Get(); kind {
	case "subscriptions", "tags", "names":
		return nil
	case "addresses":
		rule.Source = sourceOf(r.Prefixes)
	default: // whom it names is not known, or what that means to apps
		rule.Source = value.Undecided[access.Source](reason(r.Kind), r.At)
	}
	return rule
}

func sourceOf(prefixes value.Of[[]netip.Prefix]) value.Of[access.Source] {
	return value.Map(prefixes, func(p []netip.Prefix) access.Source { return access.Source{Prefixes: p} })
}

// within answers for a site whose perimeter alone decides, wherever its endpoint is.
func (d door) within(p perimeter, f Source) Row {
	row := d.inside(p, f)
	if r, decided := d.internal(f); decided && row.Verdict != Closed {
		return r
	}
	return row
}

// inside answers for the clients that come to the endpoint of such a site.
func (d door) inside(p perimeter, f Source) Row {
	at := d.site.PublicAccess.At()
	if p.unknown != "" {
		return Row{Verdict: CannotTell, Because: "the rules of a network security perimeter decide: " + p.unknown, At: at}
	}
	list := &network.AccessList{Default: value.Default(access.Deny, source.Range{})}
	list.Rules.Items = p.rules
	row := d.through(list, f)
	if byDefault := strings.HasPrefix(row.Because, "unmatched rule action"); !byDefault {
		return row
	}
	row.Because, row.At = "no rule of the network security perimeter admits it", at
	if row.Verdict == Filtered {
		row.Because = "only rules of the network security perimeter admit clients"
	}
	return row
}

// beside answers for a site whose own list decides together with a perimeter that is
// not enforced: who is admitted by either of them gets in.
func (d door) beside(p perimeter, list *network.AccessList, f Source) Row {
	own := d.through(list, f)
	if own.Verdict == Open || p.unknown == "" && len(p.rules) == 0 {
		return own
	}
	if p.unknown != "" {
		return Row{Verdict: CannotTell, Because: "the rules of a network security perimeter may admit more: " + p.unknown}
	}
	both := *list
	both.Rules.Items = slices.Concat(p.rules, list.Rules.Items)
	if both.Default.IsAbsent() { // what it means depends on the app's own rules
		both.Default = value.Default(access.Deny, source.Range{})
		if len(list.Rules.Items) == 0 {
			both.Default = value.Default(access.Allow, source.Range{})
		}
	}
	return d.through(&both, f)
}
