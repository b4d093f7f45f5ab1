package perimeter_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/checks/perimeter"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/source"
	"github.com/appnetlint/appnetlint/pkg/value"
)

var nowhere source.Range

func some[T any](v T) value.Of[T] { return value.Some(v, nowhere) }

func unknown[T any]() value.Of[T] { return value.Undecided[T]("var.x", nowhere) }

func to[T any](target *T) network.Edge[T] { return network.To(target, "", nowhere) }

func open[T any]() network.Edge[T] { return network.Open[T]("var.x", nowhere) }

func outside[T any](id string) network.Edge[T] { return network.Outside[T](id, nowhere) }

func element(address string) network.Element {
	return network.Element{Address: address, Name: some(address)}
}

// world is a model with an app on a multitenant plan and an association that
// enforces a perimeter on it.
type world struct {
	network.Model
	plan        *network.Plan
	app         *network.Site
	association *network.PerimeterAssociation
}

func newWorld() *world {
	w := &world{plan: &network.Plan{Element: element("plan"), SKU: some("P1v3")}}
	w.app = w.site("app")
	w.association = w.associate("association", to(w.app))
	w.Plans = []*network.Plan{w.plan}
	return w
}

func (w *world) site(name string) *network.Site {
	s := &network.Site{Element: element(name), Kind: network.WebApp, Plan: to(w.plan), PublicAccess: some(network.PublicEnabled)}
	w.Sites = append(w.Sites, s)
	return s
}

func (w *world) associate(name string, site network.Edge[network.Site]) *network.PerimeterAssociation {
	a := &network.PerimeterAssociation{Element: element(name), Mode: some("Enforced"), Site: site, Profile: some("profile")}
	w.Perimeters = append(w.Perimeters, a)
	return a
}

func (w *world) rule(direction network.Direction, kind value.Of[string]) *network.PerimeterRule {
	r := &network.PerimeterRule{Element: element("rule"), Direction: some(direction), Kind: kind, Profile: some("profile")}
	w.PerimeterRules = append(w.PerimeterRules, r)
	return r
}

func (w *world) run(c *lint.Check) []string {
	w.Link()
	var out []string
	for _, f := range lint.Run(lint.Subject{Model: &w.Model}, []*lint.Check{c}).Findings {
		out = append(out, f.Severity.String()+" "+f.Address)
	}
	return out
}

type test struct {
	name  string
	given func(w *world)
	want  []string
}

func runAll(t *testing.T, c *lint.Check, tests []test) {
	t.Helper()
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld()
			test.given(w)
			assert.Equal(t, test.want, w.run(c))
		})
	}
}

func joined(edge network.Edge[network.Subnet]) func(w *world) {
	return func(w *world) { w.app.Integrations.Items = []network.Integration{{Subnet: edge}} }
}

func secured(given func(w *world)) func(w *world) {
	return func(w *world) {
		w.app.PublicAccess, w.Perimeters = some(network.SecuredByPerimeter), nil
		given(w)
	}
}

func TestNeedsIntegration(t *testing.T) {
	runAll(t, perimeter.NeedsIntegration, []test{
		{"not integrated", func(*world) {}, []string{"error app"}},
		{"not integrated, secured by perimeter", secured(func(*world) {}), []string{"error app"}},
		{"both are one mistake", func(w *world) { w.app.PublicAccess = some(network.SecuredByPerimeter) }, []string{"error app"}},
		{"integrated", joined(outside[network.Subnet]("/s")), nil},
		{"perhaps integrated", joined(open[network.Subnet]()), nil},
		{"integrations that cannot be seen", func(w *world) { w.app.Integrations.Incomplete = "var.x" }, nil},
		{"by a gateway", func(w *world) { w.app.GatewayVNets.Items = []network.GatewayIntegration{{}} }, nil},
		{"learning", func(w *world) { w.association.Mode = some("Learning") }, nil},
		{"unknown mode", func(w *world) { w.association.Mode = unknown[string]() }, nil},
		{"an environment", func(w *world) { w.plan.Environment = outside[network.Environment]("/ase") }, nil},
		{"unknown plan", func(w *world) { w.app.Plan = open[network.Plan]() }, nil},
		{"something else", func(w *world) { w.association.Site = network.Edge[network.Site]{} }, nil},
		{"something", func(w *world) { w.association.Site = open[network.Site]() }, nil},
		{"only read", func(w *world) { w.app.External = true }, nil},
	})
}

