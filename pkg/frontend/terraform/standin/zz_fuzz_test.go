package standin

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand"
	"os"
	"sort"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	sdk "github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/msgpack"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/schema"
)

type rawArg struct {
	Type, Of                                        string
	Elem                                            map[string]*rawArg
	Required, Optional, Computed, ForceNew, WriteOnly bool
	AsAttribute                                     bool
	Default                                         any
	MinItems, MaxItems                              int
}

var sdkTypes = map[string]sdk.ValueType{"TypeString": sdk.TypeString, "TypeBool": sdk.TypeBool, "TypeInt": sdk.TypeInt, "TypeFloat": sdk.TypeFloat, "TypeList": sdk.TypeList, "TypeSet": sdk.TypeSet, "TypeMap": sdk.TypeMap}

func toSDK(m map[string]*rawArg) map[string]*sdk.Schema {
	out := map[string]*sdk.Schema{}
	for n, a := range m {
		s := &sdk.Schema{Type: sdkTypes[a.Type], Required: a.Required, Optional: a.Optional, Computed: a.Computed, ForceNew: a.ForceNew, WriteOnly: a.WriteOnly, MinItems: a.MinItems, MaxItems: a.MaxItems, Default: a.Default}
		if f, ok := a.Default.(float64); ok && a.Type == "TypeInt" {
			s.Default = int(f)
		}
		if a.AsAttribute {
			s.ConfigMode = sdk.SchemaConfigModeAttr
		}
		if a.Elem != nil {
			s.Elem = &sdk.Resource{Schema: toSDK(a.Elem)}
		} else if a.Of != "" {
			s.Elem = &sdk.Schema{Type: sdkTypes[a.Of]}
		}
		if n == "location" {
			s.StateFunc = func(v any) string { return normalLocation(cty.StringVal(v.(string))).AsString() }
		}
		out[n] = s
	}
	return out
}

type gen struct {
	r       *rand.Rand
	unknown bool
}

func (g *gen) prim(t cty.Type) cty.Value {
	if g.unknown && g.r.Intn(8) == 0 {
		return cty.UnknownVal(t)
	}
	switch t {
	case cty.String:
		return cty.StringVal([]string{"", "a", "b", "West Europe"}[g.r.Intn(4)])
	case cty.Number:
		return cty.NumberIntVal(int64(g.r.Intn(3)))
	}
	return cty.BoolVal(g.r.Intn(2) == 0)
}
func (g *gen) attr(a *schema.Attribute) cty.Value {
	if !a.Required && !a.Optional {
		return cty.NullVal(a.Type)
	}
	if a.Optional && g.r.Intn(2) == 0 {
		return cty.NullVal(a.Type)
	}
	t := a.Type
	if t.IsPrimitiveType() {
		v := g.prim(t)
		return v
	}
	if g.unknown && g.r.Intn(10) == 0 {
		return cty.UnknownVal(t)
	}
	n := g.r.Intn(3)
	if t.IsMapType() {
		m := map[string]cty.Value{}
		for i := range n {
			m[fmt.Sprint("k", i)] = g.prim(t.ElementType())
		}
		if n == 0 {
			return cty.MapValEmpty(t.ElementType())
		}
		return cty.MapVal(m)
	}
	var vs []cty.Value
	for range n {
		if a.Elem != nil {
			vs = append(vs, g.block(a.Elem))
		} else {
			vs = append(vs, g.prim(t.ElementType()))
		}
	}
	if n == 0 {
		return emptyCollection(t)
	}
	if t.IsSetType() {
		return cty.SetVal(vs)
	}
	return cty.ListVal(vs)
}
func (g *gen) block(b *schema.Block) cty.Value {
	m := map[string]cty.Value{}
	for _, n := range sortedKeys(b.Attributes) {
		m[n] = g.attr(b.Attributes[n])
		if n == "id" && b.Attributes[n].Computed {
			m[n] = cty.NullVal(cty.String)
		}
	}
	for _, n := range sortedKeys(b.Blocks) {
		nb := b.Blocks[n]
		if nb.Nesting == schema.NestingSingle {
			m[n] = cty.NullVal(nb.ImpliedType())
			continue
		}
		if g.unknown && g.r.Intn(15) == 0 {
			m[n] = cty.UnknownVal(nb.ImpliedType())
			continue
		}
		c := g.r.Intn(3)
		if c < nb.MinItems {
			c = nb.MinItems
		}
		if nb.MaxItems > 0 && c > nb.MaxItems {
			c = nb.MaxItems
		}
		var vs []cty.Value
		for range c {
			vs = append(vs, g.block(nb.Block))
		}
		switch {
		case c == 0:
			m[n] = emptyCollection(nb.ImpliedType())
		case nb.Nesting == schema.NestingSet:
			m[n] = cty.SetVal(vs)
		default:
			m[n] = cty.ListVal(vs)
		}
	}
	return cty.ObjectVal(m)
}
func sortedKeys[V any](m map[string]V) []string {
	var ks []string
	for k := range m {
		ks = append(ks, k)
	}
	sort.Strings(ks)
	return ks
}

// mutate keeps most of the config.
func (g *gen) mutate(b *schema.Block, old cty.Value) cty.Value {
	fresh := g.block(b)
	m := old.AsValueMap()
	for n := range m {
		if g.r.Intn(6) == 0 {
			m[n] = fresh.GetAttr(n)
			continue
		}
		if nb, ok := b.Blocks[n]; ok && nb.Nesting == schema.NestingList && m[n].IsKnown() && m[n].LengthInt() > 0 && g.r.Intn(2) == 0 {
			vs := m[n].AsValueSlice()
			for i := range vs {
				vs[i] = g.mutate(nb.Block, vs[i])
			}
			m[n] = cty.ListVal(vs)
		}
	}
	return cty.ObjectVal(m)
}

