package vnetintegration

import (
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// settingOf returns an app setting by its upper-case name: absent if it is not
// written, unknown where the settings are.
func settingOf(s *network.Site, name string) value.Of[string] {
	if s.Settings.IsUnknown() {
		return value.Undecided[string](s.Settings.Why(), s.Settings.At())
	}
	all, _ := s.Settings.Get()
	setting := all[name]
	if text, ok := setting.Get(); ok && isReference(text) {
		return value.Undecided[string](name, setting.At())
	}
	return setting
}

// isReference reports whether App Service takes the value of a setting from
// elsewhere: @Microsoft.KeyVault(...).
func isReference(text string) bool {
	return strings.HasPrefix(strings.ToLower(strings.TrimSpace(text)), "@microsoft.")
}

// switchedOn reads a setting such as "1" or "true". What the switch says is no
// secret, though a setting is.
func switchedOn(setting value.Of[string]) value.Of[bool] {
	text, known := setting.Get()
	if !known {
		return value.Of[bool]{}
	}
	switch strings.ToLower(strings.TrimSpace(text)) {
	case "1", "true":
		return value.Some(true, setting.At())
	case "0", "false":
		return value.Some(false, setting.At())
	}
	return value.Of[bool]{}
}

// entriesOf splits a setting with a list.
func entriesOf(text string) []string {
	entries := strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' })
	for i := range entries {
		entries[i] = strings.TrimSpace(entries[i])
	}
	return slices.DeleteFunc(entries, func(s string) bool { return s == "" })
}

// onOff names the state of a switch.
func onOff(on bool) string {
	if on {
		return "on"
	}
	return "off"
}
