// Package accessrestriction holds the checks on access restrictions: who may
// reach an app and its SCM site through the public endpoint.
package accessrestriction
