package module_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/zclconf/go-cty/cty"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/module"
)

const everything = `terraform {
  required_version = ">= 1.5"
  required_providers {
    azurerm = {
      source                = "hashicorp/azurerm"
      version               = "~> 4.0"
      configuration_aliases = [azurerm.hub]
    }
    null = "3.0"
  }
  backend "local" {}
}

provider "azurerm" {
  version = "> 4.1"
  features {}
}

provider "azurerm" {
  alias = "hub"
  features {}
}

variable "name" {}

variable "apps" {
  type = map(object({
    sku  = optional(string, "B1")
    zone = bool
  }))
  default   = {}
  nullable  = false
  sensitive = true
  validation {
    condition     = true
    error_message = "Never."
  }
}

locals {
  a = 1
  b = var.name
}

output "id" {
  value     = azurerm_subnet.app.id
  sensitive = true
}

resource "azurerm_subnet" "app" {
  count    = 2
  provider = azurerm.hub
  name     = "snet"
  delegation {
    name = "web"
  }
  dynamic "extra" {
    for_each = []
    content {}
  }
  depends_on = [azurerm_virtual_network.v]
  lifecycle {
    ignore_changes = [tags["a"], delegation[0].name, delegation]
  }
  provisioner "local-exec" {
    command = "true"
  }
  connection {}
}

data "azurerm_client_config" "me" {}

ephemeral "azurerm_key_vault_secret" "s" {
  name = "s"
}

module "web" {
  source   = "./web"
  version  = "1.2"
  for_each = toset(["a"])
  name     = "x"
  providers = {
    azurerm     = azurerm
    azurerm.hub = azurerm.hub
  }
}

moved {
  from = a.b
  to   = a.c
}

check "up" {}

removed {}
`

func TestEveryDeclaration(t *testing.T) {
	m := files{"main.tf": everything}.load(t)
	require.Empty(t, messages(m.Errors))
	assert.False(t, m.Incomplete)
	assert.Equal(t, ".", m.Dir)
	require.Len(t, m.Files, 1)
	assert.Equal(t, "main.tf", m.Files[0].Path)

	assert.Equal(t, cty.DynamicPseudoType, m.Variables["name"].Type)
	assert.Nil(t, m.Variables["name"].Default)
	assert.True(t, m.Variables["name"].Nullable)
	apps := m.Variables["apps"]
	assert.Equal(t, cty.Map(cty.ObjectWithOptionalAttrs(map[string]cty.Type{"sku": cty.String, "zone": cty.Bool}, []string{"sku"})), apps.Type)
	assert.NotNil(t, apps.Defaults)
	assert.True(t, value(t, apps.Default).RawEquals(cty.EmptyObjectVal))
	assert.False(t, apps.Nullable)
	assert.True(t, apps.Sensitive)
	assert.Equal(t, `variable "apps"`, apps.At.Text())

	assert.Equal(t, "b = var.name", m.Locals["b"].At.Text())
	assert.Equal(t, "azurerm_subnet.app.id", m.Range(m.Outputs["id"].Expr.Range()).Text())
	assert.True(t, m.Outputs["id"].Sensitive)

	assert.Equal(t, []string{"azurerm_subnet.app", "data.azurerm_client_config.me", "ephemeral.azurerm_key_vault_secret.s"}, m.Order)
	assert.Equal(t, module.Data, m.Resources["data.azurerm_client_config.me"].Mode)
	assert.Equal(t, module.Ephemeral, m.Resources["ephemeral.azurerm_key_vault_secret.s"].Mode)

	hub := m.Providers["azurerm.hub"]
	assert.Equal(t, "hub", hub.Alias)
	assert.Equal(t, map[string]any{"features": []any{map[string]any{}}}, shape(t, hub.Body))
	azurerm := m.Required["azurerm"]
	assert.Equal(t, "hashicorp/azurerm", azurerm.Source)
	assert.Equal(t, "~> 4.0, > 4.1", azurerm.Version, "the one of the provider block is added")
	assert.Equal(t, "3.0", m.Required["null"].Version)
}

