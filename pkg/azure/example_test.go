package azure_test

import (
	"fmt"
	"net/netip"

	"github.com/appnetlint/appnetlint/pkg/azure"
)

func ExampleLookupSKU() {
	sku, _ := azure.LookupSKU("p1MV3")
	fmt.Println(sku.Name, sku.Tier, sku.Family)
	fmt.Println("private endpoints:", sku.PrivateEndpoint.Answer, sku.PrivateEndpoint.Confidence)
	fmt.Println("hybrid connections:", sku.HybridConnections.Max.N, sku.HybridConnections.Scope)

	_, ok := azure.LookupSKU("P9v9")
	fmt.Println("P9v9 known:", ok)
	// Output:
	// P1mv3 PremiumV3 Pmv3
	// private endpoints: yes confirmed
	// hybrid connections: 220 per app
	// P9v9 known: false
}

func ExampleParseID() {
	id, _ := azure.ParseID("/subscriptions/0000/resourceGroups/rg/providers/Microsoft.Web/sites/Shop/slots/test")
	fmt.Println(id.Type(), id.Name())
	fmt.Println(id.Parent())
	fmt.Println(id.Parent().Key())
	// Output:
	// Microsoft.Web/sites/slots test
	// /subscriptions/0000/resourceGroups/rg/providers/Microsoft.Web/sites/Shop
	// /subscriptions/0000/resourcegroups/rg/providers/microsoft.web/sites/shop
}

func ExampleSmallestPrefixFor() {
	needed := azure.AddressesNeeded(10, azure.AddressesPerInstance(0))
	fmt.Println(azure.UsableAddresses(netip.MustParsePrefix("10.0.1.0/29")), "usable,", needed, "needed")
	fmt.Printf("use /%d or larger\n", azure.SmallestPrefixFor(needed))
	// Output:
	// 3 usable, 20 needed
	// use /27 or larger
}

func ExampleNearestServiceTag() {
	if _, known := azure.LookupServiceTag("AzureFrontDoorBackend"); !known {
		tag, _ := azure.NearestServiceTag("AzureFrontDoorBackend")
		fmt.Println("did you mean", tag)
	}
	// Output:
	// did you mean AzureFrontDoor.Backend
}
