package functions_test

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/functions"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
)

// world makes random values, hides parts of them, and knows what it has hidden.
type world struct {
	*rand.Rand
	hidden map[string]partial.Value
	count  int
	// plain leaves out names that differ in case only.
	plain bool
}

func newWorld(seed int64) *world {
	return &world{Rand: rand.New(rand.NewSource(seed)), hidden: map[string]partial.Value{}}
}

var words = []string{
	"", "a", "A", "b", "ab", "aB", "abc", "/", "a/b", "/x/y", "-", "a-b", " a ", "é", "10.0.0.0/16", "true", "12", "-3", "{\"a\":1}", "[1]", "{0}", "{0}/{1}", "P1D",
	"2020-01-02T03:04:05Z", "https://h/p", "*a*", "aaa", "yyyy-MM-dd", "r", "rest", ",", "10.1.0.0/24", "YQ==", "data:,a", "😀x",
}

func (w *world) text() string {
	s := words[w.Intn(len(words))]
	if w.Intn(3) == 0 {
		s += words[w.Intn(len(words))]
	}
	return w.spell(s)
}

func (w *world) spell(s string) string {
	if w.plain {
		return strings.ToLower(s)
	}
	return s
}

// value makes a random value that is known.
func (w *world) value(depth int) partial.Value {
	n := 9
	if depth <= 0 {
		n = 6
	}
	switch w.Intn(n) {
	case 0:
		return partial.NullValue()
	case 1:
		return partial.BoolValue(w.Intn(2) == 0)
	case 2, 3:
		return partial.IntValue(int64(w.Intn(7) - 1))
	case 6, 7:
		return w.array(depth)
	case 8:
		return w.object(depth)
	}
	return partial.StringValue(w.text())
}

func (w *world) array(depth int) partial.Value {
	items := make([]partial.Value, w.Intn(5))
	element := w.Intn(4)
	for i := range items {
		switch element {
		case 0:
			items[i] = partial.StringValue(w.text())
		case 1:
			items[i] = w.object(depth - 1)
		case 2:
			items[i] = partial.IntValue(int64(w.Intn(4)))
		default:
			items[i] = w.value(depth - 1)
		}
	}
	return partial.ArrayValue(items)
}

func (w *world) object(depth int) partial.Value {
	var keys []string
	var items []partial.Value
	for _, k := range []string{"a", "b", "c", "D", "key"} {
		if w.Intn(2) == 0 {
			continue
		}
		if w.Intn(5) == 0 && !w.plain {
			k = strings.ToUpper(k)
		}
		keys = append(keys, k)
		items = append(items, w.value(depth-1))
	}
	return partial.ObjectValue(keys, items)
}

// hide makes a value unknown.
func (w *world) hide(v partial.Value, t partial.Type) partial.Value {
	w.count++
	r := &partial.Residual{Call: "parameters", Args: []partial.Value{partial.StringValue(fmt.Sprint("p", w.count))}, Type: t, Reasons: partial.MissingParameter}
	w.hidden[r.Key()] = v
	return partial.UnknownValue(r)
}

func typeOf(v partial.Value) partial.Type {
	switch v.Kind() {
	case partial.Bool:
		return partial.BoolType
	case partial.Int, partial.Float:
		return partial.IntType
	case partial.String:
		return partial.StringType
	case partial.Array:
		return partial.ArrayType
	case partial.Object:
		return partial.ObjectType
	case partial.Null, partial.Unknown, partial.Lambda, partial.Handle:
	}
	return partial.AnyType
}

// blind hides a part of a value, and may change it, because some unknown values stand for
// texts of a certain shape only. It returns the known value and the blinded one.
func (w *world) blind(v partial.Value) (known, blinded partial.Value) {
	if w.Intn(3) == 0 {
		t := typeOf(v)
		if w.Intn(3) == 0 {
			t = partial.AnyType
		}
		return v, w.hide(v, t)
	}
	switch v.Kind() {
	case partial.String:
		return w.blindText(v)
	case partial.Array, partial.Object:
		if w.Intn(3) == 0 || v.Len() == 0 {
			return v, w.open(v)
		}
		return w.blindPart(v)
	case partial.Null, partial.Bool, partial.Int, partial.Float, partial.Unknown, partial.Lambda, partial.Handle:
	}
	return v, w.hide(v, partial.AnyType)
}

