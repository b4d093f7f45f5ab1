package azure

import (
	"math"
	"net/netip"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestUsableAddresses(t *testing.T) {
	want := map[int]int{
		16: 65531, 17: 32763, 18: 16379, 19: 8187, 20: 4091, 21: 2043, 22: 1019,
		23: 507, 24: 251, 25: 123, 26: 59, 27: 27, 28: 11, 29: 3,
		30: 0, 31: 0, 32: 0, // Azure has no such subnets
	}
	for bits, usable := range want {
		p := netip.PrefixFrom(netip.MustParseAddr("10.1.0.0"), bits)
		assert.Equal(t, usable, UsableAddresses(p), p)
		assert.Equal(t, usable/2, InstancesThatFit(p), p)
	}
	assert.Equal(t, 16777211, UsableAddresses(netip.MustParsePrefix("10.0.0.0/8")))
	assert.Equal(t, int(min(int64(math.MaxInt), 4294967291)), UsableAddresses(netip.MustParsePrefix("0.0.0.0/0")))
}

func TestUsableAddressesElsewhere(t *testing.T) {
	assert.Zero(t, UsableAddresses(netip.MustParsePrefix("fd00::/64")))
	assert.Zero(t, UsableAddresses(netip.Prefix{}))
	assert.Zero(t, InstancesThatFit(netip.Prefix{}))
}

func TestSmallestPrefixFor(t *testing.T) {
	for _, c := range [][2]int{
		{-1, 29}, {0, 29}, {3, 29}, {4, 28}, {11, 28}, {12, 27}, {27, 27}, {28, 26}, {59, 26}, {60, 25},
		{123, 25}, {124, 24}, {251, 24}, {252, 23}, {507, 23}, {508, 22}, {65531, 16}, {65532, 15},
	} {
		assert.Equal(t, c[1], SmallestPrefixFor(c[0]), c[0])
	}
	assert.Zero(t, SmallestPrefixFor(math.MaxInt))
}

// The prefix for n holds n addresses, and the next smaller one does not.
func TestSmallestPrefixForIsSmallest(t *testing.T) {
	for n := range 3000 {
		bits := SmallestPrefixFor(n)
		assert.GreaterOrEqual(t, UsableAddresses(netip.PrefixFrom(netip.IPv4Unspecified(), bits)), n)
		if bits < SubnetSmallestPrefix.Value {
			assert.Less(t, UsableAddresses(netip.PrefixFrom(netip.IPv4Unspecified(), bits+1)), n)
		}
	}
}

func TestAddressesNeeded(t *testing.T) {
	assert.Equal(t, 20, AddressesNeeded(10, AddressesPerInstance(0)))
	assert.Equal(t, 100, AddressesNeeded(10, AddressesPerInstance(4)))
	assert.Zero(t, AddressesNeeded(0, 1))
}

func TestIsPrivateRange(t *testing.T) {
	for s, want := range map[string][2]bool{ // RFC 1918, private at all
		"10.0.0.0/8":       {true, true},
		"10.1.2.3/32":      {true, true},
		"10.0.0.0/7":       {false, false},
		"172.16.0.0/12":    {true, true},
		"172.31.192.0/25":  {true, true},
		"172.32.0.0/16":    {false, false},
		"172.0.0.0/8":      {false, false},
		"192.168.255.0/24": {true, true},
		"192.169.0.0/24":   {false, false},
		"100.64.0.0/10":    {false, true},
		"100.127.255.1/32": {false, true},
		"100.128.0.0/10":   {false, false},
		"0.0.0.0/0":        {false, false},
		"fd00::/8":         {false, false},
	} {
		p := netip.MustParsePrefix(s)
		assert.Equal(t, want, [2]bool{IsRFC1918(p), IsPrivateRange(p)}, s)
	}
	assert.False(t, IsPrivateRange(netip.Prefix{}))
	assert.True(t, IsPrivateRange(EnvironmentReservedRange))
	assert.False(t, IsPrivateRange(netip.PrefixFrom(PlatformAddress, 32)))
}

func TestHoldsPublic(t *testing.T) {
	for s, want := range map[string]bool{
		"0.0.0.0/0": true, "8.8.8.8/32": true, "10.0.0.0/7": true, "128.0.0.0/1": true, "192.0.0.0/8": true,
		"10.0.0.0/8": false, "172.31.0.0/16": false, "192.168.1.0/24": false, "100.64.0.0/10": false,
		"127.0.0.1/32": false, "169.254.169.254/32": false, "224.0.0.0/4": false, "255.255.255.255/32": false,
		"0.0.0.0/8": false, "198.18.0.0/15": false, "::/0": false, "2001:db8::/32": false,
	} {
		assert.Equal(t, want, HoldsPublic(netip.MustParsePrefix(s)), s)
	}
	assert.False(t, HoldsPublic(netip.Prefix{}))
}

func TestDelegations(t *testing.T) {
	assert.True(t, SameDelegation("Microsoft.Web/serverfarms", DelegationServerFarms))
	assert.False(t, SameDelegation(DelegationHostingEnvironments, DelegationServerFarms))
	assert.Equal(t, DelegationAppEnvironments, IntegrationDelegation(FlexConsumption))
	assert.Equal(t, DelegationServerFarms, IntegrationDelegation(PremiumV3))
	assert.Equal(t, DelegationServerFarms, IntegrationDelegation(IsolatedV2))
}

func TestServiceEndpoints(t *testing.T) {
	for resourceType, want := range map[string]string{
		"Microsoft.Web/sites":                   "Microsoft.Web",
		"Microsoft.Storage/storageAccounts":     "Microsoft.Storage",
		"MICROSOFT.KEYVAULT/VAULTS":             "Microsoft.KeyVault",
		"Microsoft.DocumentDB/databaseAccounts": "Microsoft.AzureCosmosDB",
	} {
		endpoint, ok := ServiceEndpointFor(resourceType)
		assert.True(t, ok, resourceType)
		assert.Equal(t, want, endpoint)
	}
	_, ok := ServiceEndpointFor("Microsoft.Search/searchServices")
	assert.False(t, ok)

	assert.True(t, ServiceEndpointServes("microsoft.web", EndpointWeb))
	assert.True(t, ServiceEndpointServes(EndpointStorageGlobal, EndpointStorage))
	assert.False(t, ServiceEndpointServes(EndpointStorage, EndpointStorageGlobal))
	assert.False(t, ServiceEndpointServes(EndpointSQL, EndpointStorage))
}
