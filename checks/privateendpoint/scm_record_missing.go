package privateendpoint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// SCMRecordMissing reports DNS records written by hand that lead to an app and not
// to its SCM site.
var SCMRecordMissing = &lint.Check{
	Name:     "private-endpoint-scm-record-missing",
	Family:   "privateendpoint",
	Severity: lint.Warning,
	Effect:   lint.Outage,
	Title:    "The SCM site of an app with a private endpoint has no DNS record",
	Why: "One private endpoint serves an app and its SCM site, which deployments and Kudu use, under two names: `<app>` and " +
		"`<app>.scm`. A DNS zone group writes both records. Whoever writes them by hand has to write both: without the second one, " +
		"the SCM site keeps its public address and answers 403 to deployment agents in the network.",
	Fix: "Let a zone group of the endpoint write the records, or add a record `<app>.scm` with the same address to the zone.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-private-endpoint#dns",
	},
	Since:     "0.1",
	Precision: "high",
	Run: func(p *lint.Pass) {
		reported := map[*network.Record]bool{}
		for _, endpoint := range p.PrivateEndpoints {
			if endpoint.External || !endpoint.Site.IsPresent() || !hasNoZoneGroup(endpoint) {
				continue
			}
			label, known := hostLabel(endpoint.Site)
			if r := mainRecord(p, endpoint, label); known && r != nil && !reported[r] {
				reported[r] = checkSCMRecord(p, endpoint, r, label)
			}
		}
	},
}

// mainRecord returns the record of an app itself, or nil: the one of its name in
// the zone of apps, unless it certainly holds the address of something else.
func mainRecord(p *lint.Pass, endpoint *network.PrivateEndpoint, label string) *network.Record {
	for _, r := range addressRecords(p.Records) {
		name, known := r.Name.Get()
		if r.External || !known || r.Name.IsSensitive() || !strings.EqualFold(name, label) || !isZoneOfApps(r.Zone) {
			continue
		}
		if holds(r, endpoint) || !r.Endpoints.Complete() {
			return r
		}
	}
	return nil
}

// checkSCMRecord reports whether the record of an app is without one for its SCM
// site beside it.
func checkSCMRecord(p *lint.Pass, endpoint *network.PrivateEndpoint, main *network.Record, label string) bool {
	if slices.ContainsFunc(p.Records, func(r *network.Record) bool { return r != main && mayBeSCM(r, label) }) {
		return false
	}
	if len(p.Incomplete) > 0 {
		p.Undecide(main, main.At, p.Incomplete[0])
		return false
	}
	options := []lint.Option{lint.Also(endpoint, "the private endpoint")}
	zone, ok := main.Zone.Get()
	if !ok || zone.External {
		options = append(options, lint.As(lint.Note)) // there may be further records, made elsewhere
	}
	p.Report(main, fmt.Sprintf(
		"The private zone has a record %q for the private endpoint %q, but none for the SCM site. The SCM site keeps its public address "+
			"in the network, and deployments and Kudu do not get to it by the endpoint. Add a record %q with the same address.",
		main.Name.Or(""), endpoint.Label(), label+".scm"), append(options, lint.At(main.Name.At()))...)
	return true
}

// mayBeSCM reports whether a record may answer for the SCM site of a label: by its
// name, as a wildcard, or in a zone of its own.
func mayBeSCM(r *network.Record, label string) bool {
	if !mayBeZoneOfApps(r.Zone) {
		return false
	}
	name, known := r.Name.Get()
	name = strings.ToLower(name)
	if !known || name == label+".scm" || strings.HasPrefix(name, "*") {
		return true
	}
	// In the zone itself, other names are those of other sites.
	return !isZoneOfApps(r.Zone) && (name == label || name == "scm" || name == "@")
}
