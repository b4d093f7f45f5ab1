package cli_test

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/policy"
	"github.com/appnetlint/appnetlint/pkg/report"
)

// A planting is an input with secrets in it, as testdata/canaries has them: a head of
// lines "key: value", and files behind lines "-- name --". In it
//
//	§name§      is a secret, letters and digits that stand nowhere else;
//	§name!§     is one with characters that formats escape;
//	§name.ip§   is an address;
//	«a¦b»       is a where the secrets are marked as such, and b in the control, where
//	            nobody says that they are any.
//
// The keys are args (of every command), env (NAME=VALUE) and mute (secrets that nothing
// prints in the control either, with the reason behind a colon).
type planting struct {
	args, env []string
	mute      map[string]bool
	files     map[string]string
}

// canaryOf makes the text of a secret.
func canaryOf(planting, name string) string {
	sum := sha256.Sum256([]byte(planting + "\x00" + name))
	text := []byte("q" + base32.StdEncoding.EncodeToString(sum[:])[:17])
	for i := range text { // upper and lower case, as what is printed may have other ones
		if sum[31-i]%2 == 0 {
			text[i] = strings.ToLower(string(text[i]))[0]
		}
	}
	switch {
	case strings.HasSuffix(name, ".ip"):
		return fmt.Sprintf("23.%d.%d.%d", 100+sum[0]%150, 100+sum[1]%150, 100+sum[2]%150)
	case !strings.HasSuffix(name, "!"):
		return string(text)
	}
	return string(text[:5]) + "+" + string(text[5:8]) + "/" + string(text[8:11]) + "<" + string(text[11:14]) + "&" + string(text[14:])
}

var (
	placeholder = regexp.MustCompile(`§([a-z0-9-]+(?:!|\.ip)?)§`)
	variant     = regexp.MustCompile(`(?s)«([^¦»]*)¦([^¦»]*)»`)
	fileLine    = regexp.MustCompile(`(?m)^-- (.+) --\n`)
)

// readPlanting reads a planting, or its control, and the secrets in it by name.
func readPlanting(t *testing.T, path string, control bool) (planting, map[string]string) {
	t.Helper()
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	of := "$1"
	if control {
		of = "$2"
	}
	secrets := map[string]string{}
	text := placeholder.ReplaceAllStringFunc(variant.ReplaceAllString(string(content), of), func(s string) string {
		name := strings.Trim(s, "§")
		secrets[name] = canaryOf(filepath.Base(path), name)
		return secrets[name]
	})
	p := planting{files: map[string]string{}, mute: map[string]bool{}}
	at := fileLine.FindAllStringSubmatchIndex(text, -1)
	for i, m := range at {
		end := len(text)
		if i+1 < len(at) {
			end = at[i+1][0]
		}
		p.files[text[m[2]:m[3]]] = text[m[1]:end]
	}
	require.NotEmpty(t, at, path)
	for line := range strings.Lines(text[:at[0][0]]) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		switch key {
		case "args":
			p.args = append(p.args, strings.Fields(value)...)
		case "env":
			p.env = append(p.env, value)
		case "mute":
			names, why, _ := strings.Cut(value, ": ")
			require.NotEmpty(t, why, "%s: say why nothing prints %s", path, names)
			for _, name := range strings.Fields(names) {
				p.mute[name] = true
			}
		default:
			require.Empty(t, key, "%s: unknown key", path)
		}
	}
	return p, secrets
}

// windows finds what is left of secrets in a text, however it is encoded.
type windows map[string]string // a window → the secret and the encoding

// least is how many characters of a secret in a row give it away.
const least = 8

