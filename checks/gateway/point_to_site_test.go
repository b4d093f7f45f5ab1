package gateway_test

import (
	"fmt"
	"net/netip"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/checks/gateway"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// cases run a check on changed worlds.
type cases map[string]struct {
	change func(*world)
	want   []string
}

func (cs cases) run(t *testing.T, c *lint.Check) {
	t.Helper()
	for name, tt := range cs {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			tt.change(w)
			assert.Equal(t, tt.want, w.run(c))
		})
	}
}

var onGateway = []string{"error gateway of vnet"}

func unknown[T any]() value.Of[T] { return value.Undecided[T]("var.x", nowhere) }

func TestRetiring(t *testing.T) {
	cases{
		"connected":       {func(*world) {}, []string{"warning link"}},
		"unknown network": {func(w *world) { w.connect(network.Open[network.VNet]("var.network", nowhere)) }, []string{"warning link"}},
		"not connected":   {func(w *world) { w.connect() }, nil},
		"who knows": {func(w *world) {
			w.connect()
			w.app.GatewayVNets.Incomplete = "var.swift"
		}, nil},
	}.run(t, gateway.Retiring)
}

// connect gives the app connections to networks, in place of the one it has.
func (w *world) connect(networks ...network.Edge[network.VNet]) {
	w.app.GatewayVNets.Items = nil
	for i, n := range networks {
		w.app.GatewayVNets.Items = append(w.app.GatewayVNets.Items, network.GatewayIntegration{Element: element([]string{"link", "second"}[i]), VNet: n})
	}
}

func TestOnWindowsContainer(t *testing.T) {
	found := []string{"error link"}
	cases{
		"code":        {func(*world) {}, nil},
		"container":   {func(w *world) { w.app.WindowsContainer = some(true) }, found},
		"unknown":     {func(w *world) { w.app.WindowsContainer = unknown[bool]() }, nil},
		"by the plan": {func(w *world) { w.app.Plan = to(&network.Plan{WindowsContainers: some(true)}) }, found},
		"by one of two plans": {func(w *world) {
			w.app.Plan = network.AnyOf([]*network.Plan{{WindowsContainers: some(true)}, {}}, nowhere)
		}, nil},
	}.run(t, gateway.OnWindowsContainer)
}

func TestSKUUnsupported(t *testing.T) {
	on := func(sku string, change ...func(*network.Plan)) func(*world) {
		return func(w *world) {
			plan := &network.Plan{Element: element("plan"), SKU: some(sku)}
			for _, c := range change {
				c(plan)
			}
			w.Plans, w.app.Plan = []*network.Plan{plan}, to(plan)
		}
	}
	cases{
		"Standard":         {on("S1"), nil},
		"Premium v4":       {on("P1v4"), nil},
		"Elastic Premium":  {on("EP1"), []string{"error plan"}},
		"Free":             {on("F1"), []string{"error plan"}},
		"environment":      {on("I1v2"), []string{"error plan"}},
		"nobody knows":     {on("WS1"), nil},
		"unknown":          {on("EP1", func(p *network.Plan) { p.SKU = unknown[string]() }), nil},
		"a plan only read": {on("EP1", func(p *network.Plan) { p.External = true }), []string{"error link"}},
		"Linux, another mistake": {func(w *world) {
			on("EP1")(w)
			w.app.OS = some(network.Linux)
		}, nil},
		"not connected": {func(w *world) {
			on("EP1")(w)
			w.connect()
		}, nil},
	}.run(t, gateway.SKUUnsupported)
}

func TestNotRouteBased(t *testing.T) {
	policyBased := func(w *world) { w.vpn.RouteBased = some(false) }
	cases{
		"not written":  {func(*world) {}, nil},
		"route-based":  {func(w *world) { w.vpn.RouteBased = some(true) }, nil},
		"policy-based": {policyBased, onGateway},
		"unknown":      {func(w *world) { w.vpn.RouteBased = unknown[bool]() }, nil},
		"beside ExpressRoute": {func(w *world) {
			policyBased(w)
			w.gateway(w.vnet, true)
		}, onGateway},
		"one of two": {func(w *world) {
			policyBased(w)
			w.gateway(w.vnet, false)
		}, nil},
		"of another network": {func(w *world) {
			policyBased(w)
			w.connect(to(w.remote))
		}, nil},
		"of an unknown network": {func(w *world) {
			policyBased(w)
			w.connect(network.Open[network.VNet]("var.network", nowhere))
		}, nil},
	}.run(t, gateway.NotRouteBased)
}

