package policy_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/access"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/policy"
	"github.com/appnetlint/appnetlint/pkg/source"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// builtin stands for the rules of the program.
var builtin = []*lint.Check{{Name: "min-tls-version"}}

func parse(t *testing.T, text string) (*policy.Policy, []string) {
	t.Helper()
	file := source.NewFile(".appnetlint.hcl", []byte(text))
	parsed, diags := hclsyntax.ParseConfig(file.Content, file.Path, hcl.InitialPos)
	require.False(t, diags.HasErrors(), diags.Error())
	content, diags := parsed.Body.Content(&hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{{Type: "policy", LabelNames: []string{"name"}}}})
	require.False(t, diags.HasErrors(), diags.Error())
	p, errs := policy.Parse(file, content.Blocks[0], builtin)
	var messages []string
	for _, e := range errs {
		messages = append(messages, e.Error())
	}
	return p, messages
}

// asking is a policy of some expressions.
func asking(kind, where, assertion, message string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "policy \"p\" {\n  for = %s\n", kind)
	if where != "" {
		fmt.Fprintf(&b, "  where = %s\n", where)
	}
	fmt.Fprintf(&b, "  assert = %s\n", assertion)
	if message != "" {
		fmt.Fprintf(&b, "  message = %s\n", message)
	}
	return b.String() + "}\n"
}

var file = source.NewFile("main.tf", []byte("app\nname = \"app-shop\"\nlocation = \"westeurope\"\n"))

func at(text string) source.Range {
	i := strings.Index(string(file.Content), text)
	return source.Range{File: file, Start: i, End: i + len(text)}
}

func rule(name string, action access.Action) *network.AccessRule {
	r := &network.AccessRule{}
	r.Name, r.Action = value.Some(name, source.Range{}), value.Some(action, source.Range{})
	return r
}

// shop is an app of which much is known.
func shop() *network.Site {
	return &network.Site{
		Element: network.Element{
			Address: "azurerm_linux_web_app.shop", At: at("app"),
			Name: value.Some("app-shop", at(`"app-shop"`)), Location: value.Some("westeurope", at(`"westeurope"`)),
		},
		Kind:       network.WebApp,
		HTTPSOnly:  value.Some(false, source.Range{}),
		MinTLS:     value.Undecided[string]("var.tls", at("location")),
		FTPS:       value.Some("hunter2", source.Range{}).Sensitive(),
		DNSServers: value.Some([]string{"10.0.0.4"}, source.Range{}),
		Main: network.AccessList{Rules: value.Set[*network.AccessRule]{
			Items: []*network.AccessRule{rule("office", access.Allow), rule("rest", access.Deny)},
		}},
		SCM:  network.AccessList{Rules: value.Set[*network.AccessRule]{Incomplete: "a dynamic block"}},
		Plan: network.Outside[network.Plan]("/subscriptions/s/resourcegroups/rg/providers/microsoft.web/serverfarms/asp", source.Range{}),
	}
}

func judge(t *testing.T, text string, sites ...*network.Site) (lint.Result, *source.Error) {
	t.Helper()
	p, errs := parse(t, text)
	require.Empty(t, errs)
	result := lint.Run(lint.Subject{Root: ".", Model: &network.Model{Sites: sites}}, []*lint.Check{p.Check()})
	return result, p.Failed()
}

