package fix_test

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/pkg/cli"
)

// variant writes configurations with mistakes that have fixes, in odd forms and with a
// comment wherever one can stand.
type variant struct {
	*rand.Rand
	comments int
}

func (v *variant) one(of ...string) string { return of[v.IntN(len(of))] }

// comment returns a comment for the end of a line, or nothing.
func (v *variant) comment(marks ...string) string {
	if v.IntN(2) == 0 {
		return ""
	}
	v.comments++
	text := fmt.Sprintf("c%d %s", v.comments, v.one("x", "a = b", "{", "}", "\"", "ünï", "],"))
	mark := v.one(marks...)
	if mark == "/*" {
		return v.blank() + "/* " + text + " */"
	}
	return v.blank() + mark + text
}

func (v *variant) blank() string { return v.one("", " ", "  ", "\t") }

// own returns lines with comments or nothing on them.
func (v *variant) own(marks ...string) string {
	out := ""
	for range v.IntN(3) {
		out += v.blank() + v.comment(marks...) + "\n"
	}
	return out
}

func (v *variant) shuffled(lines ...string) []string {
	v.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
	return lines
}

// some leaves out lines by chance.
func (v *variant) some(lines ...string) []string {
	var out []string
	for _, line := range lines {
		if v.IntN(3) > 0 {
			out = append(out, line)
		}
	}
	return out
}

func (v *variant) hcl() string {
	marks := []string{"#", "//", "/*"}
	line := func(s string) string {
		if name, value, ok := strings.Cut(s, " = "); ok {
			s = name + v.one(" = ", "=", "  =   ", "\t= ") + value
		}
		return v.own(marks...) + v.one("  ", "    ", "\t", "") + s + v.comment(marks...) + "\n"
	}
	rule := func(n int) string {
		return v.own(marks...) + "    ip_restriction {" + v.comment(marks...) + "\n" + strings.Join(v.shuffled(
			line(fmt.Sprintf(`name = "r%d"`, n)), line(fmt.Sprintf("priority = %d", 100*n)), line(`action = "Allow"`), line(`ip_address = "203.0.113.0/24"`),
		), "") + "    }" + v.comment(marks...) + "\n"
	}
	config := v.shuffled(append(v.some(
		line(`ftps_state = "AllAllowed"`), line("remote_debugging_enabled = true"), line(`minimum_tls_version = "1.0"`),
		line("always_on = true"), line(`ip_restriction_default_action = "Allow"`), line("scm_use_main_ip_restriction = false"),
	), rule(1), rule(2))...)
	body := v.shuffled(
		line(`name = "app"`), line(`resource_group_name = "rg"`), line(`location = "westeurope"`),
		line(`service_plan_id = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Web/serverFarms/p"`),
		v.own(marks...)+"  site_config {"+v.comment(marks...)+"\n"+strings.Join(config, "")+v.own(marks...)+"  }"+v.comment(marks...)+"\n",
	)
	return v.own(marks...) + "resource \"azurerm_linux_web_app\" \"a\" {" + v.comment(marks...) + "\n" + strings.Join(body, "") + "}" + v.comment(marks...) + "\n"
}

