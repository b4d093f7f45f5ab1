package schema

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/zclconf/go-cty/cty"
)

func resource(t *testing.T, major int, typ string) *Block {
	t.Helper()
	block, ok := For(major).Resource(typ)
	require.True(t, ok, "%s of version %d", typ, major)
	return block
}

func TestFor(t *testing.T) {
	for major, want := range map[int]string{0: version3, 2: version3, 3: version3, 4: version4, 5: version5, 6: version5} {
		assert.Equal(t, want, For(major).Version(), "version %d", major)
	}
	assert.Same(t, For(5), For(9))
}

// TestEverythingDecodes also holds the rules of Terraform for a schema.
func TestEverythingDecodes(t *testing.T) {
	for _, major := range []int{3, 4, 5} {
		p := For(major)
		require.NotEmpty(t, p.ResourceTypes())
		require.NotEmpty(t, p.DataSourceTypes())
		for _, typ := range p.ResourceTypes() {
			block, ok := p.Resource(typ)
			require.True(t, ok)
			checkBlock(t, typ, block)
		}
		for _, typ := range p.DataSourceTypes() {
			block, ok := p.DataSource(typ)
			require.True(t, ok)
			checkBlock(t, "data."+typ, block)
		}
	}
}

func checkBlock(t *testing.T, path string, block *Block) {
	t.Helper()
	for name, attr := range block.Attributes {
		at := path + "." + name
		assert.True(t, attr.Required || attr.Optional || attr.Computed, "%s is neither required, optional nor computed", at)
		assert.False(t, attr.Required && (attr.Optional || attr.Computed), "%s is required and something else", at)
		assert.True(t, attr.DefaultValue().Type().Equals(attr.Type), "the default of %s has another type", at)
		if attr.Elem != nil {
			checkBlock(t, at, attr.Elem)
		}
	}
	for name, nested := range block.Blocks {
		assert.NotContains(t, block.Attributes, name, path)
		checkBlock(t, path+"."+name, nested.Block)
	}
	assert.True(t, block.ImpliedType().IsObjectType())
}

func TestAttributesAndBlocks(t *testing.T) {
	app := resource(t, 5, "azurerm_linux_web_app")
	site := app.Blocks["site_config"]
	require.NotNil(t, site, "a required list of objects is a block")
	assert.Equal(t, 1, site.MinItems)
	assert.Equal(t, 1, site.MaxItems)
	assert.Equal(t, NestingList, site.Nesting)
	assert.True(t, site.Block.Blocks["application_stack"].Computed, "Azure decides on a block left out")

	rules := site.Block.Blocks["ip_restriction"]
	require.NotNil(t, rules)
	assert.Equal(t, "Allow", rules.Block.Attributes["action"].Default)
	assert.Equal(t, int64(65000), rules.Block.Attributes["priority"].Default)
	assert.Contains(t, rules.Block.Attributes, "description")

	headers := rules.Block.Attributes["headers"]
	require.NotNil(t, headers, "attributes as blocks are an attribute")
	assert.True(t, headers.Type.IsListType())
	assert.Contains(t, headers.Elem.Attributes, "x_azure_fdid")

	credentials := app.Attributes["site_credential"]
	require.NotNil(t, credentials, "what only the provider sets is an attribute")
	assert.True(t, credentials.Sensitive)
	assert.NotNil(t, credentials.Elem)

	id := app.Attributes["id"]
	require.NotNil(t, id, "every type has an id")
	assert.True(t, id.Optional && id.Computed)
	assert.Equal(t, NestingSingle, app.Blocks["timeouts"].Nesting)
	assert.Contains(t, app.Blocks["timeouts"].Block.Attributes, "create")
}

func TestVersionsDiffer(t *testing.T) {
	assert.Equal(t, "Basic", resource(t, 3, "azurerm_public_ip").Attributes["sku"].Default)
	assert.Equal(t, "Standard", resource(t, 4, "azurerm_public_ip").Attributes["sku"].Default)

	policies := func(major int) *Attribute {
		return resource(t, major, "azurerm_subnet").Attributes["private_endpoint_network_policies"]
	}
	assert.Nil(t, policies(3).Default)
	assert.True(t, policies(3).Computed)
	assert.Equal(t, "Disabled", policies(5).Default)

	assert.Contains(t, resource(t, 3, "azurerm_virtual_network").Attributes["subnet"].Elem.Attributes, "address_prefix")
	assert.Contains(t, resource(t, 5, "azurerm_virtual_network").Attributes["subnet"].Elem.Attributes, "address_prefixes")

	_, ok := For(5).Resource("azurerm_app_service")
	assert.False(t, ok)
	_, ok = For(4).Resource("azurerm_app_service")
	assert.True(t, ok)
}

