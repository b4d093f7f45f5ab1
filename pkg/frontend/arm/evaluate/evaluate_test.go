package evaluate_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/evaluate"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
	"github.com/appnetlint/appnetlint/pkg/iac"
)

func TestExpressions(t *testing.T) {
	for _, test := range []struct{ expr, want string }{
		{`1 + 2 * 3`, `7`},
		{`'a${1}b${true}'`, `"a1bTrue"`},
		{`empty([]) ? 'none' : 'some'`, `"none"`},
		{`null ?? 'x'`, `"x"`},
		{`{ a: 1, ...{ A: 2, b: 3 } }`, `{"a":2,"b":3}`},
		{`[1, ...[2, 3]]`, `[1,2,3]`},
		{`[for (x, i) in ['a', 'b']: '${x}${i}']`, `["a0","b1"]`},
		{`map(filter([1, 2, 3], n => n > 1), n => n * 2)`, `[4,6]`},
		{`{ a: { b: null } }.a.?b.?c`, `null`},
		{`{ a: [1, 2] }.a[^1]`, `2`},
		{`{ a: 1 }.?z.y.x`, `null`},
		{`'ABC' =~ 'abc' && 'ABC' != 'abc'`, `true`},
		{`false && bool(1 / 0)`, `false`},
		{`true || bool(1 / 0)`, `true`},
		{`true ? 1 : 1 / 0`, `1`},
		{`environment().suffixes.storage`, `"core.windows.net"`},
	} {
		r := clean(t, "output o any = "+test.expr+"\n")
		assert.Equal(t, test.want, output(t, r, "o"), test.expr)
	}
}

// What is unknown says why, and decides nothing.
func TestUnknown(t *testing.T) {
	r := clean(t, `
param size int
param extra object
param names array
@secure()
param password string
output sum int = size + 1
output both string = size > 1 ? 'same' : 'same'
output either string = size > 1 ? 'a' : 'b'
output open object = { a: 1, ...extra }
output closed object = { ...extra, a: 1 }
output list array = [1, ...names]
output text string = 'pre-${size}-post'
output secret string = 'x${password}'
output decided bool = false && size > 1
`)
	assert.True(t, outputValue(t, r, "sum").IsUnknown())
	assert.Equal(t, "param size", outputValue(t, r, "sum").Residual().Pin)
	assert.Equal(t, `"same"`, output(t, r, "both"))
	assert.True(t, outputValue(t, r, "either").IsUnknown())
	open := outputValue(t, r, "open")
	assert.True(t, open.Index(0).IsUnknown(), "extra may have a as well")
	closed := outputValue(t, r, "closed")
	assert.Equal(t, int64(1), closed.Index(0).Int(), "a stands over what extra has")
	assert.NotNil(t, closed.Rest())
	assert.NotNil(t, outputValue(t, r, "list").Rest())
	assert.Equal(t, "pre-", outputValue(t, r, "text").Prefix())
	assert.True(t, outputValue(t, r, "secret").IsSecret())
	assert.Equal(t, `false`, output(t, r, "decided"))
}

func TestParameters(t *testing.T) {
	text := map[string]string{"main.bicep": `
param given string
param fallback string = 'd-${given}'
param none string?
param one string = fallback
output o string = '${fallback} ${none ?? 'nothing'} ${one}'
`}
	r := files(t, text, evaluate.Options{Parameters: []evaluate.Assignment{
		{Name: "GIVEN", Value: partial.StringValue("g")}, {Name: "fallback", Value: partial.NullValue()},
	}})
	assert.Equal(t, `"d-g nothing d-g"`, output(t, r, "o"), "null asks for the default")
}

