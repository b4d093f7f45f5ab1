package config_test

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/config"
	"github.com/appnetlint/appnetlint/pkg/mapping"
)

// BenchmarkRead evaluates a root module of one app, everything but the schemas
// anew each time.
func BenchmarkRead(b *testing.B) {
	dir, err := filepath.Abs(filepath.Join("..", "..", "..", "..", "fixtures", "stacks", "shop"))
	require.NoError(b, err)
	b.ReportAllocs()
	for b.Loop() {
		r, err := config.NewReader(dir, dir, config.Options{Interest: mapping.Interest(), MajorOf: mapping.ProviderMajor})
		require.NoError(b, err)
		root, err := r.Read(context.Background(), ".")
		require.NoError(b, err)
		require.NotEmpty(b, root.Resources)
	}
}