func TestPointToSiteMissing(t *testing.T) {
	none := func(w *world) { w.vpn.PointToSite = some(false) }
	cases{
		"not known":          {func(*world) {}, nil},
		"none":               {none, onGateway},
		"unknown":            {func(w *world) { w.vpn.PointToSite = unknown[bool]() }, nil},
		"without a pool":     {func(w *world) { w.vpn.PointToSite = some(true) }, onGateway},
		"with an empty pool": {func(w *world) { w.vpn.PointToSite, w.vpn.ClientPools = some(true), some([]netip.Prefix{}) }, onGateway},
		"unknown pool":       {func(w *world) { w.vpn.PointToSite, w.vpn.ClientPools = some(true), unknown[[]netip.Prefix]() }, nil},
		"with a pool":        {func(w *world) { w.vpn.PointToSite, w.vpn.ClientPools = some(true), pools("10.9.0.0/24") }, nil},
		"policy-based":       {func(w *world) { none(w); w.vpn.RouteBased = some(false) }, nil},
		"unknown kind":       {func(w *world) { none(w); w.vpn.RouteBased = unknown[bool]() }, nil},
		"only read":          {func(w *world) { none(w); w.vpn.External = true }, nil},
	}.run(t, gateway.PointToSiteMissing)
}

func pools(texts ...string) value.Of[[]netip.Prefix] {
	var out []netip.Prefix
	for _, text := range texts {
		out = append(out, netip.MustParsePrefix(text))
	}
	return some(out)
}

func TestPointToSiteProtocol(t *testing.T) {
	takes := func(size value.Of[string], protocols ...string) func(*world) {
		return func(w *world) { w.vpn.SKU, w.vpn.ClientProtocol = size, some(protocols) }
	}
	normal := some("VpnGw1AZ")
	cases{
		"SSTP":             {takes(normal, "sstp"), nil},
		"SSTP and OpenVPN": {takes(normal, "openvpn", "sstp"), nil},
		"OpenVPN":          {takes(normal, "openvpn"), onGateway},
		"IKEv2 too":        {takes(normal, "sstp", "ikev2"), onGateway},
		"none":             {takes(normal), onGateway},
		"Basic":            {takes(some("basic"), "ikev2"), nil},
		"unknown size":     {takes(unknown[string](), "openvpn"), nil},
		"unknown":          {func(w *world) { w.vpn.SKU, w.vpn.ClientProtocol = normal, unknown[[]string]() }, nil},
		"not written":      {func(w *world) { w.vpn.SKU = normal }, nil},
	}.run(t, gateway.PointToSiteProtocol)
}

func TestPoolNotPrivate(t *testing.T) {
	has := func(texts ...string) func(*world) { return func(w *world) { w.vpn.ClientPools = pools(texts...) } }
	cases{
		"private":       {has("10.1.0.0/24", "172.31.0.0/16", "192.168.0.0/16"), nil},
		"carrier's":     {has("100.64.0.0/24"), onGateway},
		"one of two":    {has("10.1.0.0/24", "203.0.113.0/24"), onGateway},
		"wider":         {has("172.0.0.0/8"), onGateway},
		"unknown":       {func(w *world) { w.vpn.ClientPools = unknown[[]netip.Prefix]() }, nil},
		"not connected": {func(w *world) { has("100.64.0.0/24")(w); w.connect() }, nil},
	}.run(t, gateway.PoolNotPrivate)

	w := newWorld()
	w.vpn.ClientPools = pools("203.0.113.0/24").Sensitive()
	w.Link()
	findings := lint.Run(lint.Subject{Model: &w.Model}, []*lint.Check{gateway.PoolNotPrivate}).Findings
	require.Len(t, findings, 1)
	assert.NotContains(t, findings[0].Message, "203.0.113")
}

func TestNetworkLimit(t *testing.T) {
	open := network.Open[network.VNet]("var.network", nowhere)
	six := func(w *world, same bool) {
		plan := &network.Plan{Element: element("plan")}
		w.Plans, w.Sites = []*network.Plan{plan}, nil
		for i := range 6 {
			target := network.Outside[network.VNet](fmt.Sprintf("/subscriptions/s/v%d", i%5), nowhere)
			if !same {
				target = network.Outside[network.VNet](fmt.Sprintf("/subscriptions/s/v%d", i), nowhere)
			}
			app := &network.Site{Element: element(fmt.Sprint("app", i)), Plan: to(plan)}
			app.GatewayVNets.Items = []network.GatewayIntegration{{VNet: target}}
			w.Sites = append(w.Sites, app)
		}
	}
	cases{
		"one":             {func(*world) {}, nil},
		"two":             {func(w *world) { w.connect(to(w.vnet), to(w.remote)) }, []string{"error app"}},
		"twice the same":  {func(w *world) { w.connect(to(w.vnet), to(w.vnet)) }, nil},
		"perhaps another": {func(w *world) { w.connect(to(w.vnet), open) }, nil},
		"six on a plan":   {func(w *world) { six(w, false) }, []string{"error plan"}},
		"five on a plan":  {func(w *world) { six(w, true) }, nil},
	}.run(t, gateway.NetworkLimit)
}

func TestAndRegional(t *testing.T) {
	join := func(e network.Edge[network.Subnet]) func(*world) {
		return func(w *world) { w.app.Integrations.Items = []network.Integration{{Subnet: e}} }
	}
	cases{
		"gateway only": {func(*world) {}, nil},
		"both":         {join(to(&network.Subnet{})), []string{"note link"}},
		"perhaps":      {join(network.Open[network.Subnet]("var.subnet", nowhere)), nil},
		"regional only": {func(w *world) {
			join(to(&network.Subnet{}))(w)
			w.connect()
		}, nil},
	}.run(t, gateway.AndRegional)
}
