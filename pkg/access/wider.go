package access

import "net/netip"

// Wider reports whether a changed list certainly admits addresses of the internet
// that it certainly kept out before, because the rest of the internet gets in
// now or a denial went away; an allowed range more is not meant. It returns
// one of these addresses.
func Wider(before, after List) (example netip.Addr, ok bool) {
	b, a := newRuleset(before).overlay(), newRuleset(after).overlay()
	keptOut := b.meets(mayDeny, internet)
	for _, public := range []ranges{internet4, internet6} {
		if rest, decider := a.rest(public); rest == mayAllow {
			if grown := a.decided(mayAllow, decider, public).intersect(keptOut); len(grown) > 0 {
				return grown.example(), true
			}
		}
	}

	var allowedBefore, deniedNow []ranges
	for i := range b.rules {
		if r := &b.rules[i]; r.actions == mayAllow && r.filter == anyRequest {
			allowedBefore = append(allowedBefore, r.origin.public())
		}
	}
	for i := range a.rules {
		if r := &a.rules[i]; r.actions&mayDeny != 0 {
			deniedNow = append(deniedNow, r.reach())
		}
	}
	released := a.meets(mayAllow, internet).intersect(keptOut).intersect(union(allowedBefore)).minus(union(deniedNow))
	return released.example(), len(released) > 0
}
