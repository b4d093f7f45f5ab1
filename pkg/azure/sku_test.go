package azure

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// azurermSKUs are the values of azurerm_service_plan's sku_name in provider 5.2.0.
var azurermSKUs = map[Tier]string{
	Free:             "F1",
	Shared:           "D1 SHARED",
	Basic:            "B1 B2 B3",
	Standard:         "S1 S2 S3",
	Consumption:      "Y1",
	FlexConsumption:  "FC1",
	ElasticPremium:   "EP1 EP2 EP3",
	PremiumV2:        "P1v2 P2v2 P3v2",
	PremiumV3:        "P0v3 P1v3 P2v3 P3v3 P1mv3 P2mv3 P3mv3 P4mv3 P5mv3",
	PremiumV4:        "P0v4 P1v4 P2v4 P3v4 P1mv4 P2mv4 P3mv4 P4mv4 P5mv4",
	Isolated:         "I1 I2 I3",
	IsolatedV2:       "I1v2 I2v2 I3v2 I4v2 I5v2 I6v2 I1mv2 I2mv2 I3mv2 I4mv2 I5mv2",
	WorkflowStandard: "WS1 WS2 WS3",
}

func TestLookupSKUKnowsAzurerm(t *testing.T) {
	count := 0
	for tier, names := range azurermSKUs {
		for _, name := range strings.Fields(names) {
			count++
			for _, written := range []string{name, strings.ToLower(name), strings.ToUpper(name)} {
				sku, ok := LookupSKU(written)
				require.True(t, ok, written)
				assert.Equal(t, name, sku.Name)
				assert.Equal(t, tier, sku.Tier, name)
			}
		}
	}
	assert.Equal(t, 52, count)
}

func TestLookupSKUOthers(t *testing.T) {
	for name, tier := range map[string]Tier{
		"P1": Premium, "P3": Premium, "PC2": PremiumContainer, "PC4": PremiumContainer, "FREE": Free,
	} {
		sku, ok := LookupSKU(name)
		require.True(t, ok, name)
		assert.Equal(t, tier, sku.Tier, name)
	}
	for _, name := range []string{"", " ", "P4v3", "P1v5", "B1 ", "U1", "B1B2"} {
		_, ok := LookupSKU(name)
		assert.False(t, ok, name)
	}
}

func TestSKUNamesAreUnique(t *testing.T) {
	seen := map[string]bool{}
	for _, sku := range SKUs() {
		name := strings.ToLower(sku.Name)
		assert.False(t, seen[name], sku.Name)
		seen[name] = true
	}
	assert.Len(t, seen, len(skuByName()))
}

func TestSKUsIsACopy(t *testing.T) {
	SKUs()[0].Name = "changed"
	assert.Equal(t, "F1", SKUs()[0].Name)
}

func TestSKUFamilies(t *testing.T) {
	for name, family := range map[string]Family{
		"B1": FamilyClassic, "S3": FamilyClassic, "P2": FamilyClassic,
		"P1v2": FamilyPv2, "P0v3": FamilyPv3, "P1mv3": FamilyPmv3, "P3v4": FamilyPv4, "P5mv4": FamilyPmv4,
		"I1v2": NoFamily, "Y1": NoFamily, "EP1": NoFamily, "FC1": NoFamily,
	} {
		sku, _ := LookupSKU(name)
		assert.Equal(t, family, sku.Family, name)
	}
}

func TestSKUForTier(t *testing.T) {
	for _, c := range []struct {
		tier, size string
		want       Tier
		name       string
		family     Family
	}{
		{"Dynamic", "Y1", Consumption, "Y1", NoFamily},
		{"dynamic", "", Consumption, "", NoFamily},
		{"ElasticPremium", "EP2", ElasticPremium, "EP2", NoFamily},
		{"WorkflowStandard", "ws1", WorkflowStandard, "WS1", NoFamily},
		{"FlexConsumption", "FC1", FlexConsumption, "FC1", NoFamily},
		{"PremiumV2", "P1V2", PremiumV2, "P1v2", FamilyPv2},
		{"PremiumV3", "P1mv3", PremiumV3, "P1mv3", FamilyPmv3},
		{"Premium0V3", "", PremiumV3, "", FamilyPv3},
		{"PremiumMV3", "", PremiumV3, "", FamilyPmv3},
		{"PremiumMV4", "", PremiumV4, "", FamilyPmv4},
		{"Standard", "S1", Standard, "S1", FamilyClassic},
		{"STANDARD", "", Standard, "", FamilyClassic},
		{"", "S1", Standard, "S1", FamilyClassic},
		{"IsolatedV2", "I2v2", IsolatedV2, "I2v2", NoFamily},
		{"IsolatedMV2", "I2mv2", IsolatedV2, "I2mv2", NoFamily},
	} {
		sku, ok := SKUForTier(c.tier, c.size)
		require.True(t, ok, "%s %s", c.tier, c.size)
		assert.Equal(t, c.want, sku.Tier)
		assert.Equal(t, c.name, sku.Name)
		assert.Equal(t, c.family, sku.Family)
		assert.Equal(t, capabilitiesOf(c.want), sku.Capabilities)
	}
	for _, c := range [][2]string{{"", ""}, {"Standard", "P1v2"}, {"Standard", "Large"}, {"Gold", "S1"}, {"Gold", ""}} {
		_, ok := SKUForTier(c[0], c[1])
		assert.False(t, ok, c)
	}
}

