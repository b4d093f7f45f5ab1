package config

import (
	"slices"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/module"
)

// readAhead reads the modules that a module certainly calls, while its own
// expressions are evaluated. What is wrong with them is told when their turn comes.
func (s *scope) readAhead() {
	var dirs []string
	for _, name := range sortedKeys(s.module.Calls) { // as they are walked
		call := s.module.Calls[name]
		if call.Count != nil || call.ForEach != nil || call.Enabled != nil {
			continue // there may be no instance
		}
		dir, _, why := s.loader.Resolve(s.module, s.manifestKey, call, s.manifest)
		if why == "" && !slices.Contains(dirs, dir) {
			dirs = append(dirs, dir)
		}
	}
	if len(dirs) == 0 {
		return
	}
	s.ahead.Go(func() { readEach(s.loader, dirs) })
}

func readEach(l *module.Loader, dirs []string) {
	for _, dir := range dirs {
		_, _ = l.Module(dir) // the error comes again
	}
}
