package fix

import (
	"bytes"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/appnetlint/appnetlint/pkg/lint"
)

// has reports whether the resource has blocks of a name, written or dynamic, or an
// attribute of it.
func (h *hclText) has(name string) bool {
	for _, b := range h.resource.Body.Blocks {
		if b.Type == name || b.Type == "dynamic" && len(b.Labels) == 1 && b.Labels[0] == name {
			return true
		}
	}
	return h.resource.Body.Attributes[name] != nil
}

// delegate adds a delegation to a subnet that has none.
func (h *hclText) delegate(r *lint.Remedy) string {
	const block = "delegation"
	switch {
	case h.typ != "azurerm_subnet":
		return notThere
	case h.has(block):
		return elsewhere
	case h.ignores(block):
		return ignored
	}
	d := delegationOf(r.Value)
	return h.addBlock(
		"delegation {",
		"  name = "+quoted(d.name),
		"",
		"  service_delegation {",
		"    name    = "+quoted(r.Value),
		"    actions = ["+quoted(d.action)+"]",
		"  }",
		"}")
}

// addServiceEndpoint adds a service endpoint to a subnet: to the list of names that
// azurerm has up to version 4, or as a block of version 5.
func (h *hclText) addServiceEndpoint(r *lint.Remedy, files *files) string {
	const list, block = "service_endpoints", "service_endpoint"
	switch have := h.resource.Body.Attributes[list]; {
	case h.typ != "azurerm_subnet":
		return notThere
	case h.ignores(block): // which is part of the other name
		return ignored
	case have != nil:
		tuple, ok := have.Expr.(*hclsyntax.TupleConsExpr)
		if !ok {
			return notLiteral
		}
		return h.appendTo(tuple, quoted(r.Value))
	}
	byBlock := h.has(block)
	if !byBlock {
		switch major := files.azurerm(h.file.Path); {
		case major == 0:
			return "it is not known for which version of azurerm this is written"
		case major < 5:
			return h.addAttribute(h.resource.Body, attribute{name: list, value: quoted(r.Value), list: true})
		}
	}
	if h.resource.Body.Attributes[block] != nil {
		return notLiteral
	}
	return h.addBlock("service_endpoint {", "  service = "+quoted(r.Value), "}")
}

// appendTo adds an element to a list that is written in brackets.
func (h *hclText) appendTo(list *hclsyntax.TupleConsExpr, element string) string {
	open, end := list.OpenRange.Start.Byte, list.SrcRange.End.Byte-1
	if len(list.Exprs) == 0 {
		if !blankTo(h.now, open+1, end) {
			return notThere
		}
		return h.apply([]patch{{open + 1, end, element}})
	}
	last := list.Exprs[len(list.Exprs)-1].Range()
	at := lineStart(h.now, end)
	if at <= last.End.Byte-1 || !blankTo(h.now, at, end) { // the bracket is on the line of the last element
		return h.apply([]patch{{last.End.Byte, last.End.Byte, ", " + element}})
	}
	comma, ok := commaAfter(h.now[:end], last.End.Byte)
	if !ok {
		return notThere
	}
	patches := []patch{{at, at, lines(h.now, indentAt(h.now, last.Start.Byte), element+comma)}}
	if comma == "" {
		patches = append(patches, patch{last.End.Byte, last.End.Byte, ","})
	}
	return h.apply(patches)
}

// commaAfter returns the comma that follows an element, or "" where there is none
// before the end.
func commaAfter(b []byte, from int) (string, bool) {
	tokens, diags := hclsyntax.LexExpression(b[from:], "", hcl.InitialPos)
	for _, token := range tokens {
		switch token.Type {
		case hclsyntax.TokenComma:
			return ",", true
		case hclsyntax.TokenNewline, hclsyntax.TokenComment, hclsyntax.TokenEOF:
		default:
			return "", false
		}
	}
	return "", !diags.HasErrors()
}

// removeRule removes the block of an access restriction rule. One that somebody has
// commented on is left.
func (h *hclText) removeRule(r *lint.Remedy) string {
	if r.Written.File == nil || r.Written.File.Path != h.file.Path {
		return elsewhere
	}
	config, ok := h.descend([]string{siteConfig})
	start, there := h.then(r.Written.Start)
	if !ok || !there {
		return notThere
	}
	for _, b := range config.Blocks {
		if (b.Type != "ip_restriction" && b.Type != "scm_ip_restriction") || b.TypeRange.Start.Byte > start || start >= b.OpenBraceRange.End.Byte {
			continue
		}
		if h.ignores(siteConfig) {
			return ignored
		}
		return h.removeLines(b.TypeRange.Start.Byte, b.CloseBraceRange.End.Byte)
	}
	return elsewhere
}

const commented = "there is a comment on what would be removed"

// removeLines removes what is on lines of its own, with the empty lines before it.
func (t *text) removeLines(start, end int) string {
	from, to := lineStart(t.now, start), nextLine(t.now, end)
	if !blankTo(t.now, from, start) || !blankTo(t.now, end, to) || hasComment(t.now[start:end]) {
		return commented
	}
	above := from
	for above > 0 {
		line := lineStart(t.now, above-1)
		if !blankTo(t.now, line, above) {
			if startsComment(t.now[line:above]) {
				return commented
			}
			break
		}
		above = line
	}
	if blankTo(t.now, to, nextLine(t.now, to)) && above < from { // keep the lines below apart from those above
		return t.apply([]patch{{above, to, ""}})
	}
	if bytes.HasPrefix(bytes.TrimLeft(t.now[to:], " \t"), []byte("}")) || bytes.HasPrefix(bytes.TrimLeft(t.now[to:], " \t"), []byte("]")) {
		return t.apply([]patch{{above, to, ""}})
	}
	return t.apply([]patch{{from, to, ""}})
}

// hasComment reports whether there may be a comment in some code. It takes the marks
// for one where they are in a text as well, which does no harm.
func hasComment(b []byte) bool {
	return bytes.Contains(b, []byte("#")) || bytes.Contains(b, []byte("//")) || bytes.Contains(b, []byte("/*"))
}

func startsComment(line []byte) bool {
	line = bytes.TrimSpace(line)
	for _, mark := range []string{"#", "//", "/*"} {
		if bytes.HasPrefix(line, []byte(mark)) {
			return true
		}
	}
	return bytes.HasSuffix(line, []byte("*/"))
}
