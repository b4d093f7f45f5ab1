package evaluate

import (
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
)

// Described is a resource as two evaluations can be held against one another: what it is,
// and a text that is equal for equal bodies, in which members that are null are left out
// and the order of members is no matter.
type Described struct {
	// What is the id in lower case, with marks for unknown pieces, the type and the
	// version of the API.
	What string
	// Body is the text of the properties and all else that is declared.
	Body string
}

// Describe lists what is deployed, without what is only read, in the order of What.
func (r *Result) Describe() []Described {
	var out []Described
	for _, i := range r.Instances {
		if i.decl.Existing || strings.EqualFold(i.decl.Type, "Microsoft.Resources/deployments") {
			continue
		}
		state := ""
		if i.uncertain != "" {
			state = " if"
		}
		out = append(out, Described{
			What: lower(i.id.Skeleton()) + " " + lower(i.decl.Type) + "@" + lower(i.decl.APIVersion) + state,
			Body: sorted(i.evaluate()).Canonical(),
		})
	}
	slices.SortFunc(out, func(a, b Described) int {
		if c := strings.Compare(a.What, b.What); c != 0 {
			return c
		}
		return strings.Compare(a.Body, b.Body)
	})
	return out
}

// sorted puts the members of objects in the order of their names, and leaves out nulls.
func sorted(v partial.Value) partial.Value {
	switch v.Kind() {
	case partial.Object:
		type member struct {
			key   string
			value partial.Value
		}
		var members []member
		for i := range v.Len() {
			if !v.Index(i).IsNull() {
				members = append(members, member{v.Key(i), sorted(v.Index(i))})
			}
		}
		slices.SortFunc(members, func(a, b member) int { return strings.Compare(lower(a.key), lower(b.key)) })
		keys, items := make([]string, len(members)), make([]partial.Value, len(members))
		for i, m := range members {
			keys[i], items[i] = lower(m.key), m.value
		}
		return partial.OpenObject(keys, items, v.Rest())
	case partial.Array:
		items := make([]partial.Value, v.Len())
		for i := range items {
			items[i] = sorted(v.Index(i))
		}
		return partial.OpenArray(items, v.Rest())
	case partial.Null, partial.Bool, partial.Int, partial.Float, partial.String, partial.Unknown, partial.Lambda, partial.Handle:
	}
	return v
}
