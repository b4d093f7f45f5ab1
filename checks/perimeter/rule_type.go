package perimeter

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// RuleTypeUnsupported reports rules of a perimeter that do nothing for the apps in
// it.
var RuleTypeUnsupported = &lint.Check{
	Name:     "nsp-rule-type-unsupported-for-app",
	Family:   "perimeter",
	Severity: lint.Warning,
	Effect:   lint.Silent,
	Title:    "A rule of a network security perimeter is of a kind that has no effect on apps",
	Why: "Of the rules of a network security perimeter, App Service knows inbound rules with addresses only. Inbound rules that name " +
		"subscriptions or service tags, and outbound rules that name domains, are accepted and admit nothing to or from an app. There are " +
		"no rules for the SCM site or for single slots either.",
	Fix: "Write inbound rules with address prefixes, or bring the clients in by a private endpoint. Control outbound traffic in the " +
		"virtual network that the app joins.",
	Links:     []string{linkConcepts, linkFeatures},
	Since:     "0.1",
	Precision: "high", // perimeters are a preview for App Service
	Run: func(p *lint.Pass) {
		for _, rule := range p.PerimeterRules {
			what := unsupported(rule)
			if rule.External || what == "" {
				continue
			}
			if apps, others := membersOf(p, rule.Profile); len(apps) > 0 {
				reportUnsupported(p, rule, what, apps[0], others)
			}
		}
	},
}

// unsupported says in words what a rule certainly names that apps do not know; ""
// if nothing.
func unsupported(r *network.PerimeterRule) string {
	kind, _ := r.Kind.Get()
	switch {
	case value.Is(r.Direction, network.Inbound) && kind == "subscriptions":
		return "inbound traffic by subscription"
	case value.Is(r.Direction, network.Inbound) && kind == "tags":
		return "inbound traffic by service tag"
	case value.Is(r.Direction, network.Outbound) && kind == "names":
		return "outbound traffic by domain name"
	}
	return ""
}

// membersOf returns the associations of apps with a profile, and whether something
// else may be associated with it too: for that, a rule may be right.
func membersOf(p *lint.Pass, profile value.Of[string]) (apps []*network.PerimeterAssociation, others bool) {
	key, known := profile.Get()
	if !known {
		return nil, true
	}
	for _, a := range p.Perimeters {
		switch of, ok := a.Profile.Get(); {
		case ok && of != key:
		case ok && a.Site.IsPresent():
			apps = append(apps, a)
		default:
			others = true
		}
	}
	return apps, others || len(p.Incomplete) > 0
}

func reportUnsupported(p *lint.Pass, rule *network.PerimeterRule, what string, app *network.PerimeterAssociation, others bool) {
	severity := lint.Warning
	if others {
		severity = lint.Note // it is for them
	}
	options := []lint.Option{lint.As(severity), lint.At(rule.Kind.At()), lint.Also(app, "the association of an app with the profile")}
	subject := "an app"
	if site, ok := app.Site.Get(); ok {
		subject = site.Title()
	}
	p.Report(rule, fmt.Sprintf(
		"Rule %q of a network security perimeter admits %s, and %s is associated with its profile. App Service knows no such rules, so it "+
			"has no effect on the app. Use inbound rules with address prefixes, or private endpoints.",
		rule.Label(), what, subject), options...)
}