// A policy is as three-valued as every check.
func TestVerdicts(t *testing.T) {
	for _, c := range []struct {
		where, assertion string
		want             string // holds, finding or undecided
	}{
		{"", "app.https_only", "finding"},
		{"", "!app.https_only", "holds"},
		{"", `app.location == "westeurope"`, "holds"},
		{"", `contains(["northeurope"], app.location)`, "finding"},
		{"", `app.min_tls_version == "1.3"`, "undecided"},
		{"", `app.min_tls_version == "1.3" || true`, "holds"},
		{"", `app.min_tls_version == "1.3" && app.https_only`, "finding"},
		{"", `app.min_tls_version == "1.3" ? true : false`, "undecided"},
		{`app.kind == "function"`, "app.https_only", "holds"},
		{`app.kind == "web"`, "app.https_only", "finding"},
		{`app.min_tls_version == "1.3"`, "app.https_only", "undecided"},
		{`app.min_tls_version == "1.3"`, "!app.https_only", "holds"},
		{"", "app.public_network_access == null", "holds"},
		{"", `coalesce(app.public_network_access, "none") == "Disabled"`, "finding"},
		{"", `alltrue([for r in app.access_rules : r.action == "Allow"])`, "finding"},
		{"", `anytrue([for r in app.access_rules : r.name == "office"])`, "holds"},
		{"", "length(app.access_rules) == 2", "holds"},
		{"", "length(app.access_rules[*].name) == 2", "holds"},
		{"", "length(app.scm_access_rules) == 0", "undecided"},
		{"", `alltrue([for r in app.scm_access_rules : r.action == "Allow"])`, "undecided"},
		{"", `alltrue([app.https_only, app.min_tls_version == "1.3"])`, "finding"},
		{"", `anytrue([app.https_only, app.min_tls_version == "1.3"])`, "undecided"},
		{"", `app.plan.name == "asp"`, "holds"},
		{"", `app.plan.sku == "P1v3"`, "undecided"},
		{"", `startswith(app.name, "app-") && endswith(app.name, "shop") && strcontains(app.name, "sh")`, "holds"},
		{"", `can(regex("^app-[a-z]+$", app.name))`, "holds"},
		{"", `app.ftps_state == "hunter2"`, "holds"},
		{"", `app["name"] == "app-shop"`, "holds"},
		{"", "app.effective_public_network_access == \"Enabled\"", "holds"},
		{"", "app.parent == null", "holds"},
	} {
		result, failed := judge(t, asking("app", c.where, c.assertion, ""), shop())
		require.Nil(t, failed, c.assertion)
		got := "holds"
		switch {
		case len(result.Findings) > 0:
			got = "finding"
		case len(result.Undecided) > 0:
			got = "undecided"
		}
		assert.Equal(t, c.want, got, "where %s assert %s", c.where, c.assertion)
	}
}

func TestFindingsAndQuestionsTellWhere(t *testing.T) {
	result, failed := judge(t, asking("app", "", `app.location != "westeurope"`, `"${app.name} is in ${app.location}, TLS ${app.min_tls_version}, FTP ${app.ftps_state}, public ${app.public_network_access}, DNS ${app.dns_servers}, rules ${app.access_rules}."`), shop())
	require.Nil(t, failed)
	require.Len(t, result.Findings, 1)
	f := result.Findings[0]
	assert.Equal(t, "app-shop is in westeurope, TLS (not known yet), FTP (sensitive), public (not set), DNS 10.0.0.4, rules (…).", f.Message)
	assert.Equal(t, `"westeurope"`, f.At.Text())
	assert.Equal(t, "azurerm_linux_web_app.shop", f.Address)
	assert.Equal(t, lint.Warning, f.Severity)
	assert.Equal(t, "p", f.Check.Name)

	result, _ = judge(t, asking("app", "", `app.min_tls_version == "1.3"`, ""), shop())
	require.Len(t, result.Undecided, 1)
	assert.Equal(t, "var.tls", result.Undecided[0].Why)
	assert.Equal(t, "location", result.Undecided[0].At.Text())

	result, _ = judge(t, asking("app", "", "app.https_only", ""), shop())
	assert.Equal(t, `"app-shop" does not meet the policy "p": app.https_only.`, result.Findings[0].Message)
	assert.Equal(t, "app", result.Findings[0].At.Text(), "nothing tells where it is written")
}

func TestKindsOfParts(t *testing.T) {
	app, slot, foreign := shop(), shop(), shop()
	slot.Slot, slot.Address = true, "azurerm_linux_web_app_slot.staging"
	foreign.External, foreign.Address = true, "data.azurerm_linux_web_app.other"
	for kind, want := range map[string][]string{"app": {app.Address}, "slot": {slot.Address}, "site": {app.Address, slot.Address}} {
		result, failed := judge(t, asking(kind, "", "false", ""), app, slot, foreign)
		require.Nil(t, failed)
		var got []string
		for _, f := range result.Findings {
			got = append(got, f.Address)
		}
		assert.ElementsMatch(t, want, got, kind)
	}
}

