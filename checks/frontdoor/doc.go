// Package frontdoor holds the checks on Azure Front Door in front of apps: whether
// it reaches them, and whether only it does.
package frontdoor
