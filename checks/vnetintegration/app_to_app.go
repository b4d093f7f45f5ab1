package vnetintegration

import (
	"fmt"
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/access"
	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// AppToApp reports apps that call another app which admits subnets only, and come from
// none of these.
var AppToApp = &lint.Check{
	Name:     "app-to-app-service-endpoint",
	Family:   "vnetintegration",
	Severity: lint.Warning,
	Effect:   lint.Outage,
	Title:    "An app calls another app that admits only subnets which it does not join",
	Why: "In a multi-tier application the app behind may admit the integration subnet of the app in front, by an access restriction rule " +
		"for the subnet and the service endpoint `Microsoft.Web` on it. The app in front comes from that subnet only once it is integrated " +
		"with it, each slot for itself: otherwise it comes from addresses that no rule admits, and gets 403. The check takes an app for a " +
		"caller if an app setting has the host name of the other one and does not look like a list of origins, a redirect or an audience.",
	Fix: "Integrate the calling app with a subnet that the other one admits (`virtual_network_subnet_id`; ARM: " +
		"`virtualNetworkSubnetId`), or admit the subnet that it joins. Each app in front needs that.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/networking-features#create-multi-tier-applications",
		"https://learn.microsoft.com/azure/app-service/overview-access-restrictions#access-restriction-rules-based-on-service-endpoints",
	},
	Since:     "0.1",
	Precision: "high",
	Run: func(p *lint.Pass) {
		callees := map[*network.Site][]*network.AccessRule{}
		for _, site := range p.Sites {
			if rules := rulesForApps(p, site); len(rules) > 0 {
				callees[site] = rules
			}
		}
		if len(callees) == 0 {
			return
		}
		named := byHostLabel(p.Sites)
		for _, caller := range p.Sites {
			if caller.External || !caller.CertainlyMultitenant() {
				continue
			}
			var told []*network.Site
			for _, reference := range caller.SitesNamed(func(label string) *network.Site { return named[label] }) {
				callee := reference.Site
				if isCall(reference.Setting) && callee != caller && comesFromElsewhere(caller, callees[callee]) && !slices.Contains(told, callee) {
					told = append(told, callee)
					reportCall(p, caller, reference, callees[callee])
				}
			}
		}
	},
}

// byHostLabel returns the sites by the first label of their host names; nil for a label
// that several have.
func byHostLabel(sites []*network.Site) map[string]*network.Site {
	named := make(map[string]*network.Site, len(sites))
	for _, s := range sites {
		label := s.HostLabel()
		if _, taken := named[label]; taken {
			s = nil
		}
		named[label] = s
	}
	delete(named, "")
	return named
}

// rulesForApps returns the rules of a site that admit, if these certainly are for the
// integration subnets of apps and nobody else gets in.
func rulesForApps(p *lint.Pass, site *network.Site) []*network.AccessRule {
	if site.External || !p.RulesDecide(site) || !site.CertainlyMultitenant() ||
		!site.PrivateEndpoints.CertainlyEmpty() || !site.Main.KeepsOut() || !site.Main.Rules.Complete() {
		return nil
	}
	var admitting []*network.AccessRule
	for _, rule := range site.Main.Rules.Items {
		if value.Is(rule.Action, access.Deny) {
			continue
		}
		if !value.Is(rule.Action, access.Allow) || !rule.Subnet.All(takesApps) {
			return nil
		}
		admitting = append(admitting, rule)
	}
	return admitting
}

// takesApps reports whether a subnet certainly is one that apps join.
func takesApps(s *network.Subnet) bool {
	return len(s.Integrations.Items) > 0 || slices.ContainsFunc(s.Delegations.Or(nil), func(d string) bool {
		return azure.SameDelegation(d, azure.DelegationServerFarms)
	})
}

// comesFromElsewhere reports whether a site certainly joins none of the subnets that
// rules admit; without any rule it is not asked for.
func comesFromElsewhere(s *network.Site, rules []*network.AccessRule) bool {
	plan, _ := s.RunsOn().Get()
	if len(rules) == 0 || plan != nil && !plan.Subnet.IsAbsent() {
		return false
	}
	joined := s.Joins()
	return !slices.ContainsFunc(rules, func(r *network.AccessRule) bool {
		return !joined.IsAbsent() && !network.LeadApart(joined, r.Subnet)
	})
}

// otherUses are words in the names of settings that hold host names of apps which the
// app does not call: they call it, or a browser goes there.
var otherUses = []string{
	"origin", "cors", "redirect", "callback", "audience", "issuer", "referer", "referrer", "allowed", "frontend", "public",
}

// isCall reports whether an app setting seems to hold what the app calls.
func isCall(setting string) bool {
	name := strings.ToLower(setting)
	return name != "" && !slices.ContainsFunc(otherUses, func(word string) bool { return strings.Contains(name, word) })
}

func reportCall(p *lint.Pass, caller *network.Site, r network.SiteReference, rules []*network.AccessRule) {
	comes := "is integrated with no subnet"
	if joined := caller.Joins(); !joined.IsAbsent() {
		comes = "joins another one"
		if label := joined.Label(); label != "" {
			comes = fmt.Sprintf("joins subnet %q", label)
		}
	}
	var admitted []string
	for _, rule := range rules {
		if label := quote(rule.Subnet.Label()); label != `""` && !slices.Contains(admitted, label) {
			admitted = append(admitted, label)
		}
	}
	from := "certain subnets"
	if len(admitted) > 0 {
		from = "what comes from subnet " + network.Enumerate(admitted)
	}
	p.Report(caller, fmt.Sprintf(
		"The %s has the host name of %s in app setting %q, but %s. That app admits only %s, so that calls get 403. "+
			"Integrate the caller with a subnet that is admitted (`virtual_network_subnet_id`; ARM: `virtualNetworkSubnetId`), or admit the one that it joins.",
		caller.Title(), r.Site.Title(), r.Setting, comes, from),
		lint.At(r.At), lint.Also(r.Site, "the app that is called"), lint.AlsoAt(rules[0].At, "a rule that admits a subnet"))
}
