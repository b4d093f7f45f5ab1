package locate

import (
	"archive/zip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// What an archive may hold: more than any configuration has.
const (
	maxSnapshotFile  = 8 << 20
	maxSnapshot      = 128 << 20
	maxSnapshotFiles = 20_000
)

// snapshotFolder is where a plan file keeps the configuration that was planned: the
// files of a module in m-<its key>, and the list of modules.
const snapshotFolder = "tfconfig/"

// moduleRecord is an entry of the list of modules, in a plan file and in what
// terraform init leaves.
type moduleRecord struct {
	Key     string `json:"Key"`
	Source  string `json:"Source"`
	Version string `json:"Version,omitempty"`
	Dir     string `json:"Dir"`
}

// Unpack writes the configuration in a binary plan file into a folder, each module
// where it was when it was planned. What would lie outside of the folder is left
// out. It is an error if the file is no plan with a configuration.
func Unpack(file, folder string) error {
	archive, err := zip.OpenReader(file)
	if err != nil {
		return err
	}
	defer archive.Close() //nolint:errcheck // nothing was written
	if len(archive.File) > maxSnapshotFiles {
		return fmt.Errorf("the plan file holds more than %d files", maxSnapshotFiles)
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return err
	}
	defer root.Close() //nolint:errcheck // its files are closed
	u := unpacker{root: root, left: maxSnapshot}
	dirs, err := u.modules(archive.File)
	if err != nil {
		return err
	}
	for _, f := range archive.File {
		key, name, ok := strings.Cut(strings.TrimPrefix(f.Name, snapshotFolder), "/")
		key, isModule := strings.CutPrefix(key, "m-")
		dir, known := dirs[key]
		if !ok || !isModule || !known || !strings.HasPrefix(f.Name, snapshotFolder) || strings.Contains(name, "/") {
			continue
		}
		if err := u.write(path.Join(dir, name), f); err != nil {
			return err
		}
	}
	return nil
}

type unpacker struct {
	root *os.Root
	left int64
}

// modules reads the list of modules, writes it where terraform init does, and
// returns their folders by key.
func (u *unpacker) modules(files []*zip.File) (map[string]string, error) {
	for _, f := range files {
		if f.Name != snapshotFolder+"modules.json" {
			continue
		}
		content, err := u.content(f)
		if err != nil {
			return nil, err
		}
		var records []moduleRecord
		if err := json.Unmarshal(content, &records); err != nil {
			return nil, fmt.Errorf("the list of modules in the plan file cannot be read: %w", err)
		}
		return u.list(records)
	}
	return nil, errors.New("the plan file holds no configuration")
}

func (u *unpacker) list(records []moduleRecord) (map[string]string, error) {
	dirs := map[string]string{}
	kept := records[:0]
	for _, r := range records {
		r.Dir = path.Clean(filepath.ToSlash(r.Dir))
		if filepath.IsLocal(filepath.FromSlash(r.Dir)) {
			dirs[r.Key] = r.Dir
			kept = append(kept, r)
		}
	}
	content, err := json.Marshal(map[string]any{"Modules": kept})
	if err != nil {
		return nil, err
	}
	return dirs, u.put(".terraform/modules/modules.json", content)
}

func (u *unpacker) write(name string, f *zip.File) error {
	content, err := u.content(f)
	if err != nil {
		return err
	}
	return u.put(name, content)
}

func (u *unpacker) put(name string, content []byte) error {
	if err := u.root.MkdirAll(path.Dir(name), 0o755); err != nil {
		return err
	}
	return u.root.WriteFile(name, content, 0o600)
}

// content reads a file of the archive within the limits, whatever the archive
// says of its size.
func (u *unpacker) content(f *zip.File) ([]byte, error) {
	in, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer in.Close() //nolint:errcheck // nothing was written
	limit := min(maxSnapshotFile, u.left)
	content, err := io.ReadAll(io.LimitReader(in, limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(content)) > limit {
		return nil, errors.New("the configuration in the plan file is larger than the limit")
	}
	u.left -= int64(len(content))
	return content, nil
}