func (w *world) blindText(v partial.Value) (known, blinded partial.Value) {
	s, _ := v.Text()
	r := []rune(s)
	i := w.Intn(len(r) + 1)
	j := i + w.Intn(len(r)+1-i)
	before, middle, after := partial.StringValue(string(r[:i])), partial.StringValue(string(r[i:j])), partial.StringValue(string(r[j:]))
	var piece partial.Value
	switch w.Intn(6) {
	case 0:
		middle = partial.StringValue("abcdefghijk23")
		piece = partial.Residue("uniqueString", partial.StringType, w.hide(partial.StringValue("?"), partial.StringType))
		w.hidden[piece.Residual().Key()] = middle
	case 1:
		middle = partial.StringValue(w.spell("rg-A.1"))
		rg := partial.UnknownValue(&partial.Residual{Call: "resourceGroup"})
		piece = rg.Member(partial.StringValue("name"))
		w.hidden[piece.Residual().Key()] = middle
	case 2:
		number := partial.IntValue(int64(w.Intn(20)))
		piece, middle = w.hide(number, partial.IntType), functions.Text(number)
	case 3:
		piece = w.hide(middle, partial.AnyType)
	default:
		piece = w.hide(middle, partial.StringType)
	}
	return partial.TextValue(before, middle, after), partial.TextValue(before, piece, after)
}

// open hides some elements or members.
func (w *world) open(v partial.Value) partial.Value {
	rest := w.hide(v, typeOf(v)).Residual()
	var keys []string
	var items []partial.Value
	for i, item := range v.Items() {
		if w.Intn(2) == 0 {
			continue
		}
		keys = append(keys, v.Key(i))
		items = append(items, item)
	}
	if v.Kind() == partial.Array {
		return partial.OpenArray(items, rest)
	}
	return partial.OpenObject(keys, items, rest)
}

func (w *world) blindPart(v partial.Value) (known, blinded partial.Value) {
	at := w.Intn(v.Len())
	a, b := append([]partial.Value(nil), v.Items()...), append([]partial.Value(nil), v.Items()...)
	a[at], b[at] = w.blind(v.Index(at))
	if v.Kind() == partial.Array {
		return partial.ArrayValue(a), partial.ArrayValue(b)
	}
	return partial.ObjectValue(v.Keys(), a), partial.ObjectValue(v.Keys(), b)
}

// resolve puts what was hidden into a value, and answers the calls that were left open.
// It is not ok where a call has no answer.
func (w *world) resolve(v partial.Value) (partial.Value, bool) {
	switch v.Kind() {
	case partial.Unknown:
		return w.answer(v.Residual())
	case partial.String:
		if _, ok := v.Text(); ok {
			return v, true
		}
		pieces := make([]partial.Value, len(v.Parts()))
		for i, p := range v.Parts() {
			q, ok := w.resolve(p)
			if !ok {
				return v, false
			}
			pieces[i] = functions.Text(q)
		}
		return partial.TextValue(pieces...), true
	case partial.Array, partial.Object:
		if v.Rest() != nil {
			return w.answer(v.Rest())
		}
		items := make([]partial.Value, v.Len())
		for i, item := range v.Items() {
			q, ok := w.resolve(item)
			if !ok {
				return v, false
			}
			items[i] = q
		}
		if v.Kind() == partial.Array {
			return partial.ArrayValue(items), true
		}
		return partial.ObjectValue(v.Keys(), items), true
	case partial.Null, partial.Bool, partial.Int, partial.Float, partial.Lambda, partial.Handle:
	}
	return v, true
}

