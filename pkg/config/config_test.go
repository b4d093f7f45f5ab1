package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/config"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/lint/suppress"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/source"
)

var (
	ruleA    = &lint.Check{Name: "rule-a", Severity: lint.Warning}
	ruleB    = &lint.Check{Name: "rule-b", Severity: lint.Error}
	onChange = &lint.Check{Name: "rule-changed", Severity: lint.Warning, OnChange: true}
	rules    = append([]*lint.Check{ruleA, ruleB, onChange}, suppress.Checks()...)
	now      = time.Date(2027, 1, 31, 12, 0, 0, 0, time.UTC)
)

func options() config.Options {
	return config.Options{Rules: rules, Formats: []string{"text", "json", "sarif", "junit", "html", "markdown"}}
}

func parse(t *testing.T, text string) *config.Config {
	t.Helper()
	c, errs := config.Parse(source.NewFile(".appnetlint.hcl", []byte(text)), options())
	require.Empty(t, errs)
	return c
}

const policyX = "policy \"no-x\" {\n  for = app\n  assert = app.name != \"x\"\n}\n"

func TestSelect(t *testing.T) {
	notes := lint.Names(suppress.Checks())
	for _, c := range []struct {
		name, text string
		flags      config.Selection
		want       []string
	}{
		{"nothing said", "", config.Selection{}, append([]string{"rule-a", "rule-b", "rule-changed"}, notes...)},
		{"one disabled", `rule "rule-a" { enabled = false }`, config.Selection{}, append([]string{"rule-b", "rule-changed"}, notes...)},
		{"disabled by default", "disabled_by_default = true\nrule \"rule-a\" { enabled = true }\n" + policyX, config.Selection{}, []string{"rule-a", "no-x"}},
		{"only", `only = ["rule-b"]`, config.Selection{}, []string{"rule-b"}},
		{"only, and one besides", "only = [\"rule-b\"]\nrule \"rule-a\" { enabled = true }", config.Selection{}, []string{"rule-a", "rule-b"}},
		{"only of the flags", "only = [\"rule-b\"]\n" + policyX, config.Selection{Only: []string{"rule-a"}}, []string{"rule-a"}},
		{"only of the flags is enabled", `rule "rule-a" { enabled = false }`, config.Selection{Only: []string{"rule-a"}}, []string{"rule-a"}},
		{"enabled by the flags", "only = [\"rule-b\"]", config.Selection{Enable: []string{"rule-a"}}, []string{"rule-a", "rule-b"}},
		{"disabled by the flags", "only = [\"rule-b\", \"rule-a\"]", config.Selection{Disable: []string{"rule-a"}}, []string{"rule-b"}},
		{"a policy", policyX, config.Selection{Only: []string{"no-x"}}, []string{"no-x"}},
		{"a policy is disabled", policyX + `rule "no-x" { enabled = false }` + "\nonly = [\"rule-a\", \"no-x\"]", config.Selection{}, []string{"rule-a"}},
	} {
		got, err := parse(t, c.text).Select(c.flags)
		require.NoError(t, err, c.name)
		assert.Equal(t, c.want, lint.Names(got), c.name)
	}
	_, err := config.None(rules).Select(config.Selection{Enable: []string{"rule-c"}})
	require.Error(t, err)
	assert.Contains(t, err.Error(), "did you mean")
}

// rebase is as if the configuration lay where the program works.
func rebase(path string) (string, bool) { return path, !strings.HasPrefix(path, "../") }

func found(c *lint.Check, path, address string) lint.Finding {
	return lint.Finding{Check: c, Severity: c.Severity, Address: address, At: source.Range{File: source.NewFile(path, []byte("x")), End: 1}, Root: filepath.Dir(path)}
}

func told(findings []lint.Finding) []string {
	var out []string
	for _, f := range findings {
		out = append(out, strings.Join([]string{f.Check.Name, f.Severity.String(), pathOf(f), f.Address}, " "))
	}
	return out
}

func pathOf(f lint.Finding) string {
	if f.At.File == nil {
		return f.Root
	}
	return f.At.File.Path
}

