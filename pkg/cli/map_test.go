package cli_test

import (
	"encoding/xml"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/cli"
)

func TestMap(t *testing.T) {
	for format, want := range map[string]string{"svg": "<svg ", "mermaid": "flowchart LR\n", "dot": "digraph appnetlint {\n"} {
		t.Run(format, func(t *testing.T) {
			code, stdout, stderr := run("", "map", "--format", format, shop)
			assert.Equal(t, cli.ExitClean, code, "findings fail no picture")
			assert.Empty(t, stderr)
			assert.True(t, strings.HasPrefix(stdout, want))
			for _, name := range []string{"app-shop-orders", "snet-apps", "pe-shop-orders", "1 error"} {
				assert.Contains(t, stdout, name)
			}
		})
	}
	_, byDefault, _ := run("", "map", shop)
	assert.True(t, strings.HasPrefix(byDefault, "<svg "))
}

func TestMapOfSeveral(t *testing.T) {
	one := filepath.Join("..", "draw", "testdata", "one")
	code, stdout, stderr := run("", "map", "--format", "svg", shop, one)
	assert.Equal(t, cli.ExitClean, code, stderr)
	assert.Contains(t, stdout, "app-shop-orders")
	assert.Contains(t, stdout, "app-web")
	d := xml.NewDecoder(strings.NewReader(stdout))
	for {
		if _, err := d.Token(); err != nil {
			require.ErrorIs(t, err, io.EOF)
			break
		}
	}
	code, stdout, stderr = run("", "map", "--format", "mermaid", shop, one)
	assert.Equal(t, cli.ExitClean, code, stderr)
	assert.Equal(t, 2, strings.Count(stdout, "root["))
}

func TestMapFails(t *testing.T) {
	code, _, stderr := run("", "map", "--format", "png", shop)
	assert.Equal(t, cli.ExitFailed, code)
	assert.Contains(t, stderr, "svg, mermaid, dot")
	code, stdout, stderr := run("", "map", "nothing-here.json")
	assert.Equal(t, cli.ExitFailed, code)
	assert.Contains(t, stderr, "no such file")
	assert.Contains(t, stdout, "<svg ", "an empty picture is a picture")
}

// The page of a run has the map and the table of who gets in.
func TestHTMLReport(t *testing.T) {
	path := filepath.Join(t.TempDir(), "report.html")
	code, stdout, stderr := run("", "--format", "html="+path, shop)
	assert.Equal(t, cli.ExitFindings, code)
	assert.Empty(t, stdout+stderr)
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	page := string(content)
	for _, want := range []string{
		`class="an-map"`, `id="reachtable"`, `data-verdict="open"`, `data-rule="access-rules-default-allow-no-effect"`, `id="rule-access-rules-default-allow-no-effect"`,
	} {
		assert.Contains(t, page, want)
	}
	_, again, _ := run("", "--format", "html", shop)
	assert.Equal(t, page, again, "two runs differ")
}

// What Terraform marks sensitive is in no picture and on no page.
func TestMapsAndPagesHoldNoSecrets(t *testing.T) {
	dir := t.TempDir()
	const secret = "hunter22-swordfish"
	require.NoError(t, os.WriteFile(filepath.Join(dir, "main.tf"), []byte(`
variable "name" {
  sensitive = true
  default   = "`+secret+`"
}
resource "azurerm_service_plan" "p" {
  name                = var.name
  resource_group_name = "rg"
  location            = "westeurope"
  os_type             = "Linux"
  sku_name            = "B1"
}
resource "azurerm_linux_web_app" "a" {
  name                = "app-${var.name}"
  resource_group_name = "rg"
  location            = "westeurope"
  service_plan_id     = azurerm_service_plan.p.id
  app_settings        = { TOKEN = "`+secret+`" }
  site_config {
    ip_restriction {
      name       = var.name
      priority   = 100
      action     = "Allow"
      ip_address = "203.0.113.0/24"
    }
  }
}
`), 0o600))
	for _, args := range [][]string{{"map"}, {"map", "--format", "mermaid"}, {"map", "--format", "dot"}, {"--format", "html"}} {
		_, stdout, stderr := run("", append(args, dir)...)
		assert.Contains(t, stdout, "SCM", "the app is there")
		assert.NotContains(t, stdout+stderr, "hunter22", "%v", args)
		assert.NotContains(t, stdout+stderr, "swordfish", "%v", args)
	}
}
