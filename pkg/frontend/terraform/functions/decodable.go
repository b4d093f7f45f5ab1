package functions

import (
	"errors"
	"fmt"
	"strings"

	"github.com/zclconf/go-cty/cty"
)

// The checks here run before a document is decoded, and only estimate: they
// bound what the decoders then have to hold.

var errDepth = fmt.Errorf("the document is nested more deeply than the budget of %d levels", maxDepth)

// jsonFits bounds depth, values and the length of numbers.
func jsonFits(args []cty.Value, l limits) error {
	s := args[0].AsString()
	depth, values, number := 0, 1, 0
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= '0' && c <= '9' || c == '.' {
			if number++; number > maxDigits {
				return errors.New("the document holds a number with more digits than the budget of 10,000 allows")
			}
			continue
		}
		if number > 0 && (s[i] == 'e' || s[i] == 'E') {
			exponent := s[i+1:]
			digits := len(exponent) - len(strings.TrimLeft(exponent, "+-0123456789"))
			if err := checkDigits(s[i-1 : i+1+digits]); err != nil {
				return fmt.Errorf("the document holds a number that is too large: %w", err)
			}
		}
		number = 0
		switch s[i] {
		case '"':
			i = endOfString(s, i)
		case '[', '{':
			if depth++; depth > maxDepth {
				return errDepth
			}
		case ']', '}':
			depth--
		case ',', ':':
			values++
		}
	}
	return l.values(values)
}

// endOfString returns the position of the closing quote.
func endOfString(s string, i int) int {
	for i++; i < len(s) && s[i] != '"'; i++ {
		if s[i] == '\\' {
			i++
		}
	}
	return i
}

// values checks how many values a document holds.
func (l limits) values(n int) error {
	if n > itemsFactor*l.items {
		return fmt.Errorf("the document holds more than the budget of %d values", itemsFactor*l.items)
	}
	return nil
}

// csvFits bounds the columns, the rows and the cells.
func csvFits(args []cty.Value, l limits) error {
	s := args[0].AsString()
	header, _, _ := strings.Cut(s, "\n")
	columns, rows := strings.Count(header, ",")+1, strings.Count(s, "\n")+1
	if err := l.values(strings.Count(s, ",") + rows); err != nil {
		return err
	}
	return l.count(max(columns, rows-1))
}

// The decoder of YAML recurses with each level, and looks at all levels of
// brackets with each token. Telling brackets from those in strings takes a
// parser; what is bounded instead is what can open a level: brackets, indicators
// on one line, and indentation, which grows the text with the square of the depth.
const (
	maxBracketWork = 100_000_000
	maxIndicators  = 2_000
)

// yamlFits bounds what the decoder has to do. The size of the result is looked
// at when it is there, because aliases are shared until then.
func yamlFits(s string, l limits) error {
	depth := bracketDepth(s)
	if depth > maxDepth && !strings.ContainsAny(s, "\"'#") {
		return errDepth
	}
	tokens := 1
	for _, c := range []string{"\n", ",", ":", "[", "]", "{", "}", "- "} {
		tokens += strings.Count(s, c)
	}
	if depth*tokens > maxBracketWork {
		return errors.New("the document's brackets may be nested more deeply than the budget of work allows")
	}
	if longestNumber(s) > maxDigits {
		return errors.New("the document holds a number with more digits than the budget of 10,000 allows")
	}
	for line := range strings.Lines(s) {
		if indicators(line) > maxIndicators {
			return errDepth
		}
	}
	// A merge copies the keys of another mapping, of which there cannot be more
	// than colons in the text.
	keys := strings.Count(s, ":")
	if merges := strings.Count(s, "<<"); merges > 0 && keys > itemsFactor*l.items/merges {
		return fmt.Errorf("the document's merges stand for more than the budget of %d values", itemsFactor*l.items)
	}
	return l.values(tokens)
}

// bracketDepth returns how deeply brackets are nested at most: exactly if there
// are no strings or comments, in which a bracket is none, else all that open.
func bracketDepth(s string) int {
	if strings.ContainsAny(s, "\"'#") {
		empty := strings.Count(s, "[]") + strings.Count(s, "{}")
		return strings.Count(s, "[") + strings.Count(s, "{") - empty
	}
	depth, deepest := 0, 0
	for i := range len(s) {
		switch s[i] {
		case '[', '{':
			depth++
			deepest = max(deepest, depth)
		case ']', '}':
			depth = max(depth-1, 0)
		}
	}
	return deepest
}

// indicators counts what may open blocks on one line: dashes, question marks
// and colons before anything else.
func indicators(line string) int {
	before := line[:len(line)-len(strings.TrimLeft(line, " \t-?:"))]
	return len(before) - strings.Count(before, " ") - strings.Count(before, "\t")
}

func longestNumber(s string) int {
	longest, n := 0, 0
	for i := range len(s) {
		if c := s[i]; c >= '0' && c <= '9' || c == '_' || c == '.' || c == ':' {
			n++
			longest = max(longest, n)
		} else {
			n = 0
		}
	}
	return longest
}
