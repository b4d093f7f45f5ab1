package environment

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// guarded is the subnet of an environment with the security group that guards it.
type guarded struct {
	env    *network.Environment
	subnet *network.Subnet
	group  *network.SecurityGroup
	// exact is set if these are certainly the subnet and the group, as against the
	// first ones of several that may be.
	exact bool
}

// guards returns the security group of an environment's subnet if a statement
// certainly holds for it, whichever subnet and group it is.
func guards(env *network.Environment, holds func(*network.SecurityGroup, *network.Subnet) bool) (guarded, bool) {
	all := env.Subnet.All(func(s *network.Subnet) bool {
		return s.SecurityGroup.All(func(g *network.SecurityGroup) bool { return holds(g, s) })
	})
	if !all {
		return guarded{}, false
	}
	subnets, _ := env.Subnet.Candidates()
	groups, _ := subnets[0].SecurityGroup.Candidates()
	return guarded{env, subnets[0], groups[0], env.Subnet.Target() != nil && subnets[0].SecurityGroup.Target() != nil}, true
}

// report reports at the group, or at the environment if it may be another group.
// rule is the one to blame and may be nil.
func (g guarded) report(p *lint.Pass, message string, rule *network.SecurityRule, options ...lint.Option) {
	if !g.exact {
		p.Report(g.env, message, append(options, lint.At(g.env.Subnet.At()), lint.Also(g.group, "the network security group"))...)
		return
	}
	switch {
	case rule == nil:
	case rule.Address == g.group.Address: // it is part of the group's own resource
		options = append(options, lint.At(rule.At))
	default:
		options = append(options, lint.Also(rule, "the security rule"))
	}
	p.Report(g.group, message, append(options, lint.Also(g.env, "the environment"))...)
}

// title names the group and whose traffic it filters.
func (g guarded) title() string {
	return fmt.Sprintf("Network security group %q of subnet %q", g.group.Label(), g.subnet.Label())
}

// ruleTitle names a rule with its priority.
func ruleTitle(r *network.SecurityRule) string {
	return fmt.Sprintf("rule %q (priority %s)", r.Label(), r.Priority)
}
