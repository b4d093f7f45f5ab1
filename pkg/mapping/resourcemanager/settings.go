package resourcemanager

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// settings are app settings by name in upper case. Their values may be secrets,
// and none of them is for printing.
type settings = map[string]value.Of[string]

// fillSettings replaces the app settings, if any are written.
func fillSettings(x *index.Index, s *network.Site, c iac.Cursor, read func(iac.Cursor) value.Of[settings]) {
	if !c.IsNull() {
		s.Settings = read(c)
		linkStorage(x, s, settingOf(c))
		linkRegistry(x, s, settingOf(c)(registrySetting))
		linkReferences(x, s, c)
	}
}

// settingsMap reads app settings from an object, as sites/config appsettings has
// them. That resource replaces all settings at once.
func settingsMap(c iac.Cursor) value.Of[settings] {
	if c.Value().Kind() != iac.Object {
		return value.Undecided[settings](c.Pin(), c.At()).Sensitive()
	}
	out := make(settings, c.Value().Len())
	for _, key := range c.Keys() {
		out[strings.ToUpper(key)] = c.Get(key).Text().Sensitive()
	}
	return value.Some(out, c.At()).Sensitive()
}

// settingsList reads app settings from a list of names and values, as siteConfig
// has them.
func settingsList(c iac.Cursor) value.Of[settings] {
	elements, more := c.List()
	if more != "" {
		return value.Undecided[settings](more, c.At()).Sensitive()
	}
	out := make(settings, len(elements))
	for _, e := range elements {
		name := e.Fold("name").Text()
		key, ok := name.Get()
		if !ok {
			return value.Undecided[settings](name.Why(), e.At()).Sensitive()
		}
		out[strings.ToUpper(key)] = e.Fold("value").Text().Sensitive()
	}
	return value.Some(out, c.At()).Sensitive()
}

// linkReferences notes what the settings are made from, whichever form they have.
func linkReferences(x *index.Index, s *network.Site, c iac.Cursor) {
	if c.IsUnknown() {
		index.Refer(x, s, "", c)
		return
	}
	if c.Value().Kind() != iac.List {
		for _, key := range c.Keys() {
			index.Refer(x, s, key, c.Get(key))
		}
		return
	}
	elements, _ := c.List()
	for _, e := range elements {
		index.Refer(x, s, e.Fold("name").Text().Or(""), e.Fold("value"))
	}
}
