package config

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// Whatever is read, reading ends, twice in the same way, and what is said of places
// is true.
func FuzzRead(f *testing.F) {
	seeds, err := filepath.Glob(filepath.Join("testdata", "oracle", "*.txt"))
	require.NoError(f, err)
	for _, file := range seeds {
		text, err := os.ReadFile(file)
		require.NoError(f, err)
		f.Add(string(text))
	}
	f.Add(network)
	f.Add(network + "-- b.tf --\n" + moduleCall)
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 20_000 {
			t.Skip("too long to be read again and again")
		}
		_, files := splitArchive(text)
		if len(files) == 0 {
			files = []archived{{"main.tf", text}}
		}
		dir := t.TempDir()
		for _, file := range files {
			path := filepath.FromSlash(file.name)
			if len(path) > 60 || !filepath.IsLocal(path) {
				continue
			}
			path = filepath.Join(dir, path)
			if os.MkdirAll(filepath.Dir(path), 0o700) == nil {
				_ = os.WriteFile(path, []byte(file.content), 0o600) // a folder may have its name
			}
		}
		first, second := fuzzed(t, dir), fuzzed(t, dir)
		require.Equal(t, outline(first), outline(second))
	})
}

func fuzzed(t *testing.T, dir string) *iac.Root {
	t.Helper()
	limits := Limits{Instances: 50, Resources: 200, Modules: 50, Depth: 100, Parts: 5_000, Steps: 50_000, Nodes: 20_000, Time: 5 * time.Second}
	reader, err := NewReader(dir, dir, Options{Limits: limits})
	require.NoError(t, err)
	begin := time.Now()
	root, err := reader.Read(context.Background(), ".")
	require.Less(t, time.Since(begin), 10*time.Second) // other tests may run at the same time
	if err != nil {
		return &iac.Root{Errors: []*source.Error{{Message: err.Error()}}}
	}
	return root
}

// outline is what two readings have to agree on.
func outline(root *iac.Root) []string {
	var out []string
	for _, e := range append(append([]*source.Error(nil), root.Errors...), root.Notes...) {
		out = append(out, e.Error(), within(e.At))
	}
	for _, r := range root.Resources {
		out = append(out, r.Address, within(r.At))
		r.Body.Walk(func(_ []any, v iac.Value) {
			out = append(out, v.Kind().String()+" "+v.Scalar()+" "+within(v.At()))
			if o := v.Origin(); o != nil {
				out = append(out, o.Pin)
			}
		})
	}
	return append(out, root.Incomplete...)
}

// within is a place, which has to lie in its file.
func within(at source.Range) string {
	if at.File == nil {
		return ""
	}
	if at.Start < 0 || at.Start > at.End || at.End > len(at.File.Content) {
		panic(fmt.Sprintf("%s has %d bytes, and no place from %d to %d", at.File.Path, len(at.File.Content), at.Start, at.End))
	}
	return fmt.Sprintf("%s:%d-%d", at.File.Path, at.Start, at.End)
}
