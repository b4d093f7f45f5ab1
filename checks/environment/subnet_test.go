package environment_test

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/checks/environment"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// joining adds an app that joins the environment's subnet.
func (w *world) joining(plan *network.Plan) {
	s := &network.Site{Element: element("app"), Kind: network.WebApp, Plan: to(plan)}
	s.Integrations.Items = []network.Integration{{Subnet: to(w.subnet)}}
	w.Sites, w.Plans = append(w.Sites, s), append(w.Plans, plan)
}

func TestSubnetNotEmpty(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*world)
		want   []string
	}{
		"alone": {func(*world) {}, nil},
		"a network interface": {func(w *world) {
			w.Occupants = []*network.Occupant{{Element: element("nic"), Kind: "network interface", Subnet: to(w.subnet)}}
		}, []string{"error subnet"}},
		"a private endpoint": {func(w *world) {
			w.PrivateEndpoints = []*network.PrivateEndpoint{{Element: element("pe"), Subnet: to(w.subnet)}}
		}, []string{"error subnet"}},
		"maybe a private endpoint": {func(w *world) {
			w.PrivateEndpoints = []*network.PrivateEndpoint{{Element: element("pe"), Subnet: network.Open[network.Subnet]("var.s", nowhere)}}
		}, nil},
		"an application gateway": {func(w *world) {
			g := &network.ApplicationGateway{Element: element("agw")}
			g.Subnets.Items = []network.Edge[network.Subnet]{to(w.subnet), to(w.subnet)}
			w.ApplicationGateways = append(w.ApplicationGateways, g)
		}, []string{"error subnet"}},
		"a second environment": {func(w *world) {
			w.Environments = append(w.Environments, &network.Environment{Element: element("b"), Version: some(3), Subnet: to(w.subnet)})
		}, []string{"error subnet"}},
		"an app of elsewhere":          {func(w *world) { w.joining(&network.Plan{}) }, []string{"error subnet"}},
		"an app of the environment":    {func(w *world) { w.joining(&network.Plan{Environment: to(w.env)}) }, nil},
		"an app of who knows where":    {func(w *world) { w.joining(&network.Plan{Environment: network.Open[network.Environment]("x", nowhere)}) }, nil},
		"a subnet that is only read":   {func(w *world) { w.joining(&network.Plan{}); w.subnet.External = true }, []string{"error ase"}},
		"an environment that is there": {func(w *world) { w.joining(&network.Plan{}); w.subnet.External, w.env.External = true, true }, []string{"error app"}},
		"version 2":                    {func(w *world) { w.joining(&network.Plan{}); w.env.Version = some(2) }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			c.change(w)
			assert.Equal(t, c.want, w.run(environment.SubnetNotEmpty))
		})
	}
}

func TestSubnetPrefixArray(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*world)
		want   []string
	}{
		"no such difference": {func(*world) {}, nil},
		"one text":           {func(w *world) { w.subnet.SingularPrefix = some(true) }, nil},
		"a list":             {func(w *world) { w.subnet.SingularPrefix = some(false) }, []string{"warning subnet"}},
		"who knows":          {func(w *world) { w.subnet.SingularPrefix = unknown[bool]() }, nil},
		"only read":          {func(w *world) { w.subnet.SingularPrefix, w.subnet.External = some(false), true }, nil},
		"version 2":          {func(w *world) { w.subnet.SingularPrefix, w.env.Version = some(false), some(2) }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			c.change(w)
			assert.Equal(t, c.want, w.run(environment.SubnetPrefixArray))
		})
	}
}

// networked puts the environment's subnet into a virtual network.
func (w *world) networked(space string) *network.VNet {
	v := &network.VNet{Element: element("vnet"), AddressSpace: some([]netip.Prefix{netip.MustParsePrefix(space)})}
	w.VNets = append(w.VNets, v)
	w.subnet.VNet = to(v)
	return v
}

func TestRegion(t *testing.T) {
	for name, c := range map[string]struct {
		env, vnet value.Of[string]
		want      []string
	}{
		"the same":  {some("westeurope"), some("westeurope"), nil},
		"another":   {some("westeurope"), some("northeurope"), []string{"error ase"}},
		"none":      {value.None[string](), some("northeurope"), nil},
		"who knows": {some("westeurope"), unknown[string](), nil},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			w.networked("10.0.0.0/16").Location = c.vnet
			w.env.Location = c.env
			assert.Equal(t, c.want, w.run(environment.Region))
		})
	}
}

