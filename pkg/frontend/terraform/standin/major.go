package standin

import (
	"fmt"
	"path/filepath"

	version "github.com/hashicorp/go-version"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclparse"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/schema"
)

// newest is the newest major version of azurerm there is a stand-in for.
const newest = 5

// majorOf works out the major version of azurerm that a configuration is
// written for: that of the newest release its version constraint allows. A
// constraint that allows none of the releases, as "4.14.0", still names one.
func majorOf(dir string) (int, error) {
	constraint, err := azurermConstraint(dir)
	if err != nil || constraint == "" {
		return newest, err
	}
	allowed, err := version.NewConstraint(constraint)
	if err != nil {
		return 0, fmt.Errorf("azurerm's version %q: %w", constraint, err)
	}
	for major := newest; major >= 3; major-- {
		release, err := version.NewVersion(schema.For(major).Version())
		if err != nil {
			return 0, err
		}
		if allowed.Check(release) {
			return major, nil
		}
	}
	named, err := version.NewVersion(firstVersion(constraint))
	if err != nil {
		return 0, fmt.Errorf("azurerm's version %q: %w", constraint, err)
	}
	return named.Segments()[0], nil
}

// firstVersion cuts the first version out of a constraint.
func firstVersion(constraint string) string {
	start := 0
	for start < len(constraint) && !isVersionByte(constraint[start]) {
		start++
	}
	end := start
	for end < len(constraint) && isVersionByte(constraint[end]) {
		end++
	}
	return constraint[start:end]
}

func isVersionByte(b byte) bool { return '0' <= b && b <= '9' || b == '.' }

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
