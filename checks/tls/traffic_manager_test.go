package tls_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/checks/tls"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// endpoint adds an endpoint of a profile that leads to the app.
func (w *world) endpoint(kind network.TrafficEndpointKind, profile *network.TrafficManager) *network.TrafficEndpoint {
	e := &network.TrafficEndpoint{
		Element: network.Element{Address: "endpoint"}, Kind: kind,
		Profile: network.To(profile, "", nowhere), Site: network.To(w.site, "", nowhere),
	}
	w.model.TrafficEndpoints = append(w.model.TrafficEndpoints, e)
	return e
}

func TestManagedCertificateBehindTrafficManager(t *testing.T) {
	nested := func(w *world, leadsTo network.Edge[network.TrafficManager]) *network.TrafficEndpoint {
		parent := &network.TrafficEndpoint{Element: network.Element{Address: "nested"}, Kind: network.NestedEndpoint, Nested: leadsTo}
		w.model.TrafficEndpoints = append(w.model.TrafficEndpoints, parent)
		return parent
	}
	reported := []string{"warning certificate"}
	for _, test := range []struct {
		name  string
		given func(*world, *network.TrafficManager)
		want  []string
	}{
		{"external endpoint", func(w *world, p *network.TrafficManager) { w.endpoint(network.ExternalEndpoint, p) }, reported},
		{"external endpoint, with the default host name", func(w *world, p *network.TrafficManager) {
			w.endpoint(network.ExternalEndpoint, p).Host = some("app.azurewebsites.net")
		}, reported},
		{"external endpoint that is the domain itself", func(w *world, p *network.TrafficManager) {
			w.endpoint(network.ExternalEndpoint, p).Host = some("WWW.example.com")
		}, nil},
		{"external endpoint that may be the domain", func(w *world, p *network.TrafficManager) {
			w.endpoint(network.ExternalEndpoint, p).Host = some("www.example.com")
			w.certificate.HostName = unknown[string]()
		}, nil},
		{"switched off", func(w *world, p *network.TrafficManager) {
			w.endpoint(network.ExternalEndpoint, p).Enabled = some(false)
		}, nil},
		{"perhaps switched off", func(w *world, p *network.TrafficManager) {
			w.endpoint(network.ExternalEndpoint, p).Enabled = unknown[bool]()
		}, nil},
		{"Azure endpoint", func(w *world, p *network.TrafficManager) { w.endpoint(network.AzureEndpoint, p) }, nil},
		{"external and Azure endpoint", func(w *world, p *network.TrafficManager) {
			w.endpoint(network.ExternalEndpoint, p)
			w.endpoint(network.AzureEndpoint, p)
		}, nil},
		{"external, and perhaps an Azure endpoint", func(w *world, p *network.TrafficManager) {
			w.endpoint(network.ExternalEndpoint, p)
			w.endpoint(network.AzureEndpoint, p).Site = network.Open[network.Site]("var.target", nowhere)
		}, nil},
		{"behind a nested endpoint", func(w *world, p *network.TrafficManager) {
			w.endpoint(network.AzureEndpoint, p)
			nested(w, network.To(p, "", nowhere))
		}, reported},
		{"perhaps behind a nested endpoint", func(w *world, p *network.TrafficManager) {
			w.endpoint(network.AzureEndpoint, p)
			nested(w, network.Open[network.TrafficManager]("var.profile", nowhere))
		}, nil},
		{"behind a nested endpoint that is switched off", func(w *world, p *network.TrafficManager) {
			w.endpoint(network.AzureEndpoint, p)
			nested(w, network.To(p, "", nowhere)).Enabled = some(false)
		}, nil},
		{"Azure endpoint of a profile that is not known", func(w *world, _ *network.TrafficManager) {
			w.endpoint(network.AzureEndpoint, nil).Profile = network.Open[network.TrafficManager]("var.profile", nowhere)
		}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			w, profile := newWorld("B1"), &network.TrafficManager{Element: network.Element{Address: "profile"}}
			w.certify()
			w.model.TrafficManagers = []*network.TrafficManager{profile}
			test.given(w, profile)
			assert.Equal(t, test.want, findings(w.run(tls.ManagedCertificateTrafficManager)))
		})
	}
}
