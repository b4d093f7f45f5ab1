package index_test

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/source"
	"github.com/appnetlint/appnetlint/pkg/value"
)

func TestSubnetKey(t *testing.T) {
	own, listed := &network.Subnet{}, &network.Subnet{Inline: true}
	own.Address, listed.Address = "subnet", "vnet"
	assert.Equal(t, "subnet", index.SubnetKey(network.AnyOf([]*network.Subnet{own}, own.At)))
	assert.Equal(t, "vnet/subnets/", index.SubnetKey(network.AnyOf([]*network.Subnet{listed}, own.At)))
	assert.Empty(t, index.SubnetKey(network.AnyOf([]*network.Subnet{own, listed}, own.At)))
	assert.Empty(t, index.SubnetKey(network.Open[network.Subnet]("", own.At)))
}

// vnet returns an index with a network of an unknown name that lists two
// subnets, and with one subnet of its own that is below it.
func vnet(t *testing.T) (x *index.Index, listed, own *network.Subnet) {
	t.Helper()
	r, s := &iac.Resource{Address: "v"}, &iac.Resource{Address: "s"}
	x = index.New(&iac.Root{Resources: []*iac.Resource{r, s}}, false)
	v := &network.VNet{}
	v.Address = "v"
	x.Add(r, v, "")
	x.Identify(v, index.AddressKey("v"))
	for _, name := range []string{"first", "second"} {
		listed = &network.Subnet{Inline: true}
		listed.Address = "v"
		x.Add(r, listed, "")
		x.Identify(listed, index.AddressKey("v")+"/subnets/"+name)
	}
	own = &network.Subnet{}
	own.Address = "s"
	x.Add(s, own, "")
	return x, listed, own
}

// resolve follows a reference to a subnet.
func resolve(x *index.Index, address, attribute string) *network.Subnet {
	origin := &iac.Origin{References: []iac.Reference{{Address: address, Attribute: attribute}}, Closed: true}
	c := iac.OpenValue(&iac.Resource{}, iac.UnknownValue(origin, source.Range{}), nil)
	return index.Resolve[network.Subnet](x, c).Target()
}

func TestListedSubnets(t *testing.T) {
	x, second, own := vnet(t)
	assert.Same(t, second, resolve(x, "v", "properties.subnets[1].id"))
	assert.Same(t, second, resolve(x, "v", "output.properties.subnets[1].id"))
	assert.Same(t, second, resolve(x, "v", "id/subnets/Second"))
	assert.Same(t, own, resolve(x, "s", "id"))
	assert.Nil(t, resolve(x, "v", "properties.subnets[2].id"))
	assert.Nil(t, resolve(x, "v", "subnet"), "it may be either")
	assert.Nil(t, resolve(x, "v", "id"), "that is the network")
	assert.Nil(t, resolve(x, "v", "id/subnets/third"))
	assert.Empty(t, second.ID, "what stands in the place of an id is none")

	x.Supersede(second, own)
	assert.Same(t, own, resolve(x, "v", "properties.subnets[1].id"))
	assert.Nil(t, resolve(x, "v", "id/subnets/second"))
}

func TestIncomplete(t *testing.T) {
	root := &iac.Root{Incomplete: []string{"a"}}
	x := index.New(root, false)
	x.Incomplete("b")
	x.Incomplete("a")
	assert.Equal(t, []string{"a", "b"}, x.Model.Incomplete)
	assert.Equal(t, []string{"a"}, root.Incomplete)
}

// TestBuild enters so many resources that they are cut into shards, and two of
// the same address, which share what is there.
func TestBuild(t *testing.T) {
	root := &iac.Root{}
	for i := range 5000 {
		address := "r" + strconv.Itoa(i%4999)
		root.Resources = append(root.Resources, &iac.Resource{Address: address, Body: iac.StringValue(address, source.Range{})})
	}
	edges := 0
	x := index.Build(root, false, func(x *index.Index, r *iac.Resource) {
		s := &network.Subnet{}
		s.Address = r.Address
		x.Add(r, s, "/subscriptions/s/"+r.Address)
		x.Model.Subnets = append(x.Model.Subnets, s)
		x.Edges(func() { s.Name = value.Some(r.Address, source.Range{}) })
		x.Later(func() { edges++ })
	})
	assert.Equal(t, 5000, edges)
	for i, s := range x.Model.Subnets {
		require.Equal(t, root.Resources[i].Address, s.Name.Or(""))
	}
	assert.Len(t, x.Parts("r1"), 1)
	assert.Equal(t, []network.Subject{x.Model.Subnets[0], x.Model.Subnets[4999]}, x.Parts("r0"))
	assert.Same(t, root.Resources[4999], x.Resource("r0"))
	assert.Nil(t, x.Resource("r4999"))
	found := index.ResolveID[network.Subnet](x, "/subscriptions/S/r4998", iac.Cursor{})
	assert.Same(t, x.Model.Subnets[4998], found.Target())
	both, _ := index.ResolveID[network.Subnet](x, "/subscriptions/s/r0", iac.Cursor{}).Candidates()
	assert.Len(t, both, 2)
}
