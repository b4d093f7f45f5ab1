package functions

import (
	"encoding/base64"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
)

func encodingFunctions() []Function {
	return []Function{
		{Name: "base64", Min: 1, Max: 1, Result: partial.StringType, eval: onText(func(_ *call, s string) (string, bool, error) {
			return base64.StdEncoding.EncodeToString([]byte(s)), true, nil
		})},
		{Name: "base64ToString", Min: 1, Max: 1, Result: partial.StringType, eval: onText(fromBase64)},
		{Name: "base64ToJson", Min: 1, Max: 1, eval: base64ToJSON},
		{Name: "dataUri", Min: 1, Max: 1, Result: partial.StringType, eval: dataURI},
		{Name: "dataUriToString", Min: 1, Max: 1, Result: partial.StringType, eval: onText(fromDataURI)},
		{Name: "uriComponent", Min: 1, Max: 1, Result: partial.StringType, eval: onText(func(_ *call, s string) (string, bool, error) {
			return escape(s), true, nil
		})},
		{Name: "uriComponentToString", Min: 1, Max: 1, Result: partial.StringType, eval: onText(func(_ *call, s string) (string, bool, error) {
			return unescape(s), true, nil
		})},
	}
}

// onText makes a function of a known text; where it cannot tell, the result is unknown.
func onText(change func(c *call, s string) (string, bool, error)) func(c *call) (partial.Value, error) {
	return func(c *call) (partial.Value, error) {
		s, ok, err := c.knownText(0)
		if err != nil {
			return partial.Value{}, err
		}
		if !ok {
			return c.residue()
		}
		if err := c.b.Take(3 * int64(len(s))); err != nil {
			return partial.Value{}, err
		}
		out, ok, err := change(c, s)
		if err != nil {
			return partial.Value{}, err
		}
		if !ok {
			return c.residue()
		}
		return partial.StringValue(out), nil
	}
}

func fromBase64(c *call, s string) (string, bool, error) {
	b, err := base64.StdEncoding.DecodeString(strings.Map(dropSpace, s))
	if err != nil {
		return "", false, c.errorf("the text is no base64.")
	}
	return validText(b), true, nil
}

func dropSpace(r rune) rune {
	if r == ' ' || r == '\t' || r == '\r' || r == '\n' {
		return -1
	}
	return r
}

func base64ToJSON(c *call) (partial.Value, error) {
	s, ok, err := c.knownText(0)
	if err != nil {
		return partial.Value{}, err
	}
	if !ok {
		return c.residue()
	}
	text, _, err := fromBase64(c, s)
	if err != nil {
		return partial.Value{}, err
	}
	return c.parseJSON(text)
}

// dataURI takes values of any kind, as the documentation says.
func dataURI(c *call) (partial.Value, error) {
	text := stringOf(c.args[0])
	s, ok := text.Text()
	if !ok {
		return c.residue()
	}
	return c.known("data:text/plain;charset=utf-8;base64," + base64.StdEncoding.EncodeToString([]byte(s)))
}

// fromDataURI reads a data URI (RFC 2397). A character set other than UTF-8 and ASCII is
// not decided here.
func fromDataURI(c *call, s string) (string, bool, error) {
	head, data, ok := strings.Cut(s, ",")
	if !ok || len(head) < 5 || !strings.EqualFold(head[:5], "data:") {
		return "", false, c.errorf("the text is no data URI.")
	}
	encoded := false
	for _, p := range strings.Split(head[5:], ";")[1:] {
		name, value, _ := strings.Cut(strings.ToLower(strings.TrimSpace(p)), "=")
		switch {
		case name == "base64":
			encoded = true
		case name == "charset" && value != "utf-8" && value != "utf8" && value != "us-ascii":
			return "", false, nil
		}
	}
	if !encoded {
		return unescape(data), true, nil
	}
	return fromBase64(c, unescape(data))
}

// escape writes all but the unreserved characters of RFC 3986 as %XX.
func escape(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		if unreserved(s[i]) {
			b.WriteByte(s[i])
			continue
		}
		b.WriteByte('%')
		b.WriteByte(hex[s[i]>>4])
		b.WriteByte(hex[s[i]&15])
	}
	return b.String()
}

func unreserved(b byte) bool {
	return isAlphanumeric(b) || strings.IndexByte("-_.~", b) >= 0
}

// unescape reads %XX, and leaves what is none as it is.
func unescape(s string) string {
	if !strings.Contains(s, "%") {
		return s
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) && hexDigit(s[i+1]) >= 0 && hexDigit(s[i+2]) >= 0 {
			b = append(b, byte(hexDigit(s[i+1])<<4|hexDigit(s[i+2])))
			i += 2
			continue
		}
		b = append(b, s[i])
	}
	return validText(b)
}

func hexDigit(b byte) int {
	switch {
	case b >= '0' && b <= '9':
		return int(b - '0')
	case b >= 'a' && b <= 'f':
		return int(b-'a') + 10
	case b >= 'A' && b <= 'F':
		return int(b-'A') + 10
	}
	return -1
}
