package environment

import (
	"fmt"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// FTPDisabled notes apps that offer FTP in an App Service Environment without it.
var FTPDisabled = &lint.Check{
	Name:     "ase-ftp-disabled",
	Family:   "environment",
	Severity: lint.Note,
	Effect:   lint.Silent,
	Title:    "The app offers FTP, but its environment does not",
	Why: "In an App Service Environment v3 FTP works only if the environment has it switched on as well as the app, and it has not unless " +
		"somebody does so.",
	Fix: "Switch FTP on in the network configuration of the environment (`ftpEnabled` in `configurations/networking`; with the azurerm " +
		"provider by way of azapi), or off for the app.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/environment/configure-network-settings#ftp-access",
	},
	Since:     "0.1",
	Precision: "high", // the environment can be configured elsewhere
	EachSite:  true,
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			state, known := site.FTPS.Get()
			_, env := site.Hosting()
			if !known || site.External || site.FTPS.IsDefault() || strings.EqualFold(state, "Disabled") {
				continue
			}
			if certainlyOff(env, func(e *network.Environment) value.Of[bool] { return e.FTP }) {
				p.Report(site, fmt.Sprintf(
					"The %s offers FTP (%q), but App Service Environment %q has not switched it on: nobody reaches it. Set `ftpEnabled` in the "+
						"network configuration of the environment, or \"Disabled\" at the app.",
					site.Title(), site.FTPS, env.Label()),
					lint.At(site.FTPS.At()), alsoEnvironment(env))
			}
		}
	},
}

// alsoEnvironment names the first environment that an edge can lead to.
func alsoEnvironment(env network.Edge[network.Environment]) lint.Option {
	candidates, _ := env.Candidates()
	return lint.Also(candidates[0], "the environment")
}
