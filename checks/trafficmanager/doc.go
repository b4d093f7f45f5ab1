// Package trafficmanager holds the checks on Traffic Manager profiles whose endpoints
// are apps: whether their probes get through.
package trafficmanager
