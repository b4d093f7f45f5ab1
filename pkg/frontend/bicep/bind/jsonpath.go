package bind

import (
	"strconv"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
)

// selectPath finds what a JSON path leads to: $ and . in front may be left out; names,
// positions, ranges of them, *, .. and filters are known. One hit is the value itself,
// several are an array of them.
//
// Source: https://www.newtonsoft.com/json/help/html/QueryJsonSelectTokenJsonPath.htm
func selectPath(v partial.Value, path string) (partial.Value, string) {
	p := &pathReader{text: path}
	p.text = strings.TrimPrefix(p.text, "$")
	hits := []partial.Value{v}
	for first := true; p.text != ""; first = false {
		step, ok := p.step(first)
		if !ok {
			return partial.Value{}, "The path " + path + " is not valid, or of a kind that is not supported."
		}
		if hits = step(hits); len(hits) > maxHits {
			return partial.Value{}, dataTooLarge
		}
	}
	switch len(hits) {
	case 0:
		return partial.Value{}, "The path " + path + " leads to nothing."
	case 1:
		return hits[0], ""
	}
	return partial.ArrayValue(hits), ""
}

// maxHits bounds what one step of a path leads to. What is below each hit of the step
// before counts for each of them: $..a..a..a leads to the same value again and again.
const maxHits = 200_000

// pathReader reads a path step by step.
type pathReader struct{ text string }

// pathStep goes from values to those below them.
type pathStep func([]partial.Value) []partial.Value

// each makes a step of what is done to one value.
func each(visit func(v partial.Value, add func(partial.Value))) pathStep {
	return func(hits []partial.Value) []partial.Value {
		var out []partial.Value
		for _, v := range hits {
			visit(v, func(hit partial.Value) { out = append(out, hit) })
			if len(out) > maxHits {
				break
			}
		}
		return out
	}
}

func (p *pathReader) step(first bool) (pathStep, bool) {
	switch {
	case strings.HasPrefix(p.text, ".."):
		p.text = p.text[2:]
		return p.descend()
	case strings.HasPrefix(p.text, "["):
		return p.brackets()
	case strings.HasPrefix(p.text, "."):
		p.text = p.text[1:]
		if strings.HasPrefix(p.text, "[") {
			return p.brackets()
		}
		return p.name()
	case first:
		return p.name()
	}
	return nil, false
}

// name reads a name or *.
func (p *pathReader) name() (pathStep, bool) {
	end := strings.IndexAny(p.text, ".[")
	if end < 0 {
		end = len(p.text)
	}
	name := p.text[:end]
	p.text = p.text[end:]
	switch {
	case name == "" || strings.ContainsAny(name, " ()]"):
		return nil, false
	case name == "*":
		return each(children), true
	}
	return each(func(v partial.Value, add func(partial.Value)) { memberOf(v, name, add) }), true
}

func children(v partial.Value, add func(partial.Value)) {
	if v.Kind() == partial.Array || v.Kind() == partial.Object {
		for _, item := range v.Items() {
			add(item)
		}
	}
}

// memberOf finds a member by the exact name: unlike templates, paths know case.
func memberOf(v partial.Value, name string, add func(partial.Value)) {
	if i := v.Find(name); i >= 0 && v.Key(i) == name {
		add(v.Index(i))
	}
}

// descend reads what follows two dots, and looks for it in all that is below.
func (p *pathReader) descend() (pathStep, bool) {
	inner, ok := p.name()
	if !ok {
		return nil, false
	}
	return func(hits []partial.Value) []partial.Value {
		var all []partial.Value
		for _, v := range hits {
			if all = below(all, v, 0); len(all) > maxHits {
				return all
			}
		}
		return inner(all)
	}, true
}

// below adds a value and all below it to a list, until that is too long.
func below(list []partial.Value, v partial.Value, depth int) []partial.Value {
	list = append(list, v)
	if depth < maxDataDepth && len(list) <= maxHits {
		children(v, func(item partial.Value) { list = below(list, item, depth+1) })
	}
	return list
}

// brackets reads […].
func (p *pathReader) brackets() (pathStep, bool) {
	end := closing(p.text)
	if end < 0 {
		return nil, false
	}
	inside := strings.TrimSpace(p.text[1:end])
	p.text = p.text[end+1:]
	switch {
	case inside == "*":
		return each(children), true
	case strings.HasPrefix(inside, "?"):
		return filter(inside[1:])
	case strings.Contains(inside, ":") && inside[0] != '\'' && inside[0] != '"':
		return slice(inside)
	}
	return indexes(inside)
}

// closing finds the bracket that closes the first one; those in texts do not count.
func closing(s string) int {
	depth, quote := 0, byte(0)
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case quote != 0:
			switch c {
			case '\\':
				i++
			case quote:
				quote = 0
			}
		case c == '\'' || c == '"':
			quote = c
		case c == '[':
			depth++
		case c == ']':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

// indexes reads names in quotes or positions, separated by commas.
func indexes(inside string) (pathStep, bool) {
	var names []string
	var positions []int
	for _, part := range strings.Split(inside, ",") {
		part = strings.TrimSpace(part)
		if s, ok := unquoted(part); ok {
			names = append(names, s)
			continue
		}
		n, err := strconv.Atoi(part)
		if err != nil {
			return nil, false
		}
		positions = append(positions, n)
	}
	return each(func(v partial.Value, add func(partial.Value)) {
		for _, name := range names {
			memberOf(v, name, add)
		}
		for _, n := range positions {
			if v.Kind() == partial.Array && n >= 0 && n < v.Len() {
				add(v.Index(n))
			}
		}
	}), true
}

func unquoted(s string) (string, bool) {
	if len(s) < 2 || s[0] != '\'' && s[0] != '"' || s[len(s)-1] != s[0] {
		return "", false
	}
	return strings.NewReplacer(`\'`, `'`, `\"`, `"`, `\\`, `\`).Replace(s[1 : len(s)-1]), true
}

// slice reads start:end:step, each of which may be left out.
func slice(inside string) (pathStep, bool) {
	parts := strings.Split(inside, ":")
	numbers := make([]*int, 3)
	for i, part := range parts {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		n, err := strconv.Atoi(part)
		if err != nil || i > 2 {
			return nil, false
		}
		numbers[i] = &n
	}
	if len(parts) > 3 || numbers[2] != nil && *numbers[2] <= 0 {
		return nil, false // backward ranges are not supported
	}
	return each(func(v partial.Value, add func(partial.Value)) {
		if v.Kind() != partial.Array {
			return
		}
		bound := func(n *int, otherwise int) int {
			switch {
			case n == nil:
				return otherwise
			case *n < 0:
				return max(v.Len()+*n, 0)
			}
			return min(*n, v.Len())
		}
		step := 1
		if numbers[2] != nil {
			step = *numbers[2]
		}
		for i := bound(numbers[0], 0); i < bound(numbers[1], v.Len()); i += step {
			add(v.Index(i))
		}
	}), true
}
