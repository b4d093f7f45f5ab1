package environment

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
)

// MinTLSCluster notes environments that are tuned, and still take TLS 1.0.
var MinTLSCluster = &lint.Check{
	Name:     "ase-min-tls-cluster",
	Family:   "environment",
	Severity: lint.Note,
	Effect:   lint.Advice,
	Title:    "The cluster settings of the environment do not switch TLS 1.0 off",
	Why: "The cluster setting `DisableTls1.0` of an App Service Environment switches TLS 1.0 and 1.1 off for all of its apps, whatever each of " +
		"them says. The check speaks of environments whose cluster settings somebody has written: there it is one more line.",
	Fix: "Add the cluster setting `DisableTls1.0` with the value `1`. Environments take hours to apply such a change, and all of their apps " +
		"have to do without the old versions.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/environment/app-service-app-service-environment-custom-settings#disable-tls-10-and-tls-11",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, e := range p.Environments {
			settings, known := e.ClusterSettings.Get()
			if e.External || !known || len(settings) == 0 {
				continue
			}
			if off := settings["disabletls1.0"]; off != "1" {
				p.Report(e, fmt.Sprintf(
					"The cluster settings of App Service Environment %q leave TLS 1.0 and 1.1 on for all of its apps. Add the setting "+
						"\"DisableTls1.0\" with the value \"1\", unless clients still need these versions.", e.Label()),
					lint.At(e.ClusterSettings.At()))
			}
		}
	},
}
