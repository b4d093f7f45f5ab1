package azure

// Direction is the way of the traffic that a security rule filters.
type Direction uint8

// The two directions.
const (
	Inbound Direction = iota
	Outbound
)

func (d Direction) String() string {
	if d == Outbound {
		return "Outbound"
	}
	return "Inbound"
}

// DefaultRule is a rule that every network security group ends with: for all
// protocols and ports, and not to be removed, only overruled by a lower priority.
type DefaultRule struct {
	Name      string
	Direction Direction
	Priority  int
	Allow     bool
	// From and To are a service tag, or "*" for any address.
	From, To   string
	Source     string
	Confidence Confidence
}

const sourceDefaultRules = docNSG + ", Default security rules"

// DefaultRules are the default rules of a network security group, in the order of
// their evaluation within each direction.
var DefaultRules = []DefaultRule{
	{"AllowVnetInBound", Inbound, 65000, true, TagVirtualNetwork, TagVirtualNetwork, sourceDefaultRules, Confirmed},
	{"AllowAzureLoadBalancerInBound", Inbound, 65001, true, TagAzureLoadBalancer, "*", sourceDefaultRules, Confirmed},
	{"DenyAllInBound", Inbound, 65500, false, "*", "*", sourceDefaultRules, Confirmed},
	{"AllowVnetOutBound", Outbound, 65000, true, TagVirtualNetwork, TagVirtualNetwork, sourceDefaultRules, Confirmed},
	{"AllowInternetOutBound", Outbound, 65001, true, "*", TagInternet, sourceDefaultRules, Confirmed},
	{"DenyAllOutBound", Outbound, 65500, false, "*", "*", sourceDefaultRules, Confirmed},
}
