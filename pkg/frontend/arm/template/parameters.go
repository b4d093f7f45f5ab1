package template

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/jsonc"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// Parameter is a value of a parameter file.
type Parameter struct {
	Name  string
	Value partial.Value
	At    source.Range
}

// Parameters reads a file of deployment parameters, or an object of them without what is
// around.
//
// Source: https://learn.microsoft.com/azure/azure-resource-manager/templates/parameter-files
func Parameters(f *source.File) ([]Parameter, []*source.Error) {
	root, errs := jsonc.Parse(f)
	if root == nil {
		return nil, errs
	}
	list := root.Get("parameters")
	if list == nil && root.Get("$schema") == nil && root.Get("contentVersion") == nil {
		list = root
	}
	if !list.Is(jsonc.Object) {
		return nil, append(errs, &source.Error{At: root.At, Message: "This file has no parameters."})
	}
	var out []Parameter
	for _, m := range list.Members {
		p := Parameter{Name: m.Name, At: m.NameAt}
		switch value := m.Value.Get("value"); {
		case value != nil:
			p.Value = Literal(value)
		case m.Value.Get("reference") != nil:
			p.Value = partial.SecretReference(m.Name).WrittenAt(m.Value.At)
		case m.Value.Get("expression") != nil:
			p.Value = external(m)
		default:
			errs = append(errs, &source.Error{At: m.Value.At, Message: "A parameter has its value in \"value\", and this one has none."})
			continue
		}
		out = append(out, p)
	}
	return out, errs
}

// external is a value that is read from somewhere else when it is deployed.
func external(m jsonc.Member) partial.Value {
	text := m.Value.Get("expression").String()
	return partial.UnknownValue(&partial.Residual{
		Call: "externalInputs", Args: []partial.Value{partial.StringValue(text)}, Reasons: partial.ExternalInput,
		Pin: strings.Trim(text, "[]"),
	}).WrittenAt(m.Value.At)
}
