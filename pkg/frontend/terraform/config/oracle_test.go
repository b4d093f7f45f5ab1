package config

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/module"
)

var update = flag.Bool("update", false, "plan the configurations in testdata/oracle with terraform again and write what it says")

// TestOracle compares the evaluation of small configurations with what Terraform
// says of them: the addresses of instances, their values and what is unknown or
// sensitive in them, the values and types of outputs. What Terraform refuses has
// to be an error here, too.
//
// Each file in testdata/oracle holds the files of one configuration, beside what
// Terraform said of it. See directives for what stands above the files.
func TestOracle(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "oracle", "*.txt"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			c := oracleCase{dir: t.TempDir(), golden: strings.TrimSuffix(file, ".txt") + ".json"}
			c.unpack(t, string(text))
			if *update {
				c.ask(t)
			}
			c.compare(t)
		})
	}
}

// oracleCase is one configuration.
type oracleCase struct {
	directives
	dir    string
	golden string
}

// directives are the lines above the files of a configuration.
type directives struct {
	// arguments are -var and -var-file, one a line.
	arguments []string
	// environment has lines such as "env TF_VAR_x=1".
	environment []string
	// accepted says why a configuration that Terraform refuses is none here:
	// "accepted: nothing checks types of resources".
	accepted string
	// differs says why a value is another one here.
	differs string
}

func (c *oracleCase) unpack(t *testing.T, text string) {
	t.Helper()
	header, files := splitArchive(text)
	for _, line := range strings.Split(header, "\n") {
		switch {
		case strings.HasPrefix(line, "-var"):
			c.arguments = append(c.arguments, line)
		case strings.HasPrefix(line, "env "):
			c.environment = append(c.environment, strings.TrimPrefix(line, "env "))
		case strings.HasPrefix(line, "accepted: "):
			c.accepted = strings.TrimPrefix(line, "accepted: ")
		case strings.HasPrefix(line, "differs: "):
			c.differs = strings.TrimPrefix(line, "differs: ")
		default:
			require.True(t, line == "" || strings.HasPrefix(line, "#"), "unknown directive %q", line)
		}
	}
	writeArchive(t, c.dir, files)
}

var archiveName = regexp.MustCompile(`(?m)^-- (\S+) --\n`)

// archived is one file of an archive: a text in which each file stands below a
// line such as "-- main.tf --".
type archived struct{ name, content string }

func splitArchive(text string) (header string, files []archived) {
	at := archiveName.FindAllStringSubmatchIndex(text, -1)
	if len(at) == 0 {
		return text, nil
	}
	for i, m := range at {
		end := len(text)
		if i+1 < len(at) {
			end = at[i+1][0]
		}
		files = append(files, archived{text[m[2]:m[3]], text[m[1]:end]})
	}
	return text[:at[0][0]], files
}

func writeArchive(tb testing.TB, dir string, files []archived) {
	tb.Helper()
	for _, f := range files {
		path := filepath.Join(dir, filepath.FromSlash(f.name))
		require.NoError(tb, os.MkdirAll(filepath.Dir(path), 0o700))
		require.NoError(tb, os.WriteFile(path, []byte(f.content), 0o600))
	}
}

// verdict is what Terraform says of a configuration.
type verdict struct {
	// Refused is the first error, "" if there was a plan.
	Refused   string               `json:"refused,omitempty"`
	Outputs   map[string]*planned  `json:"outputs,omitempty"`
	Resources map[string]*instants `json:"resources,omitempty"`
}

// planned is the value of an output.
type planned struct {
	// Type is there if all of the value is known.
	Type    json.RawMessage `json:"type,omitempty"`
	Value   any             `json:"value"`
	Unknown any             `json:"unknown,omitempty"`
}

// instants are the values of an instance of a resource.
type instants struct {
	Values    map[string]any `json:"values"`
	Unknown   any            `json:"unknown,omitempty"`
	Sensitive any            `json:"sensitive,omitempty"`
}

// ask plans the configuration and writes what Terraform says.
func (c *oracleCase) ask(t *testing.T) {
	t.Helper()
	program, err := exec.LookPath("terraform")
	require.NoError(t, err, "updating needs terraform")
	data := t.TempDir()
	run := func(args ...string) (stdout, stderr string, failed bool) {
		cmd := exec.Command(program, args...)
		cmd.Dir = c.dir
		cmd.Env = append([]string{"TF_DATA_DIR=" + data, "CHECKPOINT_DISABLE=1", "HOME=" + data, "TF_IN_AUTOMATION=1"}, c.environment...)
		var out, said bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &said
		err := cmd.Run()
		return out.String(), said.String(), err != nil
	}
	var v verdict
	for i, line := range c.environment {
		if name, ok := strings.CutPrefix(line, "TF_WORKSPACE="); ok {
			c.environment[i] = ""
			_, said, failed := run("workspace", "new", name)
			require.False(t, failed, said)
			c.environment[i] = line
		}
	}
	_, said, failed := run("init", "-no-color", "-input=false")
	plan := filepath.Join(data, "plan")
	if !failed {
		_, said, failed = run(append([]string{"plan", "-no-color", "-input=false", "-out=" + plan}, c.arguments...)...)
	}
	if failed {
		v.Refused = firstError(said)
		require.NotEmpty(t, v.Refused, said)
	} else {
		shown, said, failed := run("show", "-json", plan)
		require.False(t, failed, said)
		v.read(t, shown)
	}
	content, err := json.MarshalIndent(v, "", "  ")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(c.golden, append(content, '\n'), 0o600))
}

