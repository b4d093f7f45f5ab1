package project

import (
	"path/filepath"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/source"
)

// configName is the name of the files that configure Bicep for a folder and those
// below.
const configName = "bicepconfig.json"

// maxExtends bounds how many files extend one another.
const maxExtends = 32

// config is what matters here of a bicepconfig.json, with what it extends.
type config struct {
	at     place // the file that is nearest
	br     map[string]registryAlias
	ts     map[string]specAlias
	mocks  map[string]string // alias to folder, relative to at
	cache  string            // cacheRootDirectory, relative to at; "" for the default
	exists bool
}

// registryAlias is an entry of moduleAliases.br.
type registryAlias struct{ registry, path string }

// specAlias is an entry of moduleAliases.ts.
type specAlias struct{ subscription, group string }

// defaults is what counts where there is no file, and what files add to.
func defaults() *config {
	return &config{
		br:    map[string]registryAlias{"public": {"mcr.microsoft.com", "bicep"}},
		ts:    map[string]specAlias{},
		mocks: map[string]string{},
	}
}

// config returns the configuration for a file: that of the nearest bicepconfig.json
// in its folder or one above, within the root.
func (p *Project) config(f *source.File) (*config, *source.Error) {
	if at, err := p.where(f); err == nil && !at.cached {
		return p.configOf(filepath.Dir(at.below))
	}
	return defaults(), nil
}

func (p *Project) configOf(dir string) (*config, *source.Error) {
	at := place{below: filepath.Join(dir, configName)}
	it := slot(p, p.configs, at)
	it.Do(func() {
		switch {
		case p.exists(at):
			it.value, it.err = p.readConfig(at)
		case dir == ".":
			it.value = defaults()
		default:
			it.value, it.err = p.configOf(filepath.Dir(dir))
		}
	})
	return it.value, it.err
}

// readConfig reads a file and those it extends, which count where it says nothing.
func (p *Project) readConfig(at place) (*config, *source.Error) {
	var layers []map[string]any
	seen := map[place]bool{}
	for next := at; ; {
		if seen[next] || len(layers) == maxExtends {
			return nil, p.errorf(at, "The files that it extends go round in a circle, or are more than %d.", maxExtends)
		}
		seen[next] = true
		f, err := p.read(next)
		if err != nil {
			return nil, err
		}
		layer, err := object(f)
		if err != nil {
			return nil, err
		}
		layers = append(layers, layer)
		base := text(layer, "extends")
		if strings.TrimSpace(base) == "" {
			break
		}
		if next, err = p.beside(next, base); err != nil {
			return nil, err
		}
	}
	c := defaults()
	c.at, c.exists = at, true
	for i := len(layers) - 1; i >= 0; i-- {
		c.add(layers[i])
	}
	return c, nil
}

// add puts what one file says above what was said before.
func (c *config) add(layer map[string]any) {
	for name, alias := range members(layer, "moduleAliases", "br") {
		have := c.br[name]
		set(&have.registry, alias, "registry")
		set(&have.path, alias, "modulePath")
		c.br[name] = have
	}
	for name, alias := range members(layer, "moduleAliases", "ts") {
		have := c.ts[name]
		set(&have.subscription, alias, "subscription")
		set(&have.group, alias, "resourceGroup")
		c.ts[name] = have
	}
	for name, alias := range members(layer, "moduleAliasesMock", "br") {
		have := c.mocks[name]
		set(&have, alias, "mapToFilePath")
		c.mocks[name] = have
	}
	if s := text(layer, "cacheRootDirectory"); s != "" {
		c.cache = s
	}
}

// set replaces a text where there is one.
func set(into *string, alias any, key string) {
	if s, ok := alias.(map[string]any)[key].(string); ok {
		*into = s
	}
}

// members returns the members below a path that are objects.
func members(layer map[string]any, path ...string) map[string]any {
	for _, key := range path {
		layer, _ = layer[key].(map[string]any)
	}
	out := make(map[string]any, len(layer))
	for name, v := range layer {
		if _, ok := v.(map[string]any); ok {
			out[name] = v
		}
	}
	return out
}

func text(layer map[string]any, key string) string {
	s, _ := layer[key].(string)
	return s
}
