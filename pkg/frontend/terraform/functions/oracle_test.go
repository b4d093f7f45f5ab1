package functions_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function/stdlib"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/functions"
)

var update = flag.Bool("update", false, "ask terraform again and write testdata/results.txt")

// failure is the result of an expression that has none.
const failure = "error"

// TestTerraformAgrees compares with what Terraform said when the golden file
// was written.
func TestTerraformAgrees(t *testing.T) {
	t.Parallel()
	golden := results(t)
	if *update {
		golden = askTerraform(t)
		write(t, golden)
	}
	compare(t, golden)
}

// TestOracle asks Terraform itself.
func TestOracle(t *testing.T) {
	t.Parallel()
	compare(t, askTerraform(t))
}

func compare(t *testing.T, want map[string]string) {
	t.Helper()
	root, err := functions.OpenRoot(workFolder(t), 0)
	require.NoError(t, err)
	defer func() { require.NoError(t, root.Close()) }()
	ctx := contextOf(t, functions.Options{Files: root})
	for _, e := range expressions(t) {
		expected, ok := want[e.text]
		require.True(t, ok, "no result for %s; run the test with -update", e.text)
		v, err := evaluate(e.text, ctx)
		got := failure
		if err == nil {
			got = describe(v)
		}
		if e.lenient {
			assert.Equal(t, failure, expected, "Terraform accepts %s: drop its ~", e.text)
			assert.NoError(t, err, e.text)
			continue
		}
		if e.strict {
			assert.NotEqual(t, failure, expected, "Terraform refuses %s: drop its !", e.text)
			assert.Error(t, err, e.text)
			continue
		}
		if expected == failure {
			assert.Equal(t, failure, got, "%s must fail", e.text)
			continue
		}
		assert.NoError(t, err, e.text)
		assert.Equal(t, expected, got, e.text)
	}
}

// describe returns type, value and sensitivity of a value as one line.
func describe(v cty.Value) string {
	sensitive := ""
	if v.HasMark(functions.Sensitive) {
		sensitive = "sensitive "
	}
	v, _ = v.UnmarkDeep()
	if !v.IsWhollyKnown() {
		return "unknown"
	}
	text, err := stdlib.JSONEncode(cty.TupleVal([]cty.Value{v}))
	if err != nil {
		return err.Error()
	}
	return sensitive + typeText(v.Type()) + " " + strings.TrimSuffix(text.AsString()[1:], "]")
}

// typeText writes a type as the function type of the console does, without
// space.
func typeText(ty cty.Type) string {
	switch {
	case ty == cty.DynamicPseudoType:
		return "dynamic"
	case ty.IsPrimitiveType():
		return ty.FriendlyName()
	case ty.IsListType():
		return "list(" + typeText(ty.ElementType()) + ")"
	case ty.IsSetType():
		return "set(" + typeText(ty.ElementType()) + ")"
	case ty.IsMapType():
		return "map(" + typeText(ty.ElementType()) + ")"
	case ty.IsTupleType():
		parts := make([]string, ty.Length())
		for i, ety := range ty.TupleElementTypes() {
			parts[i] = typeText(ety)
		}
		return "tuple([" + strings.Join(parts, ",") + "])"
	}
	var parts []string
	attributes := ty.AttributeTypes()
	for _, name := range slices.Sorted(maps.Keys(attributes)) {
		parts = append(parts, name+":"+typeText(attributes[name]))
	}
	return "object({" + strings.Join(parts, ",") + "})"
}

// askTerraform evaluates all expressions by terraform console, which prints only
// the result of the last line, and nothing after an error. So everything is one
// expression, and a first one asks which of the expressions have a value.
func askTerraform(t *testing.T) map[string]string {
	t.Helper()
	if _, err := exec.LookPath("terraform"); err != nil {
		t.Skip("terraform is not on PATH")
	}
	dir := workFolder(t)
	writeLocals(t, dir)
	out := map[string]string{}
	var fine []string
	for batch := range slices.Chunk(expressions(t), 400) {
		var texts []string
		for _, e := range batch {
			texts = append(texts, e.text)
		}
		for i, can := range strings.Fields(strings.Trim(ask(t, dir, `join(" ", [%s])`, "can(%s)", texts), `"`)) {
			out[texts[i]] = failure
			if can == "true" {
				fine = append(fine, texts[i])
			}
		}
	}
	for batch := range slices.Chunk(fine, 400) {
		for text, result := range answers(t, dir, batch) {
			out[text] = result
		}
	}
	return out
}

