package report

import (
	"bufio"
	"cmp"
	"fmt"
	"iter"
	"net/url"
	"path"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/pattern"
	"github.com/appnetlint/appnetlint/pkg/source"
)

const (
	sarifSchema  = "https://json.schemastore.org/sarif-2.1.0.json"
	sarifVersion = "2.1.0"
	// sourceRoot stands for the folder to which paths are relative.
	sourceRoot = "%SRCROOT%"
	// maxDescription is the length up to which GitHub takes a description.
	maxDescription = 1024
	// maxRelated is how many related locations GitHub shows; it refuses files
	// with ten times as many.
	maxRelated = 100
	// maxSnippet is the length in bytes up to which a line is quoted: one that
	// holds a whole template tells nothing, a thousand times over.
	maxSnippet = 1000
)

// The types below are the part of SARIF that is written, in its own names.
// Section 3 of the standard describes them:
// https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html

// sarifLevel can be marshalled only if it is a severity.
type sarifLevel lint.Severity

func (l sarifLevel) MarshalText() ([]byte, error) {
	switch s := lint.Severity(l); s {
	case lint.Note, lint.Warning, lint.Error:
		return []byte(s.String()), nil
	}
	return nil, fmt.Errorf("%s has no level in SARIF", lint.Severity(l))
}

type sarifText struct {
	Text     string `json:"text"`
	Markdown string `json:"markdown,omitempty"`
}

type sarifRule struct {
	ID                   string              `json:"id"`
	Name                 string              `json:"name"`
	ShortDescription     sarifText           `json:"shortDescription"`
	FullDescription      sarifText           `json:"fullDescription"`
	Help                 sarifText           `json:"help"`
	HelpURI              string              `json:"helpUri,omitempty"`
	DefaultConfiguration sarifConfiguration  `json:"defaultConfiguration"`
	Properties           sarifRuleProperties `json:"properties"`
}

type sarifConfiguration struct {
	Level sarifLevel `json:"level"`
}

// sarifRuleProperties are what GitHub reads.
type sarifRuleProperties struct {
	Tags             []string `json:"tags"`
	Precision        string   `json:"precision"`
	ProblemSeverity  string   `json:"problem.severity"`
	SecuritySeverity string   `json:"security-severity,omitempty"`
}

type sarifInvocation struct {
	ExecutionSuccessful bool                `json:"executionSuccessful"`
	Notifications       []sarifNotification `json:"toolExecutionNotifications,omitempty"`
}

type sarifNotification struct {
	Level     sarifLevel      `json:"level"`
	Message   sarifText       `json:"message"`
	Locations []sarifLocation `json:"locations,omitempty"`
}

type sarifBase struct {
	Description sarifText `json:"description"`
}

type sarifAutomation struct {
	ID string `json:"id"`
}

type sarifResult struct {
	RuleID       string            `json:"ruleId"`
	RuleIndex    int               `json:"ruleIndex"`
	Level        sarifLevel        `json:"level"`
	Message      sarifText         `json:"message"`
	Locations    [1]sarifLocation  `json:"locations"`
	Related      []sarifLocation   `json:"relatedLocations,omitempty"`
	Fingerprints sarifFingerprints `json:"partialFingerprints"`
	Fixes        []sarifFix        `json:"fixes,omitempty"`
	Baseline     string            `json:"baselineState,omitempty"`
}

type sarifFingerprints struct {
	PrimaryLocationLineHash string `json:"primaryLocationLineHash"`
}

type sarifLocation struct {
	ID       int                    `json:"id,omitempty"`
	Physical sarifPhysicalLocation  `json:"physicalLocation"`
	Logical  []sarifLogicalLocation `json:"logicalLocations,omitempty"`
	Message  *sarifText             `json:"message,omitempty"`
}

type sarifPhysicalLocation struct {
	Artifact sarifArtifact `json:"artifactLocation"`
	Region   sarifRegion   `json:"region"`
	Context  *sarifRegion  `json:"contextRegion,omitempty"`
}