func TestNativeRulesIgnored(t *testing.T) {
	ruled := func(given func(w *world)) func(w *world) {
		return func(w *world) { w.app.Main.Rules.Items = []*network.AccessRule{{}}; given(w) }
	}
	runAll(t, perimeter.NativeRulesIgnored, []test{
		{"rules", ruled(func(*world) {}), []string{"warning app"}},
		{"SCM rules", func(w *world) { w.app.SCM.Rules.Items = []*network.AccessRule{{}} }, []string{"warning app"}},
		{"secured by perimeter", secured(ruled(func(*world) {})), []string{"warning app"}},
		{"no rules", func(*world) {}, nil},
		{"the catch-all of Azure", func(w *world) { w.app.Main.Rules.Items = []*network.AccessRule{{Synthetic: true}} }, nil},
		{"perhaps rules", func(w *world) { w.app.Main.Rules.Incomplete = "var.rules" }, nil},
		{"learning", ruled(func(w *world) { w.association.Mode = some("Learning") }), nil},
		{"unknown mode", ruled(func(w *world) { w.association.Mode = unknown[string]() }), nil},
		{"something", ruled(func(w *world) { w.association.Site = open[network.Site]() }), nil},
		{"only read", ruled(func(w *world) { w.app.External = true }), nil},
	})
}

func TestRuleTypeUnsupported(t *testing.T) {
	rule := func(d network.Direction, kind string, more ...func(w *world, r *network.PerimeterRule)) func(w *world) {
		return func(w *world) {
			r := w.rule(d, some(kind))
			for _, m := range more {
				m(w, r)
			}
		}
	}
	tags := func(more func(w *world, r *network.PerimeterRule)) func(w *world) {
		return rule(network.Inbound, "tags", more)
	}
	runAll(t, perimeter.RuleTypeUnsupported, []test{
		{"tags", rule(network.Inbound, "tags"), []string{"warning rule"}},
		{"subscriptions", rule(network.Inbound, "subscriptions"), []string{"warning rule"}},
		{"names", rule(network.Outbound, "names"), []string{"warning rule"}},
		{"addresses", rule(network.Inbound, "addresses"), nil},
		{"unknown kind", tags(func(_ *world, r *network.PerimeterRule) { r.Kind = unknown[string]() }), nil},
		{"unknown direction", tags(func(_ *world, r *network.PerimeterRule) { r.Direction = unknown[network.Direction]() }), nil},
		{"unknown profile", tags(func(_ *world, r *network.PerimeterRule) { r.Profile = unknown[string]() }), nil},
		{"another profile", tags(func(_ *world, r *network.PerimeterRule) { r.Profile = some("other") }), nil},
		{"no app is in it", tags(func(w *world, _ *network.PerimeterRule) { w.association.Site = network.Edge[network.Site]{} }), nil},
		{"something else is in it too", tags(func(w *world, _ *network.PerimeterRule) {
			w.associate("storage", network.Edge[network.Site]{})
		}), []string{"note rule"}},
		{"something else is in another profile", tags(func(w *world, _ *network.PerimeterRule) {
			w.associate("storage", network.Edge[network.Site]{}).Profile = some("other")
		}), []string{"warning rule"}},
		{"something else may be in it too", tags(func(w *world, _ *network.PerimeterRule) {
			w.associate("storage", network.Edge[network.Site]{}).Profile = unknown[string]()
		}), []string{"note rule"}},
		{"parts cannot be read", tags(func(w *world, _ *network.PerimeterRule) { w.Incomplete = []string{"module.x"} }), []string{"note rule"}},
		{"only read", tags(func(_ *world, r *network.PerimeterRule) { r.External = true }), nil},
	})
}

func TestAppSKU(t *testing.T) {
	sku := func(name value.Of[string]) func(w *world) { return func(w *world) { w.plan.SKU = name } }
	runAll(t, perimeter.AppSKU, []test{
		{"free", sku(some("F1")), []string{"error association"}},
		{"consumption", sku(some("Y1")), []string{"error association"}},
		{"basic", sku(some("B1")), nil},
		{"unknown", sku(unknown[string]()), nil},
		{"something", func(w *world) { sku(some("F1"))(w); w.association.Site = open[network.Site]() }, nil},
		{"unknown plan", func(w *world) { sku(some("F1"))(w); w.app.Plan = open[network.Plan]() }, nil},
		{"only read", func(w *world) { sku(some("F1"))(w); w.association.External = true }, nil},
	})
}