func seen() config.Seen { return config.Seen{Selected: rules, Before: true, Complete: true, Now: now} }

func TestRules(t *testing.T) {
	inModule := found(ruleA, "modules/web/main.tf", "module.web.x.a")
	inModule.Calls = []network.Call{{Address: "module.web", At: source.Range{File: source.NewFile("live/main.tf", []byte("m")), End: 1}}}
	plan := lint.Finding{Check: ruleA, Severity: lint.Warning, Address: "x.p", Root: "plans/prod.json"}
	findings := []lint.Finding{found(ruleA, "live/main.tf", "x.a"), found(ruleB, "live/sandbox/main.tf", "x.b"), found(ruleA, "../up.tf", "x.c"), inModule, plan}
	for _, c := range []struct {
		text string
		want []string
	}{
		{"", []string{"rule-a warning live/main.tf x.a", "rule-b error live/sandbox/main.tf x.b", "rule-a warning ../up.tf x.c", "rule-a warning modules/web/main.tf module.web.x.a", "rule-a warning plans/prod.json x.p"}},
		{`exclude = ["live"]`, []string{"rule-a warning ../up.tf x.c", "rule-a warning modules/web/main.tf module.web.x.a", "rule-a warning plans/prod.json x.p"}},
		{`exclude = ["**/*.tf", "plans/*.json"]`, []string{"rule-a warning ../up.tf x.c"}},
		{`rule "rule-a" { severity = "note" }`, []string{"rule-a note live/main.tf x.a", "rule-b error live/sandbox/main.tf x.b", "rule-a note ../up.tf x.c", "rule-a note modules/web/main.tf module.web.x.a", "rule-a note plans/prod.json x.p"}},
		{`rule "rule-a" { paths = ["live/**"] }`, []string{"rule-a warning live/main.tf x.a", "rule-b error live/sandbox/main.tf x.b", "rule-a warning modules/web/main.tf module.web.x.a"}},
		{"rule \"rule-a\" {\n exclude = [\"live/main.tf\", \"plans\"]\n}\nrule \"rule-b\" {\n paths = [\"live\"]\n exclude = [\"live/sandbox\"]\n}", []string{"rule-a warning ../up.tf x.c"}},
	} {
		assert.Equal(t, c.want, told(parse(t, c.text).Apply(findings, rebase, seen())), c.text)
	}
}

