package report

import (
	"bufio"
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
)

// writeCompact prints one line a finding and nothing else, for editors and grep:
//
//	main.tf:12:3: warning: message [rule]
//	plan.json: azurerm_subnet.app: warning: message [rule]
func writeCompact(w *bufio.Writer, v *view) error {
	for i := range v.Findings {
		f := &v.Findings[i]
		shown, _ := v.finding(f)
		fmt.Fprintf(w, "%s: %s: %s [%s]\n", line(shown, f.Address), severity(f), clean(v.redact(f.Message)), rule(f.Check))
	}
	if v.ShowUndecided && !v.Quiet {
		for _, u := range v.Undecided {
			p := v.place(u.At, u.Root)
			fmt.Fprintf(w, "%s: undecided: %s [%s]\n", line(p, u.Address), clean(v.redact(u.Why)), rule(u.Check))
		}
	}
	return nil
}

// line prints a place, and where that is only a file the resource in it.
func line(p place, address string) string {
	if p.at.HasText() || address == "" {
		return clean(p.String())
	}
	if p.path == "" {
		return clean(address)
	}
	return clean(p.path) + ": " + clean(address)
}

func rule(c *lint.Check) string { return clean(c.Name) }
