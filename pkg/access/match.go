package access

// match says whether a rule, or one of its conditions, applies to clients. The
// order matters: what combines several conditions applies like the weakest.
type match uint8

const (
	never match = iota
	// aside is "no" by assumption: nothing says that the client fulfils the
	// condition, but it may, as an address may be in a service tag.
	aside
	maybe // it depends on something unknown
	sure
)

func matchIf(b bool) match {
	if b {
		return sure
	}
	return never
}
