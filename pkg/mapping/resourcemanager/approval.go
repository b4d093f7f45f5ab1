package resourcemanager

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// approval maps sites/privateEndpointConnections, where the owner of an app approves
// private endpoints that others make.
//
// Source: https://learn.microsoft.com/azure/templates/microsoft.web/sites/privateendpointconnections
func approval(x *index.Index, r *resource) {
	status := r.prop("privateLinkServiceConnectionState", "status").Text()
	if text, known := status.Get(); known && strings.EqualFold(text, "Approved") || status.IsUnknown() {
		a := addApproval(x, r.element(x))
		x.Later(func() { a.Site = siteOf(x, r, 1) })
	}
}

// script maps Microsoft.Resources/deploymentScripts: what they run may approve anything.
func script(x *index.Index, r *resource) { approveAny(x, r.Resource, r.element(x)) }

// scripts are types of Terraform by which commands are run. An azapi_resource_action
// calls one operation of Azure.
var scripts = map[string]bool{
	azapiAction:      true,
	"null_resource":  true,
	"terraform_data": true,
	"shell_script":   true,
	"azurerm_resource_deployment_script_azure_cli":         true,
	"azurerm_resource_deployment_script_azure_power_shell": true,
}

const azapiAction = "azapi_resource_action"

// runs maps a resource of Terraform that runs something.
func runs(x *index.Index, r *iac.Resource) {
	if r.Type == azapiAction {
		typ, known := x.Open(r).Get("type").Text().Get()
		if known && !strings.Contains(strings.ToLower(typ), "privateendpointconnections") {
			return
		}
	}
	approveAny(x, r, x.Element(r, iac.Cursor{}))
}

func approveAny(x *index.Index, r *iac.Resource, e network.Element) {
	addApproval(x, e).Site = network.Open[network.Site](r.Address, r.At)
}

func addApproval(x *index.Index, e network.Element) *network.Approval {
	a := &network.Approval{Element: e}
	x.Model.Approvals = append(x.Model.Approvals, a)
	return a
}