type sarifArtifact struct {
	URI    string `json:"uri"`
	BaseID string `json:"uriBaseId,omitempty"`
}

type sarifRegion struct {
	StartLine   int        `json:"startLine"`
	StartColumn int        `json:"startColumn,omitempty"`
	EndLine     int        `json:"endLine,omitempty"`
	EndColumn   int        `json:"endColumn,omitempty"`
	Snippet     *sarifText `json:"snippet,omitempty"`
}

type sarifLogicalLocation struct {
	FullyQualifiedName string    `json:"fullyQualifiedName"`
	Kind               sarifKind `json:"kind"`
}

// sarifKind is a kind of logical location that the standard knows.
type sarifKind string

const (
	kindResource sarifKind = "resource"
	kindModule   sarifKind = "module"
)

// writeSARIF prints SARIF 2.1.0 as GitHub, Azure DevOps and GitLab take it: one
// run, every rule that ran, one location a result.
func writeSARIF(w *bufio.Writer, v *view) error {
	rules, index := v.sarifRules()
	version := strings.TrimPrefix(v.Version, "v")
	s := newStream(w)
	w.WriteString("{")
	s.put("$schema", sarifSchema)
	s.put("version", sarifVersion)
	s.open("runs", "[")
	s.open("", "{")
	s.open("tool", "{")
	s.open("driver", "{")
	s.put("name", toolName)
	s.put("fullName", strings.TrimSpace(toolName+" "+version))
	if version != "" {
		s.put("version", version)
	}
	if semantic().MatchString(version) {
		s.put("semanticVersion", version)
	}
	s.put("informationUri", toolURI)
	list(s, "rules", each(rules, sarifRuleOf))
	s.close("}}")
	s.put("invocations", []sarifInvocation{v.sarifInvocation()})
	if v.Category != "" {
		s.put("automationDetails", sarifAutomation{strings.TrimSuffix(v.Category, "/") + "/"})
	}
	s.put("originalUriBaseIds", map[string]sarifBase{
		sourceRoot: {sarifText{Text: "The root of the repository, or the folder that was linted."}},
	})
	s.put("columnKind", "utf16CodeUnits")
	list(s, "results", v.sarifResults(index, newFingerprints(v.blots)))
	s.close("}]}\n")
	return s.err
}

// sarifResults are the findings; held against a baseline, also those that it knows.
func (v *view) sarifResults(index map[string]int, prints *fingerprints) iter.Seq[sarifResult] {
	return func(yield func(sarifResult) bool) {
		for _, part := range []struct {
			findings []lint.Finding
			state    string
		}{{v.Findings, "new"}, {v.Known, "unchanged"}} {
			for i := range part.findings {
				f := &part.findings[i]
				r := v.sarifResult(f, index[f.Check.Name], prints)
				if v.Compared {
					r.Baseline = part.state
				}
				if !yield(r) {
					return
				}
			}
		}
	}
}

// sarifRules lists the rules that ran and, should there be others with
// findings, those too; and the place of each in the list.
func (v *view) sarifRules() (rules []*lint.Check, index map[string]int) {
	index = map[string]int{}
	add := func(c *lint.Check) {
		if _, ok := index[c.Name]; !ok {
			index[c.Name] = len(rules)
			rules = append(rules, c)
		}
	}
	for _, c := range v.Checks {
		add(c)
	}
	for i := range v.Findings {
		add(v.Findings[i].Check)
	}
	for i := range v.Known {
		add(v.Known[i].Check)
	}
	return rules, index
}

// semantic matches what may stand as a semantic version.
var semantic = pattern.Of(`^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$`)

