package siteconfig

import (
	"fmt"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// UnknownProperty reports properties that the API version of their resource does not
// have.
var UnknownProperty = &lint.Check{
	Name:     "arm-property-unknown-for-api-version",
	Family:   "siteconfig",
	Severity: lint.Warning,
	Effect:   lint.Silent,
	Title:    "A property does not exist in the API version of its resource",
	Why: "Every API version of Azure Resource Manager has properties of its own, and a resource is read by the version that it is written " +
		"with. Azure drops in silence what that version does not have: the deployment succeeds, and the app keeps its default. " +
		"`publicNetworkAccess` is one of the properties of an app only from 2022-03-01 on, for example: written with an earlier version it " +
		"closes nothing. Bicep and the azapi provider compare with the types of the version, but both let their user switch that off, and " +
		"templates are not compared with anything. Where samples of Microsoft contradict the types, the finding is a note.",
	Fix: "Use an API version that has the property.",
	Links: []string{
		"https://learn.microsoft.com/azure/templates/microsoft.web/sites",
		"https://learn.microsoft.com/azure/templates/microsoft.web/change-log/sites",
		"https://registry.terraform.io/providers/Azure/azapi/latest/docs/resources/resource#schema_validation_enabled-1",
	},
	Since:     "0.1",
	Precision: "high",
	Run: func(p *lint.Pass) {
		for _, u := range p.UnknownProperties {
			if !isRouting(u.Window) {
				reportUnknownProperty(p, u)
			}
		}
	},
}

// isRouting reports whether a property routes outbound traffic: those have a check of
// their own, as they took each other's place.
func isRouting(w azure.PropertyWindow) bool {
	return w.Successor != "" || w.Property == "outboundVnetRouting"
}

func reportUnknownProperty(p *lint.Pass, u *network.UnknownProperty) {
	w := u.Window
	exists, remedy := "exists from "+w.First+" on", "Use API version "+w.First+" or a later one"
	if w.Place(u.Version) == azure.TooLate {
		exists, remedy = "exists up to "+w.Last, "Use API version "+w.Last+" or an earlier one"
	}
	severity := lint.Warning
	if w.Confidence != azure.Confirmed {
		severity = lint.Note
	}
	p.Report(u, fmt.Sprintf(
		"Property `%s` of %q does not exist in API version %s, which the resource is written with: it %s. Azure drops it in silence%s. %s.",
		w.Property, u.Label(), u.Version, exists, without(w.Property), remedy), lint.As(severity))
}

// without says what Azure does without a property; "" where there is nothing worth
// telling.
func without(property string) string {
	property = strings.TrimPrefix(property, "siteConfig.")
	switch {
	case property == "publicNetworkAccess":
		return ", and public network access stays open unless the app has a private endpoint"
	case property == "virtualNetworkSubnetId":
		return ", and the app does not join the subnet"
	case property == "network.virtualNetworkSubnetId":
		return ", and the plan does not join the subnet"
	case property == "dnsConfiguration":
		return ", and the app resolves names as its virtual network does"
	case property == "ipMode":
		return ", and DNS gives the IPv4 address of the app only"
	case property == "scmIpSecurityRestrictionsUseMain":
		return ", and the SCM site keeps a list of its own"
	case strings.HasSuffix(property, "DefaultAction"):
		return ", and what no rule matches is denied where there are rules, and allowed where there are none"
	case strings.HasSuffix(property, ".headers"):
		return ", and the rule matches whatever the headers are"
	case strings.HasSuffix(property, "ecurityRestrictions"):
		return ", and the list stays empty"
	case strings.HasSuffix(property, "inTlsVersion"):
		return ", and clients may use what Azure allows by default"
	}
	return ""
}
