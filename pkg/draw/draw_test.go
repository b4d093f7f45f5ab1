package draw_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/draw"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/load"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/source"
	"github.com/appnetlint/appnetlint/pkg/value"
)

var update = flag.Bool("update", false, "write the golden files anew")

// stacks are the configurations that pictures are made of.
var stacks = []struct{ name, path string }{
	{"one", "testdata/one"},
	{"hub", "testdata/hub"},
	{"shop", "../../fixtures/stacks/shop/plan.json"},
}

func graphs(t *testing.T, path string, findings ...lint.Finding) []*draw.Graph {
	t.Helper()
	configurations, errs := load.Load(t.Context(), []string{path}, load.Options{})
	require.Empty(t, errs)
	var out []*draw.Graph
	for _, c := range configurations {
		out = append(out, draw.New(draw.Input{Name: filepath.Base(path), Model: c.Model, Findings: findings}))
	}
	return out
}

// found is a finding on an address.
func found(level lint.Severity, address string) lint.Finding {
	return lint.Finding{Check: &lint.Check{Name: "some-rule", Severity: level}, Severity: level, Address: address}
}

var findings = []lint.Finding{
	found(lint.Error, "azurerm_linux_web_app.web"), found(lint.Note, "azurerm_linux_web_app.web"),
	found(lint.Warning, "azurerm_network_security_group.shop"), found(lint.Error, "azurerm_private_dns_zone_virtual_network_link.shop"),
	found(lint.Note, "azurerm_resource_group.nowhere"),
}

var formats = []struct {
	name  string
	write func(io.Writer, []*draw.Graph) error
}{
	{"svg", func(w io.Writer, g []*draw.Graph) error { return draw.SVG(w, g, draw.SVGOptions{}) }},
	{"mermaid", draw.Mermaid},
	{"dot", draw.DOT},
}

func written(t *testing.T, format string, g []*draw.Graph) string {
	t.Helper()
	for _, f := range formats {
		if f.name == format {
			var b bytes.Buffer
			require.NoError(t, f.write(&b, g))
			return b.String()
		}
	}
	t.Fatalf("no format %s", format)
	return ""
}

func TestGolden(t *testing.T) {
	for _, s := range stacks {
		for _, f := range formats {
			t.Run(s.name+"/"+f.name, func(t *testing.T) {
				got := written(t, f.name, graphs(t, s.path, findings...))
				assert.Equal(t, got, written(t, f.name, graphs(t, s.path, findings...)), "two runs differ")
				golden := filepath.Join("testdata", s.name+"."+f.name)
				if *update {
					require.NoError(t, os.WriteFile(golden, []byte(got), 0o600))
				}
				want, err := os.ReadFile(golden)
				require.NoError(t, err)
				assert.Equal(t, string(want), got, "run go test ./pkg/draw -update, and look at the picture")
			})
		}
	}
}

// What a picture must tell, whatever it looks like.
func TestWhatThePictureTells(t *testing.T) {
	g := graphs(t, "testdata/hub", findings...)[0]
	var edges []string
	for _, e := range g.Edges {
		edges = append(edges, fmt.Sprintf("%s %s %s %s", e.From.Title, e.Flow, e.State, e.To.Title))
	}
	for _, want := range []string{
		"Internet inbound closed app-shop", "Internet inbound open func-orders", "Internet inbound open staging",
		"AzureFrontDoor.Backend inbound open app-shop", "snet-agents inbound open app-shop",
		"Internet inbound plain afd-shop", "afd-shop inbound open app-shop",
		"app-shop integration plain snet-apps", "ase-main integration plain snet-ase",
		"pe-api link open app-api", "pe-api dns plain privatelink.azurewebsites.net",
		"privatelink.azurewebsites.net dns plain vnet-shop", "vnet-hub peering plain vnet-shop",
		"snet-apps outbound plain 10.0.1.4", "snet-functions outbound plain ng-functions", "ng-functions outbound plain Internet",
		"agw-ledger inbound plain app-ledger", "func-orders outbound plain stshopfunctions",
	} {
		assert.Contains(t, edges, want)
	}
	assert.Equal(t, draw.Tally{Errors: 1, Notes: 2}, g.Elsewhere)
	assert.Equal(t, 1, tallyOf(g, "privatelink.azurewebsites.net").Errors, "the finding on its link")
	assert.Equal(t, 1, tallyOf(g, "snet-apps").Warnings, "the finding on its security group")
}

func tallyOf(g *draw.Graph, title string) draw.Tally {
	var find func([]*draw.Box) *draw.Box
	find = func(boxes []*draw.Box) *draw.Box {
		for _, b := range boxes {
			if b.Title == title {
				return b
			}
			if in := find(b.Inside); in != nil {
				return in
			}
		}
		return nil
	}
	if b := find(g.Boxes); b != nil {
		return b.Marks
	}
	return draw.Tally{}
}

