package azure

// The documents that the data is taken from: title and address. A datum appends
// the heading where the document is long.
const (
	docAccessRestrictions    = "Azure App Service access restrictions (https://learn.microsoft.com/azure/app-service/overview-access-restrictions)"
	docSetAccessRestrictions = "Set up Azure App Service access restrictions (https://learn.microsoft.com/azure/app-service/app-service-ip-restrictions)"
	docDNS                   = "Name resolution (DNS) in App Service (https://learn.microsoft.com/azure/app-service/overview-name-resolution)"
	docEnvironmentMigration  = "Migrate to App Service Environment v3 (https://learn.microsoft.com/azure/app-service/environment/migrate)"
	docEnvironmentNetworking = "App Service Environment networking (https://learn.microsoft.com/azure/app-service/environment/networking)"
	docEnvironmentOverview   = "App Service Environment overview (https://learn.microsoft.com/azure/app-service/environment/overview)"
	docFederal               = "Azure/FederalAVD, private DNS zones of the US government clouds"
	docFlexConsumption       = "Azure Functions Flex Consumption plan hosting (https://learn.microsoft.com/azure/azure-functions/flex-consumption-plan)"
	docFunctionsNetworking   = "Azure Functions networking options (https://learn.microsoft.com/azure/azure-functions/functions-networking-options)"
	docFunctionsScale        = "Azure Functions hosting options (https://learn.microsoft.com/azure/azure-functions/functions-scale)"
	docGatewayIntegration    = "Configure gateway-required virtual network integration (https://learn.microsoft.com/azure/app-service/configure-gateway-required-vnet-integration)"
	docHostingPlans          = "Azure App Service plans (https://learn.microsoft.com/azure/app-service/overview-hosting-plans)"
	docHybridConnections     = "Azure App Service Hybrid Connections (https://learn.microsoft.com/azure/app-service/app-service-hybrid-connections)"
	docIntegration           = "Integrate your app with an Azure virtual network (https://learn.microsoft.com/azure/app-service/overview-vnet-integration)"
	docIPAddresses           = "Inbound and outbound IP addresses in Azure App Service (https://learn.microsoft.com/azure/app-service/overview-inbound-outbound-ips)"
	docLimits                = "Azure subscription and service limits, App Service limits (https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits)"
	docLogicAppsPrivate      = "Secure traffic between Standard logic apps and Azure virtual networks using private endpoints (https://learn.microsoft.com/azure/logic-apps/secure-single-tenant-workflow-virtual-network-private-endpoint)"
	docNAT                   = "Azure NAT Gateway integration (https://learn.microsoft.com/azure/app-service/overview-nat-gateway-integration)"
	docNetworkingFeatures    = "App Service networking features (https://learn.microsoft.com/azure/app-service/networking-features)"
	docNSG                   = "Azure network security groups overview (https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview)"
	docPolicyPrivateLink     = "Azure Policy built-in definition 546fe8d2-368d-4029-a418-6af48a7f61e5, App Service apps should use a SKU that supports private link"
	docPremiumV4             = "Configure Premium V4 tier for Azure App Service (https://learn.microsoft.com/azure/app-service/app-service-configure-premium-v4-tier)"
	docPricing               = "App Service pricing (https://azure.microsoft.com/pricing/details/app-service/)"
	docPrivateEndpoint       = "Use private endpoints for Azure App Service apps (https://learn.microsoft.com/azure/app-service/overview-private-endpoint)"
	docPrivateEndpointDNS    = "Azure private endpoint private DNS zone values (https://learn.microsoft.com/azure/private-link/private-endpoint-dns)"
	docSecureAppService      = "Secure your Azure App Service deployment, Network security (MicrosoftDocs/azure-docs, 2026-02-19)"
	docSubnetFAQ             = "Azure Virtual Network FAQ (https://learn.microsoft.com/azure/virtual-network/virtual-networks-faq)"
	docTLSBindings           = "Provide security for a custom DNS name with a TLS/SSL binding in App Service (https://learn.microsoft.com/azure/app-service/configure-ssl-bindings)"
	blogPerimeter            = "App Service team blog, Announcing Network Security Perimeter support in public preview"

	typesWeb     = "Azure/bicep-types-az, generated/web/microsoft.web"
	typesNetwork = "Azure/bicep-types-az, generated/network/microsoft.network"
	typesRelay   = "Azure/bicep-types-az, generated/relay/microsoft.relay"
	azurermCode  = "hashicorp/terraform-provider-azurerm 5.2.0"

	undocumented = "no statement found in Microsoft's documents"
)
