package azurerm

import "github.com/appnetlint/appnetlint/pkg/network"

// part is any type of the model that edges lead to.
type part[T any] interface {
	*T
	network.Subject
}

// apply lets a resource act on the part that it belongs to. Where the edge leads
// certainly to one part, exact gets it. Otherwise doubt gets every part that the
// resource may belong to: of all there are if the edge is unknown.
func apply[T any](e network.Edge[T], all []*T, exact, doubt func(*T)) {
	if t, ok := e.Get(); ok {
		exact(t)
		return
	}
	candidates, certain := e.Candidates()
	if !certain && e.IsUnknown() {
		candidates = all
	}
	for _, t := range candidates {
		doubt(t)
	}
}

// doubtful notes why a set may be larger than it is.
func doubtful(incomplete *string, why string) {
	if *incomplete != "" {
		return
	}
	if *incomplete = why; why == "" {
		*incomplete = "a reference that is not known yet"
	}
}
