package source

import "path/filepath"

// Overlay is what files are taken to hold instead of what is on disk, by where they are:
// absolute, with symbolic links followed.
type Overlay map[string][]byte

// Content is what stands in for the file at an absolute path; false if nothing does.
func (o Overlay) Content(path string) ([]byte, bool) {
	if len(o) == 0 {
		return nil, false
	}
	if followed, err := filepath.EvalSymlinks(path); err == nil {
		path = followed
	}
	content, ok := o[path]
	return content, ok
}
