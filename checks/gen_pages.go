//go:build ignore

// This program writes the page of every check, and the catalogue README.md, from
// the checks and their fixtures.
package main

import (
	"log"
	"os"
	"path/filepath"

	"github.com/appnetlint/appnetlint/checks"
	"github.com/appnetlint/appnetlint/pkg/lint/page"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("gen_pages: ")
	var entries []page.Entry
	for _, c := range checks.Catalogue() {
		family := c.Family
		examples, err := page.Examples(filepath.Join("..", "fixtures", c.Name))
		if err != nil {
			log.Fatal(err)
		}
		write(filepath.Join(family, c.Name+".md"), page.Render(c, examples))
		entries = append(entries, page.Entry{Check: c, Path: family + "/" + c.Name + ".md"})
	}
	write("README.md", page.Catalogue(entries))
	removeStale(entries)
}

func write(path, content string) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		log.Fatal(err)
	}
}

// removeStale deletes pages of checks that are gone.
func removeStale(entries []page.Entry) {
	current := map[string]bool{}
	for _, e := range entries {
		current[e.Path] = true
	}
	found, err := filepath.Glob("*/*.md")
	if err != nil {
		log.Fatal(err)
	}
	for _, path := range found {
		if !current[filepath.ToSlash(path)] {
			if err := os.Remove(path); err != nil {
				log.Fatal(err)
			}
		}
	}
}
