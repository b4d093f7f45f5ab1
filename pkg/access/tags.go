package access

import "strings"

// internetTag holds every public address, Azure's own among them.
//
// https://learn.microsoft.com/azure/virtual-network/service-tags-overview
const internetTag = "internet"

// tagBase returns the tag of all regions to which a regional tag belongs:
// "storage" for "storage.westeurope", and "" for a tag that is not regional.
// A dot alone does not make a tag regional: AzureFrontDoor.Backend is no part of
// anything. Tags are in lower case.
func tagBase(tag string) string {
	dot := strings.LastIndexByte(tag, '.')
	if dot <= 0 || !tagRegions[tag[dot+1:]] {
		return ""
	}
	return tag[:dot]
}

// tagWithin reports whether every address of a tag certainly is in another one.
func tagWithin(tag, other string) bool {
	return tag == other || tagBase(tag) == other
}

// tagRegions are the suffixes of regional service tags: names of regions, and
// the short forms that the page on service tags lists as exceptions.
var tagRegions = setOf(`
	australiacentral australiacentral2 australiaeast australiasoutheast austriaeast belgiumcentral
	brazilsouth brazilsoutheast canadacentral canadaeast centralindia centralus centraluseuap chilecentral
	denmarkeast eastasia eastus eastus2 eastus2euap francecentral francesouth germanynorth germanywestcentral
	indonesiacentral israelcentral israelnorthwest italynorth japaneast japanwest jioindiacentral jioindiawest
	koreacentral koreasouth malaysiasouth malaysiawest mexicocentral newzealandnorth northcentralus northeurope
	norwayeast norwaywest polandcentral qatarcentral southafricanorth southafricawest southcentralus southeastasia
	southindia spaincentral swedencentral swedensouth switzerlandnorth switzerlandwest taiwannorth taiwannorthwest
	uaecentral uaenorth uksouth ukwest westcentralus westeurope westindia westus westus2 westus3
	usdodcentral usdodeast usgovarizona usgoviowa usgovtexas usgovvirginia
	chinaeast chinaeast2 chinaeast3 chinanorth chinanorth2 chinanorth3
	centralfrance southfrance germanyn germanywc norwaye norwayw switzerlandn switzerlandw usstagec usstagee
`)

func setOf(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}
