package tls_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/checks/tls"
	"github.com/appnetlint/appnetlint/pkg/access"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/source"
	"github.com/appnetlint/appnetlint/pkg/value"
)

var nowhere source.Range

func some[T any](v T) value.Of[T] { return value.Some(v, nowhere) }

func unknown[T any]() value.Of[T] { return value.Undecided[T]("var.x", nowhere) }

// world is an app on a plan with two host names, the first of which has a
// certificate.
type world struct {
	model       *network.Model
	site        *network.Site
	plan        *network.Plan
	www, api    *network.Binding
	certificate *network.Certificate
}

func newWorld(sku string) *world {
	w := &world{
		plan: &network.Plan{Element: network.Element{Address: "plan"}, SKU: some(sku)},
		site: &network.Site{
			Element: network.Element{Address: "app"}, Kind: network.WebApp, PublicAccess: some(network.PublicEnabled),
			FTPS: some("Disabled"), FTPBasicAuth: some(true),
		},
	}
	w.site.Main.Default = some(access.Allow)
	w.site.Plan = network.To(w.plan, "", nowhere)
	w.www, w.api = w.binding("www"), w.binding("api")
	w.certificate = &network.Certificate{
		Element: network.Element{Address: "certificate"}, Managed: some(true), HostName: w.www.HostName,
		Binding: network.To(w.www, "", nowhere),
	}
	w.model = &network.Model{
		Sites: []*network.Site{w.site}, Plans: []*network.Plan{w.plan}, Bindings: []*network.Binding{w.www, w.api},
	}
	return w
}

func (w *world) binding(name string) *network.Binding {
	return &network.Binding{
		Element: network.Element{Address: name}, Site: network.To(w.site, "", nowhere), HostName: some(name + ".example.com"),
	}
}

// dedicate gives bindings an address of their own.
func dedicate(bindings ...*network.Binding) {
	for _, b := range bindings {
		b.TLS, b.IPBased, b.Thumbprint = some("IpBasedEnabled"), some(true), some("AB")
	}
}

// restrict closes the app to the internet by its rules.
func (w *world) restrict() { w.site.Main.Default = some(access.Deny) }

// certify enters the certificate.
func (w *world) certify() { w.model.Certificates = []*network.Certificate{w.certificate} }

func (w *world) run(c *lint.Check) lint.Result {
	w.model.Link()
	return lint.Run(lint.Subject{Model: w.model}, []*lint.Check{c})
}

func findings(r lint.Result) []string {
	var out []string
	for _, f := range r.Findings {
		out = append(out, f.Severity.String()+" "+f.Address)
	}
	return out
}

