package environment

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/network/nsg"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// NSGBlocksLoadBalancer reports security groups that keep the load balancer of an
// App Service Environment from its instances.
var NSGBlocksLoadBalancer = &lint.Check{
	Name:     "ase-nsg-blocks-load-balancer",
	Family:   "environment",
	Severity: lint.Error,
	Effect:   lint.Outage,
	Title:    "The network security group keeps the load balancer from the environment",
	Why: "Azure's load balancer probes the instances of an App Service Environment on port 80, and on port 21 if FTP is switched on. " +
		"A default rule of every network security group admits it, but a rule that denies everything comes before the default " +
		"rules. The load balancer then takes all instances for dead, and no app of the environment answers any more.",
	Fix: "Add an inbound rule before the denial that allows the service tag `AzureLoadBalancer` to reach port 80 of the subnet.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/environment/networking#ports-and-network-restrictions",
		"https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview#default-security-rules",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		reported := map[*network.SecurityGroup]bool{}
		for _, env := range p.Environments {
			if !value.Is(env.Version, 3) {
				continue
			}
			for _, port := range probedPorts(env) {
				g, blocked := guards(env, func(g *network.SecurityGroup, s *network.Subnet) bool {
					_, kept := isKeptOut(g, s, nsg.LoadBalancer(), port)
					return kept
				})
				if blocked && !reported[g.group] {
					reported[g.group] = true
					reportProbe(p, g, port)
				}
			}
			undecideGroup(p, env)
		}
	},
}

// probedPorts returns the ports on which the load balancer must reach an
// environment.
func probedPorts(env *network.Environment) []uint16 {
	ports := []uint16{azure.EnvironmentProbe.Ports[0].First}
	if value.Is(env.FTP, true) {
		ports = append(ports, 21)
	}
	return ports
}

func reportProbe(p *lint.Pass, g guarded, port uint16) {
	rule, _ := isKeptOut(g.group, g.subnet, nsg.LoadBalancer(), port)
	effect := "The load balancer then takes all instances for dead and no app answers any more."
	severity := lint.Error
	if port != azure.EnvironmentProbe.Ports[0].First {
		effect, severity = "The load balancer then forwards no FTP, which the environment has switched on.", lint.Warning
	}
	g.report(p, fmt.Sprintf(
		"%s denies inbound traffic by %s, and nothing before it admits the load balancer of App Service Environment %q to "+
			"port %d. %s Allow the source %q to reach port %d by a rule with a lower priority number.",
		g.title(), ruleTitle(rule), g.env.Label(), port, effect, azure.TagAzureLoadBalancer, port),
		rule, lint.As(severity))
}

// undecideGroup notes a security group of which rules may be out of sight.
func undecideGroup(p *lint.Pass, env *network.Environment) {
	subnet, ok := env.Subnet.Get()
	if !ok {
		return
	}
	if group, ok := subnet.SecurityGroup.Get(); ok && !group.External && !group.Rules.Complete() {
		p.Undecide(group, group.At, group.Rules.Incomplete)
	}
}
