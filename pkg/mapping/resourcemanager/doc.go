// Package resourcemanager maps Microsoft.* resources to the network model, as
// Azure Resource Manager takes them: from ARM templates and Bicep, from azapi,
// and from the templates inside azurerm_resource_group_template_deployment.
//
// # What it reads
//
// A resource of a template or of Bicep is an [iac.Resource] with the full ARM
// type, its API version, and as its body the resource object: name, location,
// kind, sku, properties and so on. The front end unfolds loops, conditions,
// nested resources and modules, so that each resource stands by itself.
// Three members of the body say which resource it is:
//
//   - id is the full ARM id, where the front end can build it. An unknown
//     subscription or resource group is written "?" in it.
//   - name is the full name (site/staging) or, with parent, the last segment.
//   - parent is the id of the parent, or an unknown value that refers to it:
//     it is how a child is found whose parent has a computed name.
//
// Without id, a member scope may hold the id of the resource group. Data is set
// for an "existing" resource.
//
// References name a resource by its address and one of these attributes: id,
// or id followed by literal text (id/subnets/web), or
// properties.subnets[0].id, which is an element of a network's own list.
//
// An azapi resource gives the same by type ("T@version"), name, parent_id,
// location and body. azapi_update_resource writes some properties of a resource
// that another one declares.
//
// # What it makes of it
//
// No default of a Terraform provider applies: what is not written is not sent,
// and absent in the model. Of an existing resource nothing is absent: what
// cannot be seen is unknown. Property names are compared without case, as ARM
// does.
//
// A property that does not exist in the API version of its resource has no
// certain effect (see [azure.PropertyWindows]): its value is unknown, or it is
// named in [network.Routing.Ineffective].
//
// Several resources may write one attribute of an app: siteConfig of the app,
// sites/config, azapi_update_resource. Which of them Azure sees last depends on
// the order of the deployment, and a child cannot come before its parent; so
// the child's value is taken. Each value keeps the range of what wrote it.
// Where it is not certain which app such a resource changes, what it writes is
// unknown for all that it may be.
package resourcemanager