func TestMetaArgumentsAreNoConfiguration(t *testing.T) {
	m := files{"main.tf": everything}.load(t)
	r := m.Resources["azurerm_subnet.app"]
	assert.Equal(t, map[string]any{
		"name":          "snet",
		"delegation":    []any{map[string]any{"name": "web"}},
		"dynamic extra": []any{map[string]any{"for_each": "cty.EmptyTupleVal", "content": []any{map[string]any{}}}},
	}, shape(t, r.Body))
	assert.Equal(t, "azurerm.hub", r.Provider)
	assert.True(t, value(t, r.Count).RawEquals(cty.NumberIntVal(2)))
	assert.Nil(t, r.ForEach)
	assert.Equal(t, []string{"tags", "delegation"}, r.IgnoreChanges)
	require.Len(t, r.Ignored, 3)
	assert.Len(t, r.Ignored[1], 3, "the part of the attribute is told")
	assert.Equal(t, `resource "azurerm_subnet" "app"`, r.At.Text())
	assert.Regexp(t, `(?s)^resource "azurerm_subnet" "app" \{.*connection \{\}\n\}$`, r.Block.Text())

	call := m.Calls["web"]
	assert.Equal(t, map[string]any{"name": "x"}, shape(t, call.Body))
	assert.Equal(t, "./web", call.Source)
	assert.True(t, call.SourceKnown)
	assert.Equal(t, "1.2", call.Version)
	assert.Equal(t, map[string]string{"azurerm": "azurerm", "azurerm.hub": "azurerm.hub"}, call.Providers)
	assert.Equal(t, `module "web"`, call.At.Text())
	assert.NotNil(t, call.ForEach)
}

func TestJSONSaysTheSame(t *testing.T) {
	m := files{"main.tf.json": `{
  "//": "a comment",
  "terraform": {"required_providers": {"azurerm": {"source": "hashicorp/azurerm", "version": "~> 4.0"}}},
  "provider": {"azurerm": [{"features": {}}, {"alias": "hub", "features": {}}]},
  "variable": {"apps": {"type": "map(object({sku=optional(string,\"B1\")}))", "default": {"a": "${b}"}, "sensitive": true}},
  "locals": {"a": 1},
  "output": {"id": {"value": "${azurerm_subnet.app.id}"}},
  "resource": {
    "azurerm_subnet": {
      "app": {
        "count": 2,
        "provider": "azurerm.hub",
        "name": "snet",
        "lifecycle": {"ignore_changes": ["tags", "delegation[0].name"]},
        "provisioner": [{"local-exec": {"command": "true"}}]
      }
    }
  },
  "data": {"azurerm_client_config": {"me": {}}},
  "module": {"web": {"source": "./web", "providers": {"azurerm": "azurerm.hub"}, "name": "x"}}
}`}.load(t)
	require.Empty(t, messages(m.Errors))
	assert.Equal(t, []string{"azurerm_subnet.app", "data.azurerm_client_config.me"}, m.Order)
	assert.Equal(t, "~> 4.0", m.Required["azurerm"].Version)
	assert.Contains(t, m.Providers, "azurerm.hub")
	apps := m.Variables["apps"]
	assert.Equal(t, cty.Map(cty.ObjectWithOptionalAttrs(map[string]cty.Type{"sku": cty.String}, []string{"sku"})), apps.Type)
	assert.True(t, apps.Sensitive)
	assert.Equal(t, "${b}", value(t, apps.Default).GetAttr("a").AsString(), "a default is no template")

	r := m.Resources["azurerm_subnet.app"]
	assert.Equal(t, "azurerm.hub", r.Provider)
	assert.NotNil(t, r.Count)
	assert.Equal(t, []string{"tags", "delegation"}, r.IgnoreChanges)
	assert.Equal(t, `"app"`, r.At.Text())
	assert.Regexp(t, `(?s)^"app": \{.*\}$`, r.Block.Text())
	attrs, diags := r.Body.JustAttributes()
	require.False(t, diags.HasErrors(), diags.Error())
	assert.Len(t, attrs, 1, "what remains is the name")

	assert.Equal(t, map[string]string{"azurerm": "azurerm.hub"}, m.Calls["web"].Providers)
	inputs, _ := m.Calls["web"].Body.JustAttributes()
	assert.Len(t, inputs, 1)
}

