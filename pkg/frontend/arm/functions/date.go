package functions

import (
	"strconv"
	"strings"
	"time"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
	"github.com/appnetlint/appnetlint/pkg/pattern"
)

func dateFunctions() []Function {
	return []Function{
		{Name: "dateTimeAdd", Min: 2, Max: 3, Result: partial.StringType, eval: dateTimeAdd},
		{Name: "dateTimeToEpoch", Min: 1, Max: 1, Result: partial.IntType, eval: dateTimeToEpoch},
		{Name: "dateTimeFromEpoch", Min: 1, Max: 1, Result: partial.StringType, eval: dateTimeFromEpoch},
	}
}

// parseTime reads the formats of ISO 8601 that templates use.
func parseTime(s string) (time.Time, bool) {
	for _, layout := range []string{
		"2006-01-02T15:04:05Z07:00", "20060102T150405Z", "2006-01-02 15:04:05Z", "2006-01-02T15:04:05", "2006-01-02T15:04Z07:00", "2006-01-02",
	} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

func dateTimeToEpoch(c *call) (partial.Value, error) {
	s, ok, err := c.knownText(0)
	if err != nil {
		return partial.Value{}, err
	}
	t, parsed := parseTime(s)
	if !ok || !parsed {
		return c.residue()
	}
	return partial.IntValue(t.Unix()), nil
}

func dateTimeFromEpoch(c *call) (partial.Value, error) {
	n, ok, err := c.knownInt(0)
	switch {
	case err != nil:
		return partial.Value{}, err
	case !ok:
		return c.residue()
	case n < -62135596800 || n > 253402300799:
		return c.fail("%d lies outside the years 1 to 9999.", n)
	}
	return partial.StringValue(time.Unix(n, 0).UTC().Format("2006-01-02T15:04:05Z")), nil
}

// dateTimeAdd adds a duration. Without a format the text of the result is left open: the
// documentation and what Azure returns differ in it.
func dateTimeAdd(c *call) (partial.Value, error) {
	texts := make([]string, 3)
	known := len(c.args) == 3
	for i := range c.args {
		s, ok, err := c.knownText(i)
		if err != nil {
			return partial.Value{}, err
		}
		texts[i], known = s, known && ok
	}
	if !known {
		return c.residue()
	}
	t, ok := parseTime(texts[0])
	if _, offset := t.Zone(); !ok || offset != 0 {
		return c.residue()
	}
	d, ok := parseDuration(texts[1])
	if !ok {
		return c.fail("%s is no duration of ISO 8601 such as P1D.", shown(texts[1]))
	}
	// A month and a year are a number of days for some versions and of the calendar for others.
	end, other := d.days(t), d.calendar(t)
	if !end.Equal(other) || end.Year() < 1 || end.Year() > 9999 {
		return c.residue()
	}
	s, ok := formatTime(end, texts[2])
	if !ok {
		return c.residue()
	}
	return c.known(s)
}

// duration is a duration of ISO 8601.
type duration struct {
	sign                 int
	years, months, daily int
	clock                time.Duration
}

var durationSyntax = pattern.Of(`^(-?)P(?:(\d{1,6})Y)?(?:(\d{1,6})M)?(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,7})H)?(?:(\d{1,7})M)?(?:(\d{1,7})S)?)?$`)

func parseDuration(s string) (duration, bool) {
	m := durationSyntax().FindStringSubmatch(s)
	if m == nil || strings.HasSuffix(s, "P") || strings.HasSuffix(s, "T") {
		return duration{}, false
	}
	n := make([]int, len(m))
	for i := 2; i < len(m); i++ {
		n[i], _ = strconv.Atoi(m[i])
	}
	d := duration{sign: 1, years: n[2], months: n[3], daily: 7*n[4] + n[5]}
	if m[1] == "-" {
		d.sign = -1
	}
	d.clock = time.Duration(n[6])*time.Hour + time.Duration(n[7])*time.Minute + time.Duration(n[8])*time.Second
	return d, true
}

// days adds the duration with years of 365 and months of 30 days.
func (d duration) days(t time.Time) time.Time {
	return t.AddDate(0, 0, d.sign*(365*d.years+30*d.months+d.daily)).Add(time.Duration(d.sign) * d.clock)
}

// calendar adds the duration by the calendar.
func (d duration) calendar(t time.Time) time.Time {
	return t.AddDate(d.sign*d.years, d.sign*d.months, d.sign*d.daily).Add(time.Duration(d.sign) * d.clock)
}

// formatTime writes a time with a format string of .NET in the invariant culture; it is
// not ok for what is not known here.
func formatTime(t time.Time, format string) (string, bool) {
	if len(format) == 1 {
		layout, ok := standardTimes()[format]
		return t.Format(layout), ok
	}
	var b strings.Builder
	for i := 0; i < len(format); {
		n := run(format[i:])
		if format[i] == '\'' || format[i] == '"' {
			end := strings.IndexByte(format[i+1:], format[i])
			if end < 0 {
				return "", false
			}
			b.WriteString(format[i+1 : i+1+end])
			i += end + 2
			continue
		}
		if format[i] == '\\' || format[i] == '%' {
			if format[i] == '%' || i+1 == len(format) {
				return "", false
			}
			b.WriteByte(format[i+1])
			i += 2
			continue
		}
		s, ok := timePart(t, format[i], n)
		if !ok {
			return "", false
		}
		b.WriteString(s)
		i += n
	}
	return b.String(), true
}

func run(s string) int {
	n := 1
	for n < len(s) && s[n] == s[0] {
		n++
	}
	return n
}

func standardTimes() map[string]string {
	return map[string]string{
		"o": "2006-01-02T15:04:05.0000000Z", "O": "2006-01-02T15:04:05.0000000Z", "u": "2006-01-02 15:04:05Z", "s": "2006-01-02T15:04:05",
		"r": "Mon, 02 Jan 2006 15:04:05 GMT", "R": "Mon, 02 Jan 2006 15:04:05 GMT",
	}
}

// timePart writes one run of a custom format.
func timePart(t time.Time, letter byte, n int) (string, bool) {
	layouts := map[byte][]string{
		'y': {"", "06", "", "2006"}, 'M': {"1", "01", "Jan", "January"}, 'd': {"2", "02", "Mon", "Monday"},
		'h': {"3", "03"}, 'm': {"4", "04"}, 's': {"5", "05"}, 't': {"", "PM"},
	}
	switch {
	case letter == 'H' && n <= 2:
		return pad(strconv.Itoa(t.Hour()), n), true
	case letter == 'f' && n <= 7:
		return pad(strconv.Itoa(t.Nanosecond()), 9)[:n], true
	case letter == 'K' && n == 1:
		return "Z", true
	case letter >= 'a' && letter <= 'z' || letter >= 'A' && letter <= 'Z':
		l := layouts[letter]
		if n > len(l) || l[n-1] == "" {
			return literalLetter(letter, n)
		}
		return t.Format(l[n-1]), true
	}
	return strings.Repeat(string(rune(letter)), n), letter < 0x80
}

// literalLetter writes letters that mean nothing in a format as they are, as T and Z.
func literalLetter(letter byte, n int) (string, bool) {
	if strings.IndexByte("dfFgGhHKmMstyz", letter) >= 0 {
		return "", false
	}
	return strings.Repeat(string(rune(letter)), n), true
}
