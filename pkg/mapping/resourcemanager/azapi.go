package resourcemanager

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
)

// openAzAPI reads an azapi_resource or azapi_update_resource; false where its
// type is not known.
//
// Source: https://registry.terraform.io/providers/Azure/azapi/latest/docs/resources/resource
func openAzAPI(x *index.Index, r *iac.Resource) (*resource, bool) {
	c := x.Open(r)
	typ, ok := c.Get("type").Text().Get()
	if !ok {
		return nil, false
	}
	typ, version, _ := strings.Cut(typ, "@")
	object := azapiBody(x, r, c)
	switch {
	case r.Data:
		object = azapiOutput(c)
	case r.Change.Deferred:
		object = object.Partial()
	}
	res := &resource{
		Resource:   r,
		typ:        strings.ToLower(typ),
		object:     object,
		properties: object.Fold("properties"),
		location:   index.Prefer(index.Location(c.Get("location")), index.Location(object.Fold("location"))),
		id:         azapiID(c),
		parent:     c.Get("parent_id"),
		scope:      groupID(r.Provider.Subscription, ""),
		patch:      r.Type == azapiUpdate,
	}
	res.version, res.versioned = azure.ParseAPIVersion(version)
	res.name = c.Get("name").NonEmpty()
	return res, true
}

// azapiID returns a cursor at the id, which for what azapi_update_resource and
// the data source read may be given in resource_id.
func azapiID(c iac.Cursor) iac.Cursor {
	id, given := c.Get("id"), c.Get("resource_id")
	if id.Value().Kind() == iac.String || given.IsNull() {
		return id
	}
	return given
}

// azapiBody returns a cursor at the resource object: body, which is an object,
// or JSON text up to version 1 of the provider, with sensitive_body over it.
func azapiBody(x *index.Index, r *iac.Resource, c iac.Cursor) iac.Cursor {
	body := c.Get("body")
	v := body.Value()
	if v.Kind() == iac.String {
		decoded, err := decodeJSON(v.Scalar(), v.At())
		if err != nil {
			x.Errors = append(x.Errors, unreadable(r, "body", v.At(), err))
			return iac.OpenValue(r, iac.UnknownValue(nil, v.At()), nil)
		}
		if v.IsSensitive() {
			decoded = decoded.Sensitive()
		}
		v = decoded
	}
	v = merge(v, c.Get("sensitive_body").Value().Sensitive())
	return c.Member("body", v)
}

// azapiOutput returns a cursor at what a data source exports of its resource.
func azapiOutput(c iac.Cursor) iac.Cursor { return c.Get("output").Partial() }

// merge writes one object over another, member by member.
func merge(v, over iac.Value) iac.Value {
	switch {
	case over.IsNull():
		return v
	case v.Kind() != iac.Object || over.Kind() != iac.Object:
		return over
	}
	keys, items := make([]string, 0, v.Len()), make([]iac.Value, 0, v.Len())
	for i := range v.Len() {
		key := v.Key(i)
		keys, items = append(keys, key), append(items, merge(v.Index(i), over.Get(key)))
	}
	for i := range over.Len() {
		if key := over.Key(i); v.Get(key).IsNull() {
			keys, items = append(keys, key), append(items, over.Get(key))
		}
	}
	return iac.ObjectValue(keys, items, v.At())
}
