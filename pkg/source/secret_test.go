package source_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/pkg/source"
)

func TestSecretTexts(t *testing.T) {
	for name, tt := range map[string]struct {
		text string
		want []string
	}{
		"settings in HCL":         {`app_settings = { A = "x", "B" = "y${var.z}" }` + "\n" + `name = "n"`, []string{"x", "y${var.z}"}},
		"over lines":              {"app_settings = {\n  A = \"x\"\n\n  B = 12\n}\nname = \"n\"", []string{"x", "12"}},
		"a block":                 {"connection_string {\n  name = \"a\"\n}\nname = \"n\"", []string{"a"}},
		"what a function gets":    {"app_settings = merge({ A = \"x\" },\n  { B = \"y\" })\nname = \"n\"", []string{"x", "y"}},
		"a heredoc":               {"password = <<-EOT\n  a \"b\n  EOT\nname = \"n\"", []string{"  a \"b\n"}},
		"a heredoc that is none":  {"name = <<EOT\n  password = \"x\n  EOT\nname = \"n\"", []string{"  password = \"x\n"}},
		"a condition":             {"password = var.a ? \"x\" : \"y\"\nname = \"n\"", []string{"x", "y"}},
		"a condition in Bicep":    {"password: a\n  ? 'x'\n  : 'y'\nname: 'n'", []string{"x", "y"}},
		"Bicep":                   {"appSettings: [\n  { name: 'A', value: 'it\\'s' }\n]\nname: 'n'", []string{"A", `it\'s`}},
		"three quotes":            {"password: '''it's'''\nname: 'n'", []string{"it's"}},
		"JSON":                    {`{"appSettings": [{"name": "A", "value": "x"}], "password":` + "\n" + `"y", "name": "n"}`, []string{"A", "x", "y"}},
		"JSON in a text":          {`body = "{\"appSettings\": [{\"value\": \"x\"}]}"`, []string{`{\"appSettings\": [{\"value\": \"x\"}]}`}},
		"a connection string":     {`x = "Server=y;Password=z"`, []string{"Server=y;Password=z"}},
		"a signature":             {`x = "https://a/b?sv=1&sig=z"`, []string{"https://a/b?sv=1&sig=z"}},
		"a password in a URL":     {`x = "https://u:p@h/"`, []string{"https://u:p@h/"}},
		"sensitive()":             {`name = sensitive("x")`, []string{"x"}},
		"names only":              {`name = "password"` + "\n" + `resource "x_secret" "password" {`, nil},
		"a name of a secret":      {`client_secret_setting_name = "x"`, nil},
		"a comparison":            {`count = var.password == "x" ? 1 : 0`, nil},
		"a comment":               {"# password = \"x\"\n// password = 'x'\n/* password = \"x\" */", nil},
		"a text that is not over": {"password = \"x\nname = \"n\"", []string{"x"}},
		"brackets that are not":   {"password = [\"x\"\nname = \"n\"", []string{"x", "n"}},
		"too many that close":     {"]})password = \"x\"", []string{"x"}},
		"nothing":                 {"", nil},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, r := range source.NewFile("a", []byte(tt.text)).SecretTexts() {
				got = append(got, r.Text())
			}
			assert.Equal(t, tt.want, got)
		})
	}
}

func TestTexts(t *testing.T) {
	f := source.NewFile("a", []byte(`a = f("x", var.y, 12) + "z"`))
	var got []string
	for _, r := range (source.Range{File: f, Start: 4, End: 21}).Texts() {
		got = append(got, r.Text())
	}
	assert.Equal(t, []string{"x", "12"}, got)
	assert.Empty(t, source.Range{}.Texts())
}

func FuzzSecretTexts(f *testing.F) {
	for _, seed := range []string{"password = \"x${\"y\"}\"\n", "appSettings: ['''x''' \\", "app_settings = <<E\nx\nE\n", `{"password": "\`, "sensitive(", "'''", "\"\\"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for _, r := range source.NewFile("a", []byte(text)).SecretTexts() {
			assert.GreaterOrEqual(t, r.Start, end, "in order, and none within another")
			assert.LessOrEqual(t, r.End, len(text))
			end = r.End
		}
	})
}
