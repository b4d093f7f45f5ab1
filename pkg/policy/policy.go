package policy

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/agext/levenshtein"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/pattern"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// Policy is a rule of a user.
type Policy struct {
	// Name is the name of the rule.
	Name string
	// At is the header of its block.
	At source.Range

	file      *source.File
	kind      *Kind
	severity  lint.Severity
	title     string
	why       string
	fix       string
	link      string
	where     *expression // nil for all
	assert    *expression
	message   *expression // nil for the standard one
	meter     *meter
	functions map[string]function.Function

	mu     sync.Mutex // evaluations share the meter
	failed *source.Error
}

// expression is an expression and what it asks for.
type expression struct {
	hclsyntax.Expression
	// attributes are those of the part that the expression asks for.
	attributes []int
	at         source.Range
}

// nameForm is what the name of a rule looks like.
var nameForm = pattern.Of(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

// maxName is how long the name of a policy may be.
const maxName = 100

var schema = &hcl.BodySchema{Attributes: []hcl.AttributeSchema{
	{Name: "for", Required: true}, {Name: "where"}, {Name: "assert", Required: true}, {Name: "message"},
	{Name: "severity"}, {Name: "title"}, {Name: "description"}, {Name: "remedy"}, {Name: "link"},
}}

// Parse reads the block of a policy. builtin are the rules that there are already. It
// returns nil if the policy has mistakes.
func Parse(file *source.File, block *hcl.Block, builtin []*lint.Check) (*Policy, []*source.Error) {
	r := &reader{file: file, policy: &Policy{file: file, severity: lint.Warning, meter: &meter{}, At: rangeIn(file, block.DefRange)}}
	r.policy.functions = functions(r.policy.meter)
	r.name(block, builtin)
	content, diags := block.Body.Content(schema)
	r.diagnose(diags)
	if content != nil {
		r.content(content.Attributes)
	}
	if len(r.errs) > 0 {
		return nil, r.errs
	}
	return r.policy, nil
}

type reader struct {
	file   *source.File
	policy *Policy
	errs   []*source.Error
}

func (r *reader) fail(at hcl.Range, format string, args ...any) {
	r.errs = append(r.errs, &source.Error{At: rangeIn(r.file, at), Message: fmt.Sprintf(format, args...)})
}

func (r *reader) diagnose(diags hcl.Diagnostics) {
	for _, d := range diags {
		if d.Severity == hcl.DiagError {
			r.errs = append(r.errs, Diagnosed(r.file, d))
		}
	}
}

// Diagnosed turns what HCL says of a file into an error.
func Diagnosed(file *source.File, d *hcl.Diagnostic) *source.Error {
	e := &source.Error{Path: file.Path, Message: strings.Join(strings.Fields(d.Detail), " ")}
	if e.Message == "" {
		e.Message = d.Summary + "."
	}
	if d.Subject != nil {
		e.At = rangeIn(file, *d.Subject)
	}
	return e
}

func rangeIn(file *source.File, r hcl.Range) source.Range {
	n := len(file.Content)
	start := min(max(r.Start.Byte, 0), n)
	return source.Range{File: file, Start: start, End: min(max(r.End.Byte, start), n)}
}

func (r *reader) name(block *hcl.Block, builtin []*lint.Check) {
	name, at := block.Labels[0], block.LabelRanges[0]
	r.policy.Name = name
	switch {
	case len(name) > maxName || !nameForm().MatchString(name):
		r.fail(at, "The name of a policy is lower case words joined by -, as in \"app-in-europe\".")
	case name == "all", slices.Contains(lint.Names(builtin), name):
		r.fail(at, "There is a rule %q already: give the policy another name.", name)
	}
}

func (r *reader) content(attributes hcl.Attributes) {
	p := r.policy
	for _, text := range []struct {
		name string
		into *string
	}{{"title", &p.title}, {"description", &p.why}, {"remedy", &p.fix}, {"link", &p.link}} {
		if a := attributes[text.name]; a != nil {
			*text.into = r.text(a)
		}
	}
	if p.link != "" && !strings.HasPrefix(p.link, "https://") {
		r.fail(attributes["link"].Expr.Range(), "The link of a policy begins with https://.")
	}
	if a := attributes["severity"]; a != nil {
		p.severity = r.severity(a)
	}
	if a := attributes["for"]; a != nil {
		r.kind(a)
	}
	if p.kind == nil {
		return // nothing can be asked of it
	}
	for _, e := range []struct {
		name string
		into **expression
		want cty.Type
	}{{"where", &p.where, cty.Bool}, {"assert", &p.assert, cty.Bool}, {"message", &p.message, cty.String}} {
		if a := attributes[e.name]; a != nil {
			*e.into = r.expression(a, e.want)
		}
	}
}

// text reads a text without anything to evaluate.
func (r *reader) text(a *hcl.Attribute) string {
	s, ok := Literal(a.Expr)
	if !ok {
		r.fail(a.Expr.Range(), "%q is a text in quotes.", a.Name)
	}
	return s
}

// Literal returns a text that is written out in quotes or as a heredoc; false for all
// else. Nothing is worked out, so that nothing can take long.
func Literal(e hcl.Expression) (string, bool) {
	t, ok := e.(*hclsyntax.TemplateExpr)
	if !ok {
		return "", false
	}
	var s strings.Builder
	for _, part := range t.Parts {
		l, ok := part.(*hclsyntax.LiteralValueExpr)
		if !ok || l.Val.Type() != cty.String || l.Val.IsNull() {
			return "", false
		}
		s.WriteString(l.Val.AsString())
	}
	return s.String(), true
}

func (r *reader) severity(a *hcl.Attribute) lint.Severity {
	s := r.text(a)
	if s == "" {
		return 0
	}
	severity, err := lint.ParseSeverity(s)
	if err != nil {
		r.fail(a.Expr.Range(), "%s.%s", err, Hint(s, []string{"error", "warning", "note"}))
	}
	return severity
}

func (r *reader) kind(a *hcl.Attribute) {
	name := hcl.ExprAsKeyword(a.Expr)
	if name == "" {
		name = r.text(a)
	}
	if name == "" {
		return
	}
	if k, ok := find(name); ok {
		r.policy.kind = k
		return
	}
	names := make([]string, 0, len(Kinds()))
	for _, k := range Kinds() {
		names = append(names, k.Name)
	}
	r.fail(a.Expr.Range(), "There is no part of the model that is called %q.%s A policy is for one of %s.", name, Hint(name, names), strings.Join(names, ", "))
}

func (r *reader) expression(a *hcl.Attribute, want cty.Type) *expression {
	native, ok := a.Expr.(hclsyntax.Expression)
	if !ok {
		r.fail(a.Expr.Range(), "%q cannot be read.", a.Name)
		return nil
	}
	e := &expression{Expression: native, at: rangeIn(r.file, native.Range())}
	before := len(r.errs)
	for _, t := range native.Variables() {
		r.variable(e, t)
	}
	if len(r.errs) > before {
		return nil
	}
	hclsyntax.Walk(native, newInstaller(r.policy.meter)) //nolint:errcheck // the installer finds no mistakes
	r.policy.meter.start()
	v, err := r.policy.value(e.Expression, r.policy.kind.unknown())
	switch {
	case err != nil:
		r.errs = append(r.errs, err)
	case v.Type() == cty.DynamicPseudoType && v.IsKnown(), v.IsNull(), v.Type() != want && v.Type() != cty.DynamicPseudoType:
		if want != cty.Bool {
			if v.Type().IsPrimitiveType() && !v.IsNull() {
				return e // a number is as good as a text
			}
			r.fail(native.Range(), "%q is %s; it must be a text.", a.Name, friendly(v))
		} else {
			r.fail(native.Range(), "%q is %s; it must be true or false, as a comparison is.", a.Name, friendly(v))
		}
	}
	return e
}

func friendly(v cty.Value) string {
	if v.IsNull() {
		return "null"
	}
	name := v.Type().FriendlyName()
	if strings.ContainsAny(name[:1], "aeiou") {
		return "an " + name
	}
	return "a " + name
}

// variable looks at a name that an expression asks for.
func (r *reader) variable(e *expression, t hcl.Traversal) {
	kind := r.policy.kind
	root := t.RootName()
	if root != kind.Name {
		hints := []string{kind.Name}
		for _, a := range kind.Attributes {
			hints = append(hints, a.Name)
		}
		near := nearest(root, hints)
		switch {
		case near != "" && near != kind.Name:
			r.fail(t.SourceRange(), "There is nothing called %q here; did you mean %q?", root, kind.Name+"."+near)
		default:
			r.fail(t.SourceRange(), "There is nothing called %q here; the policy is for %q, so that its attributes begin with %q.", root, kind.Name, kind.Name+".")
		}
		return
	}
	if len(t) > 1 {
		if step, ok := t[1].(hcl.TraverseAttr); ok {
			i, ok := kind.attribute(step.Name)
			if !ok {
				names := make([]string, len(kind.Attributes))
				for j, a := range kind.Attributes {
					names[j] = a.Name
				}
				r.fail(step.SrcRange, "%q has no attribute %q.%s \"appnetlint explain model\" lists all.", kind.Name, step.Name, Hint(step.Name, names))
				return
			}
			if !slices.Contains(e.attributes, i) {
				e.attributes = append(e.attributes, i)
			}
			return
		}
	}
	e.attributes = e.attributes[:0] // the part as a whole
	for i := range kind.Attributes {
		e.attributes = append(e.attributes, i)
	}
}

// Hint offers the name most like a misspelt one, as a sentence with a blank before it; ""
// if none is near.
func Hint(name string, among []string) string {
	if near := nearest(name, among); near != "" {
		return fmt.Sprintf(" Did you mean %q?", near)
	}
	return ""
}

func nearest(to string, names []string) string {
	if len(to) > maxName {
		return ""
	}
	best, distance := "", max(len(to)/3, 2)+1
	for _, n := range names {
		d := levenshtein.Distance(strings.ToLower(to), n, nil)
		if strings.HasPrefix(n, to) {
			d = min(d, 1) // to be short is no misspelling
		}
		if d < distance && to != "" {
			best, distance = n, d
		}
	}
	return best
}
