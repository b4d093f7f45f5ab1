package config

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// chain writes n local values, each of which is made of the one before.
func chain(n int, first, each string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "locals {\n  l0 = %s\n", first)
	for i := 1; i <= n; i++ {
		fmt.Fprintf(&b, "  l%d = %s\n", i, strings.ReplaceAll(each, "@", fmt.Sprintf("local.l%d", i-1)))
	}
	return b.String() + "}\n"
}

func used(expression string) string {
	return fmt.Sprintf("resource \"terraform_data\" \"r\" {\n  input = %s\n}\n", expression)
}

// modules writes a chain of n modules, each in a folder of its own.
func modules(n int) string {
	var b strings.Builder
	b.WriteString("module \"m\" {\n  source = \"./m0\"\n}\n")
	for i := range n {
		fmt.Fprintf(&b, "-- m%d/main.tf --\nmodule \"m\" {\n  source = \"../m%d\"\n}\n", i, i+1)
	}
	fmt.Fprintf(&b, "-- m%d/main.tf --\n%s", n, used("1"))
	return b.String()
}

// TestHostile reads configurations that are made to take for ever, or all memory
// there is. They end soon, with an error or without.
func TestHostile(t *testing.T) {
	if testing.Short() {
		t.Skip("this takes the time that the limits allow")
	}
	tests := map[string]struct {
		files string
		// said is a part of an error; "" where there is none.
		said string
	}{
		"cycle of locals":  {"locals {\n a = local.b\n b = local.a\n}\n" + used("local.a"), "cycle"},
		"local of itself":  {"locals {\n a = [local.a]\n}\n" + used("local.a"), "cycle"},
		"cycle of outputs": {"module \"a\" {\n source = \"./m\"\n x = module.a.y\n}\n" + used("module.a.y") + "-- m/main.tf --\nvariable \"x\" {}\noutput \"y\" { value = var.x }\n", "cycle"},
		"cycle of counts":  {"resource \"terraform_data\" \"a\" { count = length(terraform_data.b) }\nresource \"terraform_data\" \"b\" { count = length(terraform_data.a) }\n", "cycle"},
		"module of itself": {"module \"a\" { source = \"./m\" }\n-- m/main.tf --\nmodule \"a\" { source = \"../m\" }\n", "calls itself"},
		"modules of each other": {"module \"a\" { source = \"./m\" }\n-- m/main.tf --\nmodule \"a\" { source = \"../n\" }\n-- n/main.tf --\nmodule \"a\" { source = \"../m\" }\n",
			"calls itself"},
		"60 modules deep":                  {modules(60), "nested"},
		"modules that double":              {doubledModules(24), "limit"},
		"large range":                      {used("range(1000000000)"), "values were generated"},
		"loops in loops":                   {used("[for a in range(1000) : [for b in range(1000) : [for c in range(1000) : [for d in range(1000) : 1]]]]"), "limit"},
		"loops that keep nothing":          {used("[for a in range(1000) : [for b in range(1000) : [for c in range(1000) : [for d in range(1000) : 1 if false] if false] if false]]"), "limit"},
		"loops in a condition":             {used("[for a in range(1000) : a if length([for b in range(1000) : b]) == 0]"), "limit"},
		"loop over a map":                  {used("{ for a in range(1000) : a => { for b in range(1000) : b => a } }"), "limit"},
		"loop in a template":               {used("\"%{for a in range(1000)}%{for b in range(1000)}x%{endfor}%{endfor}\""), "limit"},
		"doubling text":                    {chain(60, `"x"`, `"${@}${@}"`) + used("local.l60"), "limit"},
		"doubling list":                    {chain(60, `["x"]`, `[@, @]`) + used("local.l60"), "limit"},
		"doubling unknown":                 {"resource \"terraform_data\" \"u\" {\n input = 1\n}\n" + chain(60, `terraform_data.u.id`, `[@, @]`) + used("local.l60"), "limit"},
		"doubling object":                  {chain(60, `{ a = 1 }`, `{ a = @, b = @ }`) + used("local.l60"), "limit"},
		"doubling in conditionals":         {chain(60, `["x"]`, `true ? [@, @] : [@]`) + used("local.l60"), ""},
		"doubling by an unknown condition": {"resource \"terraform_data\" \"u\" {\n input = 1\n}\n" + chain(60, `["x"]`, `terraform_data.u.id == "x" ? [@, @] : [@, @]`) + used("local.l60"), ""},
		"doubling in functions":            {chain(60, `["x"]`, `concat(@, @)`) + used("length(local.l60)"), "budget"},
		"doubling by merge":                {chain(60, `{}`, `merge({ x = @ }, { y = @ })`) + used("keys(local.l60)"), ""},
		"doubling by json":                 {chain(60, `"x"`, `jsonencode([@, @])`) + used("local.l60"), "budget"},
		"doubling by format":               {chain(60, `"x"`, `format("%s%s", @, @)`) + used("local.l60"), "budget"},
		"doubling for_each":                {chain(60, `{ x = 1 }`, `{ x = @, y = @ }`) + "resource \"terraform_data\" \"r\" {\n for_each = local.l60\n input = each.value\n}\n", "limit"},
		"doubling by equality":             {chain(60, `[1]`, `[@, @]`) + used("local.l60 == local.l59"), "limit"},
		"doubling by splat":                {chain(60, `[1]`, `[@[*], @[*]]`) + used("local.l60"), "limit"},
		"doubling by loops":                {chain(60, `[1]`, `[for x in [1, 2] : @]`) + used("local.l60"), "limit"},
		"doubling by variables":            {doubledVariables(40), "limit"},
		"doubling by resources":            {doubledResources(60), "limit"},
		"doubling in an attribute":         {chain(18, `[1]`, `[@, @]`) + used("{ a = local.l18, b = local.l18, c = [local.l18, local.l18, local.l18, local.l18] }"), "limit"},
		"references to a large value":      {chain(17, `[1]`, `[@, @]`) + used("["+strings.Repeat("local.l17, ", 10_000)+"]"), "limit"},
		"comparing large values":           {chain(17, `[1]`, `[@, @]`) + used("["+strings.Repeat("local.l17, ", 10_000)+"] == ["+strings.Repeat("local.l17, ", 10_000)+"]"), "limit"},
		"choosing large values":            {chain(17, `[1]`, `[@, @]`) + used("true ? ["+strings.Repeat("local.l17, ", 10_000)+"] : ["+strings.Repeat("local.l17, ", 9_999)+"]"), "limit"},
		"many large values":                {chainOf(1000, `[for x in range(1000) : [for y in range(50) : @]]`) + used("["+list(1000, "local.m%d")+"]"), "limit"},
		"many large results":               {chainOf(1000, `concat(["@"]`+strings.Repeat(", range(1000)", 20)+`)`) + used("["+list(1000, "length(local.m%d)")+"]"), "limit"},
		"many large resources":             {chain(15, `["x"]`, `[@, @]`) + "resource \"terraform_data\" \"r\" {\n  count = 10000\n  input = local.l15\n}\n", "limit"},
		"long chain":                       {chain(10_000, `1`, `@`) + used("local.l10000"), "chain"},
		"huge count":                       {"resource \"terraform_data\" \"r\" { count = 1000000000 }\n", "limit"},
		"huge count of modules":            {"module \"m\" {\n source = \"./m\"\n count = 10000\n}\n-- m/main.tf --\nmodule \"n\" {\n source = \"../n\"\n count = 10000\n}\n-- n/main.tf --\n" + used("1"), "limit"},
		"million keys":                     {"resource \"terraform_data\" \"r\" { for_each = { for i in range(1000) : i => [for j in range(1000) : j] } }\nresource \"terraform_data\" \"s\" { for_each = toset(flatten([for i in range(1000) : [for j in range(1000) : \"${i}-${j}\"]])) }\n", ""},
		"dynamic in dynamic":               {"resource \"azurerm_linux_web_app\" \"r\" {\n" + nestedDynamic(3, "range(1000)") + "}\n", "limit"},
		"deep object":                      {used(strings.Repeat("{ a = ", 300) + "1" + strings.Repeat(" }", 300)), ""},
		"deep conditional":                 {used(strings.Repeat("true ? ", 150) + "1" + strings.Repeat(" : 2", 150)), ""},
		"deep locals":                      {chain(900, `1`, `{ a = @ }`) + used("local.l900"), ""},
		"deep try":                         {used(strings.Repeat("try(", 200) + "nope.x.y" + strings.Repeat(", 1)", 200)), ""},
		"large number":                     {used("1e999999999"), ""},
		"large number as text":             {used("\"${1e999999999}\""), ""},
		"power":                            {used("pow(10, 1000000000)"), ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			files := splitOrMain(tt.files)
			dir := t.TempDir()
			writeArchive(t, dir, files)
			reader, err := NewReader(dir, dir, Options{})
			require.NoError(t, err)
			defer debug.SetMemoryLimit(debug.SetMemoryLimit(250 << 20)) // let what counts be live
			stop := watchMemory()
			begin := time.Now()
			root, err := reader.Read(context.Background(), ".")
			took, memory := time.Since(begin), stop()
			require.NoError(t, err)
			var said []string
			for _, e := range root.Errors {
				said = append(said, e.Error())
			}
			t.Logf("%s: %v, %d MB: %.300s", name, took.Round(time.Millisecond), memory>>20, strings.Join(said, "\n"))
			if tt.said != "" {
				assert.Contains(t, strings.Join(said, "\n"), tt.said)
			}
			assert.Less(t, took, tolerated)
			assert.Less(t, memory>>20, uint64(300), "megabytes")
		})
	}
}

