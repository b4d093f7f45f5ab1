package project

import (
	"path"
	"path/filepath"
	"strconv"
	"strings"
)

// module names a module of a container registry.
type module struct{ registry, repository, tag, digest string }

// artifact takes host/path:tag or host/path@digest apart, or tells why it cannot.
func artifact(reference string) (module, string) {
	host, rest, ok := strings.Cut(reference, "/")
	if !ok || !hostName().MatchString(host) {
		return module{}, "it is written <host>/<path>:<tag> or <host>/<path>@<digest>"
	}
	m := module{registry: host}
	last := strings.LastIndexByte(rest, '/') + 1
	end := strings.IndexAny(rest[last:], ":@")
	if end < 0 {
		return module{}, "the tag or digest is missing"
	}
	m.repository = rest[:last+end]
	version := rest[last+end+1:]
	if rest[last+end] == ':' {
		m.tag = version
	} else {
		m.digest = version
	}
	for _, segment := range strings.Split(m.repository, "/") {
		if !segmentName().MatchString(segment) {
			return module{}, "its path has a part that a registry cannot have"
		}
	}
	if m.digest == "" && !tagName().MatchString(m.tag) || m.digest != "" && !digestName().MatchString(m.digest) {
		return module{}, "the tag or digest is none that a registry can have"
	}
	return m, ""
}

// folder is the module's folder in the cache, with slashes: what a file system or
// another system's would not take is replaced.
func (m module) folder() string {
	registry := strings.ToLower(strings.ReplaceAll(m.registry, ":", "$"))
	version := m.tag + "$" + mask(m.tag)
	if m.digest != "" {
		version = strings.ReplaceAll(m.digest, ":", "#")
	}
	return path.Join("br", registry, strings.ReplaceAll(m.repository, "/", "$"), version)
}

// mask tells which letters of a tag are capitals, as some file systems do not: the
// bits of a number of 128 bits in base 16, lowest first; "" for none.
func mask(tag string) string {
	var bits [2]uint64
	for i := 0; i < len(tag) && i < 128; i++ {
		if tag[i] >= 'A' && tag[i] <= 'Z' {
			bits[i/64] |= 1 << (i % 64)
		}
	}
	switch {
	case bits[1] != 0:
		low := strconv.FormatUint(bits[0], 16)
		return strconv.FormatUint(bits[1], 16) + strings.Repeat("0", 16-len(low)) + low
	case bits[0] != 0:
		return strconv.FormatUint(bits[0], 16)
	}
	return ""
}

// restored reads a module of the cache.
func (p *Project) restored(c *config, folder string) Target {
	at, why := p.cacheOf(c)
	if why != "" {
		return Target{Missing: why}
	}
	at.below = filepath.Join(at.below, filepath.FromSlash(folder), "main.json")
	if !p.exists(at) {
		return Target{Missing: NotRestored}
	}
	f, err := p.read(at)
	return Target{JSON: f, Downloaded: true, Err: err}
}

// cacheOf finds the cache: that of the Options, or the one that the configuration
// names, if it lies inside the root. That configuration is input, which must not
// lead to other places.
func (p *Project) cacheOf(c *config) (place, string) {
	if c.cache == "" || strings.TrimSuffix(filepath.ToSlash(c.cache), "/") == "~/.bicep" {
		return place{below: ".", cached: true}, ""
	}
	dir := filepath.FromSlash(c.cache)
	if !filepath.IsAbs(dir) {
		dir = filepath.Join(p.options.Root, filepath.Dir(c.at.below), dir)
	}
	if p.options.Cache != "" && filepath.Clean(dir) == filepath.Clean(p.options.Cache) {
		return place{below: ".", cached: true}, ""
	}
	below, err := filepath.Rel(p.options.Root, dir)
	if err != nil || !filepath.IsLocal(below) {
		return place{}, "the cache that " + p.shown(c.at) + " names lies outside the folder that may be read"
	}
	return place{below: below}, ""
}
