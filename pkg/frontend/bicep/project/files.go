package project

import (
	"errors"
	"io"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/source"
)

// maxEntries bounds how many entries of a folder are looked at.
const maxEntries = 100_000

// Bytes reads a file whose path is relative to another file, as loadFileAsBase64 and
// loadTextContent do: a byte order mark is part of it.
func (p *Project) Bytes(f *source.File, path string) ([]byte, *source.Error) {
	at, err := p.relative(f, path)
	if err != nil {
		return nil, err
	}
	return p.content(at)
}

// List returns the names of the regular files in a folder whose path is relative to
// another file, sorted without regard to case. The pattern has * and ? for any text
// and any character; an empty one is for all files.
func (p *Project) List(f *source.File, dir, pattern string) ([]string, *source.Error) {
	at, err := p.relative(f, dir)
	if err != nil {
		return nil, err
	}
	names, err := p.names(at)
	if err != nil {
		return nil, err
	}
	out := names[:0]
	for _, name := range names {
		if (pattern == "" || matches(pattern, name)) && p.exists(place{filepath.Join(at.below, name), at.cached}) {
			out = append(out, name)
		}
	}
	slices.SortFunc(out, func(a, b string) int { return strings.Compare(strings.ToUpper(a), strings.ToUpper(b)) })
	return out, nil
}

// names returns the names in a folder that may be those of files.
func (p *Project) names(at place) ([]string, *source.Error) {
	root, err := p.folder(at).opened()
	if err != nil {
		return nil, p.because(at, err)
	}
	info, err := root.Stat(at.below)
	switch {
	case err != nil:
		return nil, p.because(at, err)
	case !info.IsDir():
		return nil, p.errorf(at, "It is not a folder.")
	}
	dir, err := root.Open(at.below)
	if err != nil {
		return nil, p.because(at, err)
	}
	defer func() { _ = dir.Close() }() // nothing was written
	entries, err := dir.ReadDir(maxEntries + 1)
	switch {
	case err != nil && !errors.Is(err, io.EOF):
		return nil, p.because(at, err)
	case len(entries) > maxEntries:
		return nil, p.errorf(at, "The folder holds more than %d files.", maxEntries)
	}
	names := make([]string, 0, len(entries))
	for _, e := range entries {
		if !e.IsDir() {
			names = append(names, e.Name())
		}
	}
	return names, nil
}

// matches compares a name with a pattern of * and ?, without regard to case; brackets
// have no meaning in it.
func matches(pattern, name string) bool {
	quoted := strings.NewReplacer(`[`, `\[`, `]`, `\]`, `\`, `\\`).Replace(strings.ToLower(pattern))
	ok, err := path.Match(quoted, strings.ToLower(name))
	return err == nil && ok
}
