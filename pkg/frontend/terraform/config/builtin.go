package config

import (
	"github.com/zclconf/go-cty/cty"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/schema"
)

// builtinName is the provider that is a part of Terraform itself.
const builtinName = "terraform"

// builtin are its resources:
// https://developer.hashicorp.com/terraform/language/resources/terraform-data
var builtin = map[string]*schema.Block{
	"terraform_data": {Attributes: map[string]*schema.Attribute{
		"id":               {Type: cty.String, Computed: true},
		"input":            {Type: cty.DynamicPseudoType, Optional: true},
		"output":           {Type: cty.DynamicPseudoType, Computed: true},
		"triggers_replace": {Type: cty.DynamicPseudoType, Optional: true, ForceNew: true},
	}},
}
