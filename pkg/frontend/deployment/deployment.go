// Package deployment reads what Azure itself deploys: Bicep files and ARM templates
// with their parameter files, and what-if results. It puts the parts together: a
// project of files, a template of either language, and the evaluation.
package deployment

import (
	"context"
	"path"
	"strings"
	"sync"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/evaluate"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/ir"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/bind"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/project"
	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// Options are what a Reader goes by.
type Options struct {
	// Interest tells which types of resources matter; the rest is not handed on.
	Interest iac.Interest
	// Assignments are values given to parameters by name, over those of files.
	Assignments []evaluate.Assignment
	// Context is where is deployed to, as far as it is known.
	Context evaluate.Context
}

// Reader reads deployments of one project. It may be used from several goroutines.
type Reader struct {
	project *project.Project
	options Options

	mu       sync.Mutex
	declared map[string]bool // parameters of the templates that were read, in lower case
}

// NewReader returns a reader of a project's files.
func NewReader(p *project.Project, o Options) *Reader { return &Reader{project: p, options: o} }

// Project returns the project.
func (r *Reader) Project() *project.Project { return r.project }

// Template reads a Bicep file or an ARM template, with values from parameter files, of
// which later ones go over earlier ones.
func (r *Reader) Template(ctx context.Context, name string, parameterFiles ...string) (*iac.Root, error) {
	t, err := r.template(name)
	if err != nil {
		return nil, err
	}
	root := &iac.Root{Name: name}
	if len(parameterFiles) == 1 {
		root.Name = parameterFiles[0]
	}
	given := r.given(root, parameterFiles)
	return r.evaluate(ctx, root, t, given)
}

// TemplateFile is Template for an ARM template that was read elsewhere.
func (r *Reader) TemplateFile(ctx context.Context, f *source.File, parameterFiles ...string) (*iac.Root, error) {
	root := &iac.Root{Name: f.Path}
	given := r.given(root, parameterFiles)
	return r.evaluate(ctx, root, bind.LowerJSON(r.project, f), given)
}

// template reads a template of either language.
func (r *Reader) template(name string) (*ir.Template, error) {
	if strings.EqualFold(path.Ext(name), ".bicep") {
		f, err := r.project.File(name)
		if err != nil {
			return nil, err
		}
		return bind.Lower(r.project, f), nil
	}
	return r.json(name)
}

// evaluate works out what a template deploys with the values given.
func (r *Reader) evaluate(ctx context.Context, root *iac.Root, t *ir.Template, given []evaluate.Assignment) (*iac.Root, error) {
	given = append(given, r.options.Assignments...)
	r.declare(t)
	result, err := evaluate.Run(ctx, t, evaluate.Options{Parameters: given, Context: r.options.Context, Wanted: r.options.Interest.Types})
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		root.Errors = append(root.Errors, &source.Error{Path: root.Name, Message: sentence(err)})
		root.Incomplete = append(root.Incomplete, root.Name+": "+err.Error())
	}
	root.Resources = append(root.Resources, result.Resources(r.options.Interest.Types)...)
	root.Incomplete = append(root.Incomplete, result.Incomplete...)
	r.files(root, result)
	for _, a := range given {
		for _, p := range t.Parameters {
			if strings.EqualFold(p.Name, a.Name) {
				root.Secrets = append(root.Secrets, p.Secrets(a.Value)...)
				if p.HasSecrets() && a.Value.At().HasText() {
					root.Private = append(root.Private, a.Value.At())
				}
			}
		}
	}
	// Without its parameters a template is a part of something else, and what cannot be
	// evaluated in it may never be.
	if waiting(t, given) {
		root.Notes = append(root.Notes, result.Errors...)
	} else {
		root.Errors = append(root.Errors, result.Errors...)
	}
	return root, nil
}

// waiting reports whether a parameter has no value.
func waiting(t *ir.Template, given []evaluate.Assignment) bool {
	named := map[string]bool{}
	for _, a := range given {
		named[strings.ToLower(a.Name)] = true
	}
	for _, p := range t.Parameters {
		if p.Default == nil && !p.Type.Nullable && !named[strings.ToLower(p.Name)] {
			return true
		}
	}
	return false
}

func (r *Reader) declare(t *ir.Template) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.declared == nil {
		r.declared = map[string]bool{}
	}
	for _, p := range t.Parameters {
		r.declared[strings.ToLower(p.Name)] = true
	}
}

// Declares reports whether a template that was read has a parameter, and whether any was
// read.
func (r *Reader) Declares(parameter string) (declared, read bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.declared[strings.ToLower(parameter)], r.declared != nil
}

// files hands on the files that were read, and what is wrong with them.
func (r *Reader) files(root *iac.Root, result *evaluate.Result) {
	seen := map[*source.File]bool{}
	root.Private = append(root.Private, result.Private...)
	for _, t := range result.Templates {
		root.Secrets = append(root.Secrets, t.Secrets...)
		for _, p := range t.Parameters {
			if p.Default != nil && p.HasSecrets() {
				root.Private = append(root.Private, p.Default.Range())
			}
		}
		for _, o := range t.Outputs {
			if o.Value != nil && (o.Secure || o.Type.Secret != nil) {
				root.Private = append(root.Private, o.Value.Range())
			}
		}
		if t.Downloaded {
			root.Notes = append(append(root.Notes, t.Errors...), t.Notes...)
		} else {
			root.Errors = append(root.Errors, t.Errors...)
			root.Notes = append(root.Notes, t.Notes...)
		}
		if len(t.Errors) > 0 {
			root.Incomplete = append(root.Incomplete, t.Name+": a part of it cannot be read")
		}
		if t.File == nil || seen[t.File] {
			continue
		}
		seen[t.File] = true
		language := iac.JSON
		if t.Bicep {
			language = iac.Bicep
		}
		root.Files = append(root.Files, iac.File{File: t.File, Language: language, Downloaded: t.Downloaded})
	}
}

func sentence(err error) string {
	s := strings.TrimSuffix(err.Error(), ".")
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:] + "."
}
