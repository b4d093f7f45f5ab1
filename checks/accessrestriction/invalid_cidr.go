package accessrestriction

import (
	"fmt"
	"net"
	"net/netip"
	"slices"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// InvalidCIDR reports addresses that App Service or the provider cannot read.
var InvalidCIDR = &lint.Check{
	Name:     "access-rule-invalid-cidr",
	Family:   "accessrestriction",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "An access restriction rule has an address that is not a valid range",
	Why: "The addresses of a rule are ranges in CIDR notation, IPv4 or IPv6, joined by commas without blanks. In the API an IPv4 " +
		"address without a prefix length needs a `subnetMask`, and a range in CIDR notation must not have one. Bits behind the " +
		"prefix length are accepted and mean nothing.",
	Fix: "Write each address as a range, `203.0.113.7/32` for a single one, and join them by commas alone.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/app-service-ip-restrictions#set-an-ip-address-based-rule",
		"https://learn.microsoft.com/azure/templates/microsoft.web/sites#ipsecurityrestriction",
	},
	Since:    "0.1",
	EachSite: true,
	Run: func(p *lint.Pass) {
		for _, list := range usedLists(p) {
			for _, rule := range list.Written() {
				checkCIDR(p, list, rule)
			}
		}
	},
}

func checkCIDR(p *lint.Pass, list network.Restrictions, rule *network.AccessRule) {
	parts := addressParts(rule)
	if len(parts) == 0 || len(parts) == 1 && parts[0].isWord() {
		return
	}
	severity := lint.Severity(0)
	var faults []string
	for _, part := range parts {
		fault, grave := faultOf(part, rule.Spelled)
		if grave == 0 {
			continue
		}
		severity = max(severity, grave)
		if text := part.String() + " " + fault; !slices.Contains(faults, text) {
			faults = append(faults, text)
		}
	}
	if severity == 0 {
		return
	}
	p.Report(list.Site, fmt.Sprintf(
		"In the access restriction list of %s, %s has an address that %s: %s. %s",
		list.Guards(), short(rule), either(severity > lint.Note, "is not valid", "says more than it means"),
		network.Enumerate(faults), adviceOn(severity)),
		lint.At(rule.Address.At()), lint.As(severity))
}

// adviceOn tells what Azure does about the gravest fault of a rule, and the way out.
func adviceOn(severity lint.Severity) string {
	if severity == lint.Error {
		return "The deployment is refused. Write each address as a range in CIDR notation, such as \"203.0.113.0/24\"."
	}
	if severity == lint.Warning {
		return "The deployment may be refused. Write ranges in CIDR notation, \"203.0.113.7/32\" for one address, joined by commas alone."
	}
	return "App Service ignores the bits behind the prefix length. Write the first address of the range, or the prefix length that is meant."
}

// faultOf tells what is wrong with one address, and how bad that is; 0 if nothing
// is. What is meant as a service tag is another mistake.
func faultOf(p part, spelled *network.Spelling) (fault string, severity lint.Severity) {
	prefix, err := netip.ParsePrefix(p.text)
	switch {
	case p.isTag():
		return "", 0
	case p.text == "":
		return "is empty", lint.Error
	case !p.isAddress():
		return "is neither an address nor a range", lint.Error
	}
	if fault := faultOfMask(p, err == nil, spelled); fault != "" {
		if err == nil || spelled.Mask.IsKnown() {
			return fault, lint.Error
		}
		return fault, lint.Warning // the provider sends such addresses, and Azure takes them from it
	}
	switch {
	case p.blanks:
		return "has blanks around it", lint.Warning
	case err == nil && prefix.Masked() != prefix:
		return fmt.Sprintf("means the range %s", masked(p, prefix)), lint.Note
	}
	return "", 0
}

// faultOfMask tells what is wrong with the subnet mask that belongs to an address,
// where a mask is to be written at all; "" if nothing is.
func faultOfMask(p part, isRange bool, spelled *network.Spelling) string {
	if spelled == nil || spelled.Mask.IsUnknown() {
		return ""
	}
	mask, written := spelled.Mask.Get()
	address, _ := netip.ParseAddr(p.text)
	switch {
	case isRange && written:
		return "is a range and has a `subnetMask` besides"
	case isRange:
		return ""
	case written && !isMask(mask):
		return fmt.Sprintf("has %s as `subnetMask`, which is none", quote(spelled.Mask))
	case !written && address.Is4():
		return "has neither a prefix length nor a `subnetMask`"
	}
	return ""
}

// isMask reports whether a text is an IPv4 mask: ones and then zeros.
func isMask(text string) bool {
	ip := net.ParseIP(text).To4()
	_, bits := net.IPMask(ip).Size()
	return ip != nil && bits != 0
}

func masked(p part, prefix netip.Prefix) string {
	if p.secret {
		return "without its last bits"
	}
	return fmt.Sprintf("%q", prefix.Masked())
}

// quote quotes a text for a message, unless it must not be printed.
func quote(v value.Of[string]) string {
	if v.IsSensitive() {
		return "a sensitive value"
	}
	return fmt.Sprintf("%q", v)
}