// Names come from files that anybody may have written.
var hostile = []string{
	`"]; end; click a "javascript:alert(1)"`, "a\"b\\", `\`, `<script>alert(1)</script>`, "]]>", "--> x", "`**bold**`", "%%{init: {}}%%", "&amp;#quot;",
	"line\nbreak\r\n\ttab", "\x00\x1b[31m", "\xff\xfe", "\u202eevil", "日本語のアプリ", strings.Repeat("long-", 200), "end", "subgraph", "{{x}}", "a | b", "@{ shape: x }", "' onload='x", "$$x^2$$",
}

func hostileModel() *network.Model {
	m := &network.Model{}
	for i, name := range hostile {
		v := &network.VNet{Element: network.Element{Address: fmt.Sprintf("v%d", i), Name: value.Some(name, source.Range{})}}
		s := &network.Subnet{Element: network.Element{Address: name, Name: value.Some(name, source.Range{})}, VNet: network.To(v, "", source.Range{})}
		p := &network.Plan{Element: network.Element{Address: fmt.Sprintf("p%d", i), Name: value.Some(name, source.Range{})}, SKU: value.Some(name, source.Range{})}
		a := &network.Site{
			Element: network.Element{Address: name, Name: value.Some(name, source.Range{})}, Kind: network.WebApp, Plan: network.To(p, "", source.Range{}),
		}
		a.Integrations.Items = []network.Integration{{Subnet: network.To(s, "", source.Range{})}}
		m.VNets, m.Subnets, m.Plans, m.Sites = append(m.VNets, v), append(m.Subnets, s), append(m.Plans, p), append(m.Sites, a)
	}
	m.Link()
	return m
}

func TestHostileNames(t *testing.T) {
	g := []*draw.Graph{
		draw.New(draw.Input{Name: hostile[0], Model: hostileModel()}),
		draw.New(draw.Input{Name: "\x00<b>", Model: hostileModel()}),
	}
	svg := written(t, "svg", g)
	wellFormed(t, svg)
	assert.NotContains(t, svg, "<script")
	text := written(t, "mermaid", g)
	checkMermaid(t, text)
	assert.NotContains(t, text, "#36;#36;")
	checkDOT(t, written(t, "dot", g))
}

func wellFormed(t *testing.T, svg string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(svg))
	ids := map[string]bool{}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		require.NoError(t, err)
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		assert.Contains(t, []string{
			"svg", "title", "desc", "style", "defs", "marker", "path", "rect", "g", "text", "tspan",
		}, start.Name.Local, "elements that cannot load or run anything")
		for _, a := range start.Attr {
			assert.False(t, strings.HasPrefix(a.Name.Local, "on") || strings.Contains(a.Name.Local, "href"), "attribute %s", a.Name.Local)
			if a.Name.Local == "id" {
				assert.False(t, ids[a.Value], "id %s twice", a.Value)
				ids[a.Value] = true
			}
		}
	}
}

// mermaidLine is the part of Mermaid's grammar that is used.
var mermaidLine = regexp.MustCompile(`^(` + strings.Join([]string{
	`flowchart LR`,
	` +subgraph [a-z0-9_]+\["[^"` + "`" + `<>]*(<br/>[^"` + "`" + `<>]*)*"\]`,
	` +end`,
	` +[a-z0-9_]+\["[^"` + "`" + `<>]*(<br/>[^"` + "`" + `<>]*)*"\]`,
	` +[a-z0-9_]+ (-->|--x|===|==>|-\.->)(\|"[^"|` + "`" + `<>]*"\|)? [a-z0-9_]+`,
	`  linkStyle [0-9,]+ stroke:#[0-9a-f]{6}`,
	`  classDef [a-z]+ stroke:#[0-9a-f]{6},stroke-width:3px`,
	`  class [a-z0-9_,]+ [a-z]+`,
}, "|") + `)$`)

func checkMermaid(t *testing.T, text string) {
	t.Helper()
	depth := 0
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		require.Regexp(t, mermaidLine, line)
		switch fields := strings.Fields(line); fields[0] {
		case "subgraph":
			depth++
		case "end":
			depth--
		}
		require.GreaterOrEqual(t, depth, 0)
	}
	require.Zero(t, depth)
}

func checkDOT(t *testing.T, text string) {
	t.Helper()
	dot, err := exec.LookPath("dot")
	if err != nil {
		t.Skip("there is no dot of Graphviz on PATH")
	}
	cmd := exec.CommandContext(t.Context(), dot, "-Tplain")
	cmd.Stdin = strings.NewReader(text)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	require.NoError(t, err, stderr.String())
	require.True(t, bytes.HasPrefix(out, []byte("graph ")))
	assert.NotContains(t, stderr.String(), "syntax error")
}

func TestFormatsParse(t *testing.T) {
	for _, s := range append(stacks[:len(stacks):len(stacks)], struct{ name, path string }{"sixty", "testdata/sixty"}) {
		t.Run(s.name, func(t *testing.T) {
			g := graphs(t, s.path, findings...)
			wellFormed(t, written(t, "svg", g))
			checkMermaid(t, written(t, "mermaid", g))
			checkDOT(t, written(t, "dot", g))
		})
	}
}

func TestNothingToDraw(t *testing.T) {
	g := []*draw.Graph{draw.New(draw.Input{Name: "empty", Model: &network.Model{}})}
	for _, f := range formats {
		assert.NotEmpty(t, written(t, f.name, g))
	}
	assert.Contains(t, written(t, "svg", g), "No app and no network")
	checkMermaid(t, written(t, "mermaid", nil))
	wellFormed(t, written(t, "svg", nil))
}

func TestSecretsAreBlotted(t *testing.T) {
	m := hostileModel()
	m.Sites[0].Name = value.Some("app-hunter22-x", source.Range{})
	g := []*draw.Graph{draw.New(draw.Input{Name: "hunter22", Model: m, Redact: lint.Redactor([]string{"hunter22"})})}
	for _, f := range formats {
		assert.NotContains(t, written(t, f.name, g), "hunter22")
	}
}
