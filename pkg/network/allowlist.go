package network

// AllowList is a firewall rule, or a resource with a list of addresses that it
// lets in, which is made from the outbound addresses of apps and nothing else.
type AllowList struct {
	Element
	// Apps lead to the apps and slots that the addresses are those of: to one, or
	// to all that they may come from.
	Apps Edge[Site]
	// Current is set if they are certainly the addresses that the apps use now, as
	// against all those that they may come to use.
	Current bool
}