func TestOldAndNewWaysOfWriting(t *testing.T) {
	m := files{"main.tf": `
variable "s" { type = "string" }
variable "l" { type = "list" }
variable "m" { type = "map" }
variable "bare" { type = list }
variable "any" { type = any }
variable "tuple" { type = tuple([string, list(number)]) }
resource "a" "count" {
  count    = "${var.n}"
  provider = "azurerm.hub"
  lifecycle {
    ignore_changes = ["tags", "*"]
  }
}
resource "a" "wrapped" {
  provider = "${azurerm.hub}"
  lifecycle {
    ignore_changes = ["tags.%", "name"]
  }
}
resource "a" "all" {
  provider = azurerm
  lifecycle {
    ignore_changes = all
  }
}
resource "a" "each" {
  provider = azurerm.region["x"]
  _ {
    count = 5
  }
}
resource "a" "key" {
  provider = azurerm.region[each.key]
  lifecycle {
    enabled = var.on
  }
}
provider "azurerm" {
  alias    = "region"
  for_each = toset(["x"])
}
module "computed" {
  source = "./${var.x}"
  lifecycle {
    enabled = false
  }
}
`}.load(t)
	require.Empty(t, messages(m.Errors))
	for name, want := range map[string]cty.Type{
		"s": cty.String, "l": cty.List(cty.DynamicPseudoType), "m": cty.Map(cty.DynamicPseudoType),
		"bare": cty.List(cty.DynamicPseudoType), "any": cty.DynamicPseudoType,
		"tuple": cty.Tuple([]cty.Type{cty.String, cty.List(cty.Number)}),
	} {
		assert.Equal(t, want, m.Variables[name].Type, name)
	}
	provider := func(name string) string { return m.Resources["a."+name].Provider }
	assert.Equal(t, "azurerm.hub", provider("count"))
	assert.Equal(t, "azurerm.hub", provider("wrapped"))
	assert.Equal(t, "azurerm", provider("all"))
	assert.Equal(t, "azurerm.region", provider("each"))
	assert.Equal(t, "azurerm.region", provider("key"))
	assert.Equal(t, []string{"all"}, m.Resources["a.count"].IgnoreChanges)
	assert.Equal(t, []string{"tags", "name"}, m.Resources["a.wrapped"].IgnoreChanges)
	assert.Equal(t, []string{"all"}, m.Resources["a.all"].IgnoreChanges)
	assert.Equal(t, map[string]any{"count": "5"}, shape(t, m.Resources["a.each"].Body), "_ is for what is named like a meta-argument")
	assert.NotNil(t, m.Resources["a.key"].Enabled)
	assert.NotNil(t, m.Providers["azurerm.region"].ForEach)
	assert.False(t, m.Calls["computed"].SourceKnown)
	assert.NotNil(t, m.Calls["computed"].SourceExpr)
	assert.NotNil(t, m.Calls["computed"].Enabled)
}

