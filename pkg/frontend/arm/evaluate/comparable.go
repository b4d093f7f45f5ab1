package evaluate

import (
	"hash/fnv"
	"slices"
	"strconv"
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
	// Body is the text of the properties and all else that is declared, in lower case, as
	// the compiler spells types in ids as Azure does and not as they are written.
	Body string
}

// Describe lists what is deployed, without what is only read, in the order of What.
func (r *Result) Describe() []Described {
	var out []Described
	d := describer{marks: map[*partial.Residual]string{}}
	for _, i := range r.Instances {
		if i.decl.Existing || strings.EqualFold(i.decl.Type, "Microsoft.Resources/deployments") {
			continue
		}
		state := ""
		if i.uncertain != "" {
			state = " if"
		}
		out = append(out, Described{
			What: lower(d.text(i.id)) + " " + lower(i.decl.Type) + "@" + lower(i.decl.APIVersion) + state,
			Body: lower(d.text(sorted(i.evaluate()))),
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

// describer writes values as texts. Residuals are told by what they are made of alone: that
// two calls may give different results at run time is no matter.
type describer struct{ marks map[*partial.Residual]string }

func (d *describer) text(v partial.Value) string {
	var b strings.Builder
	d.write(&b, v)
	return b.String()
}

func (d *describer) write(b *strings.Builder, v partial.Value) {
	switch v.Kind() {
	case partial.Unknown:
		b.WriteString("<" + d.mark(v.Residual()) + ">")
	case partial.String:
		if parts := v.Parts(); len(parts) == 1 && parts[0].IsUnknown() { // the compiler writes '${x}' as x
			d.write(b, parts[0])
			return
		}
		b.WriteByte('"')
		for _, p := range v.Parts() {
			if s, ok := p.Text(); ok {
				b.WriteString(s)
				continue
			}
			d.write(b, p)
		}
		b.WriteByte('"')
	case partial.Array, partial.Object:
		b.WriteByte('[')
		for i := range v.Len() {
			b.WriteString(v.Key(i) + ":")
			d.write(b, v.Index(i))
			b.WriteByte(',')
		}
		if v.Rest() != nil {
			b.WriteString("..." + d.mark(v.Rest()))
		}
		b.WriteByte(']')
	case partial.Null, partial.Bool, partial.Int, partial.Float, partial.Lambda, partial.Handle:
		b.WriteString(v.Canonical())
	}
}

// mark is a short text for a residual.
func (d *describer) mark(r *partial.Residual) string {
	if m := d.marks[r]; m != "" {
		return m
	}
	if r.Call == "failed" { // in other words for each language
		return r.Call
	}
	d.marks[r] = "circle"
	var b strings.Builder
	b.WriteString(lower(r.Call))
	for _, a := range r.Args {
		b.WriteByte('(')
		d.write(&b, sorted(a))
	}
	h := fnv.New64a()
	_, _ = h.Write([]byte(lower(b.String()))) // it never fails
	m := lower(r.Call) + "-" + strconv.FormatUint(h.Sum64(), 36)
	d.marks[r] = m
	return m
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
