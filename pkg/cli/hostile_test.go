//go:build unix

package cli_test

import (
	"archive/zip"
	"cmp"
	"context"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/cli"
)

// The bounds that no input gets beyond: of a run as a whole process.
const (
	hostileTime   = 2 * time.Second
	hostileMemory = 300 << 20 // bytes
)

// hostile is an input that means ill.
type hostile struct {
	files map[string]string
	// make prepares what files cannot say.
	make func(t *testing.T, dir string)
	args []string
	// format is that of the report, compact if empty.
	format string
	// code is the exit code that it ends with; says is part of what is said then, "" for
	// an input that is only odd.
	code int
	says string
}

func times(n int, s string) string { return strings.Repeat(s, n) }

// bicepApp and hclApp are what is to be found beside the mischief.
const (
	bicepApp = "\nresource app 'Microsoft.Web/sites@2024-04-01' = {\n  name: 'app-shop'\n  location: 'westeurope'\n  properties: {\n    siteConfig: {\n      ftpsState: 'AllAllowed'\n    }\n  }\n}\n"
	armHead  = `{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0", `
	planHead = `{"format_version":"1.2","terraform_version":"1.11.4","planned_values":{"root_module":{}},"resource_changes":[`
)

func armSite(name string) string {
	return `{"type": "Microsoft.Web/sites", "apiVersion": "2024-04-01", "name": "` + name + `", "location": "westeurope", "properties": {"siteConfig": {"ftpsState": "AllAllowed"}}}`
}

// doubling is a chain of declarations, each of which holds the one before twice.
func doubling(n int, first, next string) string {
	var b strings.Builder
	b.WriteString(first)
	for i := 1; i <= n; i++ {
		b.WriteString(strings.NewReplacer("{i}", fmt.Sprint(i), "{before}", fmt.Sprint(i-1)).Replace(next))
	}
	return b.String()
}

// usesOf makes an app that needs a value, so that it is evaluated.
func usesOf(value string) string {
	return "\nresource \"azurerm_linux_web_app\" \"hurt\" {\n  name                = " + value + "\n  resource_group_name = \"rg\"\n  location            = \"westeurope\"\n  service_plan_id     = " + value + "\n  site_config {}\n}\n"
}

