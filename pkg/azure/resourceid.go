package azure

import (
	"strings"
	"unicode/utf8"
)

// ID is the id of a resource in Azure Resource Manager, or of a scope that holds
// resources: a subscription, a resource group. Azure ignores case in ids; an ID
// keeps the case in which it was written, and Key and Equal look past it.
type ID struct {
	Subscription  string // "" at the level of the tenant
	ResourceGroup string // "" at the level of the subscription
	Provider      string // the namespace, "Microsoft.Web"; "" for a scope
	Types         []string
	Names         []string // one for each of Types
	// Scope is the resource that an extension resource extends; nil for all others.
	// Subscription and ResourceGroup are then those of the scope.
	Scope *ID
}

// ParseID reads a resource id such as
//
//	/subscriptions/0000/resourceGroups/rg/providers/Microsoft.Web/sites/shop/slots/test
//
// One slash at the end is forgiven. Whatever is not a whole id is refused:
// relative paths, ids with an empty segment or a placeholder, other strings.
func ParseID(s string) (ID, bool) {
	if !strings.HasPrefix(s, "/") || !isPlain(s) {
		return ID{}, false
	}
	var id ID
	var ok bool
	rest := segments(strings.TrimSuffix(s[1:], "/"))
	if strings.HasSuffix(string(rest), "/") {
		return ID{}, false
	}
	if id.Subscription, ok = rest.takeAfter("subscriptions"); !ok {
		return ID{}, false
	}
	if id.Subscription != "" {
		if id.ResourceGroup, ok = rest.takeAfter("resourceGroups"); !ok {
			return ID{}, false
		}
	}
	for rest != "" {
		if id.Provider != "" {
			scope := id
			id = ID{Subscription: id.Subscription, ResourceGroup: id.ResourceGroup, Scope: &scope}
		}
		if !id.takeResource(&rest) {
			return ID{}, false
		}
	}
	return id, !id.IsZero()
}

// takeResource reads "providers", a namespace and the pairs of types and names
// after it, up to the end or to the next "providers".
func (id *ID) takeResource(rest *segments) bool {
	var ok bool
	if id.Provider, ok = rest.takeAfter("providers"); !ok || !strings.Contains(id.Provider, ".") {
		return false
	}
	n := rest.countPairs()
	if n == 0 {
		return false
	}
	parts := make([]string, 2*n)
	id.Types, id.Names = parts[:n:n], parts[n:]
	for i := range n {
		id.Types[i], id.Names[i] = rest.take(), rest.take()
		if !isSegment(id.Types[i]) || !isSegment(id.Names[i]) {
			return false
		}
	}
	return true
}

// segments is what is left of an id, without a slash in front.
type segments string

// take returns the next segment, "" at the end.
func (s *segments) take() string {
	head, tail, _ := strings.Cut(string(*s), "/")
	*s = segments(tail)
	return head
}

// takeAfter returns the segment after a keyword, or "" where the keyword is not
// next. It reports false where the keyword has no proper segment after it.
func (s *segments) takeAfter(keyword string) (string, bool) {
	ahead := *s
	if !strings.EqualFold(ahead.take(), keyword) {
		return "", true
	}
	value := ahead.take()
	*s = ahead
	return value, isSegment(value)
}

// countPairs counts the pairs of segments before the end or the next "providers"
// in place of a type. A last segment that has no partner counts as a pair.
func (s segments) countPairs() int {
	n := 0
	for ; s != ""; n++ {
		if strings.EqualFold(s.take(), "providers") {
			break
		}
		s.take()
	}
	return n
}

// isPlain reports whether s has none of the characters that Azure forbids in the
// names of resources, and none that only placeholders have.
func isPlain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == 0x7f {
			return false
		}
	}
	return !strings.ContainsAny(s, `<>%&\?{}"`) && utf8.ValidString(s)
}

// isSegment reports whether s can stand between two slashes of an id.
func isSegment(s string) bool {
	return s != "" && s != "." && s != ".." && s[0] != ' ' && s[len(s)-1] != ' '
}

// IsZero reports whether the id is that of nothing.
func (id ID) IsZero() bool { return id.Subscription == "" && id.Provider == "" }

// Type returns the full resource type, "Microsoft.Web/sites/slots"; "" for the
// zero ID.
func (id ID) Type() string {
	switch {
	case id.Provider != "":
		return id.Provider + "/" + strings.Join(id.Types, "/")
	case id.ResourceGroup != "":
		return "Microsoft.Resources/resourceGroups"
	case id.Subscription != "":
		return "Microsoft.Resources/subscriptions"
	default:
		return ""
	}
}

