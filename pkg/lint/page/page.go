// Package page writes the documentation of checks from the checks themselves and
// from their fixtures, so that no page can say anything that is not tested.
package page

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/pattern"
)

// Example is one input of a check's fixtures.
type Example struct {
	// Bad is set if the check fires on it.
	Bad bool
	// Language is the name for a Markdown code block: hcl, bicep, json.
	Language string
	Code     string
}

// Entry is a check and the path of its page.
type Entry struct {
	Check *lint.Check
	Path  string
}

// sources are the files of a check's fixtures that are shown: what the name of their
// folder ends in, their own name, and the language.
var sources = []struct{ suffix, name, language string }{
	{"", "main.tf", "hcl"},
	{"-bicep", "main.bicep", "bicep"},
}

// want is the comment by which a fixture tells what is expected on its line.
var want = pattern.Of(`[ \t]*(#|//) want .*`)

// Examples reads the examples of a check: its fixtures "bad" and "good", and their twins in
// Bicep.
func Examples(dir string) ([]Example, error) {
	var out []Example
	for _, kind := range []string{"bad", "good"} {
		for _, s := range sources {
			content, err := os.ReadFile(filepath.Join(dir, kind+s.suffix, s.name))
			if os.IsNotExist(err) {
				continue
			}
			if err != nil {
				return nil, err
			}
			code := strings.TrimSpace(want().ReplaceAllString(string(content), ""))
			out = append(out, Example{Bad: kind == "bad", Language: s.language, Code: code})
		}
	}
	return out, nil
}

// Render returns the page of a check.
func Render(c *lint.Check, examples []Example) string {
	var b strings.Builder
	fmt.Fprintf(&b, "<!-- Generated from the check and its fixtures; do not edit. -->\n\n")
	fmt.Fprintf(&b, "# %s\n\n%s.\n\n", c.Name, c.Title)
	fmt.Fprintf(&b, "| severity | effect | since |\n| --- | --- | --- |\n| %s | %s | %s |\n\n", c.Severity, c.Effect, c.Since)
	fmt.Fprintf(&b, "## Why\n\n%s\n\n## Fix\n\n%s\n", strings.TrimSpace(c.Why), strings.TrimSpace(c.Fix))
	if c.Fixable {
		fmt.Fprint(&b, "\nMany findings of this rule can be fixed by `appnetlint --fix`, where that is certain to be right; `--diff` shows the change.\n")
	}
	section(&b, "Reported", examples, true)
	section(&b, "Not reported", examples, false)
	fmt.Fprint(&b, "\n## Read more\n\n")
	for _, link := range c.Links {
		fmt.Fprintf(&b, "- <%s>\n", link)
	}
	fmt.Fprintf(&b, "\n## Switch it off\n\n`appnetlint --disable-rule %s`\n", c.Name)
	return b.String()
}

func section(b *strings.Builder, title string, examples []Example, bad bool) {
	for _, e := range examples {
		if e.Bad == bad {
			fmt.Fprintf(b, "\n## %s\n\n```%s\n%s\n```\n", title, e.Language, e.Code)
		}
	}
}

// Catalogue returns the list of all checks.
func Catalogue(entries []Entry) string {
	entries = slices.Clone(entries)
	slices.SortFunc(entries, func(a, b Entry) int { return strings.Compare(a.Path, b.Path) })
	var b strings.Builder
	fmt.Fprint(&b, "<!-- Generated from the checks; do not edit. -->\n\n# Rules\n\n")
	fmt.Fprintf(&b, "%s in all. `appnetlint explain RULE` prints a page.\n", lint.Plural(len(entries), "rule", "rules"))
	family := ""
	for _, e := range entries {
		if e.Check.Family != family {
			family = e.Check.Family
			fmt.Fprintf(&b, "\n## %s\n\n| rule | severity | effect | what is wrong |\n| --- | --- | --- | --- |\n", family)
		}
		fmt.Fprintf(&b, "| [%s](%s) | %s | %s | %s |\n", e.Check.Name, e.Path, e.Check.Severity, e.Check.Effect, e.Check.Title)
	}
	return b.String()
}
