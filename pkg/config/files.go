package config

import (
	"path/filepath"
	"slices"
	"strings"
)

// isLocal reports whether a path leads to a file in or below the folder that it begins in.
func isLocal(path string) bool {
	return path != "" && path != "." && !strings.ContainsAny(path, "\\\x00") && filepath.IsLocal(filepath.FromSlash(path))
}

// endings are those of the files that a configuration may have written. A report holds
// texts of whoever wrote the code that is linted: as a program, it would be theirs.
func endings(format string) []string {
	switch strings.ToLower(format) {
	case "sarif":
		return []string{".sarif", ".sarif.json"}
	case "json", "gitlab":
		return []string{".json"}
	case "junit", "checkstyle":
		return []string{".xml"}
	case "html":
		return []string{".html"}
	case "markdown":
		return []string{".md"}
	}
	return []string{".txt"}
}

// writable reports whether a configuration may have a report written to a path.
func writable(format, path string) bool {
	if !isLocal(path) {
		return false
	}
	for part := range strings.SplitSeq(path, "/") {
		if strings.HasPrefix(part, ".") {
			return false
		}
	}
	return slices.ContainsFunc(endings(format), func(e string) bool { return strings.HasSuffix(path, e) })
}