// TestCapabilities holds the table against its mistakes: a row for each tier, in
// the words of a reader.
func TestCapabilities(t *testing.T) {
	type row struct {
		integration, gateway, endpoint, ipTLS, customTLS Answer
		hybrid, slots, instances                         int // -1: unknown
	}
	for tier, want := range map[Tier]row{
		Free:             {No, No, No, No, No, 0, 0, 1},
		Shared:           {No, No, No, No, No, 0, 0, 1},
		Basic:            {Yes, Yes, Yes, Yes, Yes, 5, 0, 3},
		Standard:         {Yes, Yes, Yes, Yes, Yes, 25, 5, 10},
		Premium:          {Yes, Yes, Yes, Yes, Yes, 220, 20, 20},
		PremiumV2:        {Yes, Yes, Yes, Yes, Yes, 220, 20, 30},
		PremiumV3:        {Yes, Yes, Yes, Yes, Yes, 220, 20, 30},
		PremiumV4:        {Yes, Yes, Yes, Yes, Yes, 220, 20, 30},
		PremiumContainer: {Unknown, Unknown, Unknown, Unknown, Unknown, -1, -1, -1},
		Isolated:         {No, No, No, Yes, Yes, 220, 20, 100},
		IsolatedV2:       {No, No, Yes, No, Yes, 220, 20, 100},
		Consumption:      {No, No, No, No, Yes, 0, 1, 200},
		ElasticPremium:   {Yes, No, Yes, Yes, Yes, -1, 2, 100},
		FlexConsumption:  {Yes, No, Yes, Yes, Yes, -1, 0, 1000},
		WorkflowStandard: {Yes, Unknown, Yes, Unknown, Unknown, -1, -1, -1},
	} {
		c := capabilitiesOf(tier)
		assert.Equal(t, want, row{
			c.VNetIntegration.Answer, c.GatewayIntegration.Answer, c.PrivateEndpoint.Answer,
			c.IPBasedTLS.Answer, c.CustomDomainTLS.Answer,
			countOrUnknown(c.HybridConnections.Max), countOrUnknown(c.DeploymentSlots), countOrUnknown(c.MaxInstances),
		}, tier)
	}
}

func countOrUnknown(c Count) int {
	if !c.Known {
		return -1
	}
	return c.N
}

func TestUnconfirmedCapabilities(t *testing.T) {
	assert.Equal(t, Unconfirmed, capabilitiesOf(Premium).PrivateEndpoint.Confidence)
	assert.Equal(t, Unconfirmed, capabilitiesOf(Isolated).PrivateEndpoint.Confidence)
	assert.Equal(t, Unconfirmed, capabilitiesOf(FlexConsumption).HybridConnections.Confidence)
	assert.Equal(t, Unconfirmed, capabilitiesOf(Free).SecurityPerimeter.Confidence)
	assert.Equal(t, Confirmed, capabilitiesOf(PremiumV4).PrivateEndpoint.Confidence)
	assert.Equal(t, Confirmed, capabilitiesOf(IsolatedV2).IPBasedTLS.Confidence)
}

func TestHybridScopes(t *testing.T) {
	assert.Equal(t, PerPlan, capabilitiesOf(Basic).HybridConnections.Scope)
	assert.Equal(t, PerApp, capabilitiesOf(PremiumV3).HybridConnections.Scope)
	assert.Equal(t, "per plan", PerPlan.String())
	assert.Equal(t, "per app", PerApp.String())
}

func TestWindowsContainerSizes(t *testing.T) {
	for _, sku := range SKUs() {
		if sku.WindowsContainers.Answer == Yes {
			assert.True(t, sku.Cores.Known, sku.Name)
		}
	}
	sku, _ := LookupSKU("P3mv3")
	assert.Equal(t, 8, sku.Cores.N)
	assert.Equal(t, Yes, sku.WindowsContainers.Answer)
	assert.Equal(t, No, capabilitiesOf(PremiumV4).WindowsContainers.Answer)
}

func TestTierIsolated(t *testing.T) {
	for tier := range azurermSKUs {
		assert.Equal(t, strings.HasPrefix(string(tier), "Isolated"), tier.Isolated(), tier)
	}
}
