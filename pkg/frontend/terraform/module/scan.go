package module

import "bytes"

// scanner finds where the parts of a text in native syntax begin and end, without
// making anything of them. It is several times faster than hclsyntax.
//
// It knows just enough of the language not to take a bracket in a string or a
// comment for one that counts. Whatever is odd, wrong or rare makes its methods
// return false; then hclsyntax has to look at the whole text. Where they return
// true, hclsyntax is between two tokens, inside no string, at the same place.
type scanner struct {
	path  string
	text  []byte
	pos   int
	limit int // how deep brackets and templates may be nested
	depth int
	// odd is set by a template, and by an escape that hclsyntax may refuse.
	odd bool
	// blanks are parts that say nothing to whoever reads the declarations.
	blanks []span
	// read are arguments of the last block that need no parser, and left is set if
	// there is more in it.
	read []readArgument
	left bool
}

// span is a part of a text.
type span struct{ start, end int }

// class tells what a byte may be the beginning of outside strings.
type class uint8

const (
	plain class = iota
	newline
	carriageReturn
	open
	closing
	quote
	less
	hash
	slash
	strange
)

var classes = func() (of [256]class) {
	for c := range of {
		if c < ' ' && c != '\t' || c >= 0x7f {
			of[c] = strange // names may have other letters, but rarely do
		}
	}
	for c, is := range map[byte]class{
		'\n': newline, '\r': carriageReturn,
		'(': open, '[': open, '{': open, ')': closing, ']': closing, '}': closing,
		'"': quote, '<': less, '#': hash, '/': slash,
		'~': strange, '`': strange, '\'': strange, ';': strange,
	} {
		of[c] = is
	}
	return of
}()

// at is a byte relative to the place of the scanner; 0 behind the end.
func (s *scanner) at(i int) byte {
	if s.pos+i < len(s.text) {
		return s.text[s.pos+i]
	}
	return 0
}

// spaces goes over spaces and tabs.
func (s *scanner) spaces() {
	for s.pos < len(s.text) && (s.text[s.pos] == ' ' || s.text[s.pos] == '\t') {
		s.pos++
	}
}

