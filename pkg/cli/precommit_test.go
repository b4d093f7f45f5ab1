package cli_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	checkout  = "../.."
	published = "https://github.com/appnetlint/appnetlint"
	tooSmall  = "[vnet-integration-subnet-too-small]"
)

// infrastructure is a web app in a subnet of a given size. A /29 is a finding at the
// line of the size, a /26 none.
func infrastructure(size string) string {
	return strings.ReplaceAll(`
resource "azurerm_subnet" "web" {
  name                 = "snet-web"
  resource_group_name  = "rg-shop"
  virtual_network_name = "vnet-shop"
  address_prefixes     = ["10.10.1.0/SIZE"]

  delegation {
    name = "app-service"

    service_delegation {
      name = "Microsoft.Web/serverFarms"
    }
  }
}

resource "azurerm_linux_web_app" "shop" {
  name                          = "app-shop"
  resource_group_name           = "rg-shop"
  location                      = "westeurope"
  service_plan_id               = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-shop/providers/Microsoft.Web/serverFarms/asp-shop"
  virtual_network_subnet_id     = azurerm_subnet.web.id
  public_network_access_enabled = true

  site_config {
    vnet_route_all_enabled = true
  }
}
`, "SIZE", size)
}

// suppressed is infrastructure with a finding that a comment accepts.
func suppressed() string {
	const line = "  address_prefixes "
	return strings.Replace(infrastructure("29"), line,
		"  # appnetlint:ignore vnet-integration-subnet-too-small -- the subnet is about to be replaced\n"+line, 1)
}

// workshop is where pre-commit runs: with a home of its own, and with the checkout,
// tagged as a release, in place of the published repository.
type workshop struct {
	env    []string
	cache  string
	config string // what the README tells users to write
}

func newWorkshop(t *testing.T) *workshop {
	t.Helper()
	if testing.Short() {
		t.Skip("builds the program anew")
	}
	for _, tool := range []string{"pre-commit", "git", "go"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip(tool + " is not installed")
		}
	}
	home := t.TempDir()
	w := &workshop{cache: filepath.Join(home, "cache"), config: configOfReadme(t)}
	w.env = append(environment(),
		"HOME="+home, "USERPROFILE="+home, "PRE_COMMIT_HOME="+w.cache, "PRE_COMMIT_COLOR=never",
		"GOENV=off", "GOFLAGS=", "GOPROXY=off", "GOSUMDB=off", "GOTOOLCHAIN=local", "GOWORK=off",
		// Shared with the machine, as nothing may be downloaded.
		"GOMODCACHE="+goEnv(t, "GOMODCACHE"), "GOCACHE="+goEnv(t, "GOCACHE"))
	release := w.release(t)
	settings := "[user]\n\tname = Test\n\temail = test@example.com\n[commit]\n\tgpgSign = false\n" +
		"[url \"file://" + filepath.ToSlash(release) + "\"]\n\tinsteadOf = " + published + "\n"
	require.NoError(t, os.WriteFile(filepath.Join(home, ".gitconfig"), []byte(settings), 0o600))
	w.must(t, release, "git", "commit", "--quiet", "--message", "Release")
	w.must(t, release, "git", "tag", "v0.1.0")
	return w
}

// environment is the machine's without what steers git, Go or pre-commit: the tests
// may themselves run in a hook.
func environment() []string {
	var env []string
	for _, variable := range os.Environ() {
		name, _, _ := strings.Cut(variable, "=")
		if strings.HasPrefix(name, "GIT_") || strings.HasPrefix(name, "PRE_COMMIT") || name == "SKIP" ||
			name == "XDG_CONFIG_HOME" || name == "GOOS" || name == "GOARCH" {
			continue
		}
		env = append(env, variable)
	}
	return env
}

func goEnv(t *testing.T, name string) string {
	t.Helper()
	out, err := exec.Command("go", "env", name).Output()
	require.NoError(t, err)
	return strings.TrimSpace(string(out))
}

// configOfReadme returns the example of .pre-commit-config.yaml in the README.
func configOfReadme(t *testing.T) string {
	t.Helper()
	readme, err := os.ReadFile(filepath.Join(checkout, "README.md"))
	require.NoError(t, err)
	_, rest, found := strings.Cut(strings.ReplaceAll(string(readme), "\r\n", "\n"), "```yaml\nrepos:\n")
	require.True(t, found, "the README has an example")
	example, _, _ := strings.Cut(rest, "```")
	return "repos:\n" + example
}

