package azure

// capabilitiesOf gathers what is known of a tier. Each capability has a function
// of its own below, since each rests on other documents.
func capabilitiesOf(t Tier) Capabilities {
	return Capabilities{
		VNetIntegration:    vnetIntegration(t),
		GatewayIntegration: gatewayIntegration(t),
		PrivateEndpoint:    privateEndpoint(t),
		HybridConnections:  hybridConnections(t),
		CustomDomain:       customDomain(t),
		CustomDomainTLS:    customDomainTLS(t),
		IPBasedTLS:         ipBasedTLS(t),
		ManagedCertificate: managedCertificate(t),
		InboundIPv6:        inboundIPv6(t),
		StableOutbound:     stableOutbound(t),
		SecurityPerimeter:  securityPerimeter(t),
		WindowsContainers:  windowsContainers(t),
		DeploymentSlots:    deploymentSlots(t),
		MaxInstances:       maxInstances(t),
	}
}

var (
	unknownSupport = Support{Unknown, undocumented, Unconfirmed}
	unknownCount   = Count{Source: undocumented}
)

func yes(source string) Support { return Support{Yes, source, Confirmed} }

func no(source string) Support { return Support{No, source, Confirmed} }

func exactly(n int, source string) Count { return Count{n, true, source, Confirmed} }

func vnetIntegration(t Tier) Support {
	switch t {
	case Basic, Standard, Premium, PremiumV2, PremiumV3, PremiumV4, ElasticPremium, WorkflowStandard:
		return yes(docIntegration)
	case FlexConsumption:
		return yes(docFunctionsNetworking)
	case Free, Shared:
		return no(docLimits)
	case Consumption:
		return no(docFunctionsNetworking)
	case Isolated, IsolatedV2:
		return no(docNetworkingFeatures)
	default:
		return unknownSupport
	}
}

func gatewayIntegration(t Tier) Support {
	switch t {
	case Basic, Standard, Premium, PremiumV2, PremiumV3, PremiumV4:
		return yes(docGatewayIntegration)
	case Free, Shared, Isolated, IsolatedV2:
		return no(docGatewayIntegration)
	case Consumption, ElasticPremium, FlexConsumption:
		return no(docFunctionsNetworking + ", Virtual network integration")
	default:
		return unknownSupport
	}
}

func privateEndpoint(t Tier) Support {
	switch t {
	case Basic, Standard, PremiumV2, PremiumV3, IsolatedV2, ElasticPremium:
		return yes(docPrivateEndpoint)
	case PremiumV4:
		return yes(docSecureAppService)
	case FlexConsumption:
		return yes(docFunctionsNetworking)
	case WorkflowStandard:
		return yes(docLogicAppsPrivate)
	case Premium:
		// The policy counts the tier as able; the list of the document omits it.
		return Support{Yes, docPolicyPrivateLink, Unconfirmed}
	case Free, Shared:
		return no(docPrivateEndpoint)
	case Consumption:
		return no(docFunctionsNetworking)
	case Isolated:
		// The list of the document omits the tier; an older policy counts it as able.
		return Support{No, docPrivateEndpoint, Unconfirmed}
	default:
		return unknownSupport
	}
}

func hybridConnections(t Tier) HybridQuota {
	const source = docHybridConnections + ", Hybrid Connections and App Service plans"
	switch t {
	case Basic:
		return HybridQuota{yes(source), exactly(5, source), PerPlan}
	case Standard:
		return HybridQuota{yes(source), exactly(25, source), PerPlan}
	case Premium, PremiumV2, PremiumV3, PremiumV4, IsolatedV2:
		return HybridQuota{yes(source), exactly(220, source), PerApp}
	case Isolated:
		return HybridQuota{yes(docLimits), exactly(220, docLimits), PerApp}
	case ElasticPremium:
		// On Windows; the documents disagree on function apps on Linux.
		return HybridQuota{yes(docFunctionsNetworking + ", Hybrid connections"), unknownCount, PerPlan}
	case Free, Shared, Consumption:
		return HybridQuota{no(source), exactly(0, source), PerPlan}
	case FlexConsumption:
		// Inferred: function apps have them on Windows only, and Flex is Linux only.
		return HybridQuota{Support{No, docFunctionsNetworking, Unconfirmed}, unknownCount, PerPlan}
	default:
		return HybridQuota{unknownSupport, unknownCount, PerPlan}
	}
}

