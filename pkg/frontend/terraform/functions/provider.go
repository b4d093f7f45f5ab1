package functions

import (
	"errors"
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// providerEntries are the functions of the provider that is built into
// Terraform, terraform.io/builtin/terraform.
func providerEntries() map[string]entry {
	return map[string]entry{
		"encode_expr":   made(encodeFunction("expr", encodeExpression)),
		"encode_tfvars": made(encodeFunction("value", encodeVariables)),
		"decode_tfvars": made(decodeFunction()),
	}
}

func encodeFunction(name string, body func(cty.Value) (string, error)) function.Function {
	return plain(cty.String, params(nullable(name, cty.DynamicPseudoType)), nil, func(args []cty.Value) (cty.Value, error) {
		if !args[0].IsKnown() || !args[0].IsWhollyKnown() {
			return cty.UnknownVal(cty.String), nil
		}
		s, err := body(args[0])
		if err != nil {
			return cty.NilVal, function.NewArgError(0, err)
		}
		return cty.StringVal(s), nil
	})
}

func encodeExpression(v cty.Value) (string, error) {
	return string(hclwrite.TokensForValue(v).Bytes()), nil
}

func encodeVariables(v cty.Value) (string, error) {
	if ty := v.Type(); v.IsNull() || !ty.IsObjectType() && !ty.IsMapType() {
		return "", errors.New("must be an object")
	}
	f := hclwrite.NewEmptyFile()
	vars := v.AsValueMap()
	for _, name := range slices.Sorted(maps.Keys(vars)) {
		if !hclsyntax.ValidIdentifier(name) {
			return "", errors.New("holds a name that is not valid for a variable")
		}
		f.Body().SetAttributeValue(name, vars[name])
	}
	return string(f.Bytes()), nil
}

func decodeFunction() function.Function {
	return plain(cty.DynamicPseudoType, params(param("src", cty.String)), nil, func(args []cty.Value) (cty.Value, error) {
		v, err := decodeVariables([]byte(args[0].AsString()))
		if err != nil {
			return cty.NilVal, function.NewArgError(0, err)
		}
		return v, nil
	})
}

func decodeVariables(src []byte) (cty.Value, error) {
	const name = "<decode_tfvars argument>"
	start := hcl.Pos{Line: 1, Column: 1}
	tokens, diags := hclsyntax.LexConfig(src, name, start)
	if diags.HasErrors() {
		return cty.NilVal, diags
	}
	if len(tokens) > maxSequence {
		return cty.NilVal, errors.New("the text exceeds the budget of 10,000 tokens")
	}
	if err := shallow(tokens); err != nil {
		return cty.NilVal, err
	}
	file, diags := hclsyntax.ParseConfig(src, name, start)
	if diags.HasErrors() {
		return cty.NilVal, diags
	}
	attributes, diags := file.Body.JustAttributes()
	if diags.HasErrors() {
		return cty.NilVal, diags
	}
	vars := make(map[string]cty.Value, len(attributes))
	for n, attribute := range attributes {
		v, diags := attribute.Expr.Value(nil)
		if diags.HasErrors() {
			return cty.NilVal, diags
		}
		vars[n] = v
	}
	return cty.ObjectVal(vars), nil
}
