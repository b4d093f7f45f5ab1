package accessrestriction

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/pattern"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// The headers that a rule can filter on.
const (
	forwardedFor  = "x-forwarded-for"
	forwardedHost = "x-forwarded-host"
	frontDoorID   = "x-azure-fdid"
	healthProbe   = "x-fd-healthprobe"
)

// header is a header filter of a rule.
type header struct {
	name   string
	values value.Of[[]string]
}

// headersOf returns the header filters of a rule, those with unknown values as well.
func headersOf(r *network.AccessRule) []header {
	h := r.Headers
	if h == nil {
		return nil
	}
	return []header{
		{forwardedFor, h.ForwardedFor}, {forwardedHost, h.ForwardedHost},
		{frontDoorID, h.FrontDoorID}, {healthProbe, h.HealthProbe},
	}
}

// quote quotes a value of the header for a message, unless it must not be printed.
func (h header) quote(v string) string {
	if h.values.IsSensitive() {
		return "a sensitive value"
	}
	return fmt.Sprintf("%q", v)
}

// isFiltered reports whether a rule has a header filter, or may have one.
func isFiltered(r *network.AccessRule) bool {
	h := r.Headers
	return h != nil && (!h.ForwardedFor.IsAbsent() || !h.ForwardedHost.IsAbsent() || !h.FrontDoorID.IsAbsent() ||
		!h.HealthProbe.IsAbsent() || len(h.UnknownHeaders) > 0)
}

// guid is how the id of a Front Door is written.
var guid = pattern.Of(`^(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

func isAddressOrRange(v string) bool { return part{text: strings.TrimSpace(v)}.isAddress() }

func isTooLong(v string) bool { return utf8.RuneCountInString(v) > azure.MaxHeaderValueLength.Value }
