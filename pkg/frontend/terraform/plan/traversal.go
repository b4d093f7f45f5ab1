package plan

import (
	"strconv"
	"strings"
)

// rootKind is what a reference begins with.
type rootKind uint8

const (
	rootResource rootKind = iota // azurerm_subnet.app, data.azurerm_subnet.app
	rootModule                   // module.network
	rootVariable                 // var.subnet_id
	rootLocal                    // local.subnet_id
	rootEach                     // each.key, each.value
	rootCount                    // count.index
	rootKnown                    // path.module, terraform.workspace
)

// traversal is one reference as the configuration shows it.
type traversal struct {
	text string // in the words of the configuration
	root rootKind
	// name is that of the resource (azurerm_subnet.app), module call, variable
	// or local value; key or value after each.
	name  string
	steps []step
}

// step is what follows in a traversal: .attribute, ["key"] or [0].
type step struct {
	kind stepKind
	name string
}

type stepKind uint8

const (
	attributeStep stepKind = iota
	keyStep
	indexStep
)

// key is the key of an instance of a resource or module. The zero key is that
// of the only instance.
type key struct {
	kind stepKind // keyStep or indexStep
	text string
}

func (k key) isZero() bool { return k == key{} }

func (k key) String() string {
	switch {
	case k.isZero():
		return ""
	case k.kind == indexStep:
		return "[" + k.text + "]"
	}
	return "[" + quoteKey(k.text) + "]"
}

// key returns the instance key that a step in brackets selects.
func (s step) key() (key, bool) {
	if s.kind == attributeStep {
		return key{}, false
	}
	return key{s.kind, s.name}, true
}

// parseReferences takes a list of references apart. Terraform lists after each
// its prefixes, which say nothing new: azurerm_subnet.a["x"].id,
// azurerm_subnet.a["x"], azurerm_subnet.a.
func parseReferences(texts []string) []traversal {
	var out []traversal
	for i, t := range texts {
		if i > 0 && isPrefix(t, texts[i-1]) {
			continue
		}
		if tr, ok := parseTraversal(t); ok {
			out = append(out, tr)
		}
	}
	return out
}

func isPrefix(short, long string) bool {
	return len(short) < len(long) && strings.HasPrefix(long, short) && (long[len(short)] == '.' || long[len(short)] == '[')
}

func parseTraversal(text string) (traversal, bool) {
	t := traversal{text: text}
	steps, ok := parseSteps(text)
	if !ok || len(steps) < 2 || steps[0].kind != attributeStep || steps[1].kind != attributeStep {
		return t, false
	}
	used := 2
	t.name = steps[1].name
	switch steps[0].name {
	case "module":
		t.root = rootModule
	case "var":
		t.root = rootVariable
	case "local":
		t.root = rootLocal
	case "each":
		t.root = rootEach
	case "count":
		t.root = rootCount
	case "path", "terraform", "self":
		t.root = rootKnown
	case "data", "ephemeral":
		if len(steps) < 3 || steps[2].kind != attributeStep {
			return t, false
		}
		t.name = steps[0].name + "." + steps[1].name + "." + steps[2].name
		used = 3
	default:
		t.name = steps[0].name + "." + steps[1].name
	}
	t.steps = steps[used:]
	return t, true
}

// parseSteps splits a traversal; the first step is its root.
func parseSteps(text string) ([]step, bool) {
	steps := make([]step, 0, 4)
	for i := 0; i < len(text); {
		switch text[i] {
		case '[':
			end := bracketEnd(text, i)
			if end < 0 {
				return nil, false
			}
			steps = append(steps, bracketStep(text[i:end]))
			i = end
			continue
		case '.':
			if i++; i == len(text) {
				return nil, false
			}
		}
		n := strings.IndexAny(text[i:], ".[")
		if n < 0 {
			n = len(text) - i
		}
		if n == 0 {
			return nil, false
		}
		steps = append(steps, step{attributeStep, text[i : i+n]})
		i += n
	}
	return steps, len(steps) > 0
}

// bracketStep is the step that brackets make. What is in them is a key in
// quotes, a number, or something like * that selects no one instance.
func bracketStep(bracketed string) step {
	inner := bracketed[1 : len(bracketed)-1]
	if strings.HasPrefix(inner, `"`) {
		return step{keyStep, unquoteKey(inner)}
	}
	return step{indexStep, inner}
}

