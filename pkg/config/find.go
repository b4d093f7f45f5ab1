package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/source"
)

// Find looks for the file in a folder and in those above it, up to the one that holds
// .git. Outside of a repository it looks in the folder alone: what lies above it may be
// anybody's. It returns "" if there is none.
func Find(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	if followed, err := filepath.EvalSymlinks(dir); err == nil {
		dir = followed
	}
	top := topOf(dir)
	for {
		path := filepath.Join(dir, FileName)
		if _, err := os.Lstat(path); err == nil {
			return path, within(path, top)
		}
		if dir == top {
			return "", nil
		}
		dir = filepath.Dir(dir)
	}
}

// topOf is the top of the repository that a folder is in; the folder itself where it is in none.
func topOf(dir string) string {
	for top := dir; ; top = filepath.Dir(top) {
		if _, err := os.Lstat(filepath.Join(top, ".git")); err == nil {
			return top
		}
		if top == filepath.Dir(top) {
			return dir
		}
	}
}

// within refuses a symbolic link that leads out of the repository.
func within(path, top string) error {
	followed, err := filepath.EvalSymlinks(path)
	if err != nil {
		return fmt.Errorf("the configuration %s cannot be read", path)
	}
	if rel, err := filepath.Rel(top, followed); err != nil || !filepath.IsLocal(rel) {
		return fmt.Errorf("the configuration %s is a symbolic link that leads out of the repository", path)
	}
	return nil
}

// Beside returns the path of a file that a configuration names, which must lie in the
// folder of the configuration, links followed. A file that does not exist yet is one, too.
func Beside(configuration, name string) (string, error) {
	dir, err := filepath.EvalSymlinks(filepath.Dir(configuration))
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, filepath.FromSlash(name))
	followed, err := filepath.EvalSymlinks(path)
	if errors.Is(err, fs.ErrNotExist) {
		if _, err := os.Lstat(path); err == nil {
			return "", fmt.Errorf("%s is a symbolic link that leads nowhere", name)
		}
		followed, err = filepath.EvalSymlinks(filepath.Dir(path))
		if errors.Is(err, fs.ErrNotExist) {
			return path, nil // whoever reads or writes it tells
		}
	}
	if err != nil {
		return "", err
	}
	if rel, err := filepath.Rel(dir, followed); err != nil || !filepath.IsLocal(rel) {
		return "", fmt.Errorf("%s is a symbolic link that leads out of the folder of the configuration", name)
	}
	return path, nil
}

// Read reads a file. shown is its path as it is printed.
func Read(path, shown string) (*source.File, error) {
	content, err := ReadRegular(path, maxSize)
	if err != nil {
		return nil, fmt.Errorf("the configuration %s cannot be read: %w", shown, err)
	}
	return source.NewFile(shown, bytes.TrimPrefix(source.UTF8(content), []byte("\xef\xbb\xbf"))), nil
}

// ReadRegular reads a regular file that is no larger than a number of bytes.
func ReadRegular(path string, limit int64) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		var p *fs.PathError
		if errors.As(err, &p) {
			err = p.Err
		}
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("it is not a regular file")
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close() //nolint:errcheck // nothing was written
	content, err := io.ReadAll(io.LimitReader(file, limit+1))
	if err == nil && int64(len(content)) > limit {
		return nil, fmt.Errorf("it is larger than %d KiB", limit>>10)
	}
	return content, err
}

// RebaseTo returns a function that turns paths which begin at a working directory into
// ones that begin at a folder.
func RebaseTo(folder, dir string) Rebase {
	followed := func(path string) string {
		if abs, err := filepath.Abs(path); err == nil {
			path = abs
		}
		if links, err := filepath.EvalSymlinks(path); err == nil {
			path = links
		}
		return path
	}
	folder, dir = followed(folder), followed(dir)
	return func(path string) (string, bool) {
		if strings.HasPrefix(path, "<") { // <stdin>
			return "", false
		}
		path = filepath.FromSlash(path)
		if !filepath.IsAbs(path) {
			path = filepath.Join(dir, path)
		}
		rel, err := filepath.Rel(folder, path)
		if err != nil || !filepath.IsLocal(rel) {
			return "", false
		}
		return filepath.ToSlash(rel), true
	}
}