// release stages what a commit of the checkout would hold in a new repository.
func (w *workshop) release(t *testing.T) string {
	t.Helper()
	list := exec.Command("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	list.Dir, list.Env = checkout, environment()
	files, err := list.Output()
	if err != nil {
		t.Skip("the sources are not in a git repository")
	}
	dir := t.TempDir()
	for name := range strings.SplitSeq(strings.TrimSuffix(string(files), "\x00"), "\x00") {
		content, err := os.ReadFile(filepath.Join(checkout, name))
		if errors.Is(err, os.ErrNotExist) {
			continue // deleted, not yet committed
		}
		require.NoError(t, err)
		save(t, dir, name, string(content))
	}
	if code, out := w.command(dir, "go", "list", "-deps", "./..."); code != 0 {
		t.Skip("the module cache lacks what the program is built of: " + out)
	}
	w.must(t, dir, "git", "init", "--quiet")
	w.must(t, dir, "git", "add", "--all")
	return dir
}

func save(t *testing.T, dir, name, content string) {
	t.Helper()
	path := filepath.Join(dir, filepath.FromSlash(name))
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o750))
	require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
}

// command runs a program and returns its exit code and all that it printed.
func (w *workshop) command(dir, name string, args ...string) (code int, output string) {
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Env = dir, w.env
	out, err := cmd.CombinedOutput()
	if err != nil && cmd.ProcessState == nil {
		return -1, err.Error()
	}
	return cmd.ProcessState.ExitCode(), string(out)
}

func (w *workshop) must(t *testing.T, dir, name string, args ...string) string {
	t.Helper()
	code, out := w.command(dir, name, args...)
	require.Zero(t, code, "%s %s: %s", name, strings.Join(args, " "), out)
	return out
}

// user returns a user's repository in which these files are staged.
func (w *workshop) user(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	w.must(t, dir, "git", "init", "--quiet")
	save(t, dir, ".pre-commit-config.yaml", w.config)
	w.stage(t, dir, files)
	return dir
}

func (w *workshop) stage(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, content := range files {
		save(t, dir, name, content)
	}
	w.must(t, dir, "git", "add", "--all", "--force")
}

// installed returns the folder into which pre-commit cloned the release, and the
// program that it built there.
func (w *workshop) installed(t *testing.T) (clone, program string) {
	t.Helper()
	programs, err := filepath.Glob(filepath.Join(w.cache, "repo*", "golangenv-*", "bin", "*"))
	require.NoError(t, err)
	require.Len(t, programs, 1, "one command is installed, and nothing beside it")
	return filepath.Dir(filepath.Dir(filepath.Dir(programs[0]))), programs[0]
}

// The hooks work as the README says, in pre-commit itself.
func TestPreCommit(t *testing.T) {
	w := newWorkshop(t)
	w.must(t, checkout, "pre-commit", "validate-manifest", ".pre-commit-hooks.yaml")
	w.must(t, w.user(t, nil), "pre-commit", "validate-config")
	w.must(t, w.user(t, nil), "pre-commit", "install-hooks")

	t.Run("outcomes", w.testOutcomes)
	t.Run("triggers", w.testTriggers)
	t.Run("staged", w.testOnlyStaged)
	t.Run("commit", w.testCommit)
	t.Run("system", w.testSystemHook)
	t.Run("bicep", w.testBicep)
	t.Run("templates", w.testTemplates)
	t.Run("batches", w.testBatches)
	t.Run("changed only", w.testChangedOnly)
	t.Run("version", w.testVersions)
}

func (w *workshop) testOutcomes(t *testing.T) {
	for name, c := range map[string]struct {
		content string
		code    int
		prints  []string
	}{
		"clean":      {infrastructure("26"), 0, []string{"Passed"}},
		"finding":    {infrastructure("29"), 1, []string{"Failed", "exit code: 1", tooSmall, "infra/main.tf:6:"}},
		"broken":     {`resource "azurerm_subnet" {`, 1, []string{"Failed", "exit code: 2", "infra/main.tf:1:"}},
		"suppressed": {suppressed(), 0, []string{"Passed"}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := w.user(t, map[string]string{"infra/main.tf": c.content})
			code, out := w.command(dir, "pre-commit", "run")
			assert.Equal(t, c.code, code, out)
			for _, want := range c.prints {
				assert.Contains(t, out, want)
			}
		})
	}
}