func (w *world) answer(r *partial.Residual) (partial.Value, bool) {
	if !r.Volatile {
		if v, ok := w.hidden[r.Key()]; ok {
			return v, true
		}
	}
	args := make([]partial.Value, len(r.Args))
	for i, a := range r.Args {
		v, ok := w.resolve(a)
		if !ok {
			return v, false
		}
		args[i] = v
	}
	if r.Call == partial.MemberCall {
		v, found, err := functions.Member(args[0], args[1], false, false)
		return v, err == nil && found
	}
	v, err := functions.Invoke(r.Call, args, nil)
	return v, err == nil && v.IsKnown()
}

// agree checks that all that a result claims is so.
func (w *world) agree(claimed, actual partial.Value) error {
	if v, ok := w.resolve(claimed); ok {
		if partial.Equal(v, actual) != partial.Yes {
			return fmt.Errorf("it comes to %s, and is %s", v.Canonical(), actual.Canonical())
		}
	}
	switch claimed.Kind() {
	case partial.Unknown:
		if t := claimed.Residual().Type; t != partial.AnyType && !actual.IsNull() && t != typeOf(actual) {
			return fmt.Errorf("its type is said to be %d, and it is %s", t, actual.Canonical())
		}
	case partial.Array:
		return w.agreeArrays(claimed, actual)
	case partial.Object:
		return w.agreeObjects(claimed, actual)
	case partial.String:
		return w.agreeTexts(claimed, actual)
	case partial.Null, partial.Bool, partial.Int, partial.Float, partial.Lambda, partial.Handle:
		if partial.Equal(claimed, actual) != partial.Yes {
			return fmt.Errorf("it is said to be %s, and is %s", claimed.Canonical(), actual.Canonical())
		}
	}
	return nil
}

func (w *world) agreeTexts(claimed, actual partial.Value) error {
	s, ok := actual.Text()
	if !ok {
		return fmt.Errorf("it is said to be a text, and is %s", actual.Canonical())
	}
	parts := claimed.Parts()
	for i, p := range parts {
		t, ok := p.Text()
		if !ok {
			continue
		}
		at := strings.Index(s, t)
		if at < 0 || i == 0 && at != 0 || i == len(parts)-1 && !strings.HasSuffix(s, t) {
			return fmt.Errorf("%q is said to be in %q", t, actual.Canonical())
		}
		s = s[at+len(t):]
	}
	return nil
}

func (w *world) agreeArrays(claimed, actual partial.Value) error {
	if actual.Kind() != partial.Array || claimed.Len() > actual.Len() || claimed.Rest() == nil && claimed.Len() != actual.Len() {
		return fmt.Errorf("%s is said of %s", claimed.Canonical(), actual.Canonical())
	}
	used := map[int]bool{}
	for i, item := range claimed.Items() {
		if claimed.Rest() == nil {
			if err := w.agree(item, actual.Index(i)); err != nil {
				return fmt.Errorf("element %d: %w", i, err)
			}
			continue
		}
		found := false
		for k := range actual.Len() {
			if !used[k] && w.agree(item, actual.Index(k)) == nil {
				used[k], found = true, true
				break
			}
		}
		if !found {
			return fmt.Errorf("%s is said to be in %s", item.Canonical(), actual.Canonical())
		}
	}
	return nil
}

func (w *world) agreeObjects(claimed, actual partial.Value) error {
	if actual.Kind() != partial.Object || claimed.Rest() == nil && claimed.Len() != actual.Len() {
		return fmt.Errorf("%s is said of %s", claimed.Canonical(), actual.Canonical())
	}
	for i, item := range claimed.Items() {
		at := actual.Find(claimed.Key(i))
		if at < 0 {
			return fmt.Errorf("%s is said to be a member of %s", claimed.Key(i), actual.Canonical())
		}
		if err := w.agree(item, actual.Index(at)); err != nil {
			return fmt.Errorf("member %s: %w", claimed.Key(i), err)
		}
	}
	return nil
}

