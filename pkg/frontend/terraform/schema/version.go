package schema

import (
	"strconv"
	"strings"

	version "github.com/hashicorp/go-version"
)

// Newest is the newest major version of azurerm whose schema is embedded, and
// oldest the oldest one.
const (
	Newest = 5
	oldest = 3
)

// NewestAllowed returns the major version of the newest embedded release that a
// version constraint allows. A constraint that allows none of them, as "4.14.0",
// still names one. It is 0 for what is no constraint.
func NewestAllowed(constraint string) int {
	allowed, err := version.NewConstraint(constraint)
	if err != nil {
		return 0
	}
	for major := Newest; major >= oldest; major-- {
		release, err := version.NewVersion(For(major).Version())
		if err == nil && allowed.Check(release) {
			return major
		}
	}
	named, err := version.NewVersion(firstVersion(constraint))
	if err != nil {
		return 0
	}
	return named.Segments()[0]
}

// firstVersion cuts the first version out of a constraint.
func firstVersion(constraint string) string {
	start := 0
	for start < len(constraint) && !isVersionByte(constraint[start]) {
		start++
	}
	end := start
	for end < len(constraint) && isVersionByte(constraint[end]) {
		end++
	}
	return constraint[start:end]
}

func isVersionByte(b byte) bool { return '0' <= b && b <= '9' || b == '.' }

// MajorOfConstraint returns the one major version that a version constraint
// allows; 0 if it allows several.
func MajorOfConstraint(constraint string) int {
	low, high := 0, 0
	for part := range strings.SplitSeq(constraint, ",") {
		part = strings.TrimSpace(part)
		version := strings.TrimSpace(strings.TrimLeft(part, "=<>~! "))
		operator := strings.TrimSpace(strings.TrimSuffix(part, version))
		first, rest, dotted := strings.Cut(version, ".")
		major, err := strconv.Atoi(strings.TrimPrefix(first, "v"))
		if err != nil {
			continue
		}
		from, to := 0, 0
		switch operator {
		case "", "=":
			from, to = major, major
		case "~>":
			if from = major; dotted {
				to = major // ~> 4 allows 5 as well
			}
		case ">=", ">":
			from = major
		case "<=":
			to = major
		case "<":
			if to = major; strings.Trim(rest, ".0") == "" {
				to = major - 1
			}
		}
		low = max(low, from)
		if to > 0 && (high == 0 || to < high) {
			high = to
		}
	}
	if low == 0 || low != high {
		return 0
	}
	return low
}