// hostileInputs makes the inputs: only where they are asked for, as they are large.
func hostileInputs() map[string]hostile {
	return map[string]hostile{
		// JSON.
		"plan nested deep":         {files: map[string]string{"plan.json": planHead + times(100_000, "[") + times(100_000, "]") + "]}"}, args: []string{"plan.json"}, code: 2, says: "nested"},
		"nested deep and no end":   {files: map[string]string{"plan.json": planHead + times(1_000_000, `{"a":`)}, args: []string{"plan.json"}, code: 2, says: "nested"},
		"template nested deep":     {files: map[string]string{"a.json": armHead + `"resources": ` + times(100_000, "[") + times(100_000, "]") + "}"}, args: []string{"a.json"}, code: 2, says: "nested too deep"},
		"one long string":          {files: map[string]string{"plan.json": planHead + `],"x":"` + times(64<<20, "a") + `"}`}, args: []string{"plan.json"}, code: 0},
		"a long value":             {files: map[string]string{"plan.json": planHead + `{"address":"azurerm_subnet.a","mode":"managed","type":"azurerm_subnet","name":"a","provider_name":"x/hashicorp/azurerm","change":{"actions":["create"],"before":null,"after":{"name":"` + times(80<<20, "a") + `"},"after_unknown":{}}}]}`}, args: []string{"plan.json"}, code: 2, says: "limit"},
		"duplicate keys":           {files: map[string]string{"plan.json": `{"format_version":"1.2","format_version":"1.2","terraform_version":"1","planned_values":{},"resource_changes":[],"resource_changes":[]}`}, args: []string{"plan.json"}, code: 2, says: "twice"},
		"invalid UTF-8":            {files: map[string]string{"a.json": armHead + "\"resources\": [" + armSite("a\xff\xfe") + "]}"}, args: []string{"a.json"}, code: 1},
		"NUL bytes":                {files: map[string]string{"a.json": armHead + "\"resources\": [" + armSite("a") + ", \x00\x00]}"}, args: []string{"a.json"}, code: 2},
		"byte order mark and CRLF": {files: map[string]string{"a.json": "\xef\xbb\xbf" + strings.ReplaceAll(armHead+"\n\"resources\": ["+armSite("a")+"]}", "\n", "\r\n")}, args: []string{"a.json"}, code: 1},
		"many elements":            {files: map[string]string{"a.json": armHead + `"variables": {"v": [` + times(2_000_000, "1,") + `1]}, "resources": [` + armSite("a") + "]}"}, args: []string{"a.json"}, code: 2, says: "more than 500000 values"},

		// Terraform.
		"range of 10^9":            {files: map[string]string{"main.tf": "locals {\n  a = range(1000000000)\n}\n" + usesOf("local.a[0]")}, code: 2, says: "range"},
		"count of 10^9":            {files: map[string]string{"main.tf": strings.Replace(usesOf(`"x"`), "{\n", "{\n  count = 1000000000\n", 1)}, code: 2, says: "limit"},
		"loops in loops":           {files: map[string]string{"main.tf": "locals {\n  r = range(1000)\n  a = [for a in local.r : [for b in local.r : [for c in local.r : [for d in local.r : d]]]]\n}\n" + usesOf("local.a[0][0][0][0]")}, code: 2, says: "limit"},
		"dynamic in dynamic":       {files: map[string]string{"main.tf": "resource \"azurerm_linux_web_app\" \"hurt\" {\n  name = \"a\"\n  site_config {\n    dynamic \"ip_restriction\" {\n      for_each = range(1000)\n      content {\n        ip_address = \"10.0.0.1/32\"\n        dynamic \"headers\" {\n          for_each = range(1000)\n          content {\n          }\n        }\n      }\n    }\n  }\n}\n"}, code: 2, says: "limit"},
		"deep parentheses":         {files: map[string]string{"main.tf": "locals {\n  a = " + times(10_000, "(") + "1" + times(10_000, ")") + "\n}\n" + usesOf("local.a")}, code: 2, says: "nested"},
		"deep lists":               {files: map[string]string{"main.tf": "locals {\n  a = " + times(10_000, "[") + times(10_000, "]") + "\n}\n" + usesOf("local.a")}, code: 2, says: "nested"},
		"deep negation":            {files: map[string]string{"main.tf": "locals {\n  a = " + times(100_000, "!") + "true\n}\n" + usesOf("local.a")}, code: 2, says: "nested"},
		"deep templates":           {files: map[string]string{"main.tf": "locals {\n  a = " + times(5_000, `"${`) + "1" + times(5_000, `}"`) + "\n}\n" + usesOf("local.a")}, code: 2, says: "nested"},
		"deep blocks":              {files: map[string]string{"main.tf": times(10_000, "a {\n") + times(10_000, "}\n")}, code: 2, says: "nested"},
		"a long sum":               {files: map[string]string{"main.tf": "locals {\n  a = 1" + times(50_000, " + 1") + "\n}\n" + usesOf("local.a")}, code: 2},
		"locals in a circle":       {files: map[string]string{"main.tf": "locals {\n  a = local.b\n  b = local.a\n}\n" + usesOf("local.a")}, code: 2, says: "cycle"},
		"a module calls itself":    {files: map[string]string{"main.tf": "module \"m\" {\n  source = \"./\"\n}\n"}, code: 2, says: "cycle"},
		"modules in a circle":      {files: map[string]string{"main.tf": "module \"m\" {\n  source = \"./b\"\n}\n", "b/main.tf": "module \"m\" {\n  source = \"../c\"\n}\n", "c/main.tf": "module \"m\" {\n  source = \"../b\"\n}\n"}, code: 2, says: "cycle"},
		"modules that branch":      {files: map[string]string{"main.tf": "module \"a\" {\n  source = \"./m0\"\n  count  = 100\n}\n", "m0/main.tf": "module \"a\" {\n  source = \"../m1\"\n  count  = 100\n}\n", "m1/main.tf": "module \"a\" {\n  source = \"../m2\"\n  count  = 100\n}\n", "m2/main.tf": "module \"a\" {\n  source = \"../m3\"\n  count  = 100\n}\n", "m3/main.tf": usesOf(`"x"`)}, code: 2, says: "limit"},
		"a template of itself":     {files: map[string]string{"main.tf": usesOf(`templatefile("t.tpl", {})`), "t.tpl": `${templatefile("t.tpl", {})}`}, code: 2, says: "templatefile"},
		"texts that double":        {files: map[string]string{"main.tf": "locals {\n" + doubling(60, "  v0 = \"xxxxxxxxxxxxxxxx\"\n", "  v{i} = \"${local.v{before}}${local.v{before}}\"\n") + "}\n" + usesOf("local.v60")}, code: 2},
		"lists that double":        {files: map[string]string{"main.tf": "locals {\n" + doubling(60, "  v0 = [1]\n", "  v{i} = [local.v{before}, local.v{before}]\n") + "}\n" + usesOf("jsonencode(local.v60)")}, code: 2},
		"a wide format":            {files: map[string]string{"main.tf": usesOf(`format("%1000000000s", "x")`)}, code: 2},
		"powers":                   {files: map[string]string{"main.tf": usesOf("tostring(pow(10, 100000000))")}, code: 0},
		"a bad regular expression": {files: map[string]string{"main.tf": usesOf(`regexall("(a*)*(b*)*(c*)*$", "` + times(10_000, "a") + `")[0][0]`)}, code: 0},
		"a long list of CIDRs":     {files: map[string]string{"main.tf": usesOf(`join("", cidrsubnets("10.0.0.0/8", [for i in range(100000) : 20]...))`)}, code: 2},
		"many resources": {files: map[string]string{"main.tf": func() string {
			var b strings.Builder
			for i := range 3000 {
				fmt.Fprintf(&b, "resource \"azurerm_linux_web_app\" \"a%d\" {\n  name = \"a%d\"\n  site_config {}\n}\n", i, i)
			}
			return b.String()
		}()}, code: 0},
		"endless variables": {files: map[string]string{"main.tf": "variable \"a\" {\n  type = " + times(5000, "list(") + "string" + times(5000, ")") + "\n}\n" + usesOf("var.a")}, code: 2},

		// Bicep.
		"bicep loop of 10^9":        {files: map[string]string{"main.bicep": "var a = [for i in range(0, 1000000000): i]\noutput o int = a[1]\n" + strings.Replace(bicepApp, "'app-shop'", "'a${a[1]}'", 1)}, args: []string{"main.bicep"}, code: 2},
		"bicep resource loop":       {files: map[string]string{"main.bicep": strings.NewReplacer("= {\n  name: 'app-shop'", "= [for i in range(0, 1000000): {\n  name: 'app${i}'", "\n  }\n}\n", "\n  }\n}]\n").Replace(bicepApp)}, args: []string{"main.bicep"}, code: 2},
		"bicep variables in circle": {files: map[string]string{"main.bicep": "var a = b\nvar b = a\n" + strings.Replace(bicepApp, "'app-shop'", "a", 1)}, args: []string{"main.bicep"}, code: 2, says: "itself"},
		"bicep functions in circle": {files: map[string]string{"main.bicep": "func f(a string) string => g(a)\nfunc g(a string) string => f(a)\n" + strings.Replace(bicepApp, "'app-shop'", "f('a')", 1)}, args: []string{"main.bicep"}, code: 2},
		"bicep modules in circle":   {files: map[string]string{"main.bicep": "module m 'main.bicep' = {\n  name: 'm'\n}\n"}, args: []string{"main.bicep"}, code: 2},
		"bicep texts that double":   {files: map[string]string{"main.bicep": doubling(60, "var v0 = 'xxxxxxxxxxxxxxxx'\n", "var v{i} = '${v{before}}${v{before}}'\n") + strings.Replace(bicepApp, "'app-shop'", "v60", 1)}, args: []string{"main.bicep"}, code: 2},
		"bicep padLeft":             {files: map[string]string{"main.bicep": strings.Replace(bicepApp, "'app-shop'", "padLeft('a', 1000000000)", 1)}, args: []string{"main.bicep"}, code: 2},
		"bicep deep":                {files: map[string]string{"main.bicep": "var a = " + times(10_000, "(") + "1" + times(10_000, ")") + "\n" + times(10_000, "{a: ") + bicepApp}, args: []string{"main.bicep"}, code: 2, says: "nested"},
		"bicep deep types":          {files: map[string]string{"main.bicep": "type t = " + times(10_000, "(") + "string" + times(10_000, ")") + times(10_000, "[]") + "\n" + bicepApp}, args: []string{"main.bicep"}, code: 2},
		"bicep imports in circle":   {files: map[string]string{"main.bicep": "import {a} from 'b.bicep'\n@export()\nvar b = a\n" + bicepApp, "b.bicep": "import {b} from 'main.bicep'\n@export()\nvar a = b\n"}, args: []string{"main.bicep"}, code: 2},

		// ARM.
		"copy of 10^9":          {files: map[string]string{"a.json": armHead + `"resources": [` + strings.Replace(armSite("[concat('a', copyIndex())]"), `"type"`, `"copy": {"name": "c", "count": 1000000000}, "type"`, 1) + "]}"}, args: []string{"a.json"}, code: 2},
		"variable copy of 10^9": {files: map[string]string{"a.json": armHead + `"variables": {"copy": [{"name": "v", "count": 1000000000, "input": "x"}]}, "resources": [` + armSite("[variables('v')[0]]") + "]}"}, args: []string{"a.json"}, code: 2},
		"concat that doubles":   {files: map[string]string{"a.json": armHead + `"variables": {` + doubling(60, `"v0": "xxxxxxxxxxxxxxxx"`, `, "v{i}": "[concat(variables('v{before}'), variables('v{before}'))]"`) + `}, "resources": [` + armSite("[variables('v60')]") + "]}"}, args: []string{"a.json"}, code: 2},
		"replace that doubles":  {files: map[string]string{"a.json": armHead + `"variables": {` + doubling(40, `"v0": "aa"`, `, "v{i}": "[replace(variables('v{before}'), 'a', 'aaaa')]"`) + `}, "resources": [` + armSite("[variables('v40')]") + "]}"}, args: []string{"a.json"}, code: 2},
		"functions in circle":   {files: map[string]string{"a.json": armHead + `"functions": [{"namespace": "n", "members": {"f": {"output": {"type": "string", "value": "[n.g()]"}}, "g": {"output": {"type": "string", "value": "[n.f()]"}}}}], "resources": [` + armSite("[n.f()]") + "]}"}, args: []string{"a.json"}, code: 2},
		"deep expression":       {files: map[string]string{"a.json": armHead + `"resources": [` + armSite("["+times(10_000, "concat(")+"'a'"+times(10_000, ")")+"]") + "]}"}, args: []string{"a.json"}, code: 2},
		"nested deployments": {files: map[string]string{"a.json": armHead + `"resources": [` + times(1000, `{"type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "d", "properties": {"template": `+armHead+`"resources": [`) +
			times(1000, "]}}}") + "]}"}, args: []string{"a.json"}, code: 2, says: "nested"},
		"ten thousand deployments":    {files: map[string]string{"a.json": armHead + `"resources": [` + strings.TrimSuffix(times(10_000, `{"type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "d", "properties": {"template": `+armHead+`"resources": []}}},`), ",") + "]}"}, args: []string{"a.json"}, code: 0},
		"a linked template of itself": {files: map[string]string{"a.json": armHead + `"resources": [{"type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "d", "properties": {"templateLink": {"relativePath": "a.json"}}}]}`}, args: []string{"a.json"}, code: 0, says: "in a circle"},

		// What is around.
		"a hostile configuration": {files: map[string]string{"main.tf": usesOf(`"x"`), ".appnetlint.hcl": "policy \"p\" {\n  for    = app\n  assert = length([for a in range(10000) : [for b in range(10000) : [for c in range(10000) : c]]]) == 0\n  message = \"m\"\n}\n"}, code: 2},
		"a deep configuration":    {files: map[string]string{"main.tf": usesOf(`"x"`), ".appnetlint.hcl": times(10_000, "rule {\n")}, code: 2},
		"a hostile baseline":      {files: map[string]string{"main.tf": usesOf(`"x"`), "b.json": times(100_000, "[")}, args: []string{"--baseline", "b.json"}, code: 2},
		"many suppressions":       {files: map[string]string{"main.tf": times(100_000, "# appnetlint:ignore ftp-plaintext -- no reason\n") + usesOf(`"x"`)}, code: 0},
		"parameters nested deep":  {files: map[string]string{"a.json": armHead + `"parameters": {"p": {"type": "object"}}, "resources": []}`, "p.json": `{"parameters": {"p": {"value": ` + times(100_000, "[") + times(100_000, "]") + `}}}`}, args: []string{"a.json", "--parameters", "p.json"}, code: 2},

		// Files that are none, or not here.
		"a FIFO": {make: fifo, args: []string{"fifo"}, code: 2, says: "neither a regular file"},
		"a FIFO in a folder": {files: map[string]string{"main.tf": usesOf(`"x"`)}, make: func(t *testing.T, dir string) {
			t.Helper()
			require.NoError(t, syscall.Mkfifo(filepath.Join(dir, "z.tf"), 0o600))
		}, code: 2},
		"a device":         {args: []string{"/dev/zero"}, code: 2, says: "neither a regular file"},
		"a file outside":   {files: map[string]string{"main.tf": usesOf(`file("/etc/passwd")`)}, code: 0, says: "outside"},
		"a file above":     {files: map[string]string{".git/HEAD": "", "main.tf": usesOf(`file("../../../../../../../../etc/passwd")`)}, code: 0, says: "outside"},
		"a module outside": {files: map[string]string{".git/HEAD": "", "main.tf": "module \"m\" {\n  source = \"../../../../../../../../etc\"\n}\n"}, code: 0, says: "outside"},
		"a link outside": {files: map[string]string{".git/HEAD": ""}, make: func(t *testing.T, dir string) {
			t.Helper()
			require.NoError(t, os.Symlink("/etc/passwd", filepath.Join(dir, "main.tf")))
		}, code: 2},
		"a linked folder": {files: map[string]string{".git/HEAD": "", "main.tf": "module \"m\" {\n  source = \"./m\"\n}\n"}, make: func(t *testing.T, dir string) {
			t.Helper()
			require.NoError(t, os.Symlink("/etc", filepath.Join(dir, "m")))
		}, code: 2},
		"links in a circle": {files: map[string]string{"a/main.tf": usesOf(`"x"`)}, make: func(t *testing.T, dir string) {
			t.Helper()
			require.NoError(t, os.Symlink("..", filepath.Join(dir, "a", "up")))
		}, args: []string{"--recursive"}, code: 0},
		"a module cache that points elsewhere": {files: map[string]string{".git/HEAD": "", "main.tf": "module \"m\" {\n  source  = \"Azure/naming/azurerm\"\n  version = \"0.4.0\"\n}\n", ".terraform/modules/modules.json": `{"Modules":[{"Key":"m","Source":"registry.terraform.io/Azure/naming/azurerm","Version":"0.4.0","Dir":"../../../../../../etc"}]}`}, code: 0, says: "outside"},
		"bicep reads above":                    {files: map[string]string{".git/HEAD": "", "main.bicep": "var a = loadTextContent('../../../../../../../../etc/passwd')\n" + strings.Replace(bicepApp, "'app-shop'", "a", 1)}, args: []string{"main.bicep"}, code: 2},
		"a bicep module outside":               {files: map[string]string{".git/HEAD": "", "main.bicep": "module m '/etc/passwd.bicep' = {\n  name: 'm'\n}\n"}, args: []string{"main.bicep"}, code: 2},
		"a vanished file":                      {args: []string{"gone.tf"}, code: 2, says: "no such file"},
		"a zip bomb":                           {make: zipBomb, args: []string{"plan.tfplan"}, code: 2},
		"a zip with paths":                     {make: zipWithPaths, args: []string{"plan.tfplan"}, code: 2},
	}
}

