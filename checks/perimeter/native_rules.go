package perimeter

import (
	"fmt"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// NativeRulesIgnored reports access restrictions that a perimeter has replaced.
var NativeRulesIgnored = &lint.Check{
	Name:     "nsp-native-rules-ignored",
	Family:   "perimeter",
	Severity: lint.Warning,
	Effect:   lint.Silent,
	Title:    "Access restrictions have no effect behind an enforced network security perimeter",
	Why: "Where a network security perimeter is enforced on an app, or its public network access is `SecuredByPerimeter`, App Service " +
		"evaluates the inbound rules of the perimeter and nothing else. The app's own access restrictions are not looked at: what they " +
		"admit may be closed, and what they deny may be open.",
	Fix: "Write what should get in as inbound address rules of the perimeter's profile, and remove the access restrictions. In mode " +
		"`Learning` both count.",
	Links:     []string{linkConcepts, linkFeatures},
	Since:     "0.1",
	Precision: "high", // perimeters are a preview for App Service
	EachSite:  true,
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			association := enforcedOn(site)
			if site.External || association == nil && !isSecured(site) {
				continue
			}
			main, scm := network.Restrictions{AccessList: &site.Main, Site: site}, network.Restrictions{AccessList: &site.SCM, Site: site, SCM: true}
			if n := len(main.Written()) + len(scm.Written()); n > 0 {
				reportIgnored(p, site, association, n, main, scm)
			}
		}
	},
}

func reportIgnored(p *lint.Pass, site *network.Site, association *network.PerimeterAssociation, n int, main, scm network.Restrictions) {
	at := main.At()
	if len(main.Written()) == 0 {
		at = scm.At()
	}
	because := `its public network access is "SecuredByPerimeter"`
	options := []lint.Option{lint.At(at)}
	if association != nil {
		because = fmt.Sprintf("association %q enforces a network security perimeter on it", association.Label())
		options = append(options, lint.Also(association, "the association"))
	}
	p.Report(site, fmt.Sprintf(
		"%s has %s, but %s. App Service then evaluates the rules of the perimeter only, and the app's own have no effect. Write inbound "+
			"address rules in the perimeter's profile instead.",
		upperFirst(site.Title()), lint.Plural(n, "access restriction rule", "access restriction rules"), because), options...)
}

// upperFirst starts a sentence with the title of a part.
func upperFirst(title string) string { return strings.ToUpper(title[:1]) + title[1:] }