// answers asks for type, sensitivity and value of expressions that have one.
func answers(t *testing.T, dir string, texts []string) map[string]string {
	t.Helper()
	types := splitTypes(ask(t, dir, "type([%s])", "nonsensitive(%s)", texts))
	require.Len(t, types, len(texts))
	sensitive := strings.Fields(strings.Trim(ask(t, dir, `join(" ", [%s])`, "issensitive(%s)", texts), `"`))
	require.Len(t, sensitive, len(texts))
	values := strings.Fields(strings.Trim(ask(t, dir, `join(" ", [%s])`,
		"base64encode(nonsensitive(jsonencode([nonsensitive(%s)])))", texts), `"`))
	require.Len(t, values, len(texts))
	out := map[string]string{}
	for i, text := range texts {
		data, err := base64.StdEncoding.DecodeString(values[i])
		require.NoError(t, err, values[i])
		out[text] = types[i] + " " + strings.TrimSuffix(string(data)[1:], "]")
		if sensitive[i] == "true" {
			out[text] = "sensitive " + out[text]
		}
	}
	return out
}

var space = regexp.MustCompile(`\s+`)

// splitTypes takes the type of a tuple apart.
func splitTypes(ty string) []string {
	ty = strings.NewReplacer(",}", "}", ",]", "]", ",)", ")").Replace(space.ReplaceAllString(ty, ""))
	ty = strings.TrimSuffix(strings.TrimPrefix(ty, "tuple(["), "])")
	var out []string
	depth, begin := 0, 0
	for i := range len(ty) {
		switch ty[i] {
		case '(', '{', '[':
			depth++
		case ')', '}', ']':
			depth--
		case ',':
			if depth == 0 {
				out = append(out, ty[begin:i])
				begin = i + 1
			}
		}
	}
	return append(out, ty[begin:])
}

// ask evaluates one expression made of all texts.
func ask(t *testing.T, dir, frame, each string, texts []string) string {
	t.Helper()
	parts := make([]string, len(texts))
	for i, text := range texts {
		parts[i] = fmt.Sprintf(each, text)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "terraform", "console", "-no-color")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "TF_DATA_DIR="+filepath.Join(dir, ".terraform"), "CHECKPOINT_DISABLE=1", "TF_CLI_CONFIG_FILE=", "TF_LOG=")
	cmd.Stdin = strings.NewReader(fmt.Sprintf(frame, strings.Join(parts, ", ")) + "\n")
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	require.NoError(t, cmd.Run(), "%s", stderr.String())
	return strings.TrimSpace(stdout.String())
}

func writeLocals(t *testing.T, dir string) {
	t.Helper()
	escaped := map[string]string{}
	for name, text := range locals(t) {
		escaped[name] = strings.NewReplacer("${", "$${", "%{", "%%{").Replace(text)
	}
	data, err := json.Marshal(map[string]any{"locals": escaped})
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "main.tf.json"), data, 0o600))
}

// The golden file holds each expression, and below it, indented, its result.

func results(t *testing.T) map[string]string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "results.txt"))
	require.NoError(t, err)
	out := map[string]string{}
	expr := ""
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSuffix(line, "\n")
		if result, ok := strings.CutPrefix(line, "\t"); ok {
			out[expr] = result
		} else {
			expr = line
		}
	}
	return out
}

func write(t *testing.T, results map[string]string) {
	t.Helper()
	var b strings.Builder
	for _, e := range expressions(t) {
		fmt.Fprintf(&b, "%s\n\t%s\n", e.text, results[e.text])
	}
	require.NoError(t, os.WriteFile(filepath.Join("testdata", "results.txt"), []byte(b.String()), 0o600))
}
