package functions

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// maxFile is the default limit for one file, in bytes.
const maxFile = 4 << 20

// maxEntries bounds how many entries of folders one Glob looks at.
const maxEntries = 100_000

// Root is the Files of a folder on disk.
type Root struct {
	root  *os.Root
	path  string // absolute
	limit int
}

// OpenRoot returns the Files of a folder. Files larger than limit, in bytes,
// are not read; the limit is 4 MB if zero. Close it when it is not needed any more.
func OpenRoot(folder string, limit int) (*Root, error) {
	if limit <= 0 {
		limit = maxFile
	}
	absolute, err := filepath.Abs(folder)
	if err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(absolute)
	if err != nil {
		return nil, err
	}
	return &Root{root: root, path: absolute, limit: limit}, nil
}

// Close releases the folder.
func (r *Root) Close() error { return r.root.Close() }

// Abs returns the absolute path of a name, as a slash path.
func (r *Root) Abs(name string) string {
	if !isAbs(name) {
		name = filepath.Join(r.path, filepath.FromSlash(name))
	}
	return filepath.ToSlash(filepath.Clean(name))
}

// within returns the name relative to the root, which may come back into it:
// ../root/file.
func (r *Root) within(name string) (string, error) {
	if strings.ContainsRune(name, 0) {
		return "", fs.ErrInvalid
	}
	rel, err := filepath.Rel(r.path, filepath.FromSlash(r.Abs(name)))
	if err != nil || !filepath.IsLocal(rel) {
		return "", ErrOutside
	}
	return filepath.ToSlash(rel), nil
}

// ReadFile returns the content of a regular file. It does not wait for a pipe
// or a device to answer: those are refused.
func (r *Root) ReadFile(name string) ([]byte, error) {
	rel, err := r.within(name)
	if err != nil {
		return nil, err
	}
	// Opening a pipe may wait for its other end, so look before.
	info, err := r.root.Stat(rel)
	if err != nil {
		return nil, confined(err)
	}
	if err := regular(info); err != nil {
		return nil, err
	}
	f, err := r.root.OpenFile(rel, os.O_RDONLY|nonBlocking, 0)
	if err != nil {
		return nil, confined(err)
	}
	defer func() { _ = f.Close() }() // nothing was written
	// It may have become something else in the meantime.
	if info, err = f.Stat(); err != nil {
		return nil, err
	}
	if err := regular(info); err != nil {
		return nil, err
	}
	return r.read(f)
}

func (r *Root) read(f io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(f, int64(r.limit)+1))
	if err != nil {
		return nil, err
	}
	if len(data) > r.limit {
		return nil, fmt.Errorf("it is larger than the budget of %d bytes", r.limit)
	}
	return data, nil
}

func regular(info fs.FileInfo) error {
	switch {
	case info.IsDir():
		return errFolder
	case !info.Mode().IsRegular():
		return errNotFile
	}
	return nil
}

// confined recognises the error by which os.Root refuses a symbolic link that
// leads outside; it has no name.
func confined(err error) error {
	var wrapped *fs.PathError
	if errors.As(err, &wrapped) && strings.Contains(wrapped.Err.Error(), "escapes") {
		return ErrOutside
	}
	return err
}

// Exists reports whether there is a regular file of this name.
func (r *Root) Exists(name string) (bool, error) {
	rel, err := r.within(name)
	if err != nil {
		return false, err
	}
	info, err := r.root.Stat(rel)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return false, nil
		}
		return false, confined(err)
	}
	if err := regular(info); err != nil {
		return false, err
	}
	return true, nil
}

// Glob returns the regular files that match, as paths relative to dir. The
// pattern may lead out of dir, not out of the root.
func (r *Root) Glob(dir, pattern string) ([]string, error) {
	base, err := r.within(dir)
	if err != nil {
		return nil, err
	}
	full := path.Join(base, pattern)
	if !filepath.IsLocal(filepath.FromSlash(full)) {
		return nil, ErrOutside
	}
	counted := &countedFS{FS: r.root.FS(), left: maxEntries}
	var out []string
	err = doublestar.GlobWalk(counted, full, func(name string, _ fs.DirEntry) error {
		if counted.left < 0 {
			return errEntries
		}
		info, err := fs.Stat(counted, name)
		if err != nil || !info.Mode().IsRegular() {
			return nil //nolint:nilerr // a link to nothing or to the outside is not a file
		}
		rel, err := filepath.Rel(filepath.FromSlash(base), filepath.FromSlash(name))
		if err == nil {
			out = append(out, filepath.ToSlash(rel))
		}
		return nil
	})
	if counted.left < 0 {
		return nil, errEntries
	}
	return out, err
}

var errEntries = fmt.Errorf("there are more entries than the budget of %d", maxEntries)

// countedFS ends a search through too many folders.
type countedFS struct {
	fs.FS
	left int
}

func (c *countedFS) ReadDir(name string) ([]fs.DirEntry, error) {
	if c.left < 0 {
		return nil, errEntries
	}
	entries, err := fs.ReadDir(c.FS, name)
	c.left -= len(entries) + 1
	return entries, err
}

func (c *countedFS) Stat(name string) (fs.FileInfo, error) {
	c.left--
	if c.left < 0 {
		return nil, errEntries
	}
	return fs.Stat(c.FS, name)
}
