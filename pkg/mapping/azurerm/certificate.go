package azurerm

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// certificate maps azurerm_app_service_certificate.
//
// Source: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/app_service_certificate
func certificate(x *index.Index, a attributes) {
	c := addCertificate(x, a, false)
	vault, secret := a.get("key_vault_id"), a.get("key_vault_secret_id")
	if a.of.Data {
		secret = a.listed("key_vault_secret_id")
	}
	x.AfterLinks(func() { c.VaultID = vaultID(x, vault.Cursor, secret.Cursor) })
}

// managedCertificate maps azurerm_app_service_managed_certificate, the free
// certificate for a host name of an app.
//
// Source: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/app_service_managed_certificate
func managedCertificate(x *index.Index, a attributes) {
	c := addCertificate(x, a, true)
	binding := a.get("custom_hostname_binding_id")
	link(x, &c.Binding, binding)
	x.AfterLinks(func() {
		c.HostName = value.Undecided[string](binding.Pin(), binding.At())
		if b, ok := c.Binding.Get(); ok {
			c.HostName = b.HostName
		} else if _, host, ok := strings.Cut(c.Binding.ID(), "/hostnamebindings/"); ok {
			c.HostName = value.Some(host, binding.At())
		}
	})
}

func addCertificate(x *index.Index, a attributes, managed bool) *network.Certificate {
	c := &network.Certificate{Element: a.element(x), Managed: value.Some(managed, a.of.At)}
	x.Model.Certificates = append(x.Model.Certificates, c)
	x.Add(a.of.Resource, c, a.id("Microsoft.Web/certificates", c.Name))
	return c
}

// item is a certificate or secret in a key vault.
type item struct {
	network.Element
	vault network.Edge[network.Guarded]
}

// vaultItem maps azurerm_key_vault_certificate and azurerm_key_vault_secret, by
// whose ids certificates are imported.
func vaultItem(x *index.Index, a attributes) {
	i := &item{Element: a.element(x)}
	link(x, &i.vault, a.get("key_vault_id"))
	x.Add(a.of.Resource, i, "")
}

// vaultID returns the id of the key vault that a certificate is imported from, or
// its host name where the configuration does not have the vault.
func vaultID(x *index.Index, vault, secret iac.Cursor) value.Of[string] {
	if !vault.NonEmpty().IsAbsent() {
		return edgeID(index.Resolve[network.Guarded](x, vault), vault)
	}
	if secret.IsUnknown() {
		items, _, closed := index.References[item](x, secret.Value())
		if closed && len(items) == 1 {
			return edgeID(items[0].vault, secret)
		}
	}
	return value.Map(secret.NonEmpty(), func(url string) string {
		host := hostOfURL(url)
		for _, g := range x.Model.Guarded {
			if value.Is(g.HostName, host) && g.ID != "" {
				return g.ID
			}
		}
		return host
	})
}

// edgeID returns the id that an edge leads to.
func edgeID(e network.Edge[network.Guarded], c iac.Cursor) value.Of[string] {
	id := e.ID()
	if g, ok := e.Get(); ok {
		id = g.ID
	}
	if id == "" {
		return value.Undecided[string](c.Pin(), c.At())
	}
	return value.Some(id, c.At())
}

// hostNameBinding maps azurerm_app_service_custom_hostname_binding, which names
// the app by name.
//
// Source: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/app_service_custom_hostname_binding
func hostNameBinding(x *index.Index, a attributes) {
	const attribute = "app_service_name"
	app := a.text(attribute)
	b := addBinding(x, a, a.id(typeSite+"/hostNameBindings", app, a.text("hostname")))
	index.LinkName(x, &b.Site, a.made(typeSite, app), a.get(attribute).Cursor)
	x.Later(func() { answers(x, b) })
}

// slotHostNameBinding maps azurerm_app_service_slot_custom_hostname_binding.
func slotHostNameBinding(x *index.Index, a attributes) {
	b := addBinding(x, a, a.known())
	link(x, &b.Site, a.get("app_service_slot_id"))
	x.Later(func() { answers(x, b) })
}

func addBinding(x *index.Index, a attributes, id string) *network.Binding {
	b := &network.Binding{Element: a.element(x)}
	b.HostName = a.text("hostname")
	b.TLS = a.computed("ssl_state").NonEmpty()
	b.IPBased = value.Map(b.TLS, isIPBased)
	b.Thumbprint = a.computed("thumbprint").NonEmpty()
	x.Model.Bindings = append(x.Model.Bindings, b)
	x.Add(a.of.Resource, b, id)
	return b
}

// answers enters an app under the host name that is bound to it.
func answers(x *index.Index, b *network.Binding) {
	if s, ok := b.Site.Get(); ok {
		x.AddHost(b.HostName, s)
	}
}

func isIPBased(state string) bool { return state == "IpBasedEnabled" }

// certificateBinding maps azurerm_app_service_certificate_binding, which gives a
// host name its certificate.
//
// Source: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/app_service_certificate_binding
func certificateBinding(x *index.Index, a attributes) {
	id, state := a.get("hostname_binding_id").Cursor, a.text("ssl_state")
	thumbprint := a.computed("thumbprint").NonEmpty()
	x.Later(func() {
		e := index.Resolve[network.Binding](x, id)
		apply(e, x.Model.Bindings, func(b *network.Binding) {
			b.TLS, b.IPBased = state, value.Map(state, isIPBased)
			b.Replaced = b.Replaced || a.of.Change.Action == iac.Replace
			b.Thumbprint = index.Prefer(thumbprint, value.Undecided[string](a.of.Address, a.At()))
		}, func(b *network.Binding) {
			if b.TLS.IsAbsent() {
				b.TLS = value.Undecided[string](id.Pin(), id.At())
				b.IPBased = value.Undecided[bool](id.Pin(), id.At())
			}
		})
	})
}
