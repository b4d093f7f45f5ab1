package functions_test

import (
	"bufio"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/stretchr/testify/require"
	"github.com/zclconf/go-cty/cty"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/functions"
)

// expression is a line of testdata/expressions.txt.
type expression struct {
	text string
	// lenient is set if Terraform 1.11 refuses what is accepted here.
	lenient bool
	// strict is set if it accepts what is refused here.
	strict bool
}

func expressions(tb testing.TB) []expression {
	tb.Helper()
	f, err := os.Open(filepath.Join("testdata", "expressions.txt"))
	require.NoError(tb, err)
	defer func() { require.NoError(tb, f.Close()) }()
	var out []expression
	for lines := bufio.NewScanner(f); lines.Scan(); {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		text, lenient := strings.CutPrefix(line, "~ ")
		text, strict := strings.CutPrefix(text, "! ")
		out = append(out, expression{text, lenient, strict})
	}
	require.NotEmpty(tb, out)
	return out
}

// locals returns the values of local.*.
func locals(t *testing.T) map[string]string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "locals.json"))
	require.NoError(t, err)
	out := map[string]string{}
	require.NoError(t, json.Unmarshal(data, &out))
	return out
}

// workFolder returns a folder with testdata/files and a key in it.
func workFolder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(dir, os.DirFS(filepath.Join("testdata", "files"))))
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	secret, err := rsa.EncryptPKCS1v15(rand.Reader, &key.PublicKey, []byte("secret text"))
	require.NoError(t, err)
	block := &pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}
	require.NoError(t, os.WriteFile(filepath.Join(dir, "key.pem"), pem.EncodeToMemory(block), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "cipher.txt"), []byte(base64.StdEncoding.EncodeToString(secret)), 0o600))
	return dir
}

// contextOf returns what expressions of the tests are evaluated in.
func contextOf(t *testing.T, o functions.Options) *hcl.EvalContext {
	t.Helper()
	values := map[string]cty.Value{}
	for name, text := range locals(t) {
		values[name] = cty.StringVal(text)
	}
	return &hcl.EvalContext{
		Variables: map[string]cty.Value{"local": cty.ObjectVal(values)},
		Functions: functions.Table(o),
	}
}

func evaluate(text string, ctx *hcl.EvalContext) (cty.Value, error) {
	expr, diags := hclsyntax.ParseExpression([]byte(text), "test", hcl.InitialPos)
	if diags.HasErrors() {
		return cty.NilVal, diags
	}
	v, diags := expr.Value(ctx)
	if diags.HasErrors() {
		return cty.NilVal, diags
	}
	return v, nil
}

// eval evaluates an expression with some variables and no files.
func eval(t *testing.T, text string, vars map[string]cty.Value) cty.Value {
	t.Helper()
	v, err := evaluate(text, &hcl.EvalContext{Variables: vars, Functions: functions.Table(functions.Options{})})
	require.NoError(t, err, text)
	return v
}
