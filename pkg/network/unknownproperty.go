package network

import "github.com/appnetlint/appnetlint/pkg/azure"

// UnknownProperty is a property that is written at a resource of Azure Resource
// Manager and that the API version of the resource does not have. The name and the
// address are those of the resource, the place that of the property.
type UnknownProperty struct {
	Element
	// Version is the API version of the resource.
	Version azure.APIVersion
	// Window says in which versions the property exists. Its path is that inside
	// "properties" of the resource.
	Window azure.PropertyWindow
}
