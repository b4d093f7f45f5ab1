package evaluate_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/evaluate"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/template"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// compiled evaluates an ARM template.
func compiled(t *testing.T, text string) *evaluate.Result {
	t.Helper()
	lowered := template.Lower(source.NewFile("main.json", []byte(text)), template.Options{})
	require.Empty(t, lowered.Errors)
	r, err := evaluate.Run(context.Background(), lowered, evaluate.Options{})
	require.NoError(t, err)
	return r
}

// A turn of a loop over what is not known has the same id for all that speak of it, in
// either language.
func TestTurnsThatMayBe(t *testing.T) {
	bicep := clean(t, `
param names array
param which int
resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' = [for (n, i) in names: {
  name: '${n}-${i}.example'
  location: 'global'
}]
module part 'br/public:made/up:1.0.0' = [for n in names: {
  name: 'part-${n}'
}]
resource lock 'Microsoft.Authorization/locks@2020-05-01' = {
  name: 'lock'
  scope: zone[1]
}
output first string = zone[0].id
output any string = zone[which].id
output where string = zone[which].location
output each array = [for n in range(0, length(names)): zone[n].id]
output deployed string = part[which].name
`)
	r := compiled(t, `{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "languageVersion": "2.0",
  "parameters": {"names": {"type": "array"}, "which": {"type": "int"}},
  "resources": {
    "zone": {"copy": {"name": "zone", "count": "[length(parameters('names'))]"}, "type": "Microsoft.Network/privateDnsZones", "apiVersion": "2024-06-01",
      "name": "[format('{0}-{1}.example', parameters('names')[copyIndex()], copyIndex())]", "location": "global"}
  },
  "outputs": {
    "first": {"type": "string", "value": "[resourceId('Microsoft.Network/privateDnsZones', format('{0}-{1}.example', parameters('names')[0], 0))]"},
    "any": {"type": "string", "value": "[resourceId('Microsoft.Network/privateDnsZones', format('{0}-{1}.example', parameters('names')[parameters('which')], parameters('which')))]"},
    "where": {"type": "string", "value": "[reference(format('zone[{0}]', parameters('which')), '2024-06-01', 'full').location]"}
  }
}`)
	assert.Equal(t, output(t, bicep, "first"), output(t, r, "first"))
	assert.Equal(t, output(t, bicep, "any"), output(t, r, "any"))
	assert.Equal(t, `"global"`, output(t, bicep, "where"), "each turn says the same")
	assert.Equal(t, `"global"`, output(t, r, "where"))
	assert.Equal(t, "part-", outputValue(t, bicep, "deployed").Prefix())
	assert.Equal(t, []string{"lock"}, addresses(bicep), "no turn is certain")
	lock := bicep.Instances[0].ID()
	first, _ := outputValue(t, bicep, "first").Parts()[0].Text()
	assert.Contains(t, first, "/subscriptions/")
	assert.Contains(t, lock.Canonical(), "/providers/Microsoft.Network/privateDnsZones/")
	assert.NotEmpty(t, bicep.Incomplete)
}

// A loop whose turns are named after one another ends all the same.
func TestTurnsOfThemselves(t *testing.T) {
	r := run(t, `
param names array
resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' = [for (n, i) in names: {
  name: zone[i + 1].name
}]
output o string = zone[0].id
`)
	assert.True(t, outputValue(t, r, "o").IsUnknown() || outputValue(t, r, "o").Kind() == partial.String)
}

