package access

import (
	"iter"
	"net/netip"
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/value"
)

// narrowest is the shortest prefix that a glance takes for narrow: so many of
// them as a list may have cannot let in half of the internet.
const narrowest = 12

// Narrow reports whether a glance at a list with all its rules shows that it keeps
// the internet out: every rule is known, what no rule matches is denied, and the
// prefixes that are named cannot add up to half of the addresses of their family.
// Where it does, the state that [Expose] finds with far more work keeps out; where
// it does not, that says nothing.
func Narrow(unmatched value.Of[Action], rules iter.Seq[*Rule]) bool {
	if unmatched.IsUnknown() || value.Is(unmatched, Allow) {
		return false
	}
	n := 0
	room := 1 << (narrowest - 2) // a quarter of all prefixes of that length
	for r := range rules {
		n++
		prefixes, narrow := r.glance()
		if !narrow {
			return false
		}
		room -= prefixes
	}
	return room > 0 && (n > 0 || unmatched.IsKnown())
}

// IsNarrow reports whether a glance at the rule shows that it does not let the internet in.
func (r *Rule) IsNarrow() bool {
	prefixes, narrow := r.glance()
	return narrow && prefixes < 1<<(narrowest-2)
}

// glance reports whether the rule is known and what it names is narrow, and how many prefixes
// it names.
func (r *Rule) glance() (prefixes int, narrow bool) {
	source, known := r.Source.Get()
	if !known || !r.Action.IsKnown() || !isSimple(&source) || slices.ContainsFunc(source.Tags, isInternet) {
		return 0, false
	}
	return len(source.Prefixes), !slices.ContainsFunc(source.Prefixes, isWide)
}

// isSimple reports whether a source is of one kind, and neither everything nor
// something that is not understood.
func isSimple(s *Source) bool {
	kinds := 0
	for _, written := range []bool{len(s.Prefixes) > 0, len(s.Tags) > 0, s.Subnet != "", s.AnyVNets} {
		if written {
			kinds++
		}
	}
	return kinds == 1 && !s.Any && !s.Opaque
}

func isInternet(tag string) bool { return strings.EqualFold(tag, internetTag) }

// isWide compares by family: the IPv6 internet is the eighth of all addresses that
// 2000::/3 holds.
func isWide(p netip.Prefix) bool {
	if p.Addr().Is4() {
		return p.Bits() < narrowest
	}
	return p.Bits() < narrowest+3 || p.Addr().Is4In6()
}