func firstError(said string) string {
	for _, line := range strings.Split(said, "\n") {
		_, text, ok := strings.Cut(line, "Error: ")
		if ok && !strings.HasPrefix(text, "Terraform encountered problems") { // and the problems follow
			kind, _, _ := strings.Cut(text, ":") // the parts of a cycle stand in any order
			return kind
		}
	}
	return ""
}

// read takes over what matters of a plan.
func (v *verdict) read(t *testing.T, shown string) {
	t.Helper()
	type change struct {
		After     any `json:"after"`
		Unknown   any `json:"after_unknown"`
		Sensitive any `json:"after_sensitive"`
	}
	var plan struct {
		Planned struct {
			Outputs map[string]struct {
				Type json.RawMessage `json:"type"`
			} `json:"outputs"`
		} `json:"planned_values"`
		Resources []struct {
			Address string `json:"address"`
			Change  change `json:"change"`
		} `json:"resource_changes"`
		Outputs map[string]change `json:"output_changes"`
	}
	readJSON(t, []byte(shown), &plan)
	v.Outputs, v.Resources = map[string]*planned{}, map[string]*instants{}
	for name, o := range plan.Outputs {
		v.Outputs[name] = &planned{Type: plan.Planned.Outputs[name].Type, Value: o.After, Unknown: o.Unknown}
	}
	for _, r := range plan.Resources {
		after, _ := r.Change.After.(map[string]any)
		v.Resources[r.Address] = &instants{Values: after, Unknown: r.Change.Unknown, Sensitive: r.Change.Sensitive}
	}
}

// readJSON keeps numbers as they are written.
func readJSON(t *testing.T, content []byte, into any) {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.UseNumber()
	require.NoError(t, decoder.Decode(into))
}

// compare evaluates the configuration and compares it with what Terraform said.
func (c *oracleCase) compare(t *testing.T) {
	t.Helper()
	content, err := os.ReadFile(c.golden)
	require.NoError(t, err)
	var want verdict
	readJSON(t, content, &want)

	run := c.evaluate(t)
	var errs []string
	for _, e := range run.result.Errors {
		errs = append(errs, e.Error())
	}
	if want.Refused != "" {
		c.compareErrors(t, want.Refused, errs)
		return
	}
	require.Empty(t, c.accepted, "terraform accepts the configuration")
	assert.Empty(t, errs, "terraform accepts the configuration")
	d := &differences{}
	d.outputs(&want, run)
	d.resources(&want, run)
	if c.differs != "" {
		assert.NotEmpty(t, d.found, "nothing differs")
		return
	}
	assert.Empty(t, strings.Join(d.found, "\n"))
}

func (c *oracleCase) compareErrors(t *testing.T, refused string, errs []string) {
	t.Helper()
	switch {
	case c.accepted != "":
		assert.Empty(t, errs, "the configuration is refused here, too")
	case strings.HasPrefix(refused, "Cycle"):
		assert.Contains(t, strings.Join(errs, "\n"), "cycle")
	default:
		assert.NotEmpty(t, errs, "terraform says: %s", refused)
	}
}

// evaluate reads the configuration and works all of it out.
func (c *oracleCase) evaluate(t *testing.T) *run {
	t.Helper()
	reader, err := NewReader(c.dir, c.dir, c.options())
	require.NoError(t, err)
	run, err := reader.start(context.Background(), ".", nil)
	require.NoError(t, err)
	require.True(t, run.walk(run.root))
	workOutAll(run.root)
	run.finish()
	return run
}

func (c *oracleCase) options() Options {
	o := Options{Environment: func(name string) (string, bool) {
		for i := len(c.environment) - 1; i >= 0; i-- {
			if v, ok := strings.CutPrefix(c.environment[i], name+"="); ok {
				return v, true
			}
		}
		return "", false
	}}
	for _, a := range c.arguments {
		if file, ok := strings.CutPrefix(a, "-var-file="); ok {
			o.Variables = append(o.Variables, Assignment{File: filepath.Join(c.dir, file)})
		} else if text, ok := strings.CutPrefix(a, "-var="); ok {
			name, v, _ := strings.Cut(text, "=")
			o.Variables = append(o.Variables, Assignment{Name: name, Value: v})
		}
	}
	return o
}

// workOutAll evaluates also what no resource needs, as Terraform does.
func workOutAll(s *scope) {
	for _, name := range sortedKeys(s.module.Variables) {
		s.variable(name)
	}
	for _, name := range sortedKeys(s.module.Locals) {
		s.local(name)
	}
	for _, name := range sortedKeys(s.module.Outputs) {
		s.output(name)
	}
	for _, key := range s.module.Order {
		if r := s.module.Resources[key]; r.Mode != module.Ephemeral {
			s.resourceOf(r)
		}
	}
	for _, name := range sortedKeys(s.module.Calls) {
		for _, in := range s.childOf(s.module.Calls[name]).scopes {
			workOutAll(in)
		}
	}
}

// differences between two evaluations.
type differences struct{ found []string }

func (d *differences) add(format string, args ...any) {
	d.found = append(d.found, fmt.Sprintf(format, args...))
}
