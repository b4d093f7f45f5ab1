package cli_test

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/pkg/cli"
)

// Whoever mistypes is told what was meant, or where to look.
func TestMisspelt(t *testing.T) {
	dir := tree(t, map[string]string{
		"main.bicep": openSite, "arm/azuredeploy.json": openTemplate, "other/some.json": `{"a": 1}`, "rule/main.tf": openApp,
	})
	t.Chdir(dir)
	for _, test := range []struct {
		args []string
		says string
	}{
		{[]string{"--vra", "a=b"}, "unknown flag: --vra; did you mean --var?"},
		{[]string{"reach", "--frm", "internet"}, "did you mean --from?"},
		{[]string{"--something-else-altogether"}, "appnetlint --help lists all"},
		{[]string{"rulse"}, `there is no file, directory or command "rulse"; did you mean "rules"?`},
		{[]string{"nothing-like-a-command"}, "There is no such file or directory."},
		{[]string{"explain"}, "name one rule, as appnetlint rules lists them"},
		{[]string{"explain", "min-tls-versin"}, `did you mean "min-tls-version"?`},
		{[]string{"--parameters", "acton=Deny", "main.bicep"}, "--parameters acton"},
		{[]string{"--parameters", "acton=Deny", "arm/azuredeploy.json"}, "No template that was read declares this parameter."},
		{[]string{"arm"}, "plans and ARM templates are read when they are named"},
		{[]string{"other/some.json"}, "nor an ARM template"},
		{[]string{"--format", "sarif=" + filepath.Join(dir, "none", "a.sarif"), "main.bicep"}, "a.sarif cannot be written: "},
	} {
		code, _, stderr := run("", test.args...)
		assert.Equal(t, cli.ExitFailed, code, "%q", test.args)
		assert.Contains(t, stderr, test.says, "%q", test.args)
	}
	code, stdout, stderr := run("", "rule")
	assert.Equal(t, cli.ExitFindings, code, "a folder is a folder, whatever command is called nearly so: %s", stderr)
	assert.Contains(t, stdout, finding)
	code, _, stderr = run("", "--parameters", "ACTION=Deny", "main.bicep")
	assert.Equal(t, cli.ExitClean, code, stderr)
	_, stdout, _ = run("", "other/some.json")
	assert.Equal(t, "Nothing was looked at: 1 error while reading\n", stdout)
	code, stdout, stderr = run("", "--fix", "arm/azuredeploy.json")
	assert.Equal(t, cli.ExitFindings, code, stdout)
	assert.NotContains(t, stderr, "from a plan,", "it is none")
	_, stdout, _ = run("", "explain", "min-tls-version")
	assert.Regexp(t, `^# min-tls-version\n`, stdout)
	_, stdout, _ = run("", "--help")
	assert.Contains(t, stdout, "--changed-only[=BASE")
}
