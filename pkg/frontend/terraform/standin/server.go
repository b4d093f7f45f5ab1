package standin

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"
	"github.com/zclconf/go-cty/cty/msgpack"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/schema"
)

// provider is what a stand-in has to know and to do, free of the plugin
// protocol.
type provider struct {
	address                string
	configuration          *schema.Block
	resources, dataSources map[string]*schema.Block

	// plan returns the planned state of a resource that is created or changed,
	// and the paths of the changes that replace it.
	plan func(c change) (cty.Value, []cty.Path)
	// apply returns the state after the plan was carried out: the plan with
	// every unknown value made up.
	apply func(typ string, planned cty.Value) cty.Value
	// read returns the state of a data source.
	read func(typ string, block *schema.Block, config cty.Value) cty.Value
}

// change is one change Terraform asks to have planned.
type change struct {
	typ   string
	block *schema.Block
	// prior is null when the resource is created.
	prior cty.Value
	// config is what the configuration says.
	config cty.Value
	// proposed is config, completed by Terraform with the prior values of what
	// it leaves to the provider.
	proposed cty.Value
}

// server speaks the plugin protocol for a provider. The embedded interface is
// nil: it stands for the methods Terraform does not call on a provider that
// announces no functions, ephemeral resources or identities.
type server struct {
	tfprotov5.ProviderServer
	provider *provider
}

func (s *server) GetProviderSchema(context.Context, *tfprotov5.GetProviderSchemaRequest) (*tfprotov5.GetProviderSchemaResponse, error) {
	return &tfprotov5.GetProviderSchemaResponse{
		ServerCapabilities: &tfprotov5.ServerCapabilities{GetProviderSchemaOptional: true},
		Provider:           &tfprotov5.Schema{Block: protocolBlock(s.provider.configuration)},
		ResourceSchemas:    protocolSchemas(s.provider.resources),
		DataSourceSchemas:  protocolSchemas(s.provider.dataSources),
	}, nil
}

func (s *server) GetResourceIdentitySchemas(context.Context, *tfprotov5.GetResourceIdentitySchemasRequest) (*tfprotov5.GetResourceIdentitySchemasResponse, error) {
	return &tfprotov5.GetResourceIdentitySchemasResponse{}, nil
}

func (s *server) PrepareProviderConfig(_ context.Context, req *tfprotov5.PrepareProviderConfigRequest) (*tfprotov5.PrepareProviderConfigResponse, error) {
	return &tfprotov5.PrepareProviderConfigResponse{PreparedConfig: req.Config}, nil
}

func (s *server) ConfigureProvider(context.Context, *tfprotov5.ConfigureProviderRequest) (*tfprotov5.ConfigureProviderResponse, error) {
	return &tfprotov5.ConfigureProviderResponse{}, nil
}

func (s *server) StopProvider(context.Context, *tfprotov5.StopProviderRequest) (*tfprotov5.StopProviderResponse, error) {
	return &tfprotov5.StopProviderResponse{}, nil
}

func (s *server) ValidateResourceTypeConfig(context.Context, *tfprotov5.ValidateResourceTypeConfigRequest) (*tfprotov5.ValidateResourceTypeConfigResponse, error) {
	return &tfprotov5.ValidateResourceTypeConfigResponse{}, nil
}

func (s *server) ValidateDataSourceConfig(context.Context, *tfprotov5.ValidateDataSourceConfigRequest) (*tfprotov5.ValidateDataSourceConfigResponse, error) {
	return &tfprotov5.ValidateDataSourceConfigResponse{}, nil
}

// UpgradeResourceState is called for every resource of a prior state; it was
// written by the same schema, so nothing is upgraded.
func (s *server) UpgradeResourceState(_ context.Context, req *tfprotov5.UpgradeResourceStateRequest) (*tfprotov5.UpgradeResourceStateResponse, error) {
	block, err := find(s.provider.resources, req.TypeName)
	if err != nil {
		return nil, err
	}
	state, err := ctyjson.Unmarshal(req.RawState.JSON, block.ImpliedType())
	if err != nil {
		return nil, fmt.Errorf("%s: reading the prior state: %w", req.TypeName, err)
	}
	upgraded, err := encode(state, block)
	if err != nil {
		return nil, err
	}
	return &tfprotov5.UpgradeResourceStateResponse{UpgradedState: upgraded}, nil
}

// ReadResource finds everything as the prior state has it: nothing drifts.
func (s *server) ReadResource(_ context.Context, req *tfprotov5.ReadResourceRequest) (*tfprotov5.ReadResourceResponse, error) {
	return &tfprotov5.ReadResourceResponse{NewState: req.CurrentState, Private: req.Private}, nil
}

func (s *server) ImportResourceState(_ context.Context, req *tfprotov5.ImportResourceStateRequest) (*tfprotov5.ImportResourceStateResponse, error) {
	return nil, fmt.Errorf("%s: the stand-in provider cannot import", req.TypeName)
}

