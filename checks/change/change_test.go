package change_test

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/checks/change"
	"github.com/appnetlint/appnetlint/pkg/access"
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

func element(name string) network.Element { return network.Element{Address: name, Name: some(name)} }

// world is an app that sends from the address of a NAT gateway, is reached by a private
// endpoint, and has an IP-based TLS binding.
type world struct {
	network.Model
	subnet   *network.Subnet
	plan     *network.Plan
	app      *network.Site
	gateway  *network.NATGateway
	address  *network.PublicAddress
	endpoint *network.PrivateEndpoint
	binding  *network.Binding
}

func newWorld() *world {
	w := &world{
		subnet:   &network.Subnet{Element: element("subnet"), Prefixes: some([]netip.Prefix{netip.MustParsePrefix("10.0.0.0/24")})},
		plan:     &network.Plan{Element: element("plan"), SKU: some("P1v3")},
		app:      &network.Site{Element: element("app"), Kind: network.WebApp, PublicAccess: some(network.PublicEnabled)},
		gateway:  &network.NATGateway{Element: element("gateway")},
		address:  &network.PublicAddress{Element: element("address"), IP: some("203.0.113.7")},
		endpoint: &network.PrivateEndpoint{Element: element("endpoint"), Assigned: some("10.0.1.4")},
		binding:  &network.Binding{Element: element("binding"), IPBased: some(true)},
	}
	w.app.Plan, w.app.Routing.All = to(w.plan), some(true)
	w.app.Integrations.Items = []network.Integration{{Subnet: to(w.subnet)}}
	w.subnet.NATGateway = to(w.gateway)
	w.gateway.PublicAddresses.Items = []network.Edge[network.PublicAddress]{to(w.address)}
	w.endpoint.Site, w.binding.Site = to(w.app), to(w.app)
	w.Sites, w.Plans, w.Subnets = []*network.Site{w.app}, []*network.Plan{w.plan}, []*network.Subnet{w.subnet}
	w.NATGateways, w.PublicAddresses = []*network.NATGateway{w.gateway}, []*network.PublicAddress{w.address}
	w.PrivateEndpoints, w.Bindings = []*network.PrivateEndpoint{w.endpoint}, []*network.Binding{w.binding}
	return w
}

// second adds an address to the gateway.
func (w *world) second() {
	a := &network.PublicAddress{Element: element("second")}
	w.PublicAddresses = append(w.PublicAddresses, a)
	w.gateway.PublicAddresses.Items = append(w.gateway.PublicAddresses.Items, to(a))
}

func (w *world) takeOff() { w.subnet.NATGateway = network.Edge[network.NATGateway]{} }

// rule lets an address in at another app.
func (w *world) rule(prefix string) {
	r := &network.AccessRule{}
	r.Source = some(access.Source{Prefixes: []netip.Prefix{netip.MustParsePrefix(prefix)}})
	api := &network.Site{Element: element("api"), Kind: network.WebApp}
	api.Main.Rules.Items = []*network.AccessRule{r}
	w.Sites = append(w.Sites, api)
}

func (w *world) record(address string) {
	w.Records = append(w.Records, &network.Record{Element: element("record"), Values: some([]string{address})})
}

// findings runs the check on a change from one world to another.
func findings(edit func(before, after *world)) []lint.Finding {
	before, after := newWorld(), newWorld()
	edit(before, after)
	before.Link()
	after.Link()
	return lint.Run(lint.Subject{Model: &after.Model, Before: &before.Model}, []*lint.Check{change.AddressLost}).Findings
}

type test struct {
	name   string
	change func(before, after *world)
	want   []string // severity and address of each finding
}

func check(t *testing.T, tests []test) {
	t.Helper()
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, f := range findings(c.change) {
				got = append(got, f.Severity.String()+" "+f.Address)
			}
			assert.Equal(t, c.want, got)
		})
	}
}

