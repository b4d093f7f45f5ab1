package azure

import (
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestEveryDatumHasASource walks all tables; whatever has a field Source must
// have something in it.
func TestEveryDatumHasASource(t *testing.T) {
	for name, table := range map[string]any{
		"SKUs":              SKUs(),
		"tiers":             skuByTier(),
		"AppServiceZones":   AppServiceZones,
		"HostSuffixes":      HostSuffixes,
		"DefaultRules":      DefaultRules,
		"MultitenantPorts":  MultitenantPorts,
		"EnvironmentPorts":  EnvironmentPorts,
		"EnvironmentProbe":  EnvironmentProbe,
		"ContentSharePorts": ContentSharePorts,
		"PrivatePorts":      PrivatePorts,
		"PropertyWindows":   PropertyWindows,
	} {
		assert.Positive(t, checkSources(t, name, reflect.ValueOf(table)), name)
	}
	assert.NotEmpty(t, RegionsSource)
	assert.NotEmpty(t, ServiceTagsSource)
}

// checkSources returns how many sources it saw.
func checkSources(t *testing.T, path string, v reflect.Value) int {
	t.Helper()
	seen := 0
	switch v.Kind() {
	case reflect.Slice:
		for i := range v.Len() {
			seen += checkSources(t, path, v.Index(i))
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			seen += checkSources(t, path+"."+key.String(), v.MapIndex(key))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			field := v.Type().Field(i)
			if field.Name == "Source" {
				seen++
				assert.NotEmpty(t, v.Field(i).String(), path)
			}
			seen += checkSources(t, path+"."+field.Name, v.Field(i))
		}
	default: // a leaf
	}
	return seen
}

// TestUnknownIsUnconfirmed keeps "we do not know" from being said with confidence.
func TestUnknownIsUnconfirmed(t *testing.T) {
	for _, sku := range SKUs() {
		v := reflect.ValueOf(sku.Capabilities)
		for i := range v.NumField() {
			switch cell := v.Field(i).Interface().(type) {
			case Support:
				assert.False(t, cell.Answer == Unknown && cell.Confidence == Confirmed, "%s %s", sku.Name, v.Type().Field(i).Name)
			case Count:
				assert.False(t, !cell.Known && cell.Confidence == Confirmed, "%s %s", sku.Name, v.Type().Field(i).Name)
			}
		}
	}
}

// TestEveryLimitHasASource reads the source of the package, since Go cannot list a
// package's variables: each Limit and Range must name its source and be documented.
func TestEveryLimitHasASource(t *testing.T) {
	files := parsePackage(t)
	consts := stringConstants(files)
	limits := 0
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok || len(spec.Values) != 1 {
				return true
			}
			literal, ok := spec.Values[0].(*ast.CompositeLit)
			if !ok || !isIdent(literal.Type, "Limit", "Range") {
				return true
			}
			limits++
			source := evaluate(literal.Elts[len(literal.Elts)-2], consts)
			assert.NotEmpty(t, source, spec.Names[0].Name)
			require.NotNil(t, spec.Doc, spec.Names[0].Name)
			assert.True(t, strings.HasPrefix(spec.Doc.Text(), spec.Names[0].Name+" is "), spec.Names[0].Name)
			return true
		})
	}
	assert.Greater(t, limits, 40)
}

// TestDocumentsHaveAddresses keeps the list of documents usable: each is a title
// with an address, or says by name which repository, definition or blog it means.
func TestDocumentsHaveAddresses(t *testing.T) {
	for name, text := range stringConstants(parsePackage(t)) {
		if strings.HasPrefix(name, "doc") && !strings.Contains(text, "/") {
			assert.Contains(t, text, "Azure Policy", name)
		}
	}
}

// parsePackage reads the package's files other than tests.
func parsePackage(t *testing.T) []*ast.File {
	t.Helper()
	names, err := filepath.Glob("*.go")
	require.NoError(t, err)
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		require.NoError(t, err)
		files = append(files, file)
	}
	return files
}

