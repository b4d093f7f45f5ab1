package environment

import (
	"fmt"
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// ILBDNSMissing reports internal App Service Environments whose apps have no DNS
// names.
var ILBDNSMissing = &lint.Check{
	Name:     "ase-ilb-dns-missing",
	Family:   "environment",
	Severity: lint.Warning,
	Effect:   lint.Outage,
	Title:    "The apps of an internal environment have no DNS names",
	Why: "The names of apps in an App Service Environment with an internal load balancer are in no public DNS. A private DNS zone " +
		"`<environment>.appserviceenvironment.net` has to hold them: records of type A named `*`, `@` and `*.scm` with the inbound " +
		"address of the environment, and links to the networks of the clients. Azure creates no such zone by itself.",
	Fix: "Create the zone with these three records, and link it to the virtual network of the environment and of its clients.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/environment/networking#dns",
		"https://learn.microsoft.com/azure/app-service/environment/creation#dns-configuration",
	},
	Since:     "0.1",
	Precision: "high", // names can be kept elsewhere
	Run: func(p *lint.Pass) {
		for _, env := range p.Environments {
			name, known := env.Name.Get()
			if known && value.Is(env.Version, 3) && value.Is(env.Internal, true) && !env.External {
				checkNames(p, env, strings.ToLower(name))
			}
		}
	},
}

func checkNames(p *lint.Pass, env *network.Environment, name string) {
	var own *network.Zone
	for _, z := range p.Zones {
		zone, known := z.Name.Get()
		zone = strings.ToLower(zone)
		switch {
		case !known:
			p.Undecide(z, z.Name.At(), z.Name.Why())
			return
		case strings.HasPrefix(zone, "appserviceenvironment."): // which may hold the names of all environments
			return
		case strings.HasPrefix(zone, name+".appserviceenvironment."):
			own = z
		}
	}
	switch {
	case own != nil && !own.External:
		checkZone(p, env, own)
	case own != nil:
	case len(p.Incomplete) > 0:
		p.Undecide(env, env.At, p.Incomplete[0])
	default:
		p.Report(env, fmt.Sprintf(
			"App Service Environment %q has an internal load balancer, and no private DNS zone \"%s.appserviceenvironment.net\" is here: "+
				"unless the names of its apps are kept elsewhere, clients do not find them. Create the zone with records \"*\", \"@\" and "+
				"\"*.scm\" for the inbound address.", env.Label(), name),
			lint.As(lint.Note))
	}
}

func checkZone(p *lint.Pass, env *network.Environment, zone *network.Zone) {
	if zone.Links.CertainlyEmpty() {
		p.Report(zone, fmt.Sprintf(
			"Private DNS zone %q holds the names of the apps in App Service Environment %q, but is linked to no virtual network: nobody gets "+
				"an answer from it. Link it to the network of the environment and those of its clients.", zone.Label(), env.Label()),
			lint.Also(env, "the environment"))
	}
	if lacking := lackingRecords(zone); len(lacking) > 0 {
		severity := lint.Note // the record "*" answers for names below "scm" as well
		if slices.Contains(lacking, `"*"`) {
			severity = lint.Warning
		}
		p.Report(zone, fmt.Sprintf(
			"Private DNS zone %q of App Service Environment %q has no A record named %s. Clients do not find the apps by these names. Add "+
				"the records with the inbound address of the environment.",
			zone.Label(), env.Label(), network.Enumerate(lacking)),
			lint.As(severity), lint.Also(env, "the environment"))
	}
}

// lackingRecords returns the quoted names of the records that the zone of an
// environment certainly lacks.
func lackingRecords(zone *network.Zone) []string {
	var lacking []string
	if !zone.Records.Complete() {
		return nil
	}
	for _, name := range []string{"*", "@", "*.scm"} {
		has := slices.ContainsFunc(zone.Records.Items, func(r *network.Record) bool {
			return !r.Name.IsKnown() || value.Is(r.Name, name)
		})
		if !has {
			lacking = append(lacking, `"`+name+`"`)
		}
	}
	return lacking
}