func TestChecks(t *testing.T) {
	for _, test := range []struct {
		name  string
		check *lint.Check
		sku   string
		given func(*world)
		want  []string
	}{
		{"two dedicated addresses", tls.IPSSLMultiple, "S1", func(w *world) { dedicate(w.www, w.api) }, []string{"error www"}},
		{"one of two", tls.IPSSLMultiple, "S1", func(w *world) { dedicate(w.www) }, nil},
		{"one name written twice", tls.IPSSLMultiple, "S1", func(w *world) {
			dedicate(w.www, w.api)
			w.api.HostName = some("WWW.example.com")
		}, nil},
		{"perhaps one name", tls.IPSSLMultiple, "S1", func(w *world) {
			dedicate(w.www, w.api)
			w.api.HostName = unknown[string]()
		}, nil},
		{"two at the app", tls.IPSSLMultiple, "S1", func(w *world) {
			w.site.InlineHostNames.Items = []network.HostName{
				{Name: some("a.example.com"), IPBased: some(true)}, {Name: some("b.example.com"), IPBased: some(true)},
			}
		}, []string{"error app"}},

		{"dedicated on Free", tls.IPSSLSKU, "F1", func(w *world) { dedicate(w.www) }, []string{"error www"}},
		{"dedicated on an isolated plan", tls.IPSSLSKU, "I1v2", func(w *world) { dedicate(w.www) }, []string{"error www"}},
		{"dedicated on Basic", tls.IPSSLSKU, "B1", func(w *world) { dedicate(w.www) }, nil},
		{"dedicated on a size nobody knows", tls.IPSSLSKU, "K1", func(w *world) { dedicate(w.www) }, nil},
		{"dedicated on one of two plans", tls.IPSSLSKU, "F1", func(w *world) {
			dedicate(w.www)
			large := &network.Plan{SKU: some("S1")}
			w.site.Plan = network.AnyOf([]*network.Plan{w.plan, large}, nowhere)
		}, nil},

		{"domains on Free", tls.CustomDomainOnFree, "F1", func(*world) {}, []string{"error plan"}},
		{"domains on a Free plan that is read", tls.CustomDomainOnFree, "F1", func(w *world) { w.plan.External = true }, []string{"error www"}},
		{"domains on Shared", tls.CustomDomainOnFree, "D1", func(*world) {}, nil},
		{"TLS on Shared", tls.CustomDomainOnFree, "D1", func(w *world) { w.www.TLS, w.www.IPBased = some("SniEnabled"), some(false) }, []string{"error plan"}},
		{"perhaps dedicated on Free", tls.CustomDomainOnFree, "F1", func(w *world) {
			w.www.IPBased, w.api.IPBased = unknown[bool](), unknown[bool]()
		}, nil},
		{"default names on Free", tls.CustomDomainOnFree, "F1", func(w *world) {
			w.www.HostName, w.api.HostName = some("a.azurewebsites.net"), some("b.azurewebsites.net")
		}, nil},
		{"domains on a size that is not known", tls.CustomDomainOnFree, "F1", func(w *world) { w.plan.SKU = unknown[string]() }, nil},
		{"a managed certificate on Free", tls.ManagedCertificateSKU, "F1", (*world).certify, []string{"error certificate"}},
		{"a managed certificate on Basic", tls.ManagedCertificateSKU, "B1", (*world).certify, nil},
		{"a wildcard", tls.ManagedCertificateSKU, "B1", func(w *world) {
			w.certify()
			w.certificate.HostName = some("*.example.com")
		}, []string{"error certificate"}},
		{"an imported wildcard", tls.ManagedCertificateSKU, "B1", func(w *world) {
			w.certify()
			w.certificate.Managed, w.certificate.HostName = some(false), some("*.example.com")
		}, nil},

		{"a certificate behind rules", tls.ManagedCertificateAccess, "B1", func(w *world) {
			w.certify()
			w.restrict()
		}, []string{"note certificate"}},
		{"a certificate of a closed app, found by its name", tls.ManagedCertificateAccess, "B1", func(w *world) {
			w.certify()
			w.certificate.Binding = network.Edge[network.Binding]{}
			w.site.PublicAccess = some(network.PublicDisabled)
		}, []string{"note certificate"}},
		{"a certificate with client certificates", tls.ManagedCertificateAccess, "B1", func(w *world) {
			w.certify()
			w.site.ClientCertificates = some(true)
		}, []string{"note certificate"}},
		{"a certificate of an open app", tls.ManagedCertificateAccess, "B1", (*world).certify, nil},
		{"a certificate of some app", tls.ManagedCertificateAccess, "B1", func(w *world) {
			w.certify()
			w.certificate.Binding = network.Open[network.Binding]("var.binding", nowhere)
			w.restrict()
		}, nil},
		{"a certificate behind unknown rules", tls.ManagedCertificateAccess, "B1", func(w *world) {
			w.certify()
			w.site.Main.Default = unknown[access.Action]()
		}, nil},

		{"Traffic Manager", tls.ManagedCertificateTrafficManager, "B1", func(w *world) {
			w.certify()
			w.certificate.HostName = some("Shop.TrafficManager.net")
		}, []string{"error certificate"}},
		{"a name like Traffic Manager", tls.ManagedCertificateTrafficManager, "B1", func(w *world) {
			w.certify()
			w.certificate.HostName = some("trafficmanager.net.example.com")
		}, nil},

		{"no thumbprint", tls.SSLStateThumbprint, "B1", func(w *world) { w.www.TLS = some("SniEnabled") }, []string{"error www"}},
		{"an empty thumbprint", tls.SSLStateThumbprint, "B1", func(w *world) {
			w.www.TLS, w.www.Thumbprint = some("IpBasedEnabled"), some("")
		}, []string{"error www"}},
		{"a thumbprint known after apply", tls.SSLStateThumbprint, "B1", func(w *world) {
			w.www.TLS, w.www.Thumbprint = some("SniEnabled"), unknown[string]()
		}, nil},
		{"no TLS", tls.SSLStateThumbprint, "B1", func(w *world) { w.www.TLS = some("Disabled") }, nil},
		{"a state known after apply", tls.SSLStateThumbprint, "B1", func(w *world) { w.www.TLS = unknown[string]() }, nil},

		{"FTPS behind rules", tls.FTPOnRestricted, "B1", func(w *world) {
			w.restrict()
			w.site.FTPS = some("FtpsOnly")
		}, []string{"warning app"}},
		{"FTP not written, closed by an endpoint", tls.FTPOnRestricted, "B1", func(w *world) {
			w.site.FTPS, w.site.FTPBasicAuth, w.site.PublicAccess = value.None[string](), value.None[bool](), value.None[string]()
			w.model.PrivateEndpoints = []*network.PrivateEndpoint{{Site: network.To(w.site, "", nowhere)}}
		}, []string{"warning app"}},
		{"FTP on an open app", tls.FTPOnRestricted, "B1", func(w *world) { w.site.FTPS = some("FtpsOnly") }, nil},
		{"FTP without credentials", tls.FTPOnRestricted, "B1", func(w *world) {
			w.restrict()
			w.site.FTPS, w.site.FTPBasicAuth = some("FtpsOnly"), some(false)
		}, nil},
		{"FTP perhaps without credentials", tls.FTPOnRestricted, "B1", func(w *world) {
			w.restrict()
			w.site.FTPS, w.site.FTPBasicAuth = some("FtpsOnly"), unknown[bool]()
		}, nil},
		{"FTP not known", tls.FTPOnRestricted, "B1", func(w *world) {
			w.restrict()
			w.site.FTPS = unknown[string]()
		}, nil},
		{"FTP on Flex Consumption", tls.FTPOnRestricted, "FC1", func(w *world) {
			w.restrict()
			w.site.FTPS, w.site.Flex = value.None[string](), true
		}, nil},
		{"FTP in an environment", tls.FTPOnRestricted, "I1v2", func(w *world) {
			w.restrict()
			w.site.FTPS = some("FtpsOnly")
			w.plan.Environment = network.Outside[network.Environment]("/x/hostingenvironments/ase", nowhere)
		}, nil},
		{"FTP perhaps in an environment", tls.FTPOnRestricted, "I1v2", func(w *world) {
			w.restrict()
			w.site.FTPS = some("FtpsOnly")
			w.plan.Environment = network.Open[network.Environment]("var.environment", nowhere)
		}, nil},

		{"plain FTP", tls.FTPPlaintext, "B1", func(w *world) { w.site.FTPS = some("AllAllowed") }, []string{"warning app"}},
		{"plain FTP without credentials", tls.FTPPlaintext, "B1", func(w *world) {
			w.site.FTPS, w.site.FTPBasicAuth = some("AllAllowed"), some(false)
		}, nil},
		{"plain FTP perhaps without credentials", tls.FTPPlaintext, "B1", func(w *world) {
			w.site.FTPS, w.site.FTPBasicAuth = some("AllAllowed"), unknown[bool]()
		}, nil},
		{"FTPS only", tls.FTPPlaintext, "B1", func(w *world) { w.site.FTPS = some("FtpsOnly") }, nil},
		{"plain FTP of an app that is read", tls.FTPPlaintext, "B1", func(w *world) {
			w.site.FTPS, w.site.External = some("AllAllowed"), true
		}, nil},

		{"TLS 1.0", tls.MinTLSVersion, "B1", func(w *world) { w.site.MinTLS, w.site.SCMMinTLS = some("1.0"), some("1.1") }, []string{"warning app"}},
		{"TLS 1.1 at the SCM site", tls.MinTLSVersion, "B1", func(w *world) { w.site.MinTLS, w.site.SCMMinTLS = some("1.2"), some("1.1") }, []string{"warning app"}},
		{"TLS 1.3", tls.MinTLSVersion, "B1", func(w *world) { w.site.MinTLS, w.site.SCMMinTLS = some("1.3"), unknown[string]() }, nil},
		{"debugging", tls.RemoteDebugging, "B1", func(w *world) { w.site.RemoteDebugging = some(true) }, []string{"warning app"}},
		{"debugging in an environment", tls.RemoteDebugging, "I1v2", func(w *world) {
			w.site.RemoteDebugging = some(true)
			w.plan.Environment = network.Outside[network.Environment]("/x/hostingenvironments/ase", nowhere)
		}, nil},
		{"perhaps debugging", tls.RemoteDebugging, "B1", func(w *world) { w.site.RemoteDebugging = unknown[bool]() }, nil},

		{"the tag of apps", tls.AppServiceTagOutbound, "B1", func(w *world) {
			dedicate(w.www)
			w.model.SecurityGroups = []*network.SecurityGroup{allowing("AppService.WestEurope")}
		}, []string{"note rule"}},
		{"the tag of apps for shared addresses", tls.AppServiceTagOutbound, "B1", func(w *world) {
			w.model.SecurityGroups = []*network.SecurityGroup{allowing("AppService")}
		}, nil},
		{"another tag", tls.AppServiceTagOutbound, "B1", func(w *world) {
			dedicate(w.www)
			w.model.SecurityGroups = []*network.SecurityGroup{allowing("AzureCloud")}
		}, nil},
	} {
		t.Run(test.check.Name+"/"+test.name, func(t *testing.T) {
			w := newWorld(test.sku)
			test.given(w)
			assert.Equal(t, test.want, findings(w.run(test.check)))
		})
	}
}

