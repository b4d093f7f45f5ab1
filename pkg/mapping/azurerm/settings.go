package azurerm

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// settings reads app settings by name in upper case. Their values may be secrets,
// and none of them is for printing. A plan shows the map as unknown as soon as
// one of its values is.
func settings(c attributes) value.Of[map[string]value.Of[string]] {
	v := c.Value()
	switch v.Kind() {
	case iac.Null:
		return value.None[map[string]value.Of[string]]()
	case iac.Object:
		out := make(map[string]value.Of[string], v.Len())
		for i := range v.Len() {
			out[strings.ToUpper(v.Key(i))] = c.Index(i).Text().Sensitive()
		}
		return value.Some(out, v.At()).Sensitive()
	case iac.Bool, iac.Number, iac.String, iac.List:
		c.Texts() // reports the wrong type
	case iac.Unknown:
	}
	return value.Undecided[map[string]value.Of[string]](c.Pin(), v.At()).Sensitive()
}