func TestNotOnboarded(t *testing.T) {
	runAll(t, perimeter.NotOnboarded, []test{
		{"an app", func(*world) {}, []string{"note association"}},
		{"an app elsewhere", func(w *world) { w.association.Site = outside[network.Site]("/x") }, []string{"note association"}},
		{"something else", func(w *world) { w.association.Site = network.Edge[network.Site]{} }, nil},
		{"something", func(w *world) { w.association.Site = open[network.Site]() }, nil},
	})
}

func TestSecuredWithoutAssociation(t *testing.T) {
	runAll(t, perimeter.SecuredWithoutAssociation, []test{
		{"no association here", secured(func(*world) {}), []string{"warning app"}},
		{"others have one", secured(func(w *world) { w.associate("other", to(w.site("other"))) }), []string{"error app"}},
		{"associated", func(w *world) { w.app.PublicAccess = some(network.SecuredByPerimeter) }, nil},
		{"an association of something", secured(func(w *world) { w.associate("other", open[network.Site]()) }), nil},
		{"a private endpoint", secured(func(w *world) { w.PrivateEndpoints = []*network.PrivateEndpoint{{Site: to(w.app)}} }), nil},
		{"a private endpoint of something", secured(func(w *world) {
			w.PrivateEndpoints = []*network.PrivateEndpoint{{Site: open[network.Site]()}}
		}), nil},
		{"unknown", secured(func(w *world) { w.app.PublicAccess = unknown[string]() }), nil},
		{"only read", secured(func(w *world) { w.app.External = true }), nil},
	})
}

func TestDoubleAssociation(t *testing.T) {
	second := func(site func(w *world) network.Edge[network.Site], more ...func(w *world)) func(w *world) {
		return func(w *world) {
			w.associate("second", site(w))
			for _, m := range more {
				m(w)
			}
		}
	}
	same := func(w *world) network.Edge[network.Site] { return to(w.app) }
	elsewhere := func(id string) func(w *world) {
		return func(w *world) {
			w.association.Site = outside[network.Site](id)
			w.associate("second", outside[network.Site](id))
		}
	}
	runAll(t, perimeter.DoubleAssociation, []test{
		{"one app", second(same), []string{"error second"}},
		{"three times", second(same, func(w *world) { w.associate("third", to(w.app)) }), []string{"error second", "error third"}},
		{"another app", second(func(w *world) network.Edge[network.Site] { return to(w.site("other")) }), nil},
		{"an app elsewhere", elsewhere("/sites/x"), []string{"error second"}},
		{"an app of a scope that nothing tells", elsewhere("/subscriptions/?/sites/x"), nil},
		{"something", second(func(*world) network.Edge[network.Site] { return open[network.Site]() }), nil},
		{"something else", elsewhere(""), nil},
		{"only read", second(same, func(w *world) { w.association.External = true }), nil},
	})
}

// guarded makes a world where the app uses a resource in an enforced perimeter.
func guarded(kind, name, host string, given func(w *world, g *network.Guarded)) func(w *world) {
	return func(w *world) {
		g := &network.Guarded{Element: element(name), Kind: kind, HostName: some(host)}
		w.Guarded = []*network.Guarded{g}
		w.association.Site, w.association.Guarded = network.Edge[network.Site]{}, to(g)
		given(w, g)
	}
}

func vault(given func(w *world, g *network.Guarded)) func(w *world) {
	return guarded("microsoft.keyvault/vaults", "kv", "kv.vault.azure.net", given)
}

func storage(given func(w *world, g *network.Guarded)) func(w *world) {
	return guarded("microsoft.storage/storageaccounts", "st", "st.blob.core.windows.net", given)
}

func setting(text value.Of[string]) func(w *world, g *network.Guarded) {
	return func(w *world, _ *network.Guarded) {
		w.app.Settings = some(map[string]value.Of[string]{"OTHER": some("x"), "URL": text})
	}
}

