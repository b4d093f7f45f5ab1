// Package acceptance takes the configurations out of the source of a Terraform provider's
// acceptance tests, which that provider's developers apply to the real Azure every night.
// What these tests apply, Azure does not refuse.
package acceptance

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// Configuration is what one step of a test applies.
type Configuration struct {
	// Name is that of the test and the number of the step.
	Name string
	// HCL is the configuration.
	HCL string
	// Fails is set if the step expects an error.
	Fails bool
}

// Read returns the configurations of the tests in a folder of Go files, and how many
// there are that it cannot work out.
func Read(dir string) (configurations []Configuration, skipped int, err error) {
	names, err := filepath.Glob(filepath.Join(dir, "*_test.go"))
	if err != nil {
		return nil, 0, fmt.Errorf("listing %s: %w", dir, err)
	}
	p := &program{methods: map[string]*ast.FuncDecl{}, texts: map[string]string{}}
	var tests []*ast.FuncDecl
	for _, name := range names {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, 0, fmt.Errorf("reading %s: %w", name, err)
		}
		tests = append(tests, p.declare(file)...)
	}
	for _, test := range tests {
		found, missed := p.steps(test)
		configurations, skipped = append(configurations, found...), skipped+missed
	}
	return configurations, skipped, nil
}

// Write writes a configuration to a folder of its own, with the version of azurerm that
// its tests belong to.
func (c Configuration) Write(dir, version string) error {
	dir = filepath.Join(dir, c.Name)
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return fmt.Errorf("making a folder: %w", err)
	}
	versions := fmt.Sprintf("terraform {\n  required_providers {\n    azurerm = {\n      source  = %q\n      version = %q\n    }\n  }\n}\n", "hashicorp/azurerm", version)
	for name, text := range map[string]string{"main.tf": c.HCL, "versions.tf": versions} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			return fmt.Errorf("writing a configuration: %w", err)
		}
	}
	return nil
}

// program is the source of a package of tests, as far as it makes texts.
type program struct {
	methods map[string]*ast.FuncDecl // by type and name: LinuxWebAppResource.basic
	texts   map[string]string        // the constants
}

// declare enters what a file declares, and returns its tests.
func (p *program) declare(file *ast.File) (tests []*ast.FuncDecl) {
	for _, d := range file.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			switch {
			case d.Recv != nil:
				p.methods[typeName(d.Recv.List[0].Type)+"."+d.Name.Name] = d
			case strings.HasPrefix(d.Name.Name, "TestAcc"):
				tests = append(tests, d)
			default:
				p.methods["."+d.Name.Name] = d
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				if v, ok := spec.(*ast.ValueSpec); ok {
					p.constants(v)
				}
			}
		}
	}
	return tests
}

func (p *program) constants(v *ast.ValueSpec) {
	for i, name := range v.Names {
		if i < len(v.Values) {
			if text, ok := literal(v.Values[i]).(string); ok {
				p.texts[name.Name] = text
			}
		}
	}
}

// steps returns what a test applies.
func (p *program) steps(test *ast.FuncDecl) (found []Configuration, skipped int) {
	f := &frame{program: p, vars: map[string]any{}}
	ast.Inspect(test.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			f.assign(n)
		case *ast.CompositeLit:
			config, fails := step(n)
			if config == nil {
				return true
			}
			text, ok := f.eval(config).(string)
			if !ok || strings.Contains(text, "%!") {
				skipped++
				return true
			}
			found = append(found, Configuration{fmt.Sprintf("%s_%d", test.Name.Name, len(found)+skipped+1), text, fails})
		}
		return true
	})
	return found, skipped
}

// step finds the configuration of a step of a test; nil if that is not one.
func step(n *ast.CompositeLit) (config ast.Expr, fails bool) {
	for _, e := range n.Elts {
		field, ok := e.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		switch name, _ := field.Key.(*ast.Ident); {
		case name == nil:
		case name.Name == "Config":
			config = field.Value
		case name.Name == "ExpectError":
			fails = true
		}
	}
	return config, fails
}

func typeName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.StarExpr:
		return typeName(e.X)
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}

func literal(e ast.Expr) any {
	l, ok := e.(*ast.BasicLit)
	if !ok {
		return nil
	}
	if text, err := strconv.Unquote(l.Value); err == nil && l.Kind == token.STRING {
		return text
	}
	if n, err := strconv.Atoi(l.Value); err == nil {
		return n
	}
	return nil
}

// frame is a call of a method.
type frame struct {
	*program
	vars  map[string]any
	depth int
}

// receiver is a value of a type that has methods.
type receiver string

// testData is what the tests know of where they run.
type testData struct{}

// fields are those of the test data, which are random in the tests.
var fields = map[string]any{
	"RandomInteger": 240112345678901234, "RandomString": "x7k2p",
	"Primary": "westeurope", "Secondary": "northeurope", "Ternary": "eastus2",
}

func (f *frame) assign(n *ast.AssignStmt) {
	for i, left := range n.Lhs {
		if name, ok := left.(*ast.Ident); ok && i < len(n.Rhs) {
			f.vars[name.Name] = f.eval(n.Rhs[i])
		}
	}
}

