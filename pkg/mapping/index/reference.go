package index

import (
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// plainAttributes tell nothing about a use: a region or a tag may be passed on for
// any reason.
var plainAttributes = []string{"location", "name", "tags", "resource_group_name", "identity", "type"}

// Refer notes the resources that a value of an app's settings is certainly made
// from, and the apps whose host names are in it. A known value tells by itself what
// it names.
func Refer(x *Index, s *network.Site, setting string, c iac.Cursor) {
	if origin := c.Value().Origin(); !c.IsUnknown() || origin == nil || origin.Guessed {
		return
	}
	x.Later(func() {
		resources, attributes, _ := References[network.Guarded](x, c.Value())
		for i, r := range resources {
			if !slices.Contains(plainAttributes, strings.ToLower(attributes[i])) {
				s.References = append(s.References, network.Reference{Resource: r, Setting: setting, At: c.At()})
			}
		}
		sites, attributes, _ := References[network.Site](x, c.Value())
		for i, to := range sites {
			if attributes[i] != "" && namesHost(attributes[i]) {
				s.SiteReferences = append(s.SiteReferences, network.SiteReference{Site: to, Setting: setting, At: c.At()})
			}
		}
	})
}
