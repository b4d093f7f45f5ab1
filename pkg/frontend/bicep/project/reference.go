package project

import (
	"fmt"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/syntax"
	"github.com/appnetlint/appnetlint/pkg/pattern"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// Target is what a reference leads to: exactly one of Bicep, JSON, Missing and Err is
// set.
type Target struct {
	// Bicep is a parsed file.
	Bicep *syntax.File
	// JSON is a compiled ARM template that was read.
	JSON *source.File
	// Downloaded is set for a module from a registry.
	Downloaded bool
	// Missing tells why the target is not at hand, which is no mistake: what follows
	// "the module cannot be read: ".
	Missing string
	// Err tells what is wrong with the reference. It has no range yet.
	Err *source.Error
}

// NotRestored is what Target.Missing says of a module that is not in the cache.
const NotRestored = "it is not in the cache of restored modules; `bicep restore` puts it there"

// Resolve finds what a file of the project refers to: ./rel.bicep, rel.json,
// br:host/path:tag, br/alias:path:tag, ts:subscription/group/name:version or
// ts/alias:name:version.
func (p *Project) Resolve(from *source.File, reference string) Target {
	scheme, rest, found := strings.Cut(reference, ":")
	if !found {
		return p.local(from, reference)
	}
	scheme, alias, aliased := strings.Cut(scheme, "/")
	switch {
	case aliased && !aliasName().MatchString(alias):
		return wrong("The alias %q has a character that is no letter, digit, hyphen or underscore.", alias)
	case scheme == "br":
		return p.registry(from, alias, aliased, rest)
	case scheme == "ts":
		return p.spec(from, alias, aliased, rest)
	}
	return wrong("The scheme %q is unknown: references begin with br:, br/, ts:, ts/ or are relative paths.", scheme)
}

var (
	aliasName = pattern.Of(`^[a-zA-Z0-9_-]+$`)
	// https://github.com/opencontainers/distribution-spec
	segmentName = pattern.Of(`^[a-z0-9]+(?:(?:[._]|__|-*)[a-z0-9]+)*$`)
	tagName     = pattern.Of(`^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$`)
	digestName  = pattern.Of(`^sha256:[a-f0-9]{64}$`)
	hostName    = pattern.Of(`^[a-zA-Z0-9][a-zA-Z0-9_-]*(?:\.[a-zA-Z0-9_-]+)*(?::[0-9]+)?$|^\[[0-9a-fA-F:]+\](?::[0-9]+)?$`)
	// https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules
	resourceName = pattern.Of(`^[-\w.()]{0,89}[-\w()]$`)
)

func wrong(format string, args ...any) Target {
	return Target{Err: &source.Error{Message: fmt.Sprintf(format, args...)}}
}

// local finds a file beside another one.
func (p *Project) local(from *source.File, path string) Target {
	at, err := p.relative(from, path)
	if err != nil {
		return Target{Err: err}
	}
	return p.fileAt(at)
}

func (p *Project) fileAt(at place) Target {
	switch extension(at.below) {
	case ".json", ".jsonc", ".arm":
		f, err := p.read(at)
		return Target{JSON: f, Err: err}
	}
	f, err := p.parse(at)
	return Target{Bicep: f, Err: err}
}

func extension(path string) string {
	if i := strings.LastIndexByte(path, '.'); i >= 0 {
		return strings.ToLower(path[i:])
	}
	return ""
}

// registry finds a module of a container registry.
func (p *Project) registry(from *source.File, alias string, aliased bool, reference string) Target {
	c, err := p.config(from)
	if err != nil {
		return Target{Err: err}
	}
	if aliased {
		if mapped := c.mocks[alias]; mapped != "" {
			return p.mocked(c, mapped, reference)
		}
		to, ok := c.br[alias]
		if !ok || to.registry == "" {
			return p.noAlias(c, "br", alias)
		}
		if to.path != "" {
			reference = to.path + "/" + reference
		}
		reference = to.registry + "/" + reference
	}
	m, why := artifact(reference)
	if why != "" {
		return wrong("The reference br:%s is no module of a registry: %s.", reference, why)
	}
	return p.restored(c, m.folder())
}

func (p *Project) noAlias(c *config, kind, alias string) Target {
	if !c.exists {
		return wrong("There is no alias %q for modules, and no bicepconfig.json that could declare one.", alias)
	}
	return wrong("The alias %q is not declared in moduleAliases.%s of %s.", alias, kind, p.shown(c.at))
}

// mocked finds the file that stands for a module of a mocked alias.
func (p *Project) mocked(c *config, folder, reference string) Target {
	path := reference
	if i := strings.IndexByte(path, '@'); i >= 0 {
		path = path[:i]
	} else if i := strings.LastIndexByte(path, ':'); i >= 0 {
		path = path[:i]
	}
	for _, segment := range strings.Split(path, "/") {
		if !segmentName().MatchString(segment) {
			return wrong("The path %q of the module is none that a registry can have.", path)
		}
	}
	if strings.HasPrefix(folder, "/") || len(folder) > 1 && folder[1] == ':' {
		return Target{Missing: "its alias is mapped to an absolute path, and nothing outside the folder is read"}
	}
	at, err := p.beside(c.at, strings.TrimSuffix(folder, "/")+"/"+path+".bicep")
	if err != nil {
		return Target{Err: err}
	}
	return p.fileAt(at)
}

// spec finds a template spec.
func (p *Project) spec(from *source.File, alias string, aliased bool, reference string) Target {
	c, err := p.config(from)
	if err != nil {
		return Target{Err: err}
	}
	if aliased {
		to, ok := c.ts[alias]
		if !ok || to.subscription == "" || to.group == "" {
			return p.noAlias(c, "ts", alias)
		}
		reference = to.subscription + "/" + to.group + "/" + reference
	}
	path, version, ok := strings.Cut(reference, ":")
	parts := append(strings.Split(path, "/"), version)
	for _, part := range parts {
		ok = ok && resourceName().MatchString(part) && part != "." && part != ".."
	}
	if !ok || len(parts) != 4 {
		return wrong("The reference ts:%s is none to a template spec: it is written ts:<subscription>/<resource group>/<name>:<version>.", reference)
	}
	return p.restored(c, strings.ToLower("ts/"+strings.Join(parts, "/")))
}
