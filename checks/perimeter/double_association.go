package perimeter

import (
	"fmt"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// DoubleAssociation reports apps that are put into a perimeter twice.
var DoubleAssociation = &lint.Check{
	Name:     "nsp-double-association",
	Family:   "perimeter",
	Severity: lint.Error,
	Effect:   lint.Silent,
	Title:    "An app is associated with a network security perimeter twice",
	Why: "A resource can be in one network security perimeter, by one association. The second one does not come into effect, even where the " +
		"deployment seems to succeed.",
	Fix: "Keep one association, and put the rules that the app needs into its profile.",
	Links: []string{
		linkConcepts,
		"https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/network_security_perimeter_association",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		first := map[string]*network.PerimeterAssociation{}
		for _, a := range p.Perimeters {
			key := targetKey(a)
			if key == "" || a.External {
				continue
			}
			if first[key] == nil {
				first[key] = a
				continue
			}
			reportDouble(p, first[key], a)
		}
	},
}

// targetKey tells the app of an association from all others; "" where it is not
// known or no app.
func targetKey(a *network.PerimeterAssociation) string {
	if site, ok := a.Site.Get(); ok {
		return site.Address
	}
	if strings.Contains(a.Site.ID(), "/?") {
		return "" // a scope that nothing tells
	}
	return a.Site.ID()
}

func reportDouble(p *lint.Pass, first, second *network.PerimeterAssociation) {
	app := "An app"
	if site, ok := second.Site.Get(); ok {
		app = upperFirst(site.Title())
	}
	p.Report(second, fmt.Sprintf(
		"%s is associated with a network security perimeter by %q and by %q. A resource can be in one perimeter, and the second association "+
			"does not come into effect. Keep one of them.",
		app, first.Label(), second.Label()), lint.Also(first, "the other association"))
}
