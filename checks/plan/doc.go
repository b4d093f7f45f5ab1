// Package plan holds the checks on App Service plans: what their size allows, and
// what a change of it does to the network.
package plan
