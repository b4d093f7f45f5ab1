// Package touch tells which configurations a change of files may touch. It looks at the
// text of files alone: what reads as a path leads from one file to the next, and what might
// be one in disguise counts as touched. So it is quick, and it errs on one side only: it
// may name too much, and nothing that it does not name can have become different.
package touch

import (
	"os"
	"path"
	"slices"
	"strings"
	"sync"
)

// Set is a change of files in a folder. It may be used by several goroutines.
type Set struct {
	top     *os.Root
	changed map[string]bool            // each file
	in      map[string]map[string]bool // the names of those in each folder
	bases   map[string]bool            // the names of all
	data    bool                       // one is not written in a language of configurations
	all     bool

	mu    sync.Mutex
	nodes map[string]*node
	names map[string]bool // the last parts of what is quoted in what was looked at
	open  bool            // something of that may read files by any name
	found []string        // what was asked about and is touched
}

// New returns the change of some files, whose paths begin at the top folder and have
// slashes. A path of a folder stands for all that is in it.
func New(top *os.Root, files []string) *Set {
	s := &Set{
		top: top, changed: map[string]bool{}, in: map[string]map[string]bool{}, bases: map[string]bool{},
		nodes: map[string]*node{}, names: map[string]bool{},
	}
	for _, f := range files {
		s.changed[f] = true
		dir := path.Dir(f)
		if s.in[dir] == nil {
			s.in[dir] = map[string]bool{}
		}
		s.in[dir][path.Base(f)] = true
		s.bases[path.Base(f)] = true
		s.data = s.data || !IsConfiguration(f)
	}
	return s
}

// TouchAll makes the change one that touches everything, as that of a setting does.
func (s *Set) TouchAll() { s.all = true }