// bracketEnd returns the offset after the bracket that closes the one at i; -1
// if there is none.
func bracketEnd(text string, i int) int {
	i++
	if i < len(text) && text[i] == '"' {
		for i++; i < len(text) && text[i] != '"'; i++ {
			if text[i] == '\\' {
				i++
			}
		}
	}
	if i > len(text) {
		return -1
	}
	n := strings.IndexByte(text[i:], ']')
	if n < 0 {
		return -1
	}
	return i + n + 1
}

// quoteKey quotes an instance key as Terraform prints it in addresses.
func quoteKey(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for i, c := range s {
		switch c {
		case '\n':
			b.WriteString(`\n`)
		case '\r':
			b.WriteString(`\r`)
		case '\t':
			b.WriteString(`\t`)
		case '"':
			b.WriteString(`\"`)
		case '\\':
			b.WriteString(`\\`)
		case '$', '%':
			b.WriteRune(c)
			if strings.HasPrefix(s[i+1:], "{") {
				b.WriteRune(c)
			}
		default:
			if strconv.IsPrint(c) {
				b.WriteRune(c)
			} else {
				quoted := strconv.QuoteToASCII(string(c))
				b.WriteString(quoted[1 : len(quoted)-1])
			}
		}
	}
	b.WriteByte('"')
	return b.String()
}

// unquoteKey is the reverse of quoteKey; it also takes what Go quotes.
func unquoteKey(quoted string) string {
	s := strings.TrimSuffix(strings.TrimPrefix(quoted, `"`), `"`)
	if strings.ContainsRune(s, '\\') {
		if u, err := strconv.Unquote(quoted); err == nil {
			s = u
		}
	}
	if strings.Contains(s, "{") {
		s = strings.ReplaceAll(strings.ReplaceAll(s, "$${", "${"), "%%{", "%{")
	}
	return s
}

// renderSteps writes steps as they stand after an address:
// site_config[0].ip_restriction.
func renderSteps(steps []step) string {
	if len(steps) == 0 {
		return ""
	}
	if len(steps) == 1 && steps[0].kind == attributeStep {
		return steps[0].name
	}
	var b strings.Builder
	for _, s := range steps {
		if k, ok := s.key(); ok {
			b.WriteString(k.String())
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('.')
		}
		b.WriteString(s.name)
	}
	return b.String()
}

// instanceAddress is the address of an instance taken apart.
type instanceAddress struct {
	module string // module.web["eu"]; "" for the root
	base   string // azurerm_subnet.app, data.azurerm_subnet.app
	key    key
}

// parseAddress takes an address apart; false if it is none.
func parseAddress(address string) (instanceAddress, bool) {
	i, end := 0, 0
	for strings.HasPrefix(address[i:], "module.") {
		i += len("module.")
		n := strings.IndexAny(address[i:], ".[")
		if n <= 0 {
			return instanceAddress{}, false
		}
		i += n
		if address[i] == '[' {
			if i = bracketEnd(address, i); i < 0 {
				return instanceAddress{}, false
			}
		}
		if end = i; i == len(address) || address[i] != '.' {
			return instanceAddress{}, false
		}
		i++
	}
	a := instanceAddress{module: address[:end], base: address[i:]}
	if n := strings.IndexByte(a.base, '['); n >= 0 {
		if bracketEnd(a.base, n) != len(a.base) {
			return a, false
		}
		a.key, _ = bracketStep(a.base[n:]).key()
		a.base = a.base[:n]
	}
	return a, strings.Contains(a.base, ".")
}

// withoutKeys is an address as the configuration knows it, without the keys of
// instances.
func withoutKeys(address string) string {
	if !strings.Contains(address, "[") {
		return address
	}
	var b strings.Builder
	for i := 0; i < len(address); {
		n := strings.IndexByte(address[i:], '[')
		if n < 0 {
			b.WriteString(address[i:])
			break
		}
		b.WriteString(address[i : i+n])
		end := bracketEnd(address, i+n)
		if end < 0 {
			break
		}
		i = end
	}
	return b.String()
}
