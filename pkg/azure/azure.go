// Package azure holds what is known of Azure as data: what App Service plans
// support, the limits of the platform, service tags, regions, DNS names, ports,
// and the API versions in which a networking property exists. It also reads the
// notations in which Azure writes such things, resource ids above all.
//
// Every datum names its source and says how sure it is. A check may state as
// fact what is [Confirmed]; what is [Unconfirmed] supports a note at most. A
// name that a table does not hold is unknown, which is never the same as
// unsupported: Azure grows faster than any table.
//
// The package knows no file format and imports only the standard library.
package azure

// Confidence says how far a datum can be relied on. The zero value is
// Unconfirmed, so that a forgotten field claims nothing.
type Confidence uint8

// The two degrees of confidence.
const (
	// Unconfirmed data comes from memory, from an older document, from a single
	// source that others contradict, or by inference.
	Unconfirmed Confidence = iota
	// Confirmed data stands in a current Microsoft document, in Azure's own type
	// definitions or in the code of the azurerm provider.
	Confirmed
)

func (c Confidence) String() string {
	if c == Confirmed {
		return "confirmed"
	}
	return "unconfirmed"
}

// Answer is the reply to "is this supported?". The zero value is Unknown.
type Answer uint8

// The possible answers.
const (
	Unknown Answer = iota
	Yes
	No
)

func (a Answer) String() string {
	switch a {
	case Yes:
		return "yes"
	case No:
		return "no"
	default:
		return "unknown"
	}
}

// Support says whether something has a capability.
type Support struct {
	Answer     Answer
	Source     string
	Confidence Confidence
}

// Count says how many of something there may be. N means nothing unless Known.
type Count struct {
	N          int
	Known      bool
	Source     string
	Confidence Confidence
}

// Limit is a number that Azure sets; its variable's comment says of what, and
// in which unit.
type Limit struct {
	Value      int
	Source     string
	Confidence Confidence
}

// Range is a pair of numbers between which a setting must lie, both included.
type Range struct {
	Min, Max   int
	Source     string
	Confidence Confidence
}

// Contains reports whether n lies in the range.
func (r Range) Contains(n int) bool { return r.Min <= n && n <= r.Max }

// Cloud is one of the separate instances of Azure, each with its own names.
type Cloud uint8

// The clouds, named as Microsoft's documents do.
const (
	PublicCloud Cloud = iota
	USGovernmentCloud
	ChinaCloud // operated by 21Vianet
	USSecretCloud
	USTopSecretCloud
)

func (c Cloud) String() string {
	switch c {
	case PublicCloud:
		return "Azure public"
	case USGovernmentCloud:
		return "Azure Government"
	case ChinaCloud:
		return "Azure operated by 21Vianet"
	case USSecretCloud:
		return "Azure Government Secret"
	case USTopSecretCloud:
		return "Azure Government Top Secret"
	default:
		return "unknown cloud"
	}
}