func proposed(b *schema.Block, prior, config cty.Value) cty.Value {
	if prior.IsNull() {
		return config
	}
	m := map[string]cty.Value{}
	for n, a := range b.Attributes {
		v := config.GetAttr(n)
		if a.Computed && v.IsNull() {
			v = prior.GetAttr(n)
		}
		m[n] = v
	}
	for n, nb := range b.Blocks {
		v := config.GetAttr(n)
		m[n] = v
		if nb.Nesting == schema.NestingList && v.IsKnown() && v.LengthInt() > 0 {
			ps := prior.GetAttr(n)
			vs := v.AsValueSlice()
			for i := range vs {
				if vs[i].IsKnown() && !ps.IsNull() && i < ps.LengthInt() {
					vs[i] = proposed(nb.Block, ps.Index(cty.NumberIntVal(int64(i))), vs[i])
				}
			}
			m[n] = cty.ListVal(vs)
		}
	}
	return cty.ObjectVal(m)
}

func TestFuzz(t *testing.T) {
	for _, ver := range []string{"5", "4", "3"} {
		data, _ := os.ReadFile("/tmp/v" + ver + ".json")
		var d struct {
			Resources map[string]struct{ Arguments map[string]*rawArg }
		}
		if err := json.Unmarshal(data, &d); err != nil {
			t.Fatal(err)
		}
		major := int(ver[0] - '0')
		p := schema.For(major)
		bad := 0
		tot := 0
		for _, typ := range p.ResourceTypes() {
			if only := os.Getenv("ONLY"); only != "" && only != typ {
				continue
			}
			block, _ := p.Resource(typ)
			ty := block.ImpliedType()
			res := &sdk.Resource{Schema: toSDK(d.Resources[typ].Arguments), Timeouts: &sdk.ResourceTimeout{}}
			srv := sdk.NewGRPCProviderServer(&sdk.Provider{ResourcesMap: map[string]*sdk.Resource{typ: res}})
			attrs := map[string]cty.Type{}
			for n, at := range ty.AttributeTypes() {
				if n != "timeouts" {
					attrs[n] = at
				}
			}
			attrs["timeouts"] = cty.Object(map[string]cty.Type{})
			st := cty.Object(attrs)
			conv := func(v cty.Value) *tfprotov5.DynamicValue {
				if v.IsNull() {
					b, err := msgpack.Marshal(cty.NullVal(st), st)
					if err != nil {
						t.Fatal(err)
					}
					return &tfprotov5.DynamicValue{MsgPack: b}
				}
				m := v.AsValueMap()
				m["timeouts"] = cty.NullVal(attrs["timeouts"])
				b, err := msgpack.Marshal(cty.ObjectVal(m), st)
				if err != nil {
					t.Fatal(err)
				}
				return &tfprotov5.DynamicValue{MsgPack: b}
			}
			for seed := int64(0); seed < 60; seed++ {
				g := &gen{r: rand.New(rand.NewSource(seed)), unknown: seed%2 == 0}
				cfg := g.block(block)
				check := func(prior, cfg cty.Value, what string) cty.Value {
					prop := proposed(block, prior, cfg)
					resp, err := srv.PlanResourceChange(context.Background(), &tfprotov5.PlanResourceChangeRequest{TypeName: typ, PriorState: conv(prior), ProposedNewState: conv(prop), Config: conv(cfg)})
					if err != nil {
						t.Fatal(err)
					}
					if len(resp.Diagnostics) > 0 {
						return cty.NilVal
					}
					want, err := msgpack.Unmarshal(resp.PlannedState.MsgPack, st)
					if err != nil {
						t.Fatal(err)
					}
					got, rep := planSDK(change{typ: typ, block: block, prior: prior, config: cfg, proposed: prop})
					tot++
					for n := range attrs {
						if n == "timeouts" {
							continue
						}
						if w, gg := want.GetAttr(n), got.GetAttr(n); !w.RawEquals(gg) {
							if bad < 400 {
								t.Errorf("%s %s seed %d %s.%s\n  prior %s\n  prop %s\n  want %s\n  got  %s", ver, what, seed, typ, n, str(member(prior, n, w.Type())), str(prop.GetAttr(n)), str(w), str(gg))
							}
							bad++
						}
					}
					if !prior.IsNull() {
						gn := map[string]bool{}
						for _, r := range rep {
							gn[r[0].(cty.GetAttrStep).Name] = true
						}
						gw := len(resp.RequiresReplace) > 0
						if gw != (len(gn) > 0) {
							if bad < 400 {
								t.Errorf("%s %s seed %d %s replace want %v got %v", ver, what, seed, typ, resp.RequiresReplace, rep)
							}
							bad++
						}
					}
					return got
				}
				planned := check(cty.NullVal(ty), cfg, "create")
				if planned == cty.NilVal {
					continue
				}
				// resolve unknowns of the config the same way
				state := applied(typ, block, planned)
				g.unknown = seed%4 == 0
				cfg2, _ := cty.Transform(cfg, func(_ cty.Path, v cty.Value) (cty.Value, error) {
					if !v.IsKnown() {
						return zero(v.Type()), nil
					}
					return v, nil
				})
				cfg2 = g.mutate(block, cfg2)
				check(state, cfg2, "update")
			}
		}
		t.Log(ver, "checks", tot, "bad", bad)
	}
}

func str(v cty.Value) string {
	s := fmt.Sprintf("%#v", v)
	if len(s) > 1500 {
		s = s[:1500]
	}
	return s
}