// What the compiler takes from a name and puts into another one is what it was.
func TestNamesTakenApart(t *testing.T) {
	r := compiled(t, `{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "parameters": {"bus": {"type": "string"}, "queue": {"type": "string"}},
  "resources": [
    {"type": "Microsoft.ServiceBus/namespaces/queues", "apiVersion": "2024-01-01", "name": "[format('{0}/{1}', parameters('bus'), parameters('queue'))]"},
    {"type": "Microsoft.ServiceBus/namespaces/queues/authorizationRules", "apiVersion": "2024-01-01",
      "name": "[format('{0}/{1}/{2}', split(format('{0}/{1}', parameters('bus'), parameters('queue')), '/')[0], split(format('{0}/{1}', parameters('bus'), parameters('queue')), '/')[1], 'send')]"}
  ],
  "outputs": {
    "id": {"type": "string", "value": "[resourceId('Microsoft.ServiceBus/namespaces/queues', split(format('{0}/{1}', parameters('bus'), parameters('queue')), '/')[0], split(format('{0}/{1}', parameters('bus'), parameters('queue')), '/')[1])]"},
    "segment": {"type": "string", "value": "[split(format('{0}/{1}', parameters('bus'), parameters('queue')), '/')[0]]"},
    "bus": {"type": "string", "value": "[parameters('bus')]"}
  }
}`)
	queue, rule := r.Instances[0].ID(), r.Instances[1].ID()
	assert.Equal(t, queue.Canonical(), output(t, r, "id"))
	assert.Equal(t, queue.Skeleton()+"/authorizationRules/send", rule.Skeleton())
	assert.NotEqual(t, output(t, r, "bus"), output(t, r, "segment"), "elsewhere it may have a slash in it")
}

// What is declared as null is not declared: what Azure makes of it is not known.
func TestNullIsNotDeclared(t *testing.T) {
	r := clean(t, `
resource wall 'Microsoft.Network/azureFirewalls@2024-05-01' = {
  name: 'wall'
  properties: {
    ipConfigurations: null
    sku: {
      name: 'AZFW_VNet'
    }
  }
}
output address string = contains(wall.properties, 'ipConfigurations') ? wall.properties.ipConfigurations[0].properties.privateIPAddress : ''
output sku string = wall.properties.sku.name
`)
	assert.True(t, outputValue(t, r, "address").IsUnknown())
	assert.Equal(t, `"AZFW_VNet"`, output(t, r, "sku"))
}

// Resources may extend one of a kind that is none of the usual scopes.
func TestHostsOutsideOfGroups(t *testing.T) {
	r := clean(t, `
targetScope = 'tenant'
resource service 'Microsoft.Management/serviceGroups@2024-02-01-preview' = {
  name: 'service'
}
resource lock 'Microsoft.Authorization/locks@2020-05-01' = {
  name: 'lock'
  scope: service
}
`)
	json := compiled(t, `{
  "$schema": "https://schema.management.azure.com/schemas/2019-08-01/tenantDeploymentTemplate.json#",
  "resources": [
    {"type": "Microsoft.Authorization/locks", "apiVersion": "2020-05-01", "name": "lock", "scope": "[tenantResourceId('Microsoft.Management/serviceGroups', 'service')]"},
    {"type": "Microsoft.Authorization/locks", "apiVersion": "2020-05-01", "name": "lock",
      "scope": "/subscriptions/00000000-0000-0000-0000-000000000001/providers/Microsoft.Example/things/one"}
  ]
}`)
	assert.Equal(t, `"/providers/Microsoft.Management/serviceGroups/service/providers/Microsoft.Authorization/locks/lock"`, json.Instances[0].ID().Canonical())
	assert.Equal(t, r.Instances[1].ID().Canonical(), json.Instances[0].ID().Canonical())
	assert.Equal(t, `"/subscriptions/00000000-0000-0000-0000-000000000001/providers/Microsoft.Example/things/one/providers/Microsoft.Authorization/locks/lock"`, json.Instances[1].ID().Canonical())
}

// What is nested in a resource that is left out is left out too, but has a name.
func TestNestedInWhatIsLeftOut(t *testing.T) {
	r := clean(t, `
param on bool = false
resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = if (on) {
  name: 'vault'
  resource key 'keys' = {
    name: 'key'
  }
}
output name string = vault::key.name
output id string = vault::key.id
`)
	assert.Empty(t, r.Instances)
	assert.Equal(t, `"key"`, output(t, r, "name"))
	assert.Contains(t, output(t, r, "id"), "/vaults/vault/keys/key")
}

