// Package environment holds the checks on App Service Environments and on what
// their subnets need.
package environment
