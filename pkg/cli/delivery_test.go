package cli_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

const repositoryTop = "../.."

func readYAML(t *testing.T, text string) map[string]any {
	t.Helper()
	var out map[string]any
	require.NoError(t, yaml.Unmarshal([]byte(text), &out), text)
	return out
}

func yamlToJSON(t *testing.T, text string) []byte {
	t.Helper()
	var value any
	require.NoError(t, yaml.Unmarshal([]byte(text), &value), text)
	out, err := json.Marshal(value)
	require.NoError(t, err)
	return out
}

func readFile(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(content)
}

func TestYAMLOfDelivery(t *testing.T) {
	files, err := filepath.Glob(repositoryTop + "/.github/workflows/*.yml")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range append(files, repositoryTop+"/action.yml", repositoryTop+"/.goreleaser.yaml", repositoryTop+"/docs/azure-pipelines.yml") {
		assert.NotEmpty(t, readYAML(t, readFile(t, file)), file)
	}
	inputs := readYAML(t, readFile(t, repositoryTop+"/action.yml"))["inputs"].(map[string]any)
	for _, b := range pageBlocks(t) {
		if b.language == "yaml" {
			for name := range actionInputs(readYAML(t, b.text)) {
				assert.Contains(t, inputs, name, "%s: the action has no such input", b)
			}
		}
	}
}

// actionInputs are what a workflow hands over to this repository's action.
func actionInputs(v any) map[string]any {
	out := map[string]any{}
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			for name := range actionInputs(item) {
				out[name] = true
			}
		}
	case map[string]any:
		if uses, _ := v["uses"].(string); strings.HasPrefix(uses, "appnetlint/appnetlint@") {
			with, _ := v["with"].(map[string]any)
			return with
		}
		for _, member := range v {
			for name := range actionInputs(member) {
				out[name] = true
			}
		}
	}
	return out
}

// Inputs of the action reach a shell through the environment alone: in a script they would
// be run.
func TestActionHasNoInjection(t *testing.T) {
	action := readYAML(t, readFile(t, repositoryTop+"/action.yml"))
	steps := action["runs"].(map[string]any)["steps"].([]any)
	require.NotEmpty(t, steps)
	for _, step := range steps {
		script, _ := step.(map[string]any)["run"].(string)
		assert.NotContains(t, script, "${{")
	}
}

func TestWorkflows(t *testing.T) {
	actionlint, err := exec.LookPath("actionlint")
	if err != nil {
		t.Skip("actionlint is not installed")
	}
	files, err := filepath.Glob(repositoryTop + "/.github/workflows/*.yml")
	require.NoError(t, err)
	dir := t.TempDir()
	for _, b := range pageBlocks(t) {
		if b.language != "yaml" {
			continue
		}
		if workflow := readYAML(t, b.text); workflow["jobs"] != nil {
			recipe := b.text
			if workflow["on"] == nil {
				recipe = "on: push\n" + recipe
			}
			file := filepath.Join(dir, fmt.Sprintf("%s.%d.yml", filepath.Base(b.page), b.line))
			require.NoError(t, os.WriteFile(file, []byte(recipe), 0o600))
			files = append(files, file)
		}
	}
	require.Greater(t, len(files), 4)
	out, err := exec.CommandContext(t.Context(), actionlint, files...).CombinedOutput()
	require.NoError(t, err, "%s", out)
}

// release makes the files of a release whose program says what it was given.
func release(t *testing.T, version string) (url string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "releases")
	folder := filepath.Join(dir, "download", version)
	require.NoError(t, os.MkdirAll(folder, 0o755))
	program := "#!/bin/sh\nfor a in \"$@\"; do printf '<%s>' \"$a\"; case $a in sarif=*) echo '{}' >\"${a#sarif=}\";; esac; done\necho\n[ \"$1\" = version ] || exit 1\n"
	var archive bytes.Buffer
	compressed := gzip.NewWriter(&archive)
	files := tar.NewWriter(compressed)
	require.NoError(t, files.WriteHeader(&tar.Header{Name: "appnetlint", Mode: 0o755, Size: int64(len(program))}))
	_, err := files.Write([]byte(program))
	require.NoError(t, err)
	require.NoError(t, files.Close())
	require.NoError(t, compressed.Close())
	name := fmt.Sprintf("appnetlint_%s_%s_%s.tar.gz", strings.TrimPrefix(version, "v"), runtime.GOOS, runtime.GOARCH)
	require.NoError(t, os.WriteFile(filepath.Join(folder, name), archive.Bytes(), 0o600))
	sums := fmt.Sprintf("%x  %s\n", sha256.Sum256(archive.Bytes()), name)
	require.NoError(t, os.WriteFile(filepath.Join(folder, "checksums.txt"), []byte(sums), 0o600))
	return "file://" + filepath.ToSlash(dir)
}