func customDomain(t Tier) Support {
	switch t {
	case Free:
		return no(docLimits)
	case Shared, Basic, Standard, Premium, PremiumV2, PremiumV3, PremiumV4, Isolated, IsolatedV2:
		return yes(docLimits)
	case Consumption, ElasticPremium, FlexConsumption:
		return yes(docFunctionsScale + ", Service limits")
	default:
		return unknownSupport
	}
}

func customDomainTLS(t Tier) Support {
	if t == Shared {
		return no(docLimits)
	}
	return customDomain(t)
}

func ipBasedTLS(t Tier) Support {
	switch t {
	case Basic:
		// Not included in the price, other than on Standard and above.
		return yes(docTLSBindings)
	case Standard, Premium, PremiumV2, PremiumV3, PremiumV4, Isolated:
		return yes(docLimits)
	case ElasticPremium, FlexConsumption:
		return yes(docFunctionsScale + ", Service limits")
	case Free, Shared:
		return no(docLimits)
	case Consumption:
		return no(docFunctionsScale + ", Service limits")
	case IsolatedV2:
		return no(docEnvironmentMigration)
	default:
		return unknownSupport
	}
}

func managedCertificate(t Tier) Support {
	switch t {
	case Free, Shared:
		return no(docLimits)
	case Basic, Standard, Premium, PremiumV2, PremiumV3, PremiumV4:
		return yes(docLimits)
	default:
		return unknownSupport
	}
}

func inboundIPv6(t Tier) Support {
	const source = docIPAddresses + ", Inbound IPv6 support"
	switch t {
	case Basic, Standard, Premium, PremiumV2, PremiumV3, PremiumV4, Consumption, ElasticPremium, WorkflowStandard:
		return yes(source)
	case Free, Shared, Isolated, IsolatedV2, FlexConsumption:
		return no(source) // the list of what is supported omits them
	default:
		return unknownSupport
	}
}

func stableOutbound(t Tier) Support {
	switch t {
	case PremiumV4:
		return no(docPremiumV4 + ", Premium V4 availability")
	case Basic, Standard, Premium, PremiumV2, PremiumV3, Isolated, IsolatedV2:
		return yes(docIPAddresses)
	default:
		return unknownSupport
	}
}

// securityPerimeter rests on a team's announcement of a preview, hence
// unconfirmed throughout.
func securityPerimeter(t Tier) Support {
	switch t {
	case Free, Shared, Consumption:
		return Support{No, blogPerimeter, Unconfirmed}
	default:
		return Support{Yes, blogPerimeter, Unconfirmed}
	}
}

func windowsContainers(t Tier) Support {
	switch t {
	case PremiumV3, IsolatedV2:
		return yes(docLimits)
	case PremiumV4:
		return no(docPremiumV4 + ", Premium V4 availability")
	case Free, Shared, Basic, Standard:
		return no(docLimits)
	default:
		return unknownSupport
	}
}

// deploymentSlots leaves production out; the table for Functions counts it.
func deploymentSlots(t Tier) Count {
	switch t {
	case Free, Shared, Basic:
		return exactly(0, docLimits)
	case Standard:
		return exactly(5, docLimits)
	case Premium, PremiumV2, PremiumV3, PremiumV4, Isolated, IsolatedV2:
		return exactly(20, docLimits)
	case Consumption:
		return exactly(1, docFunctionsScale+", Service limits")
	case ElasticPremium:
		return exactly(2, docFunctionsScale+", Service limits")
	case FlexConsumption:
		return exactly(0, docFlexConsumption+", Considerations")
	default:
		return unknownCount
	}
}

func maxInstances(t Tier) Count {
	switch t {
	case Free, Shared:
		return exactly(1, docLimits)
	case Basic:
		return exactly(3, docLimits)
	case Standard:
		return exactly(10, docLimits)
	case Premium:
		return exactly(20, docLimits)
	case PremiumV2, PremiumV3, PremiumV4:
		return exactly(30, docLimits)
	case Isolated, IsolatedV2:
		return exactly(100, docLimits)
	case ElasticPremium:
		return exactly(100, docFunctionsScale+", Scale")
	case Consumption:
		return exactly(200, docFunctionsScale+", Scale")
	case FlexConsumption:
		return exactly(1000, docFlexConsumption)
	default:
		return unknownCount
	}
}
