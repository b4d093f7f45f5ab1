package deployment_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/evaluate"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/bind"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/project"
)

func TestScratch(t *testing.T) {
	path := os.Getenv("SCRATCH")
	if path == "" {
		t.Skip()
	}
	root := "/tmp/avm"
	if strings.HasPrefix(path, "/tmp/bicep-src") {
		root = "/tmp/bicep-src"
	}
	p := project.New(project.Options{Root: root, Cache: os.Getenv("SCRATCHCACHE")})
	s, err := p.File(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range []string{"source", "compiled"} {
		tm := bind.Lower(p, s)
		o := evaluate.Options{}
		if os.Getenv("SCRATCHVALUES") != "" {
			o = madeUp(tm, os.Getenv("SCRATCHVALUES") == "all")
		}
		if kind == "compiled" {
			tm = lowerJSON(t, p, strings.TrimSuffix(path, ".bicep")+".json")
		}
		r := run(t, tm, o)
		var out []string
		for _, i := range r.Instances {
			if i.Existing() && os.Getenv("EXISTING") == "" {
				continue
			}
			text, _ := json.MarshalIndent(predicted(i), "", " ")
			out = append(out, fmt.Sprintf("%s@%s %s if %s\n%s", i.Type(), i.APIVersion(), expression(i.ID()), i.Uncertain(), text))
		}
		sort.Strings(out)
		_ = os.WriteFile(filepath.Join("/tmp", "scratch-"+kind+".txt"), []byte(strings.ToLower(strings.Join(out, "\n"))), 0o644)
	}
}
