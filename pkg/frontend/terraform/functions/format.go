package functions

import (
	"strconv"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

func formatEntries() map[string]entry {
	return map[string]entry{
		"format":     made(stdlib.FormatFunc).within(formatFits),
		"formatlist": made(stdlib.FormatListFunc).within(formatListFits),
	}
}

func formatFits(args []cty.Value, l limits) error {
	return l.text(formatted(args[0].AsString(), l.bytes))
}

func formatListFits(args []cty.Value, l limits) error {
	n := 1
	for _, arg := range args[1:] {
		if length, ok := knownLength(arg); ok && isSequence(arg.Type()) {
			n = max(n, length)
		}
	}
	if err := l.count(n); err != nil {
		return err
	}
	return l.product(int64(formatted(args[0].AsString(), l.bytes)), int64(n), 0)
}

// formatted returns how long the literal parts, widths and precisions of a
// format are at most, or a little more than limit.
func formatted(format string, limit int) int {
	size := len(format)
	for i := 0; i < len(format) && size <= limit; i++ {
		if format[i] != '%' {
			continue
		}
		for i++; i < len(format) && !isVerb(format[i]); i++ {
			number := digits(format[i:])
			if number == "" {
				continue
			}
			n, err := strconv.Atoi(number)
			if err != nil || n > limit {
				return limit + 1
			}
			size += n
			i += len(number) - 1
		}
	}
	return size
}

func isVerb(c byte) bool { return c == '%' || c|0x20 >= 'a' && c|0x20 <= 'z' }

func digits(s string) string {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return s[:n]
}
