package schema

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAsOf(t *testing.T) {
	const typ = "azurerm_linux_web_app"
	whole, ok := For(3).Resource(typ)
	require.True(t, ok)
	for release, want := range map[string][2]bool{
		"":          {true, true},
		"3.117.1":   {true, true},
		"3.95.0":    {true, true},
		"3.95.0-0":  {true, false},
		"3.64.0":    {true, false},
		"3.26.9999": {false, false},
	} {
		b := AsOf(typ, whole, release)
		assert.Equal(t, want[0], b.Attributes["public_network_access_enabled"] != nil, release)
		assert.Equal(t, want[1], b.Blocks["site_config"].Block.Attributes["ip_restriction_default_action"] != nil, release)
	}
	assert.NotNil(t, whole.Attributes["public_network_access_enabled"], "the shared schema stays as it is")
}

func TestLastAllowed(t *testing.T) {
	for constraint, want := range map[string]string{
		"":                "",
		"3.33.0":          "3.33.0",
		"= 3.7.0":         "3.7.0",
		"~> 3.26.0":       "3.26.9999",
		"~> 3.0":          "",
		">= 3.30":         "",
		">= 3.0, < 3.95":  "3.95.0-0",
		"<= 3.80.0,~>3.0": "3.80.0",
		"nonsense":        "",
	} {
		assert.Equal(t, want, LastAllowed(constraint), constraint)
	}
}
