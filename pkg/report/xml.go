package report

import (
	"bufio"
	"encoding/xml"
	"strings"
)

// markup writes an XML document piece by piece, one element a line.
type markup struct {
	w *bufio.Writer
	// within are the names of the elements that are open.
	within []string
}

// attribute is an attribute of an element.
type attribute struct{ name, value string }

func newMarkup(w *bufio.Writer) *markup {
	w.WriteString(xml.Header)
	return &markup{w: w}
}

// open begins an element.
func (m *markup) open(name string, attributes ...attribute) {
	m.begin(name, attributes)
	m.w.WriteString(">\n")
	m.within = append(m.within, name)
}

// close ends the element that was opened last.
func (m *markup) close() {
	last := len(m.within) - 1
	name := m.within[last]
	m.within = m.within[:last]
	m.indent()
	m.w.WriteString("</" + name + ">\n")
}

// put writes an element with text; without any it is empty.
func (m *markup) put(name, text string, attributes ...attribute) {
	m.begin(name, attributes)
	if text == "" {
		m.w.WriteString("/>\n")
		return
	}
	m.w.WriteString(">" + xmlText(text) + "</" + name + ">\n")
}

func (m *markup) begin(name string, attributes []attribute) {
	m.indent()
	m.w.WriteString("<" + name)
	for _, a := range attributes {
		m.w.WriteString(" " + a.name + `="` + xmlEscape(a.value) + `"`)
	}
}

func (m *markup) indent() { m.w.WriteString(strings.Repeat("  ", len(m.within))) }

// xmlEscape escapes text for an attribute. What XML cannot hold at all becomes the
// mark for a broken character.
func xmlEscape(s string) string {
	var out strings.Builder
	_ = xml.EscapeText(&out, []byte(s)) // a builder takes everything
	return out.String()
}

// xmlText escapes text for the content of an element, where lines stay lines.
func xmlText(s string) string {
	return strings.NewReplacer("&#xA;", "\n", "&#34;", `"`, "&#39;", "'").Replace(xmlEscape(s))
}