func (s *server) PlanResourceChange(_ context.Context, req *tfprotov5.PlanResourceChangeRequest) (*tfprotov5.PlanResourceChangeResponse, error) {
	block, err := find(s.provider.resources, req.TypeName)
	if err != nil {
		return nil, err
	}
	c := change{typ: req.TypeName, block: block}
	if c.prior, err = decode(req.PriorState, block); err != nil {
		return nil, err
	}
	if c.config, err = decode(req.Config, block); err != nil {
		return nil, err
	}
	if c.proposed, err = decode(req.ProposedNewState, block); err != nil {
		return nil, err
	}
	resp := &tfprotov5.PlanResourceChangeResponse{
		PlannedState: req.ProposedNewState,
		// The SDK's providers set this, and what they plan would not pass
		// Terraform's checks without it.
		UnsafeToUseLegacyTypeSystem: true, //nolint:staticcheck // imitating them means setting it too
	}
	if c.proposed.IsNull() { // it is to be destroyed
		return resp, nil
	}

	planned, replace := s.provider.plan(c)
	if resp.PlannedState, err = encode(planned, block); err != nil {
		return nil, fmt.Errorf("%s: %w", req.TypeName, err)
	}
	for _, path := range replace {
		resp.RequiresReplace = append(resp.RequiresReplace, protocolPath(path))
	}
	return resp, nil
}

func (s *server) ApplyResourceChange(_ context.Context, req *tfprotov5.ApplyResourceChangeRequest) (*tfprotov5.ApplyResourceChangeResponse, error) {
	block, err := find(s.provider.resources, req.TypeName)
	if err != nil {
		return nil, err
	}
	planned, err := decode(req.PlannedState, block)
	if err != nil {
		return nil, err
	}
	resp := &tfprotov5.ApplyResourceChangeResponse{
		NewState:                    req.PlannedState,
		UnsafeToUseLegacyTypeSystem: true, //nolint:staticcheck // as when planning
	}
	if planned.IsNull() {
		return resp, nil
	}
	if resp.NewState, err = encode(s.provider.apply(req.TypeName, planned), block); err != nil {
		return nil, fmt.Errorf("%s: %w", req.TypeName, err)
	}
	return resp, nil
}

func (s *server) ReadDataSource(_ context.Context, req *tfprotov5.ReadDataSourceRequest) (*tfprotov5.ReadDataSourceResponse, error) {
	block, err := find(s.provider.dataSources, req.TypeName)
	if err != nil {
		return nil, err
	}
	config, err := decode(req.Config, block)
	if err != nil {
		return nil, err
	}
	state, err := encode(s.provider.read(req.TypeName, block, config), block)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", req.TypeName, err)
	}
	return &tfprotov5.ReadDataSourceResponse{State: state}, nil
}

func find(blocks map[string]*schema.Block, typ string) (*schema.Block, error) {
	block, ok := blocks[typ]
	if !ok {
		return nil, fmt.Errorf("the stand-in provider has no %s", typ)
	}
	return block, nil
}

func decode(v *tfprotov5.DynamicValue, block *schema.Block) (cty.Value, error) {
	return msgpack.Unmarshal(v.MsgPack, block.ImpliedType())
}

func encode(v cty.Value, block *schema.Block) (*tfprotov5.DynamicValue, error) {
	packed, err := msgpack.Marshal(v, block.ImpliedType())
	if err != nil {
		return nil, err
	}
	return &tfprotov5.DynamicValue{MsgPack: packed}, nil
}

func protocolSchemas(blocks map[string]*schema.Block) map[string]*tfprotov5.Schema {
	schemas := make(map[string]*tfprotov5.Schema, len(blocks))
	for typ, block := range blocks {
		schemas[typ] = &tfprotov5.Schema{Block: protocolBlock(block)}
	}
	return schemas
}

func protocolBlock(block *schema.Block) *tfprotov5.SchemaBlock {
	b := &tfprotov5.SchemaBlock{}
	for _, name := range slices.Sorted(maps.Keys(block.Attributes)) {
		attr := block.Attributes[name]
		b.Attributes = append(b.Attributes, &tfprotov5.SchemaAttribute{
			Name: name, Type: protocolType(attr.Type),
			Required: attr.Required, Optional: attr.Optional, Computed: attr.Computed,
			Sensitive: attr.Sensitive, WriteOnly: attr.WriteOnly,
		})
	}
	for _, name := range slices.Sorted(maps.Keys(block.Blocks)) {
		nested := block.Blocks[name]
		b.BlockTypes = append(b.BlockTypes, &tfprotov5.SchemaNestedBlock{
			TypeName: name, Block: protocolBlock(nested.Block), Nesting: protocolNesting[nested.Nesting],
			MinItems: int64(nested.MinItems), MaxItems: int64(nested.MaxItems),
		})
	}
	return b
}

var protocolNesting = map[schema.Nesting]tfprotov5.SchemaNestedBlockNestingMode{
	schema.NestingList:   tfprotov5.SchemaNestedBlockNestingModeList,
	schema.NestingSet:    tfprotov5.SchemaNestedBlockNestingModeSet,
	schema.NestingSingle: tfprotov5.SchemaNestedBlockNestingModeSingle,
}
