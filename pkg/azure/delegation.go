package azure

import "strings"

// The services to which subnets are delegated for App Service. Azure ignores
// case: "Microsoft.Web/serverfarms" is the first one as well.
const (
	// DelegationServerFarms is for regional virtual network integration, and for
	// the alternate subnets of an App Service Environment (Integrate your app with
	// an Azure virtual network, "Subnet requirements").
	DelegationServerFarms = "Microsoft.Web/serverFarms"
	// DelegationHostingEnvironments is for an App Service Environment itself (App
	// Service Environment networking, "Subnet requirements").
	DelegationHostingEnvironments = "Microsoft.Web/hostingEnvironments"
	// DelegationAppEnvironments is for Azure Container Apps and for apps on the Flex
	// Consumption plan (Azure Functions networking options, "Virtual network
	// integration").
	DelegationAppEnvironments = "Microsoft.App/environments"
)

// AppProvider is the resource provider that must be registered with the subscription for
// virtual network integration of Flex Consumption (Azure Functions networking options,
// "Virtual network integration").
const AppProvider = "Microsoft.App"

// IntegrationDelegation returns the delegation that a subnet needs for the
// regional virtual network integration of apps on a tier.
func IntegrationDelegation(t Tier) string {
	if t == FlexConsumption {
		return DelegationAppEnvironments
	}
	return DelegationServerFarms
}

// SameDelegation reports whether two names mean the same delegation.
func SameDelegation(a, b string) bool { return strings.EqualFold(a, b) }

// The service endpoints of subnets that concern App Service and what its apps
// use (Virtual network service endpoints).
const (
	EndpointWeb           = "Microsoft.Web"
	EndpointStorage       = "Microsoft.Storage"        // accounts of the same region and its pair
	EndpointStorageGlobal = "Microsoft.Storage.Global" // accounts of any region
	EndpointKeyVault      = "Microsoft.KeyVault"
	EndpointSQL           = "Microsoft.Sql"
	EndpointCosmosDB      = "Microsoft.AzureCosmosDB"
	EndpointServiceBus    = "Microsoft.ServiceBus"
	EndpointEventHub      = "Microsoft.EventHub"
)

// endpointOf maps resource types, in lower case, to the service endpoint that a
// subnet needs to be let in by their network rules.
var endpointOf = map[string]string{
	"microsoft.web/sites":                   EndpointWeb,
	"microsoft.web/sites/slots":             EndpointWeb,
	"microsoft.storage/storageaccounts":     EndpointStorage,
	"microsoft.keyvault/vaults":             EndpointKeyVault,
	"microsoft.sql/servers":                 EndpointSQL,
	"microsoft.documentdb/databaseaccounts": EndpointCosmosDB,
	"microsoft.servicebus/namespaces":       EndpointServiceBus,
	"microsoft.eventhub/namespaces":         EndpointEventHub,
}

// ServiceEndpointFor returns the service endpoint that a subnet needs before the
// network rules of a resource of the given type can admit it.
func ServiceEndpointFor(resourceType string) (string, bool) {
	endpoint, ok := endpointOf[strings.ToLower(resourceType)]
	return endpoint, ok
}

// ServiceEndpointServes reports whether a subnet's service endpoint does what
// another is needed for: the same one, or Microsoft.Storage.Global in place of
// Microsoft.Storage.
func ServiceEndpointServes(have, need string) bool {
	return strings.EqualFold(have, need) ||
		strings.EqualFold(have, EndpointStorageGlobal) && strings.EqualFold(need, EndpointStorage)
}
