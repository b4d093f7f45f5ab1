package resourcemanager

import (
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// noteUnknown notes the properties of a resource that its API version does not have.
// Of previews it is not known what they have.
func noteUnknown(x *index.Index, r *resource) {
	if r.Data || !r.versioned || r.version.Preview() || isOtherConfig(r) {
		return
	}
	var outer []azure.PropertyWindow
	for _, w := range azure.WindowsOf(r.typ) {
		if w.Place(r.version) == azure.Within || partOf(outer, w.Property) {
			continue
		}
		c, ok := lost(r.properties, strings.Split(w.Property, "."))
		if !ok || isIdle(r, w.Property, c.Value()) {
			continue
		}
		outer = append(outer, w)
		u := &network.UnknownProperty{Element: r.element(x), Version: r.version, Window: w}
		if at := c.At(); !at.IsZero() {
			u.At = at
		}
		x.Model.UnknownProperties = append(x.Model.UnknownProperties, u)
	}
}

// isOtherConfig reports whether a resource is a sites/config that may be another one
// than web.
func isOtherConfig(r *resource) bool {
	return strings.HasSuffix(r.typ, "/config") && strings.HasPrefix(r.typ, typeSite) && !r.is("web")
}

func partOf(outer []azure.PropertyWindow, property string) bool {
	for _, w := range outer {
		if w.Subsumes(property) {
			return true
		}
	}
	return false
}

// lost finds where a property is written, in any element of the lists on the way.
func lost(c iac.Cursor, path []string) (iac.Cursor, bool) {
	if c.Value().Kind() == iac.List && len(path) > 0 {
		elements, _ := c.List()
		for _, e := range elements {
			if found, ok := lost(e, path); ok {
				return found, true
			}
		}
		return c, false
	}
	if len(path) == 0 {
		return c, says(c.Value())
	}
	return lost(c.Fold(path[0]), path[1:])
}

// says reports whether a value certainly says more than nothing at all does: an
// unknown one may be null, unless it is the id of a resource, and what is off or empty
// is so without the property.
func says(v iac.Value) bool {
	switch v.Kind() {
	case iac.Null:
		return false
	case iac.Unknown:
		return isIDOf(v.Origin())
	case iac.Bool:
		return v.Scalar() == "true"
	case iac.String:
		return v.Scalar() != ""
	case iac.List, iac.Object:
		for i := range v.Len() {
			if says(v.Index(i)) {
				return true
			}
		}
		return false
	case iac.Number:
	}
	return true
}

// isIDOf reports whether a value certainly is the id of some resource.
func isIDOf(o *iac.Origin) bool {
	return o != nil && o.Closed && len(o.References) > 0 &&
		!slices.ContainsFunc(o.References, func(ref iac.Reference) bool { return ref.Attribute != "id" })
}

// isIdle reports whether Azure does the same where it does not see the property.
func isIdle(r *resource, property string, v iac.Value) bool {
	switch name := property[strings.LastIndexByte(property, '.')+1:]; {
	case strings.EqualFold(name, "publicNetworkAccess"):
		return strings.EqualFold(v.Scalar(), network.PublicEnabled)
	case strings.EqualFold(name, "ipMode"):
		return strings.EqualFold(v.Scalar(), "IPv4")
	case strings.HasSuffix(name, "DefaultAction"):
		rules := fold(r.properties, strings.Split(strings.TrimSuffix(property, "DefaultAction"), ".")...)
		return strings.EqualFold(v.Scalar(), "Allow") && !says(rules.Value())
	}
	return false
}
