package template_test

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/ir"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/template"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// TestCorpus reads every ARM template among public Bicep sources: what the compiler made,
// and what its decompiler is tested with.
func TestCorpus(t *testing.T) {
	t.Parallel()
	folder := os.Getenv("APPNETLINT_BICEP_CORPUS")
	if folder == "" {
		t.Skip("APPNETLINT_BICEP_CORPUS does not name a folder with public sources")
	}
	folders, err := filepath.Glob(filepath.Join(folder, "*"))
	require.NoError(t, err)
	for _, sub := range folders {
		root, err := filepath.EvalSymlinks(sub)
		require.NoError(t, err)
		var files, resources, broken, size int
		start := time.Now()
		require.NoError(t, filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || filepath.Ext(path) != ".json" {
				return err
			}
			content, err := os.ReadFile(path)
			if err != nil || !bytes.Contains(bytes.ToLower(content[:min(len(content), 2000)]), []byte("deploymenttemplate.json")) || made(content) {
				return err
			}
			lowered := template.Lower(source.NewFile(path, content), template.Options{})
			files++
			size += len(content)
			resources += count(lowered)
			if len(lowered.Errors) > 0 && !mistaken(path) {
				broken++
				assert.Fail(t, path, lowered.Errors[0].Error())
			}
			return nil
		}))
		t.Logf("%s: %d templates of %d KiB with %d resources in %s, %d with errors", filepath.Base(sub), files, size>>10, resources, time.Since(start).Round(time.Millisecond), broken)
	}
}

// made reports whether a file is no JSON yet: one that a generator fills in.
func made(content []byte) bool {
	text := strings.TrimSpace(strings.TrimPrefix(string(content), "\ufeff"))
	return !strings.HasPrefix(text, "{") && !strings.HasPrefix(text, "/")
}

// mistaken reports whether a file is one that its authors hold to be wrong.
func mistaken(path string) bool {
	path = strings.ToLower(path)
	return strings.Contains(path, "invalid") || strings.Contains(path, "nonworking")
}

// count counts the resources of a template and of those inside it.
func count(t *ir.Template) int {
	n := 0
	var add func(list []*ir.Resource)
	add = func(list []*ir.Resource) {
		n += len(list)
		for _, r := range list {
			add(r.Children)
		}
	}
	add(t.Resources)
	for _, m := range t.Modules {
		if n++; m.Template != nil {
			n += count(m.Template)
		}
	}
	return n
}
