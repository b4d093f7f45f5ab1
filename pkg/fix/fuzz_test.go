package fix_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/pkg/cli"
)

// Whatever a file holds, fixing it neither panics nor makes one that can be read
// unreadable, and a second run does nothing. Run it with -fuzzminimizetime 1x: the
// coverage of a whole run varies, so that Go would spend its time on minimising.
func FuzzFix(f *testing.F) {
	for _, pattern := range []string{"testdata/cases/*/main.*", "../../fixtures/*/bad/main.tf"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			f.Fatal(err)
		}
		for _, name := range names {
			content, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(filepath.Ext(name) == ".bicep", string(content))
		}
	}
	f.Fuzz(func(t *testing.T, bicep bool, content string) {
		name, path := "main.tf", "."
		if bicep {
			name, path = "main.bicep", "main.bicep"
		}
		dir := t.TempDir()
		file := write(t, filepath.Join(dir, name), content)
		before, _, _ := program(t, dir, path)
		after, _, _ := program(t, dir, "--fix", path)
		if before != cli.ExitFailed {
			assert.NotEqual(t, cli.ExitFailed, after)
		}
		now := read(t, file)
		_, _, _ = program(t, dir, "--fix", path)
		assert.Equal(t, now, read(t, file))
	})
}
