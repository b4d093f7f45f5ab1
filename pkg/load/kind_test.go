package load

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestKindOf(t *testing.T) {
	for text, want := range map[string]kind{
		``:         terraformPlan,
		`not JSON`: terraformPlan,
		`{"a": 1}`: terraformPlan,
		`{"format_version":"1.2","planned_values":{"$schema":"x/deploymentTemplate.json#"}}`:                                     terraformPlan,
		`{"version": 4, "terraform_version": "1.11", "resources": []}`:                                                           terraformPlan,
		`{"$schema": "https://x/2019-04-01/deploymentTemplate.json#", "resources": []}`:                                          armTemplate,
		"\xef\xbb\xbf// a comment\n{ /* \"format_version\": */ \"$schema\":\n\"https://x/subscriptionDeploymentTemplate.json#\"": armTemplate,
		`{"contentVersion": "1.0.0.0", "resources": [`:                                                                           armTemplate,
		`{"$schema": "https://x/deploymentParameters.json#", "parameters": {}}`:                                                  armParameters,
		`{"contentVersion": "1.0.0.0", "parameters": {}}`:                                                                        armParameters,
		`{"changes": [{"after": {"$schema": "deploymentTemplate.json"}}], "status": "Succeeded"}`:                                whatIf,
		`{"status": "Succeeded", "properties": {"changes": []}}`:                                                                 whatIf,
		`{"text": "a \" \"$schema\": \"deploymentTemplate", "x": 1}`:                                                             terraformPlan,
		`{"text": "never closed`: terraformPlan,
		`{"a": {"changes": []}}`: terraformPlan,
	} {
		assert.Equal(t, want, kindOf([]byte(text)), text)
	}
}

func TestParametersOf(t *testing.T) {
	for file, want := range map[string]bool{
		"main.parameters.json": true, "main.parameters.prod.json": true, "main.prod.parameters.json": true, "parameters.json": true,
		"Main.Parameters.JSON":  true,
		"other.parameters.json": false, "main.json": false, "mainland.parameters.json": false, "main.parameters.bicepparam": false,
	} {
		assert.Equal(t, want, parametersOf(file, "main.bicep"), file)
	}
}