func TestWriteOnly(t *testing.T) {
	subnet := resource(t, 5, "azurerm_subnet")
	assert.True(t, subnet.Attributes["network_security_group_id_wo"].WriteOnly)
	assert.False(t, subnet.Attributes["network_security_group_id_wo_version"].WriteOnly)
}

func TestImpliedType(t *testing.T) {
	got := resource(t, 5, "azurerm_subnet_network_security_group_association").ImpliedType()
	want := cty.Object(map[string]cty.Type{
		"id":                        cty.String,
		"subnet_id":                 cty.String,
		"network_security_group_id": cty.String,
		"timeouts": cty.Object(map[string]cty.Type{
			"create": cty.String, "read": cty.String, "delete": cty.String,
		}),
	})
	assert.True(t, want.Equals(got), "got %#v", got)
}

func TestRead(t *testing.T) {
	p, err := Read([]byte(`{
		"version": "1.0.0",
		"resources": {
			"thing": {
				"noID": true,
				"arguments": {
					"size":  {"type": "int", "optional": true, "default": 3},
					"ratio": {"type": "float", "optional": true, "default": 1.5},
					"on":    {"type": "bool", "optional": true, "default": false},
					"tags":  {"type": "map", "of": "string", "optional": true},
					"any":   {"type": "dynamic", "optional": true},
					"retry": {"type": "object", "optional": true, "elem": {"times": {"type": "int", "optional": true}}},
					"rule":  {"type": "set", "optional": true, "minItems": 2, "elem": {"name": {"type": "string", "required": true}}}
				}
			}
		}
	}`))
	require.NoError(t, err)
	assert.Equal(t, "1.0.0", p.Version())
	assert.Empty(t, p.DataSourceTypes())

	thing, ok := p.Resource("thing")
	require.True(t, ok)
	assert.NotContains(t, thing.Attributes, "id")
	assert.NotContains(t, thing.Blocks, "timeouts")
	assert.True(t, thing.Attributes["size"].DefaultValue().RawEquals(cty.NumberIntVal(3)))
	assert.True(t, thing.Attributes["ratio"].DefaultValue().RawEquals(cty.NumberFloatVal(1.5)))
	assert.True(t, thing.Attributes["on"].DefaultValue().RawEquals(cty.False))
	assert.True(t, thing.Attributes["tags"].DefaultValue().RawEquals(cty.NullVal(cty.Map(cty.String))))
	assert.Equal(t, cty.DynamicPseudoType, thing.Attributes["any"].Type)
	assert.True(t, thing.Attributes["retry"].Type.IsObjectType())
	assert.Equal(t, NestingSet, thing.Blocks["rule"].Nesting)
	assert.Zero(t, thing.Blocks["rule"].MinItems, "an optional block has no minimum")
}

func TestReadFails(t *testing.T) {
	for name, test := range map[string]struct{ text, message string }{
		"not JSON":           {`{`, "reading provider schemas"},
		"unknown type":       {`{"resources": {"t": {"arguments": {"x": {"type": "tuple"}}}}}`, `t: x: a "tuple" of "" is unknown`},
		"unknown element":    {`{"resources": {"t": {"arguments": {"x": {"type": "list", "of": "date"}}}}}`, `a "list" of "date" is unknown`},
		"map of objects":     {`{"dataSources": {"t": {"arguments": {"x": {"type": "map", "computed": true, "elem": {}}}}}}`, `a "map" cannot hold objects`},
		"block of no kind":   {`{"resources": {"t": {"arguments": {"x": {"type": "map", "optional": true, "elem": {}}}}}}`, `a block cannot be a "map"`},
		"wrong nested block": {`{"resources": {"t": {"arguments": {"x": {"type": "list", "optional": true, "elem": {"y": {"type": "?"}}}}}}}`, "t: x: y: "},
	} {
		_, err := Read([]byte(test.text))
		assert.ErrorContains(t, err, test.message, name)
	}
}

func TestConcurrentLookups(t *testing.T) {
	p, err := readLines(embeddedText(t))
	require.NoError(t, err)
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			for _, typ := range p.ResourceTypes() {
				_, ok := p.Resource(typ)
				assert.True(t, ok)
			}
		})
	}
	wait.Wait()
}

func embeddedText(t *testing.T) []byte {
	t.Helper()
	data, err := embedded.ReadFile(embeddedName(version5))
	require.NoError(t, err)
	return data
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		mustLoad(version5)
	}
}

func BenchmarkFirstLookup(b *testing.B) {
	raw := mustLoad(version5).resources["azurerm_linux_web_app"].raw
	for b.Loop() {
		if _, err := decodeBlock(raw); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLookup(b *testing.B) {
	p := For(5)
	for b.Loop() {
		p.Resource("azurerm_linux_web_app")
	}
}
