package standin

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"sort"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestOracle(t *testing.T) {
	cases := os.Getenv("APPNETLINT_CASES")
	if cases == "" {
		t.Skip("no APPNETLINT_CASES")
	}
	dirs, err := filepath.Glob(filepath.Join(cases, "*", "main.tf"))
	require.NoError(t, err)
	for _, d := range dirs {
		dir := filepath.Dir(d)
		t.Run(filepath.Base(dir), func(t *testing.T) {
			t.Parallel()
			opts := Options{Major: 5}
			if strings.HasPrefix(filepath.Base(dir), "v3") {
				opts.Major = 3
			}
			if strings.HasPrefix(filepath.Base(dir), "v4") {
				opts.Major = 4
			}
			got, err := Plan(context.Background(), dir, opts)
			if err != nil {
				t.Fatal(err)
			}
			want, _ := os.ReadFile(filepath.Join(dir, "plan.json"))
			g, w := load(got), load(want)
			var addrs []string
			for a := range w {
				addrs = append(addrs, a)
			}
			for a := range g {
				if w[a] == nil {
					addrs = append(addrs, a)
				}
			}
			sort.Strings(addrs)
			for _, a := range addrs {
				diff(t, a, "", g[a], w[a])
			}
		})
	}
}

func load(b []byte) map[string]any {
	var p struct {
		RC []map[string]any `json:"resource_changes"`
	}
	if err := json.Unmarshal(b, &p); err != nil {
		panic(err)
	}
	m := map[string]any{}
	for _, r := range p.RC {
		m[r["address"].(string)] = r["change"]
	}
	return m
}

func diff(t *testing.T, addr, path string, g, w any) {
	gm, ok1 := g.(map[string]any)
	wm, ok2 := w.(map[string]any)
	if ok1 && ok2 {
		keys := map[string]bool{}
		for k := range gm {
			keys[k] = true
		}
		for k := range wm {
			keys[k] = true
		}
		for k := range keys {
			gv, gok := gm[k]
			wv, wok := wm[k]
			if !gok {
				gv = "<missing>"
			}
			if !wok {
				wv = "<missing>"
			}
			diff(t, addr, path+"."+k, gv, wv)
		}
		return
	}
	ga, ok1 := g.([]any)
	wa, ok2 := w.([]any)
	if ok1 && ok2 && len(ga) == len(wa) {
		for i := range ga {
			diff(t, addr, fmt.Sprintf("%s[%d]", path, i), ga[i], wa[i])
		}
		return
	}
	if !reflect.DeepEqual(g, w) {
		gj, _ := json.Marshal(g)
		wj, _ := json.Marshal(w)
		t.Errorf("DIFF %s %s got %.200s want %.200s", addr, path, gj, wj)
	}
}