func sarifRuleOf(check **lint.Check) sarifRule {
	c := *check
	why, fix := strings.TrimSpace(c.Why), strings.TrimSpace(c.Fix)
	r := sarifRule{
		ID:                   c.Name,
		Name:                 pascal(c.Name),
		ShortDescription:     sarifText{Text: c.Title},
		FullDescription:      sarifText{Text: shorten(why, maxDescription)},
		Help:                 sarifText{Text: why + "\n\n" + fix, Markdown: why + "\n\n## Fix\n\n" + fix},
		HelpURI:              page(c),
		DefaultConfiguration: sarifConfiguration{sarifLevel(c.Severity)},
		Properties: sarifRuleProperties{
			Tags:            []string{"azure", "app-service", "networking"},
			Precision:       precision(c),
			ProblemSeverity: problemSeverity(c.Severity),
		},
	}
	if len(c.Links) > 0 {
		r.Help.Text += "\n\nRead more: " + strings.Join(c.Links, ", ")
		r.Help.Markdown += "\n\n## Read more\n\n- <" + strings.Join(c.Links, ">\n- <") + ">"
	}
	for _, tag := range []string{c.Family, string(c.Effect)} {
		if tag != "" {
			r.Properties.Tags = append(r.Properties.Tags, tag)
		}
	}
	if c.SecuritySeverity > 0 {
		r.Properties.Tags = append(r.Properties.Tags, "security")
		r.Properties.SecuritySeverity = strconv.FormatFloat(min(c.SecuritySeverity, 10), 'f', 1, 64)
	}
	return r
}

// precision returns one of the words that GitHub knows.
func precision(c *lint.Check) string {
	switch c.Precision {
	case "":
		return "very-high"
	case "very-high", "high", "medium", "low":
		return c.Precision
	}
	return "medium"
}

func problemSeverity(s lint.Severity) string {
	if s == lint.Error || s == lint.Warning {
		return s.String()
	}
	return "recommendation"
}

// pascal turns the name of a rule into AccessRuleShadowed.
func pascal(name string) string {
	var out strings.Builder
	for word := range strings.SplitSeq(name, "-") {
		if word != "" {
			out.WriteString(strings.ToUpper(word[:1]) + word[1:])
		}
	}
	return out.String()
}

// shorten cuts text at a blank so that it has at most n characters.
func shorten(text string, n int) string {
	runes := []rune(text)
	if len(runes) <= n {
		return text
	}
	cut := string(runes[:n-2])
	if i := strings.LastIndexAny(cut, " \n"); i > 0 {
		cut = cut[:i]
	}
	return cut + " …"
}

func (v *view) sarifInvocation() sarifInvocation {
	v = v.ofErrors()
	inv := sarifInvocation{ExecutionSuccessful: len(v.Errors) == 0}
	for _, e := range v.Errors {
		inv.Notifications = append(inv.Notifications, v.sarifNotification(lint.Error, e))
	}
	for _, e := range v.Notes {
		inv.Notifications = append(inv.Notifications, v.sarifNotification(lint.Note, e))
	}
	return inv
}

func (v *view) sarifNotification(level lint.Severity, e *source.Error) sarifNotification {
	n := sarifNotification{Level: sarifLevel(level), Message: sarifText{Text: v.redact(e.Message)}}
	if p := v.error(e); p.path != "" {
		n.Locations = []sarifLocation{{Physical: v.sarifPhysical(p)}}
	}
	return n
}

