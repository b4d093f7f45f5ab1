package network_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/source"
)

var nowhere source.Range

func TestJoins(t *testing.T) {
	a, b := &network.Subnet{}, &network.Subnet{}
	toA, toB := network.To(a, "", nowhere), network.To(b, "", nowhere)
	open := network.Open[network.Subnet]("var.subnet", nowhere)
	joining := func(edges ...network.Edge[network.Subnet]) network.Edge[network.Subnet] {
		s := &network.Site{}
		for _, e := range edges {
			s.Integrations.Items = append(s.Integrations.Items, network.Integration{Subnet: e})
		}
		return s.Joins()
	}

	assert.True(t, joining().IsAbsent())
	assert.True(t, joining(network.Edge[network.Subnet]{}).IsAbsent())
	assert.Same(t, a, joining(toA).Target())
	assert.Same(t, a, joining(toA, toA).Target(), "written twice, the same place")
	assert.True(t, joining(open).IsUnknown())

	contending := joining(toA, toB)
	candidates, certain := contending.Candidates()
	assert.True(t, certain)
	assert.Equal(t, []*network.Subnet{a, b}, candidates)
	assert.True(t, joining(toA, open).IsUnknown(), "which of the two wins is not known")

	unseen := &network.Site{}
	unseen.Integrations.Incomplete = "a connection of an app that is not known"
	assert.True(t, unseen.Joins().IsUnknown())
}

func TestDistinct(t *testing.T) {
	a, b := &network.Subnet{}, &network.Subnet{}
	edges := []network.Edge[network.Subnet]{
		network.To(a, "", nowhere),
		network.AnyOf([]*network.Subnet{a, b}, nowhere),
		network.Open[network.Subnet]("", nowhere),
		network.To(b, "", nowhere),
		network.To(a, "", nowhere),
		network.Outside[network.Subnet]("/subscriptions/s/subnets/x", nowhere),
		network.Outside[network.Subnet]("/subscriptions/s/subnets/x", nowhere),
	}
	assert.Len(t, network.Distinct(edges, network.LeadApart[network.Subnet]), 3)
	assert.Empty(t, network.Distinct(edges[:0], network.LeadApart[network.Subnet]))
}

func TestEnumerate(t *testing.T) {
	for want, words := range map[string][]string{
		"":                   nil,
		"a":                  {"a"},
		"a and b":            {"a", "b"},
		"a, b, c and d":      {"a", "b", "c", "d"},
		"a, b, c and 2 more": {"a", "b", "c", "d", "e"},
	} {
		assert.Equal(t, want, network.Enumerate(words))
	}
}

func TestTitle(t *testing.T) {
	app := &network.Site{Kind: network.WebApp, Element: network.Element{Address: "azurerm_linux_web_app.shop"}}
	assert.Equal(t, `web app "azurerm_linux_web_app.shop"`, app.Title())
	slot := &network.Site{Kind: network.WebApp, Slot: true, Element: network.Element{Address: "slot"}, Parent: network.To(app, "", nowhere)}
	assert.Equal(t, `slot "slot" of web app "azurerm_linux_web_app.shop"`, slot.Title())
	slot.Parent = network.Open[network.Site]("", nowhere)
	assert.Equal(t, `slot "slot" of a web app`, slot.Title())
}

func TestEdgeLabel(t *testing.T) {
	subnet := &network.Subnet{Element: network.Element{Address: "azurerm_subnet.web"}}
	assert.Equal(t, "azurerm_subnet.web", network.To(subnet, "", nowhere).Label())
	assert.Equal(t, "web", network.Outside[network.Subnet]("/virtualnetworks/v/subnets/web", nowhere).Label())
	assert.Empty(t, network.Open[network.Subnet]("", nowhere).Label())
}
