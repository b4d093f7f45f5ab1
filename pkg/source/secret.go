package source

import (
	"bytes"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/pattern"
)

// secretNames are names, in lower case and without what joins their words, of what is a
// secret though nobody marks it: the settings of apps, and attributes that providers and
// Azure take secrets in.
var secretNames = map[string]bool{
	"appsettings": true, "connectionstring": true, "connectionstrings": true, "sitecredential": true, "sensitivebody": true,
	"storageaccounturl": true, "sendkeyvalue": true, "pfxblob": true, "protectedsettings": true, "publishingcredentials": true,
}

// secretEndings are how other names of secrets end.
var secretEndings = []string{"password", "secret", "accesskey", "connectionstring", "apikey", "accountkey", "sharedkey", "privatekey", "masterkey", "sasurl", "token"}

var joiners = strings.NewReplacer("_", "", "-", "")

// IsSecretName reports whether what has a name is a secret, whatever its value is.
func IsSecretName(name string) bool {
	name = joiners.Replace(strings.ToLower(name))
	if secretNames[name] {
		return true
	}
	for _, ending := range secretEndings {
		if strings.HasSuffix(name, ending) {
			return true
		}
	}
	return false
}

// betrayed matches texts that are secrets by what they look like: connection strings, and
// addresses with a password or signature in them.
var betrayed = pattern.Of(`(?i)(password|pwd|accountkey|sharedaccesskey|sharedaccesssignature|instrumentationkey)\s*=|[?&]sig=|://[^/\s:@]*:[^/\s@]+@`)

// quotedName matches the name of a member in JSON that is written as a text.
var quotedName = pattern.Of(`([A-Za-z_-]+)\\*["']\s*[:=]`)

func looksSecret(text []byte) bool {
	if betrayed().Match(text) {
		return true
	}
	for _, m := range quotedName().FindAllSubmatch(text, -1) {
		if IsSecretName(string(m[1])) {
			return true
		}
	}
	return false
}

// SecretTexts returns the texts of a file of source that are secrets by the names that they
// stand under or by what they look like, whether the file can be evaluated or not: in order,
// and none within another. The file may be HCL, Bicep or JSON.
func (f *File) SecretTexts() []Range {
	f.secretsOnce.Do(func() {
		s := scanner{file: f, text: f.Content, open: []bracket{{}}}
		s.run()
		f.secrets = s.found
	})
	return f.secrets
}

// Texts returns the texts and numbers that are written in a range, without what refers to
// something else.
func (r Range) Texts() []Range {
	if !r.HasText() {
		return nil
	}
	s := scanner{file: r.File, text: r.File.Content[:min(r.End, len(r.File.Content))], at: r.Start, open: []bracket{{secret: true}}}
	s.run()
	return s.found
}

// scanner finds what it can tell without knowing the language: texts in quotes, names that
// something is given to, and brackets.
type scanner struct {
	file  *File
	text  []byte
	at    int
	found []Range
	// open are the brackets around what is at hand.
	open []bracket
	last byte // what the last token begins with
}

type bracket struct {
	secret bool // all within is
	value  bool // the value of a secret name is at hand
	begun  bool // there is something of that value
}

func (s *scanner) run() {
	for s.at < len(s.text) {
		c := s.text[s.at]
		switch {
		case c == '\n':
			s.line()
		case c == ' ' || c == '\t' || c == '\r':
			s.at++
		case c == '#' || s.has("//"):
			s.skipTo("\n")
		case s.has("/*"):
			s.skipTo("*/")
		case c == '"' || c == '\'':
			s.quoted(c)
		case s.has("<<"):
			s.heredoc()
		case isWord(c):
			s.word()
		default:
			s.sign(c)
		}
	}
}

func (s *scanner) top() *bracket { return &s.open[len(s.open)-1] }

func (s *scanner) has(prefix string) bool { return bytes.HasPrefix(s.text[s.at:], []byte(prefix)) }

// skipTo goes to a text and not beyond; to the end if there is none.
func (s *scanner) skipTo(end string) {
	i := bytes.Index(s.text[s.at:], []byte(end))
	if i < 0 {
		s.at = len(s.text)
		return
	}
	s.at += i
	if end != "\n" {
		s.at += len(end)
	}
}

// line ends a value that does not go on in the next line.
func (s *scanner) line() {
	s.at++
	if next := bytes.TrimLeft(s.text[s.at:], " \t\r"); len(next) > 0 && bytes.IndexByte([]byte("?:+&|"), next[0]) >= 0 {
		return
	}
	if b := s.top(); b.begun {
		b.value, b.begun = false, false
	}
}