func TestLoopsAndConditions(t *testing.T) {
	r := clean(t, `
param slots array = ['staging', 'qa']
resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: 'app'
}
resource slot 'Microsoft.Web/sites/slots@2024-04-01' = [for (name, i) in slots: if (name != 'qa') {
  parent: app
  name: name
  location: '${i}'
}]
resource off 'Microsoft.Web/serverfarms@2024-04-01' = if (length(slots) > 5) {
  name: 'off'
}
output offId string = off.name
output parent string = slot[0].id
output where string = slot[0].location
`)
	assert.Equal(t, []string{"app", "slot[0]"}, addresses(r))
	assert.Equal(t, `"off"`, output(t, r, "offId"), "the name of what is not deployed is known")
	assert.Equal(t, `"0"`, output(t, r, "where"))
	slot := resource(t, r, "slot[0]")
	assert.Equal(t, "app/staging", slot.Body.Get("name").Scalar())
	require.NotNil(t, slot.Body.Get("parent").Origin())
	assert.Equal(t, []iac.Reference{{Address: "app", Attribute: "id"}}, slot.Body.Get("parent").Origin().References)
}

// What a condition leaves open is not there, and nobody may claim that it is missing.
func TestUncertain(t *testing.T) {
	r := clean(t, `
param deploy bool
param names array
resource app 'Microsoft.Web/sites@2024-04-01' = if (deploy) {
  name: 'app'
}
resource slots 'Microsoft.Web/sites/slots@2024-04-01' = [for name in names: {
  name: 'x/${name}'
}]
`)
	assert.Empty(t, r.Resources(nil))
	assert.Len(t, r.Incomplete, 2)
	assert.Contains(t, r.Incomplete[0]+r.Incomplete[1], "param deploy")
	assert.Contains(t, r.Incomplete[0]+r.Incomplete[1], "param names")
}

// Ids are unknown where the deployment decides on the scope, and lead to their resource
// all the same.
func TestReferences(t *testing.T) {
	r := clean(t, `
param prefix string
resource vnet 'Microsoft.Network/virtualNetworks@2024-01-01' = {
  name: '${prefix}-vnet'
  properties: {
    subnets: [
      { name: 'web', properties: { addressPrefix: '10.0.0.0/24' } }
      { name: 'pe' }
    ]
  }
  resource extra 'subnets' = {
    name: 'extra'
  }
}
resource old 'Microsoft.Network/virtualNetworks/subnets@2024-01-01' existing = {
  parent: vnet
  name: 'web'
}
resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: 'app'
  properties: {
    byIndex: vnet.properties.subnets[0].id
    byName: '${vnet.id}/subnets/pe'
    byFunction: resourceId('Microsoft.Network/virtualNetworks/subnets', '${prefix}-vnet', 'web')
    byNested: vnet::extra.id
    byFilter: filter(vnet.properties.subnets, s => s.name == 'pe')[0].id
    rebuilt: '${split(vnet.id, '/')[8]}'
    prefix: vnet.properties.subnets[0].properties.addressPrefix
    state: vnet.properties.provisioningState
  }
}
`)
	properties := resource(t, r, "app").Body.Get("properties")
	reference := func(key string) iac.Reference {
		o := properties.Get(key).Origin()
		require.NotNil(t, o, key)
		require.True(t, o.Closed && !o.Derived, key)
		require.Len(t, o.References, 1, key)
		return o.References[0]
	}
	assert.Equal(t, iac.Reference{Address: "vnet", Attribute: "id/subnets/pe"}, reference("byName"))
	assert.Equal(t, iac.Reference{Address: "vnet", Attribute: "id/subnets/pe"}, reference("byFilter"))
	for _, key := range []string{"byIndex", "byFunction"} {
		assert.Equal(t, "old", reference(key).Address, "%s: the subnet is declared as existing, too", key)
	}
	assert.Equal(t, iac.Reference{Address: "extra", Attribute: "id"}, reference("byNested"))
	assert.Equal(t, iac.Reference{Address: "vnet", Attribute: "properties.provisioningState"}, reference("state"))
	assert.Equal(t, "10.0.0.0/24", properties.Get("prefix").Scalar())
	assert.True(t, properties.Get("rebuilt").IsUnknown())
}

