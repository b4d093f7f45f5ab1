package tls

import (
	"fmt"
	"slices"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/network/nsg"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// UnblockablePort notes security rules that are to close ports of App Service which no
// network of a customer has to do with.
var UnblockablePort = &lint.Check{
	Name:     "unblockable-port-assumption",
	Family:   "tls",
	Severity: lint.Note,
	Effect:   lint.Silent,
	Title:    "A security rule is to close a port that App Service keeps open",
	Why: "Apps outside of an App Service Environment share their public addresses with others. Management (454, 455), Web Deploy (8172), " +
		"FTP and the ports of the infrastructure (7654, 1221) stay open there, whatever a scanner says of them. That traffic passes neither " +
		"the integration subnet of an app nor its private endpoint, so that a network security group there cannot close them.",
	Fix: "Remove the rule. Close what listens instead: `ftps_state = \"Disabled\"`, `webdeploy_publish_basic_authentication_enabled = false`, " +
		"access restrictions for the SCM site. Where the ports themselves must be closed, an App Service Environment is the way.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/networking-features#app-service-ports",
	},
	Since:     "0.1",
	Precision: "high", // the group may be used elsewhere as well
	Run: func(p *lint.Pass) {
		for _, group := range p.SecurityGroups {
			if rule := closesPlatform(group); rule != nil && !group.External && len(p.Incomplete) == 0 {
				checkClosing(p, group, rule)
			}
		}
	},
}

// closesPlatform returns the first rule that certainly denies inbound traffic to ports of
// App Service alone, of which one is used for nothing else; nil where there is none.
func closesPlatform(g *network.SecurityGroup) *network.SecurityRule {
	for i := range g.Rules.Items {
		r := &g.Rules.Items[i]
		if value.Is(r.Direction, network.Inbound) && value.Is(r.Allow, false) && isOfPlatform(r.Ports) {
			return r
		}
	}
	return nil
}

func isOfPlatform(ports value.Of[[]string]) bool {
	texts, _ := ports.Get()
	peculiar := false
	for _, text := range texts {
		r, ok := nsg.ParsePorts(text)
		if !ok || r.Last-r.First > maxRange {
			return false
		}
		for port := int(r.First); port <= int(r.Last); port++ {
			if isWeb(uint16(port)) || !isListenedOn(uint16(port)) {
				return false
			}
			peculiar = peculiar || azure.PlatformPorts.Holds(uint16(port))
		}
	}
	return peculiar
}

// maxRange is longer than any range of ports that App Service listens on.
const maxRange = 1000

func isWeb(port uint16) bool { return port == 80 || port == 443 }

func isListenedOn(port uint16) bool {
	return slices.ContainsFunc(azure.MultitenantPorts, func(u azure.PortUse) bool { return u.Holds(port) })
}

func checkClosing(p *lint.Pass, group *network.SecurityGroup, rule *network.SecurityRule) {
	var on []*network.Subnet
	for _, subnet := range p.Subnets {
		switch {
		case !subnet.SecurityGroup.CanBe(group):
		case subnet.SecurityGroup.Target() != group || !isForMultitenant(subnet):
			return
		default:
			on = append(on, subnet)
		}
	}
	if len(on) == 0 {
		return
	}
	ports, _ := rule.Ports.Get()
	word := "port "
	if len(ports) > 1 {
		word = "ports "
	}
	var subject network.Subject
	what := "integration subnet"
	if joined := on[0].Integrations.Items; len(joined) > 0 {
		subject = joined[0]
	} else {
		what, subject = "subnet of private endpoints", on[0].PrivateEndpoints.Items[0]
	}
	p.Report(rule, fmt.Sprintf(
		"Rule %q of network security group %q denies inbound traffic to %s on %s %q. Such traffic to an app does not pass there: "+
			"App Service keeps these ports open on its shared addresses, and the rule does nothing. Only an App Service Environment can close them.",
		rule.Label(), group.Label(), word+network.Enumerate(ports), what, on[0].Label()),
		lint.At(rule.Ports.At()), lint.Also(on[0], "the subnet"), lint.Also(subject, "what is in the subnet"))
}

// isForMultitenant reports whether a subnet certainly holds nothing but what joins apps
// outside of an environment to the network.
func isForMultitenant(s *network.Subnet) bool {
	if s.External || !s.Environments.CertainlyEmpty() || !s.Occupants.CertainlyEmpty() ||
		!s.Integrations.Complete() || !s.PrivateEndpoints.Complete() || len(s.Integrations.Items)+len(s.PrivateEndpoints.Items) == 0 {
		return false
	}
	return !slices.ContainsFunc(s.Integrations.Items, func(site *network.Site) bool { return !site.CertainlyMultitenant() }) &&
		!slices.ContainsFunc(s.PrivateEndpoints.Items, func(e *network.PrivateEndpoint) bool {
			return !e.Site.All((*network.Site).CertainlyMultitenant)
		})
}
