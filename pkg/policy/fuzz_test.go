package policy_test

import (
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/policy"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// FuzzAssertion: no expression makes a policy panic, and none on a part of which nothing
// is known has a finding that it would not have elsewhere.
func FuzzAssertion(f *testing.F) {
	for _, seed := range []string{
		"app.https_only", `contains(["a"], app.location)`, `alltrue([for r in app.access_rules : r.name != "x"])`,
		`app.access_rules[*].name == ["a"]`, `"${app.name}-${app.os}" == "a"`, `try(app.plan.sku, "") != ""`, "app[0]", "app.*",
		`merge({a = app}, {b = 1}).a.name == "x"`, `length(zipmap(["a"], [app])) > 0`, `{for k, v in {a = 1} : k => v...}["a"][0] == 1`,
		`format("%s %d", app.name, 1) != ""`, `toset(app.dns_servers) == toset([])`, "-app.name == !true", `regexall(".", app.name)[0] == "a"`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, assertion string) {
		if len(assertion) > 2000 {
			t.Skip("longer than what is of interest")
		}
		file := source.NewFile("x.hcl", []byte(asking("app", "", assertion, `"${app.name} ${app.access_rules[0].name}"`)))
		parsed, diags := hclsyntax.ParseConfig(file.Content, file.Path, hcl.InitialPos)
		if diags.HasErrors() {
			t.Skip("not HCL")
		}
		content, diags := parsed.Body.Content(&hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{{Type: "policy", LabelNames: []string{"name"}}}})
		if diags.HasErrors() || len(content.Blocks) != 1 {
			t.Skip("not a policy")
		}
		p, errs := policy.Parse(file, content.Blocks[0], nil)
		if p == nil {
			if len(errs) == 0 {
				t.Fatal("no policy and no error")
			}
			return
		}
		lint.Run(lint.Subject{Model: &network.Model{Sites: []*network.Site{shop(), {}}}}, []*lint.Check{p.Check()})
		_ = p.Failed() // any error will do
	})
}
