package plan

import (
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/iac"
)

// graph joins what is planned with what is configured: which instances of
// modules and resources there are, and which block each one comes from. It does
// not change once built, so that several resolvers can use it at once.
type graph struct {
	config    *configuration
	root      *scope
	scopes    map[string]*scope // by path
	entries   []*entry
	attribute map[string]map[string]bool // by type: the attributes it has
	partial   bool                       // there may be instances that are not here
}

// scope is an instance of a module.
type scope struct {
	path   string // module.web["eu"]; "" for the root
	parent *scope
	call   *call // the block in the parent's module; nil for the root or where the configuration is not there
	key    key
	module *module
	calls  []iac.Call

	children  map[string][]*scope // by the name of the call
	child     map[callKey]*scope
	resources map[string]*instances // by azurerm_subnet.app
}

// instances are those of one resource in one scope.
type instances struct {
	list  []*instance
	byKey map[key]*instance
}

type instance struct {
	address string
	key     key
	settled bool
	name    string // the value of its attribute name, "" if that is not known
}

func newScope(parent *scope, name string, k key) *scope {
	s := &scope{parent: parent, key: k, children: map[string][]*scope{}, child: map[callKey]*scope{}, resources: map[string]*instances{}}
	if parent == nil {
		return s
	}
	s.path = joinPath(parent.path, "module."+name) + k.String()
	downloaded := false
	if len(parent.calls) > 0 {
		downloaded = parent.calls[len(parent.calls)-1].Downloaded
	}
	s.module = newModule("")
	if c := parent.module.calls[name]; c != nil {
		s.call, s.module = c, c.module
		downloaded = downloaded || !isLocal(c.source)
	}
	s.calls = append(slices.Clone(parent.calls), iac.Call{Address: s.path, Downloaded: downloaded})
	return s
}

// isLocal reports whether a module source is a folder of the same repository.
func isLocal(source string) bool {
	return source == "" || strings.HasPrefix(source, "./") || strings.HasPrefix(source, "../")
}

// newGraph builds the graph of what was read.
func newGraph(r *reader) *graph {
	r.config.root.finish()
	g := &graph{
		config:    &r.config,
		root:      newScope(nil, "", key{}),
		entries:   r.entries,
		attribute: map[string]map[string]bool{},
		partial:   r.partial,
	}
	g.root.module = r.config.root
	g.scopes = map[string]*scope{"": g.root}
	all := make([]instance, len(r.entries))
	for i, e := range r.entries {
		if len(e.sample) > 0 && g.attribute[e.typ] == nil {
			g.attribute[e.typ] = e.sample
		}
		a, ok := parseAddress(e.address)
		if !ok {
			continue
		}
		e.scope, e.base, e.key = g.scope(a.module), a.base, a.key
		if !e.gone {
			all[i] = instance{address: e.address, key: a.key, settled: e.settled, name: e.name}
			e.scope.add(a.base, &all[i])
		}
	}
	return g
}

// scope returns the scope of a path, made with those around it where it is new.
func (g *graph) scope(path string) *scope {
	if s := g.scopes[path]; s != nil {
		return s
	}
	parent, name, k := splitModule(path)
	p := g.scope(parent)
	s := newScope(p, name, k)
	p.children[name] = append(p.children[name], s)
	p.child[callKey{name, k}] = s
	g.scopes[path] = s
	return s
}

// splitModule splits the last step from a module path that parseAddress found.
func splitModule(path string) (parent, name string, k key) {
	start, i := 0, 0
	for i < len(path) {
		start = i
		i += len("module.")
		n := strings.IndexAny(path[i:], ".[")
		if n < 0 {
			return strings.TrimSuffix(path[:start], "."), path[i:], key{}
		}
		name = path[i : i+n]
		i += n
		k = key{}
		if path[i] == '[' {
			end := bracketEnd(path, i)
			k, _ = bracketStep(path[i:end]).key()
			i = end
		}
		i++ // the dot
	}
	return strings.TrimSuffix(path[:start], "."), name, k
}

func (s *scope) add(base string, i *instance) {
	all := s.resources[base]
	if all == nil {
		all = &instances{}
		s.resources[base] = all
	}
	all.list = append(all.list, i)
	if all.byKey != nil {
		all.byKey[i.key] = i
	} else if len(all.list) > maxLinear {
		all.byKey = map[key]*instance{}
		for _, i := range all.list {
			all.byKey[i.key] = i
		}
	}
}

// maxLinear is up to which length a list is searched without a map.
const maxLinear = 8

// find returns the instance of a key; nil if there is none.
func (all *instances) find(k key) *instance {
	if all == nil {
		return nil
	}
	if all.byKey != nil {
		return all.byKey[k]
	}
	for _, i := range all.list {
		if i.key == k {
			return i
		}
	}
	return nil
}

// repeated reports whether the block of a resource has count or for_each. A
// plan does not show a for_each that is a function of literals.
func (s *scope) repeated(base string) bool {
	if c := s.module.resources[base]; c != nil && (c.forEach != nil || c.count != nil) {
		return true
	}
	all := s.resources[base]
	return all != nil && !all.list[0].key.isZero()
}

// repeatedCall is the same for a module block.
func (s *scope) repeatedCall(name string) bool {
	if c := s.module.calls[name]; c != nil && (c.forEach != nil || c.count != nil) {
		return true
	}
	all := s.children[name]
	return len(all) > 0 && !all[0].key.isZero()
}

// callKey is an instance of a module call.
type callKey struct {
	name string
	key  key
}
