package lint

import (
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/source"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// Part names what a remedy changes, in terms of the model.
type Part uint8

// The parts that remedies change, with what the value of the remedy is.
const (
	SubnetDelegation      Part = iota + 1 // the service to delegate a subnet to
	SubnetServiceEndpoint                 // the service that a subnet gets an endpoint for
	MainDefaultAction                     // Deny: the unmatched rule action of the main site
	SCMDefaultAction                      // Deny: that of the SCM site
	SCMUsesMain                           // true: the SCM site uses the main site's rules
	PublicAccess                          // Disabled: public network access
	RouteAll                              // true: all outbound traffic enters the network
	EndpointGroup                         // sites: the one subresource of a private endpoint
	ZoneName                              // the name of a private DNS zone
	FTPState                              // Disabled
	MinTLS                                // 1.2, of the app
	SCMMinTLS                             // 1.2, of the SCM site
	RemoteDebugging                       // false
	AccessRule                            // nothing: the rule at Written is removed
)

// Remedy is one change of an element that mends what a check has found. It says
// what is to become of the model; package fix knows how the files say that.
type Remedy struct {
	// Address and At are those of the element that is to change.
	Address string
	At      source.Range
	Calls   []network.Call
	Part    Part
	Value   string
	// Written is what wrote the present value; nowhere where nobody did.
	Written source.Range
}

// Edit replaces the bytes of a range. An empty range is a place to insert at.
type Edit struct {
	At   source.Range
	Text string
}

// Fix is the way in which a finding can be mended without asking anybody.
type Fix struct {
	// Remedies mend the finding together.
	Remedies []Remedy
	// Edits are what package fix makes of them, in the order of the file; none
	// where it is not certain that they would be right.
	Edits []Edit
}

// Mend adds a remedy to a finding: a part of an element is to get a value. have is
// the value that it has now. Where that is not known to the last, there is no remedy.
func Mend[T any](s network.Subject, part Part, want string, have value.Of[T]) Option {
	if have.IsUnknown() || have.IsSensitive() {
		return func(*Finding) {}
	}
	written := have.At()
	if !have.IsKnown() || have.IsDefault() {
		written = source.Range{}
	}
	return MendAt(s, part, want, written)
}

// MendAt does the same where the present value is written at a range.
func MendAt(s network.Subject, part Part, want string, written source.Range) Option {
	return func(f *Finding) {
		e := s.Common()
		if f.Fix == nil {
			f.Fix = &Fix{}
		}
		f.Fix.Remedies = append(f.Fix.Remedies,
			Remedy{Address: e.Address, At: e.At, Calls: e.Calls, Part: part, Value: want, Written: written})
	}
}

// Options makes one option of several; none of them does nothing.
func Options(options ...Option) Option {
	return func(f *Finding) {
		for _, o := range options {
			o(f)
		}
	}
}
