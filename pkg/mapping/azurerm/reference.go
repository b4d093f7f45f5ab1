package azurerm

import (
	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// fillReferences maps the resources that app settings and connection strings are
// made from. A plan shows all settings as unknown as soon as one of them is, and
// then does not tell which one refers to what.
func fillReferences(x *index.Index, a attributes, s *network.Site) {
	settings := a.listed("app_settings")
	if settings.IsUnknown() {
		index.Refer(x, s, "", settings.Cursor)
	} else if v := settings.Value(); v.Kind() == iac.Object {
		for i := range v.Len() {
			index.Refer(x, s, v.Key(i), settings.Index(i))
		}
	}
	connections, _ := a.listed("connection_string").items()
	for _, c := range connections {
		index.Refer(x, s, "", c.get("value").Cursor)
	}
}