// Touches reports whether the change may have to do with a configuration: that of
// Terraform in a folder, or of a Bicep file, template or plan.
func (s *Set) Touches(configuration string) bool {
	if !s.all && len(s.changed) == 0 {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.all || s.touches(path.Clean(configuration)) {
		s.found = append(s.found, path.Clean(configuration))
		return true
	}
	return false
}

func (s *Set) touches(configuration string) bool {
	from := map[string]string{} // how each was reached
	queue := []string{configuration}
	from[queue[0]] = ""
	for i := 0; i < len(queue); i++ {
		n := s.node(queue[i])
		if n.touched {
			for at := queue[i]; at != ""; at = from[at] {
				s.nodes[at].touched = true
			}
			return true
		}
		if n.untouched {
			continue
		}
		for _, next := range n.leads {
			if _, seen := from[next]; !seen {
				from[next] = queue[i]
				queue = append(queue, next)
			}
		}
	}
	for _, at := range queue { // all that they lead to was looked at
		s.nodes[at].untouched = true
	}
	return false
}

// Extent is what configurations consist of.
type Extent struct {
	// Paths are those of their folders and files.
	Paths []string
	// Lost are paths that they lead to, where there is nothing.
	Lost []string
	// Unknown is set if they may consist of more.
	Unknown bool
}

// Extent tells what the configurations consist of for which Touches was true.
func (s *Set) Extent() Extent {
	s.mu.Lock()
	defer s.mu.Unlock()
	var e Extent
	seen := map[string]bool{}
	add := func(paths []string) {
		for _, p := range paths {
			if !seen[p] {
				seen[p] = true
				e.Paths = append(e.Paths, p)
			}
		}
	}
	add(s.found)
	for i := 0; i < len(e.Paths); i++ {
		n := s.node(e.Paths[i])
		add(n.leads)
		e.Lost = append(e.Lost, n.lost...)
		e.Unknown = e.Unknown || n.any
	}
	return e
}

// Reads reports whether a file may be read by what Touches was asked about, by a function
// such as file() or as a part of a template.
func (s *Set) Reads(file string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.open || s.names[path.Base(file)]
}

// node is a folder of Terraform, or another file.
type node struct {
	facts
	touched, untouched bool
}

// node looks at a folder or file for the first time.
func (s *Set) node(at string) *node {
	if n := s.nodes[at]; n != nil {
		return n
	}
	n := &node{}
	s.nodes[at] = n
	info, err := s.top.Stat(at)
	switch {
	case err != nil: // it is gone, or it is a link that leads out
		n.touched = s.has(at)
		return n
	case info.IsDir():
		n.facts = s.folder(at)
	default:
		n.facts = s.file(at, info.Size())
	}
	n.any = n.any || s.isThroughLink(at)
	gone := slices.ContainsFunc(n.lost, isModule)
	for name := range n.names {
		s.names[name] = true
	}
	s.open = s.open || n.open || n.any
	n.touched = gone || s.has(at) || s.touchedBy(at, info.IsDir(), &n.facts)
	return n
}

// has reports whether a file has changed, or a folder that it is in has as a whole.
func (s *Set) has(at string) bool {
	for ; ; at = path.Dir(at) {
		if s.changed[at] {
			return true
		}
		if at == "." || at == "/" || at == ".." {
			return false
		}
	}
}

// touchedBy reports whether a change touches a folder or file by itself.
func (s *Set) touchedBy(at string, isFolder bool, f *facts) bool {
	if f.any {
		return true
	}
	switch {
	case isFolder:
		for name := range s.in[at] {
			if isTerraform(name) {
				return true
			}
		}
	case isDeployment(at):
		for name := range s.in[path.Dir(at)] {
			if isParameters(name) {
				return true
			}
		}
		if s.setUp(at) {
			return true
		}
	}
	return s.reads(f)
}

// setUp reports whether a changed bicepconfig.json holds for a file.
func (s *Set) setUp(at string) bool {
	for dir := path.Dir(at); ; dir = path.Dir(dir) {
		if s.in[dir]["bicepconfig.json"] {
			return true
		}
		if dir == "." || dir == "/" {
			return false
		}
	}
}

// reads reports whether a changed file is one that may be read as data.
func (s *Set) reads(f *facts) bool {
	if f.open && s.data {
		return true
	}
	few, many := f.names, s.bases
	if len(few) > len(many) {
		few, many = many, few
	}
	for name := range few {
		if many[name] {
			return true
		}
	}
	return false
}

// isTerraform reports whether a file by its name is a part of what Terraform reads of a
// folder by itself.
func isTerraform(name string) bool {
	name = strings.ToLower(name)
	return hasSuffix(name, ".tf", ".tofu", ".tf.json", ".tofu.json", ".tfvars", ".tfvars.json", ".terraform.lock.hcl")
}

// isParameters reports whether a file by its name may be one of parameters for a template
// beside it.
func isParameters(name string) bool {
	name = strings.ToLower(name)
	return strings.HasSuffix(name, ".bicepparam") || strings.HasSuffix(name, ".json") && strings.Contains(name, "parameters")
}

// isModule reports whether a path may be that of a module of Terraform, and not of a file.
func isModule(at string) bool { return !isDeployment(at) }

// isDeployment reports whether a file by its name may be one of Bicep or a template.
func isDeployment(name string) bool {
	name = strings.ToLower(name)
	return hasSuffix(name, ".bicep", ".bicepparam", ".json", ".jsonc") && !isTerraform(name)
}

// IsConfiguration reports whether a file by its name is written in a language of
// configurations, or sets them up; templates and parameters in JSON are not told from
// other JSON.
func IsConfiguration(name string) bool {
	name = strings.ToLower(path.Base(name))
	return isTerraform(name) || hasSuffix(name, ".bicep", ".bicepparam", ".hcl") || name == "bicepconfig.json"
}

func hasSuffix(name string, suffixes ...string) bool {
	return slices.ContainsFunc(suffixes, func(s string) bool { return strings.HasSuffix(name, s) })
}