// lambdas are functions that are used as arguments.
var lambdas = []partial.Value{
	lambda(1, func(a ...partial.Value) (partial.Value, error) { return a[0], nil }),
	lambda(1, func(a ...partial.Value) (partial.Value, error) {
		return invoke("contains", a[0], partial.StringValue("a"))
	}),
	lambda(1, func(a ...partial.Value) (partial.Value, error) { return invoke("toLower", functions.Text(a[0])) }),
	lambda(1, func(a ...partial.Value) (partial.Value, error) { return invoke("equals", a[0], partial.IntValue(1)) }),
	lambda(1, func(a ...partial.Value) (partial.Value, error) { return invoke("string", a[0]) }),
	lambda(1, func(a ...partial.Value) (partial.Value, error) { return invoke("createArray", a[0], a[0]) }),
	lambda(2, func(a ...partial.Value) (partial.Value, error) { return invoke("less", a[0], a[1]) }),
	lambda(2, func(a ...partial.Value) (partial.Value, error) { return invoke("concat", a[0], a[1]) }),
	lambda(2, func(a ...partial.Value) (partial.Value, error) { return invoke("union", a[0], a[1]) }),
	lambda(2, func(a ...partial.Value) (partial.Value, error) { return invoke("equals", a[0], a[1]) }),
	lambda(2, func(a ...partial.Value) (partial.Value, error) { return invoke("createArray", a[1], a[0]) }),
	lambda(3, func(a ...partial.Value) (partial.Value, error) { return invoke("createArray", a[0], a[1], a[2]) }),
}

func lambda(arity int, f func(...partial.Value) (partial.Value, error)) partial.Value {
	return partial.LambdaValue(arity, f)
}

func invoke(name string, args ...partial.Value) (partial.Value, error) {
	return functions.Invoke(name, args, nil)
}

// arguments makes arguments that a function is likely to take.
func (w *world) arguments(f *functions.Function) []partial.Value {
	n := f.Min
	switch {
	case f.Max < 0:
		n += w.Intn(3)
	case f.Max > f.Min:
		n += w.Intn(f.Max - f.Min + 1)
	}
	if f.Name == "createObject" {
		n = 6
	}
	args := make([]partial.Value, n)
	var t partial.Value
	for i := range args {
		args[i] = w.value(2)
		// Arguments of one kind are what most functions want.
		if i > 0 && w.Intn(2) == 0 {
			for range 10 {
				if args[i].Kind() == t.Kind() {
					break
				}
				args[i] = w.value(2)
			}
		}
		t = args[i]
	}
	w.suit(f, args)
	return args
}

