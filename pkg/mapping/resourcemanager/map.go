package resourcemanager

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
)

// Wants reports whether resources of a Terraform or ARM type matter.
func Wants(typ string) bool {
	switch typ {
	case azapiResource, azapiUpdate, resourceGroup:
		return true
	}
	if deploymentTypes[typ] || scripts[typ] {
		return true
	}
	_, ok := families[strings.ToLower(typ)]
	return ok
}

// Skipped lists attributes at the top of azapi resources and of template
// resources that no mapping reads.
var Skipped = map[string]bool{
	"create_headers": true, "create_query_parameters": true,
	"delete_headers": true, "delete_query_parameters": true,
	"read_headers": true, "read_query_parameters": true,
	"update_headers": true, "update_query_parameters": true,
	"ignore_body_changes": true, "ignore_casing": true, "ignore_missing_property": true,
	"ignore_null_property": true, "ignore_other_items_in_list": true, "list_unique_id_property": true,
	"locks": true, "removing_special_chars": true, "replace_triggers_external_values": true,
	"replace_triggers_refs": true, "response_export_values": true, "retry": true,
	"schema_validation_enabled": true, "sensitive_body_version": true,
	"deployment_mode": true, "debug_level": true, "output_content": true,
	"dependsOn": true, "comments": true, "metadata": true,
	"identity": true, "tags": true, "timeouts": true,
}

// Map enters into the index what a resource means; false if the resource is none
// of this mapping's. What the index returns as its parts is complete once
// index.Finish has run.
func Map(x *index.Index, r *iac.Resource) bool {
	if deploymentTypes[r.Type] {
		mapDeployment(x, r)
		return true
	}
	if scripts[r.Type] {
		runs(x, r)
		return true
	}
	res, ok := open(x, r)
	if !ok {
		if r.Type == azapiResource || r.Type == azapiUpdate {
			x.Incomplete(r.Address + ": its type is not known")
			return true
		}
		return false
	}
	if res.typ == typeDeployment && r.Provider.Name != "" {
		d := deployment{x: x, from: r, scope: res.parentKey(x)}
		d.nested(res.properties, res.object)
		return true
	}
	return apply(x, res)
}

// apply maps a resource by its type; false if that is none of this mapping's.
func apply(x *index.Index, r *resource) bool {
	f, ok := families[r.typ]
	if !ok {
		return false
	}
	noteUnknown(x, r)
	admitOutbound(x, r)
	switch {
	case r.patch:
		f.patch(x, r)
	case r.Data && f.overlay: // what is only read changes nothing
	default:
		f.add(x, r)
	}
	return true
}
