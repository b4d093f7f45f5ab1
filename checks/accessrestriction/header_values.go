package accessrestriction

import (
	"fmt"
	"unicode/utf8"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// HeaderValueInvalid reports values of header filters that are refused, or that no
// request has.
var HeaderValueInvalid = &lint.Check{
	Name:     "access-rule-header-value-invalid",
	Family:   "accessrestriction",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "A header filter of an access restriction rule has a value that the header cannot have",
	Why: "`x-forwarded-for` takes addresses and ranges. The values of `x-forwarded-host`, `x-azure-fdid` and `x-fd-healthprobe` " +
		"have at most 64 characters. The id of a Front Door is a GUID, and its health probes send `1`: a filter for anything " +
		"else is accepted by Azure and matches no request through Front Door.",
	Fix: "Write addresses as ranges, a wildcard for host names that are too long, the `resource_guid` of the profile (ARM: " +
		"`frontDoorId`) for `x-azure-fdid`, and `1` for `x-fd-healthprobe`.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-access-restrictions#http-header-filtering-for-site-access-rules",
		"https://learn.microsoft.com/azure/templates/microsoft.web/sites#ipsecurityrestriction",
	},
	Since:    "0.1",
	EachSite: true,
	Run: func(p *lint.Pass) {
		for _, list := range usedLists(p) {
			for _, rule := range list.Written() {
				for _, h := range headersOf(rule) {
					checkHeaderValues(p, list, rule, h)
				}
			}
		}
	},
}

func checkHeaderValues(p *lint.Pass, list network.Restrictions, rule *network.AccessRule, h header) {
	values, _ := h.values.Get()
	severity := lint.Severity(0)
	var faults []string
	for _, v := range values {
		if fault, grave := faultOfHeader(h.name, v); grave > 0 {
			severity = max(severity, grave)
			faults = append(faults, h.quote(v)+" "+fault)
		}
	}
	if severity == 0 {
		return
	}
	effect := "The deployment is refused."
	if severity < lint.Error {
		effect = "The rule never matches a request through Front Door."
	}
	p.Report(list.Site, fmt.Sprintf(
		"In the access restriction list of %s, %s filters on the header %s with a value that it cannot have: %s. %s Write a value that "+
			"the header can have.",
		list.Guards(), rule.Title(), h.name, network.Enumerate(faults), effect), lint.At(h.values.At()), lint.As(severity))
}

// faultOfHeader tells what is wrong with the value of a header, and how bad that
// is; 0 if nothing is. An empty value is no condition.
func faultOfHeader(name, v string) (fault string, severity lint.Severity) {
	switch {
	case v == "":
		return "", 0
	case name == forwardedFor && !isAddressOrRange(v):
		return "is neither an address nor a range", lint.Error
	case name == forwardedFor:
		return "", 0
	case isTooLong(v):
		return fmt.Sprintf("has %d characters, more than the %d that are allowed",
			utf8.RuneCountInString(v), azure.MaxHeaderValueLength.Value), lint.Error
	case name == frontDoorID && !guid().MatchString(v):
		return "is not a GUID, as the id of every Front Door is", lint.Warning
	case name == healthProbe && v != "1":
		return "is not 1, which the health probes of Front Door send", lint.Warning
	}
	return "", 0
}
