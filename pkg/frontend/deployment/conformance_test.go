package deployment_test

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/evaluate"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/ir"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/bind"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/corpus"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/project"
)

// tally counts what was compared, and keeps some differences for whoever looks for causes.
type tally struct {
	pairs, same, sameResources, sameBodies int
	bodies                                 int
	errors, incomplete                     [2]int // in what is source and in what is compiled
	differences                            []string
}

func (c *tally) compare(name string, a, b *evaluate.Result) {
	c.pairs++
	left, right := a.Describe(), b.Describe()
	for i, r := range []*evaluate.Result{a, b} {
		if len(r.Incomplete) > 0 {
			c.incomplete[i]++
		}
		for _, e := range r.Errors {
			c.errors[i]++
			c.differences = append(c.differences, fmt.Sprintf("%s: error in %s: %s", name, []string{"source", "compiled"}[i], e))
		}
	}
	if len(a.Incomplete) != len(b.Incomplete) {
		c.differences = append(c.differences, fmt.Sprintf("%s: there may be more: in source %q, in compiled %q", name, a.Incomplete, b.Incomplete))
	}
	var what [2][]string
	for _, d := range left {
		what[0] = append(what[0], d.What)
	}
	for _, d := range right {
		what[1] = append(what[1], d.What)
	}
	if missing, extra := difference(what[1], what[0]); len(missing)+len(extra) > 0 {
		c.bodies += len(right)
		c.differences = append(c.differences, fmt.Sprintf("%s: resources\n   only compiled: %q\n   only source:   %q", name, missing, extra))
		return
	}
	c.sameResources++
	equal := true
	for i := range left {
		c.bodies++
		if left[i].Body == right[i].Body {
			c.sameBodies++
			continue
		}
		if equal {
			c.differences = append(c.differences, fmt.Sprintf("%s: %s\n   source:   %s\n   compiled: %s", name, left[i].What, around(left[i].Body, right[i].Body), around(right[i].Body, left[i].Body)))
		}
		equal = false
	}
	if equal {
		c.same++
	}
}

