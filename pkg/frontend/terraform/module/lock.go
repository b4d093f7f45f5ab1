package module

import (
	"github.com/hashicorp/hcl/v2"

	"github.com/appnetlint/appnetlint/pkg/source"
)

// Locked reads the dependency lock file of a root module: the version for each
// provider by its full address, "registry.terraform.io/hashicorp/azurerm". The
// map is empty if there is no such file.
func (l *Loader) Locked(rootDir string) (map[string]string, []*source.Error) {
	versions := map[string]string{}
	dir, err := l.place(rootDir)
	if err != nil {
		return versions, []*source.Error{asError(err)}
	}
	p := dir.join(".terraform.lock.hcl")
	if !l.exists(p) {
		return versions, nil
	}
	content, err := l.content(p, l.options.MaxFileSize)
	if err != nil {
		return versions, []*source.Error{asError(err)}
	}
	f := newFile(p.shown, content)
	body, diags := parseText(f, false, l.options.MaxDepth)
	if body == nil {
		return versions, errorsIn(f, diags)
	}
	_, blocks, _, _ := split(body, nil, []hcl.BlockHeaderSchema{{Type: "provider", LabelNames: []string{"address"}}}) // native, so without errors
	for _, b := range blocks {
		attrs, _, _, _ := split(b.Body, []string{"version"}, nil) // as above
		if len(b.Labels) != 1 || attrs["version"] == nil {
			continue
		}
		if version, ok := literal(attrs["version"].Expr); ok {
			versions[b.Labels[0]] = version
		}
	}
	return versions, errorsIn(f, diags)
}
