package resourcemanager

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// window says where the resource's API version lies, seen from the versions in
// which a property of the given type exists; false where nothing tells.
func (r *resource) window(typ, property string) (azure.Placement, bool) {
	w, ok := azure.LookupProperty(typ, property)
	if !ok {
		return azure.Within, true
	}
	return w.Place(r.version), r.versioned
}

// within returns a value if the property exists in the API version of the
// resource. Elsewhere Azure drops the property in silence or refuses it, so what
// comes of it is unknown.
func within[T any](r *resource, typ, property string, v value.Of[T]) value.Of[T] {
	if v.IsAbsent() {
		return v
	}
	if place, ok := r.window(typ, property); ok && place == azure.Within {
		return v
	}
	return value.Undecided[T](r.outside(property), v.At())
}

// outside says why a property may have no effect.
func (r *resource) outside(property string) string {
	if !r.versioned {
		return fmt.Sprintf("the API version of %s, in which %s may not exist", r.Address, property)
	}
	return fmt.Sprintf("%s, which API version %s does not have", property, r.version)
}