// The elements of what is one of two lists are one of two as well, in either language.
func TestElementsOfEither(t *testing.T) {
	r := clean(t, `
param more bool
var names = more ? concat(['a'], ['b']) : ['a']
output o array = [for n in names: '${n}!']
`)
	json := compiled(t, `{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "parameters": {"more": {"type": "bool"}},
  "variables": {"names": "[if(parameters('more'), concat(createArray('a'), createArray('b')), createArray('a'))]"},
  "resources": [],
  "outputs": {"o": {"type": "array", "copy": {"count": "[length(variables('names'))]", "input": "[format('{0}!', variables('names')[copyIndex()])]"}}}
}`)
	assert.Equal(t, output(t, r, "o"), output(t, json, "o"))
}

// What is asked of a module that may not be deployed is null without it, in either language.
func TestAskedOfWhatMayBe(t *testing.T) {
	r := files(t, map[string]string{"main.bicep": `
param on bool
param other string
module net 'net.bicep' = if (on) {
  name: 'net'
}
resource plan 'Microsoft.Web/serverfarms@2024-04-01' = if (on) {
  name: 'plan'
  location: 'here'
}
output subnet string = net.?outputs.subnetId
output either string = on ? net.?outputs.subnetId : other
output place string = plan.?location
output planId string = plan.?id
output certain string = on ? plan.?location : 'nowhere'
`, "net.bicep": "output subnetId string = 'x'\n"}, evaluate.Options{})
	json := compiled(t, `{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "languageVersion": "2.0",
  "parameters": {"on": {"type": "bool"}, "other": {"type": "string"}},
  "resources": {"net": {"condition": "[parameters('on')]", "type": "Microsoft.Resources/deployments", "apiVersion": "2025-04-01", "name": "net",
    "properties": {"mode": "Incremental", "expressionEvaluationOptions": {"scope": "inner"}, "template": {"resources": [], "outputs": {"subnetId": {"type": "string", "value": "x"}}}}}},
  "outputs": {
    "subnet": {"type": "string", "value": "[tryGet(if(parameters('on'), reference('net'), null()), 'outputs', 'subnetId', 'value')]"},
    "either": {"type": "string", "value": "[if(parameters('on'), tryGet(if(parameters('on'), reference('net'), null()), 'outputs', 'subnetId', 'value'), parameters('other'))]"}
  }
}`)
	require.Empty(t, r.Errors)
	assert.Equal(t, output(t, r, "subnet"), output(t, json, "subnet"))
	assert.Equal(t, output(t, r, "either"), output(t, json, "either"))
	assert.Equal(t, "if", outputValue(t, r, "place").Residual().Call)
	assert.Contains(t, output(t, r, "planId"), "/serverfarms/plan", "its id is known all the same")
	assert.Equal(t, []partial.Value{partial.StringValue("here"), partial.StringValue("nowhere")}, texts(outputValue(t, r, "certain").Residual().Args[1:]),
		"the same condition decides both")
}

func texts(values []partial.Value) []partial.Value {
	out := make([]partial.Value, len(values))
	for i, v := range values {
		s, _ := v.Text()
		out[i] = partial.StringValue(s)
	}
	return out
}

// Two values that cannot be evaluated for the same reason are not one value.
func TestFailuresDiffer(t *testing.T) {
	r := run(t, `
var a = {}
output one string = a.x.y
output two string = a.x.z
`)
	require.NotEmpty(t, r.Errors)
	assert.True(t, outputValue(t, r, "one").IsUnknown())
	assert.NotEqual(t, output(t, r, "one"), output(t, r, "two"))
}

// A template that is written into a resource of Bicep is not looked into, which is told.
func TestTemplatesInside(t *testing.T) {
	const nested = `
resource inner 'Microsoft.Resources/deployments@2025-04-01' = {
  name: 'inner'
  properties: {
    mode: 'Incremental'
    template: {
      resources: %s
    }
  }
}
`
	assert.Empty(t, clean(t, fmt.Sprintf(nested, "[]")).Incomplete, "it only leaves a trace")
	r := clean(t, fmt.Sprintf(nested, "[\n        { type: 'Microsoft.Web/sites', apiVersion: '2024-04-01', name: 'app' }\n      ]"))
	assert.Equal(t, []string{"inner: the template that it deploys is not looked into"}, r.Incomplete)
}
