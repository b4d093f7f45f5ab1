package functions_test

import (
	"errors"
	"testing"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/functions"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
)

// FuzzInvoke calls functions with values that the input chooses, known and unknown ones.
func FuzzInvoke(f *testing.F) {
	f.Add("format", `["{0,5:D3}", 7]`, int64(1))
	f.Add("split", `["a/b", "/"]`, int64(2))
	f.Add("json", `["{a: [1, 2]}"]`, int64(3))
	f.Add("dateTimeAdd", `["2020-01-01", "P1D", "yyyy"]`, int64(4))
	f.Add("union", `[{"a": 1}, {"a": {"b": null}}]`, int64(5))
	f.Add("sort", `[[3, 1, 2]]`, int64(6))
	names := functions.Names()
	f.Fuzz(func(t *testing.T, name, text string, seed int64) {
		w := newWorld(seed)
		if _, ok := functions.Lookup(name); !ok {
			name = names[w.Intn(len(names))]
		}
		v, err := functions.Invoke("json", []partial.Value{partial.StringValue(text)}, &partial.Budget{Steps: 1000, Size: 1 << 20})
		args := []partial.Value{partial.StringValue(text), w.value(2)}
		if err == nil && v.Kind() == partial.Array {
			args = append([]partial.Value(nil), v.Items()...)
		}
		if w.Intn(2) == 0 {
			args = append(args, lambdas[w.Intn(len(lambdas))])
		}
		known := append([]partial.Value(nil), args...)
		for range w.Intn(3) {
			if i := w.Intn(len(args) + 1); i < len(args) && args[i].Kind() != partial.Lambda && args[i].IsKnown() {
				known[i], args[i] = w.blind(args[i])
			}
		}
		claimed, err := functions.Invoke(name, args, &partial.Budget{Steps: 100_000, Size: 8 << 20})
		actual, wrong := functions.Invoke(name, known, &partial.Budget{Steps: 100_000, Size: 8 << 20})
		switch {
		case errors.Is(err, partial.ErrBudget) || wrong != nil || !actual.IsKnown():
		case err != nil:
			t.Fatalf("%s%s fails with %v, but not with %s", name, show(args), err, show(known))
		default:
			if err := w.agree(claimed, actual); err != nil {
				t.Fatalf("%s%s gives %s; with %s: %v", name, show(args), claimed.Canonical(), show(known), err)
			}
		}
	})
}
