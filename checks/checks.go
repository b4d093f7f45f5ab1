// Package checks lists every check and holds their pages. The checks themselves
// live in one package a family, one file a check; all.go and the pages are
// generated from them and from their fixtures.
package checks

import (
	"embed"
	"fmt"
	"io/fs"
	"path"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/lint/suppress"
)

//go:generate go run gen_all.go
//go:generate go run gen_pages.go

//go:embed */*.md
var pages embed.FS

// Catalogue returns every rule that users meet: the checks, and what the engine
// itself reports of suppressions.
func Catalogue() []*lint.Check { return append(All(), suppress.Checks()...) }

// Page returns the page of a rule in Markdown.
func Page(rule string) (string, error) {
	found, err := fs.Glob(pages, path.Join("*", rule+".md"))
	if err != nil || len(found) != 1 {
		return "", fmt.Errorf("rule %s has no page: run go generate ./checks", rule)
	}
	content, err := pages.ReadFile(found[0])
	return string(content), err
}