func fifo(t *testing.T, dir string) {
	t.Helper()
	require.NoError(t, syscall.Mkfifo(filepath.Join(dir, "fifo"), 0o600))
}

// zipBomb is a binary plan whose files are far larger than it is.
func zipBomb(t *testing.T, dir string) {
	t.Helper()
	zeros := make([]byte, 1<<20)
	writeZip(t, filepath.Join(dir, "plan.tfplan"), map[string]func(put func([]byte)){
		"tfplan": func(put func([]byte)) { put([]byte("x")) },
		"tfconfig/modules.json": func(put func([]byte)) {
			for range 512 {
				put(zeros)
			}
		},
		"tfconfig/m-/main.tf": func(put func([]byte)) {
			for range 512 {
				put(zeros)
			}
		},
	})
}

func zipWithPaths(t *testing.T, dir string) {
	t.Helper()
	content := func(put func([]byte)) { put([]byte("# pwned\n")) }
	writeZip(t, filepath.Join(dir, "plan.tfplan"), map[string]func(put func([]byte)){"tfplan": content, "../../pwned.tf": content, "/etc/pwned.tf": content, "tfconfig/m-/../../../pwned.tf": content})
}

func writeZip(t *testing.T, path string, files map[string]func(put func([]byte))) {
	t.Helper()
	out, err := os.Create(path)
	require.NoError(t, err)
	archive := zip.NewWriter(out)
	for name, content := range files {
		w, err := archive.Create(name)
		require.NoError(t, err)
		content(func(b []byte) {
			_, err := w.Write(b)
			require.NoError(t, err)
		})
	}
	require.NoError(t, archive.Close())
	require.NoError(t, out.Close())
}

