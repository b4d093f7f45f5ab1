package bind

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/ir"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/syntax"
	"github.com/appnetlint/appnetlint/pkg/pattern"
)

// resourceType is what a declaration says of the type of a resource.
type resourceType struct {
	name    string // in full; "" where it is not known
	version string
	// foreign is set for resources of extensions, which are none of Azure's.
	foreign bool
}

// resourceDeclaration collects what a resource declares: itself and those inside.
func (f *file) resourceDeclaration(s *syntax.Resource, outer *declaration) *declaration {
	d := &declaration{kind: resource, name: s.Name.Name, home: f, node: s, symbol: s.Name.Name}
	var around *resourceType
	if outer != nil {
		d.symbol = outer.symbol + "::" + d.name
		around = outer.resource
	}
	d.resource = typeOf(s, around)
	_, _, body := syntax.Body(s.Body)
	if body == nil {
		return d
	}
	for _, m := range body.Members {
		inner, ok := m.(*syntax.Resource)
		if !ok || inner.Name.Name == "" {
			continue
		}
		if d.nested == nil {
			d.nested = map[string]*declaration{}
		}
		if d.nested[inner.Name.Name] != nil {
			f.errorf(inner.Name, "The name %s is declared more than once; the first declaration counts.", inner.Name.Name)
			continue
		}
		d.nested[inner.Name.Name] = f.resourceDeclaration(inner, d)
	}
	return d
}

// azureVersion is how versions of Azure's types are written: a day and what follows.
var azureVersion = pattern.Of(`^\d{4}-\d{2}-\d{2}(-[a-zA-Z0-9.-]+)?$`)

// typeOf takes the type of a resource apart. That of a resource inside another one is
// relative to it, and may leave the version out.
func typeOf(s *syntax.Resource, outer *resourceType) *resourceType {
	written, ok := s.Type.(*syntax.String)
	if !ok {
		return &resourceType{foreign: outer != nil && outer.foreign}
	}
	name, version, versioned := strings.Cut(written.Value, "@")
	if outer != nil {
		t := &resourceType{name: outer.name + "/" + name, version: version, foreign: outer.foreign}
		if !versioned {
			t.version = outer.version
		}
		if outer.name == "" {
			t.name = ""
		}
		return t
	}
	name, ofAzure := strings.CutPrefix(name, "az:")
	t := &resourceType{name: name, version: version}
	provider, _, below := strings.Cut(name, "/")
	if ofAzure {
		return t
	}
	t.foreign = strings.Contains(provider, ":") || versioned && !azureVersion().MatchString(version) || !below || !strings.Contains(provider, ".")
	return t
}

// resource lowers a resource with those inside; nil for one that is not Azure's.
func (f *file) resource(l *lowerer, s *syntax.Resource, d *declaration) *ir.Resource {
	if d == nil { // its name is missing, or another one's; it is deployed all the same
		d = f.resourceDeclaration(s, nil)
		d.symbol = ""
	}
	if d.resource.foreign {
		f.checkForeign(s, d)
		return nil
	}
	r := &ir.Resource{
		Symbol: d.symbol, Type: d.resource.name, APIVersion: d.resource.version, Existing: s.Existing, Cascades: true,
		At: f.header(s, s.Decorators, s.Type), Whole: f.at(s),
	}
	if _, ok := s.Type.(*syntax.Interpolated); ok {
		f.foldType(s, r)
	}
	f.resourceBody(l.inside(d.nested), s.Body, r, d)
	return r
}

// foldType works out a type that is put together of constants.
func (f *file) foldType(s *syntax.Resource, r *ir.Resource) {
	v, ok := f.constant(nil, s.Type)
	text, isText := v.Text()
	if !ok || !isText {
		f.errorf(s.Type, "The type of a resource must be constant.")
		return
	}
	r.Type, r.APIVersion, _ = strings.Cut(text, "@")
}

// checkForeign reports a type that is neither Azure's nor, for want of an extension,
// anybody else's.
func (f *file) checkForeign(s *syntax.Resource, d *declaration) {
	if t, ok := s.Type.(*syntax.String); ok && f.extensions == 0 && !strings.HasPrefix(d.resource.name, "Microsoft.Graph/") && d.symbol == d.name {
		f.errorf(t, "%q is no type of a resource: it is written <provider>/<type>@<version>, as in Microsoft.Web/sites@2024-04-01.", t.Value)
	}
}

// resourceBody lowers the body of a resource.
func (f *file) resourceBody(l *lowerer, body syntax.Expr, r *ir.Resource, d *declaration) {
	loop, condition, object := syntax.Body(body)
	if loop != nil {
		r.Loop, l = l.loop(loop)
	}
	if condition != nil {
		r.Condition = l.expr(condition)
	}
	r.Body = &ir.Object{Span: l.span(body)}
	if object == nil {
		return
	}
	r.Body.At = f.at(object)
	for _, m := range object.Members {
		switch m := m.(type) {
		case *syntax.Resource:
			f.nestedResource(l, m, r, d)
		case *syntax.Property:
			l.resourceProperty(m, r)
		default:
			r.Body.Members = append(r.Body.Members, l.members([]syntax.Member{m})...)
		}
	}
}

func (f *file) nestedResource(l *lowerer, s *syntax.Resource, r *ir.Resource, outer *declaration) {
	d := outer.nested[s.Name.Name]
	if d == nil || d.node != s {
		return
	}
	if inner := f.resource(l, s, d); inner != nil {
		r.Children = append(r.Children, inner)
	}
}

// resourceProperty lowers a member of a resource's body: what tells where and what the
// resource is has its own place.
func (l *lowerer) resourceProperty(m *syntax.Property, r *ir.Resource) {
	name, _ := m.Name()
	switch name {
	case "name":
		r.Name = l.expr(m.Value)
	case "parent":
		r.Parent = l.expr(m.Value)
	case "scope":
		r.Scope = l.expr(m.Value)
	case "dependsOn":
		r.DependsOn = l.dependencies(m.Value)
	default:
		r.Body.Members = append(r.Body.Members, l.members([]syntax.Member{m})...)
	}
}

// dependencies are the elements of a list, or the one expression that gives a list.
func (l *lowerer) dependencies(e syntax.Expr) []ir.Expr {
	list, ok := syntax.Unparen(e).(*syntax.Array)
	if !ok {
		return []ir.Expr{l.expr(e)}
	}
	var out []ir.Expr
	for _, element := range list.Elements {
		if s, ok := element.(*syntax.Spread); ok {
			element = s.Value
		}
		d := l.expr(element)
		if _, failed := d.(*ir.Failure); !failed {
			out = append(out, d)
		}
	}
	return out
}
