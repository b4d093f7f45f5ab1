package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/appnetlint/appnetlint/pkg/egress"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/load"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// paths are what reach --outbound prints.
type paths struct {
	Rows []path `json:"outbound"`
}

// path is one row.
type path struct {
	Root    string   `json:"root"`
	Address string   `json:"address"`
	Class   string   `json:"class"`
	Traffic string   `json:"traffic"`
	Path    string   `json:"path"`
	Through string   `json:"through,omitempty"`
	NextHop string   `json:"nextHop,omitempty"`
	Because string   `json:"because"`
	Except  []string `json:"except,omitempty"`
	File    string   `json:"file,omitempty"`
	Line    int      `json:"line,omitempty"`
}

// outbound collects the paths of all configurations.
func outbound(configurations []load.Configuration) (paths, []*source.Error) {
	p := paths{Rows: []path{}}
	var notes []*source.Error
	for _, c := range configurations {
		notes = append(notes, c.Notes...)
		redact := lint.Redactor(c.Secrets)
		for _, r := range egress.Of(c.Model) {
			p.Rows = append(p.Rows, pathOf(c.Root, &r, redact))
		}
	}
	return p, distinctPlaces(notes)
}

func pathOf(root string, r *egress.Row, redact func(string) string) path {
	p := path{
		Root: root, Address: r.Site.Address, Class: string(r.Class), Traffic: redact(r.Traffic),
		Path: string(r.Path), Through: redact(r.Through), NextHop: redact(r.NextHop), Because: redact(r.Because),
	}
	for _, e := range r.Except {
		p.Except = append(p.Except, redact(e))
	}
	if r.At.HasText() {
		p.File, p.Line = r.At.File.Path, r.At.File.Position(r.At.Start, source.Runes).Line
	}
	return p
}

func (p paths) write(w io.Writer, format string) error {
	if format == "json" {
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		e.SetEscapeHTML(false)
		return e.Encode(p)
	}
	if len(p.Rows) == 0 {
		_, err := io.WriteString(w, "No app with outbound traffic.\n")
		return err
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "APP\tTRAFFIC\tPATH\tBECAUSE")
	for i, r := range p.Rows {
		r.print(t, i > 0 && p.Rows[i-1].Root == r.Root && p.Rows[i-1].Address == r.Address)
	}
	return t.Flush()
}

// print prints a row; an app is named in its first one alone.
func (p path) print(w io.Writer, again bool) {
	address, way, because := p.Address, p.Path, p.Because
	if again {
		address = ""
	}
	if p.Through != "" {
		way += " " + p.Through
	}
	if p.NextHop != "" {
		way += " (" + p.NextHop + ")"
	}
	if len(p.Except) > 0 {
		because += "; except " + strings.Join(p.Except, ", ")
	}
	if p.File != "" {
		because += fmt.Sprintf(" (%s:%d)", p.File, p.Line)
	}
	fmt.Fprintln(w, strings.Join([]string{address, p.Traffic, way, because}, "\t"))
}
