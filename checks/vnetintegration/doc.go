// Package vnetintegration holds the checks on regional virtual network
// integration and on what leaves an app through it.
package vnetintegration