// log tells the figures, and holds them to what has been reached: the shares of pairs with
// equal resources, and with everything equal.
func (c *tally) log(t *testing.T, title string, resources, everything float64) {
	t.Helper()
	assert.GreaterOrEqual(t, float64(c.sameResources), resources*float64(c.pairs), title)
	assert.GreaterOrEqual(t, float64(c.same), everything*float64(c.pairs), title)
	t.Logf("%s: %d pairs; resources equal in %d (%s), everything equal in %d (%s); bodies equal %d of %d (%s); errors %v; of %v there may be more resources", title, c.pairs,
		c.sameResources, percent(c.sameResources, c.pairs), c.same, percent(c.same, c.pairs), c.sameBodies, c.bodies, percent(c.sameBodies, c.bodies), c.errors, c.incomplete)
	if file := os.Getenv("APPNETLINT_DIFFERENCES"); file != "" {
		f, err := os.OpenFile(file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
		require.NoError(t, err)
		defer func() { require.NoError(t, f.Close()) }()
		sort.Strings(c.differences)
		_, err = f.WriteString("== " + title + "\n" + strings.ReplaceAll(strings.Join(c.differences, "\n"), "\x02", ">") + "\n")
		require.NoError(t, err)
	}
}

func percent(n, of int) string {
	if of == 0 {
		return "-"
	}
	return fmt.Sprintf("%.1f %%", 100*float64(n)/float64(of))
}

// around is the place where two texts part.
func around(s, other string) string {
	n := 0
	for n < len(s) && n < len(other) && s[n] == other[n] {
		n++
	}
	return strings.ReplaceAll(s[max(0, n-200):min(len(s), n+200)], "\x01", "<")
}

func difference(a, b []string) (onlyA, onlyB []string) {
	count := map[string]int{}
	for _, s := range a {
		count[s]++
	}
	for _, s := range b {
		count[s]--
	}
	for s, n := range count {
		for ; n > 0; n-- {
			onlyA = append(onlyA, s)
		}
		for ; n < 0; n++ {
			onlyB = append(onlyB, s)
		}
	}
	sort.Strings(onlyA)
	sort.Strings(onlyB)
	return onlyA, onlyB
}

func run(t *testing.T, template *ir.Template, o evaluate.Options) *evaluate.Result {
	t.Helper()
	r, err := evaluate.Run(context.Background(), template, o)
	require.NoError(t, err, template.Name)
	return r
}

// TestPairs evaluates each file of the corpora that has been compiled, as source and as
// what the compiler made of it: without parameters, with made-up values for those that need
// one, and with values for all of them.
func TestPairs(t *testing.T) {
	for _, name := range []string{"bicep", "bicep-registry-modules"} {
		t.Run(name, func(t *testing.T) {
			root := corpus.Dir(t, name)
			p := project.New(project.Options{Root: root, Cache: corpus.Cache(t, root)})
			defer func() { require.NoError(t, p.Close()) }()
			var pairs, symbolic, needed, given tally
			begin := time.Now()
			for _, path := range corpus.Files(t, root) {
				compiled := strings.TrimSuffix(path, ".bicep") + ".json"
				if !strings.HasSuffix(path, ".bicep") || strings.Contains(path, "Decompiler") || corpus.Outdated.MatchString(path) || !generated(compiled) {
					continue
				}
				s, err := p.File(path)
				require.Nil(t, err)
				source := run(t, bind.Lower(p, s), evaluate.Options{})
				pairs.compare(path, source, run(t, lowerJSON(t, p, compiled), evaluate.Options{}))
				for all, values := range map[bool]*tally{false: &needed, true: &given} {
					template := bind.Lower(p, s)
					o := madeUp(template, all)
					values.compare(path, run(t, template, o), run(t, lowerJSON(t, p, compiled), o))
				}
				if twin := strings.TrimSuffix(path, ".bicep") + ".symbolicnames.json"; generated(twin) {
					symbolic.compare(twin, source, run(t, lowerJSON(t, p, twin), evaluate.Options{}))
				}
			}
			pairs.log(t, "source and compiled", 0.99, 0.98)
			symbolic.log(t, "source and compiled with symbolic names", 0.99, 0.98)
			needed.log(t, "source and compiled, values for the parameters that need one", 0.98, 0.975)
			given.log(t, "source and compiled, values for all parameters", 0.98, 0.975)
			t.Logf("in %v", time.Since(begin).Round(time.Millisecond))
		})
	}
}

// generated reports whether a file is there and made by Bicep's compiler.
func generated(path string) bool {
	content, err := os.ReadFile(path)
	return err == nil && strings.Contains(string(content), `"_generator"`)
}

func lowerJSON(t *testing.T, p *project.Project, path string) *ir.Template {
	t.Helper()
	f, err := p.ReadFile(path)
	require.Nil(t, err)
	return bind.LowerJSON(p, f)
}

// TestTwoPaths evaluates the tests of the registry's modules, which call a module with real
// values: once with the module from source, once with what it was compiled to.
func TestTwoPaths(t *testing.T) {
	root := corpus.Dir(t, "bicep-registry-modules")
	cache := corpus.Cache(t, root)
	p := project.New(project.Options{Root: root, Cache: cache})
	defer func() { require.NoError(t, p.Close()) }()
	// The second project has copies of the tests that call main.json.
	other := t.TempDir()
	var tests []string
	for _, path := range corpus.Files(t, root) {
		rel, err := filepath.Rel(root, path)
		require.NoError(t, err)
		content, err := os.ReadFile(path)
		require.NoError(t, err)
		if strings.HasSuffix(path, "/main.test.bicep") {
			tests = append(tests, rel)
			content = []byte(strings.ReplaceAll(string(content), "/main.bicep'", "/main.json'"))
		}
		copyTo(t, filepath.Join(other, rel), content)
		if compiled := strings.TrimSuffix(path, ".bicep") + ".json"; generated(compiled) {
			content, err := os.ReadFile(compiled)
			require.NoError(t, err)
			copyTo(t, filepath.Join(other, strings.TrimSuffix(rel, ".bicep")+".json"), content)
		}
	}
	copyLoaded(t, root, other)
	q := project.New(project.Options{Root: other, Cache: cache})
	defer func() { require.NoError(t, q.Close()) }()
	var both tally
	for _, rel := range tests {
		a, err := p.File(filepath.Join(root, rel))
		require.Nil(t, err)
		b, err := q.File(filepath.Join(other, rel))
		require.Nil(t, err)
		both.compare(rel, run(t, bind.Lower(p, a), evaluate.Options{}), run(t, bind.Lower(q, b), evaluate.Options{}))
	}
	both.log(t, "module from source and from what it was compiled to", 0.99, 0.99)
}

func copyTo(t *testing.T, path string, content []byte) {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, os.WriteFile(path, content, 0o644))
}

