package privateendpoint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// Unreachable reports apps that are closed to the public and have no private way in.
var Unreachable = &lint.Check{
	Name:     "public-access-disabled-unreachable",
	Family:   "privateendpoint",
	Severity: lint.Warning,
	Effect:   lint.Outage,
	Title:    "Public network access is disabled and no private endpoint leads to the app",
	Why: "With public network access disabled, App Service answers 403 to everything that does not come through a private " +
		"endpoint: requests, deployments and health checks. VNet integration is no way in, since it is for outbound traffic " +
		"only, and in an App Service Environment with an internal load balancer its private address is closed as well. " +
		"Each slot needs an endpoint of its own.",
	Fix: "Give the app a private endpoint (for a slot with the subresource `sites-<slot>`), reach it as a private link origin of " +
		"Front Door Premium, or enable public network access and restrict it with rules.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-access-restrictions#app-access",
		"https://learn.microsoft.com/azure/app-service/overview-private-endpoint",
	},
	Since:     "0.1",
	Precision: "high", // the endpoint may be made by another configuration
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			if site.External || !isDisabled(site) || isReached(site) || reachedByPerimeter(p, site) || besideEndpoint(site) {
				continue
			}
			if why := mayBeReached(site); why != "" {
				p.Undecide(site, site.At, why)
				continue
			}
			reportUnreachable(p, site)
		}
	},
}

// isDisabled reports whether public network access is certainly written as
// disabled: an endpoint disables it as well, and is a way in.
func isDisabled(s *network.Site) bool {
	v, ok := s.PublicAccess.Get()
	return ok && strings.EqualFold(v, network.PublicDisabled) && s.Public() == network.PublicClosed
}

// isReached reports whether something leads to a site privately, or may do so.
func isReached(s *network.Site) bool {
	return len(s.PrivateEndpoints.Items) > 0 || slices.ContainsFunc(s.Origins.Items, mayBePrivateLink)
}

// besideEndpoint reports whether a site is a slot that lacks the endpoint that its
// app has, which is another mistake.
func besideEndpoint(s *network.Site) bool {
	app, ok := s.App()
	return ok && app != s && len(app.PrivateEndpoints.Items) > 0
}

// mayBePrivateLink reports whether an origin may be reached by private link.
func mayBePrivateLink(o *network.Origin) bool {
	return !o.PrivateLink.IsAbsent() && !value.Is(o.PrivateLink, false)
}

// mayBeReached says why it cannot be ruled out that something leads to a site.
func mayBeReached(s *network.Site) string {
	switch app, ok := s.App(); {
	case !s.PrivateEndpoints.Complete():
		return s.PrivateEndpoints.Incomplete
	case !s.Origins.Complete():
		return s.Origins.Incomplete
	case !ok:
		return s.Parent.Why()
	default:
		return app.PrivateEndpoints.Incomplete
	}
}

// reachedByPerimeter reports whether the rules of a network security perimeter may
// let somebody in.
func reachedByPerimeter(p *lint.Pass, s *network.Site) bool {
	return len(s.Perimeters.Items) > 0 || len(p.Perimeters) > 0 && !s.Perimeters.Complete()
}

func reportUnreachable(p *lint.Pass, site *network.Site) {
	severity, scope := lint.Warning, "this configuration makes no private endpoint for it; if no other one does, nobody reaches it"
	if makesEndpoints(p) {
		severity, scope = lint.Error, "no private endpoint leads to it, as they do to other apps here, so that nobody reaches it"
	}
	p.Report(site, fmt.Sprintf(
		"Public network access of %s is disabled, and %s. App Service answers 403 to every request and deployment. Add a private "+
			"endpoint, or enable public access and restrict it with rules.",
		site.Title(), scope), lint.At(site.PublicAccess.At()), lint.As(severity))
}

// makesEndpoints reports whether this configuration makes private endpoints for
// apps of its own: where it does, that of the next app would be here too.
func makesEndpoints(p *lint.Pass) bool {
	return slices.ContainsFunc(p.PrivateEndpoints, func(e *network.PrivateEndpoint) bool {
		site, ok := e.Site.Get()
		return ok && !site.External && !e.External
	})
}
