package functions_test

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/zclconf/go-cty/cty"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/functions"
)

// bomb is a gzip of a great many zeros.
func bomb(t *testing.T) cty.Value {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	zeros := make([]byte, 1<<20)
	for range 100 {
		_, err := w.Write(zeros)
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	return cty.StringVal(base64.StdEncoding.EncodeToString(b.Bytes()))
}

// laughs is a document in which each line stands for ten of the line before.
func laughs() cty.Value {
	var b strings.Builder
	b.WriteString("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n")
	for i := range 12 {
		fmt.Fprintf(&b, "a%d: &a%d [%s]\n", i+1, i+1, strings.Repeat(fmt.Sprintf("*a%d, ", i), 9)+fmt.Sprintf("*a%d", i))
	}
	return cty.StringVal(b.String())
}

// doubled is a value of a few parts that are shared again and again.
func doubled() cty.Value {
	v := cty.StringVal("x")
	for range 60 {
		v = cty.TupleVal([]cty.Value{v, v})
	}
	return v
}

func TestBudgets(t *testing.T) {
	t.Parallel()
	text := func(s string, n int) cty.Value { return cty.StringVal(strings.Repeat(s, n)) }
	thousand := make([]cty.Value, 1000)
	for i := range thousand {
		thousand[i] = cty.NumberIntVal(int64(i))
	}
	ctx := &hcl.EvalContext{
		Functions: functions.Table(functions.Options{MaxBytes: 1 << 20, MaxItems: 10_000}),
		Variables: map[string]cty.Value{
			"bomb": bomb(t), "laughs": laughs(),
			"n": cty.ListVal(thousand), "long": text("a", 1<<19), "lines": text("\n", 1<<15), "digits": text("9", 1<<19),
			"strings": text("{a: \"x\"}\n", 8_000), "open": text("[", 100_000), "mixed": text(`["]",`, 100_000), "dashes": text("- ", 100_000), "commas": text(",", 1<<19),
			"merges": cty.StringVal("a: &a {" + strings.Repeat("x: 1, ", 2000) + "}\n" + strings.Repeat("- <<: *a\n", 2000)),
			"rows":   text("a\n", 1<<18), "exact": text("x", 1<<20), "loops": cty.StringVal("%{ for a in n }%{ for b in n }%{ for c in n }x%{ endfor }%{ endfor }%{ endfor }"),
			"copies":  text("${long}", 1<<14),
			"nested":  text("%{ if true }", 10_000),
			"deep":    cty.StringVal("${" + strings.Repeat("(", 100_000)),
			"unary":   cty.StringVal("${" + strings.Repeat("!", 100_000) + "true}"),
			"growing": cty.StringVal(`${join("", [for a in n : long])}`),
			"huge":    cty.NumberFloatVal(1),
		},
	}
	for expr, budget := range map[string]string{
		`range(2000)`:                                              "1024",
		`setproduct(n, n, n, n, n, n, n)`:                          "10000 elements",
		`setproduct(n, n)`:                                         "10000 elements",
		`formatlist("%1000000s", n)`:                               "1048576 bytes",
		`format("%1000000000s", "x")`:                              "1048576 bytes",
		`format("%.1000000000f", 1)`:                               "1048576 bytes",
		`format("%99999999999999999999d", 1)`:                      "1048576 bytes",
		`format("%[1]600000s%[1]600000s", "x")`:                    "1048576 bytes",
		`join(long, n)`:                                            "1048576 bytes",
		`replace(long, "a", "aaaa")`:                               "1048576 bytes",
		`replace(long, "", "aaaa")`:                                "1048576 bytes",
		`replace(long, "/a/", "$0$0$0")`:                           "1048576 bytes",
		`replace(long, "/(a*)/", "$1$1$1")`:                        "1048576 bytes",
		`replace("x", "x", exact)`:                                 "1048576 bytes",
		`indent(1000000, lines)`:                                   "1048576 bytes",
		`split("", long)`:                                          "10000 elements",
		`split(",", commas)`:                                       "10000 elements",
		`regexall("a", long)`:                                      "10000 elements",
		`regexall("a.*b|a", long)`:                                 "budget",
		`regex("(x{1000}y{1000}){1}", long)`:                       "budget of work",
		`concat(n, n, n, n, n, n, n, n, n, n, n)`:                  "10000 elements",
		`base64gunzip(bomb)`:                                       "1048576 bytes",
		`base64encode(exact)`:                                      "1048576 bytes",
		`yamldecode(laughs)`:                                       "100000 values",
		`yamldecode(open)`:                                         "nested",
		`yamldecode(mixed)`:                                        "nested",
		`yamldecode(dashes)`:                                       "nested",
		`yamldecode(commas)`:                                       "100000 values",
		`yamldecode(merges)`:                                       "merges",
		`yamldecode(digits)`:                                       "digits",
		`jsondecode(open)`:                                         "nested",
		`jsondecode(commas)`:                                       "100000 values",
		`jsondecode(digits)`:                                       "digits",
		`csvdecode(rows)`:                                          "values",
		`csvdecode(commas)`:                                        "values",
		`parseint(digits, 10)`:                                     "digits",
		`tonumber(digits)`:                                         "digits",
		`abs(digits)`:                                              "digits",
		`sum([digits])`:                                            "digits",
		`tostring(1e999999)`:                                       "digits",
		`lower(1e999999)`:                                          "digits",
		`join("", [1e999999])`:                                     "digits",
		`ceil(1e999999)`:                                           "digits",
		`toset([1e999999, 2])`:                                     "digits",
		`format("%f", 1e-999999)`:                                  "digits",
		`templatestring(loops, { n = n })`:                         "steps",
		`templatestring(copies, { long = long })`:                  "bytes of text",
		`templatestring(growing, { n = n, long = long })`:          "bytes of text",
		`templatestring(nested, {})`:                               "500 levels",
		`templatestring(deep, {})`:                                 "tokens",
		`templatestring(unary, {})`:                                "tokens",
		`upper("${exact}${exact}")`:                                "1048576 bytes",
		`chunklist(range(1000), 0)[0] == setproduct(n, range(11))`: "10000 elements",
	} {
		began := time.Now()
		_, err := evaluate(expr, ctx)
		if assert.Error(t, err, expr) {
			if strings.Contains(expr, `"/`) && strings.Contains(err.Error(), "budget of work") {
				continue // on a busy machine, the time for a regular expression is over first
			}
			assert.Contains(t, err.Error(), budget, expr)
		}
		assert.Less(t, time.Since(began), 10*time.Second, expr)
	}
}

func TestFits(t *testing.T) {
	t.Parallel()
	began := time.Now()
	require.ErrorContains(t, functions.Options{MaxItems: 1000}.Fits(doubled()), "10000 values")
	require.ErrorContains(t, functions.Options{MaxBytes: 10}.Fits(cty.StringVal("more than ten")), "10 bytes")
	require.NoError(t, functions.Options{}.Fits(cty.TupleVal([]cty.Value{cty.StringVal("x").Mark(resource("a")), cty.DynamicVal})))
	assert.Less(t, time.Since(began), time.Second)
}

// TestNestedTry: HCL's own try doubles the work with each level.
func TestNestedTry(t *testing.T) {
	t.Parallel()
	began := time.Now()
	v := eval(t, strings.Repeat("try(", 60)+"1"+strings.Repeat(")", 60), nil)
	assert.True(t, v.RawEquals(cty.NumberIntVal(1)))
	assert.Less(t, time.Since(began), 5*time.Second)
}

func TestOrdinarySizesFit(t *testing.T) {
	t.Parallel()
	long := cty.StringVal(strings.Repeat("word ", 20_000))
	for expr, want := range map[string]int{
		`length(split(" ", long))`:                    20_001,
		`length(regexall("w\\w+", long))`:             20_000,
		`length(replace(long, "/w/", "vv"))`:          120_000,
		`length(jsonencode(split(" ", long)))`:        140_004,
		`length(yamldecode(yamlencode(range(1000))))`: 1000,
		`length(format("%-1000s", "x"))`:              1000,
	} {
		v := eval(t, expr, map[string]cty.Value{"long": long})
		assert.True(t, v.RawEquals(cty.NumberIntVal(int64(want))), "%s is %#v", expr, v)
	}
}
