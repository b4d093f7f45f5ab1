package load

import (
	"context"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/evaluate"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/project"
	"github.com/appnetlint/appnetlint/pkg/frontend/deployment"
	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// deployments reads Bicep files and ARM templates. Files of one repository share a
// reader, so that a module which several of them use is read once.
type deployments struct {
	options Options
	folders *folders

	mu      sync.Mutex
	readers map[string]*deployment.Reader
}

func newDeployments(o Options, f *folders) *deployments {
	return &deployments{options: o, folders: f, readers: map[string]*deployment.Reader{}}
}

// reader returns the reader for what lies in the repository of a folder.
func (d *deployments) reader(dir string) *deployment.Reader {
	root := d.folders.boundary(d.folders.absolute(dir))
	d.mu.Lock()
	defer d.mu.Unlock()
	if r := d.readers[root]; r != nil {
		return r
	}
	p := project.New(project.Options{Root: root, Cwd: d.folders.cwd, Cache: d.options.ModuleCache, Overlay: d.options.Overlay})
	_, values := d.parameters()
	r := deployment.NewReader(p, deployment.Options{Interest: mapping.Interest(), Assignments: values})
	d.readers[root] = r
	return r
}

// parameters parts what the user gives into files and single values.
func (d *deployments) parameters() (files []string, values []evaluate.Assignment) {
	for _, p := range d.options.Parameters {
		name, value, single := strings.Cut(p, "=")
		if !single || strings.ContainsAny(name, "/\\.") {
			files = append(files, strings.TrimPrefix(p, "@"))
			continue
		}
		values = append(values, evaluate.Assignment{Name: strings.TrimSpace(name), Value: deployment.ParseValue(value)})
	}
	return files, values
}

// undeclared reports values that were given for parameters which no template has: a
// misspelt one would silently change nothing.
func (d *deployments) undeclared() []*source.Error {
	var errs []*source.Error
	_, values := d.parameters()
	for _, v := range values {
		read, declared := false, false
		for _, r := range d.readers {
			is, some := r.Declares(v.Name)
			read, declared = read || some, declared || is
		}
		if read && !declared {
			errs = append(errs, &source.Error{Path: "--parameters " + v.Name, Message: "No template that was read declares this parameter."})
		}
	}
	return errs
}

func isBicepParameters(name string) bool { return strings.EqualFold(path.Ext(name), ".bicepparam") }

// isBicep reports whether a file is of Bicep's languages.
func isBicep(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".bicep", ".bicepparam":
		return true
	}
	return false
}

// inputs lists the deployments that a file stands for: a parameter file is one; a
// template is one with each parameter file that belongs to it, or alone where there is
// none.
func (d *deployments) inputs(name string) []input {
	r := d.reader(path.Dir(name))
	if isBicepParameters(name) {
		return []input{{name: name, read: func(ctx context.Context) (*iac.Root, error) { return r.Parameters(ctx, name) }}}
	}
	if given, _ := d.parameters(); len(given) > 0 {
		return []input{d.template(r, name, given)}
	}
	var inputs []input
	for _, file := range d.beside(r, name) {
		if isBicepParameters(file) {
			inputs = append(inputs, d.inputs(file)...)
			continue
		}
		inputs = append(inputs, d.template(r, name, []string{file}))
	}
	if len(inputs) == 0 {
		inputs = append(inputs, d.template(r, name, nil))
	}
	return inputs
}

func (d *deployments) template(r *deployment.Reader, name string, given []string) input {
	return input{name: name, with: strings.Join(given, "\x00"), read: func(ctx context.Context) (*iac.Root, error) { return r.Template(ctx, name, given...) }}
}

