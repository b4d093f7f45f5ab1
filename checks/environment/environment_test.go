package environment_test

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/checks/environment"
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

// world is a model with an environment in a subnet.
type world struct {
	network.Model
	env    *network.Environment
	subnet *network.Subnet
}

func newWorld() *world {
	w := &world{subnet: &network.Subnet{Element: element("subnet"), Delegations: some([]string{"microsoft.web/HOSTINGENVIRONMENTS"})}}
	w.env = &network.Environment{Element: element("ase"), Version: some(3), Subnet: to(w.subnet)}
	w.sized("10.0.0.0/24")
	w.Environments, w.Subnets = []*network.Environment{w.env}, []*network.Subnet{w.subnet}
	return w
}

func (w *world) sized(prefixes ...string) {
	parsed := make([]netip.Prefix, len(prefixes))
	for i, p := range prefixes {
		parsed[i] = netip.MustParsePrefix(p)
	}
	w.subnet.Prefixes = some(parsed)
}

func (w *world) run(c *lint.Check) []string {
	w.Link()
	var out []string
	for _, f := range lint.Run(lint.Subject{Model: &w.Model}, []*lint.Check{c}).Findings {
		out = append(out, f.Severity.String()+" "+f.Address)
	}
	return out
}

func TestSubnetDelegation(t *testing.T) {
	farms := some([]string{"Microsoft.Web/serverFarms"})
	none := value.None[[]string]()
	for name, c := range map[string]struct {
		change func(*world)
		want   []string
	}{
		"right":            {func(*world) {}, nil},
		"wrong":            {func(w *world) { w.subnet.Delegations = farms }, []string{"error subnet"}},
		"none":             {func(w *world) { w.subnet.Delegations = none }, []string{"error subnet"}},
		"empty":            {func(w *world) { w.subnet.Delegations = some([]string{}) }, []string{"error subnet"}},
		"unknown":          {func(w *world) { w.subnet.Delegations = unknown[[]string]() }, nil},
		"out of sight":     {func(w *world) { w.subnet.Delegations, w.subnet.External = none, true }, nil},
		"wrong, only read": {func(w *world) { w.subnet.Delegations, w.subnet.External = farms, true }, []string{"error ase"}},
		"version 2":        {func(w *world) { w.subnet.Delegations, w.env.Version = none, some(2) }, nil},
		"unknown version":  {func(w *world) { w.subnet.Delegations, w.env.Version = none, unknown[int]() }, nil},
		"existing one":     {func(w *world) { w.subnet.Delegations, w.env.External = none, true }, nil},
		"subnet elsewhere": {func(w *world) { w.env.Subnet = network.Outside[network.Subnet]("/subnets/s", nowhere) }, nil},
		"one of two subnets": {func(w *world) {
			w.subnet.Delegations = none
			w.env.Subnet = network.AnyOf([]*network.Subnet{w.subnet, {Delegations: unknown[[]string]()}}, nowhere)
		}, nil},
		"either of two subnets": {func(w *world) {
			w.subnet.Delegations = none
			w.env.Subnet = network.AnyOf([]*network.Subnet{w.subnet, {Delegations: farms}}, nowhere)
		}, []string{"error ase"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			c.change(w)
			assert.Equal(t, c.want, w.run(environment.SubnetDelegation))
		})
	}
}

func TestSubnetSize(t *testing.T) {
	plan := func(w *world, workers value.Of[int]) {
		w.Plans = append(w.Plans, &network.Plan{Environment: to(w.env), Workers: workers})
	}
	for name, c := range map[string]struct {
		change func(*world)
		want   []string
	}{
		"advised":             {func(*world) {}, nil},
		"larger":              {func(w *world) { w.sized("10.0.0.0/22") }, nil},
		"small":               {func(w *world) { w.sized("10.0.0.0/25") }, []string{"warning subnet"}},
		"smallest":            {func(w *world) { w.sized("10.0.0.0/27") }, []string{"warning subnet"}},
		"refused":             {func(w *world) { w.sized("10.0.0.0/28") }, []string{"error subnet"}},
		"two halves":          {func(w *world) { w.sized("10.0.0.0/25", "10.1.0.0/25") }, nil},
		"unknown":             {func(w *world) { w.subnet.Prefixes = unknown[[]netip.Prefix]() }, nil},
		"version 2":           {func(w *world) { w.sized("10.0.0.0/28"); w.env.Version = some(2) }, nil},
		"only read":           {func(w *world) { w.sized("10.0.0.0/28"); w.subnet.External = true }, []string{"error ase"}},
		"many instances":      {func(w *world) { plan(w, some(90)); plan(w, some(60)) }, []string{"note subnet"}},
		"some instances":      {func(w *world) { plan(w, some(90)); plan(w, some(59)) }, nil},
		"who knows how many":  {func(w *world) { plan(w, some(90)); plan(w, unknown[int]()) }, nil},
		"many, with the room": {func(w *world) { w.sized("10.0.0.0/23"); plan(w, some(100)); plan(w, some(100)) }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			c.change(w)
			assert.Equal(t, c.want, w.run(environment.SubnetSize))
		})
	}
}
