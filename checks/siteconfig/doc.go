// Package siteconfig holds the checks on how the configuration of an app is written:
// what is written twice, or where Azure does not look.
package siteconfig
