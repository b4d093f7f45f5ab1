package template

import (
	"path"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/expression"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/ir"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/jsonc"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
)

// linked reads a template in another file, if it is one of this project.
func (l *lowering) linked(link *jsonc.Node) (*ir.Template, string) {
	at := link.Get("relativePath")
	if at == nil {
		at = link.Get("uri")
	}
	switch {
	case link == nil:
		return nil, "it names no template"
	case at.String() == "":
		return nil, "its template is kept in Azure"
	}
	file := at.Text
	if expression.Is(file) {
		file = l.beside(at)
	}
	switch {
	case file == "" || strings.Contains(file, "://"):
		return nil, "its template is on the network"
	case l.options.Linked == nil || l.options.Inline != nil:
		return nil, "its template is in another file"
	}
	return l.options.Linked(l.file, file)
}

// beside returns the path, relative to the template at hand, of a file whose place is
// worked out from where this template is: by deployment().properties.templateLink.uri, or by
// the parameter _artifactsLocation, which has that for its value where it is deployed from a
// repository. It returns "" for any other place.
//
// Source: https://learn.microsoft.com/azure/azure-resource-manager/templates/linked-templates#linked-template
func (l *lowering) beside(n *jsonc.Node) string {
	switch e := l.follow(l.quietly(n)).(type) {
	case *ir.Literal: // relativePath may be worked out, too
		text, _ := e.Value.Text()
		return text
	case *ir.Call:
		switch strings.ToLower(e.Name) {
		case "uri":
			if len(e.Args) == 2 && l.isOwnPlace(e.Args[0]) {
				text, _ := l.constantText(e.Args[1], new(int))
				return relativePath(text)
			}
		case "concat":
			if len(e.Args) > 1 && l.isOwnPlace(e.Args[0]) {
				text, _ := l.constantText(&ir.Call{Name: "concat", Args: e.Args[1:]}, new(int))
				return relativePath(text)
			}
		}
		text, _ := l.constantText(e, new(int))
		return text
	}
	return ""
}

// relativePath leaves out what a URL may have besides the path.
func relativePath(url string) string {
	url, _, _ = strings.Cut(url, "?")
	if url == "" {
		return ""
	}
	return path.Clean(strings.TrimLeft(url, "/"))
}

// follow reads variables, which may be made of others.
func (l *lowering) follow(e ir.Expr) ir.Expr {
	for range 5 {
		v, ok := e.(*ir.Var)
		if !ok {
			return e
		}
		n := l.declared("variables", v.Name)
		if !n.Is(jsonc.String) {
			return e
		}
		e = l.quietly(n)
	}
	return e
}

// isOwnPlace reports whether an expression is the URL that this template, or its folder,
// is deployed from.
func (l *lowering) isOwnPlace(e ir.Expr) bool {
	switch e := l.follow(e).(type) {
	case *ir.Param:
		if strings.EqualFold(e.Name, "_artifactsLocation") {
			return true
		}
		n := l.declared("parameters", e.Name).Get("defaultValue")
		if !n.Is(jsonc.String) {
			return false
		}
		chain, ok := l.quietly(n).(*ir.Chain)
		return ok && isTemplateLink(chain)
	case *ir.Chain:
		return isTemplateLink(e)
	}
	return false
}

// isTemplateLink reports whether a chain is deployment().properties.templateLink.uri.
func isTemplateLink(c *ir.Chain) bool {
	call, ok := c.Base.(*ir.Call)
	if !ok || !strings.EqualFold(call.Name, "deployment") || len(c.Links) != 3 {
		return false
	}
	for i, want := range []string{"properties", "templateLink", "uri"} {
		if name, ok := textOf(c.Links[i].Key); !ok || !strings.EqualFold(name, want) {
			return false
		}
	}
	return true
}

func textOf(e ir.Expr) (string, bool) {
	literal, ok := e.(*ir.Literal)
	if !ok || literal.Value.Kind() != partial.String {
		return "", false
	}
	return literal.Value.Text()
}

// constantText is a text that does not depend on where or how the template is deployed. The
// token that goes behind the URL of a file in a private store is none of its path. steps
// counts what was looked at: variables may be made of one another in circles.
func (l *lowering) constantText(e ir.Expr, steps *int) (string, bool) {
	if *steps++; *steps > maxPieces {
		return "", false
	}
	switch e := l.follow(e).(type) {
	case *ir.Literal:
		return textOf(e)
	case *ir.Param:
		return "", strings.EqualFold(e.Name, "_artifactsLocationSasToken")
	case *ir.Call:
		if !strings.EqualFold(e.Name, "concat") {
			return "", false
		}
		var b strings.Builder
		for _, a := range e.Args {
			text, ok := l.constantText(a, steps)
			if !ok || b.Len()+len(text) > maxPath {
				return "", false
			}
			b.WriteString(text)
		}
		return b.String(), true
	}
	return "", false
}

// No path is longer, or of more pieces.
const (
	maxPath   = 4096
	maxPieces = 200
)
