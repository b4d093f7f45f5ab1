// Package project knows which files belong to a Bicep project: it reads and parses
// each file once, finds the bicepconfig.json that counts for a file, and tells what a
// reference to a module, a type or a parameter file's template leads to.
//
// Nothing outside the root is read, also not by symbolic links, with one exception: the
// cache that `bicep restore` fills. Of the cache nothing but the main.json of the module
// that is asked for is read. Modules that are not in the cache are never downloaded.
//
// Sources: https://learn.microsoft.com/azure/azure-resource-manager/bicep/modules and
// …/bicep-config-modules, and the layout in which Bicep 0.46 keeps restored modules.
package project
