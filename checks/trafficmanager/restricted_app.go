package trafficmanager

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/access"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/source"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// RestrictedApp reports apps that keep the probes of Traffic Manager out.
var RestrictedApp = &lint.Check{
	Name:     "traffic-manager-restricted-app",
	Family:   "trafficmanager",
	Severity: lint.Warning,
	Effect:   lint.Outage,
	Title:    "An endpoint of Traffic Manager keeps its probes out",
	Why: "Traffic Manager asks each endpoint from the outside whether it is healthy, and expects the status 200 unless others are " +
		"set. An app answers 403 to whom its access restrictions do not admit, and to everybody where its public network access is " +
		"disabled. The endpoint then counts as degraded for good: Traffic Manager leads nobody to it while another endpoint is " +
		"healthy, and cannot tell any more which ones are where all of them are degraded.",
	Fix: "Add an Allow rule for the service tag `AzureTrafficManager`, which holds the addresses of the probes. It admits nobody " +
		"else: clients do not pass through Traffic Manager, so that they need rules of their own. To serve an endpoint without " +
		"probing it, set `always_serve_enabled` (ARM: `alwaysServe`).",
	Links: []string{
		"https://learn.microsoft.com/azure/traffic-manager/traffic-manager-faqs#what-are-the-ip-addresses-from-which-the-health-checks-originate",
		"https://learn.microsoft.com/azure/traffic-manager/traffic-manager-monitoring",
		"https://learn.microsoft.com/azure/app-service/overview-access-restrictions#how-it-works",
	},
	Since:     "0.1",
	Precision: "high", // rules may name the addresses of the probes one by one
	Run: func(p *lint.Pass) {
		reported := map[*network.Site]bool{}
		for _, e := range p.TrafficEndpoints {
			if e.External {
				continue
			}
			of, certain, why := probesOf(e)
			if !e.Site.All(func(s *network.Site) bool { return refusal(p, of, s).because != "" }) {
				continue
			}
			if !certain {
				if why != "" {
					p.Undecide(e, e.At, why)
				}
				continue
			}
			sites, _ := e.Site.Candidates()
			if site := sites[0]; !reported[site] {
				reported[site] = true
				reportRestricted(p, site, e, of)
			}
		}
	},
}

// refused tells what certainly keeps probes out of a site.
type refused struct {
	because, remedy string // because is "" where nothing does
	at              source.Range
}

// refusal tells what keeps probes out of a site. It leaves out what is a mistake of
// its own: an app that nobody can reach at all.
func refusal(p *lint.Pass, of probes, s *network.Site) refused {
	switch {
	case s.External:
		return refused{}
	case isClosed(p, s):
		return refused{
			because: "its public network access is disabled, and probes do not come through its private endpoint",
			remedy: "Traffic Manager cannot be used for private endpoints: remove the endpoint, open the public endpoint for those who " +
				"need it by access restrictions, or set `always_serve_enabled` (ARM: `alwaysServe`)",
			at: s.PublicAccess.At(),
		}
	case p.RulesDecide(s) && of.keptOut(&s.Main) && !isBlockList(&s.Main):
		return refused{
			because: "its access restrictions keep the probes out",
			remedy:  `Add an Allow rule for the service tag "AzureTrafficManager"`,
			at:      network.Restrictions{AccessList: &s.Main, Site: s}.At(),
		}
	}
	return refused{}
}

// isClosed reports whether a site with a private endpoint certainly takes no requests
// at its public one.
func isClosed(p *lint.Pass, s *network.Site) bool {
	return s.Public() == network.PublicClosed && len(s.PrivateEndpoints.Items) > 0 &&
		(len(p.Perimeters) == 0 || s.Perimeters.CertainlyEmpty())
}

// isBlockList reports whether a list closes a site by mistake: all rules deny, and the
// unmatched rule action is not set.
func isBlockList(l *network.AccessList) bool {
	for _, r := range l.Rules.Items {
		if !value.Is(r.Action, access.Deny) {
			return false
		}
	}
	return l.Default.IsAbsent()
}

func reportRestricted(p *lint.Pass, site *network.Site, e *network.TrafficEndpoint, of probes) {
	r := refusal(p, of, site)
	p.Report(site, fmt.Sprintf(
		"Traffic Manager %q probes %s, but %s. The probes are answered with 403, so that the endpoint counts as degraded and Traffic "+
			"Manager leads nobody there while another endpoint is healthy. %s.",
		of.profile.Label(), site.Title(), r.because, r.remedy),
		lint.At(r.at), lint.Also(e, "the endpoint"), lint.Also(of.profile, "the profile"))
}
