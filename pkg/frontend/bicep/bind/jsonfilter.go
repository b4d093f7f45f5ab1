package bind

import (
	"strconv"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
)

// filter reads the filter of a path, (@.price > 3 && @.name), which keeps those elements
// and members that it is true for.
func filter(text string) (pathStep, bool) {
	text = strings.TrimSpace(text)
	if !strings.HasPrefix(text, "(") || !strings.HasSuffix(text, ")") {
		return nil, false
	}
	test, ok := alternatives(text[1 : len(text)-1])
	if !ok {
		return nil, false
	}
	return each(func(v partial.Value, add func(partial.Value)) {
		children(v, func(item partial.Value) {
			if test(item) {
				add(item)
			}
		})
	}), true
}

// alternatives reads conditions that || and && join, without parentheses.
func alternatives(text string) (func(partial.Value) bool, bool) {
	var either [][]func(partial.Value) bool
	for _, alternative := range strings.Split(text, "||") {
		var all []func(partial.Value) bool
		for _, condition := range strings.Split(alternative, "&&") {
			c, ok := comparison(strings.TrimSpace(condition))
			if !ok {
				return nil, false
			}
			all = append(all, c)
		}
		either = append(either, all)
	}
	return func(v partial.Value) bool {
		for _, all := range either {
			if holds(all, v) {
				return true
			}
		}
		return false
	}, true
}

func holds(all []func(partial.Value) bool, v partial.Value) bool {
	for _, c := range all {
		if !c(v) {
			return false
		}
	}
	return true
}

// comparison reads "operand operator operand", or an operand that has to be there.
func comparison(text string) (func(partial.Value) bool, bool) {
	for _, op := range []string{"===", "!==", "==", "!=", "<>", ">=", "<=", ">", "<"} {
		left, right, found := strings.Cut(text, op)
		if !found {
			continue
		}
		a, ok1 := operand(left)
		b, ok2 := operand(right)
		return func(v partial.Value) bool {
			x, y := a(v), b(v)
			return len(x) == 1 && len(y) == 1 && compare(op, x[0], y[0])
		}, ok1 && ok2
	}
	a, ok := operand(text)
	return func(v partial.Value) bool { return len(a(v)) > 0 }, ok
}

// operand reads a path from the value, @.a.b, or a literal.
func operand(text string) (func(partial.Value) []partial.Value, bool) {
	text = strings.TrimSpace(text)
	if path, ok := strings.CutPrefix(text, "@"); ok {
		var steps []pathStep
		for p := (&pathReader{text: path}); p.text != ""; {
			s, ok := p.step(false)
			if !ok {
				return nil, false
			}
			steps = append(steps, s)
		}
		return func(v partial.Value) []partial.Value {
			hits := []partial.Value{v}
			for _, s := range steps {
				hits = s(hits)
			}
			return hits
		}, true
	}
	v, ok := pathLiteral(text)
	return func(partial.Value) []partial.Value { return []partial.Value{v} }, ok
}

func pathLiteral(text string) (partial.Value, bool) {
	if s, ok := unquoted(text); ok {
		return partial.StringValue(s), true
	}
	switch text {
	case "true":
		return partial.BoolValue(true), true
	case "false":
		return partial.BoolValue(false), true
	case "null":
		return partial.NullValue(), true
	}
	_, err := strconv.ParseFloat(text, 64)
	return partial.FloatValue(text), err == nil
}

func compare(op string, a, b partial.Value) bool {
	switch op {
	case "==", "===":
		return partial.Equal(a, b) == partial.Yes
	case "!=", "!==", "<>":
		return partial.Equal(a, b) == partial.No
	}
	order, ok := ordered(a, b)
	switch {
	case !ok:
		return false
	case op == ">":
		return order > 0
	case op == ">=":
		return order >= 0
	case op == "<":
		return order < 0
	}
	return order <= 0
}

// ordered compares two numbers or two texts.
func ordered(a, b partial.Value) (int, bool) {
	x, ok1 := decimal(a)
	y, ok2 := decimal(b)
	if ok1 && ok2 {
		switch {
		case x < y:
			return -1, true
		case x > y:
			return 1, true
		}
		return 0, true
	}
	s, ok1 := a.Text()
	t, ok2 := b.Text()
	return strings.Compare(s, t), ok1 && ok2 && a.Kind() == partial.String && b.Kind() == partial.String
}

func decimal(v partial.Value) (float64, bool) {
	switch v.Kind() {
	case partial.Int:
		return float64(v.Int()), true
	case partial.Float:
		s, _ := v.Text()
		n, err := strconv.ParseFloat(s, 64)
		return n, err == nil
	default:
		return 0, false
	}
}
