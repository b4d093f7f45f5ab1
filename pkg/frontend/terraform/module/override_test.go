package module_test

import (
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/zclconf/go-cty/cty"
)

const overridden = `
terraform {
  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "~> 3.0"
    }
    null = "1"
  }
}
provider "azurerm" {
  alias        = "hub"
  subscription = "a"
  features {}
}
variable "v" {
  type    = string
  default = "a"
}
locals {
  a = 1
  b = 1
}
output "o" {
  value = 1
}
resource "a" "b" {
  name  = "base"
  kept  = "kept"
  count = 1
  rule {
    name = "one"
  }
  rule {
    name = "two"
  }
  other {
    name = "other"
  }
  dynamic "made" {
    for_each = []
    content {}
  }
  plain {
    name = "plain"
  }
  lifecycle {
    prevent_destroy = true
    ignore_changes  = [name]
  }
}
module "m" {
  source = "./a"
  name   = "base"
}
`

func TestOverrideFiles(t *testing.T) {
	m := files{"main.tf": overridden, "x_override.tf": `
terraform {
  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "~> 4.0"
    }
  }
}
provider "azurerm" {
  alias        = "hub"
  subscription = "b"
}
provider "azapi" {}
variable "v" {
  default = "b"
}
locals {
  b = 2
}
output "o" {
  sensitive = true
}
resource "a" "b" {
  name     = "over"
  for_each = {}
  rule {
    name = "three"
  }
  made {
    name = "made"
  }
  dynamic "plain" {
    for_each = []
    content {}
  }
  lifecycle {
    create_before_destroy = true
  }
}
resource "a" "b" {
  name = "again"
}
module "m" {
  source = "./b"
}
`}.load(t)
	require.Empty(t, messages(m.Errors))
	assert.Equal(t, "~> 4.0", m.Required["azurerm"].Version)
	assert.Equal(t, "1", m.Required["null"].Version)
	assert.Equal(t, map[string]any{"subscription": "b", "features": []any{map[string]any{}}}, shape(t, m.Providers["azurerm.hub"].Body))
	assert.Contains(t, m.Providers, "azapi", "a provider without alias is there even if it is not written")
	assert.Equal(t, "b", value(t, m.Variables["v"].Default).AsString())
	assert.Equal(t, cty.String, m.Variables["v"].Type)
	assert.True(t, m.Outputs["o"].Sensitive)
	assert.NotNil(t, m.Outputs["o"].Expr)
	assert.Equal(t, "1", text(m.Locals["a"].Expr))
	assert.Equal(t, "2", text(m.Locals["b"].Expr))

	r := m.Resources["a.b"]
	empty := []any{map[string]any{}}
	assert.Equal(t, map[string]any{
		"name":          "again",
		"kept":          "kept",
		"rule":          []any{map[string]any{"name": "three"}},
		"other":         []any{map[string]any{"name": "other"}},
		"made":          []any{map[string]any{"name": "made"}},
		"dynamic plain": []any{map[string]any{"for_each": "cty.EmptyTupleVal", "content": empty}},
	}, shape(t, r.Body))
	assert.NotNil(t, r.Count)
	assert.NotNil(t, r.ForEach)
	assert.Equal(t, []string{"name"}, r.IgnoreChanges, "lifecycle is merged argument by argument")
	assert.Equal(t, "main.tf", r.At.File.Path)
	name := r.Body.(*hclsyntax.Body).Attributes["name"]
	assert.Equal(t, "x_override.tf", m.Range(name.SrcRange).File.Path)
	assert.Equal(t, `name = "again"`, m.Range(name.SrcRange).Text())
	assert.Equal(t, "./b", m.Calls["m"].Source)
	assert.Equal(t, map[string]any{"name": "base"}, shape(t, m.Calls["m"].Body))
}

