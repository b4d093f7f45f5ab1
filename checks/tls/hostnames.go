package tls

import (
	"fmt"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/network/sizing"
	"github.com/appnetlint/appnetlint/pkg/source"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// hostName is a custom host name of an app: a resource of its own, or an entry at
// the app itself.
type hostName struct {
	// subject is the binding, or the app.
	subject network.Subject
	binding *network.Binding // nil for an entry at the app
	name    value.Of[string]
	ipBased value.Of[bool]
	at      source.Range
}

// hostNames returns the custom host names of a site that this configuration makes.
func hostNames(s *network.Site) []hostName {
	var names []hostName
	for _, b := range s.Bindings.Items {
		if !b.External && !isDefaultName(b.HostName) {
			names = append(names, hostName{b, b, b.HostName, b.IPBased, b.TLS.At()})
		}
	}
	for _, h := range s.InlineHostNames.Items {
		if !s.External {
			names = append(names, hostName{s, nil, h.Name, h.IPBased, h.At})
		}
	}
	return names
}

// isDefaultName reports whether a name is one that the app has anyway.
func isDefaultName(name value.Of[string]) bool {
	_, _, ok := azure.SiteNameFromHost(name.Or(""))
	return ok
}

// title names a host name in a message: the host name "shop.example.com", or the
// host name of a resource where that is not known.
func (h hostName) title() string {
	if name, ok := h.name.Get(); ok && !h.name.IsSensitive() {
		return fmt.Sprintf("host name %q", name)
	}
	return fmt.Sprintf("the host name of %q", h.subject.Common().Address)
}

// titlesOf names host names in a message.
func titlesOf(names []hostName) string {
	titles := make([]string, len(names))
	for i, h := range names {
		titles[i] = h.title()
	}
	return network.Enumerate(titles)
}

// differ reports whether two host names are certainly not the same.
func differ(a, b hostName) bool {
	nameA, okA := a.name.Get()
	nameB, okB := b.name.Get()
	return okA && okB && !strings.EqualFold(nameA, nameB)
}

// onSmallPlan calls report for each site whose plan certainly lacks a capability,
// with the plan or, where it may be one of several, the first of them.
func onSmallPlan(p *lint.Pass, lacks func(azure.SKU) bool, report func(*network.Site, *network.Plan, azure.SKU)) {
	for _, site := range p.Sites {
		plans, _ := site.RunsOn().Candidates()
		tooSmall := site.RunsOn().All(func(plan *network.Plan) bool {
			sku, ok := sizing.SKU(plan)
			return ok && lacks(sku)
		})
		if tooSmall {
			sku, _ := sizing.SKU(plans[0])
			report(site, plans[0], sku)
		}
	}
}

// tierOf names the tier of a plan in a message: Free tier (F1).
func tierOf(sku azure.SKU) string {
	if sku.Name == "" {
		return string(sku.Tier) + " tier"
	}
	return fmt.Sprintf("%s tier (%s)", sku.Tier, sku.Name)
}

// severityFor is that of a claim about a tier: a note where it is not confirmed.
func severityFor(support azure.Support) lint.Severity {
	if support.Confidence != azure.Confirmed {
		return lint.Note
	}
	return lint.Error
}