func TestIgnores(t *testing.T) {
	findings := []lint.Finding{
		found(ruleA, "live/main.tf", `module.legacy.x.a["eu"]`), found(ruleB, "live/main.tf", "x.b"), found(ruleA, "live/main.tf", "x.c"),
		found(suppress.Unused, "live/main.tf", ""),
	}
	ignore := func(lines ...string) string { return "ignore {\n" + strings.Join(lines, "\n") + "\n}\n" }
	const why = `reason = "because"`
	for _, c := range []struct {
		name, text string
		seen       config.Seen
		gone       int // of the findings
		notes      []string
	}{
		{"by address", ignore(`rules = ["rule-a"]`, `addresses = ["module.legacy.*"]`, why), seen(), 1, nil},
		{"brackets are brackets", ignore(`rules = ["rule-a"]`, `addresses = ["*[\"eu\"]"]`, why), seen(), 1, nil},
		{"by path", ignore(`rules = ["rule-a"]`, `paths = ["live/*.tf"]`, why), seen(), 2, nil},
		{"by both", ignore(`rules = ["rule-a"]`, `paths = ["live"]`, `addresses = ["x.?"]`, why), seen(), 1, nil},
		{"all", ignore(`rules = ["all"]`, `paths = ["live"]`, why), seen(), 3, nil},
		{"without a reason", ignore(`rules = ["rule-a"]`, `paths = ["live"]`), seen(), 2, []string{"suppression-without-reason"}},
		{"on its last day", ignore(`rules = ["rule-a"]`, `paths = ["live"]`, why, `until = "2027-01-31"`), seen(), 2, nil},
		{"past its date", ignore(`rules = ["rule-a"]`, `paths = ["live"]`, why, `until = "2027-01-30"`), seen(), 0, []string{"suppression-expired"}},
		{"unused", ignore(`rules = ["rule-a", "rule-b"]`, `addresses = ["x.c"]`, why), seen(), 1, []string{"suppression-unused"}},
		{"unused: all", ignore(`rules = ["all"]`, `paths = ["test"]`, why), seen(), 0, []string{"suppression-unused"}},
		{"not all was read", ignore(`rules = ["rule-a"]`, `paths = ["test"]`, why), config.Seen{Selected: rules, Before: true, Now: now}, 0, nil},
		{"the rule did not run", ignore(`rules = ["rule-b"]`, `paths = ["test"]`, why), config.Seen{Selected: []*lint.Check{ruleA, suppress.Unused}, Complete: true, Now: now}, 0, nil},
		{"a rule on changes without a before", ignore(`rules = ["rule-changed"]`, `paths = ["test"]`, why), config.Seen{Selected: rules, Complete: true, Now: now}, 0, nil},
		{"a question is open", ignore(`rules = ["rule-a"]`, `paths = ["test"]`, why),
			config.Seen{Selected: rules, Before: true, Complete: true, Now: now, Undecided: []lint.Undecided{{Check: ruleA}}}, 0, nil},
		{"notes are disabled", ignore(`rules = ["rule-a"]`, `paths = ["test"]`), config.Seen{Selected: []*lint.Check{ruleA}, Complete: true, Now: now}, 0, nil},
	} {
		config := parse(t, c.text)
		got := config.Apply(findings, rebase, c.seen)
		var notes []string
		for _, f := range got {
			if f.At.File == config.File {
				notes = append(notes, f.Check.Name)
				assert.Equal(t, "ignore", f.At.Text(), c.name)
			}
		}
		assert.Equal(t, c.notes, notes, c.name)
		assert.Equal(t, c.gone, len(findings)-(len(got)-len(notes)), c.name)
	}
}

