// Package syntax reads the Bicep language, .bicep and .bicepparam, into a tree.
//
// It knows the grammar and nothing else: no name is resolved, no type checked, no
// value computed, no file opened. Syntax that Bicep hides behind a feature flag is
// read without asking. What is broken is reported and left out in pieces as small as
// possible, because a linter must still see the other resources of the file: such a
// piece is a *Skipped, and may stand wherever an expression, a type, a member of an
// object or a statement is expected.
//
// Source of the grammar: https://learn.microsoft.com/azure/azure-resource-manager/bicep/
// and the public behaviour of Bicep up to 0.46, against whose token and syntax
// listings the package is measured (see the tests TestConformance…).
package syntax