func TestErrorsLeaveTheRest(t *testing.T) {
	tests := map[string]struct {
		files files
		want  []string
		keys  []string
	}{
		"twice": {
			files{"a.tf": "resource \"a\" \"b\" {}\n", "b.tf": "resource \"a\" \"b\" {}\nresource \"a\" \"c\" {}\n"},
			[]string{`b.tf:1:1: Duplicate declaration: there is another resource "a.b" in a.tf.`},
			[]string{"a.b", "a.c"},
		},
		"unknown block": {
			files{"a.tf": "foo \"x\" {}\nbar = 1\nresource \"a\" \"b\" {}\n"},
			[]string{
				`a.tf:1:1: Unsupported block type: Blocks of type "foo" are not expected here.`,
				`a.tf:2:1: Unsupported argument: An argument named "bar" is not expected here.`,
			},
			[]string{"a.b"},
		},
		"blocks of newer versions": {files{"a.tf": "action \"a\" \"b\" {}\nlist \"a\" \"b\" {}\n"}, nil, nil},
		"only the broken block is left out": {
			files{"a.tf": "resource \"a\" \"b\" {}\nresource \"a\" \"c\" {\n  x = ]\n}\nresource \"a\" \"d\" {}\n"},
			[]string{`a.tf:3:7: Invalid expression: Expected the start of an expression, but found an invalid expression token.`},
			[]string{"a.b", "a.d"},
		},
		"a name that is none": {
			files{"a.tf": "resource \"a\" \"b c\" {}\nlocals {\n a = 1\n}\n"},
			[]string{`a.tf:1:14: Invalid name: "b c" is no name that a resource block can have.`},
			nil,
		},
		"labels": {
			files{"a.tf": "resource \"a\" {}\n"},
			[]string{`a.tf:1:14: Missing name for resource: All resource blocks must have 2 labels (type, name).`},
			nil,
		},
		"type": {
			files{"a.tf": "variable \"a\" {\n  type = foo\n}\nvariable \"b\" {\n  type = object({a = optional(list(string), [for x in [1] : x])})\n}\n"},
			[]string{
				`a.tf:2:10: Invalid type specification: The keyword "foo" is not a valid type specification.`,
				`a.tf:5:10: Invalid type: a default in a type cannot be computed.`,
			},
			nil,
		},
		"references": {
			files{"a.tf": "resource \"a\" \"b\" {\n  provider = 5\n  lifecycle {\n    ignore_changes = [1]\n  }\n}\nmodule \"m\" {}\n"},
			[]string{
				`a.tf:2:14: Invalid reference to a provider: a name is expected, or two with a dot between.`,
				`a.tf:4:23: Invalid ignore_changes: this names no attribute.`,
				`a.tf:7:1: Missing argument: the module "m" has no source.`,
			},
			[]string{"a.b"},
		},
		"no UTF-8": {
			files{"a.tf": "# \xfc, as in a comment\nresource \"a\" \"b\" {}\n", "b.tf": "locals {\n  a = \"x\xff\"\n}\n"},
			[]string{`b.tf:2:9: Invalid character encoding: All input files must be UTF-8 encoded. Ensure that UTF-8 encoding is selected in your editor.`},
			[]string{"a.b"},
		},
		"UTF-16": {
			files{"a.tf": "resource \"a\" \"b\" {}\n", "b.tf": "\xff\xfel\x00o\x00"},
			[]string{`b.tf:1:1: Invalid character encoding: The file is UTF-16; Terraform takes UTF-8 only.`},
			[]string{"a.b"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			m := test.files.load(t)
			assert.Equal(t, test.want, messages(m.Errors))
			assert.Equal(t, test.keys, m.Order)
		})
	}
}

func TestErrorsInJSON(t *testing.T) {
	m := files{"a.tf.json": `{"resource": {"a": {"b": {}}}, "foo": 1}`, "b.tf.json": `{"locals"`}.load(t)
	assert.Equal(t, []string{"a.b"}, m.Order)
	require.GreaterOrEqual(t, len(m.Errors), 2)
	assert.Equal(t, `a.tf.json:1:32: Extraneous JSON object property: No argument or block type is named "foo".`, m.Errors[0].Error())
	assert.Equal(t, "b.tf.json", m.Errors[1].At.File.Path)
	assert.True(t, m.Incomplete)
}

func TestWindowsFiles(t *testing.T) {
	m := files{"main.tf": "\ufeffresource \"a\" \"b\" {\r\n  name = \"x\"\r\n}\r\n"}.load(t)
	require.Empty(t, messages(m.Errors))
	r := m.Resources["a.b"]
	assert.Equal(t, `resource "a" "b"`, r.At.Text(), "offsets are those without the byte order mark")
	assert.Equal(t, "resource \"a\" \"b\" {\r\n  name = \"x\"\r\n}", r.Block.Text())
}
