// Package locate gives the resources of a plan what only the configuration that
// was planned can tell: where they are written, and which resources a value comes
// from where the plan hides it, as it does for dynamic blocks and locals.
package locate

import (
	"github.com/appnetlint/appnetlint/pkg/iac"
)

// Join adds to the resources of a plan what a configuration tells of them. The
// values of the plan stay what they are. It reports whether the configuration is
// the one that was planned: that is taken to be so if it declares every resource
// that is there after the change.
func Join(plan, configuration *iac.Root) bool {
	declared := make(map[string]*iac.Resource, len(configuration.Resources))
	for _, r := range configuration.Resources {
		declared[r.Address] = r
	}
	if !matches(plan, declared) {
		return false
	}
	for _, r := range plan.Resources {
		if from := declared[r.Address]; from != nil && from.Type == r.Type {
			join(r, from)
		}
	}
	plan.Files = configuration.Files
	plan.Secrets = append(plan.Secrets, configuration.Secrets...)
	plan.Private = append(plan.Private, configuration.Private...)
	return true
}

func matches(plan *iac.Root, declared map[string]*iac.Resource) bool {
	found := false
	for _, r := range plan.Resources {
		if r.Data || r.Change.Action == iac.Delete {
			continue
		}
		if declared[r.Address] == nil {
			return false
		}
		found = true
	}
	return found
}

func join(r, from *iac.Resource) {
	r.At, r.Calls, r.IgnoreChanges = from.At, from.Calls, from.IgnoreChanges
	if !r.Body.IsNull() {
		r.Body = merge(r.Body, from.Body)
	}
}

// merge returns the planned value with the places and origins of the written one.
func merge(planned, written iac.Value) iac.Value {
	out := planned
	switch {
	case planned.IsUnknown():
		out = unknown(planned, written)
	case planned.Kind() == iac.Object && written.Kind() == iac.Object:
		out = object(planned, written)
	case planned.Kind() == iac.List && written.Kind() == iac.List:
		out = list(planned, written)
	case planned.Len() == 0 && planned.Scalar() == written.Scalar():
		if planned.Origin() == nil {
			out = planned.From(written.Origin())
		}
		if written.IsDefault() {
			out = out.ByDefault()
		}
	}
	if written.At().HasText() {
		out = out.WrittenAt(written.At())
	}
	return out
}

// unknown takes the origin that the configuration tells. It has followed the value
// through expressions that the plan shows only the references of, so that it knows
// at least as much.
//
// The provider's SDK makes a list or map unknown as a whole if one element is; the
// configuration still tells the others apart.
func unknown(planned, written iac.Value) iac.Value {
	if (written.Kind() == iac.List || written.Kind() == iac.Object) && written.HasUnknowns() {
		return written
	}
	if !written.IsUnknown() || written.Origin() == nil {
		return planned
	}
	if o := planned.Origin(); o != nil && o.Closed && !written.Origin().Closed {
		return planned
	}
	return planned.From(written.Origin())
}

func object(planned, written iac.Value) iac.Value {
	names, items := make([]string, planned.Len()), make([]iac.Value, planned.Len())
	for i := range items {
		names[i] = planned.Key(i)
		items[i] = merge(planned.Index(i), written.Get(names[i]))
	}
	return like(planned, iac.ObjectValue(names, items, planned.At()))
}

// list pairs elements. Those of a set are in another order in the plan than in the
// configuration, so that each takes the first one left that it agrees with.
func list(planned, written iac.Value) iac.Value {
	items := make([]iac.Value, planned.Len())
	left := make([]bool, written.Len())
	same := planned.Len() == written.Len()
	for i := range items {
		items[i] = planned.Index(i)
		if !same {
			continue
		}
		for n := range left {
			at := (i + n) % len(left)
			if !left[at] && (len(left) == 1 || agree(items[i], written.Index(at))) {
				left[at] = true
				items[i] = merge(items[i], written.Index(at))
				break
			}
		}
	}
	return like(planned, iac.ListValue(items, planned.At()))
}

// agree reports whether two values can be the same: they differ nowhere where both
// are known.
func agree(planned, written iac.Value) bool {
	switch {
	case planned.IsUnknown() || written.IsUnknown():
		return true
	case planned.Kind() != written.Kind():
		return planned.IsNull() && isNothing(written) || written.IsNull() && isNothing(planned)
	case planned.Kind() == iac.Object:
		for i := range planned.Len() {
			if !agree(planned.Index(i), written.Get(planned.Key(i))) {
				return false
			}
		}
		return true
	case planned.Kind() == iac.List:
		if planned.Len() != written.Len() {
			return false
		}
		for i := range planned.Len() {
			if planned.Index(i).Kind() != iac.Object && !agree(planned.Index(i), written.Index(i)) {
				return false
			}
		}
		return true
	}
	return planned.Scalar() == written.Scalar()
}

// isNothing reports whether a value is what the provider's SDK makes of nothing in
// a resource that exists.
func isNothing(v iac.Value) bool {
	switch v.Scalar() {
	case "", "0", "false":
		return v.Len() == 0
	}
	return false
}

// like gives a rebuilt value the marks of the one that it stands for.
func like(original, rebuilt iac.Value) iac.Value {
	rebuilt = rebuilt.From(original.Origin())
	if original.IsSensitive() {
		rebuilt = rebuilt.Sensitive()
	}
	if original.IsDefault() {
		rebuilt = rebuilt.ByDefault()
	}
	return rebuilt
}