// suit gives arguments the kinds that a function needs.
func (w *world) suit(f *functions.Function, args []partial.Value) {
	pick := func() partial.Value { return lambdas[w.Intn(len(lambdas))] }
	one := func() partial.Value { return lambdas[w.Intn(6)] }
	text := func() partial.Value { return partial.StringValue(w.text()) }
	number := func() partial.Value { return partial.IntValue(int64(w.Intn(6))) }
	switch f.Name {
	case "map", "filter":
		args[0], args[1] = w.array(2), pick()
	case "sort":
		args[0], args[1] = w.array(2), lambdas[6]
	case "reduce":
		args[0], args[2] = w.array(2), lambdas[7+w.Intn(5)]
	case "toObject", "groupBy":
		args[0] = w.array(1)
		if w.Intn(2) == 0 {
			args[0] = partial.ArrayValue([]partial.Value{partial.StringValue("a"), partial.StringValue(w.spell("A")), text(), partial.StringValue("a")})
		}
		for i := range args[1:] {
			args[i+1] = one()
		}
		args[1] = lambdas[2*w.Intn(3)]
	case "mapValues":
		args[0], args[1] = w.object(2), one()
	case "createObject":
		args = args[:len(args)/2*2]
		for i := 0; i < len(args); i += 2 {
			args[i] = partial.StringValue(w.spell([]string{"a", "A", "b", "c"}[w.Intn(4)]))
		}
	case "shallowMerge":
		args[0] = partial.ArrayValue([]partial.Value{w.object(2), w.object(2), w.object(1)})
	case "union", "intersection":
		for i := range args {
			args[i] = w.object(2)
		}
		if w.Intn(2) == 0 {
			for i := range args {
				args[i] = w.array(1)
			}
		}
	case "join":
		args[0] = partial.ArrayValue([]partial.Value{text(), number(), text()})
		args[1] = text()
	case "flatten":
		args[0] = partial.ArrayValue([]partial.Value{w.array(1), w.array(0), w.array(1)})
	case "take", "skip":
		args[1] = number()
	case "substring":
		args[0] = text()
		for i := range args[1:] {
			args[i+1] = number()
		}
	case "padLeft":
		args[1] = number()
		if len(args) == 3 {
			args[2] = partial.StringValue("0")
		}
	case "split":
		args[0] = partial.StringValue([]string{"/a/b/c", "a,b/c,d", "x/y", "a//b"}[w.Intn(4)])
		args[1] = partial.StringValue([]string{"/", ",", "b/", "//"}[w.Intn(4)])
	case "uniqueString", "guid", "startsWith", "endsWith", "like", "replace", "uri":
		for i := range args {
			args[i] = text()
		}
	case "format":
		args[0] = partial.StringValue([]string{"{0}", "x{0}y", "{0}{1}", "{1,4}-{0:D3}", "{0:x}/", "{0,-3}"}[w.Intn(6)])
	case "parseCidr", "cidrSubnet", "cidrHost":
		args[0] = partial.StringValue([]string{"10.0.0.0/16", "10.0.0.4/31", "fd00::/48"}[w.Intn(3)])
		if len(args) == 3 {
			args[1] = partial.IntValue(int64(16 + w.Intn(10)))
		}
	case "parseUri":
		args[0] = partial.StringValue([]string{"http://Host:8080/a/b?q=1", "https://h:1/p?a"}[w.Intn(2)])
	case "buildUri":
		args[0] = partial.ObjectValue([]string{"scheme", "host", "port", "path"}, []partial.Value{partial.StringValue("https"), text(), number(), text()})
	case "base64ToJson":
		args[0] = partial.StringValue([]string{"eyJhIjoxfQ==", "WzEsMl0="}[w.Intn(2)])
	case "dateTimeAdd":
		args[0], args[1] = partial.StringValue("2020-01-02T03:04:05Z"), partial.StringValue([]string{"P1D", "-PT1H", "P1Y"}[w.Intn(3)])
		if len(args) == 3 {
			args[2] = partial.StringValue([]string{"o", "yyyy-MM-dd", "u"}[w.Intn(3)])
		}
	case "tryGet", "indexFromEnd", "tryIndexFromEnd":
		if w.Intn(2) == 0 {
			args[0], args[1] = w.object(2), partial.StringValue("a")
		} else {
			args[0], args[1] = w.array(2), number()
		}
	}
}

// TestConsistency hides a part of the arguments of a call, and compares what is left of the
// result with the result of the call.
func TestConsistency(t *testing.T) {
	t.Parallel()
	rounds := 1500
	if testing.Short() {
		rounds = 300
	}
	for _, name := range functions.Names() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, _ := functions.Lookup(name)
			compared, decided := 0, 0
			for seed := range rounds {
				w := newWorld(int64(seed))
				args := w.arguments(f)
				if len(args) == 0 {
					return
				}
				known, blinded := append([]partial.Value(nil), args...), append([]partial.Value(nil), args...)
				for range 1 + w.Intn(2) {
					if i := w.Intn(len(args)); known[i].Kind() != partial.Lambda && blinded[i].IsKnown() {
						known[i], blinded[i] = w.blind(known[i])
					}
				}
				actual, err := f.Invoke(known, nil)
				if err != nil || !actual.IsKnown() {
					continue
				}
				compared++
				claimed, err := f.Invoke(blinded, nil)
				require.NoError(t, err, "seed %d: %s with %s", seed, show(blinded), show(known))
				require.NoError(t, w.agree(claimed, actual), "seed %d: %s%s gives %s; with %s", seed, name, show(blinded), claimed.Canonical(), show(known))
				if !claimed.IsUnknown() {
					decided++
				}
			}
			t.Logf("%d compared, %d with something known", compared, decided)
			require.Positive(t, compared+map[string]int{"fail": 1}[name])
		})
	}
}

