package plan

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
)

// bufferSize is how much of the input is in memory at a time. Larger buffers
// do not make reading faster, they only leave the processor's cache.
const bufferSize = 256 << 10

// scanner walks through JSON text that does not fit in memory. It looks only
// at the structure: values that nobody wants are passed over by matching their
// brackets, and only captured ones are copied.
type scanner struct {
	ctx context.Context
	src io.Reader

	buf      []byte
	pos, end int
	base     int // offset of buf[0] in the input
	lines    int // line feeds before buf[0]

	keep  int    // where captured bytes begin in buf; -1 while nothing is captured
	held  []byte // captured bytes that have left buf
	limit int    // how many bytes may be captured

	nest  nesting
	name  []byte // the last member's name
	small [64]byte
	texts texts
}

func newScanner(ctx context.Context, src io.Reader, depth int) *scanner {
	return &scanner{ctx: ctx, src: src, buf: make([]byte, bufferSize), keep: -1, nest: nesting{limit: depth}}
}

// syntaxError is text that is not JSON. Nothing after it can be trusted.
type syntaxError struct {
	line, offset int
	message      string
	truncated    bool
}

func (e *syntaxError) Error() string {
	return fmt.Sprintf("line %d, byte %d: %s", e.line, e.offset, e.message)
}

// offset is that of the next byte.
func (s *scanner) offset() int { return s.base + s.pos }

// nextOffset is that of the next value.
func (s *scanner) nextOffset() int {
	_, _ = s.next() // an error comes again with the value
	return s.offset()
}

func (s *scanner) fail(format string, args ...any) *syntaxError {
	return &syntaxError{
		line:    1 + s.lines + bytes.Count(s.buf[:s.pos], []byte{'\n'}),
		offset:  s.offset(),
		message: fmt.Sprintf(format, args...),
	}
}

func (s *scanner) truncated() error {
	err := s.fail("the file ends in the middle of a value")
	err.truncated = true
	return err
}

// fill replaces the used-up buffer. At the end of the input it returns io.EOF.
func (s *scanner) fill() error {
	if err := s.ctx.Err(); err != nil {
		return err
	}
	if s.keep >= 0 {
		s.hold(s.buf[s.keep:s.end])
		s.keep = 0
	}
	s.lines += bytes.Count(s.buf[:s.end], []byte{'\n'})
	s.base += s.end
	s.pos, s.end = 0, 0
	for range 100 { // as bufio does: a reader that keeps returning nothing is broken
		n, err := s.src.Read(s.buf)
		s.end = n
		switch {
		case n > 0:
			return nil // an error, if it lasts, comes again
		case errors.Is(err, io.EOF):
			return io.EOF
		case err != nil:
			return fmt.Errorf("reading failed: %w", err)
		}
	}
	return io.ErrNoProgress
}

// next skips white space and returns the next byte without consuming it.
func (s *scanner) next() (byte, error) {
	for {
		for ; s.pos < s.end; s.pos++ {
			if c := s.buf[s.pos]; classes[c] != space {
				return c, nil
			}
		}
		if err := s.fill(); err != nil {
			return 0, s.ended(err)
		}
	}
}

func (s *scanner) ended(err error) error {
	if errors.Is(err, io.EOF) {
		return s.truncated()
	}
	return err
}

