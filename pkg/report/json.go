package report

import (
	"bufio"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// SchemaVersion is that of the JSON format. The second number grows when fields
// are added; the first one when a field changes its meaning or goes away.
const SchemaVersion = "1.0"

// JSONDocument is the JSON format. Its lists are never null.
type JSONDocument struct {
	SchemaVersion string   `json:"schema_version"`
	Tool          JSONTool `json:"tool"`
	// Roots are the names of the configurations that were linted.
	Roots     []string        `json:"roots"`
	Summary   JSONSummary     `json:"summary"`
	Findings  []JSONFinding   `json:"findings"`
	Undecided []JSONUndecided `json:"undecided"`
	// Errors is what could not be read: if there are any, there may be more
	// findings.
	Errors []JSONError `json:"errors"`
	// Notes say what could not be seen and is no error, such as a module that is
	// not installed.
	Notes []JSONError `json:"notes,omitempty"`
}

// JSONTool is the program that wrote a document.
type JSONTool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	URI     string `json:"uri"`
}

// JSONSummary counts.
type JSONSummary struct {
	Rules     int `json:"rules"`     // that ran
	Resources int `json:"resources"` // that were looked at
	Findings  int `json:"findings"`
	Error     int `json:"error"`   // findings of this level
	Warning   int `json:"warning"` // findings of this level
	Note      int `json:"note"`    // findings of this level
	Undecided int `json:"undecided"`
	Errors    int `json:"errors"`
}

// JSONPlace is a place in a file. Range is left out if the file has no lines, as a
// Terraform plan.
type JSONPlace struct {
	File  string     `json:"file,omitempty"`
	Range *JSONRange `json:"range,omitempty"`
}

// JSONRange is the part of a file from a position up to, and without, another.
type JSONRange struct {
	Start JSONPosition `json:"start"`
	End   JSONPosition `json:"end"`
}

// JSONPosition counts lines and columns from 1; a column is a Unicode code point.
type JSONPosition struct {
	Line   int `json:"line"`
	Column int `json:"column"`
}

// JSONFinding is one finding.
type JSONFinding struct {
	Rule string `json:"rule"`
	// Severity is error, warning or note.
	Severity string `json:"severity"`
	// Effect is what the mistake costs: apply-fails, exposure, outage,
	// no-effect or advice.
	Effect  string `json:"effect"`
	Message string `json:"message"`
	// Address names the resource as its own tool prints it.
	Address string `json:"address,omitempty"`
	// JSONPlace is where it was written: within a downloaded module, the call
	// of that module.
	JSONPlace
	// Origin is the place inside a downloaded module; elsewhere it is left out.
	Origin  *JSONPlace    `json:"origin,omitempty"`
	Related []JSONRelated `json:"related,omitempty"`
	// Calls are the module calls that lead to the resource, outermost first.
	Calls []JSONCall `json:"calls,omitempty"`
	// Root is the name of the configuration.
	Root string `json:"root,omitempty"`
	// Also are the other configurations in which the same was found, such as those of
	// other parameter files.
	Also []string `json:"also,omitempty"`
	// Docs is the address of the rule's page.
	Docs string `json:"docs,omitempty"`
}

// JSONRelated is another place that has a part in a finding; Message says which.
type JSONRelated struct {
	Message string `json:"message,omitempty"`
	Address string `json:"address,omitempty"`
	JSONPlace
}

// JSONCall is a module call.
type JSONCall struct {
	Address string `json:"address"`
	JSONPlace
	// Downloaded is set if the module is not part of this repository.
	Downloaded bool `json:"downloaded,omitempty"`
}

// JSONUndecided is a question that a rule could not answer. Why names the
// variable or reference to pin.
type JSONUndecided struct {
	Rule    string `json:"rule"`
	Address string `json:"address,omitempty"`
	JSONPlace
	Why  string `json:"why"`
	Root string `json:"root,omitempty"`
}

// JSONError is something that could not be read.
type JSONError struct {
	Message string `json:"message"`
	JSONPlace
}

func writeJSON(w *bufio.Writer, v *view) error {
	levels := count(v.Findings)
	s := newStream(w)
	w.WriteString("{")
	s.put("schema_version", SchemaVersion)
	s.put("tool", JSONTool{toolName, v.Version, toolURI})
	list(s, "roots", each(v.Roots, func(root *string) string { return v.path(*root) }))
	s.put("summary", JSONSummary{
		Rules:     len(v.Checks),
		Resources: v.Resources,
		Findings:  len(v.Findings),
		Error:     levels.errors,
		Warning:   levels.warnings,
		Note:      levels.notes,
		Undecided: len(v.Undecided),
		Errors:    len(v.Errors),
	})
	long(s, "findings", v.Findings, v.jsonFinding)
	long(s, "undecided", v.Undecided, v.jsonUndecided)
	list(s, "errors", each(v.Errors, v.jsonError))
	if len(v.Notes) > 0 {
		list(s, "notes", each(v.Notes, v.jsonError))
	}
	s.close("}\n")
	return s.err
}

func (v *view) jsonError(e **source.Error) JSONError {
	return JSONError{v.redact((*e).Message), jsonPlace(v.error(*e))}
}

func (v *view) jsonFinding(f *lint.Finding) JSONFinding {
	shown, origin := v.finding(f)
	out := JSONFinding{
		Rule:      f.Check.Name,
		Severity:  severity(f).String(),
		Effect:    string(f.Check.Effect),
		Message:   v.redact(f.Message),
		Address:   f.Address,
		JSONPlace: jsonPlace(shown),
		Root:      v.path(f.Root),
		Also:      v.paths(f.Also),
		Docs:      page(f.Check),
	}
	if origin.path != "" {
		o := jsonPlace(origin)
		out.Origin = &o
	}
	for _, r := range f.Related {
		out.Related = append(out.Related, JSONRelated{v.redact(r.Message), r.Address, jsonPlace(v.place(r.At, f.Root))})
	}
	for _, c := range f.Calls {
		out.Calls = append(out.Calls, JSONCall{c.Address, jsonPlace(v.place(c.At, "")), c.Downloaded})
	}
	return out
}

func (v *view) jsonUndecided(u *lint.Undecided) JSONUndecided {
	return JSONUndecided{
		Rule:      u.Check.Name,
		Address:   u.Address,
		JSONPlace: jsonPlace(v.place(u.At, u.Root)),
		Why:       v.redact(u.Why),
		Root:      v.path(u.Root),
	}
}

func jsonPlace(p place) JSONPlace {
	out := JSONPlace{File: p.path}
	if p.at.HasText() {
		start, end := p.start(source.Runes), p.end(source.Runes)
		out.Range = &JSONRange{JSONPosition{start.Line, start.Column}, JSONPosition{end.Line, end.Column}}
	}
	return out
}

func (v *view) paths(roots []string) []string {
	var out []string
	for _, root := range roots {
		out = append(out, v.path(root))
	}
	return out
}
