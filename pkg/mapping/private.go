package mapping

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// Private lists the values in source whose text must not be shown: those that are
// marked sensitive, and the settings and connection strings of apps; and the texts in
// them, as there may be names of something else beside.
func Private(root *iac.Root) (values, texts []source.Range) {
	for _, at := range root.Private {
		values, texts = append(values, at), append(texts, at.Texts()...)
	}
	for _, r := range root.Resources {
		if !r.At.HasText() {
			continue
		}
		p := private{of: r, settings: isSettings(r)}
		p.look(r.Body, false)
		values, texts = append(values, p.values...), append(texts, p.texts...)
	}
	return values, texts
}

// private collects the private places of a resource.
type private struct {
	of            *iac.Resource
	settings      bool // its properties are secrets
	values, texts []source.Range
}

func (p *private) look(v iac.Value, inherited bool) {
	hidden := inherited || v.IsSensitive()
	if hidden && v.Len() == 0 && v.Kind() != iac.Null && !v.IsDefault() && v.At().HasText() && !p.isAround(v.At()) {
		p.values = append(p.values, v.At())
		if v.Scalar() != "" && strings.Contains(v.At().Text(), v.Scalar()) {
			p.texts = append(p.texts, v.At())
		} else {
			p.texts = append(p.texts, v.At().Texts()...)
		}
	}
	for i := range v.Len() {
		name := v.Key(i)
		p.look(v.Index(i), hidden || source.IsSecretName(name) || p.settings && strings.EqualFold(name, "properties"))
	}
}

// isAround reports whether a place is that of the resource: nothing tells more of what is
// left out.
func (p *private) isAround(at source.Range) bool {
	return at.File == p.of.At.File && at.Start <= p.of.At.Start && at.End >= p.of.At.End
}

// settingsNames are the configurations of a site that are secrets as a whole.
var settingsNames = map[string]bool{
	"appsettings": true, "connectionstrings": true, "azurestorageaccounts": true, "authsettings": true, "backup": true,
	"metadata": true, "functionappsettings": true, "pushsettings": true, "publishingcredentials": true,
}

// isSettings reports whether a resource, of Azure Resource Manager or azapi, is such a
// configuration.
func isSettings(r *iac.Resource) bool {
	typ := r.Type
	if r.Provider.Name != "" {
		typ, _, _ = strings.Cut(r.Body.Get("type").Scalar(), "@")
	}
	typ = strings.ToLower(typ)
	if !strings.HasPrefix(typ, "microsoft.web/") || !strings.HasSuffix(typ, "/config") {
		return false
	}
	name := strings.ToLower(r.Body.Get("name").Scalar())
	return settingsNames[name[strings.LastIndexByte(name, '/')+1:]]
}
