package frontdoor

import (
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// isUsed reports whether a Front Door certainly sends requests to an origin: where
// nothing is written, an origin is enabled.
func isUsed(o *network.Origin) bool {
	return !o.External && (o.Enabled.IsAbsent() || value.Is(o.Enabled, true))
}

// isPrivate reports whether an origin is certainly reached by private link.
func isPrivate(o *network.Origin) bool { return value.Is(o.PrivateLink, true) }

// isPublic reports whether an origin is certainly reached at its public address.
func isPublic(o *network.Origin) bool {
	return o.PrivateLink.IsAbsent() || value.Is(o.PrivateLink, false)
}

// titleOf names the Front Door of an origin in a message, or the origin itself where
// that is not known.
func titleOf(o *network.Origin) string {
	if label := o.FrontDoor.Label(); label != "" {
		return label
	}
	return o.Label()
}
