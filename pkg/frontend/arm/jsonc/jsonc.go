// Package jsonc reads JSON as people write it for Azure: with comments, with texts that
// run over several lines, and with commas too many. Every value knows where it stands.
// What is wrong in one place does not hide the rest.
//
// Source: https://learn.microsoft.com/azure/azure-resource-manager/templates/syntax#comments-and-metadata
package jsonc

import (
	"bytes"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/appnetlint/appnetlint/pkg/source"
)

// Kind is the kind of a value.
type Kind uint8

// The kinds.
const (
	Null Kind = iota
	Bool
	Number
	String
	Array
	Object
)

func (k Kind) String() string {
	return [...]string{"null", "a bool", "a number", "a string", "an array", "an object"}[k]
}

// Node is one value.
type Node struct {
	Kind Kind
	// Text is "true" or "false", the literal of a number, or what a string says.
	Text string
	// Items are the elements of an array.
	Items []*Node
	// Members are those of an object, in the order of the file, all of them where a name
	// is there twice.
	Members []Member
	// At is where it stands, for a string with its quotes.
	At source.Range
}

// Member is a member of an object.
type Member struct {
	Name   string
	NameAt source.Range
	Value  *Node
}

// Get returns a member, whose name is compared without case, as Azure does: the last one
// where there are several, nil where there is none.
func (n *Node) Get(name string) *Node {
	if n == nil {
		return nil
	}
	for i := len(n.Members) - 1; i >= 0; i-- {
		if strings.EqualFold(n.Members[i].Name, name) {
			return n.Members[i].Value
		}
	}
	return nil
}

// Is reports whether the value is there and of a kind.
func (n *Node) Is(k Kind) bool { return n != nil && n.Kind == k }

// String returns what a string says; "" for all else.
func (n *Node) String() string {
	if !n.Is(String) {
		return ""
	}
	return n.Text
}

// Offsets returns a function that tells where in the file a byte of a string's text
// stands.
func (n *Node) Offsets() func(i int) int {
	if n.At.File == nil {
		return func(int) int { return 0 }
	}
	start, end := n.At.Start+1, min(n.At.End-1, len(n.At.File.Content))
	raw := n.At.File.Content[:max(end, 0)]
	if end-start == len(n.Text) { // nothing is escaped
		return func(i int) int { return start + min(max(i, 0), len(n.Text)) }
	}
	var places []int // made when the first one is asked for, as few are
	return func(i int) int {
		if places == nil {
			places = make([]int, 0, len(n.Text)+1)
			for at := start; at < end; {
				size, width := 1, 1
				if raw[at] == '\\' {
					var r rune
					r, size = unescape(raw[at:])
					width = utf8.RuneLen(r)
				}
				for range width {
					places = append(places, at)
				}
				at += size
			}
			places = append(places, max(end, start))
		}
		return places[min(max(i, 0), len(places)-1)]
	}
}

// Offset is one of the Offsets.
func (n *Node) Offset(i int) int { return n.Offsets()(i) }

// limits of what is read.
const (
	maxDepth  = 400
	maxErrors = 50
	// maxNodes is five times what the largest templates have that are known, and more than
	// the 4 MB can hold that Azure takes.
	maxNodes = 500_000
)

// Parse reads a file. The node is nil if there is nothing in it. The errors tell what is
// wrong; what could be read in spite of it is in the node.
func Parse(f *source.File) (*Node, []*source.Error) {
	p := &parser{file: f, text: f.Content}
	p.space()
	if p.at == len(p.text) {
		p.fail(p.at, p.at, "The file is empty.")
		return nil, p.errors
	}
	n := p.value(0)
	if p.space(); n != nil && p.at < len(p.text) && !p.deep {
		p.fail(p.at, p.at+1, "There is text after the end of the JSON value.")
	}
	return n, p.errors
}

// Comments lists the comments of a file.
func Comments(f *source.File) []source.Range {
	p := &parser{file: f, text: f.Content, keep: true}
	for p.at < len(p.text) {
		if p.text[p.at] == '"' {
			p.stringText()
			continue
		}
		before := p.at
		if p.space(); p.at == before {
			p.at++
		}
	}
	return p.comments
}

type parser struct {
	file     *source.File
	text     []byte
	at       int
	errors   []*source.Error
	deep     bool // the rest of the file is left out
	nodes    int
	keep     bool // comments are asked for
	comments []source.Range
}