// allHostile are the inputs of all topics.
func allHostile() map[string]hostile {
	all := hostileInputs()
	for _, more := range []map[string]hostile{hostileNumbers(), hostileAmounts(), hostileGrowth(), hostileFiles()} {
		maps.Copy(all, more)
	}
	return all
}

func TestHostileInputs(t *testing.T) {
	if testing.Short() {
		t.Skip("it measures whole processes")
	}
	for name, in := range allHostile() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			runHostile(t, in)
		})
	}
}

func runHostile(t *testing.T, in hostile) {
	t.Helper()
	dir := tree(t, in.files)
	if in.make != nil {
		in.make(t, dir)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 15*hostileTime)
	defer cancel()
	cmd := exec.CommandContext(ctx, os.Args[0], append([]string{"--format", cmp.Or(in.format, "compact")}, in.args...)...)
	cmd.Dir = dir
	peakAt := filepath.Join(t.TempDir(), "peak")
	cmd.Env = append(os.Environ(), runAsProgram+"=1", peakFile+"="+peakAt)
	var stdout, stderr strings.Builder
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	began := time.Now()
	_ = cmd.Run() // the code is looked at below
	took := time.Since(began)
	said := stdout.String() + stderr.String()
	if len(said) > 4000 {
		said = said[:4000]
	}
	require.NotContains(t, said, "goroutine ", "it panicked")
	assert.Equal(t, in.code, cmd.ProcessState.ExitCode(), said)
	assert.Contains(t, said, in.says)
	if in.code == cli.ExitFailed {
		assert.NotEmpty(t, stderr.String(), "it is said why")
	}
	assert.NotRegexp(t, `root:[x*!]?:`, said, "something outside was read")
	if raceEnabled {
		return
	}
	cpu := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	assert.Less(t, cpu, 2*hostileTime, "of processor time; %v in all", took)
	held, err := strconv.ParseInt(readFile(t, peakAt), 10, 64)
	require.NoError(t, err)
	assert.Less(t, held, int64(hostileMemory), "of memory")
}
