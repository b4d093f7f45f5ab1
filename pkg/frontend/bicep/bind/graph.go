package bind

import (
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/ir"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/project"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/syntax"
)

// target is what a path that a file refers to leads to.
type target struct {
	project.Target
	// file is set for Bicep, json for compiled templates.
	file *file
	json *ir.Template
}

// target resolves a path, once.
func (f *file) target(path string) *target {
	f.mu.Lock()
	defer f.mu.Unlock()
	t := f.targets[path]
	if t != nil {
		return t
	}
	t = &target{Target: f.project.Resolve(f.syntax.Source, path)}
	switch {
	case t.Err != nil:
	case t.Bicep != nil:
		t.file = declared(f.project, t.Bicep)
	case t.JSON != nil:
		t.json = compiled(f.project, t.JSON, t.Downloaded)
	}
	f.targets[path] = t
	return t
}

// references returns the paths that the file refers to and that lead to files which may
// refer to others.
func (f *file) references() []string {
	var out []string
	add := func(e syntax.Expr) {
		if s, ok := e.(*syntax.String); ok {
			out = append(out, s.Value)
		}
	}
	for _, s := range f.syntax.Statements {
		switch s := s.(type) {
		case *syntax.Module:
			add(s.Path)
		case *syntax.Import:
			add(s.From)
		case *syntax.Using:
			add(s.Path)
		case *syntax.Extends:
			add(s.Path)
		}
	}
	return out
}

// lowerAll lowers the file and all that it refers to.
func (f *file) lowerAll() {
	w := &walker{index: map[*file]int{}, low: map[*file]int{}, on: map[*file]bool{}}
	w.visit(f)
	for _, g := range w.order {
		g.lower()
	}
}

// walker goes through the files that one refers to, and finds the circles among them,
// by Tarjan's algorithm. What it finds out of a file is the same wherever it begins, so
// that it need not be done again for another root.
type walker struct {
	index, low map[*file]int
	on         map[*file]bool
	stack      []*file
	order      []*file
}

func (w *walker) visit(f *file) {
	w.index[f] = len(w.index)
	w.low[f] = w.index[f]
	w.stack = append(w.stack, f)
	w.on[f] = true
	w.order = append(w.order, f)
	for _, path := range f.references() {
		g := f.target(path).file
		if g == nil {
			continue
		}
		if _, seen := w.index[g]; !seen {
			w.visit(g)
			w.low[f] = min(w.low[f], w.low[g])
		} else if w.on[g] {
			w.low[f] = min(w.low[f], w.index[g])
		}
	}
	if w.low[f] == w.index[f] {
		w.close(f)
	}
}

// close takes a component, all of whose files refer to each other, from the stack.
func (w *walker) close(first *file) {
	n := len(w.stack) - 1
	for w.stack[n] != first {
		n--
	}
	members := map[*file]bool{}
	for _, f := range w.stack[n:] {
		members[f] = true
		w.on[f] = false
	}
	w.stack = w.stack[:n]
	for f := range members {
		f.walk.Do(func() { f.cutCircles(members) })
	}
}

// What is said of references that are not followed.
const (
	circular = "It refers back to this file, in a circle."
	tooDeep  = "Files that refer to one another are nested too deep here."
)

// cutCircles decides which references are not followed: those that lead back, and
// those below which there are too many more.
func (f *file) cutCircles(members map[*file]bool) {
	f.cut = map[string]string{}
	for _, path := range f.references() {
		g := f.target(path).file
		switch {
		case g == nil:
		case members[g]:
			f.cut[path] = circular
		case g.depth+1 >= f.project.MaxDepth():
			f.cut[path] = tooDeep
		default:
			f.depth = max(f.depth, g.depth+1)
		}
	}
}

// follow resolves a path unless it leads round in a circle; what is wrong is reported
// at the node once the file is lowered.
func (f *file) follow(path string) (*target, string) {
	if why := f.cut[path]; why != "" {
		return nil, why
	}
	t := f.target(path)
	if t.Err != nil {
		return nil, describe(t)
	}
	return t, ""
}

// describe says what is wrong with a target, in a sentence.
func describe(t *target) string {
	if t.Err.Path != "" {
		return t.Err.Path + ": " + t.Err.Message
	}
	return t.Err.Message
}
