package flexconsumption_test

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/checks/flexconsumption"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/source"
	"github.com/appnetlint/appnetlint/pkg/value"
)

var nowhere source.Range

func some[T any](v T) value.Of[T] { return value.Some(v, nowhere) }

func unknown[T any]() value.Of[T] { return value.Undecided[T]("var.x", nowhere) }

func to[T any](target *T) network.Edge[T] { return network.To(target, "", nowhere) }

func element(address string) network.Element { return network.Element{Address: address} }

// world is a model with a Flex Consumption app that joins a subnet as it should be.
type world struct {
	network.Model
	vnet   *network.VNet
	subnet *network.Subnet
	app    *network.Site
}

func newWorld() *world {
	w := &world{vnet: &network.VNet{Element: element("vnet")}}
	w.vnet.Location = some("northeurope")
	w.subnet = &network.Subnet{Element: element("subnet"), VNet: to(w.vnet), Delegations: some([]string{"microsoft.app/ENVIRONMENTS"})}
	w.subnet.Name = some("snet-func")
	w.sized("10.0.0.0/27")
	w.VNets, w.Subnets = []*network.VNet{w.vnet}, []*network.Subnet{w.subnet}
	w.app = w.joining("app")
	w.app.Flex = true
	return w
}

// joining adds a function app that joins the subnet.
func (w *world) joining(address string) *network.Site {
	s := &network.Site{Element: element(address), Kind: network.FunctionApp, AppScaleLimit: some(100)}
	s.Location = some("northeurope")
	s.Integrations.Items = []network.Integration{{Subnet: to(w.subnet)}}
	w.Sites = append(w.Sites, s)
	return s
}

// joins makes the app join something else.
func (w *world) joins(e network.Edge[network.Subnet]) {
	w.app.Integrations.Items = []network.Integration{{Subnet: e}}
}

func (w *world) sized(prefix string) {
	w.subnet.Prefixes = some([]netip.Prefix{netip.MustParsePrefix(prefix)})
}

func (w *world) run(c *lint.Check) []string {
	w.Link()
	var out []string
	for _, f := range lint.Run(lint.Subject{Model: &w.Model}, []*lint.Check{c}).Findings {
		out = append(out, f.Severity.String()+" "+f.Address)
	}
	return out
}

type table map[string]struct {
	change func(*world)
	want   []string
}

func (tests table) run(t *testing.T, c *lint.Check) {
	t.Helper()
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			test.change(w)
			assert.Equal(t, test.want, w.run(c))
		})
	}
}

func TestSubnetDelegation(t *testing.T) {
	farms := some([]string{"Microsoft.Web/serverFarms"})
	table{
		"right":            {func(*world) {}, nil},
		"wrong":            {func(w *world) { w.subnet.Delegations = farms }, []string{"error subnet"}},
		"none":             {func(w *world) { w.subnet.Delegations = value.None[[]string]() }, []string{"error subnet"}},
		"two apps":         {func(w *world) { w.subnet.Delegations = farms; w.joining("b").Flex = true }, []string{"error subnet"}},
		"another plan":     {func(w *world) { w.subnet.Delegations = farms; w.app.Flex = false }, nil},
		"unknown":          {func(w *world) { w.subnet.Delegations = unknown[[]string]() }, nil},
		"out of sight":     {func(w *world) { w.subnet.Delegations, w.subnet.External = value.None[[]string](), true }, nil},
		"wrong, only read": {func(w *world) { w.subnet.Delegations, w.subnet.External = farms, true }, []string{"error app"}},
		"existing app":     {func(w *world) { w.subnet.Delegations, w.app.External = farms, true }, nil},
		"subnet elsewhere": {func(w *world) { w.joins(network.Outside[network.Subnet]("/subnets/s", nowhere)) }, nil},
		"one of two": {func(w *world) {
			w.subnet.Delegations = farms
			w.joins(network.AnyOf([]*network.Subnet{w.subnet, {Delegations: unknown[[]string]()}}, nowhere))
		}, nil},
		"either of two": {func(w *world) {
			w.subnet.Delegations = farms
			w.joins(network.AnyOf([]*network.Subnet{w.subnet, {Delegations: farms}}, nowhere))
		}, []string{"error app"}},
	}.run(t, flexconsumption.SubnetDelegation)
}

func TestSubnetUnderscore(t *testing.T) {
	table{
		"none":         {func(*world) {}, nil},
		"one":          {func(w *world) { w.subnet.Name = some("snet_func") }, []string{"error subnet"}},
		"unknown":      {func(w *world) { w.subnet.Name = unknown[string]() }, nil},
		"another plan": {func(w *world) { w.subnet.Name, w.app.Flex = some("snet_func"), false }, nil},
		"only read":    {func(w *world) { w.subnet.Name, w.subnet.External = some("snet_func"), true }, []string{"error app"}},
		"elsewhere":    {func(w *world) { w.joins(network.Outside[network.Subnet]("/x_y/subnets/snet_func", nowhere)) }, []string{"error app"}},
		"the network's": {func(w *world) {
			w.joins(network.Outside[network.Subnet]("/virtualnetworks/x_y/subnets/func", nowhere))
		}, nil},
	}.run(t, flexconsumption.SubnetUnderscore)
}

