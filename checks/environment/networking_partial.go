package environment

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// NetworkingPartial reports network configurations of environments that switch off what
// they do not mention.
var NetworkingPartial = &lint.Check{
	Name:     "ase-networking-config-partial",
	Family:   "environment",
	Severity: lint.Warning,
	Effect:   lint.Silent,
	Title:    "The network configuration of an environment switches off what it leaves out",
	Why: "The network settings of an App Service Environment are one resource, `configurations/networking`, that is always written as a whole: " +
		"settings that it leaves out are switched off. Where the environment itself has them on - as the azurerm provider has new private endpoints " +
		"allowed unless told otherwise - writing the resource for the sake of one setting takes the others away.",
	Fix: "Write all settings in the resource: `allowNewPrivateEndpointConnections`, `ftpEnabled` and `remoteDebugEnabled`. With azapi, " +
		"`azapi_update_resource` changes some and keeps the rest.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/environment/configure-network-settings",
		"https://learn.microsoft.com/azure/templates/microsoft.web/hostingenvironments/configurations-networking",
	},
	Since:     "0.1",
	Precision: "high",
	Run: func(p *lint.Pass) {
		for _, env := range p.Environments {
			for i := range env.Resets {
				reportReset(p, env, &env.Resets[i])
			}
		}
	},
}

func reportReset(p *lint.Pass, env *network.Environment, reset *network.SettingsReset) {
	words := make([]string, len(reset.Settings))
	for i, name := range reset.Settings {
		words[i] = "`" + name + "`"
	}
	p.Report(reset, fmt.Sprintf(
		"The network configuration of App Service Environment %q leaves out %s, which the environment has on. It is written as a whole, and "+
			"switches off what it leaves out. Write all settings in it.",
		env.Label(), network.Enumerate(words)), lint.Also(env, "the environment"))
}
