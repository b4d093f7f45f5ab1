package fix

import (
	"bytes"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/syntax"
	"github.com/appnetlint/appnetlint/pkg/lint"
)

// add adds a property at a path, with the objects on the way that are missing.
func (b *bicepText) add(o *syntax.Object, path []string, value string) string {
	if !isClosed(o) {
		return notLiteral
	}
	p := find(o, path[0])
	switch {
	case p == nil && hasProperty(o, path[0]):
		return notLiteral // twice
	case p == nil:
		return b.addMissing(o, path, value)
	case len(path) == 1:
		return b.present(int(p.Start), int(p.End))
	}
	switch inner := p.Value.(type) {
	case *syntax.Object:
		return b.add(inner, path[1:], value)
	case *syntax.Array:
		if len(inner.Elements) == 1 && path[1] == "0" {
			if element, ok := inner.Elements[0].(*syntax.Object); ok {
				return b.add(element, path[2:], value)
			}
		}
	}
	return notLiteral
}

// addMissing adds a property and the objects that lead to it.
func (b *bicepText) addMissing(o *syntax.Object, path []string, value string) string {
	for _, step := range path {
		if step == "0" || step == "properties" {
			return notThere // what is not there at all was not meant
		}
	}
	oneLine := !bytes.ContainsRune(b.now[o.Start:o.End], '\n') && len(o.Members) > 0
	indent := b.memberIndent(o)
	text := value
	for i := len(path) - 1; i >= 0; i-- {
		text = path[i] + ": " + text
		if i == 0 {
			break
		}
		if oneLine {
			text = "{ " + text + " }"
			continue
		}
		within := indent + strings.Repeat(" ", 2*(i-1))
		text = "{" + newline(b.now) + deeper(within) + text + newline(b.now) + within + "}"
	}
	return b.addMember(o, text)
}

func hasProperty(o *syntax.Object, name string) bool {
	for _, m := range o.Members {
		if p, ok := m.(*syntax.Property); ok {
			if key, constant := p.Name(); constant && strings.EqualFold(key, name) {
				return true
			}
		}
	}
	return false
}

func (b *bicepText) memberIndent(o *syntax.Object) string {
	for _, m := range o.Members {
		if start := int(m.Bounds().Start); blankTo(b.now, lineStart(b.now, start), start) {
			return indentAt(b.now, start)
		}
	}
	return deeper(indentAt(b.now, int(o.Start)))
}

// addMember adds a member at the end of an object; before the nested resources that
// stand there.
func (b *bicepText) addMember(o *syntax.Object, text string) string {
	end := int(o.End) - 1
	var last syntax.Member
	for _, m := range o.Members {
		if _, nested := m.(*syntax.Resource); nested {
			break
		}
		last = m
	}
	indent := b.memberIndent(o)
	if last == nil {
		return b.addFirst(o, indent, text)
	}
	at := int(last.Bounds().End)
	next := nextLine(b.now, at)
	switch {
	case next > end && len(b.now) > end: // the brace is on the line of the last member
		return b.apply([]patch{{at, at, ", " + text}})
	case !blankOrComment(bytes.TrimPrefix(bytes.TrimSpace(b.now[at:next]), []byte(","))):
		return notThere
	}
	return b.apply([]patch{{next, next, lines(b.now, indent, text)}})
}

func (b *bicepText) addFirst(o *syntax.Object, indent, text string) string {
	start, end := int(o.Start)+1, int(o.End)-1
	if !blankTo(b.now, start, end) {
		return notThere // a comment, or nested resources only
	}
	return b.apply([]patch{{start, end, newline(b.now) + lines(b.now, indent, text) + indentAt(b.now, int(o.Start))}})
}

// addToList adds an element to a list of the element's properties. only is set if the
// list must not have others.
func (b *bicepText) addToList(name, element string, only bool) string {
	if !strings.HasSuffix(b.typ, "/virtualnetworks/subnets") {
		return notThere
	}
	p := find(b.body, "properties")
	if p == nil || !isClosed(b.body) {
		return notThere
	}
	properties, ok := p.Value.(*syntax.Object)
	if !ok || !isClosed(properties) {
		return notLiteral
	}
	list := find(properties, name)
	if list == nil {
		if hasProperty(properties, name) {
			return notLiteral // twice
		}
		return b.addMember(properties, name+": "+b.listOf(properties, element))
	}
	array, ok := list.Value.(*syntax.Array)
	if !ok || array.Incomplete() {
		return notLiteral
	}
	if only && len(array.Elements) > 0 {
		return elsewhere
	}
	return b.appendTo(array, element)
}

// listOf is a list of one element: on one line where the object is.
func (b *bicepText) listOf(o *syntax.Object, element string) string {
	if !bytes.ContainsRune(b.now[o.Start:o.End], '\n') {
		return "[" + element + "]"
	}
	indent := b.memberIndent(o)
	return "[" + newline(b.now) + deeper(indent) + element + newline(b.now) + indent + "]"
}

// appendTo adds an element to a list that is written in brackets.
func (b *bicepText) appendTo(array *syntax.Array, element string) string {
	start, end := int(array.Start)+1, int(array.End)-1
	if len(array.Elements) == 0 {
		if !blankTo(b.now, start, end) {
			return notThere
		}
		return b.apply([]patch{{start, end, element}})
	}
	last := array.Elements[len(array.Elements)-1].Bounds()
	at := int(last.End)
	next := nextLine(b.now, at)
	if next > end {
		return b.apply([]patch{{at, at, ", " + element}})
	}
	if !blankOrComment(bytes.TrimPrefix(bytes.TrimSpace(b.now[at:next]), []byte(","))) {
		return notThere
	}
	return b.apply([]patch{{next, next, lines(b.now, indentAt(b.now, int(last.Start)), element)}})
}

// removeRule removes an access restriction rule from the list of its app. One that
// somebody has commented on is left.
func (b *bicepText) removeRule(r *lint.Remedy) string {
	if r.Written.File == nil || r.Written.File.Path != b.text.file.Path {
		return elsewhere
	}
	start, there := b.then(r.Written.Start)
	if !there {
		return conflict
	}
	for _, list := range []string{"ipSecurityRestrictions", "scmIpSecurityRestrictions"} {
		p, _ := lookUp(b.body, []string{"properties", "siteConfig", list})
		if p == nil {
			continue
		}
		array, ok := p.Value.(*syntax.Array)
		if !ok {
			continue
		}
		for i, e := range array.Elements {
			if s := e.Bounds(); int(s.Start) == start {
				return b.removeElement(array, i)
			}
		}
	}
	return elsewhere
}

func (b *bicepText) removeElement(array *syntax.Array, i int) string {
	s := array.Elements[i].Bounds()
	start, end := int(s.Start), int(s.End)
	if blankTo(b.now, lineStart(b.now, start), start) {
		return b.removeLines(start, end)
	}
	if i == 0 || hasComment(b.now[array.Elements[i-1].Bounds().End:end]) {
		return commented
	}
	return b.apply([]patch{{int(array.Elements[i-1].Bounds().End), end, ""}})
}
