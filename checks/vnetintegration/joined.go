package vnetintegration

import (
	"iter"
	"slices"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// isIntegrated reports whether the site certainly joins a subnet, whichever.
func isIntegrated(s *network.Site) bool {
	return slices.ContainsFunc(s.Integrations.Items, func(i network.Integration) bool { return i.Subnet.IsPresent() })
}

// integrationOf returns options that point a finding about a site at the place
// that makes its integration: the attribute, or the resource that does nothing
// else.
func integrationOf(s *network.Site) []lint.Option {
	for _, i := range s.Integrations.Items {
		switch {
		case !i.Subnet.IsPresent():
		case i.Own && i.Subject != nil:
			return []lint.Option{lint.Also(i.Subject, "what makes the integration")}
		case !i.Own:
			return []lint.Option{lint.At(i.Subnet.At())}
		}
	}
	return nil
}

// oneOfSeveral returns the subnets that sites join one of, where it is not known
// which, with those sites: sites with the same choice come together.
func oneOfSeveral(sites []*network.Site) iter.Seq2[[]*network.Subnet, []*network.Site] {
	type choice struct {
		subnets []*network.Subnet
		sites   []*network.Site
	}
	var choices []choice
next:
	for _, s := range sites {
		candidates, certain := s.Joins().Candidates()
		if !certain || len(candidates) < 2 {
			continue
		}
		for i := range choices {
			if slices.Equal(choices[i].subnets, candidates) {
				choices[i].sites = append(choices[i].sites, s)
				continue next
			}
		}
		choices = append(choices, choice{candidates, []*network.Site{s}})
	}
	return func(yield func([]*network.Subnet, []*network.Site) bool) {
		for _, c := range choices {
			if !yield(c.subnets, c.sites) {
				return
			}
		}
	}
}

// all reports whether a statement holds for each subnet.
func all(subnets []*network.Subnet, holds func(*network.Subnet) bool) bool {
	return !slices.ContainsFunc(subnets, func(s *network.Subnet) bool { return !holds(s) })
}

// withoutFlex returns the sites that do not run on the Flex Consumption plan,
// which joins subnets under rules of its own.
func withoutFlex(sites []*network.Site) []*network.Site {
	var out []*network.Site
	for _, s := range sites {
		if !s.Flex {
			out = append(out, s)
		}
	}
	return out
}

// names quotes the names of parts of the model for a message.
func names[S network.Subject](parts []S) string {
	words := make([]string, len(parts))
	for i, p := range parts {
		words[i] = quote(p.Common().Label())
	}
	return network.Enumerate(words)
}

func quote(s string) string { return `"` + s + `"` }