func TestNothingToOverride(t *testing.T) {
	m := files{"main.tf": "locals {\n  a = 1\n}\n", "override.tf": `resource "a" "b" {}
locals {
  b = 1
}
provider "p" {
  alias = "q"
}
moved {
  from = a.b
  to   = a.c
}
variable "v" {}
`}.load(t)
	assert.Equal(t, []string{
		`override.tf:1:1: Nothing to override: there is no resource "a.b" outside the override files.`,
		`override.tf:3:3: Nothing to override: there is no local value "b" outside the override files.`,
		`override.tf:5:1: Nothing to override: there is no provider "p.q" outside the override files.`,
		`override.tf:8:1: Nothing to override: moved blocks cannot stand in override files.`,
		`override.tf:12:1: Nothing to override: there is no variable "v" outside the override files.`,
	}, messages(m.Errors))
	assert.Empty(t, m.Order)
}

var jsonSchema = &hcl.BodySchema{
	Attributes: []hcl.AttributeSchema{{Name: "name", Required: true}, {Name: "kept"}},
	Blocks: []hcl.BlockHeaderSchema{
		{Type: "rule"}, {Type: "other"}, {Type: "made"}, {Type: "plain"}, {Type: "dynamic", LabelNames: []string{"type"}},
	},
}

const jsonOverride = `{"resource": {"a": {"b": {
  "name": "over", "for_each": {}, "rule": [{"name": "three"}, {"name": "four"}], "made": {"name": "made"},
  "dynamic": {"plain": {"for_each": [], "content": {}}},
  "lifecycle": {"ignore_changes": ["kept"]}
}}}}`

// JSON in an override file changes native syntax, and the other way round.
func TestOverridesAcrossSyntaxes(t *testing.T) {
	m := files{"main.tf": overridden, "override.tf.json": jsonOverride}.load(t)
	require.Empty(t, messages(m.Errors))
	r := m.Resources["a.b"]
	assert.Equal(t, []string{"kept"}, r.IgnoreChanges)
	content, diags := r.Body.Content(jsonSchema)
	require.False(t, diags.HasErrors(), diags.Error())
	assert.Equal(t, []string{"other", "rule", "rule", "made", "dynamic plain"}, blocksOf(content))
	assert.Equal(t, "over", text(content.Attributes["name"].Expr))
	assert.Equal(t, "kept", text(content.Attributes["kept"].Expr))

	first, remain, diags := r.Body.PartialContent(&hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{{Type: "made"}, {Type: "rule"}}})
	require.False(t, diags.HasErrors(), diags.Error())
	assert.Equal(t, []string{"rule", "rule", "made"}, blocksOf(first))
	second, diags := remain.Content(jsonSchema)
	require.False(t, diags.HasErrors(), diags.Error())
	assert.Equal(t, []string{"other", "dynamic plain"}, blocksOf(second), "what was taken still replaces what makes the same")
}

func TestOverrideOfJSON(t *testing.T) {
	m := files{
		"main.tf.json": `{"resource": {"a": {"b": {"kept": "kept", "rule": {"name": "one"}, "dynamic": {"made": {"for_each": [], "content": {}}}}}}}`,
		"override.tf":  "resource \"a\" \"b\" {\n  count = 1\n  dynamic \"rule\" {\n    for_each = []\n    content {}\n  }\n}\n",
	}.load(t)
	require.Empty(t, messages(m.Errors))
	r := m.Resources["a.b"]
	assert.NotNil(t, r.Count)
	content, diags := r.Body.Content(jsonSchema)
	require.Len(t, diags, 1, "the required name is in neither")
	assert.Contains(t, diags.Error(), `"name" must be set`)
	assert.Equal(t, []string{"dynamic made", "dynamic rule"}, blocksOf(content))
	assert.Equal(t, `"b"`, r.At.Text())
	attrs, _ := r.Body.JustAttributes()
	assert.Contains(t, attrs, "kept")
}

func blocksOf(content *hcl.BodyContent) []string {
	var out []string
	for _, b := range content.Blocks {
		name := b.Type
		for _, l := range b.Labels {
			name += " " + l
		}
		out = append(out, name)
	}
	return out
}
