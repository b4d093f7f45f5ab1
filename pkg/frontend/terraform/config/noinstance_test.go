package config_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// What is in a module that has no instance makes nothing, and is not even read.
func TestModuleWithoutInstance(t *testing.T) {
	files := map[string]string{
		"main.tf": "module \"m\" {\n  source = \"./m\"\n  count  = var.n\n}\nvariable \"n\" {\n  default = 0\n}\n" +
			"resource \"azurerm_subnet\" \"s\" {\n  name = length(module.m) == 0 ? \"none\" : \"some\"\n}\n",
		"m/main.tf": "resource \"azurerm_subnet\" {",
	}
	root := evaluated(t, files)
	assert.Empty(t, messages(root.Errors))
	assert.Empty(t, root.Incomplete)
	assert.Len(t, root.Files, 1)
	assert.Len(t, root.Resources, 1)

	files["main.tf"] = "module \"m\" {\n  source = \"./m\"\n}\n"
	assert.NotEmpty(t, messages(evaluated(t, files).Errors), "with an instance the error counts")
}
