package environment

import (
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// certainlyOff reports whether a switch of an environment is off: that is what it
// is if nobody writes it. Of an environment that is only read, switches cannot be
// seen.
func certainlyOff(env network.Edge[network.Environment], of func(*network.Environment) value.Of[bool]) bool {
	return env.All(func(e *network.Environment) bool {
		return !e.External && (of(e).IsAbsent() || value.Is(of(e), false))
	})
}