func TestILBReservedSourceRange(t *testing.T) {
	pool := some([]netip.Prefix{netip.MustParsePrefix("172.31.192.64/26")})
	for name, c := range map[string]struct {
		change func(*world, *network.VNet)
		want   []string
	}{
		"none":           {func(*world, *network.VNet) {}, nil},
		"nearby":         {func(w *world, _ *network.VNet) { w.sized("172.31.192.128/25") }, nil},
		"its own subnet": {func(w *world, _ *network.VNet) { w.sized("172.31.192.0/24") }, []string{"warning ase"}},
		"external":       {func(w *world, _ *network.VNet) { w.sized("172.31.192.0/24"); w.env.Internal = some(false) }, nil},
		"who knows":      {func(w *world, _ *network.VNet) { w.sized("172.31.192.0/24"); w.env.Internal = unknown[bool]() }, nil},
		"a wide network": {func(_ *world, v *network.VNet) { v.AddressSpace = pool }, []string{"note ase"}},
		"a pool of a VPN": {func(w *world, _ *network.VNet) {
			w.Gateways = []*network.Gateway{{Subnet: to(w.subnet), ClientPools: pool}}
		}, []string{"warning ase"}},
		"a peered network": {func(w *world, v *network.VNet) {
			peer := &network.VNet{Element: element("peer"), AddressSpace: pool}
			w.VNets = append(w.VNets, peer)
			w.Peerings = []*network.Peering{{From: to(peer), To: to(v)}}
		}, []string{"note ase"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			w.env.Internal = some(true)
			c.change(w, w.networked("10.0.0.0/16"))
			assert.Equal(t, c.want, w.run(environment.ILBReservedSourceRange))
		})
	}
}

func TestSubnetChange(t *testing.T) {
	at := func(id string) network.Edge[network.Subnet] { return network.Outside[network.Subnet](id, nowhere) }
	const a, b = "/subscriptions/s/resourcegroups/r/providers/microsoft.network/virtualnetworks/v/subnets/a",
		"/subscriptions/s/resourcegroups/r/providers/microsoft.network/virtualnetworks/v/subnets/b"
	for name, c := range map[string]struct {
		before, after network.Edge[network.Subnet]
		want          []string
	}{
		"stays":                   {at(a), at(a), nil},
		"moves":                   {at(a), at(b), []string{"note ase"}},
		"moves to one made here":  {at(a), to(&network.Subnet{Element: network.Element{ID: "/subscriptions/?/resourcegroups/r/providers/microsoft.network/virtualnetworks/v/subnets/b"}}), []string{"note ase"}},
		"stays in one made here":  {at(a), to(&network.Subnet{Element: network.Element{ID: "/subscriptions/?/resourcegroups/r/providers/microsoft.network/virtualnetworks/v/subnets/a"}}), nil},
		"moves to who knows what": {at(a), network.Open[network.Subnet]("var.s", nowhere), nil},
		"a name that is not known": {at(a), to(&network.Subnet{Element: network.Element{
			ID: "/subscriptions/?/resourcegroups/r/providers/microsoft.network/virtualnetworks/?/subnets/a"}}), nil},
	} {
		t.Run(name, func(t *testing.T) {
			env := &network.Environment{Element: element("ase"), Subnet: c.after}
			former := &network.Environment{Element: element("ase"), Subnet: c.before}
			subject := lint.Subject{
				Model:  &network.Model{Environments: []*network.Environment{env}},
				Before: &network.Model{Environments: []*network.Environment{former}},
			}
			var got []string
			for _, f := range lint.Run(subject, []*lint.Check{environment.SubnetChange}).Findings {
				got = append(got, f.Severity.String()+" "+f.Address)
			}
			assert.Equal(t, c.want, got)
		})
	}
}

func TestBYOInboundIP(t *testing.T) {
	for name, c := range map[string]struct {
		address  value.Of[string]
		internal value.Of[bool]
		want     []string
	}{
		"of the subnet":      {some("10.0.0.9"), some(true), nil},
		"of another":         {some("10.0.1.9"), some(true), []string{"error ase"}},
		"public, external":   {some("203.0.113.9"), some(false), nil},
		"private, external":  {some("10.0.0.9"), some(false), []string{"error ase"}},
		"no address":         {some("[parameters('address')]"), some(true), nil},
		"none":               {value.None[string](), some(true), nil},
		"unknown":            {unknown[string](), some(true), nil},
		"who knows what ASE": {some("10.0.1.9"), unknown[bool](), nil},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			w.env.InboundAddress, w.env.Internal = c.address, c.internal
			assert.Equal(t, c.want, w.run(environment.BYOInboundIP))
			w.subnet.Prefixes = unknown[[]netip.Prefix]()
			if c.internal.Or(true) {
				assert.Empty(t, w.run(environment.BYOInboundIP), "the range is not known")
			}
		})
	}
}
