package deployment_test

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/evaluate"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/bind"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/corpus"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/project"
)

// TestDecompiled evaluates templates that people wrote, and the Bicep that Bicep's decompiler
// makes of them.
func TestDecompiled(t *testing.T) {
	root := corpus.Dir(t, "bicep")
	p := project.New(project.Options{Root: root})
	defer func() { require.NoError(t, p.Close()) }()
	var pairs tally
	for _, path := range corpus.Files(t, root) {
		template := strings.TrimSuffix(path, ".bicep") + ".json"
		if _, err := os.Stat(template); err != nil || !strings.Contains(path, "/Bicep.Decompiler.IntegrationTests/Files/Working/") || !strings.HasSuffix(path, "/main.bicep") {
			continue
		}
		s, err := p.File(path)
		require.Nil(t, err)
		pairs.compare(path, run(t, bind.Lower(p, s), evaluate.Options{}), run(t, lowerJSON(t, p, template), evaluate.Options{}))
	}
	pairs.log(t, "templates and what the decompiler makes of them", 0.97, 0.97)
}
