package module

import (
	"encoding/json"
	"errors"
	"io/fs"
	"path"
	"path/filepath"
	"strings"
)

// Manifest lists the modules that `terraform init` put beside a root module.
type Manifest struct {
	modules map[string]Installed // by key
	folder  string               // where downloaded modules are, as shown
}

// Installed is an installed module.
type Installed struct {
	// Dir is relative to the working directory, with slashes.
	Dir string
	// Source is in the form that Terraform writes, Version is empty for what
	// comes from no registry.
	Source, Version string
}

// Find returns the module with a key such as "web.inner": the names of the
// calls that lead to it.
func (m *Manifest) Find(key string) (Installed, bool) {
	if m == nil {
		return Installed{}, false
	}
	it, ok := m.modules[key]
	return it, ok
}

// Installed reads the list of installed modules of a root module. It is nil if
// there is none.
func (l *Loader) Installed(rootDir string) (*Manifest, error) {
	root, err := l.place(rootDir)
	if err != nil {
		return nil, err
	}
	dir := l.options.DataDir
	if !filepath.IsAbs(dir) {
		dir = filepath.Join(filepath.FromSlash(root.shown), dir)
	}
	folder, err := l.place(filepath.Join(dir, "modules"))
	if err != nil {
		return nil, err
	}
	list := folder.join("modules.json")
	if !l.exists(list) {
		return nil, nil //nolint:nilnil // no list is not an error, and no list
	}
	content, err := l.content(list, l.options.MaxFileSize)
	if err != nil {
		return nil, err
	}
	return readManifest(root, folder, list, content)
}

func readManifest(root, folder, list place, content []byte) (*Manifest, error) {
	var written struct {
		Modules []struct{ Key, Source, Version, Dir string }
	}
	if err := json.Unmarshal(newFile("", content).Content, &written); err != nil {
		return nil, list.errorf("It is no list of installed modules: %s.", strings.TrimSuffix(err.Error(), "."))
	}
	m := &Manifest{modules: make(map[string]Installed, len(written.Modules)), folder: folder.shown}
	for _, it := range written.Modules {
		dir := filepath.ToSlash(it.Dir)
		if !filepath.IsAbs(it.Dir) {
			dir = path.Join(root.shown, dir)
		}
		m.modules[it.Key] = Installed{Dir: dir, Source: it.Source, Version: it.Version}
	}
	return m, nil
}

// exists is false only if there is nothing of that name.
func (l *Loader) exists(p place) bool {
	root, err := l.rooted()
	if err != nil {
		return true
	}
	_, err = root.Lstat(p.below)
	return !errors.Is(err, fs.ErrNotExist)
}

// isFolder says why a path is no folder that can be read, or "".
func (l *Loader) isFolder(dir string) string {
	p, err := l.place(dir)
	if err != nil {
		return asError(err).Message
	}
	info, err := l.stat(p)
	switch {
	case err != nil:
		return asError(err).Message
	case !info.IsDir():
		return "It is not a folder."
	}
	return ""
}
