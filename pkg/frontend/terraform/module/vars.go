package module

import (
	"cmp"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/appnetlint/appnetlint/pkg/source"
)

// ParseVarsFile reads a file with values of variables, as JSON if its name ends
// in ".json". The expressions are to be evaluated without an evaluation context:
// Terraform allows neither references nor functions in them.
func ParseVarsFile(path string, content []byte) (map[string]hcl.Expression, []*source.Error) {
	f := newFile(path, content)
	values := map[string]hcl.Expression{}
	body, diags := parseText(f, isJSON(path), defaultDepth)
	if body == nil {
		return values, errorsIn(f, diags)
	}
	attrs, more := body.JustAttributes()
	for name, a := range attrs {
		values[name] = a.Expr
	}
	diags = append(diags, more...)
	slices.SortStableFunc(diags, func(a, b *hcl.Diagnostic) int { return cmp.Compare(offset(a), offset(b)) })
	return values, errorsIn(f, diags)
}

func offset(d *hcl.Diagnostic) int {
	if d.Subject == nil {
		return 0
	}
	return d.Subject.Start.Byte
}

// AutoVarsFiles are the files with values of variables that Terraform reads
// without being told, in the order in which the later ones prevail. The paths
// are relative to the working directory, as ReadFile takes them.
func (l *Loader) AutoVarsFiles(rootDir string) []string {
	dir, err := l.place(rootDir)
	if err != nil {
		return nil
	}
	names, err := l.names(dir, l.options.MaxFiles, func(name string) bool { return autoRank(name) > 0 })
	if err != nil {
		return nil
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(autoRank(a), autoRank(b)), strings.Compare(a, b)) })
	for i, name := range names {
		names[i] = dir.join(name).shown
	}
	return names
}

// autoRank is 0 for what is not read by itself.
func autoRank(name string) int {
	switch {
	case name == "terraform.tfvars":
		return 1
	case name == "terraform.tfvars.json":
		return 2
	case strings.HasSuffix(name, ".auto.tfvars"), strings.HasSuffix(name, ".auto.tfvars.json"):
		return 3
	}
	return 0
}