func TestSecuredDependency(t *testing.T) {
	uses := setting(some("https://kv.vault.azure.net/"))
	with := func(given func(w *world)) func(w *world) {
		return vault(func(w *world, g *network.Guarded) { uses(w, g); given(w) })
	}
	runAll(t, perimeter.SecuredDependency, []test{
		{"by its host", vault(uses), []string{"warning app"}},
		{"by a reference", vault(setting(some("@Microsoft.KeyVault(VaultName=kv;SecretName=s)"))), []string{"warning app"}},
		{"by a connection string", storage(setting(some("DefaultEndpointsProtocol=https;AccountName=ST;AccountKey=k"))), []string{"warning app"}},
		{"by another service of the account", storage(setting(some("https://st.queue.core.windows.net/q"))), []string{"warning app"}},
		{"as storage of a function app", storage(func(w *world, _ *network.Guarded) { w.app.StorageAccount = some("ST") }), []string{"warning app"}},
		{"a name that ends alike", vault(setting(some("https://otherkv.vault.azure.net/"))), nil},
		{"an account that begins alike", storage(setting(some("AccountName=store;AccountKey=k"))), nil},
		{"unknown setting", vault(setting(unknown[string]())), nil},
		{"unknown settings", vault(func(w *world, _ *network.Guarded) { w.app.Settings = unknown[map[string]value.Of[string]]() }), nil},
		{"unknown name", vault(func(w *world, g *network.Guarded) { uses(w, g); g.Name = unknown[string]() }), nil},
		{"integrated", with(joined(outside[network.Subnet]("/s"))), nil},
		{"perhaps integrated", with(joined(open[network.Subnet]())), nil},
		{"a hybrid connection", with(func(w *world) { w.HybridConnections = []*network.HybridConnection{{Site: to(w.app)}} }), nil},
		{"in a perimeter itself", with(func(w *world) { w.associate("own", to(w.app)) }), nil},
		{"an environment", with(func(w *world) { w.plan.Environment = outside[network.Environment]("/ase") }), nil},
		{"learning", with(func(w *world) { w.association.Mode = some("Learning") }), nil},
		{"addresses are admitted", with(func(w *world) { w.rule(network.Inbound, some("addresses")) }), nil},
		{"perhaps addresses are admitted", with(func(w *world) { w.rule(network.Inbound, unknown[string]()) }), nil},
		{"addresses are admitted in another profile", with(func(w *world) {
			w.rule(network.Inbound, some("addresses")).Profile = some("other")
		}), []string{"warning app"}},
		{"addresses outbound", with(func(w *world) { w.rule(network.Outbound, some("addresses")) }), []string{"warning app"}},
		{"unknown profile", with(func(w *world) { w.association.Profile = unknown[string]() }), nil},
		{"parts cannot be read", with(func(w *world) { w.Incomplete = []string{"module.x"} }), nil},
		{"only read", with(func(w *world) { w.app.External = true }), nil},
	})
}

func TestSASWithPerimeter(t *testing.T) {
	const url = "https://st.blob.core.windows.net/media"
	runAll(t, perimeter.SASWithPerimeter, []test{
		{"in a URL", storage(setting(some(url + "?sp=r&sig=s"))), []string{"note app"}},
		{"in a connection string", storage(setting(some("BlobEndpoint=https://st.blob.core.windows.net/;SharedAccessSignature=s"))), []string{"note app"}},
		{"without", storage(setting(some(url))), nil},
		{"of another account", storage(setting(some("https://other.blob.core.windows.net/media?sig=s"))), nil},
		{"unknown", storage(setting(unknown[string]())), nil},
		{"addresses are admitted", storage(func(w *world, g *network.Guarded) {
			setting(some(url+"?sig=s"))(w, g)
			w.rule(network.Inbound, some("addresses"))
		}), nil},
	})
}

// TestSettingsStaySecret makes sure that no message holds what a setting says.
func TestSettingsStaySecret(t *testing.T) {
	w := newWorld()
	storage(setting(some("https://st.blob.core.windows.net/media?sig=topsecret")))(w)
	w.Link()
	findings := lint.Run(lint.Subject{Model: &w.Model}, []*lint.Check{perimeter.SASWithPerimeter, perimeter.SecuredDependency}).Findings
	assert.Len(t, findings, 2)
	for _, f := range findings {
		assert.NotContains(t, f.Message, "topsecret")
	}
}
