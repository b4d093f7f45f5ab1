package azure

import "net/netip"

// EnvironmentReservedSources is a range that the internal load balancer of an App
// Service Environment v3 uses itself: traffic from clients in it can be lost
// (App Service Environment networking, "ILB App Service Environment inbound
// traffic limitation").
var EnvironmentReservedSources = netip.MustParsePrefix("172.31.192.0/25")

// CipherOrderSetting is the cluster setting that the provider azurerm demands where an
// App Service Environment has cluster settings at all (azurerm_app_service_environment_v3,
// cluster_setting).
const CipherOrderSetting = "FrontEndSSLCipherSuiteOrder"
