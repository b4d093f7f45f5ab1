package accessrestriction

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// RemoteDebugConflict reports apps that are to be debugged from where only a
// service endpoint leads to them.
var RemoteDebugConflict = &lint.Check{
	Name:     "access-rule-remote-debug-conflict",
	Family:   "accessrestriction",
	Severity: lint.Warning,
	Effect:   lint.Outage,
	Title:    "Remote debugging does not work from a subnet that a rule admits",
	Why: "With service endpoints to App Service a client cannot use remote debugging: the debugger's connection does not get " +
		"through from a subnet that has the service endpoint, as a subnet rule needs it.",
	Fix: "Switch `remote_debugging_enabled` (ARM: `remoteDebuggingEnabled`) off, which is right for production anyway, or debug " +
		"from a network without the service endpoint.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-access-restrictions#access-restriction-rules-based-on-service-endpoints",
	},
	Since:    "0.1",
	EachSite: true,
	Run: func(p *lint.Pass) {
		for _, s := range sitesWithSubnetRules(p) {
			switch debugging := s.site.RemoteDebugging; {
			case debugging.IsUnknown():
				p.Undecide(s.site, debugging.At(), debugging.Why())
			case value.Is(debugging, true) && !isInEnvironment(s.site):
				reportRemoteDebug(p, s)
			}
		}
	},
}

func reportRemoteDebug(p *lint.Pass, s siteWithSubnets) {
	p.Report(s.site, fmt.Sprintf(
		"Remote debugging is on for %s, and its access restrictions admit by subnet (%s). A debugger in such a subnet cannot connect, "+
			"because service endpoints do not carry remote debugging. Switch remote debugging off, or debug from elsewhere.",
		s.site.Title(), network.TitlesOfRules(s.rules)),
		lint.At(s.site.RemoteDebugging.At()), lint.AlsoAt(s.rules[0].At, "the subnet rule"))
}