func TestModules(t *testing.T) {
	r := files(t, map[string]string{
		"main.bicep": `
param zones array = ['a', 'b']
module net 'net.bicep' = [for z in zones: {
  name: 'net-${z}'
  scope: resourceGroup('rg-${z}')
  params: { name: z }
}]
module off 'net.bicep' = if (length(zones) > 3) {
  params: { name: 'off' }
}
output first string = net[0].outputs.subnet
output none string = off.?outputs.?subnet ?? 'none'
output group string = net[1].outputs.group
`,
		"net.bicep": `
param name string
param size int = 24
resource vnet 'Microsoft.Network/virtualNetworks@2024-01-01' = {
  name: 'vnet-${name}'
  properties: { addressSpace: { addressPrefixes: ['10.0.0.0/${size}'] } }
}
output subnet string = '${vnet.id}/subnets/web'
output group string = resourceGroup().name
`,
	}, evaluate.Options{Context: evaluate.Context{SubscriptionID: "s", ResourceGroup: "main"}})
	require.Empty(t, r.Errors)
	assert.Equal(t, []string{"net[0].vnet", "net[1].vnet"}, addresses(r))
	assert.Equal(t, `"/subscriptions/s/resourceGroups/rg-a/providers/Microsoft.Network/virtualNetworks/vnet-a/subnets/web"`, output(t, r, "first"))
	assert.Equal(t, `"none"`, output(t, r, "none"))
	assert.Equal(t, `"rg-b"`, output(t, r, "group"))
	vnet := resource(t, r, "net[1].vnet")
	require.Len(t, vnet.Calls, 1)
	assert.Equal(t, "net[1]", vnet.Calls[0].Address)
	assert.Equal(t, "10.0.0.0/24", vnet.Body.Get("properties").Get("addressSpace").Get("addressPrefixes").Index(0).Scalar())
	assert.Equal(t, "/subscriptions/s/resourcegroups/rg-b", vnet.Body.Get("scope").Scalar())
}

func TestResourceGroupAsScope(t *testing.T) {
	r := files(t, map[string]string{
		"main.bicep": `
targetScope = 'subscription'
resource rg 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: 'rg-app'
  location: 'westeurope'
}
module app 'app.bicep' = {
  scope: rg
}
output id string = rg.id
`,
		"app.bicep": `
param location string = resourceGroup().location
resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: 'plan-${resourceGroup().name}'
  location: location
}
`,
	}, evaluate.Options{})
	require.Empty(t, r.Errors)
	plan := resource(t, r, "app.plan")
	assert.Equal(t, "westeurope", plan.Body.Get("location").Scalar())
	assert.Equal(t, "plan-rg-app", plan.Body.Get("name").Scalar())
}

// Mistakes and hostile input end in a sentence.
func TestFailures(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"var a = b\nvar b = a\noutput o any = a\n", "made of itself"},
		{"output o any = [1][3]\n", "outside"},
		{"output o any = { a: 1 }.b\n", `no member 'b'`},
		{"param p string = null\noutput o any = p.x\n", "null"},
	} {
		r := run(t, test.text)
		require.NotEmpty(t, r.Errors, test.text)
		assert.Contains(t, r.Errors[0].Error(), test.want, test.text)
	}
}

func TestLimits(t *testing.T) {
	for _, text := range []string{
		"resource a 'Microsoft.Web/sites@2024-04-01' = [for i in range(0, 9000): { name: 'a${i}' }]\n",
		"var a = 'xxxxxxxxxxxxxxxx'\nvar b = '${a}${a}${a}${a}${a}${a}${a}${a}${a}${a}${a}${a}${a}${a}${a}${a}'\n" +
			"output o string = reduce(range(0, 60), b, (x, y) => '${x}${x}')\n",
		"output o any = map(range(0, 9999), a => map(range(0, 9999), b => map(range(0, 9999), c => a)))\n",
	} {
		r, err := evaluate.Run(context.Background(), lowered(t, text), evaluate.Options{Limits: evaluate.Limits{Instances: 100}})
		require.Error(t, err, text)
		require.NotNil(t, r)
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := evaluate.Run(ctx, lowered(t, "output o any = map(range(0, 9000), a => a)\n"), evaluate.Options{})
	require.ErrorIs(t, err, context.Canceled)
}