func allowing(tag string) *network.SecurityGroup {
	return &network.SecurityGroup{Rules: value.Set[network.SecurityRule]{Items: []network.SecurityRule{{
		Element: network.Element{Address: "rule"}, Direction: some(network.Outbound), Allow: some(true), Destinations: some([]string{tag}),
	}}}}
}

func TestUndecidedFTP(t *testing.T) {
	w := newWorld("B1")
	w.restrict()
	w.site.FTPS = unknown[string]()
	undecided := w.run(tls.FTPOnRestricted).Undecided
	if assert.Len(t, undecided, 1) {
		assert.Equal(t, "var.x", undecided[0].Why)
	}
}

// A mistake that another check tells better is reported once.
func TestOneFindingForOneMistake(t *testing.T) {
	w := newWorld("F1")
	dedicate(w.www, w.api)
	assert.Empty(t, findings(w.run(tls.CustomDomainOnFree)), "ip-ssl-sku reports it")

	w = newWorld("F1")
	w.certify()
	w.model.Bindings = []*network.Binding{w.www}
	assert.Empty(t, findings(w.run(tls.CustomDomainOnFree)), "managed-certificate-sku-or-wildcard reports it")
}

func TestIPSSLRemap(t *testing.T) {
	for _, test := range []struct {
		name          string
		before, after func(*world)
		want          []string
	}{
		{"the first one", func(*world) {}, func(w *world) { dedicate(w.www) }, []string{"note www"}},
		{"none", func(*world) {}, func(*world) {}, nil},
		{"had one", func(w *world) { dedicate(w.api) }, func(w *world) { dedicate(w.www) }, nil},
		{"perhaps had one", func(w *world) { w.api.IPBased = unknown[bool]() }, func(w *world) { dedicate(w.www) }, nil},
		{"perhaps gets one", func(*world) {}, func(w *world) { w.www.IPBased = unknown[bool]() }, nil},
		{"a new app", func(w *world) { w.site.Address = "other" }, func(w *world) { dedicate(w.www) }, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			before, after := newWorld("S1"), newWorld("S1")
			test.before(before)
			test.after(after)
			before.model.Link()
			after.model.Link()
			result := lint.Run(lint.Subject{Model: after.model, Before: before.model}, []*lint.Check{tls.IPSSLRemap})
			assert.Equal(t, test.want, findings(result))
		})
	}
}
