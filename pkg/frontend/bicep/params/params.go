// Package params reads Bicep's parameter files, .bicepparam: which template they are
// for, and the values that they give to its parameters.
//
// Source: https://learn.microsoft.com/azure/azure-resource-manager/bicep/parameter-files
package params

import (
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/ir"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/bind"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/project"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/syntax"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// File is a parameter file.
type File struct {
	// Template has the file's own variables. It has a variable for each value that the
	// file gives to a parameter, too, since such values may be made of one another.
	Template *ir.Template
	// Using is the template that the file is for. It is nil with an empty Path for
	// `using none`, and otherwise if the template is not at hand, as Why tells.
	Using *ir.Template
	// Path is what the template is called by in the file.
	Path string
	Why  string
	// Missing is set where Why is no mistake: a module is not restored.
	Missing bool
	// At is where the template is named; nowhere if it is not.
	At source.Range
	// Values are the values, those of files that it extends included.
	Values []Assignment
	// Errors are what is wrong in the file and those that it extends.
	Errors []*source.Error
	// Notes say what could not be seen and is no mistake.
	Notes []*source.Error
}

// Assignment gives a value to a parameter. A value of null means that the template's
// default counts.
type Assignment struct {
	Name string
	// Expr is evaluated among the variables of From.
	Expr ir.Expr
	From *ir.Template
	At   source.Range
}

// Read reads a parameter file.
func Read(p *project.Project, file *syntax.File) *File {
	lowered := bind.LowerParameters(p, file)
	out := &File{
		Template: lowered.Template, Using: lowered.Using, Path: lowered.Path, Why: lowered.Why,
		Missing: lowered.Missing, At: lowered.At,
		Errors: lowered.Errors, Notes: lowered.Notes,
	}
	for _, a := range lowered.Assignments {
		out.Values = append(out.Values, Assignment{Name: a.Name, Expr: a.Value, From: a.From, At: a.At})
	}
	return out
}
