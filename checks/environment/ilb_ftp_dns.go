package environment

import (
	"fmt"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// ILBFTPDNS notes internal App Service Environments that offer FTP under a name that
// nobody finds.
var ILBFTPDNS = &lint.Check{
	Name:     "ase-ilb-ftp-dns",
	Family:   "environment",
	Severity: lint.Note,
	Effect:   lint.Outage,
	Title:    "The FTP endpoint of an internal environment has no DNS name",
	Why: "The FTP endpoint of an App Service Environment with an internal load balancer is not in the zone of its apps, but is named " +
		"`<environment>.ftp.appserviceenvironment.net`. Clients find it by a private DNS zone `ftp.appserviceenvironment.net` with a record for the " +
		"environment.",
	Fix: "Create the zone `ftp.appserviceenvironment.net` with an A record, named like the environment, for its inbound address, and link it to the " +
		"networks of the clients; or switch FTP off.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/environment/networking#dns",
	},
	Since:     "0.1",
	Precision: "high", // names can be kept elsewhere
	Run: func(p *lint.Pass) {
		for _, env := range p.Environments {
			name, known := env.Name.Get()
			if known && value.Is(env.Version, 3) && value.Is(env.Internal, true) && value.Is(env.FTP, true) && !env.External && len(p.Incomplete) == 0 {
				checkFTPName(p, env, strings.ToLower(name))
			}
		}
	},
}

// checkFTPName looks for the zone only where this configuration holds the names of the
// apps: else all names are kept elsewhere.
func checkFTPName(p *lint.Pass, env *network.Environment, name string) {
	var own *network.Zone
	for _, z := range p.Zones {
		zone, known := z.Name.Get()
		zone = strings.ToLower(zone)
		switch {
		case !known, strings.HasPrefix(zone, "ftp.appserviceenvironment."), strings.HasPrefix(zone, "appserviceenvironment."):
			return
		case strings.HasPrefix(zone, name+".appserviceenvironment."):
			own = z
		}
	}
	if own == nil {
		return
	}
	p.Report(env, fmt.Sprintf(
		"App Service Environment %q has FTP switched on and an internal load balancer. Private DNS zone %q holds the names of its apps, but that of FTP, "+
			"\"%s.ftp.appserviceenvironment.net\", is in none. Create the zone \"ftp.appserviceenvironment.net\" with an A record %q.",
		env.Label(), own.Label(), name, name), lint.At(env.FTP.At()), lint.Also(own, "the zone of the apps"))
}
