package report

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// sarifLog is a report as a consumer reads it.
type sarifLog struct {
	Version string
	Runs    []struct {
		Tool struct {
			Driver struct {
				Name, Version, SemanticVersion string
				Rules                          []struct {
					ID, Name             string
					FullDescription      sarifText
					DefaultConfiguration struct{ Level string }
					Properties           sarifRuleProperties
				}
			}
		}
		Invocations        []struct{ ExecutionSuccessful bool }
		OriginalURIBaseIDs map[string]any
		AutomationDetails  struct{ ID string }
		Results            []struct {
			RuleID              string
			RuleIndex           *int
			Level               string
			Message             sarifText
			Locations           []sarifLocation
			RelatedLocations    []sarifLocation
			PartialFingerprints map[string]string
		}
	}
}

func readSARIF(t *testing.T, text string) sarifLog {
	t.Helper()
	var log sarifLog
	require.NoError(t, json.Unmarshal([]byte(text), &log))
	require.Len(t, log.Runs, 1)
	return log
}

// What refers to another part of the report refers to something that is there:
// neither the schema nor the validator looks at that.
func TestSARIFAgrees(t *testing.T) {
	for name, report := range cases {
		t.Run(name, func(t *testing.T) {
			run := readSARIF(t, write(t, SARIF, report(), Options{})).Runs[0]
			for _, rule := range run.Tool.Driver.Rules {
				assert.LessOrEqual(t, len(rule.Properties.Tags), 10)
			}
			for _, r := range run.Results {
				require.NotNil(t, r.RuleIndex)
				rule := run.Tool.Driver.Rules[*r.RuleIndex]
				assert.Equal(t, rule.ID, r.RuleID)
				assert.Contains(t, []string{"error", "warning", "note"}, r.Level)
				assert.Len(t, r.Locations, 1)
				assert.Regexp(t, `^[0-9a-f]+:\d+$`, r.PartialFingerprints["primaryLocationLineHash"])
				for _, l := range slices.Concat(r.Locations, r.RelatedLocations) {
					assert.Contains(t, run.OriginalURIBaseIDs, l.Physical.Artifact.BaseID)
					assert.Positive(t, l.Physical.Region.StartLine)
				}
				for i, l := range r.RelatedLocations {
					assert.Equal(t, i+1, l.ID)
				}
				for _, link := range regexp.MustCompile(`\]\((\d+)\)`).FindAllStringSubmatch(r.Message.Text, -1) {
					id, err := strconv.Atoi(link[1])
					require.NoError(t, err)
					assert.LessOrEqual(t, id, len(r.RelatedLocations))
				}
			}
		})
	}
}

func TestSARIFRegions(t *testing.T) {
	results := readSARIF(t, write(t, SARIF, mixed(), Options{})).Runs[0].Results
	region := func(i int) sarifRegion {
		r := results[i].Locations[0].Physical.Region
		r.Snippet = nil
		return r
	}
	assert.Equal(t, sarifRegion{8, 3, 8, 36, nil}, region(0))
	assert.Equal(t, 44, results[0].Locations[0].Physical.Context.EndColumn, "a rune outside the basic plane counts two units")
	assert.Equal(t, sarifRegion{5, 1, 5, 13, nil}, region(2), "the call of the downloaded module")
	assert.Equal(t, sarifRegion{StartLine: 1}, region(3), "a plan has no lines")
	assert.Equal(t, "modules/web%20app/main.tf", results[0].Locations[0].Physical.Artifact.URI)

	f := source.NewFile("a.tf", []byte("a = \"𝒳\" + [\r\n  x\r\n]\r\n"))
	physical := func(r source.Range) sarifPhysicalLocation {
		v := newView(Report{}, Options{})
		return v.sarifPhysical(v.place(r, ""))
	}
	assert.Equal(t, sarifRegion{1, 5, 1, 9, &sarifText{Text: `"𝒳"`}}, physical(in(f, `"𝒳"`)).Region)
	assert.Equal(t, sarifRegion{1, 12, 3, 2, nil}, physical(in(f, "[\r\n  x\r\n]")).Region, "several lines are not quoted")
	assert.Equal(t, sarifRegion{2, 3, 2, 4, &sarifText{Text: "x"}}, physical(in(f, "x\r")).Region)
	whole := physical(source.Range{File: f, Start: 0, End: len("a = \"𝒳\" + [")})
	assert.NotNil(t, whole.Region.Snippet)
	assert.Nil(t, whole.Context, "no context that is the region itself")
}

