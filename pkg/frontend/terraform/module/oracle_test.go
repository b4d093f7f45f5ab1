package module_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// terraform runs the real program in a folder, without any provider or network.
type terraform struct{ path, dir string }

func newTerraform(t *testing.T, dir string) terraform {
	t.Helper()
	path, err := exec.LookPath("terraform")
	if err != nil {
		t.Skip("terraform is not installed")
	}
	if testing.Short() {
		t.Skip("terraform takes its time")
	}
	return terraform{path, dir}
}

func (tf terraform) run(args ...string) ([]byte, error) {
	cmd := exec.Command(tf.path, args...)
	cmd.Dir = tf.dir
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "TF_") {
			cmd.Env = append(cmd.Env, v)
		}
	}
	cmd.Env = append(cmd.Env, "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1", "TF_CLI_CONFIG_FILE="+os.DevNull)
	return cmd.CombinedOutput()
}

// oracle has one of each thing that an override file may change.
var oracle = files{
	"main.tf": `
variable "typed" {
  type    = string
  default = "a"
}
variable "who" {}
locals {
  a = 1
  b = 1
}
output "locals" {
  value = [local.a, local.b]
}
output "who" {
  value = var.who
}
output "o" {
  value = "base"
}
provider "terraform" {
  alias = "x"
}
resource "terraform_data" "one" {
  triggers_replace = "kept"
  provider         = terraform
  _ {
    input = "escaped"
  }
}
resource "terraform_data" "two" {
  input            = "base"
  triggers_replace = "kept"
  lifecycle {
    ignore_changes = [input]
  }
}
module "m" {
  source = "./a"
  name   = "base"
  kept   = "kept"
}
`,
	"a_override.tf": `
variable "typed" {
  default = "first"
}
locals {
  b = 2
}
locals {
  b = 3
}
output "o" {
  sensitive = true
}
resource "terraform_data" "two" {
  count    = 2
  input    = "first"
  provider = terraform.x
}
resource "terraform_data" "two" {
  input = "second"
}
module "m" {
  source = "./b"
  name   = "first"
}
`,
	"override.tf.json": `{
  "variable": {"typed": {"default": "last"}},
  "resource": {"terraform_data": {"two": {"input": "last"}}},
  "module": {"m": {"name": "last"}}
}`,
	"a/main.tf": "variable \"name\" {}\nvariable \"kept\" {}\n",
	"b/main.tf": "variable \"name\" {}\nvariable \"kept\" {}\noutput \"b\" {\n  value = var.name\n}\n",
	// Which of these has the last word, the plan tells.
	"terraform.tfvars":      `who = "terraform.tfvars"`,
	"terraform.tfvars.json": `{"who": "terraform.tfvars.json"}`,
	"a.auto.tfvars":         `who = "a.auto.tfvars"`,
	"b.auto.tfvars.json":    `{"who": "b.auto.tfvars.json"}`,
	"b.auto.tfvars":         `who = "b.auto.tfvars"`,
}

type constant struct {
	Value any `json:"constant_value"`
}

type shownPlan struct {
	PlannedValues struct {
		Outputs map[string]struct{ Value any }
	} `json:"planned_values"`
	Configuration struct {
		RootModule struct {
			Resources []struct {
				Address     string
				ProviderKey string `json:"provider_config_key"`
				Expressions map[string]constant
				Count       *constant `json:"count_expression"`
			}
			Outputs map[string]struct{ Sensitive bool }
			Calls   map[string]struct {
				Source      string
				Expressions map[string]constant
			} `json:"module_calls"`
			Variables map[string]struct{ Default any }
		} `json:"root_module"`
	}
}

func TestOverridesAreThoseOfTerraform(t *testing.T) {
	dir := oracle.write(t)
	tf := newTerraform(t, dir)
	out, err := tf.run("init", "-input=false", "-no-color")
	require.NoError(t, err, string(out))
	out, err = tf.run("plan", "-input=false", "-no-color", "-out=plan")
	require.NoError(t, err, string(out))
	shown, err := tf.run("show", "-json", "plan")
	require.NoError(t, err)
	var plan shownPlan
	require.NoError(t, json.Unmarshal(shown, &plan))

	l := loader(dir)
	m, err := l.Module(".")
	require.NoError(t, err)
	require.Empty(t, messages(m.Errors))
	want := plan.Configuration.RootModule
	require.Len(t, want.Resources, len(m.Resources))
	for _, r := range want.Resources {
		got := m.Resources[r.Address]
		require.NotNil(t, got, r.Address)
		provider := got.Provider
		if provider == "" {
			provider = "terraform"
		}
		assert.Equal(t, r.ProviderKey, provider)
		assert.Equal(t, r.Expressions, constants(got.Body), r.Address)
		assert.Equal(t, r.Count != nil, got.Count != nil)
	}
	for name, o := range want.Outputs {
		assert.Equal(t, o.Sensitive, m.Outputs[name].Sensitive, name)
	}
	call := want.Calls["m"]
	assert.Equal(t, call.Source, m.Calls["m"].Source)
	assert.Equal(t, call.Expressions, constants(m.Calls["m"].Body))
	assert.Equal(t, want.Variables["typed"].Default, text(m.Variables["typed"].Default))
	assert.Equal(t, []any{1.0, 3.0}, plan.PlannedValues.Outputs["locals"].Value)
	assert.Equal(t, "3", text(m.Locals["b"].Expr))

	auto := l.AutoVarsFiles(".")
	require.Len(t, auto, 5)
	assert.Equal(t, plan.PlannedValues.Outputs["who"].Value, auto[4])
	list, err := l.Installed(".")
	require.NoError(t, err)
	it, ok := list.Find("m")
	require.True(t, ok)
	folder, _, why := l.Resolve(m, "", m.Calls["m"], list)
	assert.Empty(t, why)
	assert.Equal(t, it.Dir, folder)
}

