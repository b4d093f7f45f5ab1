package module_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/module"
)

func TestConfigFile(t *testing.T) {
	for name, want := range map[string]bool{
		"main.tf": true, "main.tofu": true, "main.tf.json": true, "main.tofu.json": true, "override.tf": true,
		".hidden.tf": false, "main.tf~": false, "#main.tf#": false, "main.tfvars": false, "main.json": false,
		"x.tftest.hcl": false, ".tf": false, "tf": false, "main.TF": false,
	} {
		assert.Equal(t, want, module.ConfigFile(name), name)
	}
}

func TestWhichFilesCount(t *testing.T) {
	m := files{
		"z.tf": "", "a.tf": "", "a.tofu": "", "b.tf.json": "{}", "b.tofu.json": "{}", "c.tf": "", "c.tofu.json": "{}",
		"override.tf": "", "a_override.tf": "", "a_override.tofu": "", ".x.tf": "", "d.tf/main.tf": "",
	}.load(t)
	var names []string
	for _, f := range m.Files {
		names = append(names, f.Path)
	}
	assert.Equal(t, []string{"a.tofu", "b.tofu.json", "c.tf", "c.tofu.json", "z.tf", "a_override.tofu", "override.tf"}, names)
	assert.Empty(t, messages(m.Errors))
}
