package tls

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// managedCertificates returns the certificates of this configuration that App
// Service makes and renews for free.
func managedCertificates(p *lint.Pass) []*network.Certificate {
	var certificates []*network.Certificate
	for _, c := range p.Certificates {
		if !c.External && value.Is(c.Managed, true) {
			certificates = append(certificates, c)
		}
	}
	return certificates
}

// siteOf returns the app that a certificate is for: that of its binding or, where
// none is written, the one app that has the certificate's host name; nil where that
// is not known.
func siteOf(p *lint.Pass, c *network.Certificate) *network.Site {
	if !c.Binding.IsAbsent() {
		if binding, ok := c.Binding.Get(); ok {
			return binding.Site.Target()
		}
		return nil
	}
	host, ok := c.HostName.Get()
	if !ok {
		return nil
	}
	var found *network.Site
	for _, site := range p.Sites {
		switch {
		case !hasHost(site, host):
		case found != nil:
			return nil
		default:
			found = site
		}
	}
	return found
}

func hasHost(s *network.Site, host string) bool {
	for _, h := range hostNames(s) {
		if strings.EqualFold(h.name.Or(""), host) {
			return true
		}
	}
	return false
}

// maybeManaged reports whether a certificate that App Service manages may be for a
// host name.
func maybeManaged(p *lint.Pass, h hostName) bool {
	for _, c := range p.Certificates {
		switch {
		case c.External || value.Is(c.Managed, false):
		case !c.Binding.IsAbsent():
			if h.binding != nil && c.Binding.CanBe(h.binding) {
				return true
			}
		case !c.HostName.IsKnown() || !h.name.IsKnown() || strings.EqualFold(c.HostName.Or(""), h.name.Or("")):
			return true
		}
	}
	return false
}
