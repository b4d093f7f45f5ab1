package lint_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/pkg/lint"
)

func TestRedactor(t *testing.T) {
	redact := lint.Redactor([]string{"source", "p4ss-word", "p4ss", "ab", "Größe"})
	for text, want := range map[string]string{
		"the resource of source":  "the resource of (sensitive)",
		`"source" and x/source.y`: `"(sensitive)" and x/(sensitive).y`,
		"p4ss-word p4ssage":       "(sensitive) (sensitive)age",
		"ab is too short":         "ab is too short",
		"die Größe, Größenwahn":   "die (sensitive), Größenwahn",
	} {
		assert.Equal(t, want, redact(text))
	}
}
