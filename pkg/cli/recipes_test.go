package cli_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// recipe checks a piece of YAML by what it is for, and runs the commands in it.
func (p *pages) recipe(t *testing.T, b block) {
	t.Helper()
	recipe := readYAML(t, b.text)
	w := newWorkspace(t, b.page)
	switch {
	case recipe["jobs"] != nil: // GitHub; TestWorkflows hands it to actionlint
		for _, job := range recipe["jobs"].(map[string]any) {
			p.steps(t, w, job.(map[string]any)["steps"].([]any))
		}
	case recipe["repos"] != nil:
		p.hooks(t, w, b, recipe)
	case recipe["steps"] != nil: // Azure Pipelines
		p.steps(t, w, recipe["steps"].([]any))
	default: // GitLab: jobs by their names
		for name, job := range recipe {
			keys := slices.Sorted(maps.Keys(job.(map[string]any)))
			assert.Equal(t, []string{"artifacts", "image", "script"}, keys, name)
			for _, line := range job.(map[string]any)["script"].([]any) {
				p.command(t, w, line.(string), nil)
			}
			reports := job.(map[string]any)["artifacts"].(map[string]any)["reports"].(map[string]any)
			var issues []map[string]any
			require.NoError(t, json.Unmarshal([]byte(readFile(t, filepath.Join(w.dir, reports["codequality"].(string)))), &issues))
			assert.NotEmpty(t, issues)
		}
	}
}

func (p *pages) command(t *testing.T, w *workspace, line string, env map[string]any) {
	t.Helper()
	var vars []string
	for name, value := range env {
		vars = append(vars, name+"="+contexts.Replace(fmt.Sprint(value)))
	}
	out, code := w.run(t, line, vars...)
	first, _, _ := strings.Cut(line, "\n")
	assert.Equal(t, exits[first], code, "%s\n%s", line, out)
	p.used[first] = true
}

// contexts are what CI systems put into recipes.
var contexts = strings.NewReplacer("${{ github.base_ref }}", "main", "${{ github.token }}", "token", "${{ github.event.pull_request.number }}", "7",
	"${{ matrix.share }}", "1", "$(Build.ArtifactStagingDirectory)", "staging")

// steps runs those of a job on GitHub or in Azure Pipelines.
func (p *pages) steps(t *testing.T, w *workspace, steps []any) {
	t.Helper()
	for _, s := range steps {
		step := s.(map[string]any)
		env, _ := step["env"].(map[string]any)
		for _, key := range []string{"run", "bash"} {
			if script, ok := step[key].(string); ok {
				p.command(t, w, script, env)
			}
		}
		if uses, _ := step["uses"].(string); strings.HasPrefix(uses, "appnetlint/appnetlint@") {
			p.action(t, w, step["with"].(map[string]any))
		}
		if template, _ := step["template"].(string); template != "" {
			p.template(t, w, template, step["parameters"].(map[string]any))
		}
	}
}

// action does what this repository's action does with inputs.
func (p *pages) action(t *testing.T, w *workspace, with map[string]any) {
	t.Helper()
	env := map[string]string{"SARIF_FILE": "appnetlint.sarif", "FAIL_ON": "warning"}
	for input, name := range map[string]string{"paths": "PATHS", "args": "ARGS", "fail-on": "FAIL_ON", "sarif-file": "SARIF_FILE"} {
		if value, ok := with[input]; ok {
			env[name] = contexts.Replace(fmt.Sprint(value))
		}
	}
	var vars []string
	for name, value := range env {
		vars = append(vars, name+"="+value)
	}
	lint, err := filepath.Abs(filepath.Join(repositoryTop, ".github/action/lint.sh"))
	require.NoError(t, err)
	out, code := w.run(t, "bash "+lint, vars...)
	require.Zero(t, code, out)
	outputs := readFile(t, filepath.Join(w.home, "output"))
	assert.Regexp(t, `exit-code=[01]\n`, outputs, out)
	assert.FileExists(t, filepath.Join(w.dir, env["SARIF_FILE"]))
}

// template runs the steps of this repository's template for Azure Pipelines.
func (p *pages) template(t *testing.T, w *workspace, name string, given map[string]any) {
	t.Helper()
	path, isOurs := strings.CutSuffix(name, "@appnetlint")
	require.True(t, isOurs, name)
	template := readYAML(t, readFile(t, filepath.Join(repositoryTop, path)))
	var values []string
	for _, parameter := range template["parameters"].([]any) {
		declared := parameter.(map[string]any)
		value := declared["default"]
		if v, ok := given[declared["name"].(string)]; ok {
			value = v
		}
		values = append(values, fmt.Sprintf("${{ parameters.%s }}", declared["name"]), fmt.Sprint(value))
		delete(given, declared["name"].(string))
	}
	assert.Empty(t, given, "the template has no such parameters")
	var steps []any
	text, err := json.Marshal(template["steps"])
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal([]byte(strings.NewReplacer(values...).Replace(string(text))), &steps))
	p.steps(t, w, steps)
	assert.FileExists(t, filepath.Join(w.dir, "staging/CodeAnalysisLogs/appnetlint.xml"))
	assert.FileExists(t, filepath.Join(w.dir, "staging/CodeAnalysisLogs/appnetlint.sarif"))
}

// hooks checks a configuration of pre-commit, and runs what its hooks do.
func (p *pages) hooks(t *testing.T, w *workspace, b block, recipe map[string]any) {
	t.Helper()
	if preCommit, err := exec.LookPath("pre-commit"); err == nil {
		save(t, w.dir, ".pre-commit-config.yaml", b.text)
		out, code := w.run(t, preCommit+" validate-config .pre-commit-config.yaml")
		assert.Zero(t, code, out)
	}
	var manifest []any
	require.NoError(t, json.Unmarshal(yamlToJSON(t, readFile(t, filepath.Join(repositoryTop, ".pre-commit-hooks.yaml"))), &manifest))
	for _, repo := range recipe["repos"].([]any) {
		for _, h := range repo.(map[string]any)["hooks"].([]any) {
			hook := h.(map[string]any)
			i := slices.IndexFunc(manifest, func(m any) bool { return m.(map[string]any)["id"] == hook["id"] })
			require.GreaterOrEqual(t, i, 0, "there is no hook %s", hook["id"])
			line := manifest[i].(map[string]any)["entry"].(string)
			args, _ := hook["args"].([]any)
			for _, arg := range args {
				line += " " + arg.(string)
			}
			p.command(t, w, line, nil)
		}
	}
}
