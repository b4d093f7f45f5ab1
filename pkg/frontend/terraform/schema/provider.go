package schema

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"sync"
)

//go:embed data/*.txt data/*.json
var embedded embed.FS

// The releases that are embedded, one for each major version.
const (
	version3 = "3.117.1"
	version4 = "4.81.0"
	version5 = "5.2.0"
)

var (
	azurerm3   = sync.OnceValue(func() *Provider { return mustLoad(version3) })
	azurerm4   = sync.OnceValue(func() *Provider { return mustLoad(version4) })
	azurerm5   = sync.OnceValue(func() *Provider { return mustLoad(version5) })
	azapi      = sync.OnceValue(func() *Provider { return mustReadFile("azapi.json") })
	supplement = sync.OnceValue(func() *Provider { return mustReadFile("supplement.json") })
)

// AzAPI returns the azapi provider, version 2. It is loaded at the first call.
func AzAPI() *Provider { return azapi() }

// Supplement returns types of azurerm that are not in the embedded releases and
// that configurations usually hold besides: they accept the arguments of all
// three major versions. It is loaded at the first call.
func Supplement() *Provider { return supplement() }

func mustReadFile(name string) *Provider {
	data, err := embedded.ReadFile("data/" + name)
	if err != nil {
		panic("schema: " + err.Error())
	}
	p, err := read(data)
	if err != nil {
		panic("schema: " + err.Error())
	}
	return p
}

// For returns the azurerm provider of a major version: the newest for a newer
// one, the oldest for an older one. It is loaded at the first call.
func For(major int) *Provider {
	switch {
	case major <= 3:
		return azurerm3()
	case major == 4:
		return azurerm4()
	}
	return azurerm5()
}

// Provider is one release of a provider. It may be used concurrently.
type Provider struct {
	version     string
	resources   map[string]*entry
	dataSources map[string]*entry
}

// Version is the release, such as "5.2.0".
func (p *Provider) Version() string { return p.version }

// Resource returns the schema of a resource type. What it returns is shared
// and must not be changed.
func (p *Provider) Resource(typ string) (*Block, bool) { return lookUp(p.resources, typ) }

// DataSource returns the schema of a data source. What it returns is shared
// and must not be changed.
func (p *Provider) DataSource(typ string) (*Block, bool) { return lookUp(p.dataSources, typ) }

// ResourceTypes lists the resource types, sorted.
func (p *Provider) ResourceTypes() []string { return slices.Sorted(maps.Keys(p.resources)) }

// DataSourceTypes lists the data sources, sorted.
func (p *Provider) DataSourceTypes() []string { return slices.Sorted(maps.Keys(p.dataSources)) }

func lookUp(entries map[string]*entry, typ string) (*Block, bool) {
	e, ok := entries[typ]
	if !ok {
		return nil, false
	}
	block, err := e.decoded()
	if err != nil {
		// Read has seen every entry of data that is not embedded, and a test
		// every embedded one.
		panic(fmt.Sprintf("schema: %s: %v", typ, err))
	}
	return block, true
}

// entry is a type that is decoded when somebody first asks for it: a run needs
// a few types of the hundred.
type entry struct {
	raw  json.RawMessage
	once sync.Once

	block *Block
	err   error
}

func (e *entry) decoded() (*Block, error) {
	e.once.Do(func() {
		e.block, e.err = decodeBlock(e.raw)
		e.raw = nil
	})
	return e.block, e.err
}

// Read reads a provider from JSON, whose format format.go
// describes; it is meant for schemas beside the embedded ones.
func Read(data []byte) (*Provider, error) {
	p, err := read(data)
	if err != nil {
		return nil, err
	}
	for _, entries := range []map[string]*entry{p.resources, p.dataSources} {
		for typ, e := range entries {
			if _, err := e.decoded(); err != nil {
				return nil, fmt.Errorf("%s: %w", typ, err)
			}
		}
	}
	return p, nil
}

func read(data []byte) (*Provider, error) {
	var f file
	if err := json.Unmarshal(data, &f); err != nil {
		return nil, fmt.Errorf("reading provider schemas: %w", err)
	}
	return &Provider{version: f.Version, resources: entries(f.Resources), dataSources: entries(f.DataSources)}, nil
}

func entries(raw map[string]json.RawMessage) map[string]*entry {
	es := make(map[string]*entry, len(raw))
	for typ, r := range raw {
		es[typ] = &entry{raw: r}
	}
	return es
}

func mustLoad(version string) *Provider {
	data, err := embedded.ReadFile(embeddedName(version))
	if err != nil {
		panic("schema: " + err.Error())
	}
	p, err := readLines(data)
	if err != nil {
		panic("schema: " + err.Error())
	}
	return p
}

func embeddedName(version string) string { return "data/azurerm-" + version + ".txt" }

// readLines reads a provider from the format of the embedded releases: a line
// with the version, then one for each type, with the words resource or data, its
// name, and its schema as JSON. As only few types are asked for, nothing more is
// done with the rest than to skip their lines.
func readLines(data []byte) (*Provider, error) {
	p := &Provider{resources: map[string]*entry{}, dataSources: map[string]*entry{}}
	for line := range bytes.Lines(data) {
		word, rest, _ := bytes.Cut(bytes.TrimSuffix(line, []byte("\n")), []byte(" "))
		name, raw, _ := bytes.Cut(rest, []byte(" "))
		switch string(word) {
		case "version":
			p.version = string(rest)
		case "resource":
			p.resources[string(name)] = &entry{raw: raw}
		case "data":
			p.dataSources[string(name)] = &entry{raw: raw}
		default:
			return nil, fmt.Errorf("a line begins with %q", word)
		}
	}
	return p, nil
}
