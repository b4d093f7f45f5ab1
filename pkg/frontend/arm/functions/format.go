package functions

import (
	"math"
	"strconv"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
)

func formatFunctions() []Function {
	return []Function{{Name: "format", Min: 1, Max: -1, Result: partial.StringType, eval: format}}
}

// hole is an item of a composite format string of .NET: {index,alignment:specifier}.
type hole struct {
	literal   string // the text before it
	index     int    // -1 for the text at the end
	alignment int
	specifier string
}

// format fills a composite format string. An unknown argument becomes a piece of the text.
func format(c *call) (partial.Value, error) {
	s, ok, err := c.knownText(0)
	if err != nil {
		return partial.Value{}, err
	}
	if !ok {
		return c.residue()
	}
	if err := c.b.Take(2 * int64(len(s))); err != nil {
		return partial.Value{}, err
	}
	holes, why := parseFormat(s)
	if why != "" {
		return c.fail("%s", why)
	}
	pieces := make([]partial.Value, 0, 2*len(holes))
	for _, h := range holes {
		pieces = append(pieces, partial.StringValue(h.literal))
		if h.index < 0 {
			continue
		}
		if h.index >= len(c.args)-1 {
			return c.fail("there is no argument for {%d}.", h.index)
		}
		p, err := c.fill(h, c.args[h.index+1])
		if err != nil {
			return partial.Value{}, err
		}
		pieces = append(pieces, p)
	}
	return c.text(pieces...)
}

// fill writes an argument into a hole.
func (c *call) fill(h hole, v partial.Value) (partial.Value, error) {
	if v.Kind() == partial.Lambda {
		return c.fail("a lambda has no text.")
	}
	if h.alignment == 0 && (h.specifier == "" || v.Kind() == partial.String || v.Kind() == partial.Bool) {
		return Text(v), nil
	}
	text := Text(v)
	if v.Kind() == partial.Int && h.specifier != "" {
		s, ok := formatInt(v.Int(), h.specifier)
		if !ok {
			return c.unfilled(h, v), nil
		}
		text = partial.StringValue(s)
	}
	s, ok := text.Text()
	if !ok || h.specifier != "" && (v.Kind() == partial.Float || undecided(v)) {
		return c.unfilled(h, v), nil
	}
	missing := max(h.alignment, -h.alignment) - unitsOf(s).length()
	if missing <= 0 {
		return text, nil
	}
	if err := c.b.Take(int64(missing)); err != nil {
		return partial.Value{}, err
	}
	if h.alignment > 0 {
		return partial.StringValue(strings.Repeat(" ", missing) + s), nil
	}
	return partial.StringValue(s + strings.Repeat(" ", missing)), nil
}

// unfilled is what a hole gives of which the text is not known.
func (c *call) unfilled(h hole, v partial.Value) partial.Value {
	s := "{0"
	if h.alignment != 0 {
		s += "," + strconv.Itoa(h.alignment)
	}
	if h.specifier != "" {
		s += ":" + h.specifier
	}
	return partial.Residue(c.fn.Name, partial.StringType, partial.StringValue(s+"}"), v)
}

// maxAlignment and maxIndex are the limits of .NET.
const maxAlignment, maxIndex = 1_000_000, 1_000_000

// parseFormat takes a format string apart; why tells what is wrong with it.
func parseFormat(s string) (holes []hole, why string) {
	var literal strings.Builder
	for i := 0; i < len(s); {
		switch {
		case s[i] != '{' && s[i] != '}':
			literal.WriteByte(s[i])
			i++
		case i+1 < len(s) && s[i+1] == s[i]:
			literal.WriteByte(s[i])
			i += 2
		case s[i] == '}':
			return nil, "the format string has a } that closes nothing."
		default:
			h, n, why := parseHole(s[i:])
			if why != "" {
				return nil, why
			}
			h.literal = literal.String()
			literal.Reset()
			holes = append(holes, h)
			i += n
		}
	}
	return append(holes, hole{literal: literal.String(), index: -1}), ""
}

func parseHole(s string) (h hole, n int, why string) {
	end := strings.IndexByte(s, '}')
	if end < 0 {
		return hole{}, 0, "the format string has a { that is not closed."
	}
	inner, specifier, _ := strings.Cut(s[1:end], ":")
	index, alignment, aligned := strings.Cut(inner, ",")
	h = hole{specifier: specifier}
	i, err := strconv.Atoi(strings.TrimRight(index, " "))
	if err != nil || i < 0 || i >= maxIndex || strings.HasPrefix(index, "+") {
		return hole{}, 0, "the format string has a hole without the number of an argument."
	}
	h.index = i
	if aligned {
		a, err := strconv.Atoi(strings.Trim(alignment, " "))
		if err != nil || a >= maxAlignment || -a >= maxAlignment {
			return hole{}, 0, "the format string has a hole with a width that is no number."
		}
		h.alignment = a
	}
	return h, end + 1, ""
}

// formatInt writes a number with a numeric format string of .NET, in the invariant
// culture. It is not ok for the few that no template is known to use.
func formatInt(n int64, specifier string) (string, bool) {
	letter := specifier[0] | 0x20
	precision := -1
	if len(specifier) > 1 {
		p, err := strconv.ParseUint(specifier[1:], 10, 8)
		if err != nil || p > 99 {
			return formatCustom(n, specifier)
		}
		precision = int(p)
	}
	switch letter {
	case 'd':
		return signed(n, pad(magnitude(n), precision)), true
	case 'g':
		if precision <= 0 || len(magnitude(n)) <= precision {
			return strconv.FormatInt(n, 10), true
		}
	case 'x':
		s := strconv.FormatUint(uint64(n), 16)
		if n < 0 && n >= math.MinInt32 {
			return "", false // 32 or 64 bits wide: the engine's own type decides
		}
		if specifier[0] == 'X' {
			s = strings.ToUpper(s)
		}
		return pad(s, precision), true
	case 'n', 'f':
		if precision < 0 {
			precision = 2
		}
		s := magnitude(n)
		if letter == 'n' {
			s = grouped(s)
		}
		if precision > 0 {
			s += "." + strings.Repeat("0", precision)
		}
		return signed(n, s), true
	}
	return formatCustom(n, specifier)
}

// formatCustom knows the custom format strings of zeros alone.
func formatCustom(n int64, specifier string) (string, bool) {
	if strings.Trim(specifier, "0") != "" {
		return "", false
	}
	return signed(n, pad(magnitude(n), len(specifier))), true
}

func magnitude(n int64) string { return strings.TrimPrefix(strconv.FormatInt(n, 10), "-") }

func signed(n int64, s string) string {
	if n < 0 {
		return "-" + s
	}
	return s
}

func pad(s string, n int) string {
	if len(s) >= n {
		return s
	}
	return strings.Repeat("0", n-len(s)) + s
}

func grouped(s string) string {
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