func (s *scanner) sign(c byte) {
	s.at++
	s.last = c
	switch b := s.top(); c {
	case '{', '[', '(':
		b.begun = b.value
		if len(s.open) < maxOpen {
			s.open = append(s.open, bracket{secret: b.secret || b.value})
		}
	case '}', ']', ')':
		if len(s.open) > 1 {
			s.open = s.open[:len(s.open)-1]
		}
	case ',':
		b.value, b.begun = false, false
	}
}

// maxOpen bounds the brackets that are told apart.
const maxOpen = 10_000

// token notes that there is something, and reports whether it is secret.
func (s *scanner) token(first byte) bool {
	b := s.top()
	b.begun = b.value
	s.last = first
	return b.secret || b.value
}

// names reports whether what ends here is the name of what follows.
func (s *scanner) names(block bool) bool {
	rest := bytes.TrimLeft(s.text[s.at:], " \t\r\n")
	if len(rest) == 0 {
		return false
	}
	switch rest[0] {
	case ':':
		return s.last != '?'
	case '=':
		return len(rest) == 1 || rest[1] != '=' && rest[1] != '>'
	case '{':
		return block
	}
	return false
}

// value begins what a secret name stands for.
func (s *scanner) value() {
	s.at += bytes.IndexFunc(s.text[s.at:], func(r rune) bool { return r == ':' || r == '=' || r == '{' })
	if s.text[s.at] != '{' {
		s.at++
	}
	b := s.top()
	b.value, b.begun = true, false
}

func isWord(c byte) bool {
	return c == '_' || c == '$' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}

func (s *scanner) word() {
	start := s.at
	for s.at < len(s.text) && (isWord(s.text[s.at]) || s.text[s.at] == '-') {
		s.at++
	}
	word := s.text[start:s.at]
	switch {
	case s.names(true):
		if IsSecretName(string(word)) {
			s.value()
		}
	case string(word) == "sensitive" && s.has("("):
		b := s.top()
		b.begun = b.value
		s.at++
		s.open = append(s.open, bracket{secret: true})
	case s.token(word[0]) && word[0] >= '0' && word[0] <= '9':
		s.found = append(s.found, Range{s.file, start, s.at})
	}
}

// quoted reads a text in quotes, with the expressions in it.
func (s *scanner) quoted(quote byte) {
	start := s.at + 1
	if quote == '\'' && s.has("'''") {
		s.at += 3
		start = s.at
		s.skipTo("'''")
		s.literal(start, max(start, s.at-3))
		return
	}
	s.at = start
	end := s.endOfQuoted(quote)
	text := s.text[start:end]
	if s.names(false) && !bytes.ContainsAny(text, "${") {
		if IsSecretName(string(text)) {
			s.value()
		}
		return
	}
	s.literal(start, end)
}

// literal is a text between two places.
func (s *scanner) literal(start, end int) {
	if secret := s.token('"'); end > start && (secret || looksSecret(s.text[start:end])) {
		s.found = append(s.found, Range{s.file, start, end})
	}
}

// endOfQuoted goes behind the text and returns where it ends. A text that is not closed ends
// with its line.
func (s *scanner) endOfQuoted(quote byte) int {
	holes := 0
	for s.at < len(s.text) {
		switch c := s.text[s.at]; {
		case c == '\\':
			s.at++
		case c == '\n' && holes == 0:
			return s.at
		case s.has("${"), s.has("%{"):
			holes++
			s.at++
		case holes > 0 && c == '{':
			holes++
		case holes > 0 && c == '}':
			holes--
		case holes == 0 && c == quote:
			s.at++
			return s.at - 1
		}
		s.at++
	}
	s.at = len(s.text)
	return s.at
}

var heredocHead = pattern.Of(`^<<-?([A-Za-z_][A-Za-z0-9_-]*)[ \t\r]*\n`)

func (s *scanner) heredoc() {
	head := heredocHead().FindSubmatch(s.text[s.at:min(len(s.text), s.at+200)])
	if head == nil {
		s.at += 2
		return
	}
	start := s.at + len(head[0])
	end := start
	for end < len(s.text) {
		line := s.text[end:]
		n := bytes.IndexByte(line, '\n') + 1
		if n == 0 {
			n = len(line)
		}
		if bytes.Equal(bytes.TrimSpace(line[:n]), head[1]) {
			break
		}
		end += n
	}
	s.at = end
	s.literal(start, end)
	s.skipTo("\n")
}
