// Package access answers what an App Service access restriction list does:
// which rule decides for a client, what a rule can still match after the rules
// before it, and which addresses a whole list lets in. It treats rules as sets
// of sources and keeps to what is certain: a rule with an unknown part is never
// the reason for a claim.
//
// Semantics: Azure App Service access restrictions,
// https://learn.microsoft.com/azure/app-service/overview-access-restrictions
package access

import (
	"net/netip"

	"github.com/appnetlint/appnetlint/pkg/source"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// Action is what a rule does with a request that it matches.
type Action uint8

// The two actions.
const (
	Allow Action = iota
	Deny
)

func (a Action) String() string {
	if a == Deny {
		return "Deny"
	}
	return "Allow"
}

// Rule is one entry of an access restriction list.
type Rule struct {
	Name     value.Of[string]
	Priority value.Of[int]
	Action   value.Of[Action]
	// Source is what the rule matches: exactly one kind in a valid rule.
	Source value.Of[Source]
	// Headers are further conditions, all of which must hold; nil where there are
	// none, as in most rules.
	Headers *Headers
	// At is the range of the rule in its file.
	At source.Range
}

// Source is the origin that a rule matches. A rule that names several kinds at
// once is invalid; all that is written is kept, for checks to report.
type Source struct {
	// Prefixes are the address ranges; a bare address is a /32 or /128. They are
	// kept as written, host bits included.
	Prefixes []netip.Prefix
	// Tags are service tags such as "AzureFrontDoor.Backend".
	Tags []string
	// Subnet identifies the subnet of a virtual network rule, by whatever key
	// the caller uses consistently; "" where the rule is not a subnet rule.
	Subnet string
	// Any is the catch-all source ("Any").
	Any bool
	// AnyVNets is the source "AnyVnets": every subnet with a Microsoft.Web
	// service endpoint, of any customer.
	AnyVNets bool
	// Opaque is set for sources that are understood only as "something", such
	// as an X-Forwarded-For proxy filter. They neither cover nor are covered.
	Opaque bool
}

// Headers are the header filters of a rule. Between the values of one header
// any will do; between headers all must match. Absent means no condition.
type Headers struct {
	ForwardedFor   value.Of[[]string] // x-forwarded-for: addresses or CIDR ranges
	ForwardedHost  value.Of[[]string] // x-forwarded-host
	FrontDoorID    value.Of[[]string] // x-azure-fdid
	HealthProbe    value.Of[[]string] // x-fd-healthprobe
	UnknownHeaders []string           // names that App Service does not support

	// AsksFrontDoorID is set if x-azure-fdid certainly has a value, though which one
	// may not be known.
	AsksFrontDoorID bool
}

// List is an access restriction list in the order in which it is written.
type List struct {
	Rules []*Rule
	// Default is the unmatched rule action; absent means the implicit one:
	// Allow without rules, Deny with at least one.
	Default value.Of[Action]
	// Incomplete says why there may be more rules than Rules; "" means that
	// these are all.
	Incomplete string
}
