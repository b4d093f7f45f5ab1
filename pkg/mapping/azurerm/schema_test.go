package azurerm

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/schema"
)

// unlisted are attributes of types, and of versions, that the schemas at hand do
// not have.
var unlisted = []string{
	// Version 2 and 3.
	"address_prefix", "docker_image", "docker_container_name", "docker_container_registry", "enable_https_traffic_only",
	"disable_bgp_route_propagation", "enforce_private_link_endpoint_network_policies",
	"enforce_private_link_service_network_policies", "health_probes_enabled", "private_endpoint_network_policies_enabled",
	"virtual_network",
	// Data sources and resources that are not in the schemas.
	"profile_name", "record", "virtual_network_rule", "network_rulesets", "network_rules", "ip_range_filter", "start_ip", "end_ip",
}

// TestAttributesExist finds misspelled attributes: each name that this package
// reads must be one of some type of the provider.
func TestAttributesExist(t *testing.T) {
	known := map[string]bool{}
	for _, name := range unlisted {
		known[name] = true
	}
	for _, version := range []int{3, 4, 5} {
		p := schema.For(version)
		for _, typ := range p.ResourceTypes() {
			b, _ := p.Resource(typ)
			collectNames(b, known)
		}
		for _, typ := range p.DataSourceTypes() {
			b, _ := p.DataSource(typ)
			collectNames(b, known)
		}
	}
	for _, o := range occupants { // their types are not in the schemas
		for _, path := range o.paths {
			for _, name := range strings.Split(path, ".") {
				known[name] = true
			}
		}
	}
	read := namesRead(t)
	require.Greater(t, len(read), 150)
	for name, at := range read {
		assert.True(t, known[name], "%s: no type has an attribute %q", at, name)
	}
	for name := range Skipped {
		assert.NotContains(t, read, name, "it is read and must not be skipped")
	}
}

func collectNames(b *schema.Block, names map[string]bool) {
	for name, a := range b.Attributes {
		names[name] = true
		if a.Elem != nil {
			collectNames(a.Elem, names)
		}
	}
	for name, n := range b.Blocks {
		names[name] = true
		collectNames(n.Block, names)
	}
}

// namesRead lists the strings in the code that look like attributes, and where
// they are.
func namesRead(t *testing.T) map[string]string {
	t.Helper()
	paths, err := filepath.Glob("*.go")
	require.NoError(t, err)
	files := token.NewFileSet()
	attribute := regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)+$`)
	read := map[string]string{}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(files, path, nil, 0)
		require.NoError(t, err)
		ast.Inspect(f, func(n ast.Node) bool {
			if v, ok := n.(*ast.ValueSpec); ok && isTableOfOthers(v) {
				return false
			}
			s, ok := n.(*ast.BasicLit)
			if !ok || s.Kind != token.STRING {
				return true
			}
			text, err := strconv.Unquote(s.Value)
			require.NoError(t, err)
			if attribute.MatchString(text) && !strings.HasPrefix(text, "azurerm_") && !strings.HasPrefix(text, "azapi_") {
				read[text] = files.Position(s.Pos()).String()
			}
			return true
		})
	}
	return read
}

// isTableOfOthers reports whether a variable holds words that are no attributes,
// or attributes that are not read.
func isTableOfOthers(v *ast.ValueSpec) bool {
	switch v.Names[0].Name {
	case "otherGroups", "Skipped":
		return true
	}
	return false
}
