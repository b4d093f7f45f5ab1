package deployment_test

import (
	"archive/tar"
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/evaluate"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/bind"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/corpus"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/project"
)

// sampled is how many of the published versions of modules are looked at.
const sampled = 200

// TestHistory evaluates published versions of modules, which compilers of several years have
// compiled, as source and as compiled.
func TestHistory(t *testing.T) {
	repository := os.Getenv("APPNETLINT_BICEP_GIT")
	if repository == "" {
		t.Skip("APPNETLINT_BICEP_GIT does not name the git directory of the modules")
	}
	root := t.TempDir()
	var modules []string
	for _, tag := range sample(publishedModules(t, repository), sampled) {
		module := path.Dir(tag)
		extract(t, repository, tag, path.Join(strings.Split(module, "/")[:4]...), filepath.Join(root, strings.ReplaceAll(tag, "/", "-")))
		modules = append(modules, filepath.Join(root, strings.ReplaceAll(tag, "/", "-"), filepath.FromSlash(module)))
	}
	p := project.New(project.Options{Root: root, Cache: corpus.Cache(t, root)})
	defer func() { require.NoError(t, p.Close()) }()
	var plain, given tally
	compilers := map[string]int{}
	for _, dir := range modules {
		source, compiled := filepath.Join(dir, "main.bicep"), filepath.Join(dir, "main.json")
		compilers[compiler(t, compiled)]++
		s, err := p.File(source)
		require.Nil(t, err)
		plain.compare(source, run(t, bind.Lower(p, s), evaluate.Options{}), run(t, lowerJSON(t, p, compiled), evaluate.Options{}))
		template := bind.Lower(p, s)
		o := madeUp(template, true)
		given.compare(source, run(t, template, o), run(t, lowerJSON(t, p, compiled), o))
	}
	t.Logf("compiled by Bicep %v", compilers)
	plain.log(t, "published versions", 0.99, 0.99)
	given.log(t, "published versions, values for all parameters", 0.99, 0.99)
}

// publishedModules lists the tags, each of which is a module and its version.
func publishedModules(t *testing.T, repository string) []string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "git", "--git-dir", repository, "tag", "--list", "avm/*", "--sort=creatordate").Output()
	require.NoError(t, err)
	var tags []string
	for _, tag := range strings.Fields(string(out)) {
		if strings.Count(tag, "/") >= 4 && !strings.HasPrefix(tag, "avm/utl/") {
			tags = append(tags, tag)
		}
	}
	return tags
}

// sample takes n of a list, as far from one another as can be.
func sample(all []string, n int) []string {
	if len(all) <= n {
		return all
	}
	out := make([]string, n)
	for i := range out {
		out[i] = all[i*(len(all)-1)/(n-1)]
	}
	return out
}

// extract writes a folder of a tag into a folder.
func extract(t *testing.T, repository, tag, folder, into string) {
	t.Helper()
	content, err := exec.CommandContext(t.Context(), "git", "--git-dir", repository, "archive", tag, folder).Output()
	require.NoError(t, err, tag)
	for r := tar.NewReader(bytes.NewReader(content)); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return
		}
		require.NoError(t, err)
		if h.Typeflag == tar.TypeReg && !strings.Contains(h.Name, "/tests/") && filepath.IsLocal(h.Name) {
			file, err := io.ReadAll(r)
			require.NoError(t, err)
			copyTo(t, filepath.Join(into, h.Name), file)
		}
	}
}

var compilerVersion = regexp.MustCompile(`"version": "(0\.[0-9]+)\.`)

// compiler is the version of Bicep that made a template.
func compiler(t *testing.T, file string) string {
	t.Helper()
	content, err := os.ReadFile(file)
	require.NoError(t, err)
	if m := compilerVersion.FindSubmatch(content); m != nil {
		return string(m[1])
	}
	return "unknown"
}
