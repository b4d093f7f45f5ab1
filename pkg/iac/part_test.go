package iac

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/pkg/source"
)

func TestPartsOfAnUnknownValue(t *testing.T) {
	references := []Reference{{Address: "azurerm_subnet.app", Attribute: "id"}}
	body := UnknownValue(&Origin{References: references, Closed: true, Pin: "azurerm_subnet.app.id"}, source.Range{}).Sensitive()
	c := Open(&Resource{Body: body}, nil)

	part := c.Get("properties").Get("virtualNetworkSubnetId").Value()
	assert.True(t, part.IsUnknown())
	assert.True(t, part.IsSensitive())
	assert.Equal(t, references, part.Origin().References)
	assert.False(t, part.Origin().Closed, "the reference may be that of any attribute")
	assert.True(t, body.Origin().Closed)
}