func windowsOf(secrets map[string]string) windows {
	w := windows{}
	add := func(encoded, what string, size int) {
		for i := 0; i+size <= len(encoded); i++ {
			w[encoded[i:i+size]] = what
		}
	}
	for name, s := range secrets {
		asJSON, _ := json.Marshal(s)
		for how, encoded := range map[string]string{
			"as it is": s, "upper case": strings.ToUpper(s), "lower case": strings.ToLower(s), "JSON": strings.Trim(string(asJSON), `"`), "HTML": html.EscapeString(s),
			"query": url.QueryEscape(s), "path": url.PathEscape(s), "percent": percent(s), "entities": strings.ReplaceAll(html.EscapeString(s), "&lt;", "&#60;"),
		} {
			add(encoded, name+", "+how, least)
		}
		for how, code := range map[string]*base64.Encoding{"base64": base64.StdEncoding, "base64 of URLs": base64.URLEncoding} {
			for pad := range 3 { // it depends on what is before
				encoded := code.EncodeToString([]byte(strings.Repeat("x", pad) + s))
				add(encoded[4:len(encoded)-4], name+", "+how, least)
			}
		}
		hexed := hex.EncodeToString([]byte(s))
		add(hexed, name+", hex", 2*least)
		add(strings.ToUpper(hexed), name+", hex", 2*least)
		sha, old, older := sha256.Sum256([]byte(s)), sha1.Sum([]byte(s)), md5.Sum([]byte(s))
		for _, hash := range [][]byte{sha[:], old[:], older[:]} {
			add(hex.EncodeToString(hash)[:2*least], name+", hash", 2*least)
		}
	}
	return w
}

// percent escapes everything but letters and digits.
func percent(s string) string {
	return regexp.MustCompile(`[^a-zA-Z0-9]`).ReplaceAllStringFunc(s, func(c string) string { return fmt.Sprintf("%%%02x", c[0]) })
}

// find tells which secrets are in a text, and where each begins.
func (w windows) find(text string) map[string]int {
	found := map[string]int{}
	for _, size := range []int{least, 2 * least} {
		for i := 0; i+size <= len(text); i++ {
			if what, ok := w[text[i:i+size]]; ok {
				if _, again := found[what]; !again {
					found[what] = i
				}
			}
		}
	}
	return found
}

// outputs runs every command on a planting and returns all that is printed or written.
func (p planting) outputs(t *testing.T) map[string]string {
	t.Helper()
	for _, e := range p.env {
		name, value, _ := strings.Cut(e, "=")
		t.Setenv(name, value)
	}
	out := t.TempDir()
	summary, policies := filepath.Join(out, "summary.md"), filepath.Join(out, "policies.hcl")
	t.Setenv("GITHUB_STEP_SUMMARY", summary)
	require.NoError(t, os.WriteFile(summary, nil, 0o600))
	require.NoError(t, os.WriteFile(policies, []byte(everyPolicy()), 0o600))
	dir := tree(t, p.files)
	all := map[string]string{}
	command := func(name string, args ...string) {
		args = append(append([]string{"--chdir", dir}, args...), p.args...)
		if len(args) > 2 && !strings.HasPrefix(args[2], "-") { // the name of a command comes first
			args[0], args[1], args[2] = args[2], args[0], args[1]
		}
		_, stdout, stderr := run("", args...)
		all[name] = stdout + stderr
	}
	formats := []string{"--show-undecided", "--format", "text"}
	for _, f := range report.Formats() {
		formats = append(formats, "--format", f+"="+filepath.Join(out, f))
	}
	command("lint", formats...)
	command("policies", append(formats[:len(formats):len(formats)], "--config", policies, "--only", "all")...)
	baseline := filepath.Join(out, "baseline.json")
	command("diff", "--diff")
	command("baseline", "baseline", "--baseline", baseline)
	command("with a baseline", "--baseline", baseline)
	for _, f := range []string{"text", "json"} {
		command("reach as "+f, "reach", "--format", f)
		command("reach --diff as "+f, "reach", "--diff", "--format", f)
		command("reach --outbound as "+f, "reach", "--outbound", "--format", f)
	}
	for _, f := range []string{"svg", "mermaid", "dot"} {
		command("map as "+f, "map", "--format", f)
	}
	command("fix", "--fix")
	files, err := os.ReadDir(out)
	require.NoError(t, err)
	for _, f := range files {
		content, err := os.ReadFile(filepath.Join(out, f.Name()))
		require.NoError(t, err)
		all[f.Name()] = string(content)
	}
	return all
}

