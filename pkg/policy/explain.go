package policy

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"
)

// Explain prints in Markdown what policies can ask: every kind of part with its
// attributes, and the functions.
func Explain(w io.Writer) error {
	var b strings.Builder
	b.WriteString(preface)
	for _, group := range alike(Kinds()) {
		names := make([]string, len(group))
		for i, k := range group {
			names[i] = k.Name
		}
		fmt.Fprintf(&b, "\n## %s\n\n", strings.Join(names, ", "))
		for _, k := range group {
			fmt.Fprintf(&b, "- `%s`: %s.\n", k.Name, k.Doc)
		}
		b.WriteString("\n| attribute | type | meaning |\n| --- | --- | --- |\n")
		rows(&b, "", group[0].Attributes)
	}
	fmt.Fprintf(&b, "\n## Functions\n\n%s.\n\nThey do what the functions of Terraform with these names do. There are none that read files.\n",
		"`"+strings.Join(Functions(), "`, `")+"`")
	_, err := io.WriteString(w, b.String())
	return err
}

const preface = `# The model that policies ask

A policy is for one kind of part, and its expressions ask the attributes of that part:
"app.location". An attribute is null where nothing is written and nothing is sent to
Azure, and unknown where it is decided elsewhere or later: what depends on it is
undecided. A list to which there may be more is unknown as a whole. The values of app
settings and connection strings are not in the model.

A "part" is an object with name, address, id and location.
`

// alike groups kinds that have the same attributes.
func alike(all []*Kind) [][]*Kind {
	var groups [][]*Kind
	for _, k := range all {
		i := slices.IndexFunc(groups, func(g []*Kind) bool { return same(g[0].Attributes, k.Attributes) })
		if i < 0 {
			groups = append(groups, []*Kind{k})
		} else {
			groups[i] = append(groups[i], k)
		}
	}
	return groups
}

func same(a, b []Attribute) bool {
	return slices.EqualFunc(a, b, func(x, y Attribute) bool {
		return x.Name == y.Name && x.Doc == y.Doc && x.Type.Equals(y.Type)
	})
}

func rows(b *strings.Builder, prefix string, attributes []Attribute) {
	for _, a := range attributes {
		fmt.Fprintf(b, "| `%s%s` | %s | %s |\n", prefix, a.Name, typeName(a), a.Doc)
		if len(a.Fields) == 0 || isPart(a.Fields) {
			continue
		}
		inner := prefix + a.Name + "."
		if a.Type.IsListType() {
			inner = prefix + a.Name + "[*]."
		}
		rows(b, inner, a.Fields)
	}
}

// isPart reports whether an object has what all parts have, and no more.
func isPart(fields []Attribute) bool {
	return slices.EqualFunc(fields, []string{"name", "address", "id", "location"}, func(a Attribute, name string) bool { return a.Name == name })
}

func typeName(a Attribute) string {
	t, prefix := a.Type, ""
	if t.IsListType() {
		t, prefix = t.ElementType(), "list of "
	}
	switch {
	case t.IsObjectType() && isPart(a.Fields):
		return prefix + plural("part", prefix)
	case t.IsObjectType():
		return prefix + plural("object", prefix)
	case t == cty.String, t == cty.Number:
		return prefix + plural(t.FriendlyName(), prefix)
	}
	return prefix + t.FriendlyName()
}

func plural(word, prefix string) string {
	if prefix == "" {
		return word
	}
	return word + "s"
}