func TestMistakes(t *testing.T) {
	for text, want := range map[string]string{
		"formts = []\n":          `.appnetlint.hcl:1:1: An argument named "formts" is not expected here. Did you mean "formats"?`,
		"ignor {\n}\n":           `Blocks of type "ignor" are not expected here. Did you mean "ignore"?`,
		"rule \"rule-z\" {\n}\n": `:1:6: There is no rule "rule-z"; did you mean "rule-a"?`,
		"rule \"rule-a\" {\n}\nrule \"rule-a\" {\n}\n": `:3:6: There are two blocks for the rule "rule-a".`,
		"rule {\n}\n": ":1:",
		"rule \"rule-a\" { severity = \"warn\" }\n":                                       `"warn" is not a severity: use error, warning or note. Did you mean "warning"?`,
		"rule \"rule-a\" { enabled = \"yes\" }\n":                                         `"enabled" is true or false.`,
		"rule \"rule-a\" { options = { max = 3 } }\n":                                     `The rule "rule-a" takes no options.`,
		"minimum_failure_severity = \"fatal\"\n":                                          "is not a severity",
		"formats = [\"sarf\"]\n":                                                          `There is no format "sarf". Did you mean "sarif"?`,
		"formats = [\"text=report.sh\"]\n":                                                "ends in .txt",
		"formats = [\"json=.vscode/tasks.json\"]\n":                                       "folders that begin with a dot",
		"formats = [\"json=../x.json\"]\n":                                                "below its own folder",
		"formats = [\"json=/tmp/x.json\"]\n":                                              "below its own folder",
		"formats = \"text\"\n":                                                            `"formats" is a list of texts`,
		"baseline = \"../../b.json\"\n":                                                   "in or below the folder",
		"baseline = \"/etc/passwd\"\n":                                                    "in or below the folder",
		"baseline = file(\"x\")\n":                                                        "without anything to work out",
		"baseline = \"${path.root}/x\"\n":                                                 "without anything to work out",
		"exclude = [\"../x\"]\n":                                                          "does not leave it",
		"exclude = [\"/x\"]\n":                                                            "does not leave it",
		"exclude = [\"[\"]\n":                                                             "is not a pattern of paths",
		"exclude = [\"a\\\\b\"]\n":                                                        "has / between folders",
		"exclude = [\"" + strings.Repeat("*a", 30) + "\"]\n":                              "too many stars",
		"only = [\"rule-q\"]\n":                                                           "There is no rule",
		"only = [\"" + strings.Repeat("x", 10_000) + "\"]\n":                              "so long a name",
		"ignore {\n rules = [\"rule-a\"]\n}\n":                                            "Say where this holds",
		"ignore {\n paths = [\"x\"]\n}\n":                                                 `"rules" is required`,
		"ignore {\n rules = []\n paths = [\"x\"]\n}\n":                                    `Name the rules, or "all".`,
		"ignore {\n rules = [\"all\", \"rule-a\"]\n paths = [\"x\"]\n}":                   "name it alone",
		"ignore {\n rules = [\"suppression-unused\"]\n paths = [\"x\"]\n}":                "about suppressions themselves",
		"ignore {\n rules = [\"rule-a\"]\n paths = [\"x\"]\n until = \"2027-02-30\"\n}\n": `Write it as in "2027-01-31"`,
		"ignore {\n rules = [\"rule-a\"]\n paths = [\"x\"]\n unti = \"2027-02-30\"\n}\n":  `Did you mean "until"?`,
		policyX + policyX:                                                                 `There is a rule "no-x" already`,
		"policy \"rule-a\" {\n}\n":                                                        `There is a rule "rule-a" already`,
		"x = ":                                                                            ":1:",
		"x":                                                                               ":1:",
		"x = " + strings.Repeat("[", 200):                                                 "nested too deeply",
		"x = " + strings.Repeat("!", 20_000):                                              "too many operators",
		"x = " + strings.Repeat("\"${", 200):                                              "nested too deeply",
		"x = " + strings.Repeat("a ? b : ", 9000) + "c\n":                                 ":1:",
		"# " + strings.Repeat("x", config.MaxSize+1) + "\n":                               "larger than 256 KiB",
	} {
		c, errs := config.Parse(source.NewFile(".appnetlint.hcl", []byte(text)), options())
		if !assert.NotEmpty(t, errs, "%.80q", text) {
			continue
		}
		assert.Nil(t, c)
		var all []string
		for _, e := range errs {
			all = append(all, e.Error())
		}
		assert.Contains(t, strings.Join(all, "\n"), want, "%.80q", text)
	}
}

// The file that init writes says nothing, and is right when all of it is taken in.
func TestTemplate(t *testing.T) {
	assert.Equal(t, lint.Names(rules), lint.Names(parse(t, config.Template).Known()))
	var b strings.Builder
	for line := range strings.Lines(config.Template) {
		line = strings.TrimPrefix(line, "# ")
		if first, _, _ := strings.Cut(line, " "); first != "" && first[0] >= 'A' && first[0] <= 'Z' || strings.HasPrefix(line, "http") {
			line = "# " + line
		}
		b.WriteString(line)
	}
	o := options()
	for _, name := range []string{"access-rules-default-allow-no-effect", "min-tls-version", "scm-site-unrestricted"} {
		o.Rules = append(o.Rules, &lint.Check{Name: name})
	}
	c, errs := config.Parse(source.NewFile(config.FileName, []byte(b.String())), o)
	require.Empty(t, errs, b.String())
	assert.Len(t, c.Policies, 1)
	assert.Len(t, c.Ignores, 1)
	assert.Len(t, c.Rules, 1)
}