func TestOutboundAddresses(t *testing.T) {
	const onAddress, onGateway, onApp = "warning address", "warning gateway", "warning app"
	check(t, []test{
		{"nothing changes", func(_, _ *world) {}, nil},
		{"address replaced", func(_, a *world) { a.address.Replaced = true }, []string{onAddress}},
		{"address destroyed", func(_, a *world) {
			a.second()
			a.gateway.PublicAddresses.Items, a.PublicAddresses = a.gateway.PublicAddresses.Items[1:], a.PublicAddresses[1:]
		}, []string{onGateway}},
		{"one of two destroyed", func(b, _ *world) { b.second() }, []string{onGateway}},
		{"another one added", func(_, a *world) { a.second() }, nil},
		{"gateway and address destroyed", func(_, a *world) { a.takeOff(); a.NATGateways, a.PublicAddresses = nil, nil }, []string{onApp}},
		{"gateway replaced, address kept", func(_, a *world) { a.gateway.Replaced = true }, nil},
		{"gateway taken off the subnet", func(_, a *world) { a.takeOff() }, []string{onApp}},
		{"Route all switched off", func(_, a *world) { a.app.Routing.All = some(false) }, []string{onApp}},
		{"address taken off the gateway", func(_, a *world) {
			a.second()
			a.gateway.PublicAddresses.Items = a.gateway.PublicAddresses.Items[1:]
		}, []string{onGateway}},
		{"traffic through an appliance", func(_, a *world) {
			route := network.Route{Element: element("r"), Prefix: some("0.0.0.0/0"), NextHop: some("VirtualAppliance"), Address: some("10.0.9.4")}
			table := &network.RouteTable{Element: element("rt"), Routes: value.Set[network.Route]{Items: []network.Route{route}}}
			a.subnet.RouteTable = to(table)
		}, []string{onApp}},
		{"the app destroyed", func(_, a *world) { a.Sites, a.PublicAddresses, a.PrivateEndpoints, a.Bindings = nil, nil, nil, nil }, nil},
		{"there was no gateway", func(b, a *world) { b.takeOff(); a.address.Replaced = true }, nil},
		{"who knows whether it is sent through", func(_, a *world) { a.address.Replaced = true; a.app.Routing.All = unknown[bool]() }, nil},
		{"who knows the gateway", func(_, a *world) { a.subnet.NATGateway = open[network.NATGateway]() }, nil},
		{"who knows its addresses", func(_, a *world) { a.gateway.PublicAddresses.Items[0] = open[network.PublicAddress]() }, nil},
		{"it may have more addresses", func(_, a *world) {
			a.gateway.PublicAddresses.Items, a.gateway.PublicAddresses.Incomplete = nil, "var.x"
		}, nil},
		{"not all can be seen", func(_, a *world) {
			a.second()
			a.PublicAddresses = a.PublicAddresses[1:]
			a.Incomplete = []string{"module.m"}
		}, nil},
		{"an address that is only read", func(b, a *world) { b.address.External = true; a.address.Replaced = true }, nil},
	})
}

func TestPrivateEndpoints(t *testing.T) {
	const onApp, onEndpoint, note = "warning app", "warning endpoint", "note endpoint"
	destroyed := func(_, a *world) { a.PrivateEndpoints = nil }
	replaced := func(_, a *world) { a.endpoint.Replaced, a.endpoint.Assigned = true, unknown[string]() }
	static := func(was, is value.Of[[]string]) func(b, a *world) {
		return func(b, a *world) {
			replaced(b, a)
			b.endpoint.Addresses, a.endpoint.Addresses = was, is
		}
	}
	check(t, []test{
		{"destroyed", destroyed, []string{onApp}},
		{"destroyed with the app", func(b, a *world) { destroyed(b, a); a.Sites, a.Bindings = nil, nil }, nil},
		{"another one stays", func(b, a *world) {
			e := &network.PrivateEndpoint{Element: element("other"), Site: to(a.app)}
			a.PrivateEndpoints = []*network.PrivateEndpoint{e}
		}, nil},
		{"another one stays, but the address is written", func(_, a *world) {
			e := &network.PrivateEndpoint{Element: element("other"), Site: to(a.app)}
			a.PrivateEndpoints = []*network.PrivateEndpoint{e}
			a.record("10.0.1.4")
		}, []string{onApp}},
		{"another one may lead there", func(_, a *world) {
			e := &network.PrivateEndpoint{Element: element("other"), Site: open[network.Site]()}
			a.PrivateEndpoints = []*network.PrivateEndpoint{e}
		}, nil},
		{"not all can be seen", func(b, a *world) { destroyed(b, a); a.Incomplete = []string{"module.m"} }, nil},
		{"replaced", replaced, []string{note}},
		{"replaced, and the address is written", func(b, a *world) { replaced(b, a); a.record("10.0.1.4") }, []string{onEndpoint}},
		{"replaced, and another address is written", func(b, a *world) { replaced(b, a); a.record("10.0.1.5") }, []string{note}},
		{"replaced with the same static address", static(some([]string{"10.0.1.4"}), some([]string{"10.0.1.4"})), nil},
		{"replaced with another one", static(some([]string{"10.0.1.4"}), some([]string{"10.0.1.9"})), []string{note}},
		{"replaced with one that is not known", static(some([]string{"10.0.1.4"}), unknown[[]string]()), nil},
		{"of an app that is replaced", func(b, a *world) { replaced(b, a); a.app.Replaced = true }, nil},
		{"now for another app", func(b, a *world) { replaced(b, a); a.endpoint.Site = open[network.Site]() }, nil},
	})
}

