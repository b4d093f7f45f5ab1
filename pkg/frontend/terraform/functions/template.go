package functions

import (
	"errors"
	"fmt"
	"maps"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/customdecode"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// maxTemplates bounds how many templates may be inside each other, and
// maxRendered how many one call may evaluate in all.
const (
	maxTemplates = 100
	maxRendered  = 5_000
)

// shortened returns an error of a length that stays bounded when each level
// wraps the one below.
func shortened(message string) error {
	const limit = 500
	if len(message) > limit {
		message = strings.ToValidUTF8(message[:limit], "") + "…"
	}
	return errors.New(message)
}

// templateEntries are the functions that evaluate templates. Inside a template
// they are there again, one level deeper and on the same meter, as in OpenTofu;
// Terraform allows no template within a template.
func (e *environment) templateEntries(depth int, m *meter) map[string]entry {
	return map[string]entry{
		"templatefile":   rendered(e.templateFile(depth, m)),
		"templatestring": rendered(e.templateString(depth, m)),
	}
}

func (e *environment) templateFile(depth int, m *meter) function.Function {
	return exact(params(param("path", cty.String), param("vars", cty.DynamicPseudoType)), nil,
		func(args []cty.Value) (cty.Value, error) {
			name, marks := args[0].Unmark()
			if err := checkVars(args[1]); err != nil {
				return cty.NilVal, err
			}
			if !name.IsKnown() {
				return cty.DynamicVal.WithMarks(marks), nil
			}
			data, err := e.read(name.AsString())
			if errors.Is(err, errFolder) {
				return cty.NilVal, function.NewArgError(0, err)
			}
			if err != nil {
				return unread(cty.DynamicPseudoType, name.AsString(), err).WithMarks(marks), nil
			}
			if !utf8.Valid(data) {
				return cty.NilVal, function.NewArgErrorf(0, "the file is not UTF-8 text")
			}
			v, err := e.render(string(data), name.AsString(), args[1], depth, m)
			if err != nil {
				return cty.NilVal, err
			}
			return v.WithMarks(marks), nil
		})
}

// templateString takes the template from elsewhere: the argument must be a
// reference, since a template that is written in place needs no function.
func (e *environment) templateString(depth int, m *meter) function.Function {
	p := function.Parameter{Name: "template", Type: customdecode.ExpressionClosureType}
	return exact(params(p, param("vars", cty.DynamicPseudoType)), nil, func(args []cty.Value) (cty.Value, error) {
		closure := customdecode.ExpressionClosureFromVal(args[0])
		if !isReference(closure.Expression) {
			return cty.NilVal, function.NewArgErrorf(0, "must be a reference to a string from elsewhere")
		}
		source, diags := closure.Value()
		if diags.HasErrors() {
			return cty.NilVal, function.NewArgError(0, diags)
		}
		if err := checkVars(args[1]); err != nil {
			return cty.NilVal, err
		}
		source, marks := source.Unmark()
		switch {
		case !source.IsKnown():
			return cty.UnknownVal(cty.String).RefineNotNull().WithMarks(marks), nil
		case source.IsNull() || source.Type() != cty.String:
			return cty.NilVal, function.NewArgErrorf(0, "must be a string")
		case len(source.AsString()) > e.limits.bytes:
			return cty.NilVal, e.limits.text(-1)
		}
		v, err := e.render(source.AsString(), "<templatestring argument>", args[1], depth, m)
		if err != nil {
			return cty.NilVal, err
		}
		if v, err = toText(v); err != nil {
			return cty.NilVal, err
		}
		return v.WithMarks(marks), nil
	})
}

// isReference accepts what Terraform takes for a direct reference.
func isReference(expr hcl.Expression) bool {
	switch e := expr.(type) {
	case *hclsyntax.ScopeTraversalExpr:
		return true
	case *hclsyntax.RelativeTraversalExpr:
		return isReference(e.Source)
	case *hclsyntax.IndexExpr:
		return isReference(e.Collection)
	case hclsyntax.Expression:
		return false
	}
	// JSON syntax: "${local.template}" is the only way to write a reference.
	_, diags := hcl.AbsTraversalForExpr(expr)
	return !diags.HasErrors()
}

// checkVars checks the names of the variables as far as they are known.
func checkVars(v cty.Value) error {
	v, _ = v.Unmark()
	ty := v.Type()
	if ty == cty.DynamicPseudoType {
		return nil
	}
	if !ty.IsObjectType() && !ty.IsMapType() {
		return function.NewArgErrorf(1, "must be a map or an object")
	}
	if !v.IsKnown() {
		return nil
	}
	for it := v.ElementIterator(); it.Next(); {
		name, _ := it.Element()
		if !hclsyntax.ValidIdentifier(name.AsString()) {
			return function.NewArgErrorf(1, "%q is not a valid name for a variable", name.AsString())
		}
	}
	return nil
}

// render evaluates a template with its variables and nothing else.
func (e *environment) render(source, name string, vars cty.Value, depth int, m *meter) (cty.Value, error) {
	if m == nil {
		m = &meter{limits: e.limits}
	}
	if err := m.open(source, depth); err != nil {
		return cty.NilVal, err
	}
	expr, err := parseTemplate(source, name)
	if err != nil {
		return cty.NilVal, err
	}
	plainVars, marks := vars.Unmark()
	if !plainVars.IsKnown() {
		return cty.DynamicVal.WithMarks(marksOf(vars)), nil
	}
	ctx := &hcl.EvalContext{Variables: plainVars.AsValueMap(), Functions: e.inside(depth, m)}
	if err := checkReferences(expr, ctx.Variables); err != nil {
		return cty.NilVal, err
	}
	v, diags := m.install(expr).Value(ctx)
	if m.exceeded != nil {
		return cty.NilVal, m.exceeded
	}
	if diags.HasErrors() {
		// Of templates that call each other twice, all errors would be as many as
		// two to the power of the depth.
		return cty.NilVal, shortened(diags[0].Error())
	}
	if plain, _ := v.Unmark(); plain.IsKnown() && plain.IsNull() {
		return cty.NilVal, errors.New("the template gives null")
	}
	return v.WithMarks(marks), nil
}

// inside returns the functions as they are within a template.
func (e *environment) inside(depth int, m *meter) map[string]function.Function {
	table := maps.Clone(e.table)
	e.add(table, e.templateEntries(depth+1, m))
	return table
}

// checkReferences refuses a variable that was not given, also in a part of the
// template that is not evaluated.
func checkReferences(expr hclsyntax.Expression, vars map[string]cty.Value) error {
	for _, traversal := range expr.Variables() {
		if root := traversal.RootName(); !has(vars, root) {
			return fmt.Errorf("vars map does not contain key %q, referenced at %s", root, traversal[0].SourceRange())
		}
	}
	return nil
}

func has(vars map[string]cty.Value, name string) bool {
	_, ok := vars[name]
	return ok
}

var errNotRendered = errors.New("the template does not give a string")

// toText converts what a template of only one expression may give.
func toText(v cty.Value) (cty.Value, error) {
	plain, marks := v.Unmark()
	if err := convertible(plain, cty.String); err != nil {
		return cty.NilVal, err
	}
	out, err := asString(plain)
	if err != nil {
		return cty.NilVal, errNotRendered
	}
	return out.WithMarks(marks), nil
}
