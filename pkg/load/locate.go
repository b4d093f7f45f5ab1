package load

import (
	"context"
	"os"
	"path/filepath"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/config"
	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/locate"
	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping"
)

// maxLocated is up to how many resources of a plan are looked for in source. Plans
// with more are made by programs, and evaluating what they were made of takes
// longer than all the rest.
const maxLocated = 20_000

// locate looks for the configuration that a plan was made of: in the working
// directory, in the folder of the plan, and in the plan file itself. Where there is
// none, the plan stays as it is. What cannot be read of the configuration is no
// matter, as the plan says it all.
func (t *terraform) locate(ctx context.Context, name string, root *iac.Root) {
	if len(root.Resources) == 0 || len(root.Resources) > maxLocated {
		return
	}
	dirs := []string{"."}
	if beside := filepath.Dir(name); beside != "." && name != "<stdin>" {
		dirs = append(dirs, beside)
	}
	for _, dir := range dirs {
		if !t.holds(t.absolute(dir)) {
			continue
		}
		if r, err := t.reader(dir); err == nil && join(ctx, r, dir, root) {
			return
		}
	}
	t.locateInside(ctx, name, root)
}

func join(ctx context.Context, r *config.Reader, dir string, root *iac.Root) bool {
	configuration, err := r.ReadPlanned(ctx, filepath.ToSlash(dir), root.Variables)
	return err == nil && locate.Join(root, configuration)
}

// locateInside reads the configuration that a binary plan file holds. The places
// it tells are those in the folder that was planned.
func (t *terraform) locateInside(ctx context.Context, name string, root *iac.Root) {
	file := name
	if !filepath.IsAbs(file) {
		file = filepath.Join(t.cwd, file)
	}
	if !isArchive(file) {
		return
	}
	folder, err := os.MkdirTemp("", "appnetlint-")
	if err != nil {
		return
	}
	defer os.RemoveAll(folder) //nolint:errcheck // a folder of our own for temporary files
	if locate.Unpack(file, folder) != nil {
		return
	}
	r, err := config.NewReader(folder, folder, config.Options{Interest: mapping.Interest(), MajorOf: mapping.ProviderMajor})
	if err == nil {
		join(ctx, r, ".", root)
	}
}

// isArchive reports whether a file begins like the archive that a binary plan is.
func isArchive(file string) bool {
	f, err := os.Open(file)
	if err != nil {
		return false
	}
	defer f.Close() //nolint:errcheck // nothing was written
	head := make([]byte, 2)
	n, _ := f.Read(head)
	return n == 2 && string(head) == "PK"
}