// Is reports whether the id is of a full resource type, whatever its case. Unlike
// a comparison with Type it does not allocate.
func (id ID) Is(resourceType string) bool {
	if id.Provider == "" {
		return !id.IsZero() && strings.EqualFold(resourceType, id.Type())
	}
	rest := segments(resourceType)
	if !strings.EqualFold(rest.take(), id.Provider) {
		return false
	}
	for _, t := range id.Types {
		if !strings.EqualFold(rest.take(), t) {
			return false
		}
	}
	return rest == ""
}

// Name returns the last name: that of the resource itself, without its parents.
func (id ID) Name() string {
	switch {
	case len(id.Names) > 0:
		return id.Names[len(id.Names)-1]
	case id.ResourceGroup != "":
		return id.ResourceGroup
	default:
		return id.Subscription
	}
}

// Parent returns the id of what holds the resource: the parent resource, the
// resource that it extends, the resource group, or the subscription. The parent of
// what has none is the zero ID.
func (id ID) Parent() ID {
	switch n := len(id.Names); {
	case n > 1:
		id.Types, id.Names = id.Types[:n-1:n-1], id.Names[:n-1:n-1]
		return id
	case id.Scope != nil:
		return *id.Scope
	case id.Provider != "":
		return ID{Subscription: id.Subscription, ResourceGroup: id.ResourceGroup}
	case id.ResourceGroup != "":
		return ID{Subscription: id.Subscription}
	default:
		return ID{}
	}
}

// String returns the id as Azure writes it, with its parts in the case in which
// they were read; "" for the zero ID.
func (id ID) String() string {
	var b strings.Builder
	b.Grow(id.size())
	id.write(&b, false)
	return b.String()
}

// Key returns the id in lower case: two ids have the same key if and only if they
// are equal.
func (id ID) Key() string {
	var b strings.Builder
	b.Grow(id.size())
	id.write(&b, true)
	return b.String()
}

// Equal reports whether two ids mean the same resource.
func (id ID) Equal(other ID) bool {
	if len(id.Names) != len(other.Names) || (id.Scope == nil) != (other.Scope == nil) {
		return false
	}
	if id.Scope != nil && !id.Scope.Equal(*other.Scope) {
		return false
	}
	for i := range id.Names {
		if !equalLower(id.Types[i], other.Types[i]) || !equalLower(id.Names[i], other.Names[i]) {
			return false
		}
	}
	return equalLower(id.Subscription, other.Subscription) &&
		equalLower(id.ResourceGroup, other.ResourceGroup) &&
		equalLower(id.Provider, other.Provider)
}

// write writes all parts of the id, in lower case if asked to.
func (id ID) write(b *strings.Builder, lower bool) {
	if id.Scope != nil {
		id.Scope.write(b, lower)
	} else {
		writePair(b, lower, "subscriptions", id.Subscription)
		writePair(b, lower, "resourceGroups", id.ResourceGroup)
	}
	writePair(b, lower, "providers", id.Provider)
	for i := range id.Types {
		writePair(b, lower, id.Types[i], id.Names[i])
	}
}

// writePair writes two segments, nothing where the second is empty.
func writePair(b *strings.Builder, lower bool, first, second string) {
	if second == "" {
		return
	}
	for _, segment := range [...]string{first, second} {
		b.WriteByte('/')
		if lower {
			writeLower(b, segment)
		} else {
			b.WriteString(segment)
		}
	}
}

// size returns the length of the written id.
func (id ID) size() int {
	n := len("/providers/") + len(id.Provider)
	if id.Scope != nil {
		n += id.Scope.size()
	} else {
		n += len("/subscriptions/") + len(id.Subscription) + len("/resourceGroups/") + len(id.ResourceGroup)
	}
	for i := range id.Types {
		n += 2 + len(id.Types[i]) + len(id.Names[i])
	}
	return n
}

func writeLower(b *strings.Builder, s string) {
	if !isASCII(s) {
		b.WriteString(strings.ToLower(s))
		return
	}
	for i := range len(s) {
		c := s[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		b.WriteByte(c)
	}
}

// equalLower reports whether two strings are the same in lower case, which for
// letters outside ASCII is not quite what strings.EqualFold says.
func equalLower(a, b string) bool {
	if isASCII(a) && isASCII(b) {
		return strings.EqualFold(a, b)
	}
	a, b = strings.ToLower(a), strings.ToLower(b)
	return a == b
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
