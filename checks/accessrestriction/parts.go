package accessrestriction

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// part is one element of what a rule joins with commas.
type part struct {
	text   string // without blanks around it
	blanks bool   // there are some
	secret bool   // it must not be printed
}

// partsOf takes a text apart at its commas; none where it is not known.
func partsOf(v value.Of[string]) []part {
	text, ok := v.Get()
	if !ok {
		return nil
	}
	parts := make([]part, 0, 1+strings.Count(text, ","))
	for written := range strings.SplitSeq(text, ",") {
		trimmed := strings.TrimSpace(written)
		parts = append(parts, part{text: trimmed, blanks: trimmed != written, secret: v.IsSensitive()})
	}
	return parts
}

// String quotes the part for a message; of a text that must not be printed it
// tells nothing.
func (p part) String() string {
	if p.secret {
		return "a sensitive value"
	}
	return fmt.Sprintf("%q", p.text)
}

// isAddress reports whether the part is an address or a range of addresses.
func (p part) isAddress() bool {
	if _, err := netip.ParsePrefix(p.text); err == nil {
		return true
	}
	a, err := netip.ParseAddr(p.text)
	return err == nil && a.Zone() == ""
}

// isTag reports whether the part can only be meant as a service tag: it is one, or
// one that is misspelt.
func (p part) isTag() bool {
	if p.isWord() || strings.ContainsAny(p.text, " /:") {
		return false
	}
	_, ok := azure.NearestServiceTag(p.text)
	return ok
}

// isWord reports whether the part is one of the words that stand for a source of
// their own.
func (p part) isWord() bool {
	return strings.EqualFold(p.text, "Any") || strings.EqualFold(p.text, "AnyVnets")
}

// addressParts returns the parts of what stands where a rule has its addresses;
// none where something else is meant by it, or may be.
func addressParts(r *network.AccessRule) []part {
	if r.Spelled != nil && !r.Spelled.Kind.IsAbsent() && !isDefaultKind(r.Spelled.Kind) {
		return nil
	}
	return partsOf(r.Address)
}

// isOneAddress reports whether a rule certainly names a single address range and nothing else.
func isOneAddress(r *network.AccessRule) bool {
	s, known := r.Source.Get()
	return known && len(s.Prefixes) == 1 && r.Tag.IsAbsent() && !s.Opaque
}

// isDefaultKind reports whether a rule says that its address holds addresses.
func isDefaultKind(kind value.Of[string]) bool { return strings.EqualFold(kind.Or(""), "Default") }

// which returns the parts for which a condition holds.
func which(parts []part, holds func(part) bool) []part {
	var found []part
	for _, p := range parts {
		if holds(p) {
			found = append(found, p)
		}
	}
	return found
}

// enumerate names parts in a message.
func enumerate(parts []part) string {
	words := make([]string, len(parts))
	for i, p := range parts {
		words[i] = p.String()
	}
	return network.Enumerate(words)
}