// tolerated is ten times of what reading any configuration may take where nothing
// else runs: what goes wrong here takes years.
const tolerated = 20 * time.Second

func splitOrMain(text string) []archived {
	header, files := splitArchive(text)
	if header != "" {
		files = append(files, archived{"main.tf", header})
	}
	return files
}

func doubledModules(n int) string {
	var b strings.Builder
	call := func(to string) {
		for _, name := range []string{"a", "b"} {
			fmt.Fprintf(&b, "module %q {\n  source = %q\n}\n", name, to)
		}
	}
	call("./m0")
	for i := range n {
		fmt.Fprintf(&b, "-- m%d/main.tf --\n", i)
		call(fmt.Sprintf("../m%d", i+1))
	}
	fmt.Fprintf(&b, "-- m%d/main.tf --\n%s", n, used("1"))
	return b.String()
}

func doubledVariables(n int) string {
	var b strings.Builder
	b.WriteString("module \"m\" {\n  source = \"./m0\"\n  x = [1]\n}\n")
	for i := range n {
		fmt.Fprintf(&b, "-- m%d/main.tf --\nvariable \"x\" {}\nmodule \"m\" {\n  source = \"../m%d\"\n  x = [var.x, var.x]\n}\n", i, i+1)
	}
	fmt.Fprintf(&b, "-- m%d/main.tf --\nvariable \"x\" {}\n%s", n, used("var.x"))
	return b.String()
}

