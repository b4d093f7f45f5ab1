package policy

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// value evaluates an expression on a part.
func (p *Policy) value(e hclsyntax.Expression, of cty.Value) (v cty.Value, err *source.Error) {
	defer func() {
		if r := recover(); r != nil {
			if r != any(errTooCostly) {
				r = "it cannot be evaluated"
			}
			err = &source.Error{At: rangeIn(p.file, e.Range()), Message: fmt.Sprintf("The policy %q stops here: %v.", p.Name, r)}
		}
	}()
	v, diags := e.Value(&hcl.EvalContext{Functions: p.functions, Variables: map[string]cty.Value{p.kind.Name: of}})
	for _, d := range diags {
		if d.Severity == hcl.DiagError {
			return cty.NilVal, p.diagnosed(d)
		}
	}
	p.meter.take(v) // before it is made a text
	return v, nil
}

// diagnosed tells of a mistake, and of the most frequent one the way out.
func (p *Policy) diagnosed(d *hcl.Diagnostic) *source.Error {
	e := Diagnosed(p.file, d)
	if strings.Contains(d.Detail, "null") {
		e.Message += " An attribute is null where nothing is written and nothing is sent: compare it with null first, or use coalesce."
	}
	return e
}

// Check makes a check of the policy.
func (p *Policy) Check() *lint.Check {
	c := &lint.Check{
		Name: p.Name, Severity: p.severity, Effect: lint.Advice, Since: "0.1", Precision: "very-high", Run: p.run,
		Title: cmp.Or(p.title, fmt.Sprintf("Policy %q of this repository", p.Name)),
		Why:   cmp.Or(p.why, fmt.Sprintf("The configuration of appnetlint in this repository asks that `%s` holds for each %s.", p.assert.text(), p.kind.Name)),
		Fix:   cmp.Or(p.fix, "Change the configuration so that the policy holds, or ask those who wrote the policy."),
	}
	if p.link != "" {
		c.Links = []string{p.link}
	}
	return c
}

func (e *expression) text() string { return strings.Join(strings.Fields(e.at.Text()), " ") }

// Failed returns what went wrong while the policy ran, since it was asked last; nil if
// nothing did. What the policy would have found beyond that is not known.
func (p *Policy) Failed() *source.Error {
	p.mu.Lock()
	defer p.mu.Unlock()
	failed := p.failed
	p.failed = nil
	return failed
}

// run is the check.
func (p *Policy) run(pass *lint.Pass) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.meter.start()
	for _, part := range p.kind.parts(pass.Model) {
		if err := p.judge(pass, part); err != nil {
			if p.failed == nil {
				p.failed = &source.Error{At: err.At, Path: err.Path, Message: err.Message + fmt.Sprintf(" That was at %q.", part.Common().Address)}
			}
			return
		}
	}
}

// judge asks the policy about one part.
func (p *Policy) judge(pass *lint.Pass, part part) *source.Error {
	p.meter.next()
	applies := yes
	if p.where != nil {
		var err *source.Error
		if applies, err = p.truth(p.where, part); err != nil || applies == no {
			return err
		}
	}
	holds, err := p.truth(p.assert, part)
	switch {
	case err != nil || holds == yes:
		return err
	case applies == open:
		p.undecide(pass, part, p.where)
	case holds == open:
		p.undecide(pass, part, p.assert)
	default:
		message, err := p.words(part)
		if err != nil {
			return err
		}
		pass.Report(part, message, lint.At(p.place(part)))
	}
	return nil
}

type truth uint8

const (
	open truth = iota
	yes
	no
)

func (p *Policy) truth(e *expression, part part) (truth, *source.Error) {
	v, err := p.value(e.Expression, p.object(e, part))
	if err != nil {
		return open, err
	}
	v, _ = v.Unmark()
	switch {
	case !v.IsKnown():
		return open, nil
	case v.IsNull() || v.Type() != cty.Bool:
		return open, &source.Error{At: e.at, Message: fmt.Sprintf("This is %s; it must be true or false, as a comparison is.", friendly(v))}
	case v.True():
		return yes, nil
	}
	return no, nil
}

// object is the part with the attributes that an expression asks for; the others are
// not worked out.
func (p *Policy) object(e *expression, part part) cty.Value {
	values := make(map[string]cty.Value, len(e.attributes))
	for _, i := range e.attributes {
		values[p.kind.Attributes[i].Name] = part.get(i).v
	}
	return cty.ObjectVal(values)
}

// undecide notes that the policy cannot be judged, and what would have to be known.
func (p *Policy) undecide(pass *lint.Pass, part part, e *expression) {
	for _, i := range e.attributes {
		if f := part.get(i); f.v.IsKnown() && f.v.IsWhollyKnown() {
			continue
		} else if f.why != "" || !f.at.IsZero() {
			pass.Undecide(part, f.at, f.why)
			return
		}
	}
	pass.Undecide(part, source.Range{}, "")
}

// place is what wrote the first attribute that the assertion asks for and that is
// written at all; the part itself where none is.
func (p *Policy) place(part part) source.Range {
	own := part.Common().At
	for _, i := range p.assert.attributes {
		if at := part.get(i).at; at.HasText() && at.File == own.File {
			return at
		}
	}
	return source.Range{}
}

// maxMessage is the length in bytes up to which a message of a policy is printed.
const maxMessage = 2000

// words are the message on a part. What is not known or must not be printed is told so.
func (p *Policy) words(part part) (string, *source.Error) {
	if p.message == nil {
		return fmt.Sprintf("%q does not meet the policy %q: %s.", part.Common().Label(), p.Name, p.assert.text()), nil
	}
	parts := []hclsyntax.Expression{p.message.Expression}
	if t, ok := p.message.Expression.(*hclsyntax.TemplateExpr); ok {
		parts = t.Parts
	}
	of := p.object(p.message, part)
	var b strings.Builder
	for _, e := range parts {
		v, err := p.value(e, of)
		if err != nil {
			return "", err
		}
		b.WriteString(shown(v))
	}
	message := strings.TrimSpace(b.String())
	if len(message) > maxMessage {
		message = strings.ToValidUTF8(message[:maxMessage], "") + "…"
	}
	return message, nil
}

var errNoText = errors.New("no text")

// shown is a value in a message.
func shown(v cty.Value) string {
	switch {
	case v.ContainsMarked():
		return "(sensitive)"
	case !v.IsWhollyKnown():
		return "(not known yet)"
	case v.IsNull():
		return "(not set)"
	}
	s, err := textOf(v)
	if err == nil {
		return s
	}
	if v.CanIterateElements() && !v.Type().IsObjectType() && !v.Type().IsMapType() {
		var items []string
		for it := v.ElementIterator(); it.Next(); {
			_, item := it.Element()
			if s, err = textOf(item); err != nil {
				return "(…)"
			}
			items = append(items, s)
		}
		return strings.Join(items, ", ")
	}
	return "(…)"
}

func textOf(v cty.Value) (string, error) {
	s, err := convert.Convert(v, cty.String)
	if err != nil || s.IsNull() {
		return "", errNoText
	}
	return s.AsString(), nil
}
