package schema

import "strings"

// NormalLocation writes a region as the azurerm provider stores it: "West Europe"
// is westeurope.
func NormalLocation(region string) string {
	return strings.ReplaceAll(strings.ToLower(region), " ", "")
}