func TestBindings(t *testing.T) {
	const onApp, onBinding = "warning app", "warning binding"
	check(t, []test{
		{"replaced", func(_, a *world) { a.binding.Replaced = true }, []string{onBinding}},
		{"destroyed", func(_, a *world) { a.Bindings = nil }, []string{onApp}},
		{"by server name now", func(_, a *world) { a.binding.IPBased = some(false) }, []string{onBinding}},
		{"who knows", func(_, a *world) { a.binding.IPBased = unknown[bool]() }, nil},
		{"another one may belong to the app", func(_, a *world) { a.binding.Site = open[network.Site]() }, nil},
		{"another one stays", func(b, a *world) {
			for _, w := range []*world{b, a} {
				w.Bindings = append(w.Bindings, &network.Binding{Element: element("other"), Site: to(w.app), IPBased: some(true)})
			}
			a.Bindings = a.Bindings[1:]
		}, nil},
		{"another one in its place", func(_, a *world) { a.binding.Element = element("new") }, nil},
		{"it had none", func(b, a *world) { b.binding.IPBased = some(false); a.Bindings = nil }, nil},
		{"written at the app", func(b, a *world) {
			b.Bindings, a.Bindings = nil, nil
			b.app.InlineHostNames.Items = []network.HostName{{IPBased: some(true)}}
		}, []string{onApp}},
		{"still written at the app", func(_, a *world) {
			a.Bindings = nil
			a.app.InlineHostNames.Items = []network.HostName{{IPBased: some(true)}}
		}, nil},
	})
}

func TestMessagesOfLostAddresses(t *testing.T) {
	found := findings(func(_, a *world) { a.address.Replaced = true; a.rule("203.0.113.7/32") })
	require.Len(t, found, 1)
	assert.Contains(t, found[0].Message, `replaces public IP address "address" (203.0.113.7) of NAT gateway "gateway", from which web app "app" sends`)
	assert.Contains(t, found[0].Message, "has another address")
	require.Len(t, found[0].Related, 2)
	assert.Equal(t, "api", found[0].Related[1].Address, "where the address is written")

	found = findings(func(_, a *world) { a.address.Replaced = true; a.rule("203.0.113.0/24") })
	assert.Len(t, found[0].Related, 1, "a range may admit the next address as well")

	found = findings(func(b, a *world) {
		for _, w := range []*world{b, a} {
			api := *w.app
			api.Element = element("api")
			w.Sites = append(w.Sites, &api)
		}
		a.takeOff()
	})
	require.Len(t, found, 1, "one mistake, however many apps")
	assert.Contains(t, found[0].Message, `web app "app" and web app "api" send`)
	assert.Contains(t, found[0].Message, "virtual network, default outbound")

	found = findings(func(b, a *world) {
		b.endpoint.Assigned = some("10.0.1.4").Sensitive()
		a.PrivateEndpoints = nil
		a.record("10.0.1.4")
	})
	assert.NotContains(t, found[0].Message, "10.0.1.4", "a sensitive address is not printed")
}
