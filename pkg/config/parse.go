package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/policy"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// Options are what the words of a file are held against.
type Options struct {
	// Rules are the rules of the program.
	Rules []*lint.Check
	// Formats are the names of the formats; any goes where there are none.
	Formats []string
}

// None is what holds where there is no file.
func None(rules []*lint.Check) *Config { return &Config{known: rules} }

var (
	schema = &hcl.BodySchema{
		Attributes: []hcl.AttributeSchema{
			{Name: "formats"}, {Name: "minimum_failure_severity"}, {Name: "baseline"}, {Name: "exclude"}, {Name: "only"}, {Name: "disabled_by_default"},
		},
		Blocks: []hcl.BlockHeaderSchema{
			{Type: "rule", LabelNames: []string{"name"}}, {Type: "ignore"}, {Type: "policy", LabelNames: []string{"name"}},
		},
	}
	ruleSchema = &hcl.BodySchema{Attributes: []hcl.AttributeSchema{
		{Name: "enabled"}, {Name: "severity"}, {Name: "paths"}, {Name: "exclude"}, {Name: "options"},
	}}
	ignoreSchema = &hcl.BodySchema{Attributes: []hcl.AttributeSchema{
		{Name: "rules", Required: true}, {Name: "paths"}, {Name: "addresses"}, {Name: "reason"}, {Name: "until"},
	}}
)

// maxPolicies is how many policies a file may have.
const maxPolicies = 200

// Parse reads a file. All mistakes of it are told at once.
func Parse(file *source.File, o Options) (*Config, []*source.Error) {
	if err := guard(file); err != nil {
		return nil, []*source.Error{err}
	}
	parsed, diags := hclsyntax.ParseConfig(file.Content, file.Path, hcl.InitialPos)
	r := &reader{Options: o, file: file, config: &Config{File: file, Rules: map[string]*Rule{}, known: slices.Clone(o.Rules)}}
	r.diagnose(diags)
	if len(r.errs) > 0 || parsed == nil {
		return nil, r.sorted() // what follows from a mistake in the syntax would only confuse
	}
	content, diags := parsed.Body.Content(schema)
	r.diagnose(diags)
	r.policies(content.Blocks.OfType("policy")) // first, for the rest may name them
	for _, b := range content.Blocks.OfType("rule") {
		r.rule(b)
	}
	for _, b := range content.Blocks.OfType("ignore") {
		r.ignore(b)
	}
	r.attributes(content.Attributes)
	if len(r.errs) > 0 {
		return nil, r.sorted()
	}
	return r.config, nil
}

type reader struct {
	Options
	file   *source.File
	config *Config
	errs   []*source.Error
}

func (r *reader) sorted() []*source.Error {
	slices.SortStableFunc(r.errs, func(a, b *source.Error) int { return cmp.Compare(a.At.Start, b.At.Start) })
	return r.errs
}

func (r *reader) rangeOf(at hcl.Range) source.Range {
	n := len(r.file.Content)
	start := min(max(at.Start.Byte, 0), n)
	return source.Range{File: r.file, Start: start, End: min(max(at.End.Byte, start), n)}
}

func (r *reader) fail(at hcl.Range, format string, args ...any) {
	r.errs = append(r.errs, &source.Error{At: r.rangeOf(at), Message: fmt.Sprintf(format, args...)})
}

func (r *reader) diagnose(diags hcl.Diagnostics) {
	for _, d := range diags {
		if d.Severity == hcl.DiagError {
			r.errs = append(r.errs, policy.Diagnosed(r.file, d))
		}
	}
}

func (r *reader) policies(blocks hcl.Blocks) {
	if len(blocks) > maxPolicies {
		r.fail(blocks[maxPolicies].DefRange, "There are more than %d policies.", maxPolicies)
		return
	}
	for _, b := range blocks {
		p, errs := policy.Parse(r.file, b, r.config.known)
		r.errs = append(r.errs, errs...)
		if p != nil {
			r.config.Policies = append(r.config.Policies, p)
			r.config.known = append(r.config.known, p.Check())
		}
	}
}

func (r *reader) rule(b *hcl.Block) {
	name, at := b.Labels[0], b.LabelRanges[0]
	if !r.named(name, at) {
		return
	}
	if r.config.Rules[name] != nil {
		r.fail(at, "There are two blocks for the rule %q.", name)
		return
	}
	rule := &Rule{Name: name}
	r.config.Rules[name] = rule
	content, diags := b.Body.Content(ruleSchema)
	r.diagnose(diags)
	if a := content.Attributes["enabled"]; a != nil {
		rule.Enabled = r.boolean(a)
	}
	if a := content.Attributes["severity"]; a != nil {
		rule.Severity = r.severity(a)
	}
	if a := content.Attributes["paths"]; a != nil {
		rule.Paths = r.globs(a)
	}
	if a := content.Attributes["exclude"]; a != nil {
		rule.Exclude = r.globs(a)
	}
	if a := content.Attributes["options"]; a != nil {
		r.options(name, a)
	}
}

// options refuses options: no rule has any, and one that does nothing would deceive.
func (r *reader) options(rule string, a *hcl.Attribute) {
	pairs, diags := hcl.ExprMap(a.Expr)
	if diags.HasErrors() {
		r.fail(a.Expr.Range(), "Options are an object: options = { }.")
		return
	}
	for _, p := range pairs {
		r.fail(p.Key.Range(), "The rule %q takes no options.", rule)
	}
}