func (v *variant) bicep() string {
	marks := []string{"//", "/*"}
	line := func(s string) string {
		name, value, _ := strings.Cut(s, ": ")
		return v.own(marks...) + v.one("  ", "    ", "\t", "") + name + v.one(": ", ":", " : ") + value + v.comment(marks...) + "\n"
	}
	object := func(name string, members []string) string {
		return v.own(marks...) + "  " + name + " {" + v.comment(marks...) + "\n" + strings.Join(members, "") + v.own(marks...) + "  }" + v.comment(marks...) + "\n"
	}
	rules := v.own(marks...) + "ipSecurityRestrictions: [" + v.comment(marks...) + "\n" +
		v.own(marks...) + "  { name: 'r1', priority: 100, action: 'Allow', ipAddress: '203.0.113.0/24' }" + v.comment(marks...) + "\n" +
		v.own(marks...) + "  { name: 'r2', priority: 200, action: 'Allow', ipAddress: '203.0.113.0/24' }" + v.comment(marks...) + "\n" +
		"]" + v.comment(marks...) + "\n"
	config := v.shuffled(append(v.some(
		line("ftpsState: 'AllAllowed'"), line("remoteDebuggingEnabled: true"), line("minTlsVersion: '1.0'"), line("alwaysOn: true"),
		line("ipSecurityRestrictionsDefaultAction: 'Allow'"), line("scmIpSecurityRestrictionsUseMain: false"),
	), rules)...)
	properties := v.shuffled(line("serverFarmId: planId"), line("httpsOnly: true"), object("siteConfig:", config))
	body := v.shuffled(line("name: 'app'"), line("location: 'westeurope'"), line("kind: 'app'"), object("properties:", properties))
	return v.own(marks...) + "param planId string" + v.comment(marks...) + "\n" +
		object("resource a 'Microsoft.Web/sites@2024-04-01' =", body)
}

var commentText = regexp.MustCompile(`(?:#|//|/\* )\s*c\d+ [^\n]*`)

// Whatever the form of a file, every comment and every line stays that a fix does not
// concern, the file can still be read, and a second run finds nothing to do.
func TestVariantsKeepComments(t *testing.T) {
	if testing.Short() {
		t.Skip("there are hundreds of variants")
	}
	v := &variant{Rand: rand.New(rand.NewPCG(7, 11))}
	fixed := map[string]int{}
	for i := range 200 {
		name, path := "main.tf", "."
		var text string
		if i%2 == 0 {
			text = v.hcl()
		} else {
			name, path, text = "main.bicep", "main.bicep", v.bicep()
		}
		dir := t.TempDir()
		file := write(t, filepath.Join(dir, name), text)
		if code, _, stderr := program(t, dir, path); !assert.NotEqual(t, cli.ExitFailed, code, "%s\n%s", stderr, text) {
			continue
		}
		before, fixable, _ := findings(t, dir, path)
		_, diff, _ := program(t, dir, "--diff", path)
		shown := patched(t, map[string]string{name: text}, diff)[name]
		code, _, stderr := program(t, dir, "--fix", path)
		now := read(t, file)
		ok := assert.NotEqual(t, cli.ExitFailed, code, stderr) &&
			assert.ElementsMatch(t, comments(text), comments(now)) &&
			assert.Equal(t, now, shown, "the diff is not what --fix does")
		after, left, _ := findings(t, dir, path)
		ok = assert.Empty(t, left) && ok
		for f, n := range fixable {
			ok = assert.Zero(t, after[f]-(before[f]-n), "%v is still there", f) && ok
			fixed[name+" "+f.Rule]++
		}
		_, again, _ := program(t, dir, "--diff", path)
		ok = assert.Empty(t, again) && ok
		ok = assert.LessOrEqual(t, removedLines(diff), 16, "more is changed than is fixed") && ok
		if !ok {
			t.Logf("variant %d:\n%s\n%s\n%s", i, text, diff, stderr)
			return
		}
	}
	for _, rule := range []string{"ftp-plaintext", "remote-debugging-enabled", "min-tls-version", "access-rules-default-allow-no-effect", "access-rule-shadowed"} {
		assert.NotZero(t, fixed["main.tf "+rule], rule)
		assert.NotZero(t, fixed["main.bicep "+rule], rule)
	}
	t.Log(fixed)
}

func comments(text string) []string { return commentText.FindAllString(text, -1) }

func removedLines(diff string) int {
	n := 0
	for line := range strings.Lines(diff) {
		if strings.HasPrefix(line, "-") && !strings.HasPrefix(line, "---") {
			n++
		}
	}
	return n
}
