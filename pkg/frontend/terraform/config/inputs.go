package config

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/module"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// rootInputs are the values of the root module's variables, by Terraform's order
// of precedence: the environment, terraform.tfvars, *.auto.tfvars, and what the
// command line says, the last of which wins.
func (r *run) rootInputs(dir string) map[string]cty.Value {
	in := map[string]cty.Value{}
	for _, name := range sortedKeys(r.root.module.Variables) {
		v := r.root.module.Variables[name]
		if text, ok := lookUp(r.options.Environment, "TF_VAR_"+name); ok {
			in[name] = r.parse(v, text, "TF_VAR_"+name)
		}
	}
	for _, file := range r.loader.AutoVarsFiles(dir) {
		r.readVarsFile(file, in, false)
	}
	for _, a := range r.options.Variables {
		if a.File != "" {
			r.readVarsFile(a.File, in, true)
			continue
		}
		v := r.root.module.Variables[a.Name]
		if v == nil {
			continue // of another root, or the caller's to complain of
		}
		in[a.Name] = r.parse(v, a.Value, "--var "+a.Name)
	}
	return in
}

// parse reads the text of a variable as Terraform does: as it is for a variable
// of a primitive type, else as an expression.
func (r *run) parse(v *module.Variable, text, from string) cty.Value {
	if v.Type.IsPrimitiveType() || v.Type == cty.DynamicPseudoType {
		return cty.StringVal(text)
	}
	expr, diags := module.ParseExpression(text, from)
	if !diags.HasErrors() {
		value, more := r.literal(rewrite(expr))
		if diags = more; !diags.HasErrors() {
			return value
		}
	}
	r.errors = append(r.errors, &source.Error{
		Path: from, Message: fmt.Sprintf("The value of variable %q is no expression: %s", v.Name, sentence(ofLiteral(diags[0]))),
	})
	return unknown(cty.DynamicPseudoType, "var."+v.Name)
}

// ofLiteral says of a word in the value of a variable what is wrong with it: it is a name
// to HCL, but a text without its quotes, which may be a secret.
func ofLiteral(d *hcl.Diagnostic) *hcl.Diagnostic {
	switch d.Summary {
	case "Variables not allowed", "Unknown variable", "Function calls not allowed", "Call to unknown function":
		return &hcl.Diagnostic{Severity: d.Severity, Summary: "A value of a variable refers to nothing: texts stand in quotes"}
	}
	return d
}

func (r *run) readVarsFile(path string, in map[string]cty.Value, named bool) {
	content, err := r.readVars(path, named)
	if err != nil {
		r.errors = append(r.errors, &source.Error{Path: filepath.ToSlash(path), Message: "The variables file cannot be read: " + err.Error() + "."})
		return
	}
	expressions, errs := module.ParseVarsFile(filepath.ToSlash(path), content)
	r.errors = append(r.errors, errs...)
	for _, name := range sortedKeys(expressions) {
		expr := expressions[name]
		if native, ok := expr.(hclsyntax.Expression); ok {
			expr = rewrite(native)
		}
		value, diags := r.literal(expr)
		for _, d := range diags {
			e := &source.Error{Path: filepath.ToSlash(path), Message: sentence(ofLiteral(d))}
			if !slices.ContainsFunc(errs, func(said *source.Error) bool { return said.Message == e.Message }) { // of the parser, with the place
				r.errors = append(r.errors, e)
			}
		}
		if diags.HasErrors() {
			value = unknown(cty.DynamicPseudoType, "var."+name)
		}
		in[name] = value
	}
}

// maxVarsFile is how large a variables file may be, in bytes.
const maxVarsFile = 8 << 20

// readVars reads a variables file. One that is named on the command line may lie
// anywhere, as whoever names it may read it; the rest lie in the root.
func (r *run) readVars(path string, named bool) ([]byte, error) {
	if !named {
		return r.content(path)
	}
	if !filepath.IsAbs(path) {
		path = filepath.Join(r.cwd, path)
	}
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("it is no regular file")
	case info.Size() > maxVarsFile:
		return nil, fmt.Errorf("it has more than %d bytes", maxVarsFile)
	}
	return os.ReadFile(path)
}

// content reads a file of the root, given absolute or relative to the working
// directory.
func (r *run) content(path string) ([]byte, error) {
	f, err := r.loader.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return f.Content, nil
}

// selectedWorkspace is the workspace that the folder works with.
func (r *run) selectedWorkspace(dir string) string {
	if r.options.Workspace != "" {
		return r.options.Workspace
	}
	if name, ok := lookUp(r.options.Environment, "TF_WORKSPACE"); ok && name != "" {
		return name
	}
	data, ok := lookUp(r.options.Environment, "TF_DATA_DIR")
	if !ok || data == "" {
		data = ".terraform"
	}
	if content, err := r.content(filepath.Join(dir, data, "environment")); err == nil {
		if name := strings.TrimSpace(string(content)); name != "" {
			return name
		}
	}
	return "default"
}
