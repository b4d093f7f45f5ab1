package module

import (
	"bytes"
	"slices"

	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// outlined is where a block of a file is, with what can be left out of it.
type outlined struct {
	span
	// blanks are the parts of it that say nothing, and comments in front of it.
	blanks []span
	// read are the arguments that need no parser; ready is the whole block if
	// that is all there is in it.
	read  []readArgument
	ready *hclsyntax.Block
}

// outline returns the blocks of a text; false if that is not certain, or if there
// is more in the text than blocks and comments.
func outline(path string, text []byte, limit int) ([]outlined, bool) {
	s := scanner{path: path, text: text, limit: limit}
	var blocks []outlined
	known := 0
	for s.gap() {
		if s.pos == len(text) {
			return blocks, true
		}
		b, ok := s.block()
		if !ok || !s.ends() {
			break
		}
		b.blanks = s.blanks[known:]
		blocks = append(blocks, b)
		known = len(s.blanks)
	}
	return nil, false
}

// gap goes over space, comments and newlines in front of an item of a body.
func (s *scanner) gap() bool {
	for s.pos < len(s.text) {
		switch c := s.text[s.pos]; classes[c] {
		case newline:
			s.pos++
		case carriageReturn, hash, slash:
			if c == '/' && s.at(1) != '/' && s.at(1) != '*' || !s.special() {
				return false
			}
		default:
			if c != ' ' && c != '\t' {
				return true
			}
			s.spaces()
		}
	}
	return true
}

// ends reports whether a line ends here, apart from space and a comment.
func (s *scanner) ends() bool {
	at := s.pos
	defer func() { s.pos = at }()
	s.spaces()
	switch c := s.at(0); {
	case s.pos == len(s.text), c == '\n', c == '#':
		return true
	case c == '\r':
		return s.at(1) == '\n'
	default:
		return c == '/' && s.at(1) == '/'
	}
}

// idle says what of a block of some type nobody asks for: arguments that are
// plain texts, and nested blocks. For a few types it is all that is in them.
type idle struct {
	texts, blocks []string
	all           bool
	// read are arguments that are mostly so simple that they are read here.
	read []string
}

var idles = map[string]idle{
	"variable":  {texts: []string{"description", "deprecated"}, blocks: []string{"validation"}, read: []string{"type", "default", "nullable", "sensitive", "ephemeral"}},
	"output":    {texts: []string{"description", "deprecated"}, blocks: []string{"precondition"}},
	"terraform": {blocks: []string{"backend", "cloud", "provider_meta", "encryption"}},
	"moved":     {all: true},
	"import":    {all: true},
	"removed":   {all: true},
	"check":     {all: true},
	"action":    {all: true},
	"list":      {all: true},
}

// block goes over a block from its type to its closing brace.
func (s *scanner) block() (outlined, bool) {
	start := s.pos
	typ := s.name()
	behind := s.pos
	if typ == "" || !s.labels() {
		return outlined{}, false
	}
	of, known := idles[typ]
	if !known || !s.opens() {
		ok := s.inside('}')
		return outlined{span: span{start, s.pos}}, ok
	}
	inner := s.pos
	s.read, s.left = nil, false
	if !s.body(of) {
		return outlined{}, false
	}
	b := outlined{span: span{start, s.pos}, read: s.read}
	switch {
	case of.all:
		s.blanks = append(s.blanks, span{inner, s.pos - 1})
	case of.read != nil && !s.left:
		b.ready = readyBlock(s.path, s.text, b, span{behind, inner})
	}
	return b, true
}

// labels goes over the labels of a block and over its opening brace.
func (s *scanner) labels() bool {
	for {
		s.spaces()
		switch s.at(0) {
		case '{':
			s.pos++
			return true
		case '"':
			if !s.quoted() {
				return false
			}
		default:
			if s.name() == "" {
				return false
			}
		}
	}
}

// opens reports whether the inside of a block begins on a line of its own.
func (s *scanner) opens() bool { return s.ends() && s.pos < len(s.text) }

// body goes over the inside of a block, argument by argument, and over its closing
// brace.
func (s *scanner) body(of idle) bool {
	if s.depth++; s.depth > s.limit {
		return false
	}
	var seen []string
	for s.gap() {
		if s.at(0) == '}' {
			s.pos++
			s.depth--
			return true
		}
		name, ok := s.item(of)
		if !ok || !s.ends() || name != "" && slices.Contains(seen, name) {
			break
		}
		seen = append(seen, name)
	}
	return false
}

// item goes over an argument, of which it returns the name, or a nested block.
func (s *scanner) item(of idle) (argument string, ok bool) {
	start := s.pos
	name := s.name()
	s.spaces()
	if name == "" {
		return "", false
	}
	if s.at(0) == '=' && s.at(1) != '=' && s.at(1) != '>' {
		return name, s.argument(of, name, start)
	}
	if !s.nested() {
		return "", false
	}
	if slices.Contains(of.blocks, name) {
		s.blanks = append(s.blanks, span{start, s.pos})
	} else {
		s.left = true
	}
	return "", true
}

// argument goes over an argument from the equals sign on.
func (s *scanner) argument(of idle, name string, start int) bool {
	equals := s.pos
	s.pos++
	s.spaces()
	begin := s.pos
	text, ok := s.value()
	if !ok {
		return false
	}
	known := text && slices.Contains(of.texts, name)
	if slices.Contains(of.read, name) {
		value := span{begin, begin + len(bytes.TrimRight(s.text[begin:s.pos], " \t"))}
		if e := readValue(s.path, s.text, value, name == "type"); e != nil {
			known = true
			s.read = append(s.read, readArgument{name, span{start, start + len(name)}, equals, value, e})
		}
	}
	if known {
		s.blanks = append(s.blanks, span{start, s.pos})
	} else {
		s.left = true
	}
	return true
}

// nested goes over a nested block from its labels on.
func (s *scanner) nested() bool {
	switch {
	case !s.labels():
		return false
	case s.opens():
		return s.body(idle{})
	}
	return s.inside('}')
}

// value goes over an expression that ends with its line. It reports whether that
// is a text as it stands.
func (s *scanner) value() (text, ok bool) {
	start := s.pos
	s.odd = false
	if c := s.at(0); c == '"' || c == '<' {
		if !s.special() {
			return false, false
		}
		if text = !s.odd && s.pos > start+1; text && s.ends() {
			return true, true
		}
	}
	for s.pos < len(s.text) {
		switch c := s.text[s.pos]; {
		case classes[c] == plain:
			s.pos++
		case c == '\n', c == '#', c == '\r', c == '/' && s.at(1) == '/':
			return false, s.pos > start
		case classes[c] == closing || !s.special():
			return false, false
		}
	}
	return false, false
}
