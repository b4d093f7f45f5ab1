package flexconsumption

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// joining returns the Flex Consumption apps of this configuration that certainly
// join a subnet.
func joining(subnet *network.Subnet) []*network.Site {
	var out []*network.Site
	for _, s := range subnet.Integrations.Items {
		if s.Flex && !s.External && s.Joins().Target() == subnet {
			out = append(out, s)
		}
	}
	return out
}

// flaw is a subnet that does not suit the Flex Consumption apps that join it.
type flaw struct {
	subnet *network.Subnet
	sites  []*network.Site
	// subject is the subnet, or the app where the subnet is not ours to change or
	// not known for certain.
	subject network.Subject
}

// flawed returns the subnets of which a statement certainly holds: each one once,
// with all its apps, if it is ours, and otherwise once for each app.
func flawed(p *lint.Pass, holds func(*network.Subnet) bool) []flaw {
	var out []flaw
	for _, subnet := range p.Subnets {
		if sites := joining(subnet); len(sites) > 0 && !subnet.External && holds(subnet) {
			out = append(out, flaw{subnet, sites, subnet})
		}
	}
	for _, site := range p.Sites {
		joins := site.Joins()
		subnet, exact := joins.Get()
		if !site.Flex || site.External || exact && !subnet.External || !joins.All(holds) {
			continue
		}
		candidates, _ := joins.Candidates()
		out = append(out, flaw{candidates[0], []*network.Site{site}, site})
	}
	return out
}

// report reports the flaw: at a range where the subject is the subnet, else where
// the app names its subnet.
func (f flaw) report(p *lint.Pass, message string, at source.Range, options ...lint.Option) {
	part := lint.Also(f.sites[0], "the app that joins the subnet")
	if f.subject != network.Subject(f.subnet) {
		at, part = f.sites[0].Joins().At(), lint.Also(f.subnet, "the subnet")
	}
	p.Report(f.subject, message, append(options, lint.At(at), part)...)
}

// joinedBy says who joins the subnet: function app "mailer" on the Flex Consumption
// plan joins it.
func (f flaw) joinedBy() string {
	verb := "join"
	if len(f.sites) == 1 {
		verb = "joins"
	}
	return fmt.Sprintf("%s on the Flex Consumption plan %s it", network.TitlesOf(f.sites), verb)
}
