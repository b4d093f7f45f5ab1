package deployment

import (
	"context"
	"path"
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/evaluate"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/params"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/syntax"
	"github.com/appnetlint/appnetlint/pkg/iac"
)

// Parameters reads a .bicepparam file and evaluates the template that it is for with its
// values.
func (r *Reader) Parameters(ctx context.Context, name string) (*iac.Root, error) {
	f, err := r.parameterFile(name)
	if err != nil {
		return nil, err
	}
	root := &iac.Root{Name: name, Errors: slices.Clone(f.Errors), Notes: slices.Clone(f.Notes)}
	root.Files = append(root.Files, iac.File{File: f.Template.File, Language: iac.Bicep})
	if f.Using != nil {
		return r.evaluate(ctx, root, f.Using, assignments(f))
	}
	if f.Path != "" { // errors and notes have told it
		root.Incomplete = append(root.Incomplete, f.Path+": "+f.Why)
	}
	return root, nil
}

func (r *Reader) parameterFile(name string) (*params.File, error) {
	f, err := r.project.File(name)
	if err != nil {
		return nil, err
	}
	return params.Read(r.project, f), nil
}

func assignments(f *params.File) []evaluate.Assignment {
	out := make([]evaluate.Assignment, len(f.Values))
	for i, v := range f.Values {
		out[i] = evaluate.Assignment{Name: v.Name, Expr: v.Expr, From: v.From, At: v.At}
	}
	return out
}

// Uses returns the path of the template that a .bicepparam file is for; false where it is
// for none of this project.
func (r *Reader) Uses(name string) (string, bool) {
	f, err := r.project.File(name)
	if err != nil {
		return "", false
	}
	for _, s := range f.Statements {
		if using, ok := s.(*syntax.Using); ok {
			if text, ok := using.Path.(*syntax.String); ok && isLocal(text.Value) {
				return path.Join(path.Dir(name), text.Value), true
			}
		}
	}
	return "", false
}

// References lists the files of the project that a Bicep file uses: its modules, what it
// imports, the template of a parameter file and what that extends.
func (r *Reader) References(name string) []string {
	f, err := r.project.File(name)
	if err != nil {
		return nil
	}
	var out []string
	add := func(e syntax.Expr) {
		if text, ok := e.(*syntax.String); ok && isLocal(text.Value) {
			out = append(out, path.Join(path.Dir(name), text.Value))
		}
	}
	for _, s := range f.Statements {
		switch s := s.(type) {
		case *syntax.Module:
			add(s.Path)
		case *syntax.Import:
			add(s.From)
		case *syntax.Using:
			add(s.Path)
		case *syntax.Extends:
			add(s.Path)
		case *syntax.Test:
			add(s.Path)
		}
	}
	return out
}

// isLocal reports whether a reference is a path rather than that of a registry.
func isLocal(reference string) bool {
	return reference != "" && !strings.Contains(reference, ":") && !path.IsAbs(reference)
}
