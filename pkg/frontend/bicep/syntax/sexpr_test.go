package syntax_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/syntax"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// sexpr writes a node as a list in parentheses: short enough for a table, and without
// the text of the source.
func sexpr(n syntax.Node) string {
	switch n := n.(type) {
	case nil:
		return "-"
	case *syntax.Skipped:
		return "SKIPPED"
	case *syntax.Property:
		return sexpr(n.Key) + ":" + sexpr(n.Value)
	case *syntax.Decorator:
		return "@" + sexpr(n.Expr)
	case syntax.Expr:
		return exprText(n)
	case syntax.Type:
		return typeText(n)
	case syntax.Statement:
		return statementText(n)
	}
	panic(fmt.Sprintf("%T", n))
}

func texts[T syntax.Node](list []T) []string {
	var all []string
	for _, n := range list {
		all = append(all, sexpr(n))
	}
	return all
}

func list(parts ...string) string { return "(" + strings.Join(parts, " ") + ")" }

func mark(on bool, text string) string {
	if on {
		return text
	}
	return ""
}

func names(ids []syntax.Ident) string {
	var all []string
	for _, id := range ids {
		all = append(all, id.Name)
	}
	return list(all...)
}

func exprText(e syntax.Expr) string {
	switch e := e.(type) {
	case *syntax.Ident:
		return e.Name
	case *syntax.String:
		return strconv.Quote(e.Value)
	case *syntax.Interpolated:
		all := []string{"$", strconv.Quote(e.Segments[0])}
		for i, hole := range e.Holes {
			all = append(all, sexpr(hole), strconv.Quote(e.Segments[i+1]))
		}
		return list(all...)
	case *syntax.Int:
		return strconv.FormatUint(e.Value, 10)
	case *syntax.Bool:
		return strconv.FormatBool(e.Value)
	case *syntax.Null:
		return "null"
	case *syntax.Array:
		return "[" + strings.Join(texts(e.Elements), " ") + "]"
	case *syntax.Object:
		return "{" + strings.Join(texts(e.Members), " ") + "}"
	case *syntax.Spread:
		return "..." + sexpr(e.Value)
	case *syntax.Variable:
		return e.Name
	case *syntax.PropertyAccess:
		return list("."+mark(e.Safe, "?"), sexpr(e.Base), e.Name.Name)
	case *syntax.Index:
		return list("["+mark(e.Safe, "?")+mark(e.FromEnd, "^")+"]", sexpr(e.Base), sexpr(e.Index))
	case *syntax.NestedResource:
		return list("::", sexpr(e.Base), e.Name.Name)
	case *syntax.NonNull:
		return list("!!", sexpr(e.Operand))
	case *syntax.Unary:
		return list(e.Op.String(), sexpr(e.Operand))
	case *syntax.Binary:
		return list(e.Op.String(), sexpr(e.Left), sexpr(e.Right))
	case *syntax.Ternary:
		return list("?:", sexpr(e.Condition), sexpr(e.Then), sexpr(e.Else))
	case *syntax.Paren:
		return list("paren", sexpr(e.Inner))
	case *syntax.Lambda:
		return list("=>", names(e.Params), sexpr(e.Body))
	case *syntax.If:
		return list("if", sexpr(e.Condition), sexpr(e.Body))
	case *syntax.For:
		ids := []syntax.Ident{e.Item}
		if e.Index != nil {
			ids = append(ids, *e.Index)
		}
		return list("for", names(ids), sexpr(e.List), sexpr(e.Body))
	case *syntax.Call:
		head := e.Name.Name
		if e.Base != nil {
			head = list(".", sexpr(e.Base), head)
		}
		return list(append([]string{"call", head}, texts(e.Args)...)...)
	}
	panic(fmt.Sprintf("%T", e))
}

func typeText(t syntax.Type) string {
	switch t := t.(type) {
	case *syntax.TypeName:
		return t.Name
	case *syntax.TypeProperty:
		return list(".", sexpr(t.Base), t.Name.Name)
	case *syntax.TypeIndex:
		return list("[]", sexpr(t.Base), sexpr(t.Index))
	case *syntax.TypeItems:
		return list("[*]", sexpr(t.Base))
	case *syntax.TypeRest:
		return list(".*", sexpr(t.Base))
	case *syntax.TypeLiteral:
		return sexpr(t.Value)
	case *syntax.TypeUnary:
		return list(t.Op.String(), sexpr(t.Operand))
	case *syntax.TypeUnion:
		return list(append([]string{"|"}, texts(t.Members)...)...)
	case *syntax.TypeArray:
		return list("array", sexpr(t.Element))
	case *syntax.TypeNullable:
		return list("null?", sexpr(t.Inner))
	case *syntax.TypeNonNull:
		return list("null!", sexpr(t.Inner))
	case *syntax.TypeParen:
		return list("paren", sexpr(t.Inner))
	case *syntax.TypeGeneric:
		head := t.Name.Name
		if t.Base != nil {
			head = list(".", sexpr(t.Base), head)
		}
		return list(append([]string{"<>", head}, texts(t.Args)...)...)
	case *syntax.TypeResource:
		if t.Type == nil {
			return list("resource")
		}
		return list("resource", sexpr(t.Type))
	case *syntax.TypeTuple:
		var items []string
		for _, item := range t.Items {
			items = append(items, strings.Join(append(texts(item.Decorators), sexpr(item.Type)), ""))
		}
		return "[" + strings.Join(items, " ") + "]"
	case *syntax.TypeObject:
		var members []string
		for _, m := range t.Properties {
			key := "*"
			if !m.Rest {
				key = sexpr(m.Key)
			}
			members = append(members, strings.Join(texts(m.Decorators), "")+key+":"+sexpr(m.Type))
		}
		return "{" + strings.Join(members, " ") + "}"
	}
	panic(fmt.Sprintf("%T", t))
}

