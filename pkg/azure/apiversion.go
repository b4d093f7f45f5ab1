package azure

import (
	"cmp"
	"strings"
	"time"
)

// APIVersion is the version of an Azure Resource Manager API: a date, and a suffix
// such as "-preview".
type APIVersion struct {
	Date   string // "2022-09-01"
	Suffix string // in lower case with its hyphen; "" for a stable version
}

// ParseAPIVersion reads an API version.
func ParseAPIVersion(s string) (APIVersion, bool) {
	const layout = time.DateOnly
	if len(s) < len(layout) {
		return APIVersion{}, false
	}
	date, suffix := s[:len(layout)], strings.ToLower(s[len(layout):])
	if _, err := time.Parse(layout, date); err != nil {
		return APIVersion{}, false
	}
	if suffix != "" && (suffix[0] != '-' || !isLabel(suffix[1:])) {
		return APIVersion{}, false
	}
	return APIVersion{date, suffix}, true
}

func (v APIVersion) String() string { return v.Date + v.Suffix }

// Preview reports whether the version is not a stable one.
func (v APIVersion) Preview() bool { return v.Suffix != "" }

// Compare orders versions by date; of the same date, previews come before the
// stable version. It returns -1, 0 or +1.
func (v APIVersion) Compare(w APIVersion) int {
	if c := strings.Compare(v.Date, w.Date); c != 0 {
		return c
	}
	if v.Preview() != w.Preview() {
		return cmp.Compare(len(w.Suffix), len(v.Suffix))
	}
	return strings.Compare(v.Suffix, w.Suffix)
}