func TestFind(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		path := filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	}
	find := func(name string) string {
		path, err := config.Find(filepath.Join(dir, filepath.FromSlash(name)))
		require.NoError(t, err)
		if path == "" {
			return ""
		}
		root, err := filepath.EvalSymlinks(dir)
		require.NoError(t, err)
		rel, err := filepath.Rel(root, path)
		require.NoError(t, err)
		return filepath.ToSlash(rel)
	}
	write(config.FileName, "")
	write("repo/.git/HEAD", "")
	write("repo/infra/live/main.tf", "")
	assert.Empty(t, find("repo/infra/live"), "what lies above the repository is not looked at")
	write("repo/"+config.FileName, "")
	assert.Equal(t, "repo/"+config.FileName, find("repo/infra/live"))
	write("repo/infra/"+config.FileName, "")
	assert.Equal(t, "repo/infra/"+config.FileName, find("repo/infra/live"))
	write("loose/below/main.tf", "")
	write("loose/"+config.FileName, "")
	assert.Empty(t, find("loose/below"), "outside of a repository only the folder itself counts")
	assert.Equal(t, "loose/"+config.FileName, find("loose"))

	require.NoError(t, os.Symlink(filepath.Join(dir, config.FileName), filepath.Join(dir, "repo/infra/live", config.FileName)))
	_, err := config.Find(filepath.Join(dir, "repo/infra/live"))
	require.Error(t, err)
	assert.Contains(t, err.Error(), "leads out of the repository")
}

func TestBeside(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "repo", "out"), 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "secret"), []byte("x"), 0o600))
	require.NoError(t, os.Symlink(filepath.Join(dir, "secret"), filepath.Join(dir, "repo", "link")))
	require.NoError(t, os.Symlink(dir, filepath.Join(dir, "repo", "up")))
	require.NoError(t, os.Symlink(filepath.Join(dir, "nowhere"), filepath.Join(dir, "repo", "dangling")))
	file := filepath.Join(dir, "repo", config.FileName)
	for name, ok := range map[string]bool{"a.json": true, "out/a.json": true, "missing/a.json": true, "link": false, "up/secret": false, "up/new": false, "dangling": false} {
		_, err := config.Beside(file, name)
		assert.Equal(t, ok, err == nil, "%s: %v", name, err)
	}
}

func TestRead(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "x.hcl")
	for content, want := range map[string]string{"\xef\xbb\xbfonly = []\n": "only = []\n", "": ""} {
		require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
		file, err := config.Read(path, "x.hcl")
		require.NoError(t, err)
		assert.Equal(t, want, string(file.Content))
	}
	_, err := config.Read(dir, "dir")
	require.Error(t, err)
	assert.Contains(t, err.Error(), "it is not a regular file")
	_, err = config.Read(filepath.Join(dir, "none"), "none")
	require.Error(t, err)
}

// FuzzConfig: whatever a file says, it is taken or refused with places in it, and no
// pattern in it takes long.
func FuzzConfig(f *testing.F) {
	f.Add(config.Template)
	for _, seed := range []string{
		policyX, "rule \"rule-a\" {\n severity = \"error\"\n paths = [\"a/**\"]\n}\n", "ignore {\n rules = [\"all\"]\n addresses = [\"*a*b*\"]\n paths = [\"{a,b}/**\"]\n until = \"2027-01-31\"\n}\n",
		"formats = [\"text\", \"sarif=x.sarif\"]\nexclude = [\"**/*.tf\"]\nonly = [\"rule-a\"]\n", "x = <<E\n${y}\nE\n", "policy \"a\" {\n for = app\n assert = [for a in [1] : a] == null\n}\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		file := source.NewFile(config.FileName, []byte(text))
		c, errs := config.Parse(file, options())
		if (c == nil) == (len(errs) == 0) {
			t.Fatalf("%v, %v", c, errs)
		}
		for _, e := range errs {
			if e.Message == "" || e.At.File != nil && (e.At.Start < 0 || e.At.End > len(file.Content) || e.At.Start > e.At.End) {
				t.Fatalf("%q at %d-%d", e.Message, e.At.Start, e.At.End)
			}
		}
		if c == nil {
			return
		}
		findings := []lint.Finding{found(ruleA, strings.Repeat("a/", 30)+"main.tf", strings.Repeat("module.a.", 30)+"x"), found(ruleB, "b.tf", "x")}
		c.Apply(findings, rebase, seen())
		selected, err := c.Select(config.Selection{})
		if err != nil {
			t.Fatal(err)
		}
		lint.Run(lint.Subject{Model: &network.Model{Sites: []*network.Site{{}}}}, selected[:0])
		for _, check := range selected {
			if check.Run != nil {
				lint.Run(lint.Subject{Model: &network.Model{Sites: []*network.Site{{}}}}, []*lint.Check{check})
			}
		}
	})
}
