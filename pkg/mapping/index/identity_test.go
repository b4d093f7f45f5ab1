package index_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/source"
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