// stringConstants returns the constants of the package that are made of string
// literals and of each other.
func stringConstants(files []*ast.File) map[string]string {
	expressions := map[string]ast.Expr{}
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			if spec, ok := n.(*ast.ValueSpec); ok && len(spec.Values) == 1 {
				expressions[spec.Names[0].Name] = spec.Values[0]
			}
			return true
		})
	}
	consts := map[string]string{}
	for range 3 { // constants of constants of constants
		for name, expression := range expressions {
			if text := evaluate(expression, consts); text != "" {
				consts[name] = text
			}
		}
	}
	return consts
}

// evaluate returns the text of a string expression, "" where it cannot tell.
func evaluate(expression ast.Expr, consts map[string]string) string {
	switch e := expression.(type) {
	case *ast.BasicLit:
		if e.Kind == token.STRING {
			return constant.StringVal(constant.MakeFromLiteral(e.Value, token.STRING, 0))
		}
	case *ast.Ident:
		return consts[e.Name]
	case *ast.BinaryExpr:
		if left, right := evaluate(e.X, consts), evaluate(e.Y, consts); left != "" && right != "" {
			return left + right
		}
	}
	return ""
}

func isIdent(expression ast.Expr, names ...string) bool {
	ident, ok := expression.(*ast.Ident)
	return ok && slices.Contains(names, ident.Name)
}

func TestWords(t *testing.T) {
	assert.Equal(t, "confirmed", Confirmed.String())
	assert.Equal(t, "unconfirmed", Confidence(0).String())
	assert.Equal(t, "yes", Yes.String())
	assert.Equal(t, "no", No.String())
	assert.Equal(t, "unknown", Answer(0).String())
	assert.Equal(t, "Inbound", Inbound.String())
	assert.Equal(t, "Outbound", Outbound.String())
	words := map[string]bool{}
	for cloud := PublicCloud; cloud <= USTopSecretCloud+1; cloud++ {
		words[cloud.String()] = true
	}
	assert.Len(t, words, 6)
}

func TestRangeContains(t *testing.T) {
	r := Range{Min: 1, Max: 5}
	for n := range 8 {
		assert.Equal(t, n >= 1 && n <= 5, r.Contains(n), n)
	}
	assert.True(t, DNSMaxCacheTimeout.Contains(0))
	assert.False(t, DNSRetryTimeout.Contains(0))
}

func TestDefaultRulesEndInDeny(t *testing.T) {
	last := map[Direction]DefaultRule{}
	for _, rule := range DefaultRules {
		assert.Greater(t, rule.Priority, last[rule.Direction].Priority, rule.Name)
		assert.Greater(t, rule.Priority, SecurityRulePriority.Max, rule.Name)
		last[rule.Direction] = rule
	}
	for _, direction := range []Direction{Inbound, Outbound} {
		rule := last[direction]
		assert.Equal(t, 65500, rule.Priority)
		assert.False(t, rule.Allow)
		assert.Equal(t, []string{"*", "*"}, []string{rule.From, rule.To})
	}
}

func TestPorts(t *testing.T) {
	used := func(uses []PortUse, port uint16) string {
		for _, use := range uses {
			for _, r := range use.Ports {
				if r.Contains(port) {
					return use.Purpose
				}
			}
		}
		return ""
	}
	assert.Equal(t, "HTTP and HTTPS", used(MultitenantPorts, 443))
	assert.Equal(t, "FTP and FTPS", used(MultitenantPorts, 10300))
	assert.Empty(t, used(EnvironmentPorts, 10021))
	assert.Equal(t, "FTP and FTPS", used(EnvironmentPorts, 10020))
	assert.Empty(t, used(EnvironmentPorts, 4020))
	assert.Equal(t, "private ports", used([]PortUse{PrivatePorts}, 30000))
	assert.Empty(t, used([]PortUse{PrivatePorts}, 30001))
	assert.Empty(t, used([]PortUse{ContentSharePorts}, 444))
}
