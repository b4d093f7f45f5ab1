package perimeter

import (
	"fmt"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// SASWithPerimeter reports apps that use a shared access signature where a
// perimeter refuses it.
var SASWithPerimeter = &lint.Check{
	Name:     "nsp-sas-with-perimeter",
	Family:   "perimeter",
	Severity: lint.Note,
	Effect:   lint.Outage,
	Title:    "A shared access signature is used against a resource in a network security perimeter",
	Why: "The rules of a network security perimeter that go by identity, within the perimeter and by subscription, do not count for requests " +
		"with a shared access signature (SAS). Such requests are refused unless an address rule or a private endpoint lets them in.",
	Fix:   "Use a managed identity, or bring the app in by a private endpoint or an address rule.",
	Links: []string{linkConcepts},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, association := range p.Perimeters {
			resource, ok := association.Guarded.Get()
			if !ok || !isEnforced(association) || mayAdmitAddresses(p.Model, association) {
				continue
			}
			for _, site := range p.Sites {
				if !site.External {
					checkSAS(p, site, resource, association)
				}
			}
		}
	},
}

func checkSAS(p *lint.Pass, site *network.Site, resource *network.Guarded, association *network.PerimeterAssociation) {
	name, host := strings.ToLower(resource.Name.Or("")), resource.HostName.Or("")
	setting, ok := settingNaming(site, func(text string) bool {
		return name != "" && (strings.Contains(text, "sig=") || strings.Contains(text, "sharedaccesssignature")) && names(text, name, host)
	})
	if !ok {
		return
	}
	settings, _ := site.Settings.Get()
	p.Report(site, fmt.Sprintf(
		"App setting %q of %s has a shared access signature for %q, which association %q keeps in an enforced network security perimeter. The "+
			"perimeter refuses such requests. Use a managed identity, or a private endpoint.",
		setting, site.Title(), resource.Label(), association.Label()),
		lint.At(settings[setting].At()), lint.Also(resource, "the resource in the perimeter"), lint.Also(association, "the association"))
}