// constants are the attributes of a body whose values are literal.
func constants(body hcl.Body) map[string]constant {
	attrs, _ := body.JustAttributes()
	out := map[string]constant{}
	for name, a := range attrs {
		out[name] = constant{text(a.Expr)}
	}
	return out
}

// What Terraform refuses is an error here, too, and what it takes is none.
func TestErrorsAreThoseOfTerraform(t *testing.T) {
	const base = "resource \"terraform_data\" \"a\" {}\nlocals {\n  a = 1\n}\n"
	for name, test := range map[string]struct {
		files files
		bad   bool
	}{
		"twice":               {files{"a.tf": base, "b.tf": base}, true},
		"provider twice":      {files{"a.tf": "provider \"terraform\" {}\nprovider \"terraform\" {}\n"}, true},
		"local twice":         {files{"a.tf": "locals {\n  a = 1\n}\nlocals {\n  a = 2\n}\n"}, true},
		"attribute twice":     {files{"a.tf": "locals {\n  a = 1\n  a = 2\n}\n"}, true},
		"unknown block":       {files{"a.tf": "foo {}\n"}, true},
		"attribute at top":    {files{"a.tf": "foo = 1\n"}, true},
		"no base":             {files{"a.tf": base, "override.tf": "resource \"terraform_data\" \"b\" {}\n"}, true},
		"no base of a local":  {files{"a.tf": base, "override.tf": "locals {\n  b = 1\n}\n"}, true},
		"no base of an alias": {files{"a.tf": base, "override.tf": "provider \"terraform\" {\n  alias = \"x\"\n}\n"}, true},
		"default provider":    {files{"a.tf": base, "override.tf": "provider \"terraform\" {}\n"}, false},
		"moved in override":   {files{"a.tf": base, "override.tf": "moved {\n  from = terraform_data.b\n  to   = terraform_data.a\n}\n"}, true},
		"override twice":      {files{"a.tf": base, "override.tf": base + base}, false},
		"labels":              {files{"a.tf": "resource \"terraform_data\" {}\n"}, true},
		"name":                {files{"a.tf": "resource \"terraform_data\" \"1\" {}\n"}, true},
		"type":                {files{"a.tf": "variable \"a\" {\n  type    = foo\n  default = 1\n}\n"}, true},
		"no source":           {files{"a.tf": "module \"m\" {}\n"}, true},
		"folder named x.tf":   {files{"a.tf": base, "x.tf/y": ""}, false},
		"hidden and backup":   {files{"a.tf": base, ".b.tf": base, "#c.tf#": base}, false},
		"byte order mark":     {files{"a.tf": "\ufeff" + base}, false},
		"JSON comment":        {files{"a.tf.json": `{"//": "x", "locals": [{"a": 1}, {"b": 2}]}`}, false},
		"unknown in JSON":     {files{"a.tf.json": `{"foo": {}}`}, true},
		"no UTF-8":            {files{"a.tf": "locals {\n  a = \"\xff\"\n}\n"}, true},
		"no UTF-8, comment":   {files{"a.tf": base + "# \xff\n"}, false},
		"no UTF-8, JSON":      {files{"a.tf.json": "{\"locals\": {\"a\": \"\xff\"}}"}, false},
		"bare list":           {files{"a.tf": "variable \"a\" {\n  type    = list\n  default = []\n}\n"}, false},
		"provider in quotes":  {files{"a.tf": "resource \"terraform_data\" \"a\" {\n  provider = \"terraform\"\n}\n"}, false},
		"ignore in quotes":    {files{"a.tf": "resource \"terraform_data\" \"a\" {\n  lifecycle {\n    ignore_changes = [\"input\"]\n  }\n}\n"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			dir := test.files.write(t)
			m, err := loader(dir).Module(".")
			require.NoError(t, err)
			assert.Equal(t, test.bad, len(m.Errors) > 0, messages(m.Errors))
			out, err := newTerraform(t, dir).run("init", "-input=false", "-no-color")
			assert.Equal(t, test.bad, err != nil, string(out))
		})
	}
}