// copyLoaded copies the files that are neither Bicep nor compiled, which templates may load.
func copyLoaded(t *testing.T, from, to string) {
	t.Helper()
	require.NoError(t, filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		info, err := d.Info()
		if _, known := os.Stat(filepath.Join(to, rel)); err != nil || known == nil || info.Size() > 1<<20 || strings.HasSuffix(rel, ".md") {
			return err
		}
		content, err := os.ReadFile(path)
		if err == nil {
			copyTo(t, filepath.Join(to, rel), content)
		}
		return err
	}))
}

// networking are the types of which it matters how much is known.
var networking = []string{
	"microsoft.web/sites", "microsoft.web/sites/config", "microsoft.web/sites/slots", "microsoft.web/serverfarms", "microsoft.web/hostingenvironments",
	"microsoft.network/virtualnetworks", "microsoft.network/virtualnetworks/subnets", "microsoft.network/privateendpoints",
	"microsoft.network/networksecuritygroups", "microsoft.network/natgateways", "microsoft.network/routetables", "microsoft.network/privatednszones",
}

// TestUnknownRate tells how much of the properties of networking resources comes out known:
// for the tests of the registry's modules, which give values, and for the modules alone.
func TestUnknownRate(t *testing.T) {
	root := corpus.Dir(t, "bicep-registry-modules")
	p := project.New(project.Options{Root: root, Cache: corpus.Cache(t, root)})
	defer func() { require.NoError(t, p.Close()) }()
	called, alone := map[string]int{}, map[string]int{}
	for _, path := range corpus.Files(t, root) {
		counts := alone
		switch {
		case strings.HasSuffix(path, "/main.test.bicep"):
			counts = called
		case !strings.HasSuffix(path, "/main.bicep"):
			continue
		}
		f, err := p.File(path)
		require.Nil(t, err)
		r := run(t, bind.Lower(p, f), evaluate.Options{})
		for _, i := range r.Instances {
			if !i.Existing() && slices.Contains(networking, strings.ToLower(i.Type())) {
				counts["resources"]++
				properties, _ := i.Body().Get("properties")
				count(properties, counts)
			}
		}
	}
	t.Logf("tests of modules: %s", shares(called))
	t.Logf("modules alone: %s", shares(alone))
}

// count counts the leaves of a value, each under what is known of it.
func count(v partial.Value, into map[string]int) {
	switch v.Kind() {
	case partial.Array, partial.Object:
		for _, item := range v.Items() {
			count(item, into)
		}
		if v.Rest() != nil {
			into["unknown: "+reason(v.Rest().Reasons)]++
		}
		return
	case partial.Unknown:
		into["unknown: "+reason(v.Residual().Reasons)]++
		return
	case partial.String:
		if _, ok := v.Text(); !ok {
			into["partly known"]++
			return
		}
	case partial.Null, partial.Bool, partial.Int, partial.Float, partial.Lambda, partial.Handle:
	}
	into["known"]++
}

func reason(r partial.Reason) string {
	for _, named := range []struct {
		reason partial.Reason
		name   string
	}{
		{partial.Failed, "not evaluated"}, {partial.NotRestored, "module not restored"}, {partial.MissingParameter, "parameter without a value"},
		{partial.SecretValue, "secret"}, {partial.ExternalInput, "external input"}, {partial.RuntimeState, "state of a resource"},
		{partial.Nondeterministic, "differs each time"}, {partial.DeploymentContext, "where it is deployed to"},
	} {
		if r&named.reason != 0 {
			return named.name
		}
	}
	return "other"
}

func shares(counts map[string]int) string {
	total := 0
	var names []string
	for name, n := range counts {
		if name != "resources" {
			total += n
			names = append(names, name)
		}
	}
	sort.Slice(names, func(i, j int) bool { return counts[names[i]] > counts[names[j]] })
	out := fmt.Sprintf("%d resources, %d values", counts["resources"], total)
	for _, name := range names {
		out += fmt.Sprintf("; %s %s", name, percent(counts[name], total))
	}
	return out
}