func TestSubnetSize(t *testing.T) {
	table{
		"one app":           {func(*world) {}, nil},
		"too small":         {func(w *world) { w.sized("10.0.0.0/28") }, []string{"warning subnet"}},
		"too small for two": {func(w *world) { w.joining("b").Flex = true }, []string{"warning subnet"}},
		"two apps":          {func(w *world) { w.joining("b").Flex = true; w.sized("10.0.0.0/26") }, nil},
		"maybe a second one": {func(w *world) {
			w.Sites = append(w.Sites, &network.Site{Flex: true, Integrations: value.Set[network.Integration]{Incomplete: "x"}})
		}, nil},
		"too many instances": {func(w *world) { w.app.AppScaleLimit = some(1001) }, []string{"warning subnet"}},
		"who knows how many": {func(w *world) { w.app.AppScaleLimit = unknown[int]() }, nil},
		"unknown":            {func(w *world) { w.subnet.Prefixes = unknown[[]netip.Prefix]() }, nil},
		"only read":          {func(w *world) { w.sized("10.0.0.0/28"); w.subnet.External = true }, []string{"warning app"}},
	}.run(t, flexconsumption.SubnetSize)
}

func TestSubnetShared(t *testing.T) {
	on := func(w *world, sku value.Of[string]) {
		w.Plans = []*network.Plan{{SKU: sku}}
		w.joining("b").Plan = to(w.Plans[0])
	}
	table{
		"alone":            {func(*world) {}, nil},
		"two of the plan":  {func(w *world) { w.joining("b").Flex = true }, nil},
		"a web app":        {func(w *world) { w.joining("b").Kind = network.WebApp }, []string{"error subnet"}},
		"another plan":     {func(w *world) { on(w, some("EP1")) }, []string{"error subnet"}},
		"may be Flex":      {func(w *world) { on(w, unknown[string]()) }, nil},
		"is Flex":          {func(w *world) { on(w, some("FC1")) }, nil},
		"Container Apps":   {func(w *world) { w.Occupants = []*network.Occupant{{Element: element("cae"), Subnet: to(w.subnet)}} }, []string{"error subnet"}},
		"private endpoint": {func(w *world) { w.PrivateEndpoints = []*network.PrivateEndpoint{{Subnet: to(w.subnet)}} }, []string{"error subnet"}},
		"environment":      {func(w *world) { w.Environments = []*network.Environment{{Subnet: to(w.subnet)}} }, []string{"error subnet"}},
		"gateway": {func(w *world) {
			g := &network.ApplicationGateway{}
			g.Subnets.Items = []network.Edge[network.Subnet]{to(w.subnet)}
			w.ApplicationGateways = []*network.ApplicationGateway{g}
		}, []string{"error subnet"}},
		"service endpoint":   {func(w *world) { w.subnet.ServiceEndpoints = some([]string{"Microsoft.Storage"}) }, []string{"note subnet"}},
		"unknown endpoints":  {func(w *world) { w.subnet.ServiceEndpoints = unknown[[]string]() }, nil},
		"subnet only read":   {func(w *world) { w.joining("b").Kind = network.WebApp; w.subnet.External = true }, []string{"error app"}},
		"no Flex app at all": {func(w *world) { w.joining("b").Kind = network.WebApp; w.app.Flex = false }, nil},
	}.run(t, flexconsumption.SubnetShared)
}

func TestRegion(t *testing.T) {
	table{
		"the same":     {func(*world) {}, nil},
		"another":      {func(w *world) { w.app.Location = some("westeurope") }, []string{"error vnet"}},
		"two apps":     {func(w *world) { b := w.joining("b"); b.Flex = true; w.vnet.Location = some("westeurope") }, []string{"error vnet"}},
		"only read":    {func(w *world) { w.app.Location, w.vnet.External = some("westeurope"), true }, []string{"error app"}},
		"unknown":      {func(w *world) { w.app.Location = unknown[string]() }, nil},
		"who knows":    {func(w *world) { w.vnet.Location = unknown[string]() }, nil},
		"another plan": {func(w *world) { w.app.Location, w.app.Flex = some("westeurope"), false }, nil},
		"either of two": {func(w *world) {
			w.app.Location = some("westeurope")
			w.subnet.VNet = network.AnyOf([]*network.VNet{w.vnet, {Element: network.Element{Location: some("eastus")}}}, nowhere)
		}, []string{"error app"}},
		"one of two": {func(w *world) {
			w.app.Location = some("westeurope")
			w.subnet.VNet = network.AnyOf([]*network.VNet{w.vnet, {Element: network.Element{Location: some("westeurope")}}}, nowhere)
		}, nil},
	}.run(t, flexconsumption.Region)
}

func TestRouteAllRedundant(t *testing.T) {
	table{
		"not written":  {func(w *world) { w.app.Routing.All = value.Default(true, nowhere) }, nil},
		"on":           {func(w *world) { w.app.Routing.All = some(true) }, []string{"note app"}},
		"off":          {func(w *world) { w.app.Routing.All = some(false) }, nil},
		"no subnet":    {func(w *world) { w.app.Routing.All = some(true); w.app.Integrations.Items = nil }, nil},
		"another plan": {func(w *world) { w.app.Routing.All, w.app.Flex = some(true), false }, nil},
	}.run(t, flexconsumption.RouteAllRedundant)
}
