package load

import (
	"bytes"
	"strings"
)

// kind is what a file is, told from its name or its first bytes.
type kind uint8

// The kinds. What is none of the others is left to the reader of plans, which knows
// best what it is instead.
const (
	terraformPlan kind = iota
	armTemplate
	armParameters
	whatIf
)

// headSize is how much of a file is looked at.
const headSize = 64 << 10

// kindOf tells what a JSON file is by the members at its top, as far as its head shows
// them. Comments are allowed, as they are in templates.
func kindOf(head []byte) kind {
	names, schema := outline(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")))
	has := func(name string) bool { return names[name] }
	switch {
	case has("format_version"), has("planned_values"), has("resource_changes"), has("terraform_version"):
		return terraformPlan
	case strings.Contains(schema, "deploymentparameters"):
		return armParameters
	case strings.Contains(schema, "deploymenttemplate"):
		return armTemplate
	case has("resources") && (has("contentversion") || has("$schema")):
		return armTemplate
	case has("parameters") && has("contentversion"):
		return armParameters
	case has("changes") && !has("resources"), has("properties") && has("status") && !has("resources"):
		return whatIf
	}
	return terraformPlan
}

// outline lists the names of the members at the top in lower case, and the value of
// $schema.
func outline(head []byte) (names map[string]bool, schema string) {
	names = map[string]bool{}
	depth, name := 0, ""
	for i := 0; i < len(head); i++ {
		switch c := head[i]; c {
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		case '/':
			i = comment(head, i)
		case '"':
			end := closingQuote(head, i)
			text := strings.ToLower(string(head[i+1 : end]))
			if i = end; depth != 1 {
				continue
			}
			if rest := bytes.TrimLeft(head[min(end+1, len(head)):], " \t\r\n"); len(rest) > 0 && rest[0] == ':' {
				name = text
				names[name] = true
			} else if name == "$schema" {
				schema = text
			}
		}
	}
	return names, schema
}

// comment returns the last position of a comment, or that of a slash that begins none.
func comment(head []byte, i int) int {
	var end int
	switch rest := head[i:]; {
	case bytes.HasPrefix(rest, []byte("//")):
		end = bytes.IndexByte(rest, '\n')
	case bytes.HasPrefix(rest, []byte("/*")):
		if end = bytes.Index(rest[2:], []byte("*/")); end >= 0 {
			end += 3
		}
	default:
		return i
	}
	if end < 0 {
		return len(head)
	}
	return i + end
}

// closingQuote returns the position of the quote that ends the text which begins at i.
func closingQuote(head []byte, i int) int {
	for j := i + 1; j < len(head); j++ {
		switch head[j] {
		case '\\':
			j++
		case '"':
			return j
		}
	}
	return len(head)
}