// beside lists the parameter files that lie beside a template and belong to it: those
// that use it, and those whose names say so.
func (d *deployments) beside(r *deployment.Reader, name string) []string {
	dir := path.Dir(name)
	entries, err := os.ReadDir(d.folders.path(dir))
	if err != nil {
		return nil
	}
	var out []string
	for _, e := range entries {
		file := path.Join(dir, e.Name())
		switch {
		case !e.Type().IsRegular():
		case isBicepParameters(e.Name()):
			if using, ok := r.Uses(file); ok && d.folders.same(using, name) {
				out = append(out, file)
			}
		case parametersOf(e.Name(), path.Base(name)):
			out = append(out, file)
		}
	}
	return out
}

// parametersOf reports whether a file is by its name one of parameters for a template:
// main.parameters.json and main.parameters.prod.json for main.bicep, and parameters.json
// for whatever is there.
func parametersOf(file, template string) bool {
	file = strings.ToLower(file)
	base := strings.ToLower(strings.TrimSuffix(template, path.Ext(template)))
	if !strings.HasSuffix(file, ".json") {
		return false
	}
	if file == "parameters.json" {
		return true
	}
	rest, ok := strings.CutPrefix(file, base+".")
	return ok && (rest == "parameters.json" || strings.HasPrefix(rest, "parameters.") || strings.HasSuffix(rest, ".parameters.json"))
}

// entries lists the files in folders that are deployed by themselves: parameter files,
// and templates that no other file uses.
func (d *deployments) entries(dirs []string) []string {
	var files []string
	for _, dir := range dirs {
		for _, file := range d.files(dir) {
			if d.options.wants(file) {
				files = append(files, file)
			}
		}
	}
	used := make([][]string, len(files))
	each(len(files), 0, func(i int) { used[i] = d.reader(path.Dir(files[i])).References(files[i]) })
	called := map[string]bool{}
	for _, list := range used {
		for _, file := range list {
			called[d.folders.absolute(file)] = true
		}
	}
	var out []string
	for _, file := range files {
		if !called[d.folders.absolute(file)] {
			out = append(out, file)
		}
	}
	return out
}

// files lists the files of Bicep in a folder.
func (d *deployments) files(dir string) []string {
	entries, err := os.ReadDir(d.folders.path(dir))
	if err != nil {
		return nil
	}
	var files []string
	for _, e := range entries {
		if e.Type().IsRegular() && isBicep(e.Name()) {
			files = append(files, path.Join(filepath.ToSlash(dir), e.Name()))
		}
	}
	return files
}

// parameterFile is the deployment that a named file of ARM parameters stands for: with the
// template beside it that it belongs to by its name.
func (d *deployments) parameterFile(name string) ([]input, []*source.Error) {
	dir := path.Dir(name)
	entries, err := os.ReadDir(d.folders.path(dir))
	if err != nil {
		return nil, []*source.Error{failure(name, "The folder of the file cannot be read: "+err.Error()+".")}
	}
	for _, e := range entries {
		ext := strings.ToLower(path.Ext(e.Name()))
		if !e.Type().IsRegular() || ext != ".bicep" && ext != ".json" || e.Name() == path.Base(name) || !parametersOf(path.Base(name), e.Name()) {
			continue
		}
		template := path.Join(dir, e.Name())
		if head, err := headOf(d.folders.path(template)); ext == ".bicep" || err == nil && kindOf(source.UTF8(head)) == armTemplate {
			return []input{d.template(d.reader(dir), template, []string{name})}, nil
		}
	}
	return nil, []*source.Error{failure(name, "This is a file of deployment parameters, and no template beside it belongs to it by its name; "+
		"name the template, and this file with --parameters.")}
}

// whatIf is what az deployment what-if predicts.
func (d *deployments) whatIf(name string) input {
	return input{name: name, read: func(ctx context.Context) (*iac.Root, error) { return d.reader(path.Dir(name)).WhatIf(ctx, name) }}
}

// content is the deployment of a file that was read elsewhere.
func (d *deployments) content(k kind, f *source.File) input {
	r := d.reader(".")
	return input{name: f.Path, read: func(ctx context.Context) (*iac.Root, error) {
		if k == whatIf {
			return r.WhatIfFile(f), nil
		}
		given, _ := d.parameters()
		return r.TemplateFile(ctx, f, given...)
	}}
}
