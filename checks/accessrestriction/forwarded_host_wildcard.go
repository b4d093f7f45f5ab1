package accessrestriction

import (
	"fmt"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/access"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// ForwardedHostWildcard reports wildcards that leave out host names of the app.
var ForwardedHostWildcard = &lint.Check{
	Name:     "access-rule-forwarded-host-wildcard",
	Family:   "accessrestriction",
	Severity: lint.Note,
	Effect:   lint.Silent,
	Title:    "A wildcard for forwarded host names leaves out a host name of the app",
	Why: "In a filter on `x-forwarded-host`, `*.contoso.com` stands for exactly one label in front of `contoso.com`: it matches " +
		"`www.contoso.com`, but neither `contoso.com` itself nor `a.b.contoso.com`. Ports do not count.",
	Fix: "Add the host names that are left out as values of their own: `contoso.com`, or `*.b.contoso.com` for deeper names.",
	Links: []string{
		"https://learn.microsoft.com/azure/templates/microsoft.web/sites#ipsecurityrestriction",
		"https://learn.microsoft.com/azure/app-service/overview-access-restrictions#http-header-filtering-for-site-access-rules",
	},
	Since:    "0.1",
	EachSite: true,
	Run: func(p *lint.Pass) {
		for _, list := range decidingLists(p) {
			if !list.SCM {
				checkWildcards(p, list)
			}
		}
	},
}

func checkWildcards(p *lint.Pass, list network.Restrictions) {
	values, ok := forwardedHosts(list)
	if !ok {
		return
	}
	for _, rule := range list.Written() {
		if rule.Headers == nil || !value.Is(rule.Action, access.Allow) || rule.Headers.ForwardedHost.IsSensitive() {
			continue
		}
		for _, wildcard := range rule.Headers.ForwardedHost.Or(nil) {
			if missed := missedHosts(list.Site, strings.ToLower(wildcard), values); len(missed) > 0 {
				reportWildcard(p, list, rule, wildcard, missed)
			}
		}
	}
}

// forwardedHosts returns all values that the rules of a list allow for
// x-forwarded-host, in lower case. It fails where not all of them are known.
func forwardedHosts(list network.Restrictions) (values []string, ok bool) {
	for _, rule := range list.Written() {
		h := rule.Headers
		if h == nil {
			continue
		}
		if h.ForwardedHost.IsUnknown() {
			return nil, false
		}
		for _, v := range h.ForwardedHost.Or(nil) {
			values = append(values, strings.ToLower(v))
		}
	}
	return values, list.Rules.Complete()
}

// missedHosts returns the host names of a site in the domain of a wildcard that
// none of some values matches.
func missedHosts(site *network.Site, wildcard string, values []string) []string {
	domain, ok := strings.CutPrefix(wildcard, "*.")
	if !ok {
		return nil
	}
	var missed []string
	for _, host := range hostNames(site) {
		inside := host == domain || strings.HasSuffix(host, "."+domain)
		if inside && all(values, func(v string) bool { return !matchesHost(v, host) }) {
			missed = append(missed, fmt.Sprintf("%q", host))
		}
	}
	return missed
}

// hostNames returns the known host names that are bound to a site, in lower case.
func hostNames(site *network.Site) []string {
	var names []string
	add := func(name value.Of[string]) {
		if host, ok := name.Get(); ok && !name.IsSensitive() {
			names = append(names, strings.ToLower(host))
		}
	}
	for _, b := range site.Bindings.Items {
		add(b.HostName)
	}
	for _, h := range site.InlineHostNames.Items {
		add(h.Name)
	}
	return names
}

// matchesHost reports whether a value of the filter matches a host name. Both are
// in lower case.
func matchesHost(v, host string) bool {
	domain, ok := strings.CutPrefix(v, "*.")
	label, rest, dotted := strings.Cut(host, ".")
	return v == host || ok && dotted && label != "" && rest == domain
}

func reportWildcard(p *lint.Pass, list network.Restrictions, rule *network.AccessRule, wildcard string, missed []string) {
	p.Report(list.Site, fmt.Sprintf(
		"In the access restriction list of %s, %s filters on the forwarded host %q, which stands for exactly one label and does not match %s, "+
			"bound to the app as well. Requests for %s are not matched by the rule. Add a value for %s.",
		list.Guards(), rule.Title(), wildcard, network.Enumerate(missed),
		either(len(missed) == 1, "that name", "those names"), either(len(missed) == 1, "it", "them")),
		lint.At(rule.Headers.ForwardedHost.At()))
}
