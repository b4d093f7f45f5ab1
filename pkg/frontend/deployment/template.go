package deployment

import (
	"encoding/json"
	"path"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/evaluate"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/ir"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/jsonc"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/template"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/bind"
	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// json reads an ARM template.
func (r *Reader) json(name string) (*ir.Template, error) {
	f, err := r.readJSON(name)
	if err != nil {
		return nil, err
	}
	return bind.LowerJSON(r.project, f), nil
}

// readJSON reads a file of JSON, which PowerShell may have written in UTF-16.
func (r *Reader) readJSON(name string) (*source.File, *source.Error) {
	f, err := r.project.ReadFile(name)
	if err != nil {
		return nil, err
	}
	if content := source.UTF8(f.Content); len(content) != len(f.Content) {
		return source.NewFile(f.Path, content), nil
	}
	return f, nil
}

// given reads parameter files of either kind.
func (r *Reader) given(root *iac.Root, files []string) []evaluate.Assignment {
	var out []evaluate.Assignment
	for _, name := range files {
		if strings.EqualFold(path.Ext(name), ".bicepparam") {
			f, err := r.parameterFile(name)
			if err != nil {
				root.Errors = append(root.Errors, unreadable(name, err))
				continue
			}
			root.Errors, root.Notes = append(root.Errors, f.Errors...), append(root.Notes, f.Notes...)
			root.Files = append(root.Files, iac.File{File: f.Template.File, Language: iac.Bicep})
			out = append(out, assignments(f)...)
			continue
		}
		f, unread := r.readJSON(name)
		if unread != nil {
			root.Errors = append(root.Errors, unread)
			continue
		}
		values, errs := template.Parameters(f)
		root.Errors = append(root.Errors, errs...)
		root.Files = append(root.Files, iac.File{File: f, Language: iac.JSON})
		for _, v := range values {
			out = append(out, evaluate.Assignment{Name: v.Name, Value: v.Value, At: v.At})
		}
	}
	return out
}

func unreadable(name string, err error) *source.Error {
	if e, ok := err.(*source.Error); ok { //nolint:errorlint // it is not wrapped
		return e
	}
	return &source.Error{Path: name, Message: err.Error()}
}

// ParseValue reads the value of a parameter on the command line: JSON for objects, arrays,
// numbers, bools and null, and else a text.
func ParseValue(s string) partial.Value {
	if !json.Valid([]byte(s)) {
		return partial.StringValue(s)
	}
	n, errs := jsonc.Parse(source.NewFile("--parameters", []byte(s)))
	if n == nil || len(errs) > 0 {
		return partial.StringValue(s)
	}
	return template.Literal(n).WrittenAt(source.Range{})
}