// A commit runs the hook if it changes what the linter may read, and only then.
func (w *workshop) testTriggers(t *testing.T) {
	dir := w.user(t, map[string]string{"infra/main.tf": infrastructure("26")})
	w.must(t, dir, "git", "commit", "--quiet", "--message", "Begin")
	for name, runs := range map[string]bool{
		"infra/more.tf":                   true,
		"infra/more.tofu":                 true,
		"infra/more.tf.json":              true,
		"infra/more.tofu.json":            true,
		"infra/terraform.tfvars":          true,
		"infra/terraform.tfvars.json":     true,
		"infra/.terraform.lock.hcl":       true,
		".terraform.lock.hcl":             true,
		"infra/more.bicep":                true,
		"bicepconfig.json":                true,
		"README.md":                       false,
		"infra/main.tf.md":                false,
		"infra/package.json":              false,
		"infra/not.terraform.lock.hcl":    false,
		"infra/.terraform/modules/a/b.tf": false,
	} {
		t.Run(name, func(t *testing.T) {
			content := ""
			if strings.HasSuffix(name, ".json") {
				content = "{}"
			}
			w.stage(t, dir, map[string]string{name: content})
			code, out := w.command(dir, "pre-commit", "run")
			assert.Zero(t, code, out)
			if runs {
				assert.Contains(t, out, "Passed")
			} else {
				assert.Contains(t, out, "(no files to check)Skipped")
			}
			w.must(t, dir, "git", "rm", "--quiet", "--force", name)
		})
	}
}

// What counts is what would be committed, wherever in the repository it is.
func (w *workshop) testOnlyStaged(t *testing.T) {
	dir := w.user(t, map[string]string{"infra/main.tf": infrastructure("26"), "modules/unused/main.tf": "locals {}\n"})
	save(t, dir, "infra/main.tf", infrastructure("29"))
	code, out := w.command(dir, "pre-commit", "run")
	assert.Zero(t, code, out)

	w.must(t, dir, "git", "commit", "--quiet", "--all", "--message", "Begin")
	w.stage(t, dir, map[string]string{"modules/unused/main.tf": "locals { a = 1 }\n"})
	code, out = w.command(dir, "pre-commit", "run")
	assert.Equal(t, 1, code, "a finding in a file that the commit does not touch")
	assert.Contains(t, out, tooSmall)
}

func (w *workshop) testCommit(t *testing.T) {
	dir := w.user(t, map[string]string{"infra/main.tf": infrastructure("29")})
	w.must(t, dir, "pre-commit", "install")

	code, out := w.command(dir, "git", "commit", "--message", "A subnet that is too small")
	assert.NotZero(t, code)
	assert.Contains(t, out, tooSmall)
	code, _ = w.command(dir, "git", "rev-parse", "--verify", "--quiet", "HEAD")
	assert.NotZero(t, code, "nothing is committed")

	w.stage(t, dir, map[string]string{"infra/main.tf": infrastructure("26")})
	w.must(t, dir, "git", "commit", "--message", "A subnet of a good size")
	w.must(t, dir, "git", "rev-parse", "--verify", "--quiet", "HEAD")
}

func (w *workshop) testSystemHook(t *testing.T) {
	_, program := w.installed(t)
	onPath := *w
	onPath.env = slices.Concat(w.env, []string{"PATH=" + filepath.Dir(program) + string(filepath.ListSeparator) + os.Getenv("PATH")})
	onPath.config = strings.Replace(w.config, "id: appnetlint\n", "id: appnetlint-system\n", 1)
	require.NotEqual(t, w.config, onPath.config)

	code, out := onPath.command(onPath.user(t, map[string]string{"infra/main.tf": infrastructure("26")}), "pre-commit", "run")
	assert.Zero(t, code, out)
	code, out = onPath.command(onPath.user(t, map[string]string{"infra/main.tf": infrastructure("29")}), "pre-commit", "run")
	assert.Equal(t, 1, code)
	assert.Contains(t, out, tooSmall)
}

// with is the workshop with another hook, and flags for it.
func (w *workshop) with(t *testing.T, id, args string) *workshop {
	t.Helper()
	other := *w
	other.config = strings.Replace(w.config, "id: appnetlint\n", "id: "+id+"\n", 1)
	if args != "" {
		other.config = strings.Replace(other.config, "id: "+id+"\n", "id: "+id+"\n        args: ["+args+"]\n", 1)
	}
	require.NotEqual(t, w.config, other.config)
	return &other
}

// tooSmallTemplate is an ARM template with one finding of the rule.
func tooSmallTemplate(t *testing.T) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(checkout, "fixtures", "vnet-integration-subnet-too-small", "bad-arm", "template.json"))
	require.NoError(t, err)
	return string(content)
}

// A Bicep file that another one uses is linted as a part of that one, whichever of them
// a commit changes.
func (w *workshop) testBicep(t *testing.T) {
	content, err := os.ReadFile(filepath.Join(checkout, "pkg", "load", "testdata", "example", "main.bicep"))
	require.NoError(t, err)
	dir := w.user(t, map[string]string{
		"infra/main.bicep": "module app 'app.bicep' = {\n  name: 'app'\n}\n", "infra/app.bicep": string(content),
	})
	code, out := w.command(dir, "pre-commit", "run")
	assert.Equal(t, 1, code, out)
	assert.Equal(t, 1, strings.Count(out, "["+finding+"]"), out)
	w.must(t, dir, "git", "commit", "--quiet", "--message", "Begin")
	w.stage(t, dir, map[string]string{"infra/main.bicep": "// more\nmodule app 'app.bicep' = {\n  name: 'app'\n}\n"})
	code, out = w.command(dir, "pre-commit", "run")
	assert.Equal(t, 1, code, out)
	assert.Equal(t, 1, strings.Count(out, "["+finding+"]"), out)
}

