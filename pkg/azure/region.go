package azure

import (
	"slices"
	"strings"
	"sync"
)

// Region is a region of Azure.
type Region struct {
	Name        string // "westeurope"
	DisplayName string // "West Europe"
	Cloud       Cloud
}

// RegionsSource says where the list of regions comes from.
const RegionsSource = "List of Azure regions (https://learn.microsoft.com/azure/reliability/regions-list), " +
	"with the further regions of Azure IP Ranges and Service Tags, May 2026"

// NormalizeRegion returns the name of a region that is written as a name or as a
// display name: "West Europe" becomes "westeurope". Names that no list holds are
// treated alike, so that two spellings of a new region are still the same.
func NormalizeRegion(s string) string { return strings.ReplaceAll(strings.ToLower(s), " ", "") }

// LookupRegion finds a region by its name or display name, whatever the case. A
// region that is not found is unknown, not wrong.
func LookupRegion(s string) (Region, bool) {
	r, ok := regionByName()[NormalizeRegion(s)]
	return r, ok
}

// Regions returns the known regions, cloud by cloud.
func Regions() []Region { return slices.Clone(regions()) }

var (
	regions      = sync.OnceValue(listRegions)
	regionByName = sync.OnceValue(indexRegions)
)

func listRegions() []Region {
	var all []Region
	add := func(cloud Cloud, names []string) {
		for _, name := range names {
			all = append(all, Region{NormalizeRegion(name), name, cloud})
		}
	}
	add(PublicCloud, publicRegions)
	add(USGovernmentCloud, governmentRegions)
	add(ChinaCloud, chinaRegions)
	return all
}

func indexRegions() map[string]Region {
	all := regions()
	index := make(map[string]Region, len(all))
	for _, r := range all {
		index[r.Name] = r
	}
	return index
}

var publicRegions = []string{
	"Australia Central", "Australia Central 2", "Australia East", "Australia Southeast",
	"Austria East", "Belgium Central", "Brazil South", "Brazil Southeast", "Canada Central",
	"Canada East", "Central India", "Central US", "Central US EUAP", "Chile Central",
	"Denmark East", "East Asia", "East US", "East US 2", "East US 2 EUAP", "East US 3",
	"East US STG", "France Central", "France South", "Germany North", "Germany West Central",
	"Indonesia Central", "Israel Central", "Israel Northwest", "Italy North", "Japan East",
	"Japan West", "Jio India Central", "Jio India West", "Korea Central", "Korea South",
	"Malaysia South", "Malaysia West", "Mexico Central", "New Zealand North",
	"North Central US", "North Europe", "Norway East", "Norway West", "Poland Central",
	"Qatar Central", "South Africa North", "South Africa West", "South Central US",
	"South Central US 2", "South Central US STG", "South India", "Southeast Asia",
	"Southeast US", "Southeast US 3", "Spain Central", "Sweden Central", "Sweden South",
	"Switzerland North", "Switzerland West", "Taiwan North", "Taiwan Northwest",
	"UAE Central", "UAE North", "UK South", "UK West", "West Central US", "West Europe",
	"West India", "West US", "West US 2", "West US 3",
}

var governmentRegions = []string{
	"US DoD Central", "US DoD East", "US Gov Arizona", "US Gov Iowa", "US Gov Texas", "US Gov Virginia",
}

var chinaRegions = []string{
	"China East", "China East 2", "China East 3", "China North", "China North 2", "China North 3",
}