func (p *parser) fail(start, end int, message string) {
	if len(p.errors) < maxErrors {
		end = min(max(end, start), len(p.text))
		p.errors = append(p.errors, &source.Error{At: source.Range{File: p.file, Start: min(start, len(p.text)), End: end}, Message: message})
	}
}

func (p *parser) rangeFrom(start int) source.Range {
	return source.Range{File: p.file, Start: start, End: p.at}
}

// space passes over blanks and comments. Azure takes what Unicode has for blanks, too,
// such as the one that does not break, which text that was copied brings along.
func (p *parser) space() {
	for p.at < len(p.text) {
		switch c := p.text[p.at]; {
		case c == ' ' || c >= '\t' && c <= '\r':
			p.at++
		case c >= utf8.RuneSelf:
			r, size := utf8.DecodeRune(p.text[p.at:])
			if !unicode.IsSpace(r) && r != '\uFEFF' {
				return
			}
			p.at += size
		case c == '/' && p.atComment():
			p.comment()
		default:
			return
		}
	}
}

func (p *parser) atComment() bool {
	return p.at+1 < len(p.text) && p.text[p.at] == '/' && (p.text[p.at+1] == '/' || p.text[p.at+1] == '*')
}

func (p *parser) comment() {
	start := p.at
	if p.text[p.at+1] == '/' {
		for p.at < len(p.text) && p.text[p.at] != '\n' {
			p.at++
		}
	} else if n := bytes.Index(p.text[p.at+2:], []byte("*/")); n >= 0 {
		p.at += n + 4
	} else {
		p.at = len(p.text)
		p.fail(start, start+2, "This comment is never closed.")
	}
	if p.keep {
		p.comments = append(p.comments, p.rangeFrom(start))
	}
}

// value reads a value; nil where there is none.
func (p *parser) value(depth int) *Node {
	if p.nodes++; depth > maxDepth || p.nodes > maxNodes {
		if !p.deep {
			what := "The values here are nested too deep"
			if depth <= maxDepth {
				what = "The file has more than " + strconv.Itoa(maxNodes) + " values"
			}
			p.fail(p.at, p.at+1, what+"; the rest of the file is left out.")
		}
		p.deep, p.at = true, len(p.text)
		return nil
	}
	start := p.at
	if p.at == len(p.text) {
		p.fail(p.at, p.at, "The file ends where a value is missing.")
		return nil
	}
	switch c := p.text[p.at]; c {
	case '{':
		return p.object(depth)
	case '[':
		return p.array(depth)
	case '"':
		s := p.stringText()
		return &Node{Kind: String, Text: s, At: p.rangeFrom(start)}
	default:
		if isWord(c) {
			return p.word()
		}
	}
	p.fail(start, start+1, "There is no JSON value here.")
	return nil
}

func isWord(c byte) bool {
	return c == '-' || c == '+' || c == '.' || c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

func (p *parser) word() *Node {
	start := p.at
	for p.at < len(p.text) && isWord(p.text[p.at]) {
		p.at++
	}
	n := &Node{Text: string(p.text[start:p.at]), At: p.rangeFrom(start)}
	switch {
	case n.Text == "null":
		n.Text = ""
	case n.Text == "true" || n.Text == "false":
		n.Kind = Bool
	case isNumber(n.Text):
		n.Kind = Number
	default:
		p.fail(start, p.at, "There is no JSON value here.")
		return nil
	}
	return n
}

func isNumber(s string) bool {
	digits := 0
	for i := range len(s) {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			digits++
		case c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E':
		default:
			return false
		}
	}
	return digits > 0 && (s[0] == '-' || s[0] >= '0' && s[0] <= '9')
}

func (p *parser) array(depth int) *Node {
	n := &Node{Kind: Array}
	start := p.at
	p.list(']', start, func() bool {
		item := p.value(depth + 1)
		if item != nil {
			n.Items = append(n.Items, item)
		}
		return item != nil
	})
	n.At = p.rangeFrom(start)
	return n
}

func (p *parser) object(depth int) *Node {
	n := &Node{Kind: Object}
	start := p.at
	p.list('}', start, func() bool {
		if p.text[p.at] != '"' {
			p.fail(p.at, p.at+1, "The name of a member, in double quotes, is missing here.")
			return false
		}
		m := Member{}
		at := p.at
		m.Name = p.stringText()
		m.NameAt = p.rangeFrom(at)
		if p.space(); p.at == len(p.text) || p.text[p.at] != ':' {
			p.fail(p.at, p.at+1, "A colon is missing after the name of a member.")
			return false
		}
		p.at++
		p.space()
		if m.Value = p.value(depth + 1); m.Value == nil {
			return false
		}
		n.Members = append(n.Members, m)
		return true
	})
	n.At = p.rangeFrom(start)
	return n
}