// eval returns the value of an expression; nil if it is not known.
func (f *frame) eval(e ast.Expr) any {
	switch e := e.(type) {
	case *ast.BasicLit:
		return literal(e)
	case *ast.ParenExpr:
		return f.eval(e.X)
	case *ast.Ident:
		return f.name(e.Name)
	case *ast.UnaryExpr:
		if b, ok := f.eval(e.X).(bool); ok && e.Op == token.NOT {
			return !b
		}
	case *ast.BinaryExpr:
		return operate(f.eval(e.X), e.Op, f.eval(e.Y))
	case *ast.SelectorExpr:
		return fields[e.Sel.Name]
	case *ast.CompositeLit:
		return receiver(typeName(e.Type))
	case *ast.CallExpr:
		return f.call(e)
	}
	return nil
}

func (f *frame) name(name string) any {
	switch name {
	case "true", "false":
		return name == "true"
	case "data":
		return testData{}
	}
	if v, ok := f.vars[name]; ok {
		return v
	}
	if text, ok := f.texts[name]; ok {
		return text
	}
	return nil
}

func operate(a any, op token.Token, b any) any {
	if a == nil || b == nil {
		return nil
	}
	if op == token.EQL || op == token.NEQ {
		return (a == b) == (op == token.EQL)
	}
	if op != token.ADD {
		return nil
	}
	switch a := a.(type) {
	case string:
		if b, ok := b.(string); ok {
			return a + b
		}
	case int:
		if b, ok := b.(int); ok {
			return a + b
		}
	}
	return nil
}

func (f *frame) call(e *ast.CallExpr) any {
	args := make([]any, len(e.Args))
	for i, a := range e.Args {
		args[i] = f.eval(a)
	}
	if slices.Contains(args, nil) {
		return nil
	}
	switch fun := e.Fun.(type) {
	case *ast.Ident:
		return f.invoke("", fun.Name, args)
	case *ast.SelectorExpr:
		if of, ok := fun.X.(*ast.Ident); ok {
			if v := library(of.Name+"."+fun.Sel.Name, args); v != nil {
				return v
			}
		}
		if r, ok := f.eval(fun.X).(receiver); ok {
			return f.invoke(r, fun.Sel.Name, args)
		}
	}
	return nil
}

// library calls a function that the tests use and do not declare.
func library(name string, args []any) any {
	texts := make([]string, len(args))
	for i, a := range args {
		texts[i], _ = a.(string)
	}
	switch {
	case name == "fmt.Sprintf":
		return fmt.Sprintf(texts[0], args[1:]...)
	case name == "strings.EqualFold" && len(args) == 2:
		return strings.EqualFold(texts[0], texts[1])
	case name == "strings.HasPrefix" && len(args) == 2:
		return strings.HasPrefix(texts[0], texts[1])
	case name == "data.RandomIntOfLength":
		return 123456789
	case name == "data.RandomStringOfLength":
		return "abcdefghij"
	}
	return nil
}

// invoke calls a method, or a function of no type.
func (f *frame) invoke(r receiver, name string, args []any) any {
	const deepest = 30
	m := f.methods[string(r)+"."+name]
	if m == nil || m.Body == nil || f.depth == deepest {
		return nil
	}
	inner := &frame{program: f.program, vars: map[string]any{}, depth: f.depth + 1}
	if m.Recv != nil && len(m.Recv.List[0].Names) > 0 {
		inner.vars[m.Recv.List[0].Names[0].Name] = r
	}
	i := 0
	for _, field := range m.Type.Params.List {
		for _, name := range field.Names {
			if i < len(args) {
				inner.vars[name.Name] = args[i]
			}
			i++
		}
	}
	v, _ := inner.run(m.Body.List)
	return v
}

// run runs statements up to one that returns.
func (f *frame) run(list []ast.Stmt) (v any, returned bool) {
	for _, s := range list {
		switch s := s.(type) {
		case *ast.AssignStmt:
			f.assign(s)
		case *ast.DeclStmt:
			f.declareLocal(s)
		case *ast.ReturnStmt:
			if len(s.Results) == 0 {
				return nil, true
			}
			return f.eval(s.Results[0]), true
		case *ast.IfStmt:
			condition, known := f.eval(s.Cond).(bool)
			if !known {
				return nil, true
			}
			if v, returned := f.branch(s, condition); returned {
				return v, true
			}
		case *ast.SwitchStmt, *ast.ForStmt, *ast.RangeStmt: // what they set is not followed
			return nil, true
		}
	}
	return nil, false
}

func (f *frame) branch(s *ast.IfStmt, condition bool) (any, bool) {
	if condition {
		return f.run(s.Body.List)
	}
	switch other := s.Else.(type) {
	case *ast.BlockStmt:
		return f.run(other.List)
	case *ast.IfStmt:
		return f.run([]ast.Stmt{other})
	}
	return nil, false
}

// declareLocal enters variables: a text without a value is empty.
func (f *frame) declareLocal(s *ast.DeclStmt) {
	d, ok := s.Decl.(*ast.GenDecl)
	if !ok {
		return
	}
	for _, spec := range d.Specs {
		v, ok := spec.(*ast.ValueSpec)
		if !ok {
			continue
		}
		for i, name := range v.Names {
			if i < len(v.Values) {
				f.vars[name.Name] = f.eval(v.Values[i])
			} else if typeName(v.Type) == "string" {
				f.vars[name.Name] = ""
			}
		}
	}
}
