package mapping

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// private are the attributes, in azurerm's and ARM's spelling, whose texts are
// often secrets though nobody marks them as such.
var private = map[string]bool{
	"app_settings": true, "appsettings": true,
	"connection_string": true, "connection_strings": true, "connectionstrings": true,
}

// Private lists the places in source whose text must not be shown: values that
// are marked sensitive, and the settings and connection strings of apps.
func Private(root *iac.Root) []source.Range {
	var out []source.Range
	for _, r := range root.Resources {
		if r.At.HasText() {
			out = privateIn(r.Body, false, out)
		}
	}
	return out
}

func privateIn(v iac.Value, inherited bool, out []source.Range) []source.Range {
	hidden := inherited || v.IsSensitive()
	if hidden && v.Scalar() != "" && v.At().HasText() && strings.Contains(v.At().Text(), v.Scalar()) {
		return append(out, v.At())
	}
	for i := range v.Len() {
		out = privateIn(v.Index(i), hidden || private[strings.ToLower(v.Key(i))], out)
	}
	return out
}