// everyPolicy tells all that there is of every part, and fails in several ways.
func everyPolicy() string {
	var b strings.Builder
	add := func(name, kind, assert, message string) {
		fmt.Fprintf(&b, "policy %q {\n  for = %s\n  severity = \"note\"\n  assert = %s\n  message = %s\n}\n", name, kind, assert, message)
	}
	for _, k := range policy.Kinds() {
		name := strings.ReplaceAll(k.Name, "_", "-")
		var words []string
		for _, a := range k.Attributes {
			words = append(words, fmt.Sprintf("${%s.%s}", k.Name, a.Name))
		}
		add("tell-"+name, k.Name, "false", `"`+strings.Join(words, " ")+`"`)
		add("derive-"+name, k.Name, "false", fmt.Sprintf(`"${upper(%[1]s.name)} ${lower(%[1]s.name)} ${substr(%[1]s.name, 1, 12)} ${format("%%q", %[1]s.name)} ${upper(%[1]s.id)}"`, k.Name))
		add("convert-"+name, k.Name, fmt.Sprintf("tonumber(%s.name) == 1", k.Name), `"x"`)
		add("match-"+name, k.Name, fmt.Sprintf(`regex("^[0-9]$", %s.name) == "1"`, k.Name), `"x"`)
		add("index-"+name, k.Name, fmt.Sprintf(`{ a = 1 }[%s.name] == 1`, k.Name), `"x"`)
		add("twice-"+name, k.Name, fmt.Sprintf(`length({ for i in [1, 2] : %s.name => i }) == 1`, k.Name), `"x"`)
	}
	add("headers", "site", "false", `"${join(" ", [for r in site.access_rules : "${r.name} ${r.ip_address} ${r.service_tag}"])}"`)
	return b.String()
}

// TestSecretsNeverComeOut plants secrets wherever an input can have them, and looks for
// them in all that any command prints or writes. The control has the same texts without
// anything that makes secrets of them: there they must come out, so that what this looks
// for is what is read.
func TestSecretsNeverComeOut(t *testing.T) {
	if testing.Short() {
		t.Skip("it runs everything on everything")
	}
	paths, err := filepath.Glob(filepath.Join("testdata", "canaries", "*.txt"))
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txt"), func(t *testing.T) {
			secret, texts := readPlanting(t, path, false)
			require.NotEmpty(t, texts)
			all := windowsOf(texts)
			outputs := secret.outputs(t)
			shown := map[string][]string{} // the outputs with a secret
			for _, name := range sortedNames(outputs) {
				text := outputs[name]
				for what, i := range all.find(text) {
					if shown[what] == nil {
						shown[what] = []string{"…" + text[max(0, i-150):min(len(text), i+80)] + "…"}
					}
					shown[what] = append(shown[what], name)
				}
			}
			for _, what := range sortedNames(shown) {
				t.Errorf("%s shows: %s", what, strings.Join(shown[what], "\n"))
			}
			open, _ := readPlanting(t, path, true)
			var said strings.Builder
			for _, text := range open.outputs(t) {
				said.WriteString(text)
			}
			for name, text := range texts {
				seen := strings.Contains(said.String(), text) || strings.Contains(said.String(), html.EscapeString(text))
				assert.NotEqual(t, open.mute[name], seen, "the control: %s", name)
			}
		})
	}
}

// TestSecretsOfTheCommandLine looks for what is given on the command line in the wrong form.
func TestSecretsOfTheCommandLine(t *testing.T) {
	dir := tree(t, map[string]string{
		"main.tf":    "variable \"n\" {\n  type      = number\n  sensitive = true\n}\nvariable \"l\" {\n  type      = list(string)\n  sensitive = true\n}\n",
		"main.bicep": "@secure()\nparam p string\n@secure()\nparam n int\n",
	})
	text := canaryOf("command line", "x")
	for _, args := range [][]string{
		{"--var", text}, {"--var", "=" + text}, {"--var", "n=" + text}, {"--var", "l=[" + text}, {"--var", "l=" + text}, {"--var", "l={" + text + "=1}"}, {"--var", "other=" + text},
		{"main.bicep", "--parameters", `{"p":"` + text + `"}`}, {"main.bicep", "--parameters", "p=" + text}, {"main.bicep", "--parameters", "n=" + text},
		{"main.bicep", "--parameters", "=" + text}, {"main.bicep", "--parameters", "other=" + text}, {"main.bicep", "--parameters", `p={"` + text},
	} {
		for _, command := range []string{"", "reach", "map", "baseline"} {
			all := append([]string{"--chdir", dir}, args...)
			if command != "" {
				all = append([]string{command}, all...)
			}
			_, stdout, stderr := run("", all...)
			assert.NotContains(t, stdout+stderr, text, "%s %v", command, args)
			assert.NotEmpty(t, stdout+stderr, "%s %v", command, args)
		}
	}
}

func sortedNames[V any](m map[string]V) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
