package standin

import (
	"embed"
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/schema"
)

//go:embed data/*.json
var data embed.FS

// newAzurerm returns the azurerm provider of a major version. The types it has
// are those of package schema, and those of its supplement for what
// configurations usually hold besides: these accept the arguments of all three
// major versions.
func newAzurerm(major int) (*provider, error) {
	configuration, err := readConfiguration("azurerm")
	if err != nil {
		return nil, err
	}
	p := &provider{
		address:       "registry.terraform.io/hashicorp/azurerm",
		configuration: configuration,
		resources:     map[string]*schema.Block{},
		dataSources:   map[string]*schema.Block{},
		plan:          planAzurerm,
		apply:         applied,
		read:          readAzurerm,
	}
	addAll(p, schema.Supplement())
	addAll(p, schema.For(major))
	return p, nil
}

func addAll(p *provider, schemas *schema.Provider) {
	for _, typ := range schemas.ResourceTypes() {
		p.resources[typ], _ = schemas.Resource(typ)
	}
	for _, typ := range schemas.DataSourceTypes() {
		p.dataSources[typ], _ = schemas.DataSource(typ)
	}
}

// readConfiguration returns the schema of a provider block, which accepts the
// arguments of all releases.
func readConfiguration(provider string) (*schema.Block, error) {
	schemas, err := readSchemas("configuration.json")
	if err != nil {
		return nil, err
	}
	block, ok := schemas.Resource(provider)
	if !ok {
		return nil, fmt.Errorf("configuration.json has no %s", provider)
	}
	return block, nil
}

func readSchemas(name string) (*schema.Provider, error) {
	text, err := data.ReadFile("data/" + name)
	if err != nil {
		return nil, err
	}
	schemas, err := schema.Read(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return schemas, nil
}
