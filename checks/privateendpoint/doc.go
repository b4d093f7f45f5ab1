// Package privateendpoint holds the checks on private endpoints of apps, their
// DNS, and the public access beside them.
package privateendpoint
