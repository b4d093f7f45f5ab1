package policy

import (
	"github.com/zclconf/go-cty/cty"

	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

func hybridConnectionBasics() shape[*network.HybridConnection] {
	return element[*network.HybridConnection]().and(
		attr("host", cty.String, "the host that it leads to", func(h *network.HybridConnection) fact { return text(h.Host) }),
		attr("port", cty.Number, "the port that it leads to", func(h *network.HybridConnection) fact { return number(h.Port) }),
	)
}

func hybridConnectionShape() shape[*network.HybridConnection] {
	return hybridConnectionBasics().and(
		ref("app", element[*network.Site](), "the app or slot that uses it", func(h *network.HybridConnection) network.Edge[network.Site] { return h.Site }),
	)
}

func bindingShape() shape[*network.Binding] {
	return element[*network.Binding]().and(
		ref("app", element[*network.Site](), "the app or slot whose name it is", func(b *network.Binding) network.Edge[network.Site] { return b.Site }),
		attr("host_name", cty.String, "the host name", func(b *network.Binding) fact { return text(b.HostName) }),
		attr("ssl_state", cty.String, "SniEnabled, IpBasedEnabled or Disabled; null without a binding", func(b *network.Binding) fact { return text(b.TLS) }),
	)
}

func frontDoorShape() shape[*network.FrontDoor] {
	return element[*network.FrontDoor]().and(
		attr("sku", cty.String, "Standard_AzureFrontDoor or Premium_AzureFrontDoor", func(f *network.FrontDoor) fact { return text(f.SKU) }),
		attr("classic", cty.Bool, "true for a classic Front Door", func(f *network.FrontDoor) fact { return plain(cty.BoolVal(f.Classic)) }),
	)
}

func originShape() shape[*network.Origin] {
	return element[*network.Origin]().and(
		ref("front_door", element[*network.FrontDoor](), "the Front Door", func(o *network.Origin) network.Edge[network.FrontDoor] { return o.FrontDoor }),
		attr("host_name", cty.String, "the host that it leads to", func(o *network.Origin) fact { return text(o.Host) }),
		attr("origin_host_header", cty.String, "what it gets as Host; null passes the client's", func(o *network.Origin) fact { return text(o.HostHeader) }),
		ref("app", element[*network.Site](), "the app or slot that it leads to; null if it leads to something else",
			func(o *network.Origin) network.Edge[network.Site] { return o.Site }),
		attr("enabled", cty.Bool, "whether it is used", func(o *network.Origin) fact { return boolValue(o.Enabled) }),
		attr("private_link", cty.Bool, "whether it is reached by private link", func(o *network.Origin) fact { return boolValue(o.PrivateLink) }),
		attr("certificate_name_check_enabled", cty.Bool, "whether the name in its certificate is checked", func(o *network.Origin) fact { return boolValue(o.CertificateNameCheck) }),
	)
}

func applicationGatewayShape() shape[*network.ApplicationGateway] {
	return element[*network.ApplicationGateway]().and(
		refs("subnets", element[*network.Subnet](), "the subnets that it is in",
			func(g *network.ApplicationGateway) value.Set[network.Edge[network.Subnet]] { return g.Subnets }),
		list("backends", backend(), "the targets of its backend pools", func(g *network.ApplicationGateway) value.Set[network.Backend] { return g.Backends }),
	)
}

func backend() shape[network.Backend] {
	return shape[network.Backend]{
		attr("pool", cty.String, "the name of the pool", func(b network.Backend) fact { return text(b.Pool) }),
		attr("host", cty.String, "the host or address", func(b network.Backend) fact { return text(b.Host) }),
		ref("app", element[*network.Site](), "the app or slot that it is; null if it is something else", func(b network.Backend) network.Edge[network.Site] { return b.Site }),
	}
}