// finish checks that nothing follows.
func (s *scanner) finish() error {
	for {
		for ; s.pos < s.end; s.pos++ {
			if classes[s.buf[s.pos]] != space {
				return s.fail("there is more after the end of the JSON value")
			}
		}
		if err := s.fill(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// object calls member for each member of the object that comes next; member
// consumes the value. The name is valid until then.
func (s *scanner) object(member func(name []byte) error) error {
	return s.sequence('}', func() error {
		if err := s.expect('"'); err != nil {
			return err
		}
		raw, plain := s.plainText()
		if !plain {
			quoted, err := s.capture(s.small[:0], maxText)
			if err != nil {
				return s.explain(err)
			}
			raw = unquoteBytes(quoted)
		}
		s.name = append(s.name[:0], raw...)
		if err := s.expect(':'); err != nil {
			return err
		}
		s.pos++
		return member(s.name)
	})
}

// plainText reads the string that comes next if it has no escapes and is in the
// buffer as a whole, as nearly all are. What it returns is valid until something else
// is read.
func (s *scanner) plainText() ([]byte, bool) {
	start := s.pos + 1
	end := endOfPlain(s.buf[:s.end], min(start, s.end))
	if end == s.end || s.buf[end] != '"' {
		return nil, false
	}
	s.pos = end + 1
	return s.buf[start:end], true
}

// expect checks the byte that comes next: the quote of a name or a colon.
func (s *scanner) expect(want byte) error {
	switch c, err := s.next(); {
	case err != nil:
		return err
	case c == want:
		return nil
	case want == ':':
		return s.fail("a colon is expected instead of %q", c)
	default:
		return s.fail("the name of a member is expected instead of %q", c)
	}
}

// maxText bounds the names and strings that the scanner itself looks at.
const maxText = 1 << 20

// explain gives an oversized name or string its place.
func (s *scanner) explain(err error) error {
	if errors.Is(err, errTooLarge) {
		return s.fail("a name or identifier is longer than %d bytes", maxText)
	}
	return err
}

// array calls element for each element of the array that comes next; element
// consumes it.
func (s *scanner) array(element func(i int) error) error {
	i := 0
	return s.sequence(']', func() error {
		i++
		return element(i - 1)
	})
}

func (s *scanner) sequence(closing byte, item func() error) error {
	if err := s.nest.push(closing); err != nil {
		return s.fail("%s", err)
	}
	s.pos++ // the opening bracket
	for first := true; ; first = false {
		c, err := s.next()
		if err != nil {
			return err
		}
		switch {
		case c == closing:
			s.pos++
			s.nest.pop()
			return nil
		case first:
		case c == ',':
			s.pos++
			if c, err = s.next(); err != nil {
				return err
			}
			if c == closing {
				return s.fail("a value is expected after the comma instead of %q", c)
			}
		default:
			return s.fail("a comma or %q is expected instead of %q", closing, c)
		}
		if err := item(); err != nil {
			return err
		}
	}
}

// skip passes over the value that comes next.
func (s *scanner) skip() error {
	c, err := s.next()
	if err != nil {
		return err
	}
	switch c {
	case '{', '[', '"':
	default:
		return s.scalar()
	}
	depth := s.nest.depth()
	for {
		n, done, err := s.nest.advance(s.buf[s.pos:s.end], depth)
		s.pos += n
		if err != nil {
			return s.fail("%s", err)
		}
		if done {
			return nil
		}
		if err := s.fill(); err != nil {
			return s.ended(err)
		}
	}
}

// scalar passes over a number or literal. What it says is not checked here:
// a value that is used is checked when it is decoded.
func (s *scanner) scalar() error {
	for n := 0; ; {
		for ; s.pos < s.end; s.pos++ {
			if c := s.buf[s.pos]; classes[c] != plain {
				if n == 0 || classes[c] == garbage || classes[c] == quote {
					return s.fail("%q is not JSON here", c)
				}
				return nil
			}
			n++
		}
		if err := s.fill(); errors.Is(err, io.EOF) {
			return nil // the caller finds out if more was due
		} else if err != nil {
			return err
		}
	}
}

// errTooLarge is returned by capture for a value above the limit, which has
// then been passed over.
var errTooLarge = errors.New("the value is too large")

// capture appends the text of the value that comes next to dst.
func (s *scanner) capture(dst []byte, limit int) ([]byte, error) {
	if _, err := s.next(); err != nil {
		return dst, err
	}
	s.keep, s.held, s.limit = s.pos, dst, len(dst)+limit
	return s.captured(s.skip())
}

// captureObject captures an object and calls member with the name of each
// member and the offset of its value in what is captured. The name is valid
// during the call.
func (s *scanner) captureObject(dst []byte, limit int, member func(name []byte, offset int)) ([]byte, error) {
	s.keep, s.held, s.limit = s.pos, dst, len(dst)+limit
	offset := func() int { return len(s.held) + s.pos - s.keep }
	err := s.sequence('}', func() error {
		if err := s.expect('"'); err != nil {
			return err
		}
		name, plain := s.plainText()
		if !plain {
			start := offset()
			if err := s.skip(); err != nil {
				return err
			}
			s.hold(s.buf[s.keep:s.pos])
			s.keep = s.pos
			name = unquoteBytes(s.held[min(start, len(s.held)):])
		}
		s.name = append(s.name[:0], name...)
		if err := s.expect(':'); err != nil {
			return err
		}
		s.pos++
		if _, err := s.next(); err != nil {
			return err
		}
		member(s.name, offset())
		return s.skip()
	})
	return s.captured(err)
}

// captured ends a capture.
func (s *scanner) captured(err error) ([]byte, error) {
	s.hold(s.buf[s.keep:s.pos])
	dst := s.held
	if err == nil && len(dst) > s.limit {
		err = errTooLarge
	}
	s.keep, s.held = -1, nil
	return dst, err
}

// hold keeps captured bytes, and one byte more than the limit allows to tell
// that there were more.
func (s *scanner) hold(p []byte) {
	room := max(s.limit+1-len(s.held), 0)
	s.held = append(s.held, p[:min(room, len(p))]...)
}

// kind tells which kind of value comes next.
func (s *scanner) kind() (jsonKind, error) {
	c, err := s.next()
	return kindOf(c), err
}

// text reads the string that comes next. A value of another kind is passed over
// and its kind returned.
func (s *scanner) text() (string, jsonKind, error) {
	k, err := s.kind()
	if err != nil {
		return "", k, err
	}
	if k != jsonString {
		return "", k, s.skip()
	}
	if raw, plain := s.plainText(); plain {
		return s.texts.get(raw), k, nil
	}
	raw, err := s.capture(s.small[:0], maxText)
	return s.texts.get(unquoteBytes(raw)), k, s.explain(err)
}

// nesting follows brackets and strings through text that arrives in pieces.
type nesting struct {
	open    []byte // the bracket that closes each open one
	limit   int
	inText  bool
	escaped bool // inText: the piece before ended in a backslash that escapes
}

func (n *nesting) depth() int { return len(n.open) }

func (n *nesting) push(closing byte) error {
	if len(n.open) >= n.limit {
		return fmt.Errorf("values are nested more than %d deep, which is the limit", n.limit)
	}
	n.open = append(n.open, closing)
	return nil
}

func (n *nesting) pop() { n.open = n.open[:len(n.open)-1] }

// advance reads on until the nesting is back at depth. It returns how many
// bytes it read and whether it got there.
func (n *nesting) advance(p []byte, depth int) (int, bool, error) {
	i := 0
	if n.inText {
		if i = n.text(p, 0); n.inText {
			return i, false, nil
		}
		if len(n.open) == depth {
			return i, true, nil
		}
	}
	for i < len(p) {
		switch classes[p[i]] {
		case plain, space, punctuation:
			i++
			continue
		case quote:
			n.inText, n.escaped = true, false
			if i = n.text(p, i+1); n.inText {
				return i, false, nil
			}
			if len(n.open) > depth {
				continue
			}
			return i, true, nil
		case opening:
			if err := n.push(p[i] + 2); err != nil { // in ASCII, ] and } are two after [ and {
				return i, false, err
			}
			i++
			continue
		case closing:
			if len(n.open) == depth || n.open[len(n.open)-1] != p[i] {
				return i, false, fmt.Errorf("%q closes nothing that is open", p[i])
			}
			n.pop()
			i++
			if len(n.open) == depth {
				return i, true, nil
			}
			continue
		}
		return i, false, fmt.Errorf("%q is not JSON here", p[i])
	}
	return i, false, nil
}

// text reads from inside a string and returns the offset after its closing
// quote, or the length of p if that is yet to come.
func (n *nesting) text(p []byte, i int) int {
	if n.escaped && i < len(p) {
		n.escaped = false
		i++
	}
	for {
		i = endOfPlain(p, i)
		switch {
		case i == len(p):
			return i
		case p[i] == '"':
			n.inText = false
			return i + 1
		case i+1 == len(p):
			n.escaped = true
			return i + 1
		}
		i += 2
	}
}

// The classes of bytes outside strings.
const (
	garbage = iota
	plain   // of numbers and literals
	space
	punctuation
	quote
	opening
	closing
)

var classes = func() (t [256]uint8) {
	for _, c := range "0123456789+-.eEtrufalsn" {
		t[c] = plain
	}
	for _, c := range " \t\r\n" {
		t[c] = space
	}
	t[','], t[':'], t['"'] = punctuation, punctuation, quote
	t['{'], t['['], t['}'], t[']'] = opening, opening, closing, closing
	return t
}()

// jsonKind is the kind of a JSON value, named as messages name it.
type jsonKind string

const (
	jsonObject jsonKind = "an object"
	jsonArray  jsonKind = "a list"
	jsonString jsonKind = "a string"
	jsonNumber jsonKind = "a number"
	jsonBool   jsonKind = "a bool"
	jsonNull   jsonKind = "null"
)

// kindOf tells the kind of a value from its first byte.
func kindOf(c byte) jsonKind {
	switch c {
	case '{':
		return jsonObject
	case '[':
		return jsonArray
	case '"':
		return jsonString
	case 't', 'f':
		return jsonBool
	case 'n':
		return jsonNull
	}
	return jsonNumber
}
