package standin

import (
	"fmt"
	"path/filepath"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclparse"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/schema"
)

// majorOf works out the major version of azurerm that a configuration is
// written for: that of the newest release its version constraint allows.
func majorOf(dir string) (int, error) {
	constraint, err := azurermConstraint(dir)
	if err != nil || constraint == "" {
		return schema.Newest, err
	}
	major := schema.NewestAllowed(constraint)
	if major == 0 {
		return 0, fmt.Errorf("azurerm's version %q is no version constraint", constraint)
	}
	return major, nil
}

var (
	rootSchema = &hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{{Type: "terraform"}}}
	// requirementsSchema is the part of a terraform block that matters here.
	requirementsSchema = &hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{{Type: "required_providers"}}}
)

// azurermConstraint returns the version constraint of azurerm in the files of a
// folder, and "" if there is none.
func azurermConstraint(dir string) (string, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.tf"))
	if err != nil {
		return "", err
	}
	parser := hclparse.NewParser()
	for _, name := range files {
		file, diags := parser.ParseHCLFile(name)
		if diags.HasErrors() {
			return "", diags
		}
		root, _, _ := file.Body.PartialContent(rootSchema)
		for _, block := range root.Blocks {
			content, _, _ := block.Body.PartialContent(requirementsSchema)
			for _, requirements := range content.Blocks {
				if constraint := constraintIn(requirements.Body); constraint != "" {
					return constraint, nil
				}
			}
		}
	}
	return "", nil
}

// constraintIn reads azurerm's entry of required_providers.
func constraintIn(requirements hcl.Body) string {
	attributes, _ := requirements.JustAttributes()
	attribute, ok := attributes["azurerm"]
	if !ok {
		return ""
	}
	pairs, diags := hcl.ExprMap(attribute.Expr)
	if diags.HasErrors() {
		return ""
	}
	for _, pair := range pairs {
		if hcl.ExprAsKeyword(pair.Key) != "version" {
			continue
		}
		if v, diags := pair.Value.Value(nil); !diags.HasErrors() {
			return v.AsString()
		}
	}
	return ""
}