func TestMistakes(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{asking("app", "", "app.nam == 1", ""), `.appnetlint.hcl:3:15: "app" has no attribute "nam". Did you mean "name"?`},
		{asking("app", "", "app.name", ""), `:3:12: "assert" is a string; it must be true or false, as a comparison is.`},
		{asking("app", "", `"true"`, ""), `"assert" is a string`},
		{asking("app", "", "null", ""), `"assert" is null`},
		{asking("app", "app.access_rules", "true", ""), `"where" is a list of object`},
		{asking("app", "", "true", "app.access_rules"), `"message" is a list of object; it must be a text.`},
		{asking("app", "", "app.plan.skew == null", ""), `does not have an attribute named "skew"`},
		{asking("app", "", "app.access_rules.name == null", ""), ":3:"},
		{asking("app", "", "lentgh(app.name) == 1", ""), `There is no function named "lentgh". Did you mean "length"?`},
		{asking("app", "", `file("/etc/passwd") == ""`, ""), `There is no function named "file".`},
		{asking("app", "", "location == null", ""), `did you mean "app.location"?`},
		{asking("app", "", "var.x == null", ""), `There is nothing called "var" here; the policy is for "app", so that its attributes begin with "app.".`},
		{asking("plann", "", "true", ""), `There is no part of the model that is called "plann". Did you mean "plan"?`},
		{asking("app", "", "true", "") + asking("app", "", "true", ""), ""},
		{"policy \"p\" {\n  for = app\n}\n", `argument "assert" is required`},
		{"policy \"p\" {\n  for = app\n  asert = true\n}\n", `Did you mean "assert"?`},
		{"policy \"min-tls-version\" {\n  for = app\n  assert = true\n}\n", `There is a rule "min-tls-version" already`},
		{"policy \"all\" {\n  for = app\n  assert = true\n}\n", "already"},
		{"policy \"My Policy\" {\n  for = app\n  assert = true\n}\n", "lower case words"},
		{"policy \"p\" {\n  for = app\n  assert = true\n  severity = \"warn\"\n}\n", `"warn" is not a severity: use error, warning or note. Did you mean "warning"?`},
		{"policy \"p\" {\n  for = app\n  assert = true\n  link = \"javascript:x\"\n}\n", "begins with https://"},
		{"policy \"p\" {\n  for = app\n  assert = true\n  title = \"${app.name}\"\n}\n", `"title" is a text in quotes.`},
	} {
		p, errs := parse(t, c.text)
		if c.want == "" {
			assert.NotNil(t, p)
			continue
		}
		assert.Nil(t, p, c.text)
		assert.Contains(t, strings.Join(errs, "\n"), c.want, c.text)
	}
}

// What goes wrong with one part ends the policy with an error that tells where and why.
func TestFailure(t *testing.T) {
	result, failed := judge(t, asking("app", "", `lower(app.public_network_access) == "disabled"`, ""), shop())
	assert.Empty(t, result.Findings)
	require.NotNil(t, failed)
	assert.Contains(t, failed.Error(), ".appnetlint.hcl:3:")
	assert.Contains(t, failed.Message, "use coalesce")
	assert.Contains(t, failed.Message, `"azurerm_linux_web_app.shop"`)
}

// No policy takes long, or much memory, whatever it says.
func TestCost(t *testing.T) {
	numbers := "[" + strings.Repeat("1,", 2000) + "1]"
	texts := `"` + strings.Repeat("x", 2000) + `"`
	for name, assertion := range map[string]string{
		"nested loops": fmt.Sprintf("length([for a in %s : [for b in %s : [for c in %s : a + b + c]]]) > 0", numbers, numbers, numbers),
		"doubling": fmt.Sprintf(`[for a in [%s] : [for b in ["%s"] : [for c in ["%s"] : "%s"]]] != null`,
			texts, strings.Repeat("${a}", 500), strings.Repeat("${b}", 500), strings.Repeat("${c}", 500)),
		"format":    `format("%1000000000d", 1) != ""`,
		"star":      `format("%*d", 1000000000, 1) != ""`,
		"replace":   fmt.Sprintf(`replace(replace(replace(%s, "x", %s), "x", %s), "x", %s) != ""`, texts, texts, texts, texts),
		"join":      fmt.Sprintf(`join(join(%s, %s), %s) != ""`, texts, strings.ReplaceAll(numbers, "1", `"1"`), strings.ReplaceAll(numbers, "1", `"1"`)),
		"regex":     fmt.Sprintf(`alltrue([for a in %s : can(regex("((x{30}){30}y{1000}){1,2}", %s))])`, numbers, texts),
		"distinct":  fmt.Sprintf("length(distinct([for a in %s : [for b in %s : a]])) > 0", numbers, numbers),
		"equality":  fmt.Sprintf("alltrue([for a in %s : %s == %s])", numbers, numbers, numbers),
		"swallowed": fmt.Sprintf(`alltrue([for a in %s : try([for b in %s : format("%%1000000000d", b)], true)])`, numbers, numbers),
	} {
		begun := time.Now()
		p, errs := parse(t, asking("app", "", assertion, ""))
		if p != nil {
			lint.Run(lint.Subject{Model: &network.Model{Sites: []*network.Site{shop()}}}, []*lint.Check{p.Check()})
			if failed := p.Failed(); failed != nil {
				errs = append(errs, failed.Message)
			}
		}
		took := time.Since(begun)
		t.Logf("%s: %v, %.150q", name, took, errs)
		assert.Less(t, took, 10*time.Second, name)
	}
}