// orNone writes a part that may be missing.
func orNone(n syntax.Node, missing bool) string {
	if missing {
		return "-"
	}
	return sexpr(n)
}

func statementText(s syntax.Statement) string {
	decorators := strings.Join(texts(syntax.Decorators(s)), "")
	switch s := s.(type) {
	case *syntax.TargetScope:
		return decorators + list("targetScope", sexpr(s.Value))
	case *syntax.Metadata:
		return decorators + list("metadata", s.Name.Name, sexpr(s.Value))
	case *syntax.Param:
		return decorators + list("param", s.Name.Name, sexpr(s.Type), orNone(s.Default, s.Default == nil))
	case *syntax.Var:
		return decorators + list("var", s.Name.Name, orNone(s.Type, s.Type == nil), sexpr(s.Value))
	case *syntax.Resource:
		return decorators + list("resource"+mark(s.Existing, " existing"), s.Name.Name, sexpr(s.Type), sexpr(s.Body))
	case *syntax.Module:
		return decorators + list("module", s.Name.Name, sexpr(s.Path), sexpr(s.Body))
	case *syntax.Output:
		return decorators + list("output", s.Name.Name, sexpr(s.Type), sexpr(s.Value))
	case *syntax.TypeDecl:
		return decorators + list("type", s.Name.Name, sexpr(s.Type))
	case *syntax.Func:
		var params []string
		for _, p := range s.Params {
			params = append(params, p.Name.Name+" "+sexpr(p.Type))
		}
		return decorators + list("func", s.Name.Name, "("+strings.Join(params, ", ")+")", sexpr(s.Returns), sexpr(s.Body))
	case *syntax.Import:
		what := []string{"import"}
		if s.Namespace != nil {
			what = append(what, "*", s.Namespace.Name)
		}
		for _, symbol := range s.Symbols {
			what = append(what, symbol.Original()+">"+symbol.Local())
		}
		return decorators + list(append(what, sexpr(s.From))...)
	case *syntax.Extension:
		alias := "-"
		if s.Alias != nil {
			alias = s.Alias.Name
		}
		return decorators + list("extension", sexpr(s.Spec), orNone(s.With, s.With == nil), alias)
	case *syntax.Assert:
		return decorators + list("assert", s.Name.Name, sexpr(s.Value))
	case *syntax.Test:
		return decorators + list("test", s.Name.Name, sexpr(s.Path), sexpr(s.Body))
	case *syntax.Using:
		return decorators + list("using", orNone(s.Path, s.None), orNone(s.With, s.With == nil))
	case *syntax.Extends:
		return decorators + list("extends", sexpr(s.Path))
	case *syntax.ParamAssign:
		return decorators + list("param", s.Name.Name, sexpr(s.Value))
	case *syntax.ExtensionConfig:
		return decorators + list("extensionConfig", s.Alias.Name, sexpr(s.With))
	}
	panic(fmt.Sprintf("%T", s))
}

// parseText parses a .bicep file with the given text.
func parseText(text string) *syntax.File {
	return syntax.Parse(source.NewFile("main.bicep", []byte(text)))
}

// expression parses a text as the value of a variable, which must be without errors.
func expression(t *testing.T, text string) syntax.Expr {
	t.Helper()
	f := parseText("var v = " + text)
	require.Empty(t, f.Errors, text)
	require.Len(t, f.Statements, 1, text)
	return f.Statements[0].(*syntax.Var).Value
}

// messages returns the errors of a file as line:column message.
func messages(f *syntax.File) []string {
	var all []string
	for _, e := range f.Errors {
		p := e.At.File.Position(e.At.Start, source.Runes)
		all = append(all, fmt.Sprintf("%d:%d %s", p.Line, p.Column, e.Message))
	}
	return all
}

// statements returns the statements of a file in short.
func statements(f *syntax.File) []string { return texts(f.Statements) }
