package fix

import (
	"strconv"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/syntax"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// bicepText is a text with what it parses to.
type bicepText struct {
	*text
	file *syntax.File
	// resource is the one that makes the element, with its full type in lower case
	// and its API version.
	resource     *syntax.Resource
	typ, version string
	// body is the object of the element: that of the resource or, for a subnet that its
	// network lists, the element of the list.
	body *syntax.Object
}

// compileBicep applies a remedy to a file of Bicep.
func compileBicep(t *text, r *lint.Remedy, files *files) string {
	b, why := openBicep(t, r, files)
	if why != "" {
		return why
	}
	switch r.Part {
	case lint.AccessRule:
		why = b.removeRule(r)
	case lint.SubnetDelegation:
		why = b.addToList("delegations", "{ name: "+bicepQuoted(delegationOf(r.Value).name)+
			", properties: { serviceName: "+bicepQuoted(r.Value)+" } }", true)
	case lint.SubnetServiceEndpoint:
		why = b.addToList("serviceEndpoints", "{ service: "+bicepQuoted(r.Value)+" }", false)
	default:
		why = b.set(r)
	}
	if why == "" && len(syntax.Parse(source.NewFile(t.file.Path, t.now)).Errors) > 0 {
		return notThere
	}
	return why
}

// openBicep finds the resource, or the element of a list in one, that a remedy changes.
func openBicep(t *text, r *lint.Remedy, files *files) (*bicepText, string) {
	file := files.parse(t)
	if len(file.Errors) > 0 {
		return nil, unreadable
	}
	start, ok := t.then(r.At.Start)
	if !ok {
		return nil, notThere
	}
	b := &bicepText{text: t, file: file}
	for _, s := range file.Statements {
		if res, ok := s.(*syntax.Resource); ok && holds(res, start) {
			b.resource = res
			b.typ, b.version = typeOf(res, "", "")
		}
	}
	if b.resource == nil || b.resource.Existing {
		return nil, notThere
	}
	_, _, b.body = syntax.Body(b.resource.Body)
	b.descend(start)
	if b.body == nil {
		return nil, notThere
	}
	return b, ""
}

// parse parses a text; one without edits once only.
func (f *files) parse(t *text) *syntax.File {
	if len(t.done) > 0 {
		return syntax.Parse(source.NewFile(t.file.Path, t.now))
	}
	if f.parsed[t.file] == nil {
		f.parsed[t.file] = syntax.Parse(t.file)
	}
	return f.parsed[t.file]
}

func holds(n syntax.Node, offset int) bool {
	s := n.Bounds()
	return int(s.Start) <= offset && offset < int(s.End)
}

// descend goes on to the nested resource, or to the element of a list, that begins at
// an offset.
func (b *bicepText) descend(start int) {
	for b.body != nil {
		var inner *syntax.Resource
		for _, m := range b.body.Members {
			if res, ok := m.(*syntax.Resource); ok && holds(res, start) {
				inner = res
			}
		}
		if inner == nil {
			break
		}
		b.resource = inner
		b.typ, b.version = typeOf(inner, b.typ, b.version)
		_, _, b.body = syntax.Body(inner.Body)
	}
	if b.body == nil || !holds(b.body, start) {
		return
	}
	var listed *syntax.Object
	syntax.Walk(b.body, func(n syntax.Node) bool {
		if o, ok := n.(*syntax.Object); ok && o != b.body && int(o.Start) == start {
			listed = o
		}
		return holds(n, start)
	})
	switch {
	case listed == nil && int(b.resource.Start) > start, listed == nil && start >= int(b.body.Start):
		b.body = nil // some other part, of which nothing is known
	case listed != nil:
		b.body = listed
		if b.typ != "microsoft.network/virtualnetworks" {
			b.body = nil
		}
		b.typ += "/subnets"
	}
}

// typeOf is the full type of a resource in lower case and its API version. Those of a
// nested one are relative to the outer one.
func typeOf(res *syntax.Resource, outer, version string) (string, string) {
	s, ok := res.Type.(*syntax.String)
	if !ok {
		return "", ""
	}
	typ, own, versioned := strings.Cut(s.Value, "@")
	if versioned {
		version = own
	}
	if typ = strings.ToLower(typ); outer != "" && !strings.Contains(typ, ".") {
		typ = outer + "/" + typ
	}
	return typ, version
}

// set gives a property a value, where it is written or by adding it.
func (b *bicepText) set(r *lint.Remedy) string {
	options := propertiesOf(b.typ, r.Part, r.Value)
	if !r.Written.IsZero() {
		return b.replaceWritten(r, options)
	}
	if b.configured() {
		return "the configuration of the app is written by a resource of its own as well"
	}
	for _, p := range options {
		if !b.exists(p) {
			continue
		}
		if why := b.add(b.body, p.path, p.value); why != notThere {
			return why
		}
	}
	return notThere
}

// exists reports whether a property is in the API version of the resource.
func (b *bicepText) exists(p property) bool {
	if p.path[0] != "properties" {
		return true
	}
	version, ok := azure.ParseAPIVersion(b.version)
	if !ok {
		return false
	}
	for i := 2; i <= len(p.path); i++ {
		if w, known := azure.LookupProperty(b.typ, strings.Join(p.path[1:i], ".")); known && w.Place(version) != azure.Within {
			return false
		}
	}
	return true
}

// configured reports whether a resource of its own in the file writes the
// configuration of an app.
func (b *bicepText) configured() bool {
	if !strings.HasPrefix(b.typ, "microsoft.web/sites") {
		return false
	}
	found := false
	for _, res := range b.configs() {
		found = found || res != nil
	}
	return found
}

// configs are the resources in the file that may write the configuration of an app.
func (b *bicepText) configs() []*syntax.Resource {
	var out []*syntax.Resource
	var visit func(n syntax.Node, outer string)
	visit = func(n syntax.Node, outer string) {
		syntax.Walk(n, func(n syntax.Node) bool {
			res, ok := n.(*syntax.Resource)
			if !ok {
				return true
			}
			typ, _ := typeOf(res, outer, "")
			if strings.HasSuffix(typ, "/config") && !isOtherConfig(res) && !res.Existing {
				out = append(out, res)
			}
			if _, _, body := syntax.Body(res.Body); body != nil {
				for _, m := range body.Members {
					visit(m, typ)
				}
			}
			return false
		})
	}
	for _, s := range b.file.Statements {
		visit(s, "")
	}
	return out
}

// isOtherConfig reports whether a sites/config certainly is not the one named web.
func isOtherConfig(res *syntax.Resource) bool {
	_, _, body := syntax.Body(res.Body)
	if body == nil {
		return false
	}
	p := find(body, "name")
	if p == nil {
		return false
	}
	switch name := p.Value.(type) {
	case *syntax.String:
		return !strings.EqualFold(name.Value[strings.LastIndexByte(name.Value, '/')+1:], "web")
	case *syntax.Interpolated:
		last := name.Segments[len(name.Segments)-1]
		i := strings.LastIndexByte(last, '/')
		return i >= 0 && !strings.EqualFold(last[i+1:], "web")
	}
	return false
}

// replaceWritten writes another value where the present one is written literally: in
// the resource itself, or in the one that has its configuration.
func (b *bicepText) replaceWritten(r *lint.Remedy, options []property) string {
	if r.Written.File == nil || r.Written.File.Path != b.text.file.Path {
		return elsewhere
	}
	start, end, ok := b.span(r.Written)
	if !ok {
		return conflict
	}
	for _, p := range options {
		places := []struct {
			body *syntax.Object
			path []string
		}{{b.body, p.path}}
		if len(p.path) == 3 && p.path[1] == "siteConfig" {
			for _, res := range b.configs() {
				if loop, _, body := syntax.Body(res.Body); loop == nil && body != nil {
					places = append(places, struct {
						body *syntax.Object
						path []string
					}{body, []string{"properties", p.path[2]}})
				}
			}
		}
		for _, at := range places {
			found, _ := lookUp(at.body, at.path)
			if found == nil || int(found.End) <= start || end <= int(found.Start) {
				continue
			}
			return b.replace(found, p)
		}
	}
	return elsewhere
}

func (b *bicepText) replace(have *syntax.Property, p property) string {
	value := syntax.Unparen(have.Value)
	switch v := value.(type) {
	case *syntax.String, *syntax.Bool:
	case *syntax.Array:
		if !strings.HasPrefix(p.value, "[") || len(v.Elements) > 1 {
			return notLiteral
		}
		if len(v.Elements) == 1 { // keeps what is around the element
			s, ok := v.Elements[0].(*syntax.String)
			if !ok {
				return notLiteral
			}
			return b.apply([]patch{{int(s.Start), int(s.End), strings.Trim(p.value, "[]")}})
		}
		if hasComment(b.now[v.Start:v.End]) {
			return commented
		}
	default:
		return notLiteral
	}
	s := value.Bounds()
	return b.apply([]patch{{int(s.Start), int(s.End), p.value}})
}

// find returns the one property of a name, whatever its case; nil if there is none, or
// more than one.
func find(o *syntax.Object, name string) *syntax.Property {
	var found *syntax.Property
	for _, m := range o.Members {
		p, ok := m.(*syntax.Property)
		if !ok {
			continue
		}
		if key, constant := p.Name(); constant && strings.EqualFold(key, name) {
			if found != nil {
				return nil
			}
			found = p
		}
	}
	return found
}

// isClosed reports whether an object has no other members than those that can be read.
func isClosed(o *syntax.Object) bool {
	for _, m := range o.Members {
		switch m := m.(type) {
		case *syntax.Property:
			if _, constant := m.Name(); !constant {
				return false
			}
		case *syntax.Resource:
		default:
			return false
		}
	}
	return !o.Incomplete()
}

// lookUp follows a path through objects that are written literally, and elements of
// arrays by number. It returns the property at its end, or how far it came.
func lookUp(o *syntax.Object, path []string) (*syntax.Property, int) {
	for i, name := range path {
		p := find(o, name)
		if p == nil || i == len(path)-1 {
			return p, i
		}
		value := p.Value
		if array, ok := value.(*syntax.Array); ok && i+1 < len(path) {
			n, err := strconv.Atoi(path[i+1])
			if err != nil || n >= len(array.Elements) {
				return nil, i
			}
			inner, ok := array.Elements[n].(*syntax.Object)
			if !ok {
				return nil, i
			}
			return lookUp(inner, path[i+2:])
		}
		inner, ok := value.(*syntax.Object)
		if !ok {
			return nil, i
		}
		o = inner
	}
	return nil, 0
}
