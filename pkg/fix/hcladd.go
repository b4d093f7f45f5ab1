package fix

import (
	"bytes"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// addAttribute adds an attribute to a body: behind the attributes before the first
// nested block, as people write them, or else at the top.
func (h *hclText) addAttribute(body *hclsyntax.Body, a attribute) string {
	value := a.value
	if a.list {
		value = "[" + value + "]"
	}
	open, end := openBrace(h.now, body), body.SrcRange.End.Byte-1 // the closing brace
	if !bytes.ContainsRune(h.now[open:end], '\n') {
		return h.addToLine(body, open, end, a.name+" = "+value)
	}
	last := lastAttribute(body)
	if last == nil {
		at := nextLine(h.now, open)
		if !blankOrComment(h.now[open+1 : at]) {
			return notThere
		}
		add := lines(h.now, deeper(indentAt(h.now, open)), a.name+" = "+value)
		if len(body.Attributes)+len(body.Blocks) > 0 {
			add += newline(h.now)
		}
		return h.apply([]patch{{at, at, add}})
	}
	at := last.SrcRange.End.Byte
	if h.now[at-1] != '\n' { // as a heredoc ends
		if !blankOrComment(h.now[at:nextLine(h.now, at)]) {
			return notThere
		}
		at = nextLine(h.now, at)
	}
	indent := indentAt(h.now, last.NameRange.Start.Byte)
	width := last.EqualsRange.Start.Byte - last.NameRange.Start.Byte
	joined := lines(h.now, indent, pad(a.name, width)+"= "+value)
	in := patch{at - h.start, at - h.start, joined}
	if len(a.name) >= width || isFormatted(h.block()) && !isFormatted(splice(h.block(), in)) {
		joined = newline(h.now) + lines(h.now, indent, a.name+" = "+value)
	}
	return h.apply([]patch{{at, at, joined}})
}

// addToLine adds an attribute to a body that is on one line.
func (h *hclText) addToLine(body *hclsyntax.Body, open, end int, text string) string {
	outer := indentAt(h.now, open)
	within := h.now[open+1 : end]
	if len(body.Attributes) == 0 {
		if strings.TrimSpace(string(within)) != "" {
			return notThere // a comment
		}
		return h.apply([]patch{{open + 1, end, newline(h.now) + lines(h.now, deeper(outer), text) + outer}})
	}
	for _, only := range body.Attributes {
		first, last := only.SrcRange.Start.Byte, only.SrcRange.End.Byte
		if !blankTo(h.now, open+1, first) || !blankTo(h.now, last, end) {
			return notThere
		}
		had := string(h.now[first:last])
		return h.apply([]patch{
			{open + 1, first, newline(h.now) + deeper(outer)},
			{last, end, newline(h.now) + apart(had, text, h.now) + lines(h.now, deeper(outer), text) + outer},
		})
	}
	return notThere
}

// apart is an empty line between attributes that would have to be aligned.
func apart(had, text string, now []byte) string {
	if strings.Index(had, "=") == strings.Index(text, "=") {
		return ""
	}
	return newline(now)
}

// pad fills a name up to a width, at least by one blank.
func pad(name string, width int) string {
	return name + strings.Repeat(" ", max(1, width-len(name)))
}

// openBrace is the offset of the brace that opens a body.
func openBrace(b []byte, body *hclsyntax.Body) int {
	start := body.SrcRange.Start.Byte
	if start < len(b) && b[start] == '{' {
		return start
	}
	return start + bytes.IndexByte(b[start:], '{')
}

// lastAttribute is the last attribute before the first nested block; nil if there is
// none.
func lastAttribute(body *hclsyntax.Body) *hclsyntax.Attribute {
	limit := body.SrcRange.End.Byte
	for _, b := range body.Blocks {
		limit = min(limit, b.TypeRange.Start.Byte)
	}
	var last *hclsyntax.Attribute
	for _, a := range body.Attributes {
		if at := a.SrcRange.Start.Byte; at < limit && (last == nil || at > last.SrcRange.Start.Byte) {
			last = a
		}
	}
	return last
}

// blankOrComment reports whether the rest of a line says nothing.
func blankOrComment(rest []byte) bool {
	s := strings.TrimSpace(string(rest))
	return s == "" || strings.HasPrefix(s, "#") || strings.HasPrefix(s, "//") ||
		strings.HasPrefix(s, "/*") && strings.Index(s, "*/") == len(s)-2
}

// addBlock adds a nested block at the end of the resource.
func (h *hclText) addBlock(text ...string) string {
	body := h.resource.Body
	open, end := openBrace(h.now, body), body.SrcRange.End.Byte-1
	at := lineStart(h.now, end)
	if at <= open || !blankTo(h.now, at, end) {
		return notThere // all on one line
	}
	before := ""
	if previous := lineStart(h.now, at-1); !blankTo(h.now, previous, at) && previous > open {
		before = newline(h.now)
	}
	return h.apply([]patch{{at, at, before + lines(h.now, deeper(indentAt(h.now, h.resource.TypeRange.Start.Byte)), text...)}})
}