// name goes over an identifier and returns it; it is empty if there is none.
func (s *scanner) name() string {
	start := s.pos
	for s.pos < len(s.text) && (isLetter(s.text[s.pos]) || s.pos > start && isDigitOrDash(s.text[s.pos])) {
		s.pos++
	}
	return string(s.text[start:s.pos])
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' || c == '_' }

func isDigitOrDash(c byte) bool { return c >= '0' && c <= '9' || c == '-' }

// inside goes from behind an opening bracket to behind the one that closes it.
func (s *scanner) inside(closer byte) bool {
	if s.depth++; s.depth > s.limit {
		return false
	}
	for s.pos < len(s.text) {
		switch c := s.text[s.pos]; {
		case classes[c] == plain, c == '\n':
			s.pos++
		case classes[c] == closing:
			s.pos++
			s.depth--
			return c == closer
		case c == '~' && closer == '}' && s.at(1) == '}':
			s.pos++ // the end of a template; elsewhere the parser objects
		default:
			if !s.special() {
				return false
			}
		}
	}
	return false
}

// special goes over what begins with a byte that is neither plain nor a newline
// nor a closing bracket.
func (s *scanner) special() bool {
	switch classes[s.text[s.pos]] {
	case open:
		return s.bracket()
	case quote:
		return s.quoted()
	case less:
		if s.at(1) == '<' {
			return s.heredoc()
		}
		s.pos++
		return true
	case hash, slash:
		return s.comment()
	case carriageReturn:
		s.pos++
		return s.at(0) == '\n'
	case plain, newline, closing, strange:
	}
	return false
}

func (s *scanner) bracket() bool {
	closer := byte('}')
	switch s.text[s.pos] {
	case '(':
		closer = ')'
	case '[':
		closer = ']'
	}
	s.pos++
	return s.inside(closer)
}

// comment goes over a comment, or over a single slash. The end of the line is no
// part of the comment.
func (s *scanner) comment() bool {
	start := s.pos
	if s.text[s.pos] == '/' {
		switch s.at(1) {
		case '*':
			end := bytes.Index(s.text[s.pos+2:], []byte("*/"))
			s.pos += 2 + end + 2
			return end >= 0
		case '/':
		default:
			s.pos++
			return true
		}
	}
	end := bytes.IndexByte(s.text[s.pos:], '\n')
	if end < 0 {
		end = len(s.text) - s.pos
	}
	s.pos += end
	if s.text[s.pos-1] == '\r' {
		s.pos--
	}
	s.blanks = append(s.blanks, span{start, s.pos})
	return bytes.IndexByte(s.text[start:s.pos], '\r') < 0
}

// quoted goes over a string in quotes.
func (s *scanner) quoted() bool {
	s.pos++
	for s.pos < len(s.text) {
		switch s.text[s.pos] {
		case '"':
			s.pos++
			return true
		case '\n', '\r':
			return false
		case '\\':
			if !s.escape() {
				return false
			}
		case '$', '%':
			if !s.template() {
				return false
			}
		default:
			s.pos++
		}
	}
	return false
}

func (s *scanner) escape() bool {
	switch s.at(1) {
	case 'n', 'r', 't', '"', '\\':
	case '\n', '\r', 0:
		return false
	default:
		s.odd = true
	}
	s.pos += 2
	return true
}

// template goes over a dollar or percent sign, and over what is inserted if it is
// the beginning of such.
func (s *scanner) template() bool {
	c, n := s.text[s.pos], 1
	for s.at(n) == c {
		n++
	}
	next := s.at(n)
	s.pos += n
	switch {
	case next == '{' && n == 1:
		s.odd = true
		s.pos++
		if s.at(0) == '~' {
			s.pos++
		}
		return s.inside('}')
	case next == '{' && n == 2:
		s.odd = true
		s.pos++
		return true
	}
	return next != '{' && next != '$' && next != '%' && next != 0
}

// heredoc goes over a text that ends with a line of its own, up to the end of
// that line.
func (s *scanner) heredoc() bool {
	s.pos += 2
	if s.at(0) == '-' {
		s.pos++
	}
	marker := []byte(s.name())
	if s.at(0) == '\r' {
		s.pos++
	}
	if len(marker) == 0 || s.at(0) != '\n' {
		return false
	}
	s.pos++
	for {
		end := bytes.IndexByte(s.text[s.pos:], '\n')
		if end < 0 {
			return false
		}
		line := s.text[s.pos : s.pos+end]
		switch {
		case bytes.Equal(bytes.TrimSpace(line), marker):
			s.pos += len(bytes.TrimSuffix(line, []byte("\r")))
			return true
		case bytes.IndexByte(bytes.TrimSuffix(line, []byte("\r")), '\r') >= 0:
			return false
		case bytes.IndexByte(line, '$') < 0 && bytes.IndexByte(line, '%') < 0:
			s.pos += end + 1
		case !s.templateLine():
			return false
		}
	}
}

// templateLine goes over a line of a heredoc with templates in it. These may have
// lines of their own.
func (s *scanner) templateLine() bool {
	for s.pos < len(s.text) {
		switch s.text[s.pos] {
		case '\n':
			s.pos++
			return true
		case '$', '%':
			if !s.template() || s.nearEnd() {
				return false
			}
		default:
			s.pos++
		}
	}
	return false
}

// nearEnd is for a sign that is followed by the end of the line, or by one letter
// and the end of the line: hclsyntax may see one token there or two.
func (s *scanner) nearEnd() bool {
	if s.text[s.pos-1] == '}' || s.text[s.pos-1] == '{' {
		return false
	}
	return s.at(0) == '\n' || s.at(0) == '\r' || s.at(1) == '\n' || s.at(1) == '\r'
}
