package environment

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// SubnetNotEmpty reports subnets in which an App Service Environment is not alone.
var SubnetNotEmpty = &lint.Check{
	Name:     "ase-subnet-not-empty",
	Family:   "environment",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "The environment shares its subnet with something else",
	Why: "An App Service Environment v3 needs a subnet of its own: there may be nothing else in it, be it a network interface, a private " +
		"endpoint, an application gateway, a second environment or an app that joins it. Azure refuses whichever comes second.",
	Fix: "Give the environment a subnet in which there is nothing else, and move the rest.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/environment/networking#subnet-requirements",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, subnet := range p.Subnets {
			if env := environmentIn(subnet); env != nil {
				checkAlone(p, env, subnet)
			}
		}
	},
}

// environmentIn returns the first App Service Environment v3 in a subnet; nil if
// there is none.
func environmentIn(subnet *network.Subnet) *network.Environment {
	for _, env := range subnet.Environments.Items {
		if value.Is(env.Version, 3) {
			return env
		}
	}
	return nil
}

func checkAlone(p *lint.Pass, env *network.Environment, subnet *network.Subnet) {
	others := othersIn(p, env, subnet)
	if len(others) == 0 {
		return
	}
	titles := make([]string, len(others))
	options := []lint.Option{lint.Also(env, "the environment")}
	for i, o := range others {
		titles[i] = o.title
		options = append(options, lint.Also(o, "what shares the subnet"))
	}
	verb := "are"
	if len(others) == 1 {
		verb = "is"
	}
	var subject network.Subject = subnet
	switch {
	case !subnet.External:
	case !env.External:
		subject, options = env, append(options, lint.At(env.Subnet.At()))
	default:
		subject = others[0]
	}
	p.Report(subject, fmt.Sprintf(
		"App Service Environment %q is in subnet %q, and so %s %s. Azure creates an environment only in a subnet that is empty, and "+
			"afterwards nothing else in it. Give the environment a subnet of its own.",
		env.Label(), subnet.Label(), verb, network.Enumerate(titles)), options...)
}

// other is something in the subnet of an environment.
type other struct {
	network.Subject
	title string
}

// othersIn returns what is certainly in a subnet beside an environment.
func othersIn(p *lint.Pass, env *network.Environment, subnet *network.Subnet) []other {
	var out []other
	add := func(s network.Subject, title string) { out = append(out, other{s, title}) }
	for _, o := range subnet.Occupants.Items {
		add(o, fmt.Sprintf("%s %q", o.Kind, o.Label()))
	}
	for _, e := range subnet.PrivateEndpoints.Items {
		add(e, fmt.Sprintf("private endpoint %q", e.Label()))
	}
	for _, g := range p.ApplicationGateways {
		for _, e := range g.Subnets.Items {
			if e.Target() == subnet {
				add(g, fmt.Sprintf("application gateway %q", g.Label()))
				break
			}
		}
	}
	for _, e := range subnet.Environments.Items {
		if e != env {
			add(e, fmt.Sprintf("App Service Environment %q", e.Label()))
		}
	}
	for _, s := range subnet.Integrations.Items { // those in the environment itself are another mistake
		if s.CertainlyMultitenant() && s.Joins().Target() == subnet {
			add(s, s.Title())
		}
	}
	return out
}