func TestSARIFRules(t *testing.T) {
	driver := readSARIF(t, write(t, SARIF, mixed(), Options{})).Runs[0].Tool.Driver
	assert.Equal(t, "0.1.0", driver.SemanticVersion)
	assert.Equal(t, "Tls12Advised", driver.Rules[3].Name)
	assert.Equal(t, "7.5", driver.Rules[2].Properties.SecuritySeverity)
	assert.Contains(t, driver.Rules[2].Properties.Tags, "security")
	assert.Empty(t, driver.Rules[0].Properties.SecuritySeverity)
	assert.Equal(t, "recommendation", driver.Rules[3].Properties.ProblemSeverity)

	long := *small
	long.Why = strings.Repeat("日本 ", 1000)
	driver = readSARIF(t, write(t, SARIF, Report{Version: "(devel)", Checks: []*lint.Check{&long}}, Options{})).Runs[0].Tool.Driver
	assert.Empty(t, driver.SemanticVersion)
	assert.LessOrEqual(t, len([]rune(driver.Rules[0].FullDescription.Text)), maxDescription)
	assert.True(t, strings.HasSuffix(driver.Rules[0].FullDescription.Text, "日本 …"))

	other := Report{Checks: []*lint.Check{open}, Findings: []lint.Finding{{Check: small, Message: "m.", Root: "a.json"}}}
	run := readSARIF(t, write(t, SARIF, other, Options{})).Runs[0]
	assert.Equal(t, 1, *run.Results[0].RuleIndex, "a rule that is not among those that ran is added")
	assert.Equal(t, "error", run.Results[0].Level, "a finding without a severity has that of its rule")
}

func TestSARIFInvocation(t *testing.T) {
	for name, successful := range map[string]bool{"clean": true, "errors": false} {
		run := readSARIF(t, write(t, SARIF, cases[name](), Options{Category: "prod"})).Runs[0]
		assert.Equal(t, successful, run.Invocations[0].ExecutionSuccessful)
		assert.Equal(t, "prod/", run.AutomationDetails.ID)
		assert.NotNil(t, run.Results, "no findings are an empty list")
	}
}

func TestSARIFLevel(t *testing.T) {
	_, err := json.Marshal(sarifLevel(9))
	assert.Error(t, err)
	r := Report{Findings: []lint.Finding{{Check: small, Severity: 9, Message: "m."}}}
	assert.Error(t, Write(&bytes.Buffer{}, SARIF, r, Options{}), "no level that the standard does not know")
}

func TestArtifact(t *testing.T) {
	for path, want := range map[string]sarifArtifact{
		"main.tf":            {"main.tf", sourceRoot},
		"./a b/ü#?%.tf":      {"a%20b/%C3%BC%23%3F%25.tf", sourceRoot},
		"c:d/[x].tf":         {"c%3Ad/%5Bx%5D.tf", sourceRoot},
		"../up/main.tf":      {"../up/main.tf", sourceRoot},
		"/tmp/plan file.tf":  {"file:///tmp/plan%20file.tf", ""},
		"<stdin>":            {"%3Cstdin%3E", sourceRoot},
		"":                   {".", sourceRoot},
		"modules//x/main.tf": {"modules/x/main.tf", sourceRoot},
	} {
		assert.Equal(t, want, artifact(path), path)
	}
}

// problem is a line in which the validator complains.
var problem = regexp.MustCompile(`\): (error|warning) .*`)

// validate runs Microsoft's SARIF validator over reports and returns what it
// complains of. Its exit code says nothing.
func validate(t *testing.T, reports map[string]string) []string {
	t.Helper()
	home := os.Getenv("SARIF_MULTITOOL")
	if home == "" {
		t.Skip("SARIF_MULTITOOL does not name the folder in which npm install @microsoft/sarif-multitool was run")
	}
	// The program itself, because its npm wrapper hands arguments to a shell.
	found, err := filepath.Glob(filepath.Join(home, "node_modules/@microsoft/sarif-multitool-*/Sarif.Multitool*"))
	require.NoError(t, err)
	program := slices.IndexFunc(found, func(f string) bool {
		return filepath.Base(f) == "Sarif.Multitool" || strings.HasSuffix(f, ".exe")
	})
	require.GreaterOrEqual(t, program, 0, "there is no validator in %s", home)
	config, err := filepath.Abs("testdata/sarif-strict.xml")
	require.NoError(t, err)

	dir := t.TempDir()
	args := []string{"validate", "-c", config, "--rule-kind", "Sarif;GHAS", "--level", "Error;Warning"}
	for name, text := range reports {
		path := filepath.Join(dir, name+".sarif")
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		args = append(args, path)
	}
	cmd := exec.CommandContext(t.Context(), found[program], args...)
	cmd.Env = append(os.Environ(), "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1")
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, string(out))
	require.Contains(t, string(out), "Analysis completed successfully")
	return problem.FindAllString(string(out), -1)
}

func TestSARIFValidator(t *testing.T) {
	reports := map[string]string{"category": write(t, SARIF, mixed(), Options{Category: "a/b"})}
	for name, report := range cases {
		reports[name] = write(t, SARIF, report(), Options{})
	}
	assert.Empty(t, validate(t, reports))
}

// The validator is set up so that it sees what GitHub would refuse.
func TestSARIFValidatorSees(t *testing.T) {
	good := write(t, SARIF, mixed(), Options{})
	bad := strings.Replace(good, `"region":{"startLine":1}`, `"region":{}`, 1)
	require.NotEqual(t, good, bad)
	assert.NotEmpty(t, validate(t, map[string]string{"bad": bad}))
}
