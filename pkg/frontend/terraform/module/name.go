package module

import (
	"slices"
	"strings"
)

// extensions are those of configuration files, the longer ones first.
var extensions = []string{".tf.json", ".tofu.json", ".tf", ".tofu"}

// ConfigFile reports whether Terraform or OpenTofu takes a file of this name
// for configuration. Hidden files and the backups of editors are not.
func ConfigFile(name string) bool {
	switch {
	case strings.HasPrefix(name, "."), strings.HasSuffix(name, "~"),
		strings.HasPrefix(name, "#") && strings.HasSuffix(name, "#"):
		return false
	}
	_, ext := splitName(name)
	return ext != ""
}

func splitName(name string) (stem, ext string) {
	for _, ext := range extensions {
		if stem, ok := strings.CutSuffix(name, ext); ok && stem != "" {
			return stem, ext
		}
	}
	return name, ""
}

func isJSON(name string) bool { return strings.HasSuffix(name, ".json") }

// isOverride reports whether the file overrides what others declare.
func isOverride(name string) bool {
	stem, _ := splitName(name)
	return stem == "override" || strings.HasSuffix(stem, "_override")
}

// chosen are the configuration files among the names in the order in which
// they count: by name, the override files last. Where both x.tf and x.tofu
// exist, OpenTofu ignores the first.
func chosen(names []string) []string {
	all := make(map[string]bool, len(names))
	for _, n := range names {
		all[n] = true
	}
	var base, overrides []string
	for _, n := range names {
		stem, ext := splitName(n)
		switch {
		case ext == ".tf" && all[stem+".tofu"], ext == ".tf.json" && all[stem+".tofu.json"]:
		case isOverride(n):
			overrides = append(overrides, n)
		default:
			base = append(base, n)
		}
	}
	slices.Sort(base)
	slices.Sort(overrides)
	return append(base, overrides...)
}