func (v *view) sarifResult(f *lint.Finding, ruleIndex int, prints *fingerprints) sarifResult {
	shown, origin := v.finding(f)
	r := sarifResult{
		RuleID:    f.Check.Name,
		RuleIndex: ruleIndex,
		Level:     sarifLevel(severity(f)),
		Locations: [1]sarifLocation{{Physical: v.sarifPhysical(shown), Logical: sarifLogical(f.Address, kindResource)}},
	}
	if shown.at.HasText() {
		r.Fingerprints.PrimaryLocationLineHash = prints.line(shown.at.File, shown.start(source.Bytes).Line)
	} else {
		r.Fingerprints.PrimaryLocationLineHash = prints.subject(f.Check.Name, f.Address)
	}

	r.Fixes = v.sarifFixes(f)

	relate := func(p place, address string, kind sarifKind, message string) {
		if len(r.Related) < maxRelated {
			r.Related = append(r.Related, sarifLocation{
				ID:       len(r.Related) + 1,
				Physical: v.sarifPhysical(p),
				Logical:  sarifLogical(address, kind),
				Message:  &sarifText{Text: message},
			})
		}
	}
	for _, x := range f.Related {
		p := v.place(x.At, f.Root)
		relate(p, x.Address, kindResource, cmp.Or(v.redact(x.Message), x.Address, p.path))
	}
	for _, c := range f.Calls {
		if p := v.place(c.At, ""); p.path != "" && p != shown {
			relate(p, c.Address, kindModule, "the call of "+c.Address)
		}
	}
	r.Message.Text = v.redact(f.Message) + links(r.Related)
	if origin.path != "" && !isAbsolute(origin.path) {
		// Nothing links here: the file is not in the repository.
		relate(origin, f.Address, kindResource, "the place inside the downloaded module")
	}
	return r
}

// links is a sentence that links to those related locations that are more than
// a file: GitHub shows only what a message links to.
func links(related []sarifLocation) string {
	// A bracket inside the text of a link is escaped.
	escape := strings.NewReplacer(`\`, `\\`, `[`, `\[`, `]`, `\]`)
	var parts []string
	for _, l := range related {
		if l.Physical.Region.StartColumn > 0 {
			parts = append(parts, fmt.Sprintf("[%s](%d)", escape.Replace(l.Message.Text), l.ID))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return " See " + strings.Join(parts, ", ") + "."
}

func sarifLogical(address string, kind sarifKind) []sarifLogicalLocation {
	if address == "" {
		return nil
	}
	return []sarifLogicalLocation{{address, kind}}
}

func (v *view) sarifPhysical(p place) sarifPhysicalLocation {
	out := sarifPhysicalLocation{Artifact: artifact(p.path), Region: sarifRegion{StartLine: 1}}
	if !p.at.HasText() {
		return out
	}
	f, start := p.at.File, p.start(source.UTF16)
	from := f.LineStart(start.Line)
	to := f.LineEnd(start.Line)
	within := p.end(source.UTF16).Line == start.Line
	if within {
		p.at.End = max(min(p.at.End, to), p.at.Start) // not the carriage return at the end
	}
	end := p.end(source.UTF16)
	out.Region = sarifRegion{StartLine: start.Line, StartColumn: start.Column, EndLine: end.Line, EndColumn: end.Column}

	// As in text, nothing is quoted but one line: the next ones may be settings
	// that nobody should read in a report.
	if !within || to-from > maxSnippet || p.at.Start == p.at.End {
		return out
	}
	out.Region.Snippet = &sarifText{Text: v.blots.text(f, p.at.Start, p.at.End)}
	if p.at.Start > from || p.at.End < to {
		out.Context = &sarifRegion{
			StartLine: start.Line, StartColumn: 1,
			EndLine: start.Line, EndColumn: f.Position(to, source.UTF16).Column,
			Snippet: &sarifText{Text: v.blots.text(f, from, to)},
		}
	}
	return out
}

// artifact turns a path into a URI: one relative to the source root, unless the
// path is absolute.
func artifact(p string) sarifArtifact {
	if p == "" {
		p = "."
	}
	segments := strings.Split(filepath.ToSlash(path.Clean(p)), "/")
	for i, s := range segments {
		segments[i] = strings.ReplaceAll(url.PathEscape(s), ":", "%3A") // a colon would make the first one a scheme
	}
	uri := strings.Join(segments, "/")
	if !isAbsolute(p) {
		return sarifArtifact{URI: uri, BaseID: sourceRoot}
	}
	if !strings.HasPrefix(uri, "/") {
		uri = "/" + strings.Replace(uri, "%3A", ":", 1) // the drive of C:/main.tf
	}
	return sarifArtifact{URI: "file://" + uri}
}
