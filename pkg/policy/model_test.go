package policy

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/zclconf/go-cty/cty"

	"github.com/appnetlint/appnetlint/pkg/load"
	"github.com/appnetlint/appnetlint/pkg/network"
)

var update = flag.Bool("update", false, "write what is expected anew")

// models are those of all stacks that are shipped.
func models(t *testing.T) []*network.Model {
	t.Helper()
	dirs, err := filepath.Glob("../../fixtures/stacks/*")
	require.NoError(t, err)
	require.NotEmpty(t, dirs)
	var out []*network.Model
	for _, dir := range dirs {
		configurations, _ := load.Load(t.Context(), []string{"."}, load.Options{Dir: dir})
		for _, c := range configurations {
			out = append(out, c.Model)
		}
	}
	require.NotEmpty(t, out)
	return out
}

// Every attribute that is documented answers, and with a value of its type.
func TestAttributesAnswerAsDocumented(t *testing.T) {
	seen := map[string]bool{}
	for _, m := range models(t) {
		for _, k := range Kinds() {
			for _, p := range k.parts(m) {
				seen[k.Name] = true
				for i, a := range k.Attributes {
					f := p.get(i)
					assert.True(t, f.v.Type().Equals(a.Type), "%s.%s of %s is %s, not %s", k.Name, a.Name, p.Common().Address, f.v.Type().GoString(), a.Type.GoString())
				}
			}
		}
	}
	for _, name := range []string{"app", "plan", "subnet", "virtual_network", "private_endpoint"} {
		assert.True(t, seen[name], "no stack has a %s", name)
	}
}

// The zero value of every part answers, too: nothing is taken for granted.
func TestAttributesOfNothing(t *testing.T) {
	m := &network.Model{
		Sites: []*network.Site{{}, {Slot: true}}, Plans: []*network.Plan{{}}, Environments: []*network.Environment{{}}, VNets: []*network.VNet{{}},
		Subnets: []*network.Subnet{{}}, PrivateEndpoints: []*network.PrivateEndpoint{{}}, Zones: []*network.Zone{{}},
		SecurityGroups: []*network.SecurityGroup{{}}, RouteTables: []*network.RouteTable{{}}, NATGateways: []*network.NATGateway{{}},
		Peerings: []*network.Peering{{}}, HybridConnections: []*network.HybridConnection{{}}, Bindings: []*network.Binding{{}},
		FrontDoors: []*network.FrontDoor{{}}, Origins: []*network.Origin{{}}, ApplicationGateways: []*network.ApplicationGateway{{}},
	}
	for _, k := range Kinds() {
		parts := k.parts(m)
		require.NotEmpty(t, parts, k.Name)
		for _, p := range parts {
			for i, a := range k.Attributes {
				assert.True(t, p.get(i).v.Type().Equals(a.Type), "%s.%s", k.Name, a.Name)
			}
		}
	}
}

// Whatever the page names can be asked, and whatever can be asked is on the page.
func TestPage(t *testing.T) {
	var page bytes.Buffer
	require.NoError(t, Explain(&page))
	golden := filepath.Join("testdata", "model.md")
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(golden, page.Bytes(), 0o600))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	assert.Equal(t, string(want), page.String(), "go test ./pkg/policy -update writes it anew")

	row := regexp.MustCompile("(?m)^\\| `([a-z_.*\\[\\]]+)` \\|")
	for _, section := range strings.Split(page.String(), "\n## ")[1:] {
		heading, body, _ := strings.Cut(section, "\n")
		if heading == "Functions" {
			continue
		}
		documented := map[string]bool{}
		for _, match := range row.FindAllStringSubmatch(body, -1) {
			documented[match[1]] = true
		}
		for name := range strings.SplitSeq(heading, ", ") {
			kind, ok := find(name)
			require.True(t, ok, name)
			asked := map[string]bool{}
			collect(asked, "", kind.Attributes)
			assert.Equal(t, asked, documented, name)
			for path := range documented {
				assert.True(t, reaches(cty.Object(types(kind.Attributes)), path), "%s.%s", name, path)
			}
		}
	}
}

func collect(into map[string]bool, prefix string, attributes []Attribute) {
	for _, a := range attributes {
		into[prefix+a.Name] = true
		if !isPart(a.Fields) {
			suffix := "."
			if a.Type.IsListType() {
				suffix = "[*]."
			}
			collect(into, prefix+a.Name+suffix, a.Fields)
		}
	}
}

func types(attributes []Attribute) map[string]cty.Type {
	out := map[string]cty.Type{}
	for _, a := range attributes {
		out[a.Name] = a.Type
	}
	return out
}

// reaches follows a path through a type.
func reaches(typ cty.Type, path string) bool {
	for step := range strings.SplitSeq(strings.ReplaceAll(path, "[*]", ""), ".") {
		if typ.IsListType() {
			typ = typ.ElementType()
		}
		if !typ.IsObjectType() || !typ.HasAttribute(step) {
			return false
		}
		typ = typ.AttributeType(step)
	}
	return true
}

// No secret is among what can be asked.
func TestSettingsAreNotInTheModel(t *testing.T) {
	var page bytes.Buffer
	require.NoError(t, Explain(&page))
	for _, word := range []string{"`app_settings", "`settings", "`connection_string", "`storage_account", "user_metadata"} {
		assert.NotContains(t, page.String(), word)
	}
}
