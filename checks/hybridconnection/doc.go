// Package hybridconnection holds the checks on hybrid connections: an app's way
// to a host and port by Azure Relay.
package hybridconnection
