package azure

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestLookupServiceTag(t *testing.T) {
	for s, want := range map[string]Tag{
		"AppService":                        {"AppService", ""},
		"appservice.westeurope":             {"AppService", "westeurope"},
		"AppService.WestEurope":             {"AppService", "westeurope"},
		"AZUREFRONTDOOR.BACKEND":            {"AzureFrontDoor.Backend", ""},
		"AzureFrontDoor.Backend.WestEurope": {"AzureFrontDoor.Backend", "westeurope"},
		"AzureCloud":                        {"AzureCloud", ""},
		"AzureCloud.westeurope":             {"AzureCloud", "westeurope"},
		"AzureCloud.germanywc":              {"AzureCloud", "germanywestcentral"},
		"AzureCloud.centralfrance":          {"AzureCloud", "francecentral"},
		"Sql.USGovVirginia":                 {"Sql", "usgovvirginia"},
		"Storage.EastUS2EUAP":               {"Storage", "eastus2euap"},
		"Storage.ChinaNorth3":               {"Storage", "chinanorth3"},
		"AzureMonitor.Core":                 {"AzureMonitor.Core", ""},
		"internet":                          {"Internet", ""},
		"VirtualNetwork":                    {"VirtualNetwork", ""},
	} {
		tag, ok := LookupServiceTag(s)
		assert.True(t, ok, s)
		assert.Equal(t, want, tag, s)
	}
	for _, s := range []string{
		"", ".", "AppService.", ".WestEurope", "AppService.Atlantis", "AppServices", "AzureFrontDoor",
		"AzureActiveDirectory.WestEurope", "AzureCloud.FranceCentral", "AppService.West Europe", "AppService ", "*", "Any",
	} {
		tag, ok := LookupServiceTag(s)
		assert.False(t, ok, s)
		assert.Zero(t, tag, s)
	}
}

func TestServiceTagsRoundTrip(t *testing.T) {
	for _, name := range tagNames() {
		tag, ok := LookupServiceTag(strings.ToUpper(name))
		require.True(t, ok, name)
		assert.Equal(t, name, tag.String())
	}
	for _, name := range regionalTags {
		for _, region := range Regions() {
			tag := Tag{name, region.Name}
			read, ok := LookupServiceTag(tag.String())
			require.True(t, ok, tag.String())
			assert.Equal(t, tag, read)
		}
	}
}

func TestServiceTagLists(t *testing.T) {
	assert.True(t, slices.IsSorted(regionalTags))
	assert.True(t, slices.IsSorted(globalTags))
	assert.Len(t, tagByName(), len(regionalTags)+len(globalTags), "a tag stands in both lists")
	assert.Greater(t, len(tagNames()), 100)
}

func TestTagString(t *testing.T) {
	assert.Equal(t, "AppService.WestEurope", Tag{"AppService", "westeurope"}.String())
	assert.Equal(t, "AzureCloud.norwaye", Tag{"AzureCloud", "norwayeast"}.String())
	assert.Equal(t, "Storage.USGovVirginia", Tag{"Storage", "usgovvirginia"}.String())
	assert.Equal(t, "AppService.atlantis", Tag{"AppService", "atlantis"}.String())
}

func TestNearestServiceTag(t *testing.T) {
	for s, want := range map[string]string{
		"AppServices":             "AppService",
		"AppServic.WestEurope":    "AppService.WestEurope",
		"AppService.WestEurop":    "AppService.WestEurope",
		"appservice":              "AppService",
		"AzureFrontDoor":          "AzureFrontDoor.Backend",
		"AzureFrontDoorBackend":   "AzureFrontDoor.Backend",
		"FrontDoor.Backend":       "AzureFrontDoor.Backend",
		"AzureFrontDoor.Backnd":   "AzureFrontDoor.Backend",
		"KeyVault":                "AzureKeyVault",
		"CosmosDB":                "AzureCosmosDB",
		"AzureTraficManager":      "AzureTrafficManager",
		"Storge":                  "Storage",
		"AzureCloud.FranceCental": "AzureCloud.centralfrance",
		"AzureLoadBalancers":      "AzureLoadBalancer",
	} {
		got, ok := NearestServiceTag(s)
		assert.True(t, ok, s)
		assert.Equal(t, want, got, s)
	}
	for _, s := range []string{"", "x", "10.0.0.0/8", "CompletelyDifferentThing", "..."} {
		got, ok := NearestServiceTag(s)
		assert.False(t, ok, "%s: %s", s, got)
	}
}

func TestNearestServiceTagOfAnything(t *testing.T) {
	_, ok := NearestServiceTag(strings.Repeat("A", 1<<20) + "." + strings.Repeat("B", 1<<20))
	assert.False(t, ok)
}

func TestEditDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"a", "", 1}, {"", "abc", 3}, {"kitten", "sitting", 3}, {"flaw", "lawn", 2}, {"same", "same", 0},
	} {
		assert.Equal(t, c.want, editDistance(c.a, c.b), "%s %s", c.a, c.b)
		assert.Equal(t, c.want, editDistance(c.b, c.a), "%s %s", c.b, c.a)
	}
}

func TestRegions(t *testing.T) {
	for s, want := range map[string]string{
		"West Europe": "westeurope", "westeurope": "westeurope", "WESTEUROPE": "westeurope",
		"East US 2": "eastus2", "US Gov Virginia": "usgovvirginia", "USGov Virginia": "usgovvirginia",
		"Brand New Region": "brandnewregion", "": "",
	} {
		assert.Equal(t, want, NormalizeRegion(s), s)
	}
	region, ok := LookupRegion("WestEurope")
	assert.True(t, ok)
	assert.Equal(t, Region{"westeurope", "West Europe", PublicCloud}, region)
	region, _ = LookupRegion("chinanorth3")
	assert.Equal(t, ChinaCloud, region.Cloud)
	region, _ = LookupRegion("USGov Texas")
	assert.Equal(t, USGovernmentCloud, region.Cloud)
	_, ok = LookupRegion("atlantis")
	assert.False(t, ok)

	for _, list := range [][]string{publicRegions, governmentRegions, chinaRegions} {
		assert.True(t, slices.IsSorted(list), list)
	}
	assert.Len(t, regionByName(), len(Regions()))
	for region := range cloudScopes {
		assert.Contains(t, regionByName(), region)
	}
}
