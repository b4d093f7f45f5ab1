package config

import (
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/appnetlint/appnetlint/pkg/lint"
)

// Glob matches paths: * within a folder, ** through folders, ?, [a-z] and {a,b}. It
// matches what is below a folder that it matches as well.
type Glob string

// Match reports whether the glob matches a path that begins at the folder of the file.
func (g Glob) Match(path string) bool {
	pattern := strings.TrimSuffix(string(g), "/")
	return doublestar.MatchUnvalidated(pattern, path) || doublestar.MatchUnvalidated(pattern+"/**", path)
}

func anyMatch(globs []Glob, path string) bool {
	for _, g := range globs {
		if g.Match(path) {
			return true
		}
	}
	return false
}

// AddressGlob matches addresses of resources: * stands for anything, and ? for one
// character. Brackets are those of addresses: azurerm_linux_web_app.app["eu"].
type AddressGlob string

// Match reports whether the glob matches an address. It takes time in proportion to
// the product of both lengths at most.
func (g AddressGlob) Match(address string) bool {
	pattern := string(g)
	p, a, star, mark := 0, 0, -1, 0
	for a < len(address) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, mark = p, a
			p++
		case p < len(pattern) && (pattern[p] == '?' || pattern[p] == address[a]):
			p++
			a++
		case star >= 0:
			mark++
			p, a = star+1, mark
		default:
			return false
		}
	}
	return strings.Trim(pattern[p:], "*") == ""
}

// Rebase turns a path as findings have it into one that begins at the folder of the
// file; false where it does not lie there.
type Rebase func(path string) (string, bool)

// places are the paths at which a finding may be excluded or ignored: the file that it
// is in, those of the module calls that lead to it, or its configuration where nothing
// tells a file.
func places(f *lint.Finding, rebase Rebase) []string {
	var paths []string
	add := func(path string) {
		if p, ok := rebase(path); ok && path != "" {
			paths = append(paths, p)
		}
	}
	if f.At.File != nil {
		add(f.At.File.Path)
	} else {
		add(f.Root)
	}
	for _, c := range f.Calls {
		if c.At.File != nil {
			add(c.At.File.Path)
		}
	}
	return paths
}