// A template is linted when it or its parameters change, and once when both do. Other JSON
// is not handed on.
func (w *workshop) testTemplates(t *testing.T) {
	arm := w.with(t, "appnetlint-arm", "")
	parameters := `{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#", "contentVersion": "1.0.0.0", "parameters": {}}`
	dir := arm.user(t, map[string]string{
		"infra/azuredeploy.json": tooSmallTemplate(t), "infra/azuredeploy.parameters.json": parameters, "package.json": "{}",
	})
	code, out := arm.command(dir, "pre-commit", "run")
	assert.Equal(t, 1, code, out)
	assert.Equal(t, 1, strings.Count(out, tooSmall), out)
	assert.Contains(t, out, "infra/azuredeploy.json:")

	w.must(t, dir, "git", "commit", "--quiet", "--message", "Begin")
	w.stage(t, dir, map[string]string{"infra/azuredeploy.parameters.json": parameters + "\n"})
	code, out = arm.command(dir, "pre-commit", "run")
	assert.Equal(t, 1, code, out)
	assert.Equal(t, 1, strings.Count(out, tooSmall), out)

	w.must(t, dir, "git", "commit", "--quiet", "--message", "More")
	w.stage(t, dir, map[string]string{"package.json": "{ }"})
	assert.Contains(t, w.must(t, dir, "pre-commit", "run"), "(no files to check)Skipped")
}

// More names than a command line takes are handed on in batches. Each template is linted
// once, and a root module once whatever the number of its files.
func (w *workshop) testBatches(t *testing.T) {
	const n = 700
	long := strings.Repeat("a", 200)
	files, content := map[string]string{}, tooSmallTemplate(t)
	for i := range n {
		files[long+strconv.Itoa(i)+"/azuredeploy.json"] = content
	}
	arm := w.with(t, "appnetlint-arm", "--format, compact")
	code, out := arm.command(arm.user(t, files), "pre-commit", "run")
	assert.Equal(t, 1, code)
	assert.Equal(t, n, strings.Count(out, tooSmall))

	files = map[string]string{long + "/main.tf": infrastructure("29")}
	for i := range n {
		files[long+"/"+strconv.Itoa(i)+".tf"] = "locals {\n}\n"
	}
	code, out = w.command(w.user(t, files), "pre-commit", "run")
	assert.Equal(t, 1, code)
	assert.Equal(t, 1, strings.Count(out, tooSmall), out)
}

// Only what is staged and new holds up a commit.
func (w *workshop) testChangedOnly(t *testing.T) {
	only := w.with(t, "appnetlint", "--changed-only")
	dir := only.user(t, map[string]string{"old/main.tf": infrastructure("29"), "new/main.tf": infrastructure("26")})
	w.must(t, dir, "git", "commit", "--quiet", "--message", "Begin")
	w.stage(t, dir, map[string]string{"old/main.tf": "# more\n" + infrastructure("29")})
	w.must(t, dir, "pre-commit", "run")
	w.stage(t, dir, map[string]string{"new/main.tf": infrastructure("29")})
	code, out := only.command(dir, "pre-commit", "run")
	assert.Equal(t, 1, code, out)
	assert.Equal(t, 1, strings.Count(out, tooSmall), out)
	assert.Contains(t, out, "new/main.tf:")
}

// pre-commit builds from a clone without tags, into a folder inside of it. What Go
// records then is no release, and the program has a version all the same.
func (w *workshop) testVersions(t *testing.T) {
	clone, program := w.installed(t)
	const pseudo = `v0\.0\.0-\d{14}-[0-9a-f]{12}`
	assert.Regexp(t, `^appnetlint `+pseudo+` \(`, w.must(t, clone, program, "version"))

	save(t, clone, "untracked.txt", "")
	built := filepath.Join(t.TempDir(), filepath.Base(program))
	w.must(t, clone, "go", "build", "-o", built, "./cmd/appnetlint")
	assert.Regexp(t, `^appnetlint `+pseudo+`\+dirty \(`, w.must(t, clone, built, "version"))

	w.must(t, clone, "go", "build", "-buildvcs=false", "-o", built, "./cmd/appnetlint")
	assert.Contains(t, w.must(t, clone, "go", "version", "-m", built), "(devel)")
	assert.Regexp(t, `^appnetlint \d+\.\d+\.\d+-dev \(`, w.must(t, clone, built, "version"))
}
