package module

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/appnetlint/appnetlint/pkg/source"
)

// place is a path that lies, as written, inside the root.
type place struct {
	below string // relative to the root, in the system's form
	shown string // relative to the working directory, with slashes
}

func (p place) join(name string) place {
	return place{
		below: filepath.Join(p.below, name),
		shown: filepath.ToSlash(filepath.Join(filepath.FromSlash(p.shown), name)),
	}
}

func (p place) errorf(format string, args ...any) *source.Error {
	return &source.Error{Path: p.shown, Message: fmt.Sprintf(format, args...)}
}

// place finds where a path is that is absolute or relative to the working
// directory. Symbolic links are left to os.Root when something is opened.
func (l *Loader) place(path string) (place, error) {
	abs := filepath.FromSlash(path)
	if !filepath.IsAbs(abs) {
		abs = filepath.Join(l.options.Cwd, abs)
	}
	shown := filepath.ToSlash(filepath.Clean(abs))
	if rel, err := filepath.Rel(l.options.Cwd, abs); err == nil {
		shown = filepath.ToSlash(rel)
	}
	below, err := filepath.Rel(l.options.Root, abs)
	if err != nil || !filepath.IsLocal(below) {
		return place{}, &source.Error{Path: shown, Message: "The path leads outside the folder that may be read."}
	}
	return place{below: below, shown: shown}, nil
}

func (l *Loader) rooted() (*os.Root, error) {
	l.open.Do(func() { l.root, l.rootErr = os.OpenRoot(l.options.Root) })
	return l.root, l.rootErr
}

func (l *Loader) stat(p place) (fs.FileInfo, error) {
	root, err := l.rooted()
	if err != nil {
		return nil, p.because(err)
	}
	info, err := root.Stat(p.below)
	if err != nil {
		return nil, p.because(err)
	}
	return info, nil
}

// because says why a file or folder cannot be read.
func (p place) because(err error) *source.Error {
	var pathErr *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return p.errorf("There is no such file or folder.")
	case errors.Is(err, fs.ErrPermission):
		return p.errorf("The permission to read it is missing.")
	case errors.As(err, &pathErr):
		return p.errorf("It cannot be read: %s.", pathErr.Err)
	}
	return p.errorf("It cannot be read: %s.", err)
}

// content reads a regular file of at most limit bytes. Others are refused before
// they are opened, as opening a pipe may wait for ever.
func (l *Loader) content(p place, limit int64) ([]byte, error) {
	info, err := l.stat(p)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, p.errorf("It is not a regular file.")
	}
	if content, ok := l.options.Overlay.Content(filepath.Join(l.options.Root, p.below)); ok {
		return content, nil
	}
	if info.Size() > limit {
		return nil, p.tooLarge(limit)
	}
	f, err := l.root.Open(p.below)
	if err != nil {
		return nil, p.because(err)
	}
	defer func() { _ = f.Close() }() // nothing was written
	content := make([]byte, 0, info.Size()+1)
	content, err = readAll(f, content, limit)
	switch {
	case err != nil:
		return nil, p.because(err)
	case int64(len(content)) > limit:
		return nil, p.tooLarge(limit)
	}
	return content, nil
}

func (p place) tooLarge(limit int64) *source.Error {
	return p.errorf("The file is larger than the %d bytes that may be read.", limit)
}

// readAll reads into a buffer that is most likely large enough, and not much
// more than limit bytes: the file may grow, or have no size, as in /proc.
func readAll(r io.Reader, into []byte, limit int64) ([]byte, error) {
	for {
		if len(into) == cap(into) {
			into = append(into, 0)[:len(into)]
		}
		n, err := r.Read(into[len(into):cap(into)])
		into = into[:len(into)+n]
		switch {
		case errors.Is(err, io.EOF):
			return into, nil
		case err != nil:
			return nil, err
		case int64(len(into)) > limit:
			return into, nil
		}
	}
}

// ReadFile reads a file below the root, given absolute or relative to the
// working directory, within the limit for one file. The errors of it are
// *source.Error.
func (l *Loader) ReadFile(path string) (*source.File, error) {
	p, err := l.place(path)
	if err != nil {
		return nil, err
	}
	content, err := l.content(p, l.options.MaxFileSize)
	if err != nil {
		return nil, err
	}
	return newFile(p.shown, content), nil
}

// names are those of a folder's entries that are wanted and no folders, at most
// limit. The folder may have any number of others.
func (l *Loader) names(p place, limit int, wanted func(string) bool) ([]string, error) {
	info, err := l.stat(p)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return nil, p.errorf("It is not a folder.")
	}
	dir, err := l.root.Open(p.below)
	if err != nil {
		return nil, p.because(err)
	}
	defer func() { _ = dir.Close() }() // nothing was written
	var names []string
	for {
		some, err := dir.ReadDir(1024)
		for _, e := range some {
			if wanted(e.Name()) && !e.IsDir() {
				names = append(names, e.Name())
			}
		}
		switch {
		case errors.Is(err, io.EOF):
			return names, nil
		case err != nil:
			return nil, p.because(err)
		case len(names) > limit:
			return nil, p.errorf("The folder holds more than %d such files.", limit)
		}
	}
}

func (l *Loader) configFiles(p place) ([]string, error) {
	return l.names(p, l.options.MaxFiles, ConfigFile)
}
