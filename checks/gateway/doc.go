// Package gateway holds the checks on gateway-required virtual network
// integration: an app's point-to-site VPN connection to a network's gateway.
package gateway
