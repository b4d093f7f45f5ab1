package pkg_test

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const module = "github.com/appnetlint/appnetlint/"

// layers lists what each part of the code may import of the rest, besides
// itself. A part is the longest prefix of a package's path that is listed.
var layers = map[string][]string{
	"pkg/pattern": {},
	"pkg/source":  {"pkg/pattern"},
	"pkg/value":   {"pkg/source"},
	"pkg/iac":     {"pkg/source", "pkg/value"},
	"pkg/azure":   {},
	"pkg/access":  {"pkg/source", "pkg/value"},
	"pkg/network": {"pkg/source", "pkg/value", "pkg/access", "pkg/azure"},
	"pkg/lint":    {"pkg/pattern", "pkg/source", "pkg/value", "pkg/network"},
	"checks":      {"pkg/pattern", "pkg/source", "pkg/value", "pkg/access", "pkg/azure", "pkg/network", "pkg/reach", "pkg/egress", "pkg/lint"},
	"pkg/reach":   {"pkg/source", "pkg/value", "pkg/access", "pkg/azure", "pkg/network"},
	"pkg/egress":  {"pkg/source", "pkg/value", "pkg/azure", "pkg/network"},
	"pkg/draw":    {"pkg/source", "pkg/value", "pkg/network", "pkg/reach", "pkg/egress", "pkg/lint"},
	"pkg/report":  {"pkg/pattern", "pkg/source", "pkg/lint", "pkg/network"},

	"pkg/frontend/terraform/schema": {},
	"pkg/frontend":                  {"pkg/pattern", "pkg/source", "pkg/value", "pkg/iac", "pkg/frontend/terraform/schema"},
	"pkg/mapping":                   {"pkg/source", "pkg/value", "pkg/access", "pkg/iac", "pkg/azure", "pkg/network"},

	"pkg/fix": {"pkg/source", "pkg/lint", "pkg/network", "pkg/azure", "pkg/frontend", "pkg/frontend/terraform/schema"},

	"pkg/policy": {"pkg/pattern", "pkg/source", "pkg/value", "pkg/access", "pkg/network", "pkg/lint"},
	"pkg/config": {"pkg/source", "pkg/lint", "pkg/network", "pkg/policy"},

	"pkg/git": {"pkg/pattern"},

	"pkg/load": {"pkg/pattern", "pkg/source", "pkg/iac", "pkg/lint", "pkg/frontend", "pkg/mapping", "pkg/network"},
	"pkg/cli":  {"pkg/source", "pkg/network", "pkg/lint", "pkg/load", "pkg/reach", "pkg/egress", "pkg/draw", "pkg/report", "pkg/fix", "pkg/frontend", "pkg/config", "pkg/policy", "pkg/git", "checks"},

	// For tests only; nothing that users run imports it.
	"pkg/lint/linttest": {"pkg/source", "pkg/iac", "pkg/network", "pkg/lint", "pkg/load", "pkg/frontend"},

	"cmd": {"pkg/cli"},
}

func TestImportsGoOneWay(t *testing.T) {
	out, err := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Imports", module+"...").Output()
	require.NoError(t, err)
	decoder := json.NewDecoder(strings.NewReader(string(out)))
	for {
		var p struct {
			ImportPath string
			Imports    []string
		}
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			break
		}
		require.NotEmpty(t, p.ImportPath)
		if p.ImportPath == strings.TrimSuffix(module, "/")+"/pkg" {
			continue // this test
		}
		from := part(p.ImportPath)
		if !assert.NotEmpty(t, from, "%s belongs to no layer: add it to the table", p.ImportPath) {
			continue
		}
		for _, imported := range p.Imports {
			to := part(imported)
			if to == "" || to == from {
				continue
			}
			assert.Contains(t, layers[from], to, "%s must not import %s", p.ImportPath, imported)
		}
	}
}

// part returns the layer that a package belongs to; "" for foreign packages.
func part(importPath string) string {
	path, ours := strings.CutPrefix(importPath, module)
	if !ours {
		return ""
	}
	best := ""
	for layer := range layers {
		if (path == layer || strings.HasPrefix(path, layer+"/")) && len(layer) > len(best) {
			best = layer
		}
	}
	return best
}
