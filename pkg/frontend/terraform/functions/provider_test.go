package functions_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/zclconf/go-cty/cty"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/functions"
)

func TestProviderFunctions(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`provider::terraform::encode_expr([1, "a$${b}", null])`:           `[1, "a$${b}", null]`,
		`provider::terraform::encode_expr({ a = true })`:                  "{\n  a = true\n}",
		`provider::terraform::encode_tfvars({ b = 1, a = "x" })`:          "a = \"x\"\nb = 1\n",
		`provider::terraform::decode_tfvars("a = [1, 2]\nb = \"x\"\n").b`: "x",
	} {
		v := eval(t, text, nil)
		assert.True(t, v.RawEquals(cty.StringVal(want)), "%s is %#v", text, v)
	}
	for _, text := range []string{
		`provider::terraform::decode_tfvars("a = b")`,
		`provider::terraform::decode_tfvars("a {}")`,
		`provider::terraform::encode_tfvars({ "a b" = 1 })`,
		`provider::terraform::encode_tfvars([1])`,
		`provider::terraform::encode_tfvars(null)`,
	} {
		_, err := evaluate(text, contextOf(t, functions.Options{}))
		assert.Error(t, err, text)
	}
}
