package project

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/source"
)

// place is a path that lies, as written, inside the root or the cache.
type place struct {
	below  string // relative to the folder, in the system's form
	cached bool   // the folder is the cache
}

// shown is the path as people see it: relative to the working directory, with slashes.
func (p *Project) shown(at place) string {
	base := p.options.Root
	if at.cached {
		base = p.options.Cache
	}
	abs := filepath.Join(base, at.below)
	if rel, err := filepath.Rel(p.options.Cwd, abs); err == nil {
		return filepath.ToSlash(rel)
	}
	return filepath.ToSlash(abs)
}

func (p *Project) errorf(at place, format string, args ...any) *source.Error {
	return &source.Error{Path: p.shown(at), Message: fmt.Sprintf(format, args...)}
}

// place finds where a path is that is absolute or relative to the working directory.
// Symbolic links are left to os.Root when something is opened.
func (p *Project) place(path string) (place, *source.Error) {
	abs := filepath.FromSlash(path)
	if !filepath.IsAbs(abs) {
		abs = filepath.Join(p.options.Cwd, abs)
	}
	below, err := filepath.Rel(p.options.Root, abs)
	if err != nil || !filepath.IsLocal(below) {
		return place{}, &source.Error{Path: filepath.ToSlash(path), Message: outside}
	}
	return place{below: below}, nil
}

const outside = "The path leads outside the folder that may be read."

// relative finds where a path is that a file of the project names, relative to itself.
// What Bicep refuses in such paths is refused.
func (p *Project) relative(f *source.File, path string) (place, *source.Error) {
	if why := unusable(path); why != "" {
		return place{}, &source.Error{Message: why}
	}
	from, err := p.where(f)
	if err != nil {
		return place{}, err
	}
	return p.beside(from, path)
}

// beside finds a path relative to the folder of another place.
func (p *Project) beside(from place, path string) (place, *source.Error) {
	if from.cached {
		return place{}, &source.Error{Message: "A restored module reads no other file."}
	}
	below := filepath.Join(filepath.Dir(from.below), filepath.FromSlash(path))
	if !filepath.IsLocal(below) {
		return place{}, &source.Error{Message: outside}
	}
	return place{below: below}, nil
}

// unusable tells why Bicep takes no such path, or "". Bicep wants paths that work on
// every system.
func unusable(path string) string {
	switch {
	case path == "":
		return "The path is empty."
	case path[0] == '/' || len(path) > 1 && path[1] == ':':
		return "The path is absolute; Bicep takes relative paths only."
	case strings.Contains(path, `\`):
		return `The path has a backslash; Bicep separates folders by "/" on every system.`
	case strings.ContainsAny(path, `"*:<>?|`) || strings.ContainsFunc(path, func(r rune) bool { return r < ' ' }):
		return "The path has a character that Bicep does not take in paths."
	}
	return ""
}

func (p *Project) folder(at place) *folder {
	if at.cached {
		return &p.cache
	}
	return &p.root
}

// read reads a regular file once. Others are refused before they are opened, as
// opening a pipe may wait for ever.
func (p *Project) read(at place) (*source.File, *source.Error) {
	it := slot(p, p.files, at)
	it.Do(func() {
		content, err := p.content(at)
		if it.err = err; err != nil {
			return
		}
		// A byte order mark is for loadTextContent to see; nobody else wants it.
		it.value = source.NewFile(p.shown(at), bytes.TrimPrefix(content, []byte("\ufeff")))
		p.mu.Lock()
		p.places[it.value] = at
		p.mu.Unlock()
	})
	return it.value, it.err
}

func (p *Project) content(at place) ([]byte, *source.Error) {
	root, err := p.folder(at).opened()
	if err != nil {
		return nil, p.because(at, err)
	}
	info, err := root.Stat(at.below)
	switch {
	case err != nil:
		return nil, p.because(at, err)
	case !info.Mode().IsRegular():
		return nil, p.errorf(at, "It is not a regular file.")
	case info.Size() > p.options.MaxFileSize:
		return nil, p.tooLarge(at)
	}
	if content, ok := p.options.Overlay.Content(filepath.Join(p.folder(at).path, at.below)); ok {
		return content, p.budget(at, len(content))
	}
	f, err := root.Open(at.below)
	if err != nil {
		return nil, p.because(at, err)
	}
	defer func() { _ = f.Close() }() // nothing was written
	content, err := io.ReadAll(io.LimitReader(f, p.options.MaxFileSize+1))
	switch {
	case err != nil:
		return nil, p.because(at, err)
	case int64(len(content)) > p.options.MaxFileSize:
		return nil, p.tooLarge(at)
	}
	return content, p.budget(at, len(content))
}

// budget counts what was read.
func (p *Project) budget(at place, size int) *source.Error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.count++
	p.bytes += int64(size)
	switch {
	case p.count > p.options.MaxFiles:
		return p.errorf(at, "More than the %d files that may be read are used.", p.options.MaxFiles)
	case p.bytes > p.options.MaxBytes:
		return p.errorf(at, "The files are larger than the %d bytes that may be read together.", p.options.MaxBytes)
	}
	return nil
}

// because says why a file or folder cannot be read.
func (p *Project) because(at place, err error) *source.Error {
	var pathErr *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return p.errorf(at, "There is no such file or folder.")
	case errors.Is(err, fs.ErrPermission):
		return p.errorf(at, "The permission to read it is missing.")
	case errors.As(err, &pathErr):
		return p.errorf(at, "It cannot be read: %s.", pathErr.Err)
	}
	return p.errorf(at, "It cannot be read: %s.", err)
}

func (p *Project) tooLarge(at place) *source.Error {
	return p.errorf(at, "The file is larger than the %d bytes that may be read.", p.options.MaxFileSize)
}

// exists reports whether there is a regular file, within the folder.
func (p *Project) exists(at place) bool {
	root, err := p.folder(at).opened()
	if err != nil {
		return false
	}
	info, err := root.Stat(at.below)
	return err == nil && info.Mode().IsRegular()
}
