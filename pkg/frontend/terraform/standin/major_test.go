package standin

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/schema"
)

func TestMajorOf(t *testing.T) {
	for constraint, want := range map[string]int{
		"~> 3.50":            3,
		">= 3.116.0":         5,
		">= 4.20.0, < 5.0.0": 4,
		"= 4.14.0":           4,
		"3.0.1":              3,
		"~> 5.1":             5,
	} {
		dir := write(t, map[string]string{"terraform.tf": `
terraform {
  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "` + constraint + `"
    }
  }
}
`})
		got, err := majorOf(dir)
		require.NoError(t, err, constraint)
		assert.Equal(t, want, got, constraint)
	}
}

func TestMajorOfWithoutConstraint(t *testing.T) {
	for name, content := range map[string]string{
		"nothing":       ``,
		"no version":    "terraform {\n required_providers {\n azurerm = { source = \"hashicorp/azurerm\" }\n}\n}\n",
		"other version": "terraform {\n required_providers {\n azapi = { version = \"2.0.0\" }\n}\n}\n",
	} {
		got, err := majorOf(write(t, map[string]string{"main.tf": content}))
		require.NoError(t, err, name)
		assert.Equal(t, schema.Newest, got, name)
	}
}

func TestMajorOfWrongConstraint(t *testing.T) {
	_, err := majorOf(write(t, map[string]string{"main.tf": `
terraform {
  required_providers {
    azurerm = { version = "newest" }
  }
}
`}))
	assert.ErrorContains(t, err, "newest")
}