// list reads what stands between brackets. A broken element is passed over.
func (p *parser) list(closing byte, start int, element func() bool) {
	p.at++
	comma := true
	for {
		p.space()
		switch {
		case p.at == len(p.text):
			if !p.deep {
				p.fail(start, start+1, "This bracket is never closed.")
			}
			return
		case p.text[p.at] == closing:
			p.at++
			return
		case p.text[p.at] == ',':
			if comma && p.text[p.at] == ',' {
				p.fail(p.at, p.at+1, "There is a comma too many here.")
			}
			p.at++
			comma = true
			continue
		case p.text[p.at] == ']' || p.text[p.at] == '}':
			p.fail(p.at, p.at+1, "This bracket closes none that is open.")
			if p.at++; closing != p.text[p.at-1] {
				return
			}
		}
		before := p.at
		switch {
		case !comma && p.text[p.at] == ':' && closing == ']':
			p.fail(p.at, p.at+1, "This is a member of an object in the middle of a list; the braces around it are missing.")
			p.at++
			p.skip(before)
			continue
		case !comma:
			p.fail(p.at, p.at+1, "A comma is missing before this.")
		}
		if !element() {
			p.skip(before)
		}
		comma = false
	}
}

// skip goes on to the end of a broken element.
func (p *parser) skip(before int) {
	p.at = max(p.at, before)
	depth := 0
	for p.at < len(p.text) {
		switch c := p.text[p.at]; c {
		case '"':
			p.stringText()
			continue
		case '/':
			if p.atComment() {
				p.comment()
				continue
			}
		case '{', '[':
			depth++
		case '}', ']':
			if depth == 0 {
				return
			}
			depth--
		case ',':
			if depth == 0 {
				return
			}
		}
		p.at++
	}
}

// stringText reads a text. It may run over several lines.
func (p *parser) stringText() string {
	start := p.at
	p.at++
	plain := p.at
	for p.at < len(p.text) && p.text[p.at] != '"' && p.text[p.at] != '\\' {
		p.at++
	}
	if p.at < len(p.text) && p.text[p.at] == '"' {
		p.at++
		return valid(p.text[plain : p.at-1])
	}
	var b strings.Builder
	b.Write(p.text[plain:p.at])
	for p.at < len(p.text) {
		switch c := p.text[p.at]; c {
		case '"':
			p.at++
			return valid([]byte(b.String()))
		case '\\':
			r, size := unescape(p.text[p.at:])
			b.WriteRune(r)
			p.at += size
		default:
			b.WriteByte(c)
			p.at++
		}
	}
	p.fail(start, start+1, "This string is never closed.")
	return valid([]byte(b.String()))
}

func valid(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	return strings.ToValidUTF8(string(b), "\uFFFD")
}

// unescape reads an escape sequence, and returns how many bytes it takes.
func unescape(b []byte) (rune, int) {
	if len(b) < 2 {
		return '\\', 1
	}
	switch b[1] {
	case 'n':
		return '\n', 2
	case 't':
		return '\t', 2
	case 'r':
		return '\r', 2
	case 'b':
		return '\b', 2
	case 'f':
		return '\f', 2
	case 'u':
		r, ok := hex(b[2:])
		if !ok {
			return 'u', 2
		}
		if r >= 0xD800 && r < 0xDC00 && len(b) >= 12 && b[6] == '\\' && b[7] == 'u' {
			if low, ok := hex(b[8:]); ok && low >= 0xDC00 && low < 0xE000 {
				return 0x10000 + (r-0xD800)<<10 + (low - 0xDC00), 12
			}
		}
		if r >= 0xD800 && r < 0xE000 {
			r = utf8.RuneError
		}
		return r, 6
	}
	r, size := utf8.DecodeRune(b[1:])
	return r, 1 + size
}

func hex(b []byte) (rune, bool) {
	if len(b) < 4 {
		return 0, false
	}
	var r rune
	for _, c := range b[:4] {
		switch {
		case c >= '0' && c <= '9':
			r = r<<4 | rune(c-'0')
		case c >= 'a' && c <= 'f':
			r = r<<4 | rune(c-'a'+10)
		case c >= 'A' && c <= 'F':
			r = r<<4 | rune(c-'A'+10)
		default:
			return 0, false
		}
	}
	return r, true
}