func (r *reader) attributes(attributes hcl.Attributes) {
	c := r.config
	if a := attributes["formats"]; a != nil {
		c.Formats = r.formats(a)
	}
	if a := attributes["minimum_failure_severity"]; a != nil {
		c.Failing = r.severity(a)
	}
	if a := attributes["baseline"]; a != nil {
		c.Baseline = r.local(a.Expr)
	}
	if a := attributes["exclude"]; a != nil {
		c.Exclude = r.globs(a)
	}
	if a := attributes["only"]; a != nil {
		for _, item := range r.texts(a) {
			if r.named(item.text, item.at) {
				c.Only = append(c.Only, item.text)
			}
		}
	}
	if a := attributes["disabled_by_default"]; a != nil {
		v := r.boolean(a)
		c.DisabledByDefault = v != nil && *v
	}
}

// named reports whether there is a rule of a name.
func (r *reader) named(name string, at hcl.Range) bool {
	if len(name) > maxWord {
		r.fail(at, "There is no rule with so long a name.")
		return false
	}
	_, err := lint.Find(r.config.known, name)
	if err == nil {
		return true
	}
	message := "There" + strings.TrimPrefix(err.Error(), "there")
	if !strings.HasSuffix(message, "?") {
		message += "."
	}
	r.fail(at, "%s", message)
	return false
}

// maxWord is how long a word may be of which the nearest one is looked for.
const maxWord = 200

func (r *reader) boolean(a *hcl.Attribute) *bool {
	switch hcl.ExprAsKeyword(a.Expr) {
	case "true":
		b := true
		return &b
	case "false":
		b := false
		return &b
	}
	r.fail(a.Expr.Range(), "%q is true or false.", a.Name)
	return nil
}

func (r *reader) severity(a *hcl.Attribute) lint.Severity {
	s, ok := r.text(a.Expr)
	if !ok {
		return 0
	}
	severity, err := lint.ParseSeverity(s)
	if err != nil {
		r.fail(a.Expr.Range(), "%s.%s", err, policy.Hint(s, []string{"error", "warning", "note"}))
	}
	return severity
}

func (r *reader) text(e hcl.Expression) (string, bool) {
	s, ok := policy.Literal(e)
	if !ok {
		r.fail(e.Range(), "This must be a text in quotes, without anything to work out.")
	}
	return s, ok
}

type item struct {
	text string
	at   hcl.Range
}

func (r *reader) texts(a *hcl.Attribute) []item {
	list, diags := hcl.ExprList(a.Expr)
	if diags.HasErrors() {
		r.fail(a.Expr.Range(), "%q is a list of texts: [\"…\"].", a.Name)
		return nil
	}
	var out []item
	for _, e := range list {
		if s, ok := r.text(e); ok {
			out = append(out, item{s, e.Range()})
		}
	}
	return out
}

func (r *reader) globs(a *hcl.Attribute) []Glob {
	var out []Glob
	for _, i := range r.texts(a) {
		switch {
		case i.text == "" || !doublestar.ValidatePattern(i.text):
			r.fail(i.at, "%q is not a pattern of paths; \"modules/**\" is one.", i.text)
		case strings.HasPrefix(i.text, "/") || strings.Contains("/"+i.text+"/", "/../"):
			r.fail(i.at, "A pattern of paths begins at the folder of this file, and does not leave it.")
		case strings.Contains(i.text, `\`):
			r.fail(i.at, "A pattern of paths has / between folders on every system.")
		case costly(i.text):
			r.fail(i.at, "This pattern of paths has too many stars.")
		default:
			out = append(out, Glob(strings.TrimPrefix(i.text, "./")))
		}
	}
	return out
}

// costly reports whether a pattern may take long to match: each ** and each * of a
// part multiplies the ways that there are.
func costly(pattern string) bool {
	return strings.Count(pattern, "*") > 16 || strings.Count(pattern, "**") > 4 || strings.Count(pattern, "{") > 4
}

// local reads the name of a file in the folder of the configuration.
func (r *reader) local(e hcl.Expression) string {
	s, ok := r.text(e)
	if ok && !isLocal(s) {
		r.fail(e.Range(), "This must be the path of a file in or below the folder of the configuration.")
		return ""
	}
	return s
}

func (r *reader) formats(a *hcl.Attribute) []string {
	var out []string
	for _, i := range r.texts(a) {
		name, path, file := strings.Cut(i.text, "=")
		if len(r.Formats) > 0 && !slices.ContainsFunc(r.Formats, func(f string) bool { return strings.EqualFold(f, name) }) {
			r.fail(i.at, "There is no format %q.%s Use one of %s.", name, policy.Hint(name, r.Formats), strings.Join(r.Formats, ", "))
			continue
		}
		if file && !writable(name, path) {
			r.fail(i.at, "A configuration may name a file for the format %q in or below its own folder, outside of folders that begin with a dot, that ends in %s. "+
				"Use --format on the command line for others.", name, strings.Join(endings(name), " or "))
			continue
		}
		out = append(out, i.text)
	}
	return out
}