func show(vs []partial.Value) string {
	texts := make([]string, len(vs))
	for i, v := range vs {
		texts[i] = v.Canonical()
	}
	return "(" + strings.Join(texts, ", ") + ")"
}

// TestCompositions calls a function with the result of another one.
func TestCompositions(t *testing.T) {
	t.Parallel()
	rounds := 80_000
	if testing.Short() {
		rounds = 15_000
	}
	inner := []string{
		"concat", "split", "format", "join", "union", "shallowMerge", "map", "filter", "items", "objectKeys", "toObject", "groupBy", "createObject", "take", "skip",
		"toLower", "replace", "substring", "distinct", "intersection", "flatten", "range", "createArray", "sort", "mapValues", "tryGet", "first", "last", "array", "trim",
	}
	names := functions.Names()
	compared := 0
	for seed := range rounds {
		w := newWorld(int64(seed))
		// The spelling of a name may be that of a member which is not seen.
		f, _ := functions.Lookup(inner[w.Intn(len(inner))])
		w.plain = slices.Contains([]string{"union", "shallowMerge", "toObject", "groupBy", "createObject"}, f.Name)
		g, _ := functions.Lookup(names[w.Intn(len(names))])
		known := w.arguments(f)
		if f.Name == "concat" && w.Intn(2) == 0 {
			known = []partial.Value{w.array(1), w.array(1), w.array(1)}
		}
		more := w.arguments(g)
		if len(known) == 0 || len(more) == 0 {
			continue
		}
		blinded := append([]partial.Value(nil), known...)
		if i := w.Intn(len(known)); known[i].Kind() != partial.Lambda {
			known[i], blinded[i] = w.blind(known[i])
		}
		first, err := f.Invoke(known, nil)
		if err != nil || !first.IsKnown() {
			continue
		}
		claimed, err := f.Invoke(blinded, nil)
		require.NoError(t, err, "seed %d", seed)
		more[0] = first
		actual, err := g.Invoke(more, nil)
		if err != nil || !actual.IsKnown() {
			continue
		}
		compared++
		more = append([]partial.Value{claimed}, more[1:]...)
		claimed, err = g.Invoke(more, nil)
		require.NoError(t, err, "seed %d: %s of %s%s", seed, g.Name, f.Name, show(blinded))
		require.NoError(t, w.agree(claimed, actual), "seed %d: %s of %s%s: %s gives %s; with %s", seed, g.Name, f.Name, show(blinded), show(more), claimed.Canonical(), show(known))
	}
	t.Logf("%d of %d compared", compared, rounds)
	require.Greater(t, compared, rounds/10)
}

// TestMemberConsistency does the same for property access.
func TestMemberConsistency(t *testing.T) {
	t.Parallel()
	for seed := range 20_000 {
		w := newWorld(int64(seed))
		base, key := w.array(2), partial.IntValue(int64(w.Intn(5)))
		if w.Intn(2) == 0 {
			base, key = w.object(2), partial.StringValue([]string{"a", "B", "d", "x"}[w.Intn(4)])
		}
		fromEnd := base.Kind() == partial.Array && w.Intn(2) == 0
		safe := w.Intn(2) == 0
		base, hidden := w.blind(base)
		actual, found, err := functions.Member(base, key, safe, fromEnd)
		if err != nil {
			continue
		}
		claimed, known, err := functions.Member(hidden, key, safe, fromEnd)
		require.NoError(t, err, "seed %d", seed)
		if !found {
			require.True(t, !known || claimed.IsUnknown(), "seed %d", seed)
			continue
		}
		require.True(t, known, "seed %d", seed)
		require.NoError(t, w.agree(claimed, actual), "seed %d", seed)
	}
}