// script runs a script of the action, and returns what it said and the files that GitHub
// reads after it.
func script(t *testing.T, name string, env ...string) (out, path, outputs string, err error) {
	t.Helper()
	dir := t.TempDir()
	path, outputs = filepath.Join(dir, "path"), filepath.Join(dir, "outputs")
	cmd := exec.CommandContext(t.Context(), "bash", filepath.Join(repositoryTop, ".github", "action", name))
	cmd.Env = append(os.Environ(), append([]string{"GITHUB_PATH=" + path, "GITHUB_OUTPUT=" + outputs, "RUNNER_TEMP=" + dir}, env...)...)
	said, err := cmd.CombinedOutput()
	return string(said), path, outputs, err
}

func TestAction(t *testing.T) {
	for _, program := range []string{"bash", "curl", "tar"} {
		if _, err := exec.LookPath(program); err != nil || runtime.GOOS == "windows" {
			t.Skip(program + " is not here")
		}
	}
	url := release(t, "v1.2.3")
	out, path, _, err := script(t, "install.sh", "VERSION=v1.2.3", "APPNETLINT_RELEASES="+url)
	require.NoError(t, err, out)
	bin := strings.TrimSpace(readFile(t, path))
	assert.FileExists(t, filepath.Join(bin, "appnetlint"))

	sarif := filepath.Join(t.TempDir(), "a b.sarif")
	out, _, outputs, err := script(t, "lint.sh", "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"),
		"PATHS=infra one\n$(touch pwned)\n", "ARGS=--recursive\n\n--shard\n1/2\n", "FAIL_ON=error", "SARIF_FILE="+sarif)
	require.NoError(t, err, "findings fail a later step: %s", out)
	assert.Contains(t, out, "<--minimum-failure-severity><error><--recursive><--shard><1/2><--><infra one><$(touch pwned)>")
	assert.Contains(t, readFile(t, outputs), "exit-code=1\n")

	// Nothing that is not what was released is run.
	sums := filepath.Join(strings.TrimPrefix(url, "file://"), "download", "v1.2.3", "checksums.txt")
	for _, wrong := range []string{strings.Repeat("0", 64) + "  " + strings.Fields(readFile(t, sums))[1], "", "nothing"} {
		require.NoError(t, os.WriteFile(sums, []byte(wrong), 0o600))
		out, _, _, err = script(t, "install.sh", "VERSION=v1.2.3", "APPNETLINT_RELEASES="+url)
		require.Error(t, err, out)
		assert.Contains(t, out, "checksum")
	}
	out, _, _, err = script(t, "install.sh", "VERSION=$(id)", "APPNETLINT_RELEASES="+url)
	require.Error(t, err)
	assert.Contains(t, out, "no version")
}

// What a release holds is what the action asks for, and the images are made of files that
// are there.
func TestReleaseConfiguration(t *testing.T) {
	release := readYAML(t, readFile(t, repositoryTop+"/.goreleaser.yaml"))
	archive := release["archives"].([]any)[0].(map[string]any)
	name := strings.NewReplacer("{{ .ProjectName }}", release["project_name"].(string), "{{ .Version }}", "${version#v}",
		"{{ .Os }}", "${os}", "{{ .Arch }}", "${arch}").Replace(archive["name_template"].(string))
	install := readFile(t, repositoryTop+"/.github/action/install.sh")
	assert.Contains(t, install, "archive="+name+".$ending\n")
	assert.Contains(t, install, "/"+release["checksum"].(map[string]any)["name_template"].(string))
	build := release["builds"].([]any)[0].(map[string]any)
	for _, platform := range slices.Concat(build["goos"].([]any), build["goarch"].([]any)) {
		assert.Contains(t, install, "="+platform.(string), "the action does not know it")
	}
	for _, image := range release["dockers_v2"].([]any) {
		assert.FileExists(t, filepath.Join(repositoryTop, image.(map[string]any)["dockerfile"].(string)))
	}

	goreleaser, err := exec.LookPath("goreleaser")
	if err != nil {
		t.Skip("goreleaser is not installed: it has not looked at its configuration")
	}
	cmd := exec.CommandContext(t.Context(), goreleaser, "check")
	cmd.Dir = repositoryTop
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
	assert.NotRegexp(t, "deprecat|phased out", string(out))
}
