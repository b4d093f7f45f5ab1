// Package bind turns Bicep files into the tree that both languages share: names get
// their meaning, modules and imports are followed, compile-time functions answered,
// and syntax that only Bicep has is replaced. What is wrong is reported and left out in
// small pieces; the rest of the file is lowered all the same.
//
// It works in three steps, so that files may be lowered at the same time and refer to
// each other in any way: what a file declares is collected from its own text; the
// files that it refers to are walked through, which finds circles; and each of them is
// lowered, for which nothing but the declarations of the others is needed.
//
// Types are not checked. Of a type it is only found out what matters to values: the
// kind, whether null is possible, which literals are allowed, and whether it is secret.
//
// Source: https://learn.microsoft.com/azure/azure-resource-manager/bicep/file
package bind
