package applicationgateway

import (
	"fmt"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/source"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// ProxyAffinityAuth notes apps behind a proxy that replaces the host name, which still
// make cookies and sign-in links for their own.
var ProxyAffinityAuth = &lint.Check{
	Name:     "proxy-affinity-auth",
	Family:   "applicationgateway",
	Severity: lint.Note,
	Effect:   lint.Silent,
	Title:    "The app makes cookies or sign-in links for a host name that clients do not use",
	Why: "An application gateway or Front Door that passes the default host name of the app hides the one that the client asked for. " +
		"App Service then makes the affinity cookie for the default host name, so that browsers drop it and clients wander between " +
		"instances. Its built-in authentication sends clients that signed in to the default host name, past the proxy, where access " +
		"restrictions refuse them.",
	Fix: "Keep the client's host name by binding the domain to the app. Or set `clientAffinityProxyEnabled` to true (in Terraform by an " +
		"`azapi_update_resource`), or switch the affinity off; and set `forward_proxy_convention` (ARM: `httpSettings.forwardProxy.convention`) " +
		"to `Standard` behind Front Door, or to `Custom` with the header `X-Original-Host` behind an application gateway. Admit only " +
		"the proxy then, because others can send such headers too.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-app-gateway-integration",
		"https://learn.microsoft.com/azure/architecture/best-practices/host-name-preservation",
		"https://learn.microsoft.com/azure/app-service/overview-authentication-authorization",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		checked := map[*network.Site]bool{}
		check := func(by proxy) {
			if site := by.site; !site.External && !checked[site] {
				checked[site] = true
				checkSite(p, by)
			}
		}
		for _, g := range p.ApplicationGateways {
			eachRenaming(g, check)
		}
		for _, o := range p.Origins {
			used := !o.External && (o.Enabled.IsAbsent() || value.Is(o.Enabled, true))
			if site, ok := o.Site.Get(); ok && used && isDefaultName(o.HostHeader, o.HeaderSite, site) {
				check(proxy{o, "Front Door " + quoted(o), "Standard", site, o.HostHeader.At()})
			}
		}
	},
}

// proxy is what stands before a site and replaces the host name by that of the site.
type proxy struct {
	subject network.Subject
	title   string
	// convention is how the proxy tells the host name of the client.
	convention string
	site       *network.Site
	at         source.Range
}

// quoted names the Front Door of an origin, or the origin where that is not known.
func quoted(o *network.Origin) string {
	if label := o.FrontDoor.Label(); label != "" {
		return fmt.Sprintf("%q", label)
	}
	return fmt.Sprintf("of origin %q", o.Label())
}

// eachRenaming visits the sites to which a gateway certainly passes their default host
// name.
func eachRenaming(g *network.ApplicationGateway, visit func(proxy)) {
	if g.External {
		return
	}
	for _, setting := range g.Settings.Items {
		for _, backend := range backendsOf(g, setting) {
			site, ok := backend.Site.Get()
			picked := value.Is(setting.PickHostName, true) && isDefaultName(backend.Host, backend.Site, site)
			if ok && (picked || isDefaultName(setting.HostName, setting.HostSite, site)) {
				visit(proxy{g, fmt.Sprintf("Application gateway %q", g.Label()), "Custom", site, setting.At})
			}
		}
	}
}

// isDefaultName reports whether a host name certainly is the default one of a site. An
// unknown one that leads to the site is: no other name of it is left to Azure.
func isDefaultName(host value.Of[string], e network.Edge[network.Site], site *network.Site) bool {
	if target, ok := e.Get(); !ok || target != site {
		return false
	}
	name, known := host.Get()
	if !known {
		return host.IsUnknown()
	}
	_, _, isDefault := azure.SiteNameFromHost(name)
	return isDefault
}

func checkSite(p *lint.Pass, by proxy) {
	site, auth := by.site, by.site.SignIn
	sticky := value.Is(site.Affinity, true) && (site.AffinityProxy.IsAbsent() || value.Is(site.AffinityProxy, false))
	redirected := value.Is(auth.Enabled, true) && redirects(auth.Otherwise) && ignoresProxy(auth.ForwardProxy)
	if (sticky || redirected) && len(p.Incomplete) > 0 { // a resource of its own may set the rest
		p.Undecide(site, site.At, p.Incomplete[0])
		return
	}
	if sticky {
		report(p, by, site.Affinity, "keeps clients at one instance by a cookie for that name. Browsers know the app by another "+
			"name and drop the cookie. Set `clientAffinityProxyEnabled` to true, or `client_affinity_enabled` (ARM: `clientAffinityEnabled`) to false")
	}
	if redirected {
		report(p, by, auth.Enabled, fmt.Sprintf(
			"has a built-in authentication that looks for no other one. It sends clients that sign in to the default host name, past the "+
				"proxy. Set `forward_proxy_convention` (ARM: `httpSettings.forwardProxy.convention`) to %q", by.convention))
	}
}

func report(p *lint.Pass, by proxy, written value.Of[bool], what string) {
	p.Report(by.site, fmt.Sprintf("%s passes the default host name to %s, which %s.", by.title, by.site.Title(), what),
		lint.At(written.At()), lint.Also(by.subject, "the proxy"), lint.AlsoAt(by.at, "where the host name is replaced"))
}

// redirects reports whether clients that have not signed in are not just refused, as
// those of an API are.
func redirects(otherwise value.Of[string]) bool {
	action, _ := otherwise.Get()
	return !otherwise.IsUnknown() && !strings.HasPrefix(strings.ToLower(action), "return")
}

func ignoresProxy(convention value.Of[string]) bool {
	text, known := convention.Get()
	return convention.IsAbsent() || known && strings.EqualFold(text, "NoProxy")
}
