package lint

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/pattern"
)

// both is a place in a message that gives an attribute in the spelling of azurerm and, in
// brackets, in that of Azure Resource Manager: its attribute, what is said of it, and the
// other spelling.
var both = pattern.Of("`([^`]*)`((?:(?: (?:and|or|in)|, with Windows web apps) `[^`]*`,?)?[^`().;]{0,60}?) \\(ARM: ((?:[^()]|\\([^()]*\\))*)\\)")

// within is such a place that is all in brackets.
var within = pattern.Of("\\(`[^`]*`; ARM: ([^()]*)\\)")

// names is the other spelling where it is nothing but names of attributes.
var names = pattern.Of("^`[^`:]+`(?:(?:,| or| and|, before API version [0-9-]+) `[^`:]+`)*$")

var codeSpan = pattern.Of("`([^`]+)`")

// ForResourceManager rewrites a message for those who write Bicep or ARM templates: where
// it gives an attribute in both spellings, theirs alone is left.
func ForResourceManager(message string) string {
	if !strings.Contains(message, "ARM: ") && !strings.Contains(message, "azurerm") {
		return message
	}
	message = within().ReplaceAllString(message, "($1)")
	var again []string // what is given in both spellings, and then in one
	message = both().ReplaceAllStringFunc(message, func(match string) string {
		parts := both().FindStringSubmatch(match)
		code, said, other := parts[1], parts[2], parts[3]
		if !names().MatchString(other) {
			return other
		}
		if one := codeSpan().FindString(other); one == other && !strings.Contains(code, " ") {
			again = append(again, "`"+code+"`", other)
		}
		if _, value, ok := strings.Cut(code, " = "); ok {
			value = strings.ReplaceAll(value, `"`, "'")
			other = codeSpan().ReplaceAllString(other, "`$1: "+strings.ReplaceAll(value, "$", "$$")+"`")
		}
		if i := strings.LastIndexByte(said, '`'); i >= 0 {
			said = said[i+1:] // it names attributes of azurerm
		}
		return other + said
	})
	again = append(again, "Use add ", "Add ", "Use leave ", "Leave ", // the other spelling is a sentence
		"The azurerm provider stops with an error, and elsewhere it has no effect.", "It has no effect.")
	return strings.NewReplacer(again...).Replace(message)
}