func doubledResources(n int) string {
	var b strings.Builder
	b.WriteString("resource \"terraform_data\" \"r0\" {\n  input = [1]\n}\n")
	for i := 1; i <= n; i++ {
		fmt.Fprintf(&b, "resource \"terraform_data\" \"r%d\" {\n  input = [terraform_data.r%d.input, terraform_data.r%d.input]\n}\n", i, i-1, i-1)
	}
	return b.String()
}

func chainOf(n int, each string) string {
	var b strings.Builder
	b.WriteString("locals {\n")
	for i := range n {
		fmt.Fprintf(&b, "  m%d = %s\n", i, strings.ReplaceAll(each, "@", fmt.Sprint(i)))
	}
	return b.String() + "}\n"
}

func list(n int, each string) string {
	parts := make([]string, n)
	for i := range parts {
		parts[i] = fmt.Sprintf(each, i)
	}
	return strings.Join(parts, ", ")
}

func nestedDynamic(depth int, over string) string {
	if depth == 0 {
		return "x = 1\n"
	}
	return fmt.Sprintf("dynamic \"b%d\" {\n  for_each = %s\n  content {\n%s  }\n}\n", depth, over, nestedDynamic(depth-1, over))
}

// watchMemory returns a function that tells the most memory in bytes that was in
// use at once since the call.
func watchMemory() func() uint64 {
	runtime.GC()
	var before, stats runtime.MemStats
	runtime.ReadMemStats(&before)
	var most atomic.Uint64
	done, ended := make(chan struct{}), make(chan struct{})
	sample := func() {
		runtime.ReadMemStats(&stats)
		most.Store(max(most.Load(), stats.HeapInuse-min(stats.HeapInuse, before.HeapInuse)))
	}
	go func() {
		defer close(ended)
		for tick := time.NewTicker(10 * time.Millisecond); ; {
			select {
			case <-done:
				return
			case <-tick.C:
				sample()
				if most.Load() > 2<<30 {
					panic("this takes all memory")
				}
			}
		}
	}()
	return func() uint64 {
		close(done)
		<-ended
		sample()
		return most.Load()
	}
}

// TestManyElements converts many elements, for which package convert of cty takes
// a time that grows with the square of their number.
func TestManyElements(t *testing.T) {
	if testing.Short() {
		t.Skip("this takes the time that the limits allow")
	}
	many := "locals {\n  l = flatten([for i in range(40) : [for j in range(1000) : \"${i}-${j}\"]])\n  o = { for s in local.l : s => 1 if endswith(s, \"-1\") }\n}\n"
	for _, expression := range []string{
		"length(toset(local.l))", "length(tolist(local.l))", "length(true ? local.l : [])", "length(join(\",\", local.l))", "length(sort(local.l))",
		"length(tomap(local.o))", "length(true ? local.o : {})", "length(setunion(local.l, [\"x\"]))", "length(distinct(local.l))", "length(compact(local.l))",
	} {
		t.Run(expression, func(t *testing.T) {
			dir := t.TempDir()
			writeArchive(t, dir, splitOrMain(many+used(expression)))
			reader, err := NewReader(dir, dir, Options{Limits: Limits{Parts: 1_000_000, Steps: 5_000_000}})
			require.NoError(t, err)
			began := time.Now()
			root, err := reader.Read(context.Background(), ".")
			require.NoError(t, err)
			require.Empty(t, root.Errors)
			assert.False(t, root.Resources[0].Body.Get("input").IsUnknown())
			t.Log(time.Since(began))
			assert.Less(t, time.Since(began), tolerated)
		})
	}
}
