package resourcemanager

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// value reads JSON in which {"?": "azurerm_subnet.app.id"} is an unknown value
// that is the attribute of a resource; several attributes stand between commas.
// {"~": …} is one that is made from such attributes, {"?": ""} one that comes
// from elsewhere.
func decode(t *testing.T, text string, at source.Range) iac.Value {
	t.Helper()
	v, err := decodeJSON(text, at)
	require.NoError(t, err, text)
	return withReferences(v)
}

func withReferences(v iac.Value) iac.Value {
	if v.Kind() == iac.Object && v.Len() == 1 && (v.Key(0) == "?" || v.Key(0) == "~") {
		return iac.UnknownValue(origin(v.Index(0).Scalar(), v.Key(0) == "~"), v.At())
	}
	keys, items := make([]string, v.Len()), make([]iac.Value, v.Len())
	for i := range items {
		keys[i], items[i] = v.Key(i), withReferences(v.Index(i))
	}
	switch v.Kind() {
	case iac.Object:
		return iac.ObjectValue(keys, items, v.At())
	case iac.List:
		return iac.ListValue(items, v.At())
	case iac.Null, iac.Unknown, iac.Bool, iac.Number, iac.String:
	}
	return v
}

func origin(text string, derived bool) *iac.Origin {
	if text == "" {
		return &iac.Origin{Pin: "var.elsewhere"}
	}
	o := &iac.Origin{Closed: true, Derived: derived, Pin: text}
	for _, attribute := range strings.Split(text, ",") {
		address, name, _ := strings.Cut(strings.TrimSpace(attribute), "!")
		o.References = append(o.References, iac.Reference{Address: address, Attribute: name})
	}
	return o
}

// arm returns a resource of a template; its type has the API version after "@".
func arm(t *testing.T, address, typ, body string) *iac.Resource {
	t.Helper()
	at := rangeOf(address, body)
	typ, version, _ := strings.Cut(typ, "@")
	return &iac.Resource{Address: address, Type: typ, APIVersion: version, Body: decode(t, body, at), At: at}
}

// existing returns a resource that is only read.
func existing(t *testing.T, address, typ, body string) *iac.Resource {
	t.Helper()
	r := arm(t, address, typ, body)
	r.Data = true
	return r
}

// terraform returns a resource of Terraform; its type is in the address.
func terraform(t *testing.T, address, attributes string) *iac.Resource {
	t.Helper()
	at := rangeOf(address, attributes)
	r := &iac.Resource{Address: address, Body: decode(t, attributes, at), At: at}
	r.Type = strings.TrimPrefix(terraformType(address), "data.")
	r.Data = strings.HasPrefix(address, "data.")
	r.Provider.Name, _, _ = strings.Cut(r.Type, "_")
	return r
}

func rangeOf(name, text string) source.Range {
	return source.Range{File: source.NewFile(name, []byte(text)), End: len(text)}
}

// model maps resources, all of which must be this mapping's.
func model(t *testing.T, resources ...*iac.Resource) *network.Model {
	t.Helper()
	x := mapped(t, resources...)
	require.Empty(t, x.Errors)
	return x.Model
}

func mapped(t *testing.T, resources ...*iac.Resource) *index.Index {
	t.Helper()
	x := index.New(&iac.Root{Resources: resources}, false)
	for _, r := range resources {
		if r.Type != resourceGroup {
			require.True(t, Map(x, r), r.Address)
		}
	}
	x.Finish()
	return x
}

// site maps resources and returns the app with an address.
func siteAt(t *testing.T, m *network.Model, address string) *network.Site {
	t.Helper()
	for _, s := range m.Sites {
		if s.Address == address {
			return s
		}
	}
	require.Fail(t, "no site", address)
	return nil
}

// sub is a subscription, group the scope of a resource group in it.
const (
	sub   = "/subscriptions/00000000-0000-0000-0000-000000000000"
	group = sub + "/resourcegroups/rg"
)

func replace(text string, pairs ...string) string { return strings.NewReplacer(pairs...).Replace(text) }
